/* SPDX-License-Identifier: BSD-3-Clause */
/* Blocks that end anywhere, and many captures as one. */
#include "read/source.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "captures.h"
#include "ground/alloc.h"

enum { V2_4 = 2 << 16 | 4, LONG_FRAMES = 4000, MANY = 40 };

static struct maker pcap(void)
{
	struct maker m = { .big = false };

	make_pcap(&m, 0xa1b2c3d4, V2_4, 1);
	return m;
}

/* Letters of a length that changes, so that blocks end everywhere. */
static const char *letters(uint32_t i)
{
	static char s[1500];
	size_t n = i * 7919 % 1400;

	memset(s, 'a' + (int)(i % 26), n);
	s[n] = '\0';
	return s;
}

static struct maker long_pcap(void)
{
	struct maker m = pcap();

	for (uint32_t i = 0; i < LONG_FRAMES; i++)
		make_packet(&m, i, letters(i));
	return m;
}

static struct maker long_pcapng(void)
{
	struct maker m = { .big = true };

	make_section(&m);
	make_interface(&m, 1, 0, NULL);
	for (uint32_t i = 0; i < LONG_FRAMES; i++)
		make_enhanced(&m, 0, i, letters(i));
	return m;
}

static struct text long_frames(void)
{
	struct text t = { 0 };

	for (uint32_t i = 0; i < LONG_FRAMES; i++) {
		const char *s = letters(i);
		struct frame f = {
			.bytes = (const uint8_t *)s,
			.time_ns = i * INT64_C(1000),
			.caplen = (uint32_t)strlen(s),
			.len = (uint32_t)strlen(s),
			.linktype = 1,
		};

		frame_text(&t, &f);
	}
	keep(t.s);
	return t;
}

Test(source_many, long_captures)
{
	struct maker m[] = { long_pcap(), long_pcapng() };
	struct text want = long_frames(), z = { 0 };

	cr_assert(m[0].out.len > 8 * READ_BLOCK_BYTES);
	for (int i = 0; i < 2; i++) {
		cr_expect(!strcmp(read_capture(memory_text(&m[i].out)),
				  want.s), "plain %d", i);
		text_clear(&z);
		gzip_text(&z, m[i].out.s, m[i].out.len);
		cr_expect(!strcmp(read_capture(memory_text(&z)), want.s),
			  "gzip %d", i);
		text_clear(&z);
		zstd_text(&z, m[i].out.s, m[i].out.len);
		cr_expect(!strcmp(read_capture(memory_text(&z)), want.s),
			  "zstd %d", i);
	}
}

static void expect_all_before(const struct text *z, const char *want,
			      size_t least, const char *why)
{
	const char *got = read_capture(memory_text(z));
	const char *end = strchr(got, '!');

	cr_assert(end != NULL, "no damage: %s", why);
	cr_expect(!strncmp(end, "!damaged: ", 10) && strstr(end, why), "%s",
		  end);
	cr_expect((size_t)(end - got) >= least, "%zu of %zu",
		  (size_t)(end - got), least);
	cr_expect(!strncmp(got, want, (size_t)(end - got)));
}

Test(source_many, compressed_and_damaged)
{
	struct maker m = long_pcap();
	struct text want = long_frames(), z = { 0 };
	size_t half = m.out.len / 2, first;

	gzip_text(&z, m.out.s, m.out.len);
	z.len -= 8;
	expect_all_before(&z, want.s, want.len, "ends early");
	z.len /= 2;
	expect_all_before(&z, want.s, want.len / 4, "ends early");
	text_clear(&z);
	gzip_text(&z, m.out.s, half);
	first = z.len;
	gzip_text(&z, m.out.s + half, m.out.len - half);
	memset(z.s + first + 12, 0xff, 30);
	expect_all_before(&z, want.s, want.len / 2 - 3000, "data damaged");
	text_release(&m.out);
}

/* Whole as a gzip file, and yet the capture in it is cut. */
Test(source_many, compressed_and_cut)
{
	struct maker m = long_pcap();
	struct text z = { 0 };

	gzip_text(&z, m.out.s, m.out.len - 1);
	cr_expect(strstr(read_capture(memory_text(&z)), "\n!cut: "));
	text_release(&m.out);
}

Test(source_many, a_record_larger_than_a_block)
{
	const uint32_t n = 3 * READ_BLOCK_BYTES + 5, head[4] = { 1, 0, n, n };
	char *bytes = xmalloc(n);
	struct maker m = pcap();
	const char *got;

	memset(bytes, 'x', n);
	m.out.s[18] = 0x20;	/* snaplen 0x20ffff: allows it */
	make_packet(&m, 1, "before");
	make_record(&m, head, bytes, n);
	make_packet(&m, 2000000, "after");
	free(bytes);
	got = read_capture(memory_text(&m.out));
	cr_expect_eq(strspn(strchr(got, 'x'), "x"), n);
	cr_expect(strstr(got, "before\n") && strstr(got, "after\n"));
	cr_expect(!strchr(got, '!'));
}

