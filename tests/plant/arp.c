/* SPDX-License-Identifier: BSD-3-Clause */
#include "noise.h"

enum {
	REQUEST = 1,
	REPLY = 2,
};

static const uint8_t nobody[6];

static void put_arp(struct sim *sim, unsigned operation)
{
	struct bytes *b = &sim->frame;

	put_be16(b, 1);
	put_be16(b, 0x0800);
	put_u8(b, 6);
	put_u8(b, 4);
	put_be16(b, operation);
}

void arp_ask(struct sim *sim, int64_t t, const struct arp *a)
{
	struct bytes *b = &sim->frame;

	ether_begin(sim, cast_everyone.mac, a->from->mac, 0x0806);
	put_arp(sim, REQUEST);
	put_mem(b, a->from->mac, 6);
	put_be32(b, a->from->ip);
	put_mem(b, nobody, 6);
	put_be32(b, a->wanted);
	ether_end(sim, t);
}

void arp_answer(struct sim *sim, int64_t t, const struct arp *a)
{
	struct bytes *b = &sim->frame;

	ether_begin(sim, a->to->mac, a->from->mac, 0x0806);
	put_arp(sim, REPLY);
	put_mem(b, a->from->mac, 6);
	put_be32(b, a->from->ip);
	put_mem(b, a->to->mac, 6);
	put_be32(b, a->to->ip);
	ether_end(sim, t);
}

static void resolve(struct sim *sim, int64_t t, const struct host *asker,
		    const struct host *wanted)
{
	arp_ask(sim, t, &(struct arp){ .from = asker, .wanted = wanted->ip });
	t += sim_between(sim, 90, 400) * NS_PER_US;
	arp_answer(sim, t, &(struct arp){ .from = wanted, .to = asker });
}

void noise_arp_gateway(struct sim *sim, int64_t t, const struct host *h)
{
	resolve(sim, t, h, &host_gateway);
}

void noise_arp_plcs(struct sim *sim, int64_t t, const struct host *h)
{
	for (int i = 0; i < N_PLCS; i++)
		resolve(sim, t + i * 40 * NS_PER_MS, h, &host_plc[i]);
}

void noise_arp_gratuitous(struct sim *sim, int64_t t, const struct host *h)
{
	arp_ask(sim, t, &(struct arp){ .from = h, .wanted = h->ip });
}

void noise_arp_probe(struct sim *sim, int64_t t, const struct host *h)
{
	struct host unnamed = *h;

	unnamed.ip = 0;
	for (int i = 0; i < 3; i++)
		arp_ask(sim, t + i * NS_PER_S,
			&(struct arp){ .from = &unnamed, .wanted = h->ip });
	noise_arp_gratuitous(sim, t + 3 * NS_PER_S, h);
}
