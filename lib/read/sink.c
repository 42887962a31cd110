/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/sink.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/limits.h"
#include "ground/stamp.h"
#include "read/linktype.h"
#include "read/sink_file.h"

enum {
	DEFAULT_SNAPLEN = 262144,
	PCAP_HEADER = 24,
	PCAP_RECORD = 16,
	SECTION_BYTES = 28,
	INTERFACE_BYTES = 40,
	PACKET_BYTES = 32
};

/* What one pcap, or one pcapng interface, has in common. */
struct link {
	uint16_t linktype, fcs_len;
};

struct sink {
	struct sink_file file;
	struct sink_options options;
	struct link *links;	/* owned; in the order they were met */
	size_t n_links, cap;
	bool begun;
	bool failed;		/* the file is of no use any more */
};

/* Little-endian on every machine: same packets, same bytes. */
static inline uint8_t *put16(uint8_t *p, uint16_t v)
{
	p[0] = (uint8_t)v;
	p[1] = (uint8_t)(v >> 8);
	return p + 2;
}

static inline uint8_t *put32(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)v;
	p[1] = (uint8_t)(v >> 8);
	p[2] = (uint8_t)(v >> 16);
	p[3] = (uint8_t)(v >> 24);
	return p + 4;
}

struct sink *sink_open(const char *path, const struct sink_options *o,
		       struct err *e)
{
	struct sink *s = xcalloc(1, sizeof *s);

	s->options = *o;
	if (!o->snaplen)
		s->options.snaplen = DEFAULT_SNAPLEN;
	if (!sink_file_open(&s->file, path, o->gzip, e))
		return s;
	free(s);
	return NULL;
}

static int put_pcap_header(struct sink *s, struct link link, struct err *e)
{
	uint8_t *p = sink_file_room(&s->file, PCAP_HEADER, e);
	uint32_t type = link.linktype;

	if (!p)
		return -1;
	/* The FCS is counted in 16-bit words, in the top four bits. */
	if (link.fcs_len && link.fcs_len % 2 == 0 && link.fcs_len <= 30)
		type |= 0x04000000 | (uint32_t)link.fcs_len / 2 << 28;
	p = put32(p, s->options.nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4);
	p = put16(p, 2);
	p = put16(p, 4);
	p = put32(p, 0);
	p = put32(p, 0);
	p = put32(p, s->options.snaplen);
	put32(p, type);
	return 0;
}

static int put_section(struct sink *s, struct err *e)
{
	uint8_t *p = sink_file_room(&s->file, SECTION_BYTES, e);

	if (!p)
		return -1;
	p = put32(p, 0x0a0d0d0a);
	p = put32(p, SECTION_BYTES);
	p = put32(p, 0x1a2b3c4d);
	p = put16(p, 1);
	p = put16(p, 0);
	p = put32(p, UINT32_MAX);	/* length of the section: not said */
	p = put32(p, UINT32_MAX);
	put32(p, SECTION_BYTES);
	return 0;
}

static uint8_t *put_option(uint8_t *p, uint16_t code, uint8_t value)
{
	p = put16(p, code);
	p = put16(p, 1);
	return put32(p, value);
}

static int put_interface(struct sink *s, struct link link, struct err *e)
{
	uint8_t *p = sink_file_room(&s->file, INTERFACE_BYTES, e);

	if (!p)
		return -1;
	p = put32(p, 1);
	p = put32(p, INTERFACE_BYTES);
	p = put16(p, link.linktype);
	p = put16(p, 0);
	p = put32(p, s->options.snaplen);
	p = put_option(p, 9, s->options.nanoseconds ? 9 : 6);
	p = put_option(p, 13, (uint8_t)link.fcs_len);
	p = put32(p, 0);		/* end of options */
	put32(p, INTERFACE_BYTES);
	return 0;
}

static int begin(struct sink *s, struct link link, struct err *e)
{
	s->begun = true;
	return s->options.format == CAPTURE_PCAP ?
		       put_pcap_header(s, link, e) :
		       put_section(s, e);
}

