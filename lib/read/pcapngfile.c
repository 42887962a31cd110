/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The pcapng format, draft-ietf-opsawg-pcapng: sections of either byte
 * order, interfaces of different link types and clocks, the three kinds of
 * packet blocks; every other block is passed over by its length.
 */
#include "read/reader.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/bytes.h"
#include "ground/limits.h"
#include "read/pcapngclock.h"
#include "read/stream.h"

enum block_type {
	BLOCK_SECTION = 0x0a0d0d0a,
	BLOCK_INTERFACE = 1,
	BLOCK_PACKET = 2,	/* obsolete */
	BLOCK_SIMPLE = 3,
	BLOCK_ENHANCED = 6
};

enum { BYTE_ORDER_MAGIC = 0x1a2b3c4d };

/* Octets of each block: fixed part with both lengths. */
enum {
	BLOCK_MIN = 12,
	SECTION_MIN = 28,
	INTERFACE_MIN = 20,
	SIMPLE_MIN = 16,
	PACKET_MIN = 32
};

enum option {
	OPTION_END = 0,
	OPTION_PACKET_FLAGS = 2,
	OPTION_TSRESOL = 9,
	OPTION_FCSLEN = 13,
	OPTION_TSOFFSET = 14
};

struct iface {
	struct pcapng_clock clock;
	uint32_t snaplen;	/* 0: no limit */
	uint16_t linktype, fcs_len;
};

struct pcapng {
	struct iface *ifaces;	/* owned; of the section */
	size_t n_ifaces, cap;
	int64_t last_ns;	/* time of the packet before */
	bool big;
	bool any_iface;	/* of any section */
};

struct block {
	const uint8_t *p;
	uint32_t len, type;
	bool big;
};

struct option_value {
	uint16_t code, len;
	const uint8_t *p;
};

static inline uint32_t load32(const uint8_t *p, bool big)
{
	return big ? load_be32(p) : load_le32(p);
}

static inline uint16_t load16(const uint8_t *p, bool big)
{
	return big ? load_be16(p) : load_le16(p);
}

/* 1 and an option, 0 at the end of the options, -1 when one is too long. */
static int option_next(struct cursor *c, bool big, struct option_value *o)
{
	const uint8_t *h;

	if (!c->left)
		return 0;
	h = cursor_take(c, 4);
	if (!h)
		return -1;
	o->code = load16(h, big);
	o->len = load16(h + 2, big);
	if (o->code == OPTION_END)
		return 0;
	o->p = cursor_take(c, (o->len + 3u) & ~3u);
	return o->p ? 1 : -1;
}

/*
 * The draft says bits, its example and most writers octets: no FCS has 16
 * octets, and none has fewer than 16 bits.
 */
static uint16_t fcs_octets(uint8_t value)
{
	return value < 16 ? value : value / 8;
}

static void iface_option(struct iface *i, const struct option_value *o,
			 bool big)
{
	if (o->code == OPTION_TSRESOL && o->len == 1)
		pcapng_clock_set(&i->clock, o->p[0]);
	else if (o->code == OPTION_FCSLEN && o->len == 1)
		i->fcs_len = fcs_octets(o->p[0]);
	else if (o->code == OPTION_TSOFFSET && o->len == 8 && big)
		i->clock.offset_s = (int64_t)((uint64_t)load_be32(o->p) << 32 |
					      load_be32(o->p + 4));
	else if (o->code == OPTION_TSOFFSET && o->len == 8)
		i->clock.offset_s =
			(int64_t)((uint64_t)load_le32(o->p + 4) << 32 |
				  load_le32(o->p));
}

