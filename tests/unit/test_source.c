/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/source.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "captures.h"
#include "read/stream.h"

enum { V2_4 = 2 << 16 | 4 };

static const char *const two_frames =
	"1.500000000 3/3 1+0 abc\n"
	"4000000000.000007000 4/9 1+0 defg\n";

static void two_records(struct maker *m, bool swapped)
{
	const uint32_t first[4] = { 1, 500000, 3, 3 };
	uint32_t second[4] = { 4000000000, 7, 4, 9 };

	if (swapped) {
		second[2] = 9;
		second[3] = 4;
	}
	make_record(m, first, "abc", 3);
	make_record(m, second, "defg", 4);
}

Test(source, pcap_variants)
{
	static const struct {
		const char *name;
		uint32_t magic, version;
		bool big, swapped;
	} cases[] = {
		{ "little-endian", 0xa1b2c3d4, V2_4, false, false },
		{ "big-endian", 0xa1b2c3d4, V2_4, true, false },
		{ "modified", 0xa1b2cd34, V2_4, false, false },
		{ "modified, big", 0xa1b2cd34, V2_4, true, false },
		{ "2.2", 0xa1b2c3d4, 2 << 16 | 2, false, true },
		{ "2.3, swapped", 0xa1b2c3d4, 2 << 16 | 3, true, true },
		{ "2.3, not", 0xa1b2c3d4, 2 << 16 | 3, true, false },
		{ "DG/UX", 0xa1b2c3d4, 543 << 16, true, true },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct maker m = { .big = cases[i].big };

		make_pcap(&m, cases[i].magic, cases[i].version, 1);
		two_records(&m, cases[i].swapped);
		cr_expect_str_eq(read_capture(memory_text(&m.out)), two_frames,
				 "%s", cases[i].name);
	}
}

Test(source, pcap_nanoseconds)
{
	for (int big = 0; big < 2; big++) {
		const uint32_t head[4] = { 2, 999999999, 1, 0 };
		struct maker m = { .big = big };

		make_pcap(&m, 0xa1b23c4d, V2_4, 0x24000000 | 101);
		make_record(&m, head, "x", 1);
		cr_expect_str_eq(read_capture(memory_text(&m.out)),
				 "2.999999999 1/1 101+4 x\n",
				 "the wire length is never below the captured");
	}
}

static void option_tsresol(struct maker *o, uint8_t resolution)
{
	make_option(o, 9, &resolution, 1);
}

