/* SPDX-License-Identifier: BSD-3-Clause */
/* DHCP: RFC 2131, options in RFC 2132. */
#include "talk.h"

enum {
	PORT_SERVER = 67,
	PORT_CLIENT = 68,
	DISCOVER = 1,
	OFFER = 2,
	REQUEST = 3,
	ACKNOWLEDGE = 5,
	LEASE_S = 7 * 86400,
};

struct lease {
	const struct host *client, *server;
	uint32_t transaction;
	bool renewal;
};

static struct bytes *bootp(struct sim *sim, const struct lease *l,
			   unsigned kind)
{
	struct bytes *b = net_body(sim);
	bool reply = kind == OFFER || kind == ACKNOWLEDGE;

	put_u8(b, reply ? 2 : 1);
	put_u8(b, 1);
	put_u8(b, 6);
	put_u8(b, 0);
	put_be32(b, l->transaction);
	put_be16(b, 0);
	put_be16(b, l->renewal ? 0 : 0x8000);
	put_be32(b, l->renewal ? l->client->ip : 0);
	put_be32(b, reply ? l->client->ip : 0);
	put_be32(b, 0);
	put_be32(b, 0);
	put_mem(b, l->client->mac, 6);
	put_fill(b, 0, 10 + 64 + 128);
	put_be32(b, 0x63825363);
	put_u8(b, 53);
	put_u8(b, 1);
	put_u8(b, kind);
	return b;
}

static void put_option(struct bytes *b, unsigned code, uint32_t value)
{
	put_u8(b, code);
	put_u8(b, 4);
	put_be32(b, value);
}

static void put_client(struct bytes *b, const struct lease *l)
{
	static const uint8_t wanted[] = { 55, 6, 1, 3, 6, 15, 44, 46 };
	size_t n = 0;

	while (l->client->name[n])
		n++;
	put_u8(b, 61);
	put_u8(b, 7);
	put_u8(b, 1);
	put_mem(b, l->client->mac, 6);
	put_u8(b, 12);
	put_u8(b, (unsigned)n);
	put_mem(b, l->client->name, n);
	put_mem(b, wanted, sizeof wanted);
	put_u8(b, 255);
}

static void put_answer(struct bytes *b, const struct lease *l)
{
	put_option(b, 54, l->server->ip);
	put_option(b, 51, LEASE_S);
	put_option(b, 1, 0xffffff00);
	put_option(b, 3, l->server->ip);
	put_u8(b, 255);
	if (b->n < 300)
		put_fill(b, 0, 300 - b->n);
}

void dhcp_renew(struct sim *sim, int64_t t, const struct host *client,
		const struct host *server)
{
	struct lease l = { client, server, (uint32_t)rng_next(&sim->rng),
			   true };

	put_client(bootp(sim, &l, REQUEST), &l);
	udp_send(sim, t, &(struct route){ client, server,
					  PORT_CLIENT, PORT_SERVER });
	put_answer(bootp(sim, &l, ACKNOWLEDGE), &l);
	t += sim_between(sim, 800, 3000) * NS_PER_US;
	udp_send(sim, t, &(struct route){ server, client,
					  PORT_SERVER, PORT_CLIENT });
}

static void offer(struct sim *sim, int64_t t, const struct lease *l,
		  unsigned kind)
{
	put_answer(bootp(sim, l, kind), l);
	udp_send(sim, t, &(struct route){ l->server, &cast_everyone,
					  PORT_SERVER, PORT_CLIENT });
}

void dhcp_boot(struct sim *sim, int64_t t, const struct host *client)
{
	struct lease l = { client, &host_gateway,
			   (uint32_t)rng_next(&sim->rng), false };
	struct host nobody = *client;
	struct route up = { &nobody, &cast_everyone, PORT_CLIENT, PORT_SERVER };
	struct bytes *b;

	nobody.ip = 0;
	put_client(bootp(sim, &l, DISCOVER), &l);
	udp_send(sim, t, &up);
	offer(sim, t + 2 * NS_PER_MS, &l, OFFER);
	b = bootp(sim, &l, REQUEST);
	put_option(b, 50, client->ip);
	put_option(b, 54, host_gateway.ip);
	put_client(b, &l);
	udp_send(sim, t + 6 * NS_PER_MS, &up);
	offer(sim, t + 9 * NS_PER_MS, &l, ACKNOWLEDGE);
}
