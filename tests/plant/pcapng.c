/* SPDX-License-Identifier: BSD-3-Clause */
#include "pcapng.h"

#include <string.h>

#include "pcap.h"

enum block {
	BLOCK_INTERFACE = 1,
	BLOCK_SIMPLE = 3,
	BLOCK_NAMES = 4,
	BLOCK_STATISTICS = 5,
	BLOCK_PACKET = 6,
};

static const uint32_t block_section = 0x0a0d0d0a;
static const uint32_t block_unknown = 0x80000bad;	/* local use */

enum option {
	OPT_END = 0,
	OPT_COMMENT = 1,
	IF_NAME = 2,
	IF_TSRESOL = 9,
	IF_TSOFFSET = 14,
	SHB_USERAPPL = 4,
	EPB_FLAGS = 2,
	ISB_IFRECV = 4,
};

struct interface {
	const char *name;
	enum linktype link;
	uint8_t tsresol;	/* 0: not said, 10^-6 */
	int64_t tsoffset;	/* seconds */
};

struct writer {
	struct bytes *out;
	bool big_endian;
	size_t block;		/* where the open block begins */
};

static const struct interface interfaces[] = {
	{ "eth0", LINK_ETHERNET, 0, 0 },
	{ "eth1", LINK_ETHERNET, 9, 0 },
	{ "eth2", LINK_ETHERNET, 9, 1698000000 },
	{ "tun0", LINK_RAW, 0x80 | 20, 0 },
};

static void put_16(struct writer *w, unsigned v)
{
	if (w->big_endian)
		put_be16(w->out, v);
	else
		put_le16(w->out, v);
}

static void put_32(struct writer *w, uint32_t v)
{
	if (w->big_endian)
		put_be32(w->out, v);
	else
		put_le32(w->out, v);
}

static void put_64(struct writer *w, uint64_t v)
{
	put_32(w, (uint32_t)(w->big_endian ? v >> 32 : v));
	put_32(w, (uint32_t)(w->big_endian ? v : v >> 32));
}

static void put_padded(struct writer *w, const void *p, size_t n)
{
	put_mem(w->out, p, n);
	put_fill(w->out, 0, (4 - n % 4) % 4);
}

static void option(struct writer *w, enum option code, const void *p,
		   size_t n)
{
	put_16(w, code);
	put_16(w, (unsigned)n);
	put_padded(w, p, n);
}

static void option_text(struct writer *w, enum option code, const char *s)
{
	option(w, code, s, strlen(s));
}

static void option_64(struct writer *w, enum option code, uint64_t v)
{
	put_16(w, code);
	put_16(w, 8);
	put_64(w, v);
}

static void option_end(struct writer *w)
{
	put_32(w, OPT_END);
}

static void block_begin(struct writer *w, uint32_t type)
{
	w->block = w->out->n;
	put_32(w, type);
	put_32(w, 0);
}

static void block_end(struct writer *w)
{
	uint32_t len = (uint32_t)(w->out->n - w->block) + 4;
	size_t end;

	put_32(w, len);
	end = w->out->n;
	memcpy(w->out->p + w->block + 4, w->out->p + end - 4, 4);
}

static void section(struct writer *w)
{
	block_begin(w, block_section);
	put_32(w, 0x1a2b3c4d);
	put_16(w, 1);
	put_16(w, 0);
	put_64(w, UINT64_MAX);
	option_text(w, SHB_USERAPPL, "plant");
	option_text(w, OPT_COMMENT, "a simulated control plant");
	option_end(w);
	block_end(w);
}

static void interface(struct writer *w, const struct interface *i)
{
	block_begin(w, BLOCK_INTERFACE);
	put_16(w, i->link);
	put_16(w, 0);
	put_32(w, 262144);
	option_text(w, IF_NAME, i->name);
	if (i->tsresol)
		option(w, IF_TSRESOL, &i->tsresol, 1);
	if (i->tsoffset)
		option_64(w, IF_TSOFFSET, (uint64_t)i->tsoffset);
	option_end(w);
	block_end(w);
}

static uint64_t units_of(const struct interface *i, int64_t ns)
{
	uint64_t s = (uint64_t)(ns / NS_PER_S - i->tsoffset);
	uint64_t part = (uint64_t)(ns % NS_PER_S);

	if (i->tsresol & 0x80)
		return (s << 20) + (part << 20) / NS_PER_S;
	if (i->tsresol == 9)
		return s * NS_PER_S + part;
	return s * 1000000 + part / NS_PER_US;
}

static void put_time(struct writer *w, const struct interface *i, int64_t ns)
{
	uint64_t units = units_of(i, ns);

	put_32(w, (uint32_t)(units >> 32));
	put_32(w, (uint32_t)units);
}

