/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What was heard on a flow that carries payload: which protocol, who asked
 * and who answered, which operations, and how fast turns were taken.
 *
 * One record from the first payload on, so that a scan's flows cost nothing.
 * Facts only; direction weighs them.
 */
#ifndef OTCAP_TALK_H
#define OTCAP_TALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "understand/protocols/protocol.h"

/* Gaps before a turn, by powers of two from 1 microsecond on. */
enum { GAP_CLASSES = 24 };

/* Turns that are timed: the first ones, which tell as much as all; fewer where
 * messages say who asks, and time only what their end does elsewhere. */
enum { TURNS_SAMPLED = 256, TURNS_TOLD = 64 };

/* Messages of one side that say themselves what they are. */
struct talk_votes {
	uint16_t requests, responses;
};

/* What every payload touches. */
struct talk_side {
	uint64_t operations;	/* of the protocol, seen from this side */
	uint32_t next_seq;	/* TCP: what should come next */
	uint32_t skip;		/* octets of the message under way that are
				 * still to come */
	union {
		struct talk_votes votes;
		struct {
			uint16_t requests, responses;
		};
	};
	uint16_t paired;	/* transactions that this side began; counted
				 * while no message says more */
	uint8_t carry_len;
	bool in_step;		/* next_seq is known */
};

/* Gaps before a side's turns, of which at most half are sampled. */
struct talk_pace {
	uint8_t gaps[GAP_CLASSES];
};

/*
 * Who speaks at steadier intervals: by how much each side's interval (from a
 * turn to its next) differed from its last one, in microseconds, and how much
 * of the difference between the sides may be chance. Not exact, and not
 * large.
 */
struct talk_clock {
	float wobble[2];	/* sum of changes */
	float squares;		/* of the changes of two turns that follow
				 * each other, their difference squared; sum */
	uint32_t change_us;	/* of the interval that ended last */
};

/* What is taken of a connection's end. */
enum talk_end {
	TALK_GOES_ON,
	TALK_LEFT_BY_0,		/* side 0 was the first to close, after the
				 * other had the last word */
	TALK_LEFT_BY_1,
	TALK_OVER		/* it closed after its own last word, or
				 * nobody knows whose that was */
};

/* What a side is, by the TTL of its last turn; two bits each. */
enum system {
	SYSTEM_UNSEEN,
	SYSTEM_OTHER,
	SYSTEM_WINDOWS,
	SYSTEM_BITS = 2, SYSTEM_MASK = 3
};

/* How a side is listened to, two bits each. */
enum ear {
	EAR_QUICK = 1 << 0,	/* what goes on in its stream is asked for its
				 * gist first */
	EAR_DEAF = 1 << 1,	/* not any more */
	EAR_BITS = 2, EARS_DEAF = EAR_DEAF | EAR_DEAF << EAR_BITS
};

/* The first cache line is all that most payloads touch, and the next two are
 * what a turn adds. */
struct talk {
	uint16_t turns;		/* TURNS_SAMPLED: the sample is whole */
	uint8_t protocol;	/* number + 1 in protocols[]; 0 unsettled */
	uint8_t ear;		/* enum ear bits of side 0, of side 1 above */
	uint16_t tongue[2];	/* what each side speaks: the number of memory
				 * as it sees it, above the protocol's; 0: not
				 * looked up since memory changed */
	struct talk_side side[2];
	int64_t turn_ns;	/* the last payload of the sample */

	struct talk_pace pace[2];
	struct talk_clock clock;
	uint32_t interval_us[2];	/* from a side's turn to its next, the
					 * last */
	uint32_t gap_us;	/* before the turn under way */
	uint32_t echo;		/* number + 1 of what tells who repeats whom,
				 * while messages do not tell */
	uint8_t speaker : 1;	/* of the last payload */
	uint8_t pending_side : 1;
	uint8_t end : 2;	/* enum talk_end */
	uint8_t systems : 4;	/* enum system of side 0, of side 1 above */
	uint8_t candidate;	/* as protocol, while it collects points */
	uint8_t points;
	uint8_t spoke;		/* bit s: the candidate was heard from s */
	uint8_t looks[2];	/* payloads looked at before it settled */
	uint8_t reverse[2];	/* messages of SPEECH_REVERSE */
	uint8_t memory[2][PROTOCOL_MEMORY];
	uint32_t pending;	/* transaction waiting for its second */
	uint32_t paired;	/* the last one that was whole */
	uint32_t carry;		/* number + 1 of the carry buffer */
	uint32_t errors;	/* messages that tell an error, of both sides */
	uint32_t hour_errors;	/* of them, in flow.hour */
	uint32_t peak_errors;	/* in the largest hour */
};

static inline enum system talk_system(const struct talk *t, unsigned s)
{
	return (enum system)(t->systems >> (s * SYSTEM_BITS) & SYSTEM_MASK);
}

#endif
