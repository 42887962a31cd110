/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Flows in which payloads are known by their gist, beside the same flows in
 * which each one is read: what is kept of them must not differ.
 */
#include "gists.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "understand/inspect.h"

enum { FLOWS = 4, PACKETS = 6000, ROUNDS = 8 };

struct line {
	struct talk *talk[2];	/* with gists, without */
	uint32_t seq[2];
	bool narrow;		/* few words are said in it */
	size_t words[2];
};

struct pair {
	const struct gists *gists;
	struct inspect with, without;
	struct line line[FLOWS];
	uint64_t state;
	size_t k;		/* the protocol */
	unsigned again;		/* packets that were known */
};

/* A talk but for what only one of the two keeps. */
static struct talk fact(const struct talk *talk, bool udp)
{
	struct talk t = *talk;

	memset(t.tongue, 0, sizeof t.tongue);
	t.ear &= EARS_DEAF;
	for (unsigned s = 0; udp && s < 2; s++)
		t.side[s].next_seq = 0;
	return t;
}

static void compare(const struct pair *pair, const struct line *l, bool udp)
{
	struct talk a = fact(l->talk[0], udp);
	struct talk b = fact(l->talk[1], udp);

	cr_assert_eq(memcmp(&a, &b, sizeof a), 0, "%s",
		     gists_protocol(pair->k)->name);
}

/* Payloads are mostly as they were found; some are lost, some come twice, of
 * some the end is not there. */
static size_t next_payload(struct pair *pair, const struct line *l,
			   uint8_t *bytes)
{
	uint64_t dice = gists_next(&pair->state);

	if (l->narrow)
		return gists_numbered(pair->gists, pair->k, l->words[dice & 1],
				      bytes);
	if (dice % 8)
		return gists_sample(pair->gists, pair->k, &pair->state, bytes);
	return gists_payload(pair->gists, pair->k, &pair->state, bytes);
}

/* As a packet that goes the straight way is heard; true when it is known. */
static bool hear(struct inspect *in, struct talk *t, unsigned s,
		 const struct packet *p)
{
	const struct words w = { .p = p->payload, .n = p->payload_len,
				 .seq = p->seq, .time_ns = p->time_ns,
				 .udp = p->proto == IP_UDP, .ttl = p->ttl };

	if (inspect_samples(t))
		inspect_turn(in, t, s, w);
	if (p->payload_len == p->payload_caplen &&
	    inspect_quickly(in, t, s, w))
		return true;
	inspect_look(in, t, s, p);
	return false;
}

static void send(struct pair *pair, struct line *l, struct packet *p)
{
	uint64_t dice = gists_next(&pair->state);
	unsigned s = dice & 1;

	if (!(dice >> 1 & 127))
		l->seq[s] += 100;
	if (!(dice >> 8 & 127))
		l->seq[s] -= p->payload_len / 2;
	p->seq = l->seq[s];
	l->seq[s] += p->payload_len;
	if (!(dice >> 15 & 127))
		p->payload_caplen /= 2;
	if (s) {
		uint16_t port = p->port[0];

		p->port[0] = p->port[1];
		p->port[1] = port;
	}
	pair->again += hear(&pair->with, l->talk[0], s, p);
	inspect_payload(&pair->without, l->talk[1], s, p);
	compare(pair, l, p->proto == IP_UDP);
}

static void begin(struct pair *pair)
{
	inspect_init(&pair->with, 1);
	inspect_init(&pair->without, 1);
	for (size_t i = 0; protocols[i]; i++)
		pair->without.gists[i + 1] = NULL;
	for (unsigned i = 0; i < FLOWS; i++)
		pair->line[i] = (struct line){
			.talk = { inspect_begin(&pair->with),
				  inspect_begin(&pair->without) },
			.narrow = i & 1,
			.words = { gists_next(&pair->state) % 64,
				   gists_next(&pair->state) % 64 },
		};
}

static void end(struct pair *pair)
{
	const struct hints *a = &pair->with.hints, *b = &pair->without.hints;

	cr_expect_eq(a->n, b->n);
	cr_expect_eq(pair->with.names.n, pair->without.names.n);
	inspect_release(&pair->with);
	inspect_release(&pair->without);
}

static void play(struct pair *pair, uint8_t transport)
{
	const struct protocol *proto = gists_protocol(pair->k);
	uint8_t bytes[GISTS_OCTETS];

	begin(pair);
	for (unsigned i = 0; i < PACKETS; i++) {
		struct line *l =
			&pair->line[gists_next(&pair->state) % FLOWS];
		struct packet p = {
			.proto = transport, .payload = bytes,
			.port = { 40000, proto->ports[0] },
			.addr = { 1, 2 }, .time_ns = 1000LL * i,
		};

		p.payload_len = (uint32_t)next_payload(pair, l, bytes);
		p.payload_caplen = p.payload_len;
		if (p.payload_len)
			send(pair, l, &p);
	}
	end(pair);
}

