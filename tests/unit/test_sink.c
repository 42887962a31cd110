/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/sink.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "captures.h"
#include "ground/alloc.h"

/* A path in a folder of its own; both go with leave_scratch. */
struct scratch {
	char folder[32];
	char path[48];
	char beside[64];		/* pattern of the unfinished file */
};

static struct scratch new_scratch(void)
{
	struct scratch s = { .folder = "/tmp/otcap-sink-XXXXXX" };

	cr_assert(mkdtemp(s.folder) != NULL);
	snprintf(s.path, sizeof s.path, "%s/out", s.folder);
	snprintf(s.beside, sizeof s.beside, "%s/out.??????", s.folder);
	return s;
}

static size_t n_files(const char *pattern)
{
	glob_t found;
	size_t n = glob(pattern, 0, NULL, &found) ? 0 : found.gl_pathc;

	globfree(&found);
	return n;
}

/* Whatever a test wrote, nothing else may lie in the folder. */
static void leave_scratch(const struct scratch *s)
{
	unlink(s->path);
	cr_expect(!rmdir(s->folder), "%s is not empty", s->folder);
}

static struct frame frame_of(int64_t time_ns, const char *bytes)
{
	return (struct frame){
		.bytes = (const uint8_t *)bytes,
		.time_ns = time_ns,
		.caplen = (uint32_t)strlen(bytes),
		.len = (uint32_t)strlen(bytes),
		.linktype = 1,
	};
}

static struct sink *open_sink(const char *path, const struct sink_options *o)
{
	struct err e;
	struct sink *s = sink_open(path, o, &e);

	cr_assert(s != NULL, "%s", e.msg);
	return s;
}

static void must_write(struct sink *s, const struct frame *f)
{
	struct err e;

	cr_assert(!sink_write(s, f, &e), "%s", e.msg);
}

static void must_close(struct sink *s)
{
	struct err e;

	cr_assert(!sink_close(s, &e), "%s", e.msg);
}

enum { N_FRAMES = 3000 };

static struct frame nth(uint32_t i)
{
	static char bytes[2000];
	struct frame f;

	memset(bytes, 'a' + (int)(i % 26), sizeof bytes);
	bytes[i * 7919 % 1999] = '\0';
	f = frame_of(INT64_C(1700000000123456789) + i, bytes);
	f.len += i % 3;
	f.fcs_len = 4;
	return f;
}

/* What is written is read again; packets fill more than one block. */
static void expect_back(const struct sink_options *o, const char *name)
{
	struct scratch x = new_scratch();
	struct sink *s = open_sink(x.path, o);
	struct text want = { 0 };
	uint8_t magic[2] = { 0 };
	FILE *file;

	for (uint32_t i = 0; i < N_FRAMES; i++) {
		struct frame f = nth(i);

		must_write(s, &f);
		if (!o->nanoseconds)
			f.time_ns -= f.time_ns % 1000;
		frame_text(&want, &f);
	}
	cr_expect(access(x.path, F_OK), "not there before it is whole");
	cr_expect(n_files(x.beside) == 1);
	must_close(s);
	cr_expect(!strcmp(read_capture(x.path), want.s), "%s", name);
	file = fopen(x.path, "rb");
	cr_assert(file && fread(magic, 1, 2, file) == 2);
	cr_expect((magic[0] == 0x1f && magic[1] == 0x8b) == o->gzip);
	fclose(file);
	text_release(&want);
	leave_scratch(&x);
}

Test(sink, what_was_written_is_read)
{
	for (int i = 0; i < 8; i++) {
		const struct sink_options o = {
			.format = i & 1 ? CAPTURE_PCAPNG : CAPTURE_PCAP,
			.gzip = i & 2,
			.nanoseconds = i & 4,
		};
		char name[2] = { (char)('0' + i) };

		expect_back(&o, name);
	}
}

