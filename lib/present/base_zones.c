/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/base_zones.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/row.h"
#include "ground/strpool.h"
#include "judge/baseline_edit.h"
#include "judge/baseline_words.h"
#include "judge/joined.h"
#include "judge/names.h"
#include "present/base_fields.h"
#include "present/base_grid.h"
#include "present/base_talks.h"

/* One conversation, by the zones of its ends. */
struct crossing {
	const char *zone[2];	/* by role; "" none */
	const struct base_talk *talk;
};

/* All of two zones. */
struct sum {
	const char *zone[2];
	size_t n_talks, n_review;
	uint64_t n_flows;
	struct text services;	/* "+"-joined */
};

struct zones {
	struct strpool *pool;
	struct base_talks talks;
	struct crossing *items;
	struct sum *sums;
	size_t n, cap;
};

static const char *zone_of(const struct names *names, const struct party *p)
{
	uint32_t addr = p->net.net;
	const char *zone;

	if (p->name && !names_member(names, p->name, 0, &addr))
		return "";
	zone = names_zone(names, addr);
	if (zone)
		return zone;
	return names_is_inside(names, addr) || (!p->name && !p->net.bits) ?
		       "" : "outside";
}

/* Zones in order, those without one last. */
static int zone_cmp(const char *a, const char *b)
{
	return a[0] && b[0] ? strcmp(a, b) : !a[0] - !b[0];
}

static int crossing_cmp(const void *pa, const void *pb)
{
	const struct crossing *a = pa, *b = pb;
	int c = zone_cmp(a->zone[0], b->zone[0]);

	return c ? c : zone_cmp(a->zone[1], b->zone[1]);
}

/* What has no name is called by its port. */
static void add_service(struct sum *s, const struct base_talk *talk)
{
	struct text word = { 0 }, all = { 0 };

	text_puts(&word, talk->service);
	if (!word.len)
		base_talk_put_service(&word, "", talk->proto, talk->ports);
	joined_union(&all, s->services.s, word.s, SIZE_MAX);
	text_clear(&s->services);
	text_puts(&s->services, all.s);
	text_release(&word);
	text_release(&all);
}

static void add(struct zones *z, const struct crossing *c)
{
	struct sum *s = z->n ? &z->sums[z->n - 1] : NULL;

	if (!s || zone_cmp(s->zone[0], c->zone[0]) ||
	    zone_cmp(s->zone[1], c->zone[1])) {
		z->sums = grow(z->sums, z->n, &z->cap, sizeof *z->sums);
		s = &z->sums[z->n++];
		*s = (struct sum){ .zone = { c->zone[0], c->zone[1] } };
		text_puts(&s->services, "");
	}
	s->n_talks++;
	s->n_review += c->talk->status == RULE_REVIEW;
	s->n_flows += c->talk->n_flows;
	add_service(s, c->talk);
}

static void make(struct zones *z, const struct baseline *b,
		 const struct names *names)
{
	*z = (struct zones){ .pool = strpool_new((uint64_t)(uintptr_t)z) };
	base_talks_make(&z->talks, b, z->pool);
	z->items = xcalloc(z->talks.n, sizeof *z->items);
	for (size_t i = 0; i < z->talks.n; i++) {
		const struct base_talk *talk = &z->talks.items[i];

		z->items[i] = (struct crossing){
			{ zone_of(names, &talk->end[0]),
			  zone_of(names, &talk->end[1]) }, talk };
	}
	qsort(z->items, z->talks.n, sizeof *z->items, crossing_cmp);
	for (size_t i = 0; i < z->talks.n; i++)
		add(z, &z->items[i]);
}

static void release(struct zones *z)
{
	for (size_t i = 0; i < z->n; i++)
		text_release(&z->sums[i].services);
	free(z->sums);
	free(z->items);
	base_talks_release(&z->talks);
	strpool_free(z->pool);
}

static const char *shown(const char *zone)
{
	return zone[0] ? zone : "(no zone)";
}

/* What stands before the services of a line; NULL: the heads. */
static void add_cells(struct grid *g, const struct sum *s)
{
	char number[24];

	grid_add(g, s ? shown(s->zone[0]) : "CLIENTS IN");
	grid_add(g, s ? shown(s->zone[1]) : "SERVERS IN");
	snprintf(number, sizeof number, "%zu", s ? s->n_talks : 0);
	grid_add(g, s ? number : "CONVERSATIONS");
	snprintf(number, sizeof number, "%zu", s ? s->n_review : 0);
	grid_add(g, s ? number : "REVIEW");
	snprintf(number, sizeof number, "%llu",
		 s ? (unsigned long long)s->n_flows : 0);
	grid_add(g, s ? number : "FLOWS");
}

/* The services go on below each other where they do not fit. */
static void put_services(const struct sum *s, const char *line, size_t indent,
			 struct text *t)
{
	const char *set = s ? s->services.s : "SERVICES", *word;
	struct text item = { 0 };
	struct fields f;
	size_t len;

	fields_begin(&f, t, line, indent);
	while ((word = joined_next(&set, &len))) {
		text_clear(&item);
		text_add(&item, word, len);
		fields_item(&f, item.s);
	}
	fields_end(&f);
	text_release(&item);
}

void zones_put(const struct baseline *b, const struct names *names,
	       struct text *t)
{
	struct grid g = { .n_columns = 5 };
	struct text lines = { 0 };
	size_t indent = 0;
	struct zones z;
	char *line, *next;

	make(&z, b, names);
	for (size_t i = 0; i <= z.n; i++)
		add_cells(&g, i ? &z.sums[i - 1] : NULL);
	for (size_t i = 0; i < g.n_columns; i++)
		indent += g.width[i] + 2;
	grid_put(&g, "", &lines);
	line = lines.s;
	for (size_t i = 0; i <= z.n; i++, line = next) {
		next = strchr(line, '\n') + 1;
		next[-1] = '\0';
		put_services(i ? &z.sums[i - 1] : NULL, line, indent, t);
	}
	grid_release(&g);
	text_release(&lines);
	release(&z);
}

void zones_put_csv(const struct baseline *b, const struct names *names,
		   struct text *t)
{
	struct zones z;

	make(&z, b, names);
	text_puts(t, "client_zone,server_zone,conversations,review,services,"
		  "flows\n");
	for (size_t i = 0; i < z.n; i++) {
		const struct sum *s = &z.sums[i];

		row_put(t, s->zone[0]);
		text_putc(t, ',');
		row_put(t, s->zone[1]);
		text_printf(t, ",%zu,%zu,", s->n_talks, s->n_review);
		row_put(t, s->services.s);
		text_printf(t, ",%llu\n", (unsigned long long)s->n_flows);
	}
	release(&z);
}
