/* SPDX-License-Identifier: BSD-3-Clause */
#include "tcp.h"

enum {
	PROTO_TCP = 6,
	MSS = 1460,
	FIN = 0x01,
	SYN = 0x02,
	RST = 0x04,
	PSH = 0x08,
	ACK = 0x10,
	LAN_LAG_NS = 240 * NS_PER_US,
	WAN_LAG_NS = 24 * NS_PER_MS,
	WIRE_NS = 12 * NS_PER_US,	/* between two segments of a burst */
};

struct segment {
	unsigned flags;
	uint32_t seq;
	const uint8_t *options;
	size_t n_options;
	const uint8_t *payload;
	size_t n_payload;
};

static const uint8_t syn_windows[12] = {
	2, 4, MSS >> 8, MSS & 0xff, 1, 3, 3, 8, 1, 1, 4, 2
};
static const uint8_t syn_linux[20] = {
	2, 4, MSS >> 8, MSS & 0xff, 4, 2,
	8, 10, 0x3c, 0x51, 0x0e, 0x77, 0, 0, 0, 0, 1, 3, 3, 7
};
/* Answers a peer without timestamps. */
static const uint8_t syn_ack_linux[12] = {
	2, 4, MSS >> 8, MSS & 0xff, 1, 1, 4, 2, 1, 3, 3, 7
};
static const uint8_t syn_embedded[4] = { 2, 4, MSS >> 8, MSS & 0xff };

uint16_t tcp_ephemeral(struct sim *sim)
{
	return (uint16_t)sim_between(sim, 49152, 60999);
}

static uint16_t window_of(enum os os, bool scaled)
{
	if (os == OS_EMBEDDED)
		return 8192;
	if (!scaled)
		return 64240;
	return os == OS_WINDOWS ? 8212 : 502;
}

void tcp_init(struct tcp *c, struct sim *sim, const struct route *r)
{
	*c = (struct tcp){ .sim = sim };
	c->end[CLIENT].host = r->from;
	c->end[CLIENT].port = r->sport;
	c->end[SERVER].host = r->to;
	c->end[SERVER].port = r->dport;
	c->scaled = r->from->os != OS_EMBEDDED && r->to->os != OS_EMBEDDED;
	for (int i = 0; i < 2; i++) {
		struct tcp_end *e = &c->end[i];

		e->next = (uint32_t)rng_next(&sim->rng);
		e->window = window_of(e->host->os, c->scaled);
		e->lag_ns = e->host == &host_outside ? WAN_LAG_NS : LAN_LAG_NS;
	}
}

static void emit(struct tcp *c, enum side side, const struct segment *s)
{
	struct tcp_end *e = &c->end[side];
	struct ip4 ip = { .from = e->host, .to = c->end[!side].host,
			  .proto = PROTO_TCP,
			  .df = e->host->os != OS_EMBEDDED };
	struct bytes *b = &c->sim->frame;
	size_t at;

	ip4_begin(c->sim, &ip);
	at = b->n;
	put_be16(b, e->port);
	put_be16(b, c->end[!side].port);
	put_be32(b, s->seq);
	put_be32(b, s->flags & ACK ? e->heard : 0);
	put_u8(b, (unsigned)(20 + s->n_options) / 4 << 4);
	put_u8(b, s->flags);
	if (s->flags & RST)
		put_be16(b, 0);
	else
		put_be16(b, s->flags & SYN ? window_of(e->host->os, false) :
					     e->window);
	put_be32(b, 0);
	put_mem(b, s->options, s->n_options);
	put_mem(b, s->payload, s->n_payload);
	set_be16(b->p + at + 16, ip4_l4_sum(&ip, b->p + at, b->n - at));
	ip4_end(c->sim, c->now);
	if (s->flags & ACK)
		e->owes_ack = false;
}

/* Send from e->next on; the sequence number moves, the peer hears it. */
static void advance(struct tcp *c, enum side side, const struct segment *s)
{
	struct tcp_end *e = &c->end[side];
	struct segment copy = *s;

	copy.seq = e->next;
	emit(c, side, &copy);
	e->next += (uint32_t)s->n_payload + !!(s->flags & (SYN | FIN));
	c->end[!side].heard = e->next;
}

static void step(struct tcp *c, enum side side)
{
	int64_t lag = c->end[side].lag_ns;

	c->now += sim_between(c->sim, lag - lag / 3, lag + lag / 2);
}

static void send_ack(struct tcp *c, enum side side)
{
	advance(c, side, &(struct segment){ .flags = ACK });
}

/* Let the acknowledgements out whose time comes before t. */
static void settle(struct tcp *c, int64_t t)
{
	for (int i = 0; i < 2; i++) {
		struct tcp_end *e = &c->end[i];

		if (!e->owes_ack || e->ack_by >= t)
			continue;
		if (c->now < e->ack_by)
			c->now = e->ack_by;
		send_ack(c, (enum side)i);
	}
	if (c->now < t)
		c->now = t;
}

