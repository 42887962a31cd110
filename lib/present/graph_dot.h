/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A graph as DOT, written by cgraph: the same graph gives the same bytes.
 *
 * Colour never says anything alone: new is bold, missing is dashed, outside
 * has another shape. Where it is crowded only what is new keeps its edge
 * labels; nodes still say what they serve, and every edge has a tooltip.
 */
#ifndef OTCAP_GRAPH_DOT_H
#define OTCAP_GRAPH_DOT_H

#include <stdio.h>

#include "present/graph.h"

/* Errors of writing stay in the stream. */
void graph_put_dot(const struct graph *g, FILE *out);

#endif