Test(source, pcapng_clocks)
{
	static const struct {
		uint8_t resolution;
		int64_t offset;
		uint64_t stamp;
		const char *time;
	} cases[] = {
		{ 6, 0, 1500000, "1.500000000" },
		{ 9, 0, 1500000000, "1.500000000" },
		{ 3, 0, 1500, "1.500000000" },
		{ 0, 0, 7, "7.000000000" },
		{ 12, 0, 1500000000001, "1.500000000" },
		{ 28, 0, UINT64_MAX, "0.000000001" },
		{ 29, 0, UINT64_MAX, "0.000000000" },
		{ 127, 0, UINT64_MAX, "0.000000000" },
		{ 0x80 | 10, 0, 1536, "1.500000000" },
		{ 0x80 | 63, 0, UINT64_MAX, "1.999999999" },
		{ 0x80 | 64, 0, 1ULL << 63, "0.500000000" },
		{ 0xff, 0, UINT64_MAX, "0.000000000" },
		{ 6, 1700000000, 1, "1700000000.000001000" },
		{ 6, -1, 1500000, "0.500000000" },
		{ 0, 0, UINT64_MAX, "9223372036.854775807" },
		{ 6, INT64_MAX, UINT64_MAX, "9223372036.854775807" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct maker m = { .big = i % 2 }, o = { .big = i % 2 };
		struct maker value = { .big = i % 2 };
		struct text want = { 0 };

		option_tsresol(&o, cases[i].resolution);
		make64(&value, (uint64_t)cases[i].offset);
		make_option(&o, 14, value.out.s, value.out.len);
		make_section(&m);
		make_interface(&m, 1, 0, &o.out);
		make_enhanced(&m, 0, cases[i].stamp, "x");
		text_printf(&want, "%s 1/1 1+0 x\n", cases[i].time);
		cr_expect_str_eq(read_capture(memory_text(&m.out)), want.s,
				 "%zu", i);
		text_release(&o.out);
		text_release(&value.out);
		text_release(&want);
	}
}

static void ng_simple(struct maker *m, uint32_t len, const char *bytes)
{
	struct maker body = { .big = m->big };

	make32(&body, len);
	text_puts(&body.out, bytes);
	make_block(m, 3, body.out.s, body.out.len);
	text_release(&body.out);
}

static void ng_obsolete(struct maker *m, uint16_t iface, const char *bytes)
{
	struct maker body = { .big = m->big };

	make16(&body, iface);
	make16(&body, 7);	/* drops */
	make32(&body, 0);
	make32(&body, 2000000);
	make32(&body, (uint32_t)strlen(bytes));
	make32(&body, 1000);
	text_puts(&body.out, bytes);
	make_block(m, 2, body.out.s, body.out.len);
	text_release(&body.out);
}

static void ng_with_flags(struct maker *m, uint32_t flags)
{
	struct maker body = { .big = m->big }, value = { .big = m->big };

	make64(&body, 0);
	make32(&body, 3000000);
	make32(&body, 5);
	make32(&body, 5);
	text_add(&body.out, "flags\0\0\0", 8);
	make_option(&body, 1, "comment", 7);
	make32(&value, flags);
	make_option(&body, 2, value.out.s, value.out.len);
	make_block(m, 6, body.out.s, body.out.len);
	text_release(&body.out);
	text_release(&value.out);
}

static const char *const ng_frames =
	"1.000000000 3/3 1+4 abc\n"
	"1.000000000 4/6 1+4 simp\n"
	"2.000000000 3/1000 101+0 old\n"
	"3.000000000 5/5 1+2 flags\n"
	"0.000000005 3/3 276+0 two\n";

/* Every kind of block; a second section of the other byte order. */
static struct maker ng_all(bool big)
{
	struct maker m = { .big = big }, o = { .big = big };

	make_option(&o, 2, "eth0", 4);
	make_option(&o, 13, "\4", 1);
	make64(&o, 0);		/* what follows the end is not looked at */
	make_section(&m);
	make_interface(&m, 1, 4, &o.out);
	make_interface(&m, 101, 65535, NULL);
	make_enhanced(&m, 0, 1000000, "abc");
	make_block(&m, 4, "names are passed over", 21);
	ng_simple(&m, 6, "simp");
	make_block(&m, 0x80000bad, "", 0);
	ng_obsolete(&m, 1, "old");
	ng_with_flags(&m, 2 << 5 | 1);
	m.big = o.big = !big;
	make_section(&m);
	text_clear(&o.out);
	option_tsresol(&o, 9);
	make_interface(&m, 276, 0, &o.out);
	make_enhanced(&m, 0, 5, "two");
	make_block(&m, 5, "statistics..", 12);
	text_release(&o.out);
	return m;
}

Test(source, pcapng_blocks)
{
	for (int big = 0; big < 2; big++) {
		struct maker m = ng_all(big);

		cr_expect_str_eq(read_capture(memory_text(&m.out)), ng_frames);
	}
}

/* Bytes that come one by one: a read of a pipe in packet mode gets one. */
static const char *read_slowly(const struct text *t)
{
	int fd[2];
	pid_t child;

	cr_assert(!pipe2(fd, O_DIRECT));
	child = fork();
	cr_assert(child >= 0);
	if (!child) {
		for (size_t i = 0; i < t->len; i++)
			if (write(fd[1], t->s + i, 1) != 1)
				_exit(1);
		_exit(0);
	}
	close(fd[1]);
	cr_assert(dup2(fd[0], STDIN_FILENO) == STDIN_FILENO);
	close(fd[0]);
	return read_capture("-");
}

Test(source, slow_pipe)
{
	struct maker ng = ng_all(true), m = { .big = true };
	struct text z = { 0 };

	make_pcap(&m, 0xa1b2c3d4, V2_4, 1);
	two_records(&m, false);
	cr_expect_str_eq(read_slowly(&m.out), two_frames);
	cr_expect_str_eq(read_slowly(&ng.out), ng_frames);
	gzip_text(&z, ng.out.s, ng.out.len);
	cr_expect_str_eq(read_slowly(&z), ng_frames);
	text_release(&z);
	text_release(&m.out);
	text_release(&ng.out);
}

static struct maker pcap_three(void)
{
	struct maker m = { .big = false };

	make_pcap(&m, 0xa1b2c3d4, V2_4, 1);
	make_packet(&m, 1000000, "one");
	make_packet(&m, 2000000, "");
	make_packet(&m, 3000000, "three");
	return m;
}

static size_t common(const char *a, const char *b)
{
	size_t n = 0;

	while (a[n] && a[n] == b[n])
		n++;
	return n;
}

/*
 * Cut at every byte: the frames before are there and no others; it is said,
 * unless the cut lies exactly between two records.
 */
static void expect_cuts(const struct text *t, const char *whole,
			size_t n_silent)
{
	size_t silent = 0, added = 0;

	for (size_t n = 1; n < t->len; n++) {
		const char *got = read_capture(memory_file(t->s, n));
		size_t same = common(got, whole);

		cr_expect(!same || got[same - 1] == '\n', "%zu: %s", n, got);
		cr_expect(got[same] == '\0' || got[same] == '?' ||
			  !strncmp(got + same, "!cut", 4), "%zu: %s", n, got);
		silent += got[same] == '\0';
		added += got[same] != '?';
	}
	cr_expect_eq(silent, n_silent, "%zu", silent);
	cr_expect(added > t->len / 2);
	keep(t->s);
}

Test(source, cut_anywhere)
{
	struct maker m = pcap_three(), ng = ng_all(false);

	expect_cuts(&m.out, read_capture(memory_text(&m.out)), 4 - 1);
	expect_cuts(&ng.out, ng_frames, 13 - 1);
}

Test(source, cut_message)
{
	struct maker m = pcap_three();
	const char *path = memory_file(m.out.s, m.out.len - 1);
	struct text want = { 0 };

	text_printf(&want, "1.000000000 3/3 1+0 one\n"
		    "2.000000000 0/0 1+0 \n"
		    "!cut: %s: record 3 at byte 59: cut, the capture ends "
		    "inside it\n", path);
	cr_expect_str_eq(read_capture(path), want.s);
	keep(m.out.s);
	text_release(&want);
}

/* Three records stand before each damage; nothing is read after it. */
static void expect_damage(struct maker *m, const char *why)
{
	const char *got, *three = "5/5 1+0 three\n", *end;

	make_packet(m, 9000000, "never read");
	got = read_capture(memory_text(&m->out));
	end = strstr(got, three);
	cr_assert(end != NULL, "%s: %s", why, got);
	end += strlen(three);
	cr_expect(!strncmp(end, "!damaged: ", 10) && strstr(end, why) &&
		  strstr(end, ": record 4 at byte "), "%s: %s", why, got);
}

Test(source, pcap_damage)
{
	static const struct {
		const char *why;
		uint32_t head[4];
	} cases[] = {
		{ "impossible length", { 4, 0, 262145, 262145 } },
		{ "impossible length", { 4, 0, UINT32_MAX, 4 } },
		{ "impossible fraction", { 4, 1000000, 1, 1 } },
		{ "longer than the packet", { 4, 0, 1000, 1 } },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct maker m = pcap_three();

		make_record(&m, cases[i].head, "x", 1);
		expect_damage(&m, cases[i].why);
	}
}

static struct maker ng_three(void)
{
	struct maker m = { .big = false };

	make_section(&m);
	make_interface(&m, 1, 0, NULL);
	make_enhanced(&m, 0, 1000000, "one");
	make_enhanced(&m, 0, 2000000, "");
	make_enhanced(&m, 0, 3000000, "three");
	return m;
}

static void poke32(struct maker *m, size_t at, uint32_t v)
{
	struct maker value = { .big = m->big };

	make32(&value, v);
	memcpy(m->out.s + at, value.out.s, 4);
	text_release(&value.out);
}

Test(source, pcapng_damage)
{
	static const struct {
		const char *why;
		size_t at;	/* in an enhanced block of 36 octets */
		uint32_t v;
	} cases[] = {
		{ "length of the block", 4, 0 },
		{ "length of the block", 4, 28 },
		{ "length of the block", 4, 38 },
		{ "length of the block", 4, UINT32_MAX - 3 },
		{ "longer than the packet", 4, 1024 },
		{ "two lengths", 32, 40 },
		{ "not described", 8, 1 },
		{ "length of the packet", 20, 5 },
		{ "length of the packet", 20, UINT32_MAX },
		{ "byte order", 0, 0x0a0d0d0a },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct maker m = ng_three();
		size_t at = m.out.len;

		make_enhanced(&m, 0, 4000000, "four");
		poke32(&m, at + cases[i].at, cases[i].v);
		expect_damage(&m, cases[i].why);
	}
}

Test(source, pcapng_damaged_descriptions)
{
	struct maker m = ng_three(), o = { .big = false };

	make16(&o, 2);
	make16(&o, 100);	/* longer than the block */
	make32(&o, 0);
	make_interface(&m, 1, 0, &o.out);
	expect_damage(&m, "length of an option");
	text_release(&o.out);

	m = ng_three();
	make_section(&m);
	poke32(&m, m.out.len - 28 + 12, 2);
	expect_damage(&m, "version of pcapng");

	m = ng_three();
	make_section(&m);
	ng_simple(&m, 1, "x");
	expect_damage(&m, "not described");
}

static const char *message_of(const void *p, size_t n)
{
	const char *got = read_capture(memory_file(p, n));

	cr_assert(*got == '?', "%s", got);
	return strchr(got, ':') + 2;
}

Test(source, what_is_no_capture)
{
	struct maker m = { .big = false };

	cr_expect_str_eq(message_of("", 0), "empty file\n");
	cr_expect_str_eq(message_of("first,last\n", 11),
			 "not a capture (pcap or pcapng)\n");
	cr_expect_str_eq(message_of("\xd4\xc3\xb2", 3),
			 "not a capture (pcap or pcapng)\n");
	cr_expect_str_eq(message_of("\xd4\xc3\xb2\xa1zzz", 7),
			 "cut inside the file header\n");
	cr_expect_str_eq(message_of("\n\r\r\nzzz", 7),
			 "cut inside the file header\n");
	make_pcap(&m, 0xa1b2c3d4, 3 << 16, 1);
	cr_expect_str_eq(message_of(m.out.s, m.out.len),
			 "pcap version 3.0 is not known\n");
	text_release(&m.out);
	cr_expect_str_eq(message_of("\x1f\x8b", 2),
			 "compressed data ends early\n");
}

static bool looks_like_one(const void *p, size_t n)
{
	struct err e;
	struct stream *s = stream_open(memory_file(p, n), &e);
	bool yes = source_is_capture(s);
	char c;

	cr_expect(stream_read(s, &c, 1, &e) == (n > 0));
	cr_expect(!n || c == *(const char *)p, "nothing was consumed");
	stream_close(s);
	return yes;
}

Test(source, is_capture)
{
	cr_expect(looks_like_one("\xd4\xc3\xb2\xa1", 4));
	cr_expect(looks_like_one("\xa1\xb2\x3c\x4d....", 8));
	cr_expect(looks_like_one("\n\r\r\n", 4));
	cr_expect(!looks_like_one("first,last", 10));
	cr_expect(!looks_like_one("\xd4\xc3\xb2", 3));
	cr_expect(!looks_like_one("", 0));
}

static void add(struct source *src, const char *path)
{
	struct err e;
	struct stream *s = stream_open(path, &e);

	cr_assert(s != NULL, "%s", e.msg);
	cr_assert(!source_add(src, s, path, &e), "%s", e.msg);
}

Test(source, facts)
{
	const uint32_t back[4] = { 1, 1, 2, 60 };
	static struct batch batch, *b = &batch;
	struct source *src = source_new();
	struct maker m = pcap_three(), ng = ng_all(false);
	const struct capture *c;

	make_record(&m, back, "zz", 2);
	add(src, memory_text(&m.out));
	add(src, memory_text(&ng.out));
	while (source_next(src, b))
		;
	cr_assert_eq(source_n_captures(src), 2);
	c = source_capture(src, 0);
	cr_expect(c->format == CAPTURE_PCAP && !c->nanoseconds);
	cr_expect(!c->cut && !c->damaged && c->snaplen == 65535);
	cr_expect(c->n_frames == 4 && c->n_snapped == 1 && !c->n_untimed);
	cr_expect(c->first_ns == 1000000000 && c->last_ns == 3000000000);
	cr_expect_str_eq(c->name, strrchr(c->path, '/') + 1);
	c = source_capture(src, 1);
	cr_expect(c->format == CAPTURE_PCAPNG && c->nanoseconds);
	cr_expect(c->snaplen == 4 && c->n_frames == 5);
	cr_expect(c->n_untimed == 1 && c->n_snapped == 2);
	cr_expect(c->first_ns == 5 && c->last_ns == 3000000000);
	source_free(src);
}

/* Before any time is known: 1970, and no part of the span. */
Test(source, untimed_first)
{
	static struct batch batch, *b = &batch;
	struct source *src = source_new();
	struct maker m = { .big = false };
	const struct capture *c;

	make_section(&m);
	make_interface(&m, 1, 0, NULL);
	ng_simple(&m, 4, "none");
	make_enhanced(&m, 0, 7000000, "seven");
	ng_simple(&m, 4, "same");
	make_enhanced(&m, 0, 6000000, "six");
	cr_expect_str_eq(read_capture(memory_text(&m.out)),
			 "0.000000000 4/4 1+0 none\n"
			 "7.000000000 5/5 1+0 seven\n"
			 "7.000000000 4/4 1+0 same\n"
			 "6.000000000 3/3 1+0 six\n");
	add(src, memory_text(&m.out));
	while (source_next(src, b))
		;
	c = source_capture(src, 0);
	cr_expect(c->n_frames == 4 && c->n_untimed == 2);
	cr_expect(c->first_ns == 6000000000 && c->last_ns == 7000000000);
	source_free(src);
}

Test(source, nothing)
{
	static struct batch batch, *b = &batch;
	struct source *src = source_new();
	struct maker m = { .big = false };

	cr_expect(!source_next(src, b), "no capture");
	make_pcap(&m, 0xa1b2c3d4, V2_4, 1);
	add(src, memory_text(&m.out));
	cr_expect(!source_next(src, b), "no packet");
	cr_expect(!source_capture(src, 0)->n_frames);
	source_free(src);
	source_free(NULL);
}