struct raw {
	const uint8_t *p;
	size_t n;
};

/* What of the frame the link type of the interface shows. */
static struct raw shown(const struct interface *i, const struct tape *t,
			const struct shot *s)
{
	const uint8_t *p = tape_frame(t, s);

	if (i->link == LINK_ETHERNET)
		return (struct raw){ p, s->len };
	return (struct raw){ p + 14, get_be16(p + 16) };
}

static void packet(struct writer *w, const struct tape *t, size_t number,
		   unsigned which)
{
	static const uint8_t comment[] = "in the middle of a comment: \xc3\xa4";
	const struct shot *s = &t->shots[number];
	const struct interface *i = &interfaces[which];
	struct raw raw = shown(i, t, s);

	block_begin(w, BLOCK_PACKET);
	put_32(w, which);
	put_time(w, i, s->ns);
	put_32(w, (uint32_t)raw.n);
	put_32(w, (uint32_t)raw.n);
	put_padded(w, raw.p, raw.n);
	if (number % 3 == 0) {
		put_16(w, EPB_FLAGS);
		put_16(w, 4);
		put_32(w, 1);
		if (number % 2 == 0)
			option(w, OPT_COMMENT, comment, sizeof comment - 1);
		option_end(w);
	}
	block_end(w);
}

static void simple_packet(struct writer *w, const struct tape *t,
			  const struct shot *s)
{
	block_begin(w, BLOCK_SIMPLE);
	put_32(w, s->len);
	put_padded(w, tape_frame(t, s), s->len);
	block_end(w);
}

static void names(struct writer *w)
{
	static const uint8_t entry[] = "\xc0\xa8\x0a\x0bscada01";

	block_begin(w, BLOCK_NAMES);
	put_16(w, 1);
	put_16(w, sizeof entry);
	put_padded(w, entry, sizeof entry);
	put_32(w, 0);
	block_end(w);
}

static void statistics(struct writer *w, unsigned which, int64_t ns,
		       uint64_t n)
{
	block_begin(w, BLOCK_STATISTICS);
	put_32(w, which);
	put_time(w, &interfaces[which], ns);
	option_64(w, ISB_IFRECV, n);
	option_end(w);
	block_end(w);
}

static void unknown(struct writer *w)
{
	block_begin(w, block_unknown);
	put_padded(w, "no one knows this block", 23);
	block_end(w);
}

static void one_section(struct writer *w, const struct tape *t)
{
	section(w);
	interface(w, &interfaces[0]);
	interface(w, &interfaces[1]);
	for (size_t i = 0; i < t->n_shots; i++)
		packet(w, t, i, i % 2);
}

void pcapng_plain(struct bytes *out, const struct tape *t)
{
	one_section(&(struct writer){ .out = out }, t);
}

void pcapng_big_endian(struct bytes *out, const struct tape *t)
{
	one_section(&(struct writer){ .out = out, .big_endian = true }, t);
}

void pcapng_sections(struct bytes *out, const struct tape *t)
{
	struct writer w = { .out = out, .big_endian = true };

	section(&w);
	interface(&w, &interfaces[0]);
	interface(&w, &interfaces[1]);
	for (size_t i = 0; i < t->n_shots; i++) {
		if (i == t->n_shots / 2) {
			w.big_endian = false;
			section(&w);
			interface(&w, &interfaces[0]);
		}
		packet(&w, t, i, w.big_endian ? i % 2 : 0);
	}
}

/* The raw interface can only take IPv4; unicast, so that no class changes. */
static unsigned choose(const struct tape *t, unsigned number)
{
	const uint8_t *p = tape_frame(t, &t->shots[number]);

	if (frame_is_ip4(p, 60) && !(p[0] & 1))
		return number % 4;
	return number % 3;
}

void pcapng_mixed(struct bytes *out, const struct tape *t)
{
	struct writer w = { .out = out };
	bool had_simple = false;

	section(&w);
	interface(&w, &interfaces[0]);
	interface(&w, &interfaces[1]);
	names(&w);
	unknown(&w);
	interface(&w, &interfaces[2]);
	interface(&w, &interfaces[3]);
	for (size_t i = 0; i < t->n_shots; i++) {
		const struct shot *s = &t->shots[i];
		bool is_arp = get_be16(tape_frame(t, s) + 12) == 0x0806;

		if (is_arp && !had_simple) {
			simple_packet(&w, t, s);
			had_simple = true;
			continue;
		}
		packet(&w, t, i, choose(t, (unsigned)i));
	}
	statistics(&w, 0, t->shots[t->n_shots - 1].ns, t->n_shots);
	unknown(&w);
}
