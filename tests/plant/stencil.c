/* SPDX-License-Identifier: BSD-3-Clause */
#include "stencil.h"

#include <string.h>

#include "bytes.h"

enum {
	TO_MAC = 3,		/* the last three bytes of each */
	FROM_MAC = 9,
	IP = 14,
	IP_ID = IP + 4,
	IP_SUM = IP + 10,
	IP_FROM = IP + 12,
	IP_TO = IP + 16,
	TCP = IP + 20,
	TCP_SEQ = TCP + 4,
	TCP_ACK = TCP + 8,
	TCP_SUM = TCP + 16,
};

static size_t payload_at(const uint8_t *p)
{
	return TCP + (size_t)(p[TCP + 12] >> 4) * 4;
}

static int has_payload(const uint8_t *p)
{
	return payload_at(p) < IP + get_be16(p + IP + 2);
}

void stencil_init(struct stencil *s, const uint8_t *frame, size_t len)
{
	uint8_t *p = s->bytes;
	size_t n_tcp;

	memcpy(p, frame, len);
	s->len = len;
	set_be16(p + IP_ID, 0);
	memset(p + IP_SUM, 0, 2 + 4 + 4);
	memset(p + TCP, 0, 2 + 2 + 4 + 4);
	set_be16(p + TCP_SUM, 0);
	if (has_payload(p))
		set_be16(p + payload_at(p), 0);
	n_tcp = get_be16(p + IP + 2) - (TCP - IP);
	s->ip_sum = sum_add(0, p + IP, TCP - IP);
	s->tcp_sum = sum_add(p[IP + 9] + (uint32_t)n_tcp, p + TCP, n_tcp);
}

static uint32_t halves(uint32_t v)
{
	return (v >> 16) + (v & 0xffff);
}

void stencil_fill(const struct stencil *s, const struct fields *f, uint8_t *p)
{
	uint32_t addresses = halves(f->from) + halves(f->to);
	uint32_t sum = s->tcp_sum + addresses + f->sport + f->dport;

	memcpy(p, s->bytes, s->len);
	p[TO_MAC] = (uint8_t)(f->to >> 16);
	set_be16(p + TO_MAC + 1, f->to & 0xffff);
	p[FROM_MAC] = (uint8_t)(f->from >> 16);
	set_be16(p + FROM_MAC + 1, f->from & 0xffff);
	set_be16(p + IP_ID, f->id);
	set_be16(p + IP_SUM, sum_fold(s->ip_sum + addresses + f->id));
	set_be32(p + IP_FROM, f->from);
	set_be32(p + IP_TO, f->to);
	set_be16(p + TCP, f->sport);
	set_be16(p + TCP + 2, f->dport);
	set_be32(p + TCP_SEQ, f->seq);
	set_be32(p + TCP_ACK, f->ack);
	sum += halves(f->seq) + halves(f->ack);
	if (has_payload(p)) {
		set_be16(p + payload_at(p), f->number);
		sum += f->number;
	}
	set_be16(p + TCP_SUM, sum_fold(sum));
}
