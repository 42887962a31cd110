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

struct talk_side {
	uint64_t operations;	/* of the protocol, seen from this side */
	uint64_t wobble_us;	/* by how much intervals differed, in all */
	uint32_t next_seq;	/* TCP: what should come next */
	uint32_t skip;		/* octets of the message under way that are
				 * still to come */
	uint32_t interval_us;	/* from turn to turn of this side, the last */
	uint16_t requests, responses;	/* messages that say so themselves */
	uint16_t paired;	/* transactions that this side began */
	uint8_t looks;		/* payloads looked at before it settled */
	uint8_t carry_len;
	bool in_step;		/* next_seq is known */
	uint8_t memory[PROTOCOL_MEMORY];
	uint8_t gaps[GAP_CLASSES];	/* before this side's turns; halved
					 * together when one is full */
};

struct talk {
	struct talk_side side[2];
	int64_t turn_ns;	/* the last payload */
	uint32_t pending;	/* transaction waiting for its second */
	uint32_t paired;	/* the last one that was whole */
	uint32_t carry;		/* number + 1 of the carry buffer */
	uint32_t gap_us;	/* before the turn under way */
	uint32_t echo;		/* number + 1 of what tells who repeats whom,
				 * while the protocol is unknown */
	uint32_t errors;	/* messages that tell an error, of both sides */
	uint32_t hour_errors;	/* of them, in flow.hour */
	uint32_t peak_errors;	/* in the largest hour */
	uint8_t pending_side;
	uint8_t protocol;	/* number + 1 in protocols[]; 0 unsettled */
	uint8_t candidate;	/* likewise, while it collects points */
	uint8_t points;
	uint8_t spoke;		/* bit s: the candidate was heard from s */
	uint8_t speaker;	/* of the last payload */
	uint16_t turns;
	bool given_up;		/* too many payloads without a protocol */
};

#endif