/* As many files as paths, in all orders that one exchange makes. */
static void expect_same_in_any_order(const char **paths, size_t n,
				     const char *want)
{
	for (size_t i = 0; i < n; i++) {
		struct text got = { 0 };
		const char *first = paths[0];

		paths[0] = paths[i];
		paths[i] = first;
		read_captures(&got, paths, n);
		if (want)
			cr_expect_str_eq(got.s, want, "%zu", i);
		want = want ? want : got.s;
		keep(got.s);
	}
}

Test(source_many, merged_by_time)
{
	struct maker a = pcap(), b = pcap(), c = { .big = true };
	const char *paths[3];

	make_packet(&a, 1, "a1");
	make_packet(&a, 4, "a4");
	make_packet(&b, 2, "b2");
	make_packet(&b, 2, "b2 again");
	make_packet(&b, 9, "b9");
	make_section(&c);
	make_interface(&c, 101, 0, NULL);
	make_enhanced(&c, 0, 3, "c3");
	make_enhanced(&c, 0, 5, "c5");
	paths[0] = memory_text(&a.out);
	paths[1] = memory_text(&b.out);
	paths[2] = memory_text(&c.out);
	expect_same_in_any_order(paths, 3,
				 "0.000001000 2/2 1+0 a1\n"
				 "0.000002000 2/2 1+0 b2\n"
				 "0.000002000 8/8 1+0 b2 again\n"
				 "0.000003000 2/2 101+0 c3\n"
				 "0.000004000 2/2 1+0 a4\n"
				 "0.000005000 2/2 101+0 c5\n"
				 "0.000009000 2/2 1+0 b9\n");
}

Test(source_many, ties)
{
	const uint32_t longer[4] = { 0, 1, 2, 50 };
	struct maker m[5];
	const char *paths[5];

	for (int i = 0; i < 5; i++)
		m[i] = pcap();
	make_packet(&m[0], 1, "ab");
	make_packet(&m[1], 1, "aa");
	make_packet(&m[2], 1, "abc");
	make_record(&m[3], longer, "ab", 2);
	m[4].out.s[20] = 101;	/* link type */
	make_packet(&m[4], 1, "ab");
	for (int i = 0; i < 5; i++)
		paths[i] = memory_text(&m[i].out);
	expect_same_in_any_order(paths, 5,
				 "0.000001000 2/2 1+0 aa\n"
				 "0.000001000 2/2 1+0 ab\n"
				 "0.000001000 2/2 101+0 ab\n"
				 "0.000001000 2/50 1+0 ab\n"
				 "0.000001000 3/3 1+0 abc\n");
}

/* Equal heads, and what follows one of them is earlier. */
Test(source_many, clock_goes_back)
{
	struct maker a = pcap(), b = pcap();
	const char *paths[2];

	make_packet(&a, 5, "same");
	make_packet(&a, 1, "a1");
	make_packet(&a, 6, "a6");
	make_packet(&b, 5, "same");
	make_packet(&b, 7, "b7");
	paths[0] = memory_text(&a.out);
	paths[1] = memory_text(&b.out);
	expect_same_in_any_order(paths, 2, NULL);
}

/* More than stay awake: rotated files, one with two clocks, one damaged. */
static void many(const char **paths)
{
	for (uint32_t i = 0; i < MANY; i++) {
		struct maker m = pcap();
		struct text z = { 0 };

		for (uint32_t k = 0; k < 500; k++)
			make_packet(&m, i / 2 * 400 + k, letters(i + k));
		if (i == 7)
			m.out.len--;
		if (i % 3)
			paths[i] = memory_text(&m.out);
		if (i % 3 == 0)
			gzip_text(&z, m.out.s, m.out.len);
		if (i % 3 == 0)
			paths[i] = memory_text(&z);
		keep(m.out.s);
		keep(z.s);
	}
}

Test(source_many, more_than_stay_awake)
{
	const char *paths[MANY], *backwards[MANY];
	struct text one = { 0 }, other = { 0 };
	uint64_t n = 0;

	many(paths);
	for (size_t i = 0; i < MANY; i++)
		backwards[i] = paths[MANY - 1 - i];
	read_captures(&one, paths, MANY);
	read_captures(&other, backwards, MANY);
	cr_expect_str_eq(one.s, other.s);
	for (const char *p = one.s; (p = strchr(p, '\n')); p++)
		n++;
	cr_expect_eq(n, MANY * 500, "one frame is cut off, and said");
	cr_expect(strstr(one.s, "\n!cut: "));
	text_release(&one);
	text_release(&other);
}

/* The same frames by merging as from one file: nothing lost at the ends. */
Test(source_many, long_captures_merged)
{
	struct maker all = long_pcap(), part[3] = { pcap(), pcap(), pcap() };
	const char *paths[3];
	struct text got = { 0 };

	for (uint32_t i = 0; i < LONG_FRAMES; i++)
		make_packet(&part[i % 7 % 3], i, letters(i));
	for (int i = 0; i < 3; i++)
		paths[i] = memory_text(&part[i].out);
	read_captures(&got, paths, 3);
	cr_expect(!strcmp(got.s, read_capture(memory_text(&all.out))));
	text_release(&got);
}
