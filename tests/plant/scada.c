/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The made-up protocol on TCP 20295, big-endian: length of what follows (4),
 * "PX" (2), type (2), number of the request (4), then the message. Each
 * request has one reply with the same number and the type plus 0x80.
 */
#include "talk.h"

enum {
	TYPE_HELLO = 1,
	TYPE_READ_TAGS = 2,
	TYPE_SET_TAG = 3,
	TYPE_REPLY = 0x80,
	POLL_S = 10,
	N_TAGS = 12,
};

static struct bytes *message(struct sim *sim, unsigned type, uint32_t number)
{
	struct bytes *b = net_body(sim);

	put_be32(b, 0);
	put_text(b, "PX");
	put_be16(b, type);
	put_be32(b, number);
	return b;
}

static void send_message(struct tcp *c, enum side side, int64_t t)
{
	struct bytes *b = &c->sim->body;

	set_be32(b->p, (uint32_t)b->n - 4);
	tcp_send(c, side, t);
}

static int64_t think(struct tcp *c)
{
	return c->now + sim_between(c->sim, 900 * NS_PER_US, 6 * NS_PER_MS);
}

static void hello(struct tcp *c)
{
	struct bytes *b = message(c->sim, TYPE_HELLO, 0);

	put_text(b, "HMI01");
	put_u8(b, 0);
	put_be32(b, 0x00030002);
	send_message(c, CLIENT, think(c));
	b = message(c->sim, TYPE_HELLO | TYPE_REPLY, 0);
	put_text(b, "SCADA01");
	put_u8(b, 0);
	put_be32(b, 0x00030001);
	send_message(c, SERVER, think(c));
}

static void read_tags(struct tcp *c, int64_t t, uint32_t number)
{
	struct bytes *b = message(c->sim, TYPE_READ_TAGS, number);
	unsigned first = 100 + number % 4 * N_TAGS;

	put_be16(b, first);
	put_be16(b, N_TAGS);
	send_message(c, CLIENT, t);
	b = message(c->sim, TYPE_READ_TAGS | TYPE_REPLY, number);
	put_be16(b, N_TAGS);
	for (unsigned i = 0; i < N_TAGS; i++)
		put_be32(b, (uint32_t)sim_between(c->sim, 0x41200000,
						  0x42c80000));
	send_message(c, SERVER, think(c));
}

static void set_tag(struct tcp *c, int64_t t, uint32_t number)
{
	struct bytes *b = message(c->sim, TYPE_SET_TAG, number);

	put_be16(b, 117);
	put_be32(b, (uint32_t)sim_between(c->sim, 0x41200000, 0x42c80000));
	send_message(c, CLIENT, t);
	b = message(c->sim, TYPE_SET_TAG | TYPE_REPLY, number);
	put_be16(b, 0);
	send_message(c, SERVER, think(c));
}

void stint_end(struct tcp *c, const struct stint *s)
{
	switch (s->ending) {
	case END_NEVER:
		break;
	case END_FIN:
		tcp_close(c, CLIENT, s->until);
		break;
	case END_RESET_CLIENT:
		tcp_reset(c, CLIENT, s->until);
		break;
	case END_RESET_SERVER:
		tcp_reset(c, SERVER, s->until);
		break;
	}
}

void scada_talk(struct sim *sim, const struct stint *s)
{
	struct tcp c;
	int64_t t = s->from;
	uint32_t number = 0;

	tcp_init(&c, sim, &(struct route){ &host_hmi, &host_scada,
					   tcp_ephemeral(sim), PORT_SCADA });
	c.loss = s->loss;
	tcp_open(&c, t);
	hello(&c);
	for (;;) {
		t += sim_between(sim, POLL_S * 900 * NS_PER_MS,
				 POLL_S * 1100 * NS_PER_MS);
		/* Room for a retransmission before the end. */
		if (t > s->until - 2 * NS_PER_S)
			break;
		if (++number % 31 == 0)
			set_tag(&c, t, number);
		else
			read_tags(&c, t, number);
	}
	stint_end(&c, s);
}
