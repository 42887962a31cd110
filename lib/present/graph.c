/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/graph.h"

#include <stdlib.h>

#include "read/packet.h"

bool graph_talk_is_probe(const struct graph_talk *t)
{
	enum { FEW_DATAGRAMS = 3 };

	if (t->look == GRAPH_MISSING || t->answer == GRAPH_ANSWERED)
		return false;
	return t->proto == IP_TCP || t->answer == GRAPH_REFUSED ||
	       t->packets <= FEW_DATAGRAMS * t->n_flows;
}

void graph_release(struct graph *g)
{
	free(g->talks);
	free(g->served);
	free(g->nodes);
	free(g->edges);
	free(g->groups);
	*g = (struct graph){ 0 };
}
