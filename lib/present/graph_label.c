/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/graph_label.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/stamp.h"
#include "judge/names.h"
#include "present/graph_words.h"
#include "read/packet.h"

enum {
	EDGE_WORDS = 4,		/* services named on an edge */
	NODE_WORDS = 3,		/* and in a node */
	PROBES_NAMED = 2,	/* ports tried in vain, then only counted */
	TIP_LINES = 40
};

enum {
	ANSWERED = 1 << GRAPH_ANSWERED,
	REFUSED = 1 << GRAPH_REFUSED,
	SILENT = 1 << GRAPH_SILENT
};

/* "1 host", "2 hosts" */
static void put_count(struct text *t, uint64_t n, const char *thing)
{
	text_u64(t, n);
	text_putc(t, ' ');
	text_puts(t, thing);
	if (n != 1)
		text_putc(t, 's');
}

/* Add a line break between lines, none before the first. */
static void next_line(struct text *t)
{
	if (t->len)
		text_puts(t, "\\n");
}

/* --- nodes ---------------------------------------------------------------- */

static const char *role_word(uint8_t role)
{
	switch ((enum host_role)role) {
	case HOST_GATEWAY:
		return "gateway";
	case HOST_TRANSIENT:
		return "transient";
	case HOST_UNUSED:
		return "decoy";
	case HOST_SCANNER:
		return "scanner";
	case HOST_ORDINARY:
		break;
	}
	return NULL;
}

static void put_served(const struct graph *g, const struct graph_node *n,
		       struct text *t)
{
	struct graph_words w = { 0 };

	graph_words_of(&w, &g->served[n->served], n->n_served, ANSWERED);
	for (size_t i = 0; i < w.n && i < NODE_WORDS; i++) {
		if (i)
			text_puts(t, ", ");
		else
			text_puts(t, "\\nserves ");
		graph_word_put(&w.items[i], t);
	}
	if (w.n > NODE_WORDS)
		text_printf(t, " +%zu more", w.n - NODE_WORDS);
	graph_words_release(&w);
}

static void put_range(const struct graph_node *n, struct text *t)
{
	text_puts(t, "\\n");
	text_addr(t, n->lowest);
	text_puts(t, "\\nto ");
	text_addr(t, n->highest);
}

static void put_targets(const struct graph_node *n, struct text *t)
{
	text_printf(t, "%zu addresses\\n%s", n->n_targets,
		    n->fold == FOLD_REFUSED ? "refused" : "no answer");
	put_range(n, t);
}

static void put_identity(const struct graph_node *n, struct text *t)
{
	if (n->n_targets) {
		text_printf(t, "%zu hosts alike", n->n_targets);
		put_range(n, t);
		return;
	}
	if (n->name) {
		graph_escape(t, n->name);
		next_line(t);
	}
	text_addr(t, n->addr);
}

void graph_node_label(const struct graph *g, const struct graph_node *n,
		      struct text *t)
{
	const char *role = role_word(n->role);

	if (n->fold) {
		put_targets(n, t);
		return;
	}
	put_identity(n, t);
	if (role)
		text_printf(t, "\\n(%s)", role);
	if (n->look == GRAPH_MISSING)
		text_puts(t, "\\nnot seen");
	put_served(g, n, t);
}

/* --- edges ---------------------------------------------------------------- */

static void put_answered(const struct graph_talk *talks, size_t n,
			 struct text *t)
{
	struct graph_words w = { 0 };

	graph_words_of(&w, talks, n, ANSWERED);
	for (size_t i = 0; i < w.n && i < EDGE_WORDS; i++) {
		next_line(t);
		graph_word_put(&w.items[i], t);
	}
	if (w.n > EDGE_WORDS) {
		next_line(t);
		text_printf(t, "+%zu more", w.n - EDGE_WORDS);
	}
	graph_words_release(&w);
}

static void put_probes(const struct graph *g, const struct graph_edge *edge,
		       unsigned answers, const char *outcome, struct text *t)
{
	struct graph_words w = { 0 };

	graph_words_of(&w, &g->talks[edge->talk], edge->n_talks, answers);
	if (w.n > PROBES_NAMED) {
		next_line(t);
		text_printf(t, "%zu ports%s", w.n, outcome);
	}
	for (size_t i = 0; i < w.n && w.n <= PROBES_NAMED; i++) {
		next_line(t);
		graph_word_put(&w.items[i], t);
		text_puts(t, outcome);
	}
	graph_words_release(&w);
}

