/* SPDX-License-Identifier: BSD-3-Clause */
#include "captures.h"
#include "pcap.h"
#include "sample.h"
#include "talk.h"
#include "week.h"

enum {
	PROTO_UDP = 17,
	PORT_REPORT = 20296,
	MORE = 0x2000,
	PIECE = 1480,		/* a multiple of 8 */
	DATAGRAM = 3100,	/* with the UDP header: three pieces */
	TSO_BYTES = 8000,
	MAX_FRAGMENTS = 4,
};

/* A piece of a datagram: where, and how much of it. */
struct piece {
	size_t at, n;
};

struct split {
	unsigned id;
	size_t n_pieces;
	struct piece piece[MAX_FRAGMENTS];
};

static const struct pcap_style plain = { .link = LINK_ETHERNET };

static void finish(struct making *m, struct sim *sim)
{
	tape_sort(&sim->tape);
	tape_number(&sim->tape, m->seed);
	pcap_of_tape(&m->out, &plain, &sim->tape);
	tally_tape(&m->tally, &sim->tape);
	sim_release(sim);
}

/* The whole UDP datagram, header and all, into the body. */
static void make_datagram(struct sim *sim, const struct ip4 *ip)
{
	struct bytes *b = net_body(sim);

	put_be16(b, 50123);
	put_be16(b, PORT_REPORT);
	put_be16(b, DATAGRAM);
	put_be16(b, 0);
	for (unsigned i = 8; i < DATAGRAM; i++)
		put_u8(b, 'a' + i % 26);
	set_be16(b->p + 6, ip4_l4_sum(ip, b->p, b->n));
}

static void send_split(struct sim *sim, int64_t t, const struct split *s)
{
	struct ip4 ip = { .from = &host_scada, .to = &host_hmi,
			  .proto = PROTO_UDP };

	make_datagram(sim, &ip);
	for (size_t i = 0; i < s->n_pieces; i++) {
		const struct piece *p = &s->piece[i];
		bool last = p->at + p->n == DATAGRAM;

		ip4_begin(sim, &ip);
		set_be16(sim->frame.p + 18, s->id);
		set_be16(sim->frame.p + 20,
			 (unsigned)p->at / 8 | (last ? 0 : MORE));
		put_mem(&sim->frame, sim->body.p + p->at, p->n);
		ip4_end(sim, t + (int64_t)i * 20 * NS_PER_US);
		sim->tape.shots[sim->tape.n_shots - 1].has_id = true;
	}
}

void make_fragments(struct making *m)
{
	static const struct piece first = { 0, PIECE };
	static const struct piece second = { PIECE, PIECE };
	static const struct piece third = { 2 * PIECE, DATAGRAM - 2 * PIECE };
	static const struct piece across = { PIECE - 400, 800 };
	const struct split splits[] = {
		{ 0x1001, 3, { first, second, third } },
		{ 0x1002, 3, { third, second, first } },
		{ 0x1003, 4, { first, across, second, third } },
		{ 0x1004, 2, { second, third } },
	};
	int64_t t = week_begin(m->seed) + NS_PER_S;
	struct sim sim;

	sim_init(&sim, m->seed);
	for (size_t i = 0; i < sizeof splits / sizeof *splits; i++)
		send_split(&sim, t + (int64_t)i * NS_PER_S, &splits[i]);
	finish(m, &sim);
}

/*
 * A frame as the sender's own tcpdump sees it before the network card cuts
 * it: the IPv4 total length is 0 where the driver leaves it to the card.
 */
void make_tso(struct making *m)
{
	int64_t t = week_begin(m->seed) + NS_PER_S;
	struct sim sim;
	struct tcp c;
	uint8_t *p;

	sim_init(&sim, m->seed);
	tcp_init(&c, &sim, &(struct route){ &host_maint, &host_scada, 50124,
					    PORT_REPORT });
	c.whole = true;
	tcp_open(&c, t);
	put_fill(net_body(&sim), 0x5a, TSO_BYTES);
	tcp_send(&c, CLIENT, t + NS_PER_S);
	p = tape_frame(&sim.tape, &sim.tape.shots[sim.tape.n_shots - 1]);
	set_be16(p + 16, 0);
	ip4_sum(p + 14);
	put_fill(net_body(&sim), 0x5b, 40);
	tcp_send(&c, SERVER, t + 2 * NS_PER_S);
	tcp_close(&c, CLIENT, t + 3 * NS_PER_S);
	finish(m, &sim);
}

/* UDP behind record route, a timestamp, and padding (RFC 791, 3.1). */
static void send_with_options(struct sim *sim, int64_t t, const uint8_t *opt,
			      size_t n)
{
	struct ip4 ip = { .from = &host_hmi, .to = &host_scada,
			  .proto = PROTO_UDP, .options = opt, .n_options = n };
	struct bytes *b = net_body(sim);

	put_be16(b, 50125);
	put_be16(b, PORT_REPORT);
	put_be16(b, 8 + 12);
	put_be16(b, 0);
	put_text(b, "with options");
	set_be16(b->p + 6, ip4_l4_sum(&ip, b->p, b->n));
	ip4_begin(sim, &ip);
	put_mem(&sim->frame, b->p, b->n);
	ip4_end(sim, t);
}

void make_ip_options(struct making *m)
{
	static const uint8_t nops[4] = { 1, 1, 1, 0 };
	static const uint8_t route[8] = { 7, 7, 4, 0, 0, 0, 0, 0 };
	static const uint8_t full[40] = { 7, 39, 4, [39] = 0 };
	static const uint8_t stamp[12] = { 68, 12, 5, 0 };
	int64_t t = week_begin(m->seed) + NS_PER_S;
	struct sim sim;

	sim_init(&sim, m->seed);
	send_with_options(&sim, t, nops, sizeof nops);
	send_with_options(&sim, t + NS_PER_S, route, sizeof route);
	send_with_options(&sim, t + 2 * NS_PER_S, full, sizeof full);
	send_with_options(&sim, t + 3 * NS_PER_S, stamp, sizeof stamp);
	finish(m, &sim);
}

void make_out_of_scope(struct making *m)
{
	struct sim sim;

	sample_run_noise(&sim, m->seed);
	finish(m, &sim);
}
