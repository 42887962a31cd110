/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Payloads to what was said: finds the protocol of a flow, follows its
 * messages, keeps votes, operations, hints and turns.
 *
 * TCP is looked at segment by segment: a chain of messages inside a segment,
 * a message that goes on in the next ones (skipped by its length), a header
 * that a segment boundary cuts (carried, at most PROTOCOL_CARRY octets).
 * Nothing is reassembled; after a gap the next segment is tried as a
 * beginning. The work for a flow is bounded: LIMIT_LOOKS payloads a side find
 * the protocol or it is given up, TURNS_SAMPLED turns are timed, and what has
 * been said before in the same words (protocol.gist) is known by them.
 */
#ifndef OTCAP_INSPECT_H
#define OTCAP_INSPECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "read/packet.h"
#include "understand/calls.h"
#include "understand/echo.h"
#include "understand/hints.h"
#include "understand/hostnames.h"
#include "understand/talk.h"

struct services;

/* What is remembered of payloads by their gist; any may be forgotten. */
enum { MEANING_BITS = 12, MEANINGS = 1 << MEANING_BITS };

struct meaning {
	uint64_t gist;
	uint64_t of;		/* length, and the tongue it was said in */
	uint64_t operations;
	struct talk_votes votes;
	uint16_t errors;
};

/* Memories in which payloads were understood; further ones have no number. */
enum { MEMORIES = 64, MEMORY_UNNUMBERED = UINT8_MAX };

typedef uint64_t (*gist_fn)(const uint8_t *p, size_t n);

enum { TALK_CHUNK = 1024 };

struct inspect {
	struct talk **chunks;	/* of TALK_CHUNK */
	size_t n, n_chunks, cap_chunks;
	uint8_t (*carries)[2][PROTOCOL_CARRY];
	size_t n_carries, cap_carries;
	struct echo *echoes;
	size_t n_echoes, cap_echoes;
	struct hints hints;
	struct hostnames names;
	struct calls calls;
	uint64_t *errors;	/* one a protocol: its operations of class
				 * error */
	gist_fn *gists;		/* by protocol number, NULL for most */
	struct meaning *meanings;	/* of payloads by their gist */
	struct protocol_memory *memories;	/* by number - 1 */
	unsigned n_memories;
};

void inspect_init(struct inspect *in, uint64_t hash_seed);
void inspect_release(struct inspect *in);

/* It comes into the cache while other work is done. A load, which is waited for
 * less than a prefetch that the processor drops. t: may be NULL. */
static inline struct talk *inspect_send_for(struct talk *t)
{
	if (t)
		(void)*(const volatile uint16_t *)t;
	return t;
}

/* A fresh one, which stays where it is until inspect_release. */
struct talk *inspect_begin(struct inspect *in);

/* The flow's clock hour is another one. */
static inline void inspect_begin_hour(struct talk *t)
{
	t->hour_errors = 0;
}

/* Side s sends FIN. */
void inspect_end(struct talk *t, unsigned s, const struct packet *p);
void inspect_vote(struct talk_side *side, const struct talk_votes *votes);
void inspect_errors(struct talk *t, unsigned n);

/* What a payload's gist is of. Nothing is learned while the memory has no
 * number. */
static inline uint64_t inspect_of(const struct talk *t, unsigned s, uint32_t n)
{
	return (uint64_t)n << 16 | t->tongue[s];
}

static inline struct meaning *inspect_meaning(const struct inspect *in,
					      uint64_t gist, uint64_t of)
{
	const uint64_t k = 0x9e3779b97f4a7c15u;

	return &in->meanings[(gist ^ of << 32) * k >> (64 - MEANING_BITS)];
}

static inline uint32_t inspect_votes(const struct talk_votes *votes)
{
	uint32_t both;

	memcpy(&both, votes, sizeof both);
	return both;
}

/* Votes in one addition, as long as there is no end of counting near: no
 * branch, because questions and answers take turns. */
static inline void inspect_vote_quickly(struct talk_side *side,
					const struct talk_votes *votes)
{
	uint32_t both = inspect_votes(&side->votes);

	if (both & 0x80008000) {
		inspect_vote(side, votes);
		return;
	}
	both += inspect_votes(votes);
	memcpy(&side->votes, &both, sizeof both);
}

/* What is there of a payload, and how it came. */
struct words {
	const uint8_t *p;
	uint32_t n;
	uint32_t seq;	/* TCP */
	int64_t time_ns;
	bool udp;
	uint8_t ttl;
};

/*
 * The whole payload of a side that is heard quickly: when it goes on where the
 * last one ended, in words that are known, what inspect_look() would find, at a
 * tenth of the cost. False when it must be looked at.
 */
static inline __attribute__((always_inline)) bool
inspect_again(struct inspect *in, struct talk *t, unsigned s,
	      struct words w)
{
	struct talk_side *side = &t->side[s];
	const struct meaning *known;
	uint64_t gist, of = inspect_of(t, s, w.n);

	if (!w.udp && side->next_seq != w.seq)
		return false;
	gist = in->gists[t->protocol](w.p, w.n);
	/* Nothing is known of gist 0. */
	known = inspect_meaning(in, gist, of);
	if (known->gist != gist || known->of != of)
		return false;
	side->next_seq += w.n;
	side->operations |= known->operations;
	inspect_vote_quickly(side, &known->votes);
	if (known->errors)
		inspect_errors(t, known->errors);
	return true;
}

/* A fresh turn, or more of one. */
void inspect_turn(struct inspect *in, struct talk *t, unsigned s,
		  struct words w);

/* Its turns are still looked at. */
static inline bool inspect_samples(const struct talk *t)
{
	return t->turns < TURNS_SAMPLED;
}

/* A whole payload of side s, after its turn where turns are sampled: false
 * when it must be looked at. */
static inline bool inspect_quickly(struct inspect *in, struct talk *t,
				   unsigned s, struct words w)
{
	unsigned ear = t->ear >> s * EAR_BITS;

	if (ear & EAR_QUICK)
		return inspect_again(in, t, s, w);
	return ear & EAR_DEAF;
}

/* For what inspect_quickly leaves. */
void inspect_look(struct inspect *in, struct talk *t, unsigned s,
		  const struct packet *p);
/* A packet with payload, from side s of the flow that has this talk. */
void inspect_payload(struct inspect *in, struct talk *t, unsigned s,
		     const struct packet *p);

/* A UDP datagram to a group: its caller's entry, until the next one comes;
 * NULL when there is no room. */
const struct call *inspect_call(struct inspect *in, const struct packet *p);

#endif
