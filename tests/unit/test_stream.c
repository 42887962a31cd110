/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/stream.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "captures.h"
#include "ground/alloc.h"

enum { PLAIN_BYTES = 300000 };

/* Bytes that compress to about half, over several blocks of any codec. */
static const char *plain(void)
{
	char *p = xmalloc(PLAIN_BYTES);
	uint32_t x = 1;

	for (size_t i = 0; i < PLAIN_BYTES; i++) {
		x = x * 1664525 + 1013904223;
		p[i] = (char)('a' + (x >> 28));
	}
	return keep(p);
}

/* All bytes until the end, then "!message" when it was damage. */
static struct text drain(struct stream *s, size_t step)
{
	struct text t = { 0 };
	char *buf = xmalloc(step);
	struct err e, again;
	ssize_t got;

	while ((got = stream_read(s, buf, step, &e)) > 0)
		text_add(&t, buf, (size_t)got);
	cr_expect(stream_read(s, buf, step, &again) == got, "the end stays");
	if (got < 0) {
		cr_expect_str_eq(again.msg, e.msg);
		text_printf(&t, "!%s", strrchr(e.msg, '/'));
	}
	free(buf);
	text_puts(&t, "");
	keep(t.s);
	return t;
}

static struct stream *open_bytes(const struct text *t)
{
	struct err e;
	struct stream *s = stream_open(memory_text(t), &e);

	cr_assert(s != NULL);
	return s;
}

static void expect_text(const struct text *got, const char *p, size_t n)
{
	cr_expect(got->len == n && !memcmp(got->s, p, n),
		  "%zu bytes, not %zu", got->len, n);
}

static void expect_plain(const struct text *file, const char *p)
{
	static const size_t steps[] = { 1, 1000, 1 << 20 };

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		struct stream *s = open_bytes(file);
		struct text got = drain(s, steps[i]);

		expect_text(&got, p, PLAIN_BYTES);
		cr_expect(stream_rewind(s));
		got = drain(s, steps[i]);
		expect_text(&got, p, PLAIN_BYTES);
		stream_close(s);
	}
}

Test(stream, plain)
{
	struct text t = { 0 };
	const char *p = plain();

	text_add(&t, p, PLAIN_BYTES);
	expect_plain(&t, p);
}

Test(stream, gzip)
{
	struct text t = { 0 };
	const char *p = plain();

	gzip_text(&t, p, PLAIN_BYTES);
	expect_plain(&t, p);
	text_add(&t, "\0\0\0\0\0", 5);
	expect_plain(&t, p);
}

Test(stream, gzip_members)
{
	struct text t = { 0 };
	const char *p = plain();

	gzip_text(&t, p, 1000);
	gzip_text(&t, p + 1000, 0);
	gzip_text(&t, p + 1000, PLAIN_BYTES - 1000);
	expect_plain(&t, p);
}

Test(stream, zstd)
{
	static const char skippable[] = "\x53\x2a\x4d\x18\3\0\0\0abc";
	struct text t = { 0 };
	const char *p = plain();

	text_add(&t, skippable, sizeof skippable - 1);
	zstd_text(&t, p, 1000);
	text_add(&t, skippable, sizeof skippable - 1);
	zstd_text(&t, p + 1000, PLAIN_BYTES - 1000);
	expect_plain(&t, p);
}

/* Every byte before the damage, then the message. */
static void expect_damaged(struct text *file, const char *p, size_t least,
			   const char *why)
{
	struct stream *s = open_bytes(file);
	struct text got = drain(s, 1 << 20);
	const char *message = got.s ? memchr(got.s, '!', got.len) : NULL;
	size_t n;

	cr_assert(message != NULL, "no damage: %s", why);
	n = (size_t)(message - got.s);
	cr_expect(strstr(message, why), "%s", message);
	cr_expect(n >= least, "%zu bytes of %zu, %s", n, least, why);
	cr_expect(!memcmp(got.s, p, n < least ? n : least), "%s", why);
	stream_close(s);
}

Test(stream, gzip_damaged)
{
	struct text t = { 0 };
	const char *p = plain();
	char kept;

	gzip_text(&t, p, PLAIN_BYTES);
	kept = t.s[t.len - 8];
	t.s[t.len - 8] ^= 1;
	expect_damaged(&t, p, PLAIN_BYTES, "compressed data damaged");
	t.s[t.len - 8] = kept;
	text_add(&t, "\0garbage", 8);
	expect_damaged(&t, p, PLAIN_BYTES, "garbage after");
	t.len -= 8 + 8;		/* the trailer too */
	expect_damaged(&t, p, PLAIN_BYTES, "ends early");
	t.len -= 4;
	expect_damaged(&t, p, PLAIN_BYTES - 100, "ends early");
	t.len /= 2;
	expect_damaged(&t, p, PLAIN_BYTES / 2 - 1000, "ends early");
	t.len = 5;
	expect_damaged(&t, p, 0, "ends early");
}

