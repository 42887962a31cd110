/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The link of the site: ARP and VRRP, and what routers and a team of network
 * cards make of the MACs, which is done on the tape when all else is there.
 */
#include "site.h"

#include <string.h>

#include "noise.h"

enum { PROTO_VRRP = 112, VRRP_S = 30, FAIL_S = 150 };

static const uint8_t second_card[6] = { 0xb4, 0x96, 0x91, 0x17, 0x30, 0x1d };

/* When the first router is away. */
static bool is_failed(const struct site *s, int64_t t)
{
	int64_t from = site_at(s, 1, 200);

	return s->happenings & ROUTER_FAILS && t >= from &&
	       t < from + FAIL_S * NS_PER_S;
}

static const struct host *master(const struct site *s, int64_t t)
{
	return site_host(is_failed(s, t) ? ROUTER_2 : ROUTER_1);
}

/* VRRPv2 (RFC 3768, 5): from the virtual MAC and the router's address. */
static void advertise(struct site *s, int64_t t)
{
	struct host group = host_group(IP4(224, 0, 0, 18), 255);
	struct bytes *b = net_body(s->sim);
	struct host from = *master(s, t);

	memcpy(from.mac, site_host(ROUTERS)->mac, 6);
	put_be32(b, is_failed(s, t) ? 0x21145a01 : 0x21146e01);
	put_be32(b, 0x00010000);
	put_be32(b, site_host(ROUTERS)->ip);
	put_fill(b, 0, 8);
	set_be16(b->p + 6, sum_fold(sum_add(0, b->p, b->n)));
	ip4_begin(s->sim, &(struct ip4){ .from = &from, .to = &group,
					 .proto = PROTO_VRRP });
	put_mem(&s->sim->frame, b->p, b->n);
	ip4_end(s->sim, t);
}

static void resolve(struct site *s, int64_t t, const struct host *asker,
		    const struct host *wanted)
{
	arp_ask(s->sim, t, &(struct arp){ .from = asker,
					  .wanted = wanted->ip });
	t += sim_between(s->sim, 90, 400) * NS_PER_US;
	arp_answer(s->sim, t, &(struct arp){ .from = wanted, .to = asker });
}

/* SCADA's address moves: the new owner tells everybody. */
static void announce(struct site *s)
{
	for (int i = 0; i < s->n_reigns; i++) {
		const struct reign *r = &s->reigns[i];
		struct host h = *site_host(SCADA);

		memcpy(h.mac, site_host(r->who)->mac, 6);
		for (int k = 0; k < 3; k++)
			noise_arp_gratuitous(s->sim, r->from -
					     (3 - k) * NS_PER_S, &h);
	}
}

static const struct {
	enum machine asker, wanted;
	int every_s;
} asked[] = {
	{ SCADA_A, ROUTERS, 300 },   { SCADA_B, ROUTERS, 310 },
	{ HMI_1, ROUTERS, 320 },     { HMI_2, ROUTERS, 330 },
	{ HISTORIAN, ROUTERS, 280 }, { HISTORIAN, OPC_SERVER, 290 },
	{ HISTORIAN, RTU, 350 },     { EWS, PLC_S7, 340 },
	{ EWS, PLC_AB, 360 },	     { EWS, ROUTERS, 370 },
	{ SWITCH, ROUTERS, 500 },    { SIS_EWS, SIS_PLC, 420 },
	{ ROUTER_1, EWS, 260 },	     { ROUTER_2, SWITCH, 450 },
	{ OPC_SERVER, ROUTERS, 380 }, { PLC_S7, ROUTERS, 390 },
	{ SCADA_A, PLC_S7, 200 },    { SCADA_A, PLC_S7_2, 205 },
	{ SCADA_A, PLC_AB, 210 },    { SCADA_A, PLC_MEL, 215 },
	{ SCADA_A, PLC_MB, 220 },    { SCADA_A, PLC_MB_2, 225 },
	{ SCADA_A, RTU, 230 },	     { SCADA_A, DRIVE_1, 400 },
	{ SCADA_A, DRIVE_2, 410 },   { SCADA_A, DRIVE_3, 420 },
	{ SCADA_A, DRIVE_4, 430 },   { SCADA_A, DRIVE_5, 440 },
	{ SCADA_A, DRIVE_6, 450 },
};

/* Who polls asks; the other of the pair does not. */
static const struct host *asker_at(const struct site *s, size_t i, int64_t t)
{
	if (asked[i].asker == SCADA_A && asked[i].wanted != ROUTERS)
		return site_host(site_reign(s, t)->who);
	return site_host(asked[i].asker);
}

static const struct {
	noise_fn *say;
	enum machine from;
	int every_s;
} chatter[] = {
	{ noise_lldp, SWITCH, 300 },	{ noise_stp, SWITCH, 120 },
	{ noise_mdns, HMI_1, 700 },	{ noise_llmnr, EWS, 600 },
	{ noise_ssdp, HMI_2, 800 },	{ noise_igmp_report3, SCADA_B, 900 },
	{ noise_neighbour, HMI_1, 900 }, { noise_mld_report, SCADA_A, 800 },
};

void site_noise(struct site *s)
{
	for (int64_t t = s->begin + NS_PER_S; t < s->end;
	     t += VRRP_S * NS_PER_S)
		advertise(s, t);
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		int64_t every = asked[i].every_s * NS_PER_S;

		for (int64_t t = s->begin + sim_between(s->sim, 0, every);
		     t < s->end; t += every)
			resolve(s, t, asker_at(s, i, t),
				site_host(asked[i].wanted));
	}
	for (size_t i = 0; i < sizeof chatter / sizeof *chatter; i++) {
		int64_t every = chatter[i].every_s * NS_PER_S;

		for (int64_t t = s->begin + sim_between(s->sim, 0, every);
		     t < s->end; t += every)
			chatter[i].say(s->sim, t, site_host(chatter[i].from));
	}
	announce(s);
}

/* Sent to the virtual MAC, come from the one of the router that has it. */
static void through_router(const struct site *s, const struct shot *shot,
			   uint8_t *p)
{
	if (site_is_behind(get_be32(p + 30)))
		memcpy(p, site_host(ROUTERS)->mac, 6);
	if (!site_is_behind(get_be32(p + 26)))
		return;
	memcpy(p + 6, master(s, shot->ns)->mac, 6);
	/* Each packet its own way back. */
	if (s->happenings & BOTH_ROUTE && shot->order % 3 == 0)
		memcpy(p + 6, site_host(ROUTER_2)->mac, 6);
}

/* Received by the first card, sent by either: whom to, decides. */
static void through_team(const struct site *s, const struct shot *shot,
			 uint8_t *p)
{
	const struct host *h = site_host(HISTORIAN);
	bool failed = s->happenings & CARD_FAILS &&
		shot->ns > site_at(s, 3, 0);

	if (!memcmp(p + 6, h->mac, 6) && (failed || p[33] & 1))
		memcpy(p + 6, second_card, 6);
	if (!memcmp(p, h->mac, 6) && failed)
		memcpy(p, second_card, 6);
}

void site_rewrite_macs(struct site *s)
{
	struct tape *t = &s->sim->tape;

	for (size_t i = 0; i < t->n_shots; i++) {
		struct shot *shot = &t->shots[i];
		uint8_t *p = tape_frame(t, shot);

		if (!frame_is_ip4(p, shot->len))
			continue;
		through_router(s, shot, p);
		through_team(s, shot, p);
	}
}
