/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/graph_nodes.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "judge/baseline.h"
#include "judge/names.h"
#include "present/graph_talks.h"

static int cmp_nodes(const void *va, const void *vb)
{
	const struct graph_node *a = va, *b = vb;
	bool a_folded = a->fold != FOLD_NONE, b_folded = b->fold != FOLD_NONE;

	if (a_folded != b_folded)
		return a_folded - b_folded;
	if (a->addr != b->addr)
		return a->addr < b->addr ? -1 : 1;
	if (a->fold != b->fold)
		return a->fold - b->fold;
	/* One folded node an edge: the look tells these apart, too. */
	return a_folded ? a->look - b->look : 0;
}

static struct graph_node client_key(const struct graph_talk *t)
{
	return (struct graph_node){ .addr = t->client };
}

static struct graph_node server_key(const struct graph_talk *t)
{
	if (!t->fold)
		return (struct graph_node){ .addr = t->server };
	return (struct graph_node){
		.addr = t->client, .fold = t->fold, .look = t->look
	};
}

static size_t find_node(const struct graph *g, const struct graph_node *key)
{
	const struct graph_node *n = bsearch(key, g->nodes, g->n_nodes,
					     sizeof *g->nodes, cmp_nodes);

	return (size_t)(n - g->nodes);
}

size_t graph_find_client(const struct graph *g, const struct graph_talk *t)
{
	const struct graph_node key = client_key(t);

	return find_node(g, &key);
}

size_t graph_find_server(const struct graph *g, const struct graph_talk *t)
{
	const struct graph_node key = server_key(t);

	return find_node(g, &key);
}

void graph_collect_nodes(struct graph *g)
{
	size_t cap = 0, kept = 0;

	for (size_t i = 0; i < g->n_talks; i = graph_edge_end(g, i)) {
		g->nodes = grow(g->nodes, g->n_nodes + 1, &cap,
				sizeof *g->nodes);
		g->nodes[g->n_nodes++] = client_key(&g->talks[i]);
		g->nodes[g->n_nodes++] = server_key(&g->talks[i]);
	}
	if (!g->n_nodes)
		return;
	qsort(g->nodes, g->n_nodes, sizeof *g->nodes, cmp_nodes);
	for (size_t i = 1; i < g->n_nodes; i++)
		if (cmp_nodes(&g->nodes[kept], &g->nodes[i]) != 0)
			g->nodes[++kept] = g->nodes[i];
	g->n_nodes = kept + 1;
}

/* What the names say, where all the targets of a folded node agree. */
void graph_describe_targets(struct graph_node *n, const struct graph_options *o,
			    const struct graph_talk *t, size_t n_talks)
{
	const char *zone = names_zone(o->names, t->server);

	n->lowest = t->server;
	n->highest = t[n_talks - 1].server;
	n->outside = true;
	for (size_t i = 0; i < n_talks; i++) {
		const char *other = names_zone(o->names, t[i].server);

		if (i == 0 || t[i].server != t[i - 1].server)
			n->n_targets++;
		if (names_is_inside(o->names, t[i].server))
			n->outside = false;
		if (!zone || !other || strcmp(zone, other) != 0)
			zone = NULL;
	}
	n->zone = zone;
}

static int cmp_groups(const void *va, const void *vb)
{
	const struct graph_group *a = va, *b = vb;

	return (a->lowest > b->lowest) - (a->lowest < b->lowest);
}

static void describe_group(struct graph_node *n, const struct graph *g)
{
	const struct graph_group key = { .lowest = n->addr }, *group = NULL;

	if (g->n_groups)
		group = bsearch(&key, g->groups, g->n_groups,
				sizeof *g->groups, cmp_groups);
	if (!group)
		return;
	n->n_targets = group->n;
	n->lowest = group->lowest;
	n->highest = group->highest;
}

static void describe_host(struct graph_node *n, const struct graph_options *o)
{
	n->look = o->baseline ? GRAPH_KNOWN : GRAPH_PLAIN;
	n->name = names_name(o->names, n->addr);
	n->zone = names_zone(o->names, n->addr);
	n->role = (uint8_t)names_role(o->names, n->addr);
	n->outside = !names_is_inside(o->names, n->addr);
}

static void mark_new(struct graph_node *n, const struct graph_options *o)
{
	if (n->fold == FOLD_NONE && !baseline_has_host(o->baseline, n->addr))
		n->look = GRAPH_NEW;
}

/* Hosts that only do what is known are not new: nobody else names one that is
 * looked for and never answers. */
static void mark_new_hosts(struct graph *g, const struct graph_options *o)
{
	for (size_t i = 0; i < g->n_talks; i++) {
		const struct graph_talk *t = &g->talks[i];

		if (t->look != GRAPH_NEW)
			continue;
		mark_new(&g->nodes[graph_find_client(g, t)], o);
		mark_new(&g->nodes[graph_find_server(g, t)], o);
	}
}

void graph_describe_hosts(struct graph *g, const struct graph_options *o)
{
	for (size_t i = 0; i < g->n_nodes && !g->nodes[i].fold; i++) {
		describe_host(&g->nodes[i], o);
		describe_group(&g->nodes[i], g);
	}
	if (o->baseline)
		mark_new_hosts(g, o);
}

/* --- what a host serves --------------------------------------------------- */

static int cmp_served(const void *va, const void *vb)
{
	const struct graph_talk *a = va, *b = vb;

	if (a->server != b->server)
		return a->server < b->server ? -1 : 1;
	if (a->proto != b->proto)
		return a->proto - b->proto;
	if (a->port != b->port)
		return a->port - b->port;
	return strcmp(a->service, b->service);
}

static void collect_served(struct graph *g)
{
	size_t kept = 0;

	g->served = xreallocarray(NULL, g->n_talks, sizeof *g->served);
	for (size_t i = 0; i < g->n_talks; i++)
		if (!g->talks[i].fold && g->talks[i].look != GRAPH_MISSING &&
		    !graph_talk_is_probe(&g->talks[i]))
			g->served[g->n_served++] = g->talks[i];
	if (!g->n_served)
		return;
	qsort(g->served, g->n_served, sizeof *g->served, cmp_served);
	for (size_t i = 1; i < g->n_served; i++)
		if (cmp_served(&g->served[kept], &g->served[i]) != 0)
			g->served[++kept] = g->served[i];
	g->n_served = kept + 1;
}

/* Nodes and what they serve are both in the order of addresses. */
static void share_served(struct graph *g)
{
	size_t k = 0;

	for (size_t i = 0; i < g->n_nodes && !g->nodes[i].fold; i++) {
		while (k < g->n_served && g->served[k].server <
		       g->nodes[i].addr)
			k++;
		g->nodes[i].served = k;
		while (k < g->n_served && g->served[k].server ==
		       g->nodes[i].addr)
			k++;
		g->nodes[i].n_served = k - g->nodes[i].served;
	}
}

void graph_serve(struct graph *g)
{
	collect_served(g);
	share_served(g);
}
