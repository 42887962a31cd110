/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who is the client of each flow, by what evidence, and how sure.
 *
 * Works on all flows of a run at once, in passes from the strongest evidence
 * to the weakest; a pass decides only what no stronger one has. Initiator
 * (who opened the connection) and client (who asks) are two facts. Every
 * kind of evidence has one confidence, which says how often it is right.
 * Pure: the flows and what was heard on them are frozen while it runs.
 */
#ifndef OTCAP_DIRECTION_H
#define OTCAP_DIRECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "understand/verdict.h"

struct flowtab;
struct inspect;
struct services;

/*
 * Was a conversation with this client and this server endpoint known before?
 * A baseline's word. Asked only of flows that show neither an opening nor a
 * message that tells, so that it cannot hide that something has turned.
 */
typedef bool direction_known_fn(const void *ctx, uint8_t proto,
				uint32_t client, uint32_t server,
				uint16_t server_port);

struct direction_input {
	const struct flowtab *flows;
	const struct inspect *inspect;
	const struct services *services;
	direction_known_fn *known;	/* NULL: there is no baseline */
	const void *known_ctx;
};

/* out: one verdict a flow, in the table's order. */
void direction_decide(const struct direction_input *in, struct verdict *out);

/* The ground of a verdict, for those who measure how often each is right;
 * NULL beyond the last. Not in any output: only the evidence is. */
const char *direction_ground_name(unsigned ground);
/* What a verdict on it says, per cent, unless something lowers it. */
unsigned direction_ground_confidence(unsigned ground);

#endif
