/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the passes of direction share: the flows under judgement, every
 * endpoint with its flows in one sorted array, and the grounds on which a
 * verdict can rest. Private to direction*.c.
 */
#ifndef OTCAP_DIRECTION_PASS_H
#define OTCAP_DIRECTION_PASS_H

#include <stddef.h>
#include <stdint.h>

#include "understand/direction.h"
#include "understand/flowtab.h"
#include "understand/talk.h"

/* Grounds of a verdict, finer than the words of the evidence. */
enum ground {
	GROUND_HANDSHAKE,	/* SYN or SYN-ACK was seen */
	GROUND_REFUSAL,		/* only the RST that answers a SYN */
	GROUND_PAYLOAD_BOTH,	/* both ends say the same in the protocol */
	GROUND_PAYLOAD_ONE,	/* only one end says so */
	GROUND_PAYLOAD_WEAK,	/* a protocol without a sample, weak bytes */
	GROUND_PAIRING,		/* transaction numbers: who comes first */
	GROUND_BASELINE,
	GROUND_LENT,		/* the endpoint is proven by other flows */
	GROUND_HINT,		/* a message named the endpoint */
	GROUND_FAN,		/* three or more remote endpoints on one */
	GROUND_FAN_OF_TWO,
	GROUND_TIMING,		/* answers come 8 times as fast as requests */
	GROUND_TIMING_WEAK,	/* twice as fast */
	GROUND_PORT,
	GROUND_PORT_LOW,	/* below 1024 against above */
	GROUND_PORT_WEAK,
	GROUND_FIRST,
	GROUND_PEER,
	N_GROUNDS
};

/* One end of one flow. Sorted by endpoint, then remote endpoint. */
struct end {
	uint64_t endpoint;	/* flow_endpoint */
	uint64_t remote;
	uint32_t flow;
	uint8_t side, proto;
};

/* All flows of one endpoint: ends[at] to ends[at + n - 1]. */
struct group {
	size_t at, n;
	uint32_t n_remotes;	/* distinct remote endpoints */
	uint32_t n_hosts;	/* distinct remote addresses */
	uint32_t n_ports;	/* distinct remote ports */
};

struct direction {
	const struct direction_input *in;
	struct verdict *verdicts;
	struct end *ends;	/* two a flow */
	size_t n_ends;
	struct group *groups;	/* one an endpoint, in the order of ends */
	size_t n_groups;
	uint32_t *group_of[2];	/* of each flow's sides */
};

enum { EVIDENCE_OPEN = N_EVIDENCE };	/* not decided yet */

static inline bool direction_is_open(const struct direction *d, size_t i)
{
	return d->verdicts[i].evidence == EVIDENCE_OPEN;
}

/* The flow's talk, or NULL without payload. */
const struct talk *direction_talk(const struct direction *d, size_t i);
void direction_rule(struct direction *d, size_t i, unsigned client,
		    enum ground g);

void direction_endpoints_init(struct direction *d);
void direction_endpoints_release(struct direction *d);

/* The passes, one file a kind of evidence. */
void direction_handshake(struct direction *d);	/* notes initiators, too */
void direction_payload(struct direction *d);
void direction_payload_weak(struct direction *d);
void direction_baseline(struct direction *d);
void direction_lent(struct direction *d);
void direction_fan(struct direction *d);
void direction_timing(struct direction *d);
void direction_port(struct direction *d);
void direction_first(struct direction *d);
/* After the verdicts: the quirks that need all of them. */
void direction_quirks(struct direction *d);

#endif
