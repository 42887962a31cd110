/* SPDX-License-Identifier: BSD-3-Clause */
#include "net.h"

#include <string.h>

enum {
	NEXT_HOP_BY_HOP = 0,
	NEXT_UDP = 17,
	NEXT_ICMP6 = 58,
};

struct ip6 ip6_to_group(const struct host *from, const uint8_t group[16])
{
	struct ip6 ip = { .from = from, .to_mac = { 0x33, 0x33 }, .hops = 255 };

	host_link_local(from, ip.from_ip);
	memcpy(ip.to_ip, group, 16);
	memcpy(ip.to_mac + 2, group + 12, 4);
	return ip;
}

struct ip6 ip6_to_host(const struct host *from, const struct host *to)
{
	struct ip6 ip = { .from = from, .hops = 255 };

	host_link_local(from, ip.from_ip);
	host_link_local(to, ip.to_ip);
	memcpy(ip.to_mac, to->mac, 6);
	return ip;
}

static void ip6_begin(struct sim *sim, const struct ip6 *ip, unsigned next,
		      size_t n)
{
	struct bytes *b = &sim->frame;

	ether_begin(sim, ip->to_mac, ip->from->mac, 0x86dd);
	put_be32(b, 0x60000000);
	put_be16(b, (unsigned)n);
	put_u8(b, next);
	put_u8(b, ip->hops);
	put_mem(b, ip->from_ip, 16);
	put_mem(b, ip->to_ip, 16);
}

static unsigned ip6_l4_sum(const struct ip6 *ip, unsigned next,
			   const uint8_t *l4, size_t n)
{
	uint8_t pseudo[40] = { 0 };
	uint32_t sum;

	memcpy(pseudo, ip->from_ip, 16);
	memcpy(pseudo + 16, ip->to_ip, 16);
	set_be32(pseudo + 32, (uint32_t)n);
	set_be32(pseudo + 36, next);
	sum = sum_add(0, pseudo, sizeof pseudo);
	return sum_fold(sum_add(sum, l4, n));
}

void udp6_send(struct sim *sim, int64_t t, const struct ip6 *ip,
	       const struct route *ports)
{
	struct bytes *b = &sim->frame;
	unsigned sum;
	size_t at;

	ip6_begin(sim, ip, NEXT_UDP, sim->body.n + 8);
	at = b->n;
	put_be16(b, ports->sport);
	put_be16(b, ports->dport);
	put_be16(b, (unsigned)sim->body.n + 8);
	put_be16(b, 0);
	put_mem(b, sim->body.p, sim->body.n);
	sum = ip6_l4_sum(ip, NEXT_UDP, b->p + at, b->n - at);
	set_be16(b->p + at + 6, sum ? sum : 0xffff);
	ether_end(sim, t);
}

static void set_icmp6_sum(struct sim *sim, const struct ip6 *ip)
{
	struct bytes *b = &sim->body;

	set_be16(b->p + 2, ip6_l4_sum(ip, NEXT_ICMP6, b->p, b->n));
}

void icmp6_send(struct sim *sim, int64_t t, const struct ip6 *ip)
{
	set_icmp6_sum(sim, ip);
	ip6_begin(sim, ip, NEXT_ICMP6, sim->body.n);
	put_mem(&sim->frame, sim->body.p, sim->body.n);
	ether_end(sim, t);
}

void mld_send(struct sim *sim, int64_t t, const struct ip6 *ip)
{
	static const uint8_t alert[8] = { NEXT_ICMP6, 0, 5, 2, 0, 0, 1, 0 };

	set_icmp6_sum(sim, ip);
	ip6_begin(sim, ip, NEXT_HOP_BY_HOP, sim->body.n + sizeof alert);
	put_mem(&sim->frame, alert, sizeof alert);
	put_mem(&sim->frame, sim->body.p, sim->body.n);
	ether_end(sim, t);
}
