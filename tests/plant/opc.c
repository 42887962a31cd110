/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * OPC Classic: the client asks the object resolver on port 135 for the
 * bindings of an object (MS-DCOM, 3.1.2.5.1.4, ResolveOxid2), and calls
 * IOPCSyncIO::Read at the port that they name. DCE/RPC is C706, chapter 12,
 * little-endian; nobody signs.
 */
#include "sessions.h"

#include <stdio.h>

enum {
	REQUEST = 0,
	RESPONSE = 2,
	BIND = 11,
	BIND_ACK = 12,
	WHOLE = 3,			/* first and last fragment */
	WITH_OBJECT = 0x80,
	RESOLVE_OXID2 = 4,
	READ = 3,
	TCP_IP = 7,			/* ncacn_ip_tcp */
	PORT_MAPPER = 135,
	N_FLOATS = 24,
};

static const uint8_t resolver[16] = {
	0xc4, 0xfe, 0xfc, 0x99, 0x60, 0x52, 0x1b, 0x10,
	0xbb, 0xcb, 0x00, 0xaa, 0x00, 0x21, 0x34, 0x7a
};
static const uint8_t sync_io[16] = {
	0x52, 0x3a, 0xc1, 0x39, 0x1e, 0x01, 0xd0, 0x11,
	0x96, 0x75, 0x00, 0x20, 0xaf, 0xd8, 0xad, 0xb3
};
static const uint8_t ndr[20] = {
	0x04, 0x5d, 0x88, 0x8a, 0xeb, 0x1c, 0xc9, 0x11,
	0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60, 2, 0, 0, 0
};

static struct bytes *rpc_begin(struct sim *sim, unsigned type, unsigned flags,
			       uint32_t call)
{
	struct bytes *b = net_body(sim);

	put_u8(b, 5);
	put_u8(b, 0);
	put_u8(b, type);
	put_u8(b, flags);
	put_le32(b, 0x10);
	put_le16(b, 0);
	put_le16(b, 0);
	put_le32(b, call);
	return b;
}

static void rpc_send(struct tcp *c, enum side side)
{
	struct bytes *b = &c->sim->body;

	b->p[8] = (uint8_t)b->n;
	b->p[9] = (uint8_t)(b->n >> 8);
	tcp_send(c, side, c->now + sim_between(c->sim, 300, 3000) * NS_PER_US);
}

/* The text of the second address is the port, with its zero. */
static void bind_to(struct tcp *c, const uint8_t interface[16])
{
	struct bytes *b = rpc_begin(c->sim, BIND, WHOLE, 1);
	char port[8];
	int n = snprintf(port, sizeof port, "%u", c->end[SERVER].port) + 1;

	put_le16(b, 5840);
	put_le16(b, 5840);
	put_le32(b, 0);
	put_le32(b, 1);
	put_le16(b, 0);
	put_le16(b, 1);
	put_mem(b, interface, 16);
	put_le32(b, 0);
	put_mem(b, ndr, sizeof ndr);
	rpc_send(c, CLIENT);

	b = rpc_begin(c->sim, BIND_ACK, WHOLE, 1);
	put_le16(b, 5840);
	put_le16(b, 5840);
	put_le32(b, 0x00001a2b);
	put_le16(b, (unsigned)n);
	put_mem(b, port, (size_t)n);
	put_fill(b, 0, (4 - b->n % 4) % 4);
	put_le32(b, 1);
	put_le32(b, 0);
	put_mem(b, ndr, sizeof ndr);
	rpc_send(c, SERVER);
}

static struct bytes *request(struct tcp *c, unsigned operation, uint32_t call,
			     const uint8_t *object)
{
	struct bytes *b = rpc_begin(c->sim, REQUEST,
				    WHOLE | (object ? WITH_OBJECT : 0), call);

	put_le32(b, 0);
	put_le16(b, 0);
	put_le16(b, operation);
	if (object)
		put_mem(b, object, 16);
	return b;
}

