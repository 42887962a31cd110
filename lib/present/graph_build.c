/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/graph.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/stamp.h"
#include "judge/detect_work.h"
#include "present/graph_alike.h"
#include "present/graph_fold.h"
#include "present/graph_gather.h"
#include "present/graph_nodes.h"
#include "present/graph_talks.h"
#include "understand/record.h"

struct graph_builder {
	struct graph_options o;
	struct graph_gather gather;
	struct graph facts;	/* what runs said, until the graph is made */
};

struct graph_builder *graph_builder_new(const struct graph_options *o)
{
	struct graph_builder *b = xcalloc(1, sizeof *b);

	b->o = *o;
	b->gather.o = &b->o;
	b->gather.last_ns = STAMP_NONE;
	b->facts.has_baseline = o->baseline != NULL;
	b->facts.without_background = o->no_background;
	b->facts.without_known = o->only_changes;
	b->facts.first_ns = INT64_MAX;
	b->facts.last_ns = INT64_MIN;
	b->facts.capture = "";
	return b;
}

void graph_builder_free(struct graph_builder *b)
{
	if (!b)
		return;
	graph_gather_release(&b->gather);
	free(b);
}

static void note_run(struct graph *facts, const struct record *r)
{
	if (!facts->n_captures || strcmp(r->capture, facts->capture) < 0)
		facts->capture = r->capture;
	facts->n_captures++;
	facts->n_damaged += record_is_damaged(r) || record_is_cut(r);
}

void graph_builder_add(struct graph_builder *b, const struct record *r)
{
	if (r->kind == RECORD_RUN)
		note_run(&b->facts, r);
	if (flow_is(r))
		graph_gather_add(&b->gather, r);
	if (r->kind == RECORD_ARP || r->first_ns == STAMP_NONE)
		return;
	if (r->first_ns < b->facts.first_ns)
		b->facts.first_ns = r->first_ns;
	if (r->last_ns > b->facts.last_ns)
		b->facts.last_ns = r->last_ns;
}

static size_t count_edges(const struct graph *g)
{
	size_t n = 0;

	for (size_t i = 0; i < g->n_talks; i = graph_edge_end(g, i))
		n++;
	return n;
}

static void take_talks(struct graph *g, const struct graph_talks *ts)
{
	g->talks = ts->items;
	g->n_talks = ts->n;
}

/* The talks become the graph's, hosts alike made one where that is wanted. */
static int settle_talks(struct graph *g, struct graph_talks *ts,
			const struct graph_options *o, struct err *e)
{
	size_t n;

	graph_fold(ts);
	take_talks(g, ts);
	n = count_edges(g);
	if (o->group == GRAPH_GROUP_ALWAYS ||
	    (o->group == GRAPH_GROUP_AUTO && n > GRAPH_CROWDED)) {
		graph_group_alike(ts, o, g);
		take_talks(g, ts);
		n = count_edges(g);
	}
	*ts = (struct graph_talks){ 0 };
	if (n > o->max_edges)
		return err_set(e, "graph: %zu edges, more than %" PRIu64
			       ": draw less (--changes, --no-background,"
			       " fewer inputs) or raise --max-edges", n,
			       o->max_edges);
	g->edges = xcalloc(n, sizeof *g->edges);
	return 0;
}

static struct graph_edge *add_edge(struct graph *g, size_t talk, size_t n)
{
	const struct graph_talk *t = &g->talks[talk];
	struct graph_edge *edge = &g->edges[g->n_edges++];

	edge->from = graph_find_client(g, t);
	edge->to = graph_find_server(g, t);
	edge->talk = talk;
	edge->n_talks = n;
	edge->look = t->look;
	edge->peer = true;
	for (size_t i = 0; i < n; i++) {
		edge->peer = edge->peer && t[i].peer;
		edge->packets += t[i].packets;
	}
	return edge;
}

static void connect(struct graph *g, const struct graph_options *o)
{
	for (size_t i = 0, end; i < g->n_talks; i = end) {
		const struct graph_edge *edge;

		end = graph_edge_end(g, i);
		edge = add_edge(g, i, end - i);
		if (g->talks[i].fold)
			graph_describe_targets(&g->nodes[edge->to], o,
					       &g->talks[i], end - i);
	}
}

static void find_missing(struct graph *g, const struct graph_gather *ga)
{
	for (size_t i = 0; i < g->n_nodes; i++) {
		struct graph_node *n = &g->nodes[i];

		if (!n->fold && !graph_gather_is_alive(ga, n->addr))
			n->look = GRAPH_MISSING;
	}
}

int graph_builder_finish(struct graph_builder *b, struct graph *g,
			 struct err *e)
{
	graph_gather_finish(&b->gather);
	*g = b->facts;
	if (settle_talks(g, &b->gather.talks, &b->o, e)) {
		graph_release(g);
		return -1;
	}
	graph_collect_nodes(g);
	graph_describe_hosts(g, &b->o);
	find_missing(g, &b->gather);
	connect(g, &b->o);
	graph_serve(g);
	return 0;
}
