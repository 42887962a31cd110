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
 * the protocol or it is given up.
 */
#ifndef OTCAP_INSPECT_H
#define OTCAP_INSPECT_H

#include <stddef.h>
#include <stdint.h>

#include "understand/echo.h"
#include "understand/hints.h"
#include "understand/hostnames.h"
#include "understand/talk.h"

struct packet;
struct services;

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
	uint64_t *errors;	/* one a protocol: its operations of class
				 * error */
};

void inspect_init(struct inspect *in);
void inspect_release(struct inspect *in);

/* The talk of a number from inspect_begin; stays where it is. */
static inline struct talk *inspect_talk(const struct inspect *in,
					uint32_t number)
{
	return &in->chunks[(number - 1) / TALK_CHUNK]
			  [(number - 1) % TALK_CHUNK];
}

/* A fresh one; its number is never 0. */
uint32_t inspect_begin(struct inspect *in);

/* The flow's clock hour is another one. */
static inline void inspect_begin_hour(struct talk *t)
{
	t->hour_errors = 0;
}

/* A packet with payload, from side s of the flow that has this talk. */
void inspect_payload(struct inspect *in, struct talk *t, unsigned s,
		     const struct packet *p);

#endif
