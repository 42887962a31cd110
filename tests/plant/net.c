/* SPDX-License-Identifier: BSD-3-Clause */
#include "net.h"

enum {
	ETHER_HEADER = 14,
	ETHER_MIN = 60,		/* without FCS */
	PROTO_ICMP = 1,
	PROTO_UDP = 17,
};

void sim_init(struct sim *sim, uint64_t seed)
{
	*sim = (struct sim){ .seed = seed };
	rng_init(&sim->rng, seed, 0);
}

void sim_release(struct sim *sim)
{
	tape_release(&sim->tape);
	bytes_release(&sim->body);
	bytes_release(&sim->frame);
}

void sim_stream(struct sim *sim, unsigned stream)
{
	rng_init(&sim->rng, sim->seed, stream);
}

int64_t sim_between(struct sim *sim, int64_t low, int64_t high)
{
	return rng_between(&sim->rng, low, high);
}

struct bytes *net_body(struct sim *sim)
{
	bytes_clear(&sim->body);
	return &sim->body;
}

void ether_begin(struct sim *sim, const uint8_t to[6], const uint8_t from[6],
		 unsigned type)
{
	bytes_clear(&sim->frame);
	put_mem(&sim->frame, to, 6);
	put_mem(&sim->frame, from, 6);
	put_be16(&sim->frame, type);
}

void ether_end(struct sim *sim, int64_t t)
{
	if (sim->frame.n < ETHER_MIN)
		put_fill(&sim->frame, 0, ETHER_MIN - sim->frame.n);
	tape_add(&sim->tape, t, sim->frame.p, sim->frame.n);
}

void ip4_begin(struct sim *sim, const struct ip4 *ip)
{
	struct bytes *b = &sim->frame;

	ether_begin(sim, ip->to->mac, ip->from->mac, 0x0800);
	put_u8(b, 0x45 + (unsigned)ip->n_options / 4);
	put_u8(b, ip->tos);
	put_be16(b, 0);
	put_be16(b, 0);
	put_be16(b, ip->df ? 0x4000 : 0);
	/* A group says itself how far its packets go. */
	put_u8(b, ip->to->ip >> 28 == 14 ? ip->to->ttl : ip->from->ttl);
	put_u8(b, ip->proto);
	put_be16(b, 0);
	put_be32(b, ip->from->ip);
	put_be32(b, ip->to->ip);
	put_mem(b, ip->options, ip->n_options);
}

void ip4_end(struct sim *sim, int64_t t)
{
	uint8_t *p = sim->frame.p + ETHER_HEADER;

	set_be16(p + 2, (unsigned)(sim->frame.n - ETHER_HEADER));
	ip4_sum(p);
	ether_end(sim, t);
}

unsigned ip4_l4_sum(const struct ip4 *ip, const uint8_t *l4, size_t n)
{
	uint8_t pseudo[12];

	set_be32(pseudo, ip->from->ip);
	set_be32(pseudo + 4, ip->to->ip);
	set_be16(pseudo + 8, ip->proto);
	set_be16(pseudo + 10, (unsigned)n);
	return sum_fold(sum_add(sum_add(0, pseudo, sizeof pseudo), l4, n));
}

static void put_udp_header(struct bytes *b, const struct route *r, size_t n)
{
	put_be16(b, r->sport);
	put_be16(b, r->dport);
	put_be16(b, (unsigned)n + 8);
	put_be16(b, 0);
}

/* A sum of 0 would say "no checksum" (RFC 768). */
static void set_udp_sum(uint8_t *udp, unsigned sum)
{
	set_be16(udp + 6, sum ? sum : 0xffff);
}

void udp_send(struct sim *sim, int64_t t, const struct route *r)
{
	struct ip4 ip = { .from = r->from, .to = r->to, .proto = PROTO_UDP };
	size_t at;

	ip4_begin(sim, &ip);
	at = sim->frame.n;
	put_udp_header(&sim->frame, r, sim->body.n);
	put_mem(&sim->frame, sim->body.p, sim->body.n);
	set_udp_sum(sim->frame.p + at,
		    ip4_l4_sum(&ip, sim->frame.p + at, sim->frame.n - at));
	ip4_end(sim, t);
}

void icmp_send(struct sim *sim, int64_t t, const struct host *from,
	       const struct host *to)
{
	struct bytes *b = &sim->body;

	set_be16(b->p + 2, sum_fold(sum_add(0, b->p, b->n)));
	ip4_begin(sim, &(struct ip4){ .from = from, .to = to,
				      .proto = PROTO_ICMP });
	put_mem(&sim->frame, b->p, b->n);
	ip4_end(sim, t);
}
