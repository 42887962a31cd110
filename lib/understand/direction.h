/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who is the client of each flow, by what evidence, and how sure.
 *
 * Works on all flows of a run at once, in passes from the strongest evidence
 * to the weakest; a pass decides only what no stronger one has. Initiator
 * (who opened the connection) and client (who asks) are two facts. Every
 * kind of evidence has one confidence, which says how often it is right.
 * Pure: the flows are frozen while it runs.
 */
#ifndef OTCAP_DIRECTION_H
#define OTCAP_DIRECTION_H

#include "understand/verdict.h"

struct flowtab;
struct services;

struct direction_input {
	const struct flowtab *flows;
	const struct services *services;
};

/* out: one verdict a flow, in the table's order. */
void direction_decide(const struct direction_input *in, struct verdict *out);

#endif
