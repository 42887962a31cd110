/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * No verdict hangs on which address is the lower one: when all addresses are
 * changed so that every pair of endpoints sorts the other way, nothing but
 * the addresses changes in the records. Last octets stay, for ports that
 * follow from them.
 */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "captures.h"
#include "ground/alloc.h"
#include "ground/bytes.h"
#include "read/source.h"
#include "read/stream.h"
#include "understand/record.h"
#include "understand/run.h"

enum { ETHERNET = 14, MAX_HOSTS = 256 };

struct hosts {
	uint32_t addr[MAX_HOSTS];	/* distinct, sorted */
	size_t n;
};

static int by_addr(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static bool is_host(uint32_t addr)
{
	return addr >> 24 && addr >> 28 < 14 && (addr & 0xff) != 0xff;
}

static void add_host(struct hosts *h, uint32_t addr)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->addr[i] == addr)
			return;
	if (!is_host(addr))
		return;
	cr_assert(h->n < MAX_HOSTS);
	h->addr[h->n++] = addr;
	qsort(h->addr, h->n, sizeof *h->addr, by_addr);
}

/* The higher the rank, the lower the new address. */
static uint32_t there(const struct hosts *h, uint32_t addr)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->addr[i] == addr)
			return UINT32_C(10) << 24 |
			       (uint32_t)(h->n - i) << 8 | (addr & 0xff);
	return addr;
}

static uint32_t back(const struct hosts *h, uint32_t addr)
{
	for (size_t i = 0; i < h->n; i++)
		if (there(h, h->addr[i]) == addr)
			return h->addr[i];
	return addr;
}

/* Where an Ethernet frame has its two addresses; false: it has none. */
static bool addresses_at(const struct frame *f, size_t at[2])
{
	uint16_t type;

	if (f->caplen < ETHERNET + 28)
		return false;
	type = load_be16(f->bytes + 12);
	at[0] = ETHERNET + (type == 0x0806 ? 14 : 12);
	at[1] = ETHERNET + (type == 0x0806 ? 24 : 16);
	return type == 0x0806 || type == 0x0800;
}

static bool is_syn(const struct frame *f)
{
	return f->caplen >= ETHERNET + 40 &&
	       load_be16(f->bytes + 12) == 0x0800 &&
	       f->bytes[ETHERNET] == 0x45 && f->bytes[ETHERNET + 9] == 6 &&
	       f->bytes[ETHERNET + 33] & 2;
}

static void store(char *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (char)(v >> (24 - 8 * i));
}

/* Copy a frame, with addresses as they are or turned round. */
static void copy(struct maker *m, const struct frame *f,
		 const struct hosts *h, bool mirrored)
{
	const uint32_t head[4] = {
		(uint32_t)(f->time_ns / 1000000000),
		(uint32_t)(f->time_ns % 1000000000), f->caplen, f->len
	};
	char *bytes = xcalloc(f->caplen, 1);
	size_t at[2];

	memcpy(bytes, f->bytes, f->caplen);
	if (mirrored && addresses_at(f, at))
		for (int i = 0; i < 2; i++)
			store(bytes + at[i],
			      there(h, load_be32(f->bytes + at[i])));
	make_record(m, head, bytes, f->caplen);
	free(bytes);
}

static void each_frame(const char *path,
		       void (*act)(void *ctx, const struct frame *f), void *ctx)
{
	struct source *source = source_new();
	struct batch *b = xcalloc(1, sizeof *b);
	struct err e;

	cr_assert(!source_add(source, stream_open(path, &e), path, &e));
	while (source_next(source, b))
		for (size_t i = 0; i < b->n; i++)
			act(ctx, &b->frames[i]);
	free(b);
	source_free(source);
}

struct copying {
	struct maker to[2];	/* as it is, mirrored */
	struct hosts hosts;
	bool headless;		/* without SYNs */
};

static void note_hosts(void *ctx, const struct frame *f)
{
	struct copying *c = ctx;
	size_t at[2];

	for (int i = 0; i < 2 && addresses_at(f, at); i++)
		add_host(&c->hosts, load_be32(f->bytes + at[i]));
}

static void copy_both(void *ctx, const struct frame *f)
{
	struct copying *c = ctx;

	for (int i = 0; i < 2; i++)
		if (!c->headless || !is_syn(f))
			copy(&c->to[i], f, &c->hosts, i);
}

static int by_line(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

struct lines {
	char **line;
	size_t n;
};

/* The records but for those of captures, sorted, in addresses as they were. */
static struct lines judged(const char *path, const struct hosts *h,
			   bool mirrored)
{
	struct run_options o = { .hash_seed = 3 };
	struct err e;
	struct run *run = run_open(&path, 1, &o, &e);
	struct lines out = { 0 };
	struct record r;

	cr_assert(run, "%s", e.msg);
	run_read(run);
	out.line = xcalloc(run_n_records(run), sizeof *out.line);
	for (size_t i = 0; i < run_n_records(run); i++) {
		struct text t = { 0 };

		run_record(run, i, &r);
		if (r.kind == RECORD_RUN)
			continue;
		for (int k = 0; k < 2 && mirrored; k++)
			r.addr[k] = back(h, r.addr[k]);
		/* Told with addresses in payloads, which stay. */
		r.name[0] = r.name[1] = "";
		record_put(&t, &r);
		out.line[out.n++] = xstrdup(t.s);
		text_release(&t);
	}
	run_free(run);
	qsort(out.line, out.n, sizeof *out.line, by_line);
	return out;
}

static void lines_release(struct lines *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->line[i]);
	free(l->line);
}

static void compare(const char *path, bool headless)
{
	struct copying c = { .headless = headless };
	struct lines l[2];

	each_frame(path, note_hosts, &c);
	cr_assert_geq(c.hosts.n, 2, "%s", path);
	for (int i = 0; i < 2; i++)
		make_pcap(&c.to[i], 0xa1b23c4d, 2 << 16 | 4, 1);
	each_frame(path, copy_both, &c);
	for (int i = 0; i < 2; i++)
		l[i] = judged(memory_text(&c.to[i].out), &c.hosts, i);
	cr_assert_gt(l[0].n, 0);
	cr_assert_eq(l[0].n, l[1].n, "%s", path);
	for (size_t i = 0; i < l[0].n; i++)
		cr_expect_str_eq(l[0].line[i], l[1].line[i], "%s", path);
	for (int i = 0; i < 2; i++)
		lines_release(&l[i]);
}

Test(direction_mirror, plant)
{
	static const char *const captures[] = {
		"testdata/midstream.pcap", "testdata/normal.pcap",
		"testdata/scenario1.pcap", "testdata/scenario2a.pcap",
		"testdata/scenario2b.pcap", "testdata/out-of-scope.pcap",
	};

	for (size_t i = 0; i < sizeof captures / sizeof *captures; i++) {
		compare(captures[i], false);
		compare(captures[i], true);
	}
}
