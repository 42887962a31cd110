/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * From records to conversations with a look: beside the baseline, or plain.
 * What the baseline expects and no record showed is added as missing.
 */
#ifndef OTCAP_GRAPH_GATHER_H
#define OTCAP_GRAPH_GATHER_H

#include "present/graph.h"
#include "present/graph_talks.h"

struct rule;

struct graph_gather {
	const struct graph_options *o;	/* borrowed */
	struct graph_talks talks;
	const struct rule **met;	/* rules that allowed something */
	size_t n_met, cap_met;
	uint32_t *alive;	/* addresses of any record, sorted */
	size_t n_alive;
	int64_t last_ns;	/* of the flows */
};

void graph_gather_add(struct graph_gather *ga, const struct record *r);
/* After the last record: talks are merged and complete. */
void graph_gather_finish(struct graph_gather *ga);
/* After finishing: did any record name the address? */
bool graph_gather_is_alive(const struct graph_gather *ga, uint32_t addr);
void graph_gather_release(struct graph_gather *ga);

#endif
