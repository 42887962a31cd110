/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Hosts that do the same with the same partners become one: forty drives of
 * one controller are one thing to the reader. What is new or missing never
 * disappears in a group, nor do hosts of different zones or roles.
 */
#ifndef OTCAP_GRAPH_ALIKE_H
#define OTCAP_GRAPH_ALIKE_H

#include "present/graph.h"
#include "present/graph_talks.h"

/* This many hosts alike are still drawn one by one. */
enum { GRAPH_ALIKE_OVER = 2 };

/*
 * Talks in the order of edges, before and after; g gets the groups. In the
 * talks the lowest address of a group stands for all its members.
 */
void graph_group_alike(struct graph_talks *ts, const struct graph_options *o,
		       struct graph *g);

#endif
