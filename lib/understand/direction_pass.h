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
	GROUND_HINT,		/* a message elsewhere named the endpoint */
	/* Signs, weighed: the strongest names the ground. Backed: another kind
	 * agrees and none disagrees; disputed: another kind disagrees. */
	GROUND_ECHO,
	GROUND_ECHO_FEW,
	GROUND_ECHO_BACKED,
	GROUND_ECHO_DISPUTED,
	GROUND_PATTERN,
	GROUND_FAN,
	GROUND_FAN_FEW,		/* none of them weighs much */
	GROUND_FAN_BACKED,
	GROUND_FAN_DISPUTED,
	GROUND_TIMING,
	GROUND_TIMING_LONG,	/* long, but may be a slow server's */
	GROUND_TIMING_QUICK,	/* not even long */
	GROUND_TIMING_NEAR,	/* not far apart either */
	GROUND_TIMING_BACKED,
	GROUND_TIMING_DISPUTED,
	GROUND_TIMING_DOUBTED,	/* disputed, and not clear either */
	GROUND_CLOSE,
	GROUND_CLOSE_BACKED,
	GROUND_CLOSE_DISPUTED,
	GROUND_SYSTEM,
	GROUND_SYSTEM_DISPUTED,
	GROUND_PORT,		/* a service's in the table, and the other
				 * one of those that systems hand out */
	GROUND_PORT_TABLE,	/* in the table, by chance perhaps */
	GROUND_PORT_RANGE,	/* one that systems hand out, one not */
	GROUND_PORT_WEAK,
	GROUND_PORT_BACKED,
	GROUND_PORT_DISPUTED,
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
	uint32_t host;		/* number in hosts */
	int32_t timing;		/* what its flows' timing says together for
				 * its being the client */
	uint32_t n_timed;	/* flows whose timing says anything */
	int32_t left;		/* connections that it was the first to close,
				 * after the other end's last word; less those
				 * that the other end did */
	int8_t fan;		/* looks like a server; negative: like a
				 * client that keeps its port */
	bool follows;		/* its port follows from its address */
	bool sequence;		/* one of the ports a system handed out */
};

/* All endpoints of one address and protocol. */
struct host_groups {
	size_t at, n;		/* groups */
	uint32_t as_client, as_server;	/* of its flows whose verdict is
					 * sure */
	int32_t timing;		/* as in its groups */
	uint32_t n_timed;
};

/* Conversations of two machines that say anything by themselves. */
struct pair {
	uint64_t addrs;		/* as in flow_key */
	int32_t said;		/* sum, as a sign */
	uint32_t n;
	int32_t timing;		/* the same, of timing alone */
	uint32_t n_timed;
};

/* A conversation with a port at which others are agreed. */
struct mapped {
	uint32_t server, client;
	uint16_t port;
	uint16_t from;		/* UDP: the client's port */
	int64_t first_ns, last_ns;
};

struct direction {
	const struct direction_input *in;
	struct verdict *verdicts;
	uint32_t *talking;	/* the flows that carry payload, in order */
	size_t n_talking;
	struct end *ends;	/* two a flow */
	size_t n_ends;
	struct group *groups;	/* one an endpoint, in the order of ends */
	size_t n_groups;
	uint32_t *group_of[2];	/* of each flow's sides */
	struct host_groups *hosts;
	size_t n_hosts;
	uint16_t *users[2];	/* by TCP, UDP and port: how many addresses
				 * have it */
	struct endpoint_hint *named;	/* sorted, distinct */
	size_t n_named;
	struct mapped *mapped;		/* sorted */
	size_t n_mapped;
	struct pair *pairs;		/* sorted */
	size_t n_pairs;
	struct call *calls;		/* sorted */
	size_t n_calls;
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

/* The group of the flow's side s. */
static inline struct group *direction_group(const struct direction *d,
					    size_t i, unsigned s)
{
	return &d->groups[d->group_of[s][i]];
}

/* Is the flow's verdict sure? */
bool direction_is_sure(const struct direction *d, size_t i);

void direction_endpoints_init(struct direction *d);
void direction_endpoints_release(struct direction *d);

void direction_calls_init(struct direction *d);
/* Has side s called for what the other end of this flow says, by a request
 * of this protocol (number + 1)? */
bool direction_called(const struct direction *d, size_t i, unsigned s,
		      uint8_t protocol);

/* The passes, one file a kind of evidence. */
void direction_handshake(struct direction *d);	/* notes initiators, too */
void direction_payload(struct direction *d);
void direction_payload_weak(struct direction *d);
void direction_baseline(struct direction *d);
void direction_lent(struct direction *d);
void direction_hint(struct direction *d);
void direction_weigh(struct direction *d);
void direction_first(struct direction *d);
/* And who also commands its client. */
void direction_reverse(struct direction *d);
/* Both ends ask, and both are answered. */
bool direction_is_two_way(const struct talk *t);
/* Doubts clients that never said anything. */
void direction_silent(struct direction *d);
/* After the verdicts: the quirks that need all of them. */
void direction_quirks(struct direction *d);
void direction_mapped_init(struct direction *d);
/* Some servers of UDP go on from a port of their own, with the same port of
 * the client (TFTP, HART-IP). The protocol, number + 1, when side `server` of
 * this flow may be one; else 0. */
uint8_t direction_going_on(const struct direction *d, const struct flow *f,
			   unsigned server);
/* And which ports were agreed in another conversation. */
void direction_agreed(struct direction *d);

/* The first hint that names this side's endpoint, or NULL; others follow. */
const struct endpoint_hint *direction_named(const struct direction *d,
					    const struct flow *f, unsigned s);

/*
 * Signs for direction_weigh. Positive: side 0 is the client; the number says
 * how much it weighs. To be asked after direction_structure_init and
 * direction_timing_init.
 */
void direction_structure_init(struct direction *d);
void direction_timing_init(struct direction *d);
/* What the timing of this flow says, as a sign. */
int direction_timing_alone(const struct direction *d, size_t i);
void direction_close_init(struct direction *d);
/* After all of the above. */
void direction_pairs_init(struct direction *d);
int direction_sign_pattern(const struct direction *d, size_t i);
int direction_sign_fan(const struct direction *d, size_t i);
int direction_sign_shared(const struct direction *d, size_t i);
int direction_sign_sequence(const struct direction *d, size_t i);
int direction_sign_pair(const struct direction *d, size_t i);
int direction_sign_call(const struct direction *d, size_t i);
int direction_sign_role(const struct direction *d, size_t i);
int direction_sign_two_way(const struct direction *d, size_t i);
int direction_sign_echo(const struct direction *d, size_t i);
int direction_sign_timing(const struct direction *d, size_t i);
int direction_sign_habit(const struct direction *d, size_t i);
int direction_sign_close(const struct direction *d, size_t i);
int direction_sign_system(const struct direction *d, size_t i);
int direction_sign_table(const struct direction *d, size_t i);
int direction_sign_range(const struct direction *d, size_t i);

#endif
