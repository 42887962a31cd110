/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The nodes of a graph: the ends of its talks, in the order of addresses,
 * with what names and baseline say of them and what they serve.
 */
#ifndef OTCAP_GRAPH_NODES_H
#define OTCAP_GRAPH_NODES_H

#include "present/graph.h"

/* From talks that are in the order of edges. */
void graph_collect_nodes(struct graph *g);
size_t graph_find_client(const struct graph *g, const struct graph_talk *t);
size_t graph_find_server(const struct graph *g, const struct graph_talk *t);

/* Name, zone, role, inside, and whether the baseline knows them. */
void graph_describe_hosts(struct graph *g, const struct graph_options *o);
/* A folded node, from the talks of its edge. */
void graph_describe_targets(struct graph_node *n, const struct graph_options *o,
			    const struct graph_talk *t, size_t n_talks);
/* Which services each host answers. */
void graph_serve(struct graph *g);

#endif