static int add_link(struct sink *s, struct link link, struct err *e)
{
	if (s->options.format == CAPTURE_PCAP && s->n_links)
		return err_set(e, "%s: pcap holds one link type only, and a "
			       "second one came; use --format pcapng",
			       s->file.name);
	if (s->n_links == LIMIT_INTERFACES)
		return err_set(e, "%s: more than %d interfaces", s->file.name,
			       LIMIT_INTERFACES);
	if (!s->begun && begin(s, link, e))
		return -1;
	if (s->options.format == CAPTURE_PCAPNG && put_interface(s, link, e))
		return -1;
	s->links = grow(s->links, s->n_links, &s->cap, sizeof *s->links);
	s->links[s->n_links++] = link;
	return 0;
}

/* The interface of a frame, or -1. */
static int link_of(struct sink *s, const struct frame *f, struct err *e)
{
	size_t i;

	for (i = 0; i < s->n_links; i++)
		if (s->links[i].linktype == f->linktype &&
		    s->links[i].fcs_len == f->fcs_len)
			return (int)i;
	if (add_link(s, (struct link){ f->linktype, f->fcs_len }, e))
		return -1;
	return (int)i;
}

static int put_record(struct sink *s, const struct frame *f, struct err *e)
{
	uint64_t seconds = (uint64_t)(f->time_ns / NS_PER_SECOND);
	uint32_t ns = (uint32_t)(f->time_ns % NS_PER_SECOND);
	uint8_t *p;

	if (seconds > UINT32_MAX)
		return err_set(e, "%s: pcap holds no times after 2106; write "
			       "pcapng", s->file.name);
	p = sink_file_room(&s->file, PCAP_RECORD + f->caplen, e);
	if (!p)
		return -1;
	p = put32(p, (uint32_t)seconds);
	p = put32(p, s->options.nanoseconds ? ns : ns / 1000);
	p = put32(p, f->caplen);
	p = put32(p, f->len);
	memcpy(p, f->bytes, f->caplen);
	return 0;
}

static int put_packet(struct sink *s, const struct frame *f, int link,
		      struct err *e)
{
	uint32_t pad = -f->caplen & 3, len = PACKET_BYTES + f->caplen + pad;
	uint64_t stamp = (uint64_t)f->time_ns;
	uint8_t *p = sink_file_room(&s->file, len, e);

	if (!p)
		return -1;
	if (!s->options.nanoseconds)
		stamp /= 1000;
	p = put32(p, 6);
	p = put32(p, len);
	p = put32(p, (uint32_t)link);
	p = put32(p, (uint32_t)(stamp >> 32));
	p = put32(p, (uint32_t)stamp);
	p = put32(p, f->caplen);
	p = put32(p, f->len);
	memcpy(p, f->bytes, f->caplen);
	memset(p + f->caplen, 0, pad);
	put32(p + f->caplen + pad, len);
	return 0;
}

static int write_frame(struct sink *s, const struct frame *f, struct err *e)
{
	int link = link_of(s, f, e);

	if (link < 0)
		return -1;
	if (f->caplen > s->options.snaplen)
		return err_set(e, "%s: a packet of %u bytes is longer than "
			       "the snapshot length %u", s->file.name,
			       f->caplen, s->options.snaplen);
	if (f->time_ns < 0)
		return err_set(e, "%s: captures hold no times before 1970",
			       s->file.name);
	return s->options.format == CAPTURE_PCAP ? put_record(s, f, e) :
						   put_packet(s, f, link, e);
}

int sink_write(struct sink *s, const struct frame *f, struct err *e)
{
	if (s->failed)
		return err_set(e, "%s: not whole", s->file.name);
	s->failed = write_frame(s, f, e) != 0;
	return s->failed ? -1 : 0;
}

static void release(struct sink *s)
{
	free(s->links);
	free(s);
}

void sink_discard(struct sink *s)
{
	if (!s)
		return;
	sink_file_discard(&s->file);
	release(s);
}

/* A capture without packets still says what it is. */
int sink_close(struct sink *s, struct err *e)
{
	struct link none = { .linktype = LINKTYPE_ETHERNET };
	int rc = -1;

	if (s->failed)
		err_set(e, "%s: not whole", s->file.name);
	else if (s->begun || !begin(s, none, e))
		rc = 0;
	if (rc)
		sink_file_discard(&s->file);
	else
		rc = sink_file_close(&s->file, e);
	release(s);
	return rc;
}
