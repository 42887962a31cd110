/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/graph_dot.h"

#include <graphviz/cgraph.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/text.h"
#include "present/graph_label.h"

/* Dark enough for text on white, and apart for colour-blind eyes. */
#define INK "#222222"
#define GREY "#767676"
#define ORANGE "#B84300"
#define BLUE "#0060A0"

struct attribute {
	const char *name, *value;
};

/* cgraph has no attribute that was not declared with a default. */
static const struct attribute graph_attributes[] = {
	{ "bgcolor", "white" },
	{ "charset", "UTF-8" },
	{ "color", "#999999" },
	{ "fontname", "Helvetica" },
	{ "fontsize", "12" },
	{ "label", "" },
	{ "labeljust", "l" },
	{ "labelloc", "b" },
	{ "margin", "" },
	{ "nodesep", "0.3" },
	{ "outputorder", "edgesfirst" },
	{ "overlap", "prism" },
	{ "pad", "0.3" },
	{ "rankdir", "LR" },
	{ "ranksep", "1.0" },
	{ "splines", "true" },
	{ "style", "" },
};

static const struct attribute node_attributes[] = {
	{ "color", INK },
	{ "fillcolor", "#F5F5F5" },
	{ "fontcolor", INK },
	{ "fontname", "Helvetica" },
	{ "fontsize", "12" },
	{ "label", "" },
	{ "margin", "0.15,0.08" },
	{ "penwidth", "1" },
	{ "shape", "box" },
	{ "style", "rounded,filled" },
};

static const struct attribute edge_attributes[] = {
	{ "arrowsize", "0.8" },
	{ "color", INK },
	{ "dir", "forward" },
	{ "fontcolor", INK },
	{ "fontname", "Helvetica" },
	{ "fontsize", "11" },
	{ "label", "" },
	{ "labeltooltip", "" },
	{ "penwidth", "1" },
	{ "style", "solid" },
	{ "tooltip", "" },
};

#define LEN(a) (sizeof(a) / sizeof *(a))

/* cgraph copies every string, though its parameters are not const. */
static void set(void *object, const char *name, const char *value)
{
	agset(object, (char *)name, (char *)value);
}

static void declare(Agraph_t *ag, int kind, const struct attribute *a,
		    size_t n)
{
	for (size_t i = 0; i < n; i++)
		agattr(ag, kind, (char *)a[i].name, (char *)a[i].value);
}

static void set_text(void *object, const char *name, struct text *t)
{
	set(object, name, t->s ? t->s : "");
	text_clear(t);
}

/* --- nodes ---------------------------------------------------------------- */

static const char *const node_name_of_look[] = {
	[GRAPH_PLAIN] = "plain",
	[GRAPH_KNOWN] = "known",
	[GRAPH_NEW] = "new",
	[GRAPH_MISSING] = "missing",
};

static void put_node_name(const struct graph_node *n, struct text *t)
{
	text_addr(t, n->addr);
	if (n->fold)
		text_printf(t, " to %s %s", n->fold == FOLD_REFUSED ?
			    "refusing" : "silent", node_name_of_look[n->look]);
}

static void paint_node(Agnode_t *an, const struct graph_node *n)
{
	switch ((enum graph_look)n->look) {
	case GRAPH_PLAIN:
		break;
	case GRAPH_KNOWN:
		set(an, "color", GREY);
		set(an, "fontcolor", "#444444");
		break;
	case GRAPH_NEW:
		set(an, "color", ORANGE);
		set(an, "fillcolor", "#FFE8D6");
		set(an, "fontcolor", ORANGE);
		set(an, "fontname", "Helvetica-Bold");
		set(an, "penwidth", "3");
		break;
	case GRAPH_MISSING:
		set(an, "color", BLUE);
		set(an, "fillcolor", "white");
		set(an, "fontcolor", BLUE);
		set(an, "style", "rounded,filled,dashed");
		break;
	}
}

static void shape_node(Agnode_t *an, const struct graph_node *n)
{
	if (n->n_targets) {
		set(an, "shape", "box3d");
		set(an, "style", "filled");
	} else if (n->outside) {
		set(an, "shape", "hexagon");
		set(an, "style", n->look == GRAPH_MISSING ? "filled,dashed" :
		    "filled");
	}
}

static void add_node(Agraph_t *parent, const struct graph *g,
		     const struct graph_node *n)
{
	struct text t = { 0 };
	Agnode_t *an;

	put_node_name(n, &t);
	an = agnode(parent, t.s, 1);
	text_clear(&t);
	graph_node_label(g, n, &t);
	set_text(an, "label", &t);
	paint_node(an, n);
	shape_node(an, n);
	text_release(&t);
}

/* --- zones ---------------------------------------------------------------- */

