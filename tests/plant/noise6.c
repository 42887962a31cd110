/* SPDX-License-Identifier: BSD-3-Clause */
/* Neighbour discovery (RFC 4861) and MLDv2 (RFC 3810). */
#include "noise.h"

#include <string.h>

enum {
	ROUTER_SOLICITATION = 133,
	ROUTER_ADVERTISEMENT = 134,
	NEIGHBOUR_SOLICITATION = 135,
	NEIGHBOUR_ADVERTISEMENT = 136,
	MLD_REPORT2 = 143,
	SOURCE_ADDRESS = 1,
	TARGET_ADDRESS = 2,
};

static const uint8_t all_nodes[16] = { 0xff, 2, [15] = 1 };
static const uint8_t all_routers[16] = { 0xff, 2, [15] = 2 };
static const uint8_t mld_routers[16] = { 0xff, 2, [15] = 0x16 };
static const uint8_t llmnr_group[16] = { 0xff, 2, [13] = 1, 0, 3 };

static struct bytes *message(struct sim *sim, unsigned type, uint32_t flags)
{
	struct bytes *b = net_body(sim);

	put_u8(b, type);
	put_u8(b, 0);
	put_be16(b, 0);
	put_be32(b, flags);
	return b;
}

static void put_link(struct bytes *b, unsigned kind, const struct host *h)
{
	put_u8(b, kind);
	put_u8(b, 1);
	put_mem(b, h->mac, 6);
}

/* Solicited-node multicast (RFC 4291, 2.7.1). */
static void solicited(uint8_t group[16], const uint8_t ip[16])
{
	static const uint8_t head[13] = { 0xff, 2, [11] = 1, 0xff };

	memcpy(group, head, sizeof head);
	memcpy(group + 13, ip + 13, 3);
}

void noise_neighbour(struct sim *sim, int64_t t, const struct host *h)
{
	uint8_t wanted[16], group[16];
	struct ip6 ip;

	host_link_local(&host_gateway, wanted);
	solicited(group, wanted);
	ip = ip6_to_group(h, group);
	put_mem(message(sim, NEIGHBOUR_SOLICITATION, 0), wanted, 16);
	put_link(&sim->body, SOURCE_ADDRESS, h);
	icmp6_send(sim, t, &ip);

	ip = ip6_to_host(&host_gateway, h);
	put_mem(message(sim, NEIGHBOUR_ADVERTISEMENT, 0xe0000000), wanted, 16);
	put_link(&sim->body, TARGET_ADDRESS, &host_gateway);
	icmp6_send(sim, t + sim_between(sim, 200, 600) * NS_PER_US, &ip);
}

void noise_duplicate_check(struct sim *sim, int64_t t, const struct host *h)
{
	uint8_t own[16], group[16];
	struct ip6 ip;

	host_link_local(h, own);
	solicited(group, own);
	ip = ip6_to_group(h, group);
	memset(ip.from_ip, 0, sizeof ip.from_ip);
	put_mem(message(sim, NEIGHBOUR_SOLICITATION, 0), own, 16);
	icmp6_send(sim, t, &ip);
}

void noise_router_solicit(struct sim *sim, int64_t t, const struct host *h)
{
	struct ip6 ip = ip6_to_group(h, all_routers);

	put_link(message(sim, ROUTER_SOLICITATION, 0), SOURCE_ADDRESS, h);
	icmp6_send(sim, t, &ip);
}

void noise_router_advert(struct sim *sim, int64_t t, const struct host *h)
{
	static const uint8_t prefix[16] = { 0xfd, 0x6e, 0x2b, 0x91, [7] = 10 };
	struct ip6 ip = ip6_to_group(h, all_nodes);
	struct bytes *b = message(sim, ROUTER_ADVERTISEMENT, 0x40000708);

	put_be32(b, 0);
	put_be32(b, 0);
	put_link(b, SOURCE_ADDRESS, h);
	put_u8(b, 3);
	put_u8(b, 4);
	put_u8(b, 64);
	put_u8(b, 0xc0);
	put_be32(b, 86400);
	put_be32(b, 14400);
	put_be32(b, 0);
	put_mem(b, prefix, sizeof prefix);
	icmp6_send(sim, t, &ip);
}

void noise_mld_report(struct sim *sim, int64_t t, const struct host *h)
{
	struct ip6 ip = ip6_to_group(h, mld_routers);
	struct bytes *b = message(sim, MLD_REPORT2, 1);

	ip.hops = 1;
	put_be32(b, 4u << 24);
	put_mem(b, llmnr_group, 16);
	mld_send(sim, t, &ip);
}
