/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/graph_alike.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "judge/baseline.h"
#include "judge/names.h"

/* A talk as one of its two hosts sees it. */
struct facet {
	uint32_t host, other;
	const struct graph_talk *talk;
	bool serves;
};

struct host {
	uint32_t addr;
	uint32_t stands;	/* the address that stands for it */
	const struct facet *facets;
	size_t n_facets;
	const char *zone;
	uint8_t role;		/* enum host_role */
	bool apart;		/* has something that must be seen */
	bool outside;
};

struct hosts {
	struct facet *facets;
	size_t n_facets;
	struct host *items;
	size_t n;
};

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

/* --- facets --------------------------------------------------------------- */

/* A service by its name, else by its port. */
static int cmp_service(const struct graph_talk *a, const struct graph_talk *b)
{
	int c = strcmp(a->service, b->service);

	if (c || a->service[0])
		return c;
	c = ORDER(a->proto, b->proto);
	return c ? c : ORDER(a->port, b->port);
}

/* The same but for the host it is a facet of. */
static int cmp_content(const struct facet *a, const struct facet *b)
{
	int c = ORDER(a->other, b->other);

	c = c ? c : ORDER(a->serves, b->serves);
	c = c ? c : ORDER(a->talk->look, b->talk->look);
	c = c ? c : ORDER(a->talk->answer, b->talk->answer);
	return c ? c : cmp_service(a->talk, b->talk);
}

static int cmp_facets(const void *va, const void *vb)
{
	const struct facet *a = va, *b = vb;
	int c = ORDER(a->host, b->host);

	return c ? c : cmp_content(a, b);
}

/* Several ports of one service between two hosts are one facet. */
static void collect_facets(struct hosts *hs, const struct graph_talks *ts)
{
	size_t kept = 0;

	hs->facets = xreallocarray(NULL, ts->n, 2 * sizeof *hs->facets);
	for (size_t i = 0; i < ts->n; i++) {
		const struct graph_talk *t = &ts->items[i];

		hs->facets[hs->n_facets++] = (struct facet){
			t->client, t->fold ? 0 : t->server, t, false
		};
		if (!t->fold)
			hs->facets[hs->n_facets++] = (struct facet){
				t->server, t->client, t, true
			};
	}
	if (!hs->n_facets)
		return;
	qsort(hs->facets, hs->n_facets, sizeof *hs->facets, cmp_facets);
	for (size_t i = 1; i < hs->n_facets; i++)
		if (cmp_facets(&hs->facets[kept], &hs->facets[i]) != 0)
			hs->facets[++kept] = hs->facets[i];
	hs->n_facets = kept + 1;
}

/* --- hosts ---------------------------------------------------------------- */

static struct host host_at(const struct hosts *hs, size_t i,
			   const struct graph_options *o)
{
	uint32_t addr = hs->facets[i].host;
	const char *zone = names_zone(o->names, addr);
	struct host h = {
		.addr = addr, .stands = addr, .facets = &hs->facets[i],
		.zone = zone ? zone : "",
		.role = (uint8_t)names_role(o->names, addr),
		.outside = !names_is_inside(o->names, addr),
	};

	h.apart = o->baseline && !baseline_has_host(o->baseline, addr);
	for (; i < hs->n_facets && hs->facets[i].host == addr; i++) {
		const struct graph_talk *t = hs->facets[i].talk;

		h.n_facets++;
		if (t->fold || t->look == GRAPH_NEW ||
		    t->look == GRAPH_MISSING)
			h.apart = true;
	}
	return h;
}

static void collect_hosts(struct hosts *hs, const struct graph_options *o)
{
	hs->items = xreallocarray(NULL, hs->n_facets, sizeof *hs->items);
	for (size_t i = 0; i < hs->n_facets;) {
		hs->items[hs->n] = host_at(hs, i, o);
		i += hs->items[hs->n++].n_facets;
	}
}

static int cmp_alike(const struct host *a, const struct host *b)
{
	int c = ORDER(a->apart, b->apart);

	c = c ? c : ORDER(a->role, b->role);
	c = c ? c : ORDER(a->outside, b->outside);
	c = c ? c : strcmp(a->zone, b->zone);
	c = c ? c : ORDER(a->n_facets, b->n_facets);
	for (size_t i = 0; !c && i < a->n_facets; i++)
		c = cmp_content(&a->facets[i], &b->facets[i]);
	return c;
}

static int by_likeness(const void *va, const void *vb)
{
	const struct host *a = va, *b = vb;
	int c = cmp_alike(a, b);

	return c ? c : ORDER(a->addr, b->addr);
}

static int by_addr(const void *va, const void *vb)
{
	const struct host *a = va, *b = vb;

	return ORDER(a->addr, b->addr);
}

/* --- groups --------------------------------------------------------------- */

static size_t end_of_group(const struct hosts *hs, size_t i)
{
	size_t end = i + 1;

	while (end < hs->n && !hs->items[i].apart &&
	       !cmp_alike(&hs->items[i], &hs->items[end]))
		end++;
	return end;
}

static int cmp_groups(const void *va, const void *vb)
{
	const struct graph_group *a = va, *b = vb;

	return ORDER(a->lowest, b->lowest);
}

static void find_groups(struct hosts *hs, struct graph *g)
{
	size_t cap = 0;

	if (hs->n)
		qsort(hs->items, hs->n, sizeof *hs->items, by_likeness);
	for (size_t i = 0, end; i < hs->n; i = end) {
		end = end_of_group(hs, i);
		if (end - i <= GRAPH_ALIKE_OVER)
			continue;
		for (size_t k = i; k < end; k++)
			hs->items[k].stands = hs->items[i].addr;
		g->groups = grow(g->groups, g->n_groups, &cap,
				 sizeof *g->groups);
		g->groups[g->n_groups++] = (struct graph_group){
			hs->items[i].addr, hs->items[end - 1].addr, end - i
		};
	}
	if (g->n_groups)
		qsort(g->groups, g->n_groups, sizeof *g->groups, cmp_groups);
}

static uint32_t stand_in(const struct hosts *hs, uint32_t addr)
{
	const struct host key = { .addr = addr };
	const struct host *h = bsearch(&key, hs->items, hs->n,
				       sizeof *hs->items, by_addr);

	return h->stands;
}

static void rename_ends(struct graph_talks *ts, struct hosts *hs)
{
	qsort(hs->items, hs->n, sizeof *hs->items, by_addr);
	for (size_t i = 0; i < ts->n; i++) {
		struct graph_talk *t = &ts->items[i];

		t->client = stand_in(hs, t->client);
		if (!t->fold)
			t->server = stand_in(hs, t->server);
	}
	graph_talks_merge(ts);
}

void graph_group_alike(struct graph_talks *ts, const struct graph_options *o,
		       struct graph *g)
{
	struct hosts hs = { 0 };

	collect_facets(&hs, ts);
	collect_hosts(&hs, o);
	find_groups(&hs, g);
	if (g->n_groups)
		rename_ends(ts, &hs);
	free(hs.facets);
	free(hs.items);
}