static const char *take_interface(struct reader *r, const struct block *b)
{
	struct pcapng *ng = r->state;
	struct cursor c = cursor_of(b->p + 16, b->len - INTERFACE_MIN);
	struct option_value o;
	struct iface i = { .linktype = load16(b->p + 8, b->big) };
	int more;

	if (ng->n_ifaces == LIMIT_INTERFACES)
		return "too many interfaces";
	i.snaplen = load32(b->p + 12, b->big);
	pcapng_clock_set(&i.clock, 6);
	while ((more = option_next(&c, b->big, &o)) > 0)
		iface_option(&i, &o, b->big);
	if (more < 0)
		return "impossible length of an option";
	ng->ifaces = grow(ng->ifaces, ng->n_ifaces, &ng->cap,
			  sizeof *ng->ifaces);
	ng->ifaces[ng->n_ifaces++] = i;
	r->capture.nanoseconds |= i.clock.fine;
	if (!ng->any_iface)
		r->capture.snaplen = i.snaplen;
	ng->any_iface = true;
	return NULL;
}

static const char *take_section(struct reader *r, const struct block *b)
{
	struct pcapng *ng = r->state;

	if (load16(b->p + 12, b->big) != 1)
		return "unknown version of pcapng";
	ng->n_ifaces = 0;
	return NULL;
}

/* The flags of a packet know its FCS better than the interface. */
static uint16_t packet_fcs(struct cursor c, bool big, uint16_t fcs_len)
{
	struct option_value o;

	while (option_next(&c, big, &o) > 0) {
		uint32_t octets;

		if (o.code != OPTION_PACKET_FLAGS || o.len != 4)
			continue;
		octets = load32(o.p, big) >> 5 & 15;
		if (octets)
			return (uint16_t)octets;
	}
	return fcs_len;
}

static void fill_frame(struct frame *f, const struct iface *i,
		       const uint8_t *bytes, uint32_t len)
{
	f->bytes = bytes;
	f->len = len < f->caplen ? f->caplen : len;
	f->linktype = i->linktype;
	f->fcs_len = i->fcs_len;
}

/* Enhanced and obsolete packet blocks differ in the interface's width. */
static const char *take_packet(struct reader *r, const struct block *b,
			       struct frame *f)
{
	struct pcapng *ng = r->state;
	bool wide = b->type != BLOCK_PACKET;
	uint32_t id = wide ? load32(b->p + 8, b->big) :
			     load16(b->p + 8, b->big);
	uint32_t room = b->len - PACKET_MIN, padded;
	const struct iface *i;

	f->caplen = load32(b->p + 20, b->big);
	if (id >= ng->n_ifaces)
		return "packet of an interface that is not described";
	if (f->caplen > room)
		return "impossible length of the packet";
	i = &ng->ifaces[id];
	fill_frame(f, i, b->p + 28, load32(b->p + 24, b->big));
	padded = (f->caplen + 3) & ~3u;
	if (padded < room)
		f->fcs_len = packet_fcs(cursor_of(f->bytes + padded,
						  room - padded),
					b->big, f->fcs_len);
	f->time_ns = pcapng_clock_ns(&i->clock,
				     (uint64_t)load32(b->p + 12, b->big) << 32 |
					     load32(b->p + 16, b->big));
	ng->last_ns = f->time_ns;
	return NULL;
}

static const char *take_simple(struct reader *r, const struct block *b,
			       struct frame *f)
{
	struct pcapng *ng = r->state;
	uint32_t len = load32(b->p + 8, b->big);
	const struct iface *i = ng->ifaces;

	if (!ng->n_ifaces)
		return "packet of an interface that is not described";
	f->caplen = i->snaplen && i->snaplen < len ? i->snaplen : len;
	if (f->caplen > b->len - SIMPLE_MIN)
		return "impossible length of the packet";
	fill_frame(f, i, b->p + 12, len);
	f->time_ns = ng->last_ns;
	return NULL;
}

static uint32_t least_len(uint32_t type)
{
	switch (type) {
	case BLOCK_SECTION:
		return SECTION_MIN;
	case BLOCK_INTERFACE:
		return INTERFACE_MIN;
	case BLOCK_SIMPLE:
		return SIMPLE_MIN;
	case BLOCK_PACKET:
	case BLOCK_ENHANCED:
		return PACKET_MIN;
	default:
		return BLOCK_MIN;
	}
}