Test(gist_talk, what_is_known_is_what_would_be_read)
{
	struct gists *g = gists_new();

	for (size_t k = 0; k < gists_n(); k++) {
		struct pair pair = { .gists = g, .k = k, .state = k };
		bool tcp = gists_protocol(k)->transports & PROTOCOL_TCP;

		for (unsigned i = 0; i < ROUNDS; i++)
			play(&pair, tcp ? IP_TCP : IP_UDP);
		cr_expect_gt(pair.again, PACKETS * ROUNDS / 8, "%s: %u",
			     gists_protocol(k)->name, pair.again);
	}
	gists_free(g);
}

/* Setpoints and their echoes: that the number comes twice is all that tells
 * who asks, so each one must be looked at. */
Test(gist_talk, pairs_are_counted_while_nobody_votes)
{
	uint8_t write[] = { 0, 0, 0, 0, 0, 6, 1, 6, 0, 16, 0, 4 };
	struct inspect in;
	struct talk *t;

	inspect_init(&in, 1);
	t = inspect_begin(&in);
	t->turns = TURNS_SAMPLED;
	for (unsigned i = 0; i < 200; i++) {
		struct packet p = {
			.proto = IP_TCP, .payload = write,
			.payload_len = sizeof write,
			.payload_caplen = sizeof write,
			.port = { 40000, 502 },
			.seq = (uint32_t)(i / 2 * sizeof write),
		};

		write[1] = (uint8_t)(i / 2);
		inspect_payload(&in, t, i & 1, &p);
	}
	cr_expect_eq(t->side[0].paired, 100);
	inspect_release(&in);
}

/* Values of IEC 104, more of them than votes can count, in one segment. */
static void send_many(struct inspect *in, struct talk *t, const uint8_t *p,
		      uint32_t n, uint32_t seq)
{
	const struct packet packet = {
		.proto = IP_TCP, .payload = p, .payload_len = n,
		.payload_caplen = n, .port = { 2404, 40000 }, .seq = seq,
	};

	inspect_payload(in, t, 0, &packet);
}

/* A network card may put segments together beyond what IP can carry: a second
 * flow hears in them what the first one heard. */
Test(gist_talk, more_messages_than_votes_can_count)
{
	enum { VALUE = 16, MANY = UINT16_MAX + 2 };
	static const uint8_t value[VALUE] = {
		0x68, 14, 0, 0, 0, 0, 1, 1, 3, 0, 1, 0, 16, 0, 0, 1,
	};
	uint8_t *many = xmalloc((size_t)MANY * VALUE);
	struct inspect in;
	struct talk *t[2];

	for (size_t i = 0; i < MANY; i++)
		memcpy(many + i * VALUE, value, VALUE);
	inspect_init(&in, 1);
	for (unsigned k = 0; k < 2; k++) {
		t[k] = inspect_begin(&in);
		for (uint32_t i = 0; i < 4; i++)
			send_many(&in, t[k], value, VALUE, i * VALUE);
		send_many(&in, t[k], many, MANY * VALUE, 4 * VALUE);
	}
	cr_expect_gt(t[0]->side[0].responses, INT16_MAX);
	cr_expect_eq(t[1]->side[0].responses, t[0]->side[0].responses, "%u",
		     t[1]->side[0].responses);
	inspect_release(&in);
	free(many);
}

/* A question of FINS, which remembers nothing, over and over. */
static bool is_known_again(struct inspect *in, struct talk *t)
{
	uint8_t ask[] = { 0x80, 0, 2, 0, 10, 0, 0, 1, 0, 7, 6, 1, 0, 0 };
	const struct packet p = {
		.proto = IP_UDP, .payload = ask, .payload_len = sizeof ask,
		.payload_caplen = sizeof ask, .port = { 9600, 9600 },
	};

	t->turns = TURNS_SAMPLED;
	for (unsigned i = 0; i < 4; i++)
		inspect_payload(in, t, 0, &p);
	return hear(in, t, 0, &p);
}

/* Whatever flows remember, what is kept to tell their memories apart does not
 * grow, and those that find no room are read in full. */
Test(gist_talk, memories_beyond_the_limit)
{
	struct inspect in;
	unsigned known = 0;

	inspect_init(&in, 1);
	for (unsigned i = 0; i < 2 * MEMORIES; i++) {
		struct talk *t = inspect_begin(&in);

		cr_expect(is_known_again(&in, t));
		memset(t->tongue, 0, sizeof t->tongue);
		t->memory[0][7] = (uint8_t)i;
		known += is_known_again(&in, t);
		cr_expect_eq(t->side[0].requests, 10);
	}
	cr_expect_eq(known, MEMORIES);
	cr_expect_eq(in.n_memories, MEMORIES);
	inspect_release(&in);
}