/* A second member cannot be read: the first is there all the same. */
Test(stream, gzip_damaged_inside)
{
	struct text t = { 0 };
	const char *p = plain();
	size_t first;

	gzip_text(&t, p, 200000);
	first = t.len;
	gzip_text(&t, p + 200000, 100000);
	memset(t.s + first + 10, 0xff, 40);
	expect_damaged(&t, p, 200000, "compressed data damaged");
}

Test(stream, zstd_damaged)
{
	struct text t = { 0 };
	const char *p = plain();
	size_t n;

	zstd_text(&t, p, PLAIN_BYTES);
	n = t.len;
	text_add(&t, "garbage", 7);
	expect_damaged(&t, p, PLAIN_BYTES, "garbage after");
	t.len = n - 1;
	expect_damaged(&t, p, 262144, "ends early");
	t.len = 3 * n / 5;	/* one block of 128 KiB was whole */
	expect_damaged(&t, p, 131072, "ends early");
	memset(t.s + n / 2, 0xff, 64);
	t.len = n;
	expect_damaged(&t, p, 131072, "damaged");
}

Test(stream, peek_consumes_nothing)
{
	struct text t = { 0 }, got;
	const char *p = plain();
	static char buf[65536];
	struct stream *s;
	struct err e;

	gzip_text(&t, p, PLAIN_BYTES);
	s = open_bytes(&t);
	cr_expect(stream_peek(s, buf, 4, &e) == 4 && !memcmp(buf, p, 4));
	cr_expect(stream_peek(s, buf, 65536, &e) == 65536);
	cr_expect(!memcmp(buf, p, 65536));
	cr_expect(stream_read(s, buf, 10, &e) == 10);
	cr_expect(stream_peek(s, buf, 65536, &e) == 65536);
	cr_expect(!memcmp(buf, p + 10, 65536));
	got = drain(s, 5000);
	expect_text(&got, p + 10, PLAIN_BYTES - 10);
	cr_expect(stream_peek(s, buf, 4, &e) == 0, "at the end");
	stream_close(s);
}

Test(stream, peek_before_damage)
{
	struct text t = { 0 };
	char buf[16];
	struct stream *s;
	struct err e;

	gzip_text(&t, "abc", 3);
	t.len--;
	s = open_bytes(&t);
	cr_expect(stream_peek(s, buf, sizeof buf, &e) == 3);
	cr_expect(stream_read(s, buf, sizeof buf, &e) == 3);
	cr_expect(stream_peek(s, buf, sizeof buf, &e) == -1);
	cr_expect(strstr(e.msg, "ends early"));
	stream_close(s);
}

Test(stream, a_pipe_cannot_be_read_twice)
{
	struct err e;
	struct stream *s;
	struct text got;
	int fd[2];

	cr_assert(!pipe(fd) && write(fd[1], "ab", 2) == 2);
	close(fd[1]);
	cr_assert(dup2(fd[0], STDIN_FILENO) == STDIN_FILENO);
	s = stream_open("-", &e);
	cr_assert(s != NULL);
	cr_expect_str_eq(stream_name(s), "standard input");
	got = drain(s, 1);
	expect_text(&got, "ab", 2);
	cr_expect(!stream_rewind(s));
	stream_close(s);
}

Test(stream, empty)
{
	struct text none = { 0 };
	struct stream *s = open_bytes(&none);
	struct text got = drain(s, 10);

	cr_expect(got.len == 0);
	stream_close(s);
}

Test(stream, what_cannot_be_opened)
{
	struct err e;

	cr_expect(!stream_open("/proc/self/nothing", &e));
	cr_expect_str_eq(e.msg,
			 "/proc/self/nothing: No such file or directory");
	cr_expect(!stream_open("/proc", &e));
	cr_expect_str_eq(e.msg, "/proc: Is a directory");
}

Test(stream, too_many_open_files)
{
	const struct rlimit none = { 0, 0 };
	struct rlimit before;
	struct stream *s;
	struct err e;

	cr_assert(!getrlimit(RLIMIT_NOFILE, &before));
	cr_assert(!setrlimit(RLIMIT_NOFILE,
			     &(struct rlimit){ none.rlim_cur,
					       before.rlim_max }));
	s = stream_open("/dev/null", &e);
	setrlimit(RLIMIT_NOFILE, &before);
	cr_expect(!s && strstr(e.msg, "too many open files"), "%s", e.msg);
}