static struct segment syn_of(const struct tcp_end *e)
{
	struct segment s = { .flags = SYN, .seq = e->next };

	if (e->host->os == OS_WINDOWS) {
		s.options = syn_windows;
		s.n_options = sizeof syn_windows;
	} else if (e->host->os == OS_LINUX) {
		s.options = syn_linux;
		s.n_options = sizeof syn_linux;
	}
	return s;
}

void tcp_syn(struct tcp *c, int64_t t)
{
	struct tcp_end *e = &c->end[CLIENT];
	struct segment s = syn_of(e);

	c->now = t;
	emit(c, CLIENT, &s);
	c->end[SERVER].heard = e->next + 1;
}

static void syn_ack(struct tcp *c)
{
	struct segment s = { .flags = SYN | ACK };

	switch (c->end[SERVER].host->os) {
	case OS_EMBEDDED:
		s.options = syn_embedded;
		s.n_options = sizeof syn_embedded;
		break;
	case OS_LINUX:
		s.options = syn_ack_linux;
		s.n_options = sizeof syn_ack_linux;
		break;
	case OS_WINDOWS:
		s.options = syn_windows;
		s.n_options = sizeof syn_windows;
		break;
	}
	step(c, SERVER);
	advance(c, SERVER, &s);
}

void tcp_open(struct tcp *c, int64_t t)
{
	tcp_syn(c, t);
	c->end[CLIENT].next++;
	syn_ack(c);
	step(c, CLIENT);
	send_ack(c, CLIENT);
}

void tcp_open_early(struct tcp *c, int64_t t)
{
	/* MSS, then a cookie of an earlier connection. */
	static const uint8_t options[16] = {
		2, 4, MSS >> 8, MSS & 0xff, 1, 1,
		34, 10, 0x7e, 0x11, 0x90, 0x3c, 0x44, 0xaa, 0x05, 0xd1
	};
	const struct bytes *b = &c->sim->body;

	c->now = t;
	advance(c, CLIENT, &(struct segment){
		.flags = SYN, .options = options, .n_options = sizeof options,
		.payload = b->p, .n_payload = b->n });
	syn_ack(c);
	step(c, CLIENT);
	send_ack(c, CLIENT);
}

void tcp_half_open(struct tcp *c, int64_t t)
{
	tcp_syn(c, t);
	c->end[CLIENT].next++;
	syn_ack(c);
	step(c, CLIENT);
	advance(c, CLIENT, &(struct segment){ .flags = RST });
}

void tcp_refuse(struct tcp *c, int64_t t)
{
	c->now = t;
	step(c, SERVER);
	emit(c, SERVER, &(struct segment){ .flags = RST | ACK });
}

/* The peer acknowledges every second segment at once, a single one late. */
static void owe_ack(struct tcp *c, enum side side)
{
	struct tcp_end *e = &c->end[side];

	if (e->owes_ack) {
		step(c, side);
		send_ack(c, side);
		return;
	}
	e->owes_ack = true;
	e->ack_by = c->now + sim_between(c->sim, 40 * NS_PER_MS,
					      200 * NS_PER_MS);
}

static void send_segment(struct tcp *c, enum side side,
			 const struct segment *s)
{
	struct segment again = *s;

	again.seq = c->end[side].next;
	advance(c, side, s);
	if (c->loss && rng_one_in(&c->sim->rng, c->loss)) {
		/* Lost behind the mirror port: seen twice. */
		c->now += sim_between(c->sim, 300 * NS_PER_MS,
				      320 * NS_PER_MS);
		emit(c, side, &again);
	}
	owe_ack(c, !side);
}

void tcp_send(struct tcp *c, enum side side, int64_t t)
{
	const struct bytes *b = &c->sim->body;
	size_t n;

	settle(c, t);
	for (size_t at = 0; at < b->n; at += n) {
		n = b->n - at < MSS || c->whole ? b->n - at : MSS;
		if (at)
			c->now += WIRE_NS;
		send_segment(c, side, &(struct segment){
			.flags = ACK | (at + n == b->n ? PSH : 0),
			.payload = b->p + at,
			.n_payload = n,
		});
	}
}

void tcp_close(struct tcp *c, enum side side, int64_t t)
{
	static const struct segment fin = { .flags = FIN | ACK };

	settle(c, t);
	advance(c, side, &fin);
	step(c, !side);
	send_ack(c, !side);
	c->now += sim_between(c->sim, 100, 2000) * NS_PER_US;
	advance(c, !side, &fin);
	step(c, side);
	send_ack(c, side);
}

void tcp_reset(struct tcp *c, enum side side, int64_t t)
{
	settle(c, t);
	advance(c, side, &(struct segment){ .flags = RST | ACK });
}