static int cmp_words(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Each zone once, sorted; the array is the caller's. */
static const char **zones_of(const struct graph *g, size_t *n_zones)
{
	const char **zone = xreallocarray(NULL, g->n_nodes, sizeof *zone);
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < g->n_nodes; i++)
		if (g->nodes[i].zone && g->nodes[i].zone[0])
			zone[n++] = g->nodes[i].zone;
	if (n)
		qsort(zone, n, sizeof *zone, cmp_words);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || strcmp(zone[kept - 1], zone[i]) != 0)
			zone[kept++] = zone[i];
	*n_zones = kept;
	return zone;
}

static bool is_in(const struct graph_node *n, const char *zone)
{
	const char *own = n->zone ? n->zone : "";

	return strcmp(own, zone) == 0;
}

static void add_nodes(Agraph_t *parent, const struct graph *g,
		      const char *zone)
{
	for (size_t i = 0; i < g->n_nodes; i++)
		if (is_in(&g->nodes[i], zone))
			add_node(parent, g, &g->nodes[i]);
}

static void add_zones(Agraph_t *ag, const struct graph *g)
{
	struct text t = { 0 };
	const char **zone;
	size_t n;

	zone = zones_of(g, &n);
	for (size_t i = 0; i < n; i++) {
		Agraph_t *cluster;

		text_printf(&t, "cluster_%zu", i + 1);
		cluster = agsubg(ag, t.s, 1);
		text_clear(&t);
		graph_escape(&t, zone[i]);
		set_text(cluster, "label", &t);
		set(cluster, "labelloc", "t");
		set(cluster, "margin", "14");
		set(cluster, "style", "rounded");
		add_nodes(cluster, g, zone[i]);
	}
	add_nodes(ag, g, "");
	free(zone);
	text_release(&t);
}

/* --- edges ---------------------------------------------------------------- */

/* One point and a bit more for every factor of ten packets. */
static unsigned width_tenths(const struct graph_edge *edge)
{
	unsigned tenths = edge->look == GRAPH_NEW ? 26 : 10;

	for (uint64_t n = edge->packets; n >= 10 && tenths < 40; n /= 10)
		tenths += 2;
	return tenths;
}

static void paint_edge(Agedge_t *ae, const struct graph_edge *edge)
{
	switch ((enum graph_look)edge->look) {
	case GRAPH_PLAIN:
		break;
	case GRAPH_KNOWN:
		set(ae, "color", GREY);
		set(ae, "fontcolor", "#555555");
		break;
	case GRAPH_NEW:
		set(ae, "color", ORANGE);
		set(ae, "fontcolor", ORANGE);
		set(ae, "fontname", "Helvetica-Bold");
		break;
	case GRAPH_MISSING:
		set(ae, "color", BLUE);
		set(ae, "fontcolor", BLUE);
		set(ae, "style", "dashed");
		break;
	}
	if (edge->peer)
		set(ae, "dir", "none");
}

static void add_edge(Agraph_t *ag, const struct graph *g, Agnode_t **node,
		     const struct graph_edge *edge)
{
	Agedge_t *ae = agedge(ag, node[edge->from], node[edge->to], NULL, 1);
	struct text t = { 0 };
	unsigned tenths = width_tenths(edge);

	if (g->n_edges <= GRAPH_CROWDED || edge->look == GRAPH_NEW) {
		graph_edge_label(g, edge, &t);
		set_text(ae, "label", &t);
	}
	graph_edge_tip(g, edge, &t);
	set(ae, "labeltooltip", t.s);
	set_text(ae, "tooltip", &t);
	text_printf(&t, "%u.%u", tenths / 10, tenths % 10);
	set_text(ae, "penwidth", &t);
	paint_edge(ae, edge);
	text_release(&t);
}

static void add_edges(Agraph_t *ag, const struct graph *g)
{
	Agnode_t **node = xcalloc(g->n_nodes, sizeof *node);
	struct text t = { 0 };

	for (size_t i = 0; i < g->n_nodes; i++) {
		put_node_name(&g->nodes[i], &t);
		node[i] = agnode(ag, t.s, 0);
		text_clear(&t);
	}
	for (size_t i = 0; i < g->n_edges; i++)
		add_edge(ag, g, node, &g->edges[i]);
	free(node);
	text_release(&t);
}

void graph_put_dot(const struct graph *g, FILE *out)
{
	Agraph_t *ag = agopen((char *)"otcap", Agdirected, NULL);
	struct text t = { 0 };

	declare(ag, AGRAPH, graph_attributes, LEN(graph_attributes));
	declare(ag, AGNODE, node_attributes, LEN(node_attributes));
	declare(ag, AGEDGE, edge_attributes, LEN(edge_attributes));
	add_zones(ag, g);
	add_edges(ag, g);
	graph_caption(g, &t);
	set_text(ag, "label", &t);
	agwrite(ag, out);
	agclose(ag);
	text_release(&t);
}