/* Of a block that is not whole: does what its packet says lead to the second
 * length of a shorter one? */
static bool ends_before(const struct block *b, size_t left)
{
	uint32_t caplen, len;

	if (b->type != BLOCK_ENHANCED || left < PACKET_MIN)
		return false;
	caplen = load32(b->p + 20, b->big);
	if (caplen > left - PACKET_MIN)
		return false;
	len = PACKET_MIN + ((caplen + 3) & ~3u);
	return len < b->len && len <= left &&
	       load32(b->p + len - 4, b->big) == len;
}

/*
 * The block at pos, whole. False when it is not: then want is set, or damage
 * was reported. A section block says its own byte order.
 */
static bool block_at(struct reader *r, struct block *b)
{
	struct pcapng *ng = r->state;
	size_t left = r->end - r->pos;

	r->want = BLOCK_MIN;
	r->contradicts = false;
	if (left < BLOCK_MIN)
		return false;
	b->p = r->block + r->pos;
	b->type = load32(b->p, ng->big);
	if (b->type == BLOCK_SECTION) {
		ng->big = load_be32(b->p + 8) == BYTE_ORDER_MAGIC;
		if (!ng->big && load_le32(b->p + 8) != BYTE_ORDER_MAGIC) {
			reader_damaged(r, "unknown byte order of the section");
			return false;
		}
	}
	b->big = ng->big;
	b->len = load32(b->p + 4, b->big);
	if (b->len < least_len(b->type) || b->len % 4 ||
	    b->len > LIMIT_BLOCK_BYTES) {
		reader_damaged(r, "impossible length of the block");
		return false;
	}
	r->want = b->len;
	r->contradicts = left < b->len && ends_before(b, left);
	if (left < b->len)
		return false;
	if (load32(b->p + b->len - 4, b->big) == b->len)
		return true;
	reader_damaged(r, "the two lengths of the block differ");
	return false;
}

/* *taken says whether *f was filled. The reason of damage, or NULL. */
static const char *take(struct reader *r, const struct block *b,
			struct frame *f, bool *taken)
{
	const char *why = NULL;

	*taken = true;
	if (b->type == BLOCK_ENHANCED || b->type == BLOCK_PACKET)
		return take_packet(r, b, f);
	if (b->type == BLOCK_SIMPLE)
		return take_simple(r, b, f);
	*taken = false;
	if (b->type == BLOCK_INTERFACE)
		why = take_interface(r, b);
	else if (b->type == BLOCK_SECTION)
		why = take_section(r, b);
	return why;
}

static size_t frames(struct reader *r, struct frame *out, size_t max)
{
	struct block b;
	size_t n = 0;

	while (n < max && block_at(r, &b)) {
		bool taken;
		const char *why = take(r, &b, &out[n], &taken);

		if (why) {
			reader_damaged(r, why);
			break;
		}
		r->pos += b.len;
		if (!taken)
			continue;
		out[n].capture = r->index;
		reader_count(&r->capture, &out[n], b.type != BLOCK_SIMPLE);
		n++;
	}
	return n;
}

static int begin(struct reader *r, struct err *e)
{
	struct block b;
	const char *why;

	r->state = xcalloc(1, sizeof(struct pcapng));
	while (!block_at(r, &b)) {
		if (r->capture.damaged) {
			*e = r->capture.damage;
			return -1;
		}
		if (reader_need(r, r->want, e))
			return -1;
	}
	why = take_section(r, &b);
	if (why)
		return err_set(e, "%s: %s", stream_name(r->in), why);
	r->pos += b.len;
	return 0;
}

static void free_state(void *state)
{
	struct pcapng *ng = state;

	free(ng->ifaces);
	free(ng);
}

static const struct reader_format pcapngfile = {
	CAPTURE_PCAPNG, begin, frames, free_state
};

const struct reader_format *pcapngfile_format(const uint8_t *magic)
{
	return load_be32(magic) == BLOCK_SECTION ? &pcapngfile : NULL;
}
