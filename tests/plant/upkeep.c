/* SPDX-License-Identifier: BSD-3-Clause */
/* ICMP echo, IGMP, VRRP, LLDP and spanning tree. */
#include "noise.h"

enum {
	PROTO_IGMP = 2,
	PROTO_VRRP = 112,
	ECHO_REPLY = 0,
	ECHO_REQUEST = 8,
	IGMP_QUERY = 0x11,
	IGMP_REPORT2 = 0x16,
	IGMP_REPORT3 = 0x22,
	CHANGE_TO_EXCLUDE = 4,
};

static const uint8_t router_alert[4] = { 148, 4, 0, 0 };

static void echo(struct sim *sim, unsigned type, unsigned id)
{
	struct bytes *b = net_body(sim);

	put_u8(b, type);
	put_u8(b, 0);
	put_be16(b, 0);
	put_be16(b, 1);
	put_be16(b, id);
	put_text(b, "abcdefghijklmnopqrstuvwabcdefghi");
}

void noise_ping_gateway(struct sim *sim, int64_t t, const struct host *h)
{
	unsigned id = (unsigned)sim_between(sim, 1, 60000);

	for (unsigned i = 0; i < 2; i++) {
		echo(sim, ECHO_REQUEST, id + i);
		icmp_send(sim, t, h, &host_gateway);
		echo(sim, ECHO_REPLY, id + i);
		icmp_send(sim, t + sim_between(sim, 200, 700) * NS_PER_US,
			  &host_gateway, h);
		t += NS_PER_S + sim_between(sim, 0, 9000) * NS_PER_US;
	}
}

static void igmp(struct sim *sim, int64_t t, const struct host *from,
		 const struct host *to)
{
	struct bytes *b = &sim->body;

	set_be16(b->p + 2, sum_fold(sum_add(0, b->p, b->n)));
	ip4_begin(sim, &(struct ip4){
		.from = from, .to = to, .proto = PROTO_IGMP, .tos = 0xc0,
		.options = router_alert, .n_options = sizeof router_alert });
	put_mem(&sim->frame, b->p, b->n);
	ip4_end(sim, t);
}

static struct bytes *igmp_head(struct sim *sim, unsigned type, unsigned code)
{
	struct bytes *b = net_body(sim);

	put_u8(b, type);
	put_u8(b, code);
	put_be16(b, 0);
	return b;
}

void noise_igmp_report3(struct sim *sim, int64_t t, const struct host *h)
{
	struct host routers = host_group(IP4(224, 0, 0, 22), 1);
	struct bytes *b = igmp_head(sim, IGMP_REPORT3, 0);

	put_be32(b, 2);
	put_be32(b, CHANGE_TO_EXCLUDE << 24);
	put_be32(b, IP4(224, 0, 0, 251));
	put_be32(b, CHANGE_TO_EXCLUDE << 24);
	put_be32(b, IP4(239, 255, 255, 250));
	igmp(sim, t, h, &routers);
}

void noise_igmp_report2(struct sim *sim, int64_t t, const struct host *h)
{
	struct host group = host_group(IP4(224, 0, 1, 129), 1);

	put_be32(igmp_head(sim, IGMP_REPORT2, 0), group.ip);
	igmp(sim, t, h, &group);
}

void noise_igmp_query(struct sim *sim, int64_t t, const struct host *h)
{
	struct host all = host_group(IP4(224, 0, 0, 1), 1);

	put_be32(igmp_head(sim, IGMP_QUERY, 100), 0);
	igmp(sim, t, h, &all);
}

/* VRRPv2 (RFC 3768, 5): one address, no authentication. */
void noise_vrrp(struct sim *sim, int64_t t, const struct host *h)
{
	struct host group = host_group(IP4(224, 0, 0, 18), 255);
	struct bytes *b = net_body(sim);

	put_be32(b, 0x210a6401);
	put_be32(b, 0x00010000);
	put_be32(b, IP4(192, 168, 10, 254));
	put_fill(b, 0, 8);
	set_be16(b->p + 6, sum_fold(sum_add(0, b->p, b->n)));
	ip4_begin(sim, &(struct ip4){ .from = h,
				      .to = &group,
				      .proto = PROTO_VRRP });
	put_mem(&sim->frame, b->p, b->n);
	ip4_end(sim, t);
}

static void put_tlv(struct bytes *b, unsigned type, const void *p, size_t n)
{
	put_be16(b, type << 9 | (unsigned)n);
	put_mem(b, p, n);
}

void noise_lldp(struct sim *sim, int64_t t, const struct host *h)
{
	static const uint8_t nearest[6] = { 0x01, 0x80, 0xc2, 0, 0, 0x0e };
	static const uint8_t port[] = { 7, '1', '/', '8' };
	static const uint8_t live[] = { 0, 120 };
	uint8_t chassis[7] = { 4 };

	for (int i = 0; i < 6; i++)
		chassis[i + 1] = h->mac[i];
	ether_begin(sim, nearest, h->mac, 0x88cc);
	put_tlv(&sim->frame, 1, chassis, sizeof chassis);
	put_tlv(&sim->frame, 2, port, sizeof port);
	put_tlv(&sim->frame, 3, live, sizeof live);
	put_tlv(&sim->frame, 5, "plant-switch", 12);
	put_tlv(&sim->frame, 6, "RS20 Rail Switch", 16);
	put_tlv(&sim->frame, 0, NULL, 0);
	ether_end(sim, t);
}

/* 802.1D configuration BPDU behind an 802.3 length and LLC. */
void noise_stp(struct sim *sim, int64_t t, const struct host *h)
{
	static const uint8_t bridges[6] = { 0x01, 0x80, 0xc2, 0, 0, 0 };
	static const uint8_t times[8] = { 0, 0, 20, 0, 2, 0, 15, 0 };
	struct bytes *b = &sim->frame;

	ether_begin(sim, bridges, h->mac, 38);
	put_u8(b, 0x42);
	put_u8(b, 0x42);
	put_u8(b, 0x03);
	put_fill(b, 0, 5);
	put_be16(b, 0x8000);
	put_mem(b, h->mac, 6);
	put_be32(b, 0);
	put_be16(b, 0x8000);
	put_mem(b, h->mac, 6);
	put_be16(b, 0x8008);
	put_mem(b, times, sizeof times);
	ether_end(sim, t);
}