void graph_edge_label(const struct graph *g, const struct graph_edge *edge,
		      struct text *t)
{
	put_answered(&g->talks[edge->talk], edge->n_talks, t);
	/* How a folded node took it stands in the node. */
	if (g->talks[edge->talk].fold) {
		put_probes(g, edge, REFUSED | SILENT, " tried", t);
		return;
	}
	put_probes(g, edge, REFUSED, " refused", t);
	put_probes(g, edge, SILENT, ", no answer", t);
}

static void put_tip_line(const struct graph_talk *talk, struct text *t)
{
	next_line(t);
	if (talk->fold) {
		text_addr(t, talk->server);
		text_putc(t, ' ');
	}
	if (talk->service[0]) {
		graph_escape(t, talk->service);
		text_putc(t, ' ');
	}
	text_printf(t, "%u/%s", talk->port,
		    talk->proto == IP_TCP ? "tcp" : "udp");
	if (talk->look == GRAPH_MISSING) {
		text_puts(t, ": not seen");
		return;
	}
	text_puts(t, ": ");
	put_count(t, talk->n_flows, "flow");
	text_puts(t, ", ");
	put_count(t, talk->packets, "packet");
	if (graph_talk_is_probe(talk))
		text_puts(t, talk->answer == GRAPH_REFUSED ? ", refused" :
			  ", no answer");
}

void graph_edge_tip(const struct graph *g, const struct graph_edge *edge,
		    struct text *t)
{
	for (size_t i = 0; i < edge->n_talks && i < TIP_LINES; i++)
		put_tip_line(&g->talks[edge->talk + i], t);
	if (edge->n_talks > TIP_LINES) {
		next_line(t);
		text_printf(t, "+%zu more", edge->n_talks - TIP_LINES);
	}
}

/* --- the caption ---------------------------------------------------------- */

/* To the second: a picture needs no nanoseconds. */
static void put_time(struct text *t, int64_t ns)
{
	char buf[STAMP_TEXT];

	stamp_format(ns, buf);
	buf[10] = ' ';
	text_add(t, buf, 19);
}

static void put_sources(const struct graph *g, struct text *t)
{
	graph_escape(t, g->capture);
	if (g->n_captures > 1)
		text_printf(t, " and %zu more", g->n_captures - 1);
	if (g->first_ns <= g->last_ns) {
		if (t->len)
			text_puts(t, ", ");
		put_time(t, g->first_ns);
		text_puts(t, " to ");
		put_time(t, g->last_ns);
		text_puts(t, " UTC");
	}
	if (g->n_damaged)
		text_printf(t, ", INCOMPLETE: %zu cut or damaged",
			    g->n_damaged);
}

static size_t count_hosts(const struct graph *g)
{
	size_t n = 0;

	for (size_t i = 0; i < g->n_nodes; i++)
		if (!g->nodes[i].fold)
			n += g->nodes[i].n_targets ? g->nodes[i].n_targets : 1;
	return n;
}

static size_t count_looks(const struct graph *g, enum graph_look look)
{
	size_t n = 0;

	for (size_t i = 0; i < g->n_edges; i++)
		n += g->edges[i].look == look;
	return n;
}

static bool any_outside(const struct graph *g)
{
	for (size_t i = 0; i < g->n_nodes; i++)
		if (g->nodes[i].outside)
			return true;
	return false;
}

void graph_caption(const struct graph *g, struct text *t)
{
	put_sources(g, t);
	if (t->len)
		text_puts(t, "\\l");
	put_count(t, count_hosts(g), "host");
	text_puts(t, ", ");
	put_count(t, g->n_edges, "arrow");
	text_puts(t, " from client to server");
	if (any_outside(g))
		text_puts(t, "; hexagon: outside the plant");
	if (g->without_background)
		text_puts(t, "; background left out");
	text_puts(t, "\\l");
	if (!g->has_baseline)
		return;
	if (g->without_known)
		text_puts(t, "known left out, ");
	else
		text_printf(t, "%zu known (thin, grey), ",
			    count_looks(g, GRAPH_KNOWN));
	text_printf(t, "%zu NEW (bold, orange), %zu missing (dashed, blue)\\l",
		    count_looks(g, GRAPH_NEW), count_looks(g, GRAPH_MISSING));
}
