/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The pcap format, draft-ietf-opsawg-pcap, and what older programs made of
 * it (libpcap, sf-pcap.c).
 */
#include "read/reader.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/bytes.h"
#include "ground/limits.h"
#include "ground/stamp.h"
#include "read/stream.h"

enum {
	FILE_HEADER = 24,
	RECORD_HEADER = 16,
	/* Kuznetzov's: interface index, protocol, packet type, a pad. */
	PATCHED_HEADER = 24,
	/* What any program may capture; more only if the file says so. */
	USUAL_SNAPLEN = 262144
};

/* The two lengths of a record changed places in version 2.3. */
enum lengths { LENGTHS_AS_NOW,
	       LENGTHS_SWAPPED,
	       LENGTHS_PERHAPS_SWAPPED };

struct pcapfile {
	uint32_t caplen_max;
	uint32_t fractions;	/* of a second, 10^6 or 10^9 */
	uint32_t fraction_ns;
	uint16_t linktype, fcs_len;
	uint8_t header_len;
	bool big;	/* byte order of the headers */
	enum lengths lengths;
};

struct magic {
	uint32_t value;
	uint8_t header_len;
	bool nanoseconds;
};

static const struct magic magics[] = {
	{ 0xa1b2c3d4, RECORD_HEADER, false },
	{ 0xa1b23c4d, RECORD_HEADER, true },
	{ 0xa1b2cd34, PATCHED_HEADER, false },
};

static const struct magic *magic_of(const uint8_t *p, bool *big)
{
	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
		*big = load_be32(p) == magics[i].value;
		if (*big || load_le32(p) == magics[i].value)
			return &magics[i];
	}
	return NULL;
}

static inline uint32_t load32(const uint8_t *p, bool big)
{
	return big ? load_be32(p) : load_le32(p);
}

/* 543.0 is what DG/UX's tcpdump wrote. */
static int version_check(struct reader *r, struct pcapfile *p, struct err *e)
{
	const uint8_t *v = r->block + 4;
	unsigned major = p->big ? load_be16(v) : load_le16(v);
	unsigned minor = p->big ? load_be16(v + 2) : load_le16(v + 2);

	if (!(major == 2 && minor <= 4) && !(major == 543 && minor == 0))
		return err_set(e, "%s: pcap version %u.%u is not known",
			       stream_name(r->in), major, minor);
	if (minor < 3)
		p->lengths = LENGTHS_SWAPPED;
	else if (minor == 3)
		p->lengths = LENGTHS_PERHAPS_SWAPPED;
	return 0;
}

static int begin(struct reader *r, struct err *e)
{
	struct pcapfile *p = r->state = xcalloc(1, sizeof *p);
	const struct magic *magic;
	uint32_t link, snaplen;

	if (reader_need(r, FILE_HEADER, e))
		return -1;
	magic = magic_of(r->block, &p->big);
	if (version_check(r, p, e))
		return -1;
	snaplen = load32(r->block + 16, p->big);
	link = load32(r->block + 20, p->big);
	p->header_len = magic->header_len;
	p->fractions = magic->nanoseconds ? 1000000000 : 1000000;
	p->fraction_ns = magic->nanoseconds ? 1 : 1000;
	p->caplen_max = snaplen > USUAL_SNAPLEN ? snaplen : USUAL_SNAPLEN;
	if (p->caplen_max > LIMIT_RECORD_BYTES)
		p->caplen_max = LIMIT_RECORD_BYTES;
	p->linktype = (uint16_t)link;
	/* Bit 26: the top four bits count the FCS in 16-bit words. */
	p->fcs_len = link & 0x04000000 ? (uint16_t)(link >> 28 << 1) : 0;
	r->capture.nanoseconds = magic->nanoseconds;
	r->capture.snaplen = snaplen;
	r->pos = FILE_HEADER;
	return 0;
}

static void swap_lengths(const struct pcapfile *p, struct frame *f)
{
	uint32_t caplen = f->caplen;

	if (p->lengths == LENGTHS_PERHAPS_SWAPPED && caplen <= f->len)
		return;
	f->caplen = f->len;
	f->len = caplen;
}

static const char *header_damage(const struct pcapfile *p,
				 const struct frame *f, uint32_t fraction)
{
	if (f->caplen > p->caplen_max)
		return "impossible length of the record";
	if (fraction >= p->fractions)
		return "impossible fraction of a second";
	return NULL;
}

/* What the header at h says. */
static inline void take(const struct pcapfile *p, const uint8_t *h, bool big,
			struct frame *f)
{
	f->bytes = h + p->header_len;
	f->time_ns = (int64_t)load32(h, big) * NS_PER_SECOND +
		     (int64_t)load32(h + 4, big) * p->fraction_ns;
	f->caplen = load32(h + 8, big);
	f->len = load32(h + 12, big);
}

/* Of a frame that cannot be handed out: lies it only in part in the block, or
 * is it damage? */
static void stop(struct reader *r, const struct frame *f, uint32_t fraction)
{
	const struct pcapfile *p = r->state;
	const char *why = header_damage(p, f, fraction);

	if (why)
		reader_damaged(r, why);
	else
		r->want = p->header_len + f->caplen;
	r->contradicts = f->len < f->caplen;
}

/* The hot loop, made twice by the compiler: once for each byte order. What
 * it asks at every frame is kept apart from the memory that it writes to. */
static inline __attribute__((always_inline)) size_t
walk(struct reader *r, struct frame *out, size_t max, bool big)
{
	const struct pcapfile p = *(const struct pcapfile *)r->state;
	const uint8_t *h = r->block + r->pos, *end = r->block + r->end;
	struct frame f = { .capture = r->index, .linktype = p.linktype,
			   .fcs_len = p.fcs_len };
	uint32_t fraction = 0;
	bool whole = true;
	size_t n = 0;

	r->want = p.header_len;
	r->contradicts = false;
	while (n < max && (size_t)(end - h) >= p.header_len) {
		fraction = load32(h + 4, big);
		take(&p, h, big, &f);
		if (p.lengths != LENGTHS_AS_NOW)
			swap_lengths(&p, &f);
		whole = f.caplen <= p.caplen_max && fraction < p.fractions &&
			f.caplen <= (size_t)(end - f.bytes);
		if (!whole)
			break;
		if (f.len < f.caplen)
			f.len = f.caplen;
		out[n++] = f;
		h = f.bytes + f.caplen;
	}
	reader_count_all(&r->capture, out, n);
	r->pos = (size_t)(h - r->block);
	if (!whole)
		stop(r, &f, fraction);
	return n;
}

static __attribute__((noinline)) size_t
walk_big(struct reader *r, struct frame *out, size_t max)
{
	return walk(r, out, max, true);
}

static __attribute__((noinline)) size_t
walk_little(struct reader *r, struct frame *out, size_t max)
{
	return walk(r, out, max, false);
}

static size_t frames(struct reader *r, struct frame *out, size_t max)
{
	const struct pcapfile *p = r->state;

	return p->big ? walk_big(r, out, max) : walk_little(r, out, max);
}

static const struct reader_format pcapfile = {
	CAPTURE_PCAP, begin, frames, free
};

const struct reader_format *pcapfile_format(const uint8_t *magic)
{
	bool big;

	return magic_of(magic, &big) ? &pcapfile : NULL;
}
