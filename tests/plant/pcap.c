/* SPDX-License-Identifier: BSD-3-Clause */
#include "pcap.h"

static void put_16(struct bytes *out, const struct pcap_style *style,
		   unsigned v)
{
	if (style->big_endian)
		put_be16(out, v);
	else
		put_le16(out, v);
}

static void put_32(struct bytes *out, const struct pcap_style *style,
		   uint32_t v)
{
	if (style->big_endian)
		put_be32(out, v);
	else
		put_le32(out, v);
}

void pcap_begin(struct bytes *out, const struct pcap_style *style)
{
	put_32(out, style, style->nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4);
	put_16(out, style, 2);
	put_16(out, style, 4);
	put_32(out, style, 0);
	put_32(out, style, 0);
	put_32(out, style, style->snaplen ? style->snaplen : 262144);
	put_32(out, style, style->link);
}

void pcap_record(struct bytes *out, const struct pcap_style *style,
		 const struct shot *s, const uint8_t *p)
{
	uint32_t len = s->len;
	int64_t part = s->ns % NS_PER_S;

	if (style->snaplen && len > style->snaplen)
		len = style->snaplen;
	put_32(out, style, (uint32_t)(s->ns / NS_PER_S));
	put_32(out, style, (uint32_t)(style->nanoseconds ? part :
							   part / NS_PER_US));
	put_32(out, style, len);
	put_32(out, style, s->wire_len);
	put_mem(out, p, len);
}

void pcap_of_tape(struct bytes *out, const struct pcap_style *style,
		  const struct tape *t)
{
	pcap_begin(out, style);
	for (size_t i = 0; i < t->n_shots; i++)
		pcap_record(out, style, &t->shots[i],
			    tape_frame(t, &t->shots[i]));
}