Test(sink, pcap_bytes)
{
	const struct sink_options o = { .snaplen = 96 };
	struct scratch x = new_scratch();
	struct sink *s = open_sink(x.path, &o);
	struct frame f = frame_of(1500000000, "abc");
	struct maker want = { .big = false };
	char got[100];
	FILE *file;
	size_t n;

	f.linktype = 113;
	must_write(s, &f);
	must_close(s);
	make_pcap(&want, 0xa1b2c3d4, 2 << 16 | 4, 113);
	want.out.s[16] = 96;
	want.out.s[17] = 0;
	make_packet(&want, 1500000, "abc");
	file = fopen(x.path, "rb");
	cr_assert(file);
	n = fread(got, 1, sizeof got, file);
	fclose(file);
	cr_expect(n == want.out.len && !memcmp(got, want.out.s, n));
	text_release(&want.out);
	leave_scratch(&x);
}

Test(sink, a_packet_larger_than_a_block)
{
	const struct sink_options o = { .snaplen = 1 << 21 };
	struct scratch x = new_scratch();
	struct sink *s = open_sink(x.path, &o);
	char *bytes = xcalloc((1 << 20) + 1, 1);
	struct frame f;
	const char *got;

	memset(bytes, 'x', 1 << 20);
	f = frame_of(1000, bytes);
	must_write(s, &f);
	must_write(s, &f);
	must_close(s);
	got = read_capture(x.path);
	cr_expect_eq(strspn(strchr(got, 'x'), "x"), 1 << 20);
	cr_expect_eq(strspn(strrchr(got, ' ') + 1, "x"), 1 << 20);
	free(bytes);
	leave_scratch(&x);
}

Test(sink, many_link_types)
{
	const struct sink_options o = { .format = CAPTURE_PCAPNG };
	struct scratch x = new_scratch();
	struct sink *s = open_sink(x.path, &o);
	struct frame f = frame_of(1000, "abc");

	must_write(s, &f);
	f.linktype = 101;
	must_write(s, &f);
	f.linktype = 1;
	must_write(s, &f);
	f.fcs_len = 4;
	must_write(s, &f);
	must_close(s);
	cr_expect_str_eq(read_capture(x.path), "0.000001000 3/3 1+0 abc\n"
					       "0.000001000 3/3 101+0 abc\n"
					       "0.000001000 3/3 1+0 abc\n"
					       "0.000001000 3/3 1+4 abc\n");
	leave_scratch(&x);
}

static void other_link(struct frame *f)
{
	f->linktype = 101;
}

static void too_long(struct frame *f)
{
	f->caplen = f->len = 262145;
}

static void too_old(struct frame *f)
{
	f->time_ns = -1;
}

static void too_new(struct frame *f)
{
	f->time_ns = (INT64_C(1) << 32) * 1000000000;
}

/* What cannot be said in the format fails by name and leaves nothing. */
Test(sink, what_pcap_cannot_hold)
{
	static const struct {
		void (*spoil)(struct frame *f);
		const char *why;
	} cases[] = {
		{ other_link, "one link type only" },
		{ too_long, "longer than the snapshot length 262144" },
		{ too_old, "before 1970" },
		{ too_new, "after 2106" },
	};
	struct sink_options o = { .format = CAPTURE_PCAP };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct scratch x = new_scratch();
		struct sink *s = open_sink(x.path, &o);
		char *bytes = xcalloc(262146, 1);
		struct frame f = frame_of(1000, bytes);
		struct err e;

		must_write(s, &f);
		cases[i].spoil(&f);
		cr_expect(sink_write(s, &f, &e) == -1);
		cr_expect(strstr(e.msg, cases[i].why), "%s", e.msg);
		cr_expect(sink_close(s, &e) == -1, "stays failed");
		cr_expect(access(x.path, F_OK), "nothing under the name");
		leave_scratch(&x);
		free(bytes);
	}
}

Test(sink, no_packets)
{
	for (int ng = 0; ng < 2; ng++) {
		const struct sink_options o = {
			.format = ng ? CAPTURE_PCAPNG : CAPTURE_PCAP,
		};
		struct scratch x = new_scratch();

		must_close(open_sink(x.path, &o));
		cr_expect_str_eq(read_capture(x.path), "", "%d", ng);
		leave_scratch(&x);
	}
}

