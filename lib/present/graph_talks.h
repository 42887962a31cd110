/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The conversations of a graph while it grows: gathered from records, merged
 * now and then so that a million flows of one conversation cost one entry.
 */
#ifndef OTCAP_GRAPH_TALKS_H
#define OTCAP_GRAPH_TALKS_H

#include <stddef.h>

#include "present/graph.h"

struct graph_talks {
	struct graph_talk *items;	/* owned */
	size_t n, cap;
};

void graph_talks_add(struct graph_talks *ts, const struct graph_talk *t);
/* Sort in the order of edges, and make equal conversations one. */
void graph_talks_merge(struct graph_talks *ts);
/* The order of edges: client, fold, server, look, endpoint. */
int graph_talk_cmp(const void *a, const void *b);
/* Index behind the talks that are on one edge with talk i. */
size_t graph_edge_end(const struct graph *g, size_t i);

#endif
