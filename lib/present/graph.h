/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who talks to whom, as nodes and edges: a picture before it is drawn.
 *
 * Hosts are nodes; all that one client asks of one server is one edge, or
 * two when a part of it is new and must stand apart. Targets of one source
 * that never answered are folded into one node, so that a scan is one arrow
 * and not a thousand, and so are hosts that do the same. Everything is in an
 * order that follows from addresses and ports only. This module draws nothing
 * and knows no Graphviz.
 */
#ifndef OTCAP_GRAPH_H
#define OTCAP_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ground/err.h"

struct baseline;
struct names;
struct record;

/* Beside a baseline everything is known, new or missing; else plain. */
enum graph_look { GRAPH_PLAIN, GRAPH_KNOWN, GRAPH_NEW, GRAPH_MISSING };

enum graph_answer { GRAPH_ANSWERED, GRAPH_REFUSED, GRAPH_SILENT };

/* Targets of one source drawn as one node. */
enum graph_fold { FOLD_NONE, FOLD_REFUSED, FOLD_SILENT };

/* One conversation: a client and a server endpoint. */
struct graph_talk {
	uint32_t client, server;
	uint16_t port;		/* the server's */
	uint8_t proto;		/* 6, 17 */
	uint8_t look;		/* enum graph_look */
	uint8_t answer;		/* enum graph_answer, the best it got */
	uint8_t fold;		/* enum graph_fold */
	bool peer;		/* nobody is the master */
	bool hidden;		/* counts as alive, is not drawn */
	const char *service;	/* "" unknown */
	uint64_t n_flows, packets;
};

struct graph_node {
	uint32_t addr;		/* folded: the source's */
	uint8_t fold;		/* enum graph_fold */
	uint8_t look;		/* enum graph_look */
	uint8_t role;		/* enum host_role */
	bool outside;
	const char *name, *zone;	/* NULL: none */
	size_t n_targets;	/* folded, or hosts alike: how many, */
	uint32_t lowest, highest;	/* and between which addresses */
	size_t served, n_served;	/* slice of graph.served */
};

/* Hosts that do the same with the same partners, drawn as one. */
struct graph_group {
	uint32_t lowest, highest;	/* the lowest stands for all */
	size_t n;
};

struct graph_edge {
	size_t from, to;	/* indices of nodes */
	size_t talk, n_talks;	/* slice of graph.talks */
	uint8_t look;		/* enum graph_look */
	bool peer;
	uint64_t packets;
};

struct graph {
	struct graph_talk *talks;
	size_t n_talks;
	struct graph_talk *served;	/* what a node answers, by server */
	size_t n_served;
	struct graph_node *nodes;	/* by address, folded ones last */
	size_t n_nodes;
	struct graph_edge *edges;	/* by client, server, look */
	size_t n_edges;
	struct graph_group *groups;	/* by address */
	size_t n_groups;
	bool has_baseline;
	bool without_background, without_known;	/* left out on purpose */
	int64_t first_ns, last_ns;	/* of the flows */
	const char *capture;	/* name of the first one, "" none */
	size_t n_captures, n_damaged;
};

/* Should hosts that are alike be one node? AUTO: where it gets crowded. */
enum graph_group_when { GRAPH_GROUP_AUTO, GRAPH_GROUP_ALWAYS,
			GRAPH_GROUP_NEVER };

/* With more edges than this a picture is crowded. */
enum { GRAPH_CROWDED = 80 };

struct graph_options {
	const struct names *names;	/* never NULL */
	const struct baseline *baseline;	/* NULL: nothing is new */
	uint64_t max_edges;
	bool no_background;	/* leave out known time, name and log traffic */
	bool only_changes;	/* leave out what is known */
	enum graph_group_when group;
};

struct graph_builder;

/* All pointers are borrowed until the graph is released. */
struct graph_builder *graph_builder_new(const struct graph_options *o);
void graph_builder_free(struct graph_builder *b);	/* NULL is fine */
/* Records in any order; strings are borrowed. */
void graph_builder_add(struct graph_builder *b, const struct record *r);
/* Once, after the last record; -1 when there are too many edges. */
int graph_builder_finish(struct graph_builder *b, struct graph *g,
			 struct err *e);

void graph_release(struct graph *g);

/*
 * Asked, and not heard: what a scan leaves behind. A datagram protocol that
 * only ever sends one way (logs, traps) sends more than a few.
 */
bool graph_talk_is_probe(const struct graph_talk *t);

#endif
