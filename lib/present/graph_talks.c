/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/graph_talks.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"

#define COMPARE(a, b)                            \
	do {                                     \
		if ((a) != (b))                  \
			return (a) < (b) ? -1 : 1; \
	} while (0)

int graph_talk_cmp(const void *va, const void *vb)
{
	const struct graph_talk *a = va, *b = vb;

	COMPARE(a->client, b->client);
	COMPARE(a->fold, b->fold);
	if (a->fold)
		COMPARE(a->look, b->look);
	COMPARE(a->server, b->server);
	COMPARE(a->look, b->look);
	COMPARE(a->proto, b->proto);
	COMPARE(a->port, b->port);
	return strcmp(a->service, b->service);
}

static bool on_one_edge(const struct graph_talk *a, const struct graph_talk *b)
{
	return a->client == b->client && a->fold == b->fold &&
	       (a->fold || a->server == b->server) && a->look == b->look;
}

size_t graph_edge_end(const struct graph *g, size_t i)
{
	size_t end = i + 1;

	while (end < g->n_talks && on_one_edge(&g->talks[i], &g->talks[end]))
		end++;
	return end;
}

static void join(struct graph_talk *a, const struct graph_talk *b)
{
	if (b->answer < a->answer)
		a->answer = b->answer;
	a->peer = a->peer && b->peer;
	a->hidden = a->hidden && b->hidden;
	a->n_flows += b->n_flows;
	a->packets += b->packets;
}

void graph_talks_merge(struct graph_talks *ts)
{
	size_t kept = 0;

	if (!ts->n)
		return;
	qsort(ts->items, ts->n, sizeof *ts->items, graph_talk_cmp);
	for (size_t i = 1; i < ts->n; i++) {
		if (graph_talk_cmp(&ts->items[kept], &ts->items[i]) == 0)
			join(&ts->items[kept], &ts->items[i]);
		else
			ts->items[++kept] = ts->items[i];
	}
	ts->n = kept + 1;
}

void graph_talks_add(struct graph_talks *ts, const struct graph_talk *t)
{
	if (ts->n == ts->cap) {
		graph_talks_merge(ts);
		/* Merging that freed less than half will not do again. */
		if (ts->n >= ts->cap / 2)
			ts->items = grow(ts->items, ts->cap, &ts->cap,
					 sizeof *ts->items);
	}
	ts->items[ts->n++] = *t;
}
