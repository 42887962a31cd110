/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The words on a picture, as DOT strings: lines end in the two characters
 * \n, and whatever came from outside is escaped so that it is shown as it is.
 * Each function adds to t and leaves it NUL-terminated.
 */
#ifndef OTCAP_GRAPH_LABEL_H
#define OTCAP_GRAPH_LABEL_H

#include "ground/text.h"
#include "present/graph.h"

/*
 * Backslashes (\N, \G), entities (&lt;), control bytes and broken UTF-8 mean
 * something to Graphviz and nothing to the reader.
 */
void graph_escape(struct text *t, const char *s);

void graph_node_label(const struct graph *g, const struct graph_node *n,
		      struct text *t);
/* The most used services, and how many more. */
void graph_edge_label(const struct graph *g, const struct graph_edge *edge,
		      struct text *t);
/* All services, with ports and volumes, up to a limit. */
void graph_edge_tip(const struct graph *g, const struct graph_edge *edge,
		    struct text *t);
/* What was drawn, and how to read it. */
void graph_caption(const struct graph *g, struct text *t);

#endif
