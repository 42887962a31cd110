/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Two libraries inflate: whichever was there when otcap was built must make
 * the same of every file, whole, cut or damaged, in whatever pieces it comes
 * and goes.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "captures.h"
#include "ground/alloc.h"
#include "read/codec.h"

enum { PLAIN = 60000, ROUNDS = 1500 };

struct made {
	struct text out;
	enum codec_result result;
	const char *why;
};

static uint32_t next(uint32_t *x)
{
	*x = *x * 1664525 + 1013904223;
	return *x >> 8;
}

/* Some of it repeats from near, some from far, some not at all. */
static void put_plain(uint8_t *p, size_t n, uint32_t *x)
{
	size_t i = 0;

	while (i < n) {
		size_t run = 1 + next(x) % 300, far = 1 + next(x) % 33000;

		for (; run && i < n; run--, i++)
			p[i] = far < i && far % 3 ? p[i - far] :
						    (uint8_t)next(x);
	}
}

/* Stored, by fixed codes, by codes of its own; with and without a name. */
static void put_member(struct text *to, const uint8_t *p, size_t n,
		       uint32_t *x)
{
	static const int levels[] = { 0, 1, 6, 9 };
	gz_header head = { .name = (Bytef *)"a name", .hcrc = 1,
			   .extra = (Bytef *)"extra",
			   .extra_len = next(x) % 6,
			   .comment = (Bytef *)"a comment" };
	z_stream z = { .next_in = (z_const Bytef *)p, .avail_in = (uInt)n };
	uInt room = (uInt)n + (uInt)n / 8 + 1024;

	cr_assert(deflateInit2(&z, levels[next(x) % 4], Z_DEFLATED, 15 + 16,
			       1 + (int)(next(x) % 9),
			       next(x) % 2 ? Z_FIXED : Z_DEFAULT_STRATEGY) ==
		  Z_OK);
	if (next(x) % 2)
		deflateSetHeader(&z, &head);
	text_reserve(to, room);
	z.next_out = (Bytef *)to->s + to->len;
	z.avail_out = room;
	cr_assert(deflate(&z, Z_FINISH) == Z_STREAM_END);
	to->len += z.total_out;
	deflateEnd(&z);
}

/* Input in pieces of up to `in` octets, room for up to `room` at a time. */
static struct made inflate_all(struct codec *c, const struct text *file,
			       size_t in, size_t room, uint32_t seed)
{
	struct made m = { .result = CODEC_MORE };
	struct codec_io io = { .in = (const uint8_t *)file->s };
	size_t given = 0;
	uint8_t *buf = xmalloc(room);

	while (m.result == CODEC_MORE) {
		if (!io.in_len && given < file->len) {
			io.in_len = 1 + next(&seed) % in;
			if (io.in_len > file->len - given)
				io.in_len = file->len - given;
			given += io.in_len;
		}
		io.last = given == file->len;
		io.out = buf;
		io.out_len = 1 + next(&seed) % room;
		m.result = c->step(c, &io);
		text_add(&m.out, (char *)buf, (size_t)(io.out - buf));
	}
	m.why = io.why;
	c->free(c);
	free(buf);
	return m;
}

enum harm { WHOLE, CUT, WRONG };

static enum harm hurt(struct text *file, uint32_t *x)
{
	switch (next(x) % 4) {
	case 0:
		file->len = next(x) % file->len;
		return CUT;
	case 1:
		file->s[next(x) % file->len] ^= (char)(1 << next(x) % 8);
		return WRONG;
	case 2:
		text_add(file, "\0\0\0\0\0\0\0\0\0\0\0", next(x) % 11);
		return WHOLE;
	default:
		return WHOLE;
	}
}

/* Octets that are those of the plain text. */
static size_t right(const struct made *m, const uint8_t *p, size_t n)
{
	size_t i = 0;

	while (i < n && i < m->out.len && (uint8_t)m->out.s[i] == p[i])
		i++;
	return i;
}

/* Wrong bits are seen some octets later by one than by the other, or not
 * before the end: what they make of them is nothing, but all before them is
 * there. */
static void compare(const struct made *a, const struct made *b, enum harm harm,
		    const uint8_t *p, size_t n)
{
	cr_assert_eq(a->result, b->result, "%s, %s", a->why, b->why);
	cr_expect_eq(right(a, p, n), right(b, p, n), "%s", a->why);
	if (harm == WRONG)
		return;
	cr_expect_eq(right(a, p, n), a->out.len);
	cr_expect_eq(right(b, p, n), b->out.len);
	if (a->result == CODEC_DAMAGED)
		cr_expect_str_eq(a->why, b->why);
	if (harm == WHOLE) {
		cr_expect_eq(a->result, CODEC_END);
		cr_expect_eq(a->out.len, n);
	}
}

Test(gunzip, both_libraries_agree)
{
	static const size_t pieces[] = { 1, 7, 100, 70000 };
	uint8_t *p = xmalloc(PLAIN);
	uint32_t x = 1;
	unsigned results[CODEC_DAMAGED + 1] = { 0 };

	for (unsigned round = 0; round < ROUNDS; round++) {
		size_t n = next(&x) % PLAIN >> next(&x) % 12, at = 0;
		struct text file = { 0 };
		struct made one, other;
		enum harm harm;

		put_plain(p, n, &x);
		do {
			size_t part = next(&x) % 3 ? n - at :
						     next(&x) % (n - at + 1);

			put_member(&file, p + at, part, &x);
			at += part;
		} while (at < n);
		harm = hurt(&file, &x);
		one = inflate_all(gunzip_new(), &file, pieces[next(&x) % 4],
				  pieces[next(&x) % 4], round);
		other = inflate_all(gunzip_zlib_new(), &file, 70000, 70000, 1);
		compare(&one, &other, harm, p, n);
		results[one.result]++;
		free(file.s);
		free(one.out.s);
		free(other.out.s);
	}
	cr_expect_gt(results[CODEC_END], ROUNDS / 4);
	cr_expect_gt(results[CODEC_DAMAGED], ROUNDS / 4);
	free(p);
}