static void put_text(const char *path, const char *s)
{
	FILE *file = fopen(path, "w");

	cr_assert(file);
	fputs(s, file);
	fclose(file);
}

Test(sink, given_up)
{
	const struct sink_options o = { .format = CAPTURE_PCAP };
	struct scratch x = new_scratch();
	struct frame f = frame_of(1, "abc");
	struct stat st;
	struct sink *s;

	put_text(x.path, "old");
	s = open_sink(x.path, &o);
	must_write(s, &f);
	sink_discard(s);
	sink_discard(NULL);
	cr_expect(!stat(x.path, &st) && st.st_size == 3, "still the old one");
	must_close(open_sink(x.path, &o));
	cr_expect(!stat(x.path, &st) && st.st_size == 24, "replaced");
	leave_scratch(&x);
}

/* As root, a program that renames over its output can replace the device. */
static void need_full_device(void)
{
	struct stat st;

	if (stat("/dev/full", &st) || !S_ISCHR(st.st_mode))
		cr_skip_test("skipped: /dev/full is no device here");
}

Test(sink, disk_full)
{
	need_full_device();
	for (int gzip = 0; gzip < 2; gzip++) {
		const struct sink_options o = { .gzip = gzip };
		struct sink *s = open_sink("/dev/full", &o);
		struct frame f = frame_of(1, "abc");
		struct stat st;
		struct err e;

		must_write(s, &f);
		cr_expect(sink_close(s, &e) == -1);
		cr_expect_str_eq(e.msg, "/dev/full: No space left on device");
		cr_expect(!stat("/dev/full", &st) && S_ISCHR(st.st_mode));
	}
}

/* A rename would put a file where the pipe was. */
Test(sink, a_pipe_stays_a_pipe)
{
	const struct sink_options o = { .format = CAPTURE_PCAP };
	struct scratch x = new_scratch();
	struct stat st;
	int fd;

	cr_assert(!mkfifo(x.path, 0600));
	fd = open(x.path, O_RDWR | O_CLOEXEC);
	cr_assert(fd >= 0);
	must_close(open_sink(x.path, &o));
	cr_expect(!stat(x.path, &st) && S_ISFIFO(st.st_mode));
	close(fd);
	leave_scratch(&x);
}

Test(sink, disk_full_in_the_middle)
{
	const struct sink_options o = { .format = CAPTURE_PCAP };
	struct sink *s;
	struct err e;
	uint32_t i;

	need_full_device();
	s = open_sink("/dev/full", &o);
	for (i = 0; i < N_FRAMES; i++) {
		struct frame f = nth(i);

		if (sink_write(s, &f, &e))
			break;
	}
	cr_expect(i < N_FRAMES && strstr(e.msg, "No space left"));
	cr_expect(sink_close(s, &e) == -1);
}

Test(sink, what_cannot_be_opened)
{
	const struct sink_options o = { .format = CAPTURE_PCAP };
	struct err e;

	cr_expect(!sink_open("/proc/nothing/out", &o, &e));
	cr_expect_str_eq(e.msg,
			 "/proc/nothing/out: No such file or directory");
	cr_expect(!sink_open("/proc", &o, &e));
	cr_expect_str_eq(e.msg, "/proc: Is a directory");
}

Test(sink, standard_output)
{
	const struct sink_options o = { .format = CAPTURE_PCAP };
	struct scratch x = new_scratch();
	struct frame f = frame_of(1000, "abc");
	FILE *file = fopen(x.path, "w");
	struct sink *s;

	cr_assert(file);
	cr_assert(dup2(fileno(file), STDOUT_FILENO) == STDOUT_FILENO);
	s = open_sink("-", &o);
	must_write(s, &f);
	must_close(s);
	cr_expect(fcntl(STDOUT_FILENO, F_GETFD) >= 0, "not ours to close");
	cr_expect_str_eq(read_capture(x.path), "0.000001000 3/3 1+0 abc\n");
	fclose(file);
	leave_scratch(&x);
}
