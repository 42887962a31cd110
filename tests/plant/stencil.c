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
	L4 = IP + 20,
	TCP_SEQ = L4 + 4,
	TCP_ACK = L4 + 8,
	TCP_SUM = L4 + 16,
	UDP_SUM = L4 + 6,
	UDP_HEADER = 8,
	UDP = 17,
};

static int is_udp(const uint8_t *p)
{
	return p[IP + 9] == UDP;
}

size_t stencil_payload_at(const uint8_t *p)
{
	return L4 + (is_udp(p) ? (size_t)UDP_HEADER :
				 (size_t)(p[L4 + 12] >> 4) * 4);
}

static uint8_t *sum_at(uint8_t *p)
{
	return p + (is_udp(p) ? UDP_SUM : TCP_SUM);
}

static int has_payload(const uint8_t *p)
{
	return stencil_payload_at(p) < IP + get_be16(p + IP + 2);
}

void stencil_init(struct stencil *s, const uint8_t *frame, size_t len)
{
	uint8_t *p = s->bytes;
	size_t n_l4;

	memcpy(p, frame, len);
	s->len = len;
	set_be16(p + IP_ID, 0);
	memset(p + IP_SUM, 0, 2 + 4 + 4);
	memset(p + L4, 0, 2 + 2);
	if (!is_udp(p))
		memset(p + TCP_SEQ, 0, 4 + 4);
	set_be16(sum_at(p), 0);
	if (has_payload(p))
		set_be16(p + stencil_payload_at(p), 0);
	n_l4 = get_be16(p + IP + 2) - (L4 - IP);
	s->ip_sum = sum_add(0, p + IP, L4 - IP);
	s->l4_sum = sum_add(p[IP + 9] + (uint32_t)n_l4, p + L4, n_l4);
}

static uint32_t halves(uint32_t v)
{
	return (v >> 16) + (v & 0xffff);
}

void stencil_fill(const struct stencil *s, const struct fields *f, uint8_t *p)
{
	uint32_t addresses = halves(f->from) + halves(f->to);
	uint32_t sum = s->l4_sum + addresses + f->sport + f->dport;

	memcpy(p, s->bytes, s->len);
	p[TO_MAC] = (uint8_t)(f->to >> 16);
	set_be16(p + TO_MAC + 1, f->to & 0xffff);
	p[FROM_MAC] = (uint8_t)(f->from >> 16);
	set_be16(p + FROM_MAC + 1, f->from & 0xffff);
	set_be16(p + IP_ID, f->id);
	set_be16(p + IP_SUM, sum_fold(s->ip_sum + addresses + f->id));
	set_be32(p + IP_FROM, f->from);
	set_be32(p + IP_TO, f->to);
	set_be16(p + L4, f->sport);
	set_be16(p + L4 + 2, f->dport);
	if (!is_udp(p)) {
		set_be32(p + TCP_SEQ, f->seq);
		set_be32(p + TCP_ACK, f->ack);
		sum += halves(f->seq) + halves(f->ack);
	}
	if (has_payload(p)) {
		set_be16(p + stencil_payload_at(p), f->number);
		sum += f->number;
	}
	set_be16(sum_at(p), sum_fold(sum));
}