static struct bytes *response(struct tcp *c, uint32_t call)
{
	struct bytes *b = rpc_begin(c->sim, RESPONSE, WHOLE, call);

	put_le32(b, 0);
	put_le16(b, 0);
	put_le16(b, 0);
	return b;
}

/* "10.20.2.35[49207]" in UTF-16, then the end of both arrays. */
static void put_bindings(struct bytes *b, const struct opc *o)
{
	uint32_t ip = o->server->ip;
	char text[32];
	int n = snprintf(text, sizeof text, "%u.%u.%u.%u[%u]", ip >> 24,
			 ip >> 16 & 255, ip >> 8 & 255, ip & 255, o->port);
	unsigned entries = 1 + (unsigned)n + 1 + 1 + 3 + 1;

	put_le32(b, entries);
	put_le16(b, entries);
	put_le16(b, 1 + (unsigned)n + 1 + 1);
	put_le16(b, TCP_IP);
	for (int i = 0; i < n; i++)
		put_le16(b, (unsigned char)text[i]);
	put_le16(b, 0);
	put_le16(b, 0);
	put_le16(b, 10);
	put_le16(b, 0xffff);
	put_le16(b, 0);
	put_le16(b, 0);
	put_fill(b, 0, (4 - b->n % 4) % 4);
}

static void resolve(struct sim *sim, int64_t t, const struct opc *o,
		    const uint8_t object[16])
{
	struct tcp c;
	struct bytes *b;

	tcp_init(&c, sim, &(struct route){ o->client, o->server,
					   tcp_ephemeral(sim), PORT_MAPPER });
	tcp_open(&c, t);
	bind_to(&c, resolver);
	b = request(&c, RESOLVE_OXID2, 2, NULL);
	put_mem(b, object, 8);
	put_le16(b, 1);
	put_le16(b, 0);
	put_le32(b, 1);
	put_le16(b, TCP_IP);
	rpc_send(&c, CLIENT);
	b = response(&c, 2);
	put_le32(b, 0x00020000);
	put_bindings(b, o);
	put_mem(b, object, 16);
	put_le32(b, 5);
	put_le16(b, 5);
	put_le16(b, 7);
	put_le32(b, 0);
	rpc_send(&c, SERVER);
	tcp_close(&c, CLIENT, c.now + 400 * NS_PER_MS);
}

/* ORPCTHIS: version 5.7, flags, reserved, causality, no extensions. */
static void read_items(struct tcp *c, uint32_t call, const uint8_t *object)
{
	struct bytes *b = request(c, READ, call, object);

	put_le16(b, 5);
	put_le16(b, 7);
	put_le32(b, 0);
	put_le32(b, 0);
	rng_fill(&c->sim->rng, bytes_grow(b, 16), 16);
	put_le32(b, 0);
	put_le16(b, 1);
	put_le16(b, 0);
	put_le32(b, N_FLOATS);
	put_le32(b, N_FLOATS);
	for (unsigned i = 0; i < N_FLOATS; i++)
		put_le32(b, 0x0100 + i);
	rpc_send(c, CLIENT);
	b = response(c, call);
	put_le32(b, 0);
	put_le32(b, 0);
	rng_fill(&c->sim->rng, bytes_grow(b, 16L * N_FLOATS),
		 16L * N_FLOATS);
	rpc_send(c, SERVER);
}

void opc_session(struct sim *sim, int64_t t, const struct opc *o)
{
	uint8_t object[16];
	struct tcp c;

	rng_fill(&sim->rng, object, sizeof object);
	resolve(sim, t, o, object);
	tcp_init(&c, sim, &(struct route){ o->client, o->server,
					   tcp_ephemeral(sim), o->port });
	tcp_open(&c, t + 60 * NS_PER_MS);
	bind_to(&c, sync_io);
	for (unsigned i = 0; i < o->n_reads; i++) {
		read_items(&c, 2 + i, object);
		c.now += o->pause_ns + sim_between(sim, 0, 90) * NS_PER_MS;
	}
	tcp_close(&c, CLIENT, c.now);
}
