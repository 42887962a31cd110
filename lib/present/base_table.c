/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/base_table.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/stamp.h"
#include "judge/baseline_edit.h"
#include "judge/baseline_port.h"
#include "judge/baseline_words.h"
#include "judge/names.h"
#include "present/base_grid.h"
#include "present/base_patterns.h"

enum { DATE_LEN = 10 };

/* A rule as one of its ends sees it. */
struct line {
	const struct rule *rule;
	bool serves;		/* the block is about the server */
};

struct lines {
	struct line *items;
	size_t n, cap;
};

struct view {
	const struct baseline *b;
	const struct names *names;
	enum base_by by;
	struct grid grid;
	struct text word;	/* for one cell */
};

static void add(struct view *v)
{
	grid_add(&v->grid, v->word.len ? v->word.s : "");
	text_clear(&v->word);
}

static void add_party(struct view *v, const struct party *p)
{
	const char *name = NULL;

	if (!p->name && p->net.bits == 32)
		name = names_name(v->names, p->net.net);
	if (p->name)
		text_puts(&v->word, p->name);
	else
		party_put(&v->word, p);
	if (name)
		text_printf(&v->word, " (%s)", name);
	add(v);
}

static void add_client_port(struct view *v, const struct rule *r)
{
	if (r->client_port)
		text_printf(&v->word, "from %u", r->client_port);
	add(v);
}

/* Service, port and protocol: "modbus tcp/502". */
static void add_service(struct view *v, const struct rule *r)
{
	text_printf(&v->word, "%s/", proto_name(r->proto));
	port_spec_put(&v->word, &r->server_port);
	add(v);
	grid_add(&v->grid, r->service);
}

static void add_state(struct view *v, const struct rule *r)
{
	char stamp[STAMP_TEXT];

	grid_add(&v->grid, purpose_name(r->purpose));
	grid_add(&v->grid, rule_status_name(r->status));
	if (r->until_ns != INT64_MAX) {
		text_puts(&v->word, "until ");
		until_put(&v->word, r->until_ns);
	}
	add(v);
	if (r->seen) {
		text_puts(&v->word, "seen ");
		text_add(&v->word, stamp_format(r->seen->last_ns, stamp),
			 DATE_LEN);
	}
	add(v);
	grid_add(&v->grid, r->note);
}

static void put_rules(struct view *v, struct text *t)
{
	static const char *const heads[] = {
		"CLIENT", "", "SERVER", "PORT", "SERVICE", "PURPOSE",
		"STATUS", "", "", "NOTE",
	};

	v->grid.n_columns = sizeof heads / sizeof *heads;
	for (size_t i = 0; i < v->grid.n_columns; i++)
		grid_add(&v->grid, heads[i]);
	for (size_t i = 0; i < baseline_n_rules(v->b); i++) {
		const struct rule *r = baseline_rule(v->b, i);

		add_party(v, &r->client);
		add_client_port(v, r);
		add_party(v, &r->server);
		add_service(v, r);
		add_state(v, r);
	}
	grid_put(&v->grid, "", t);
}

/* --- blocks ------------------------------------------------------------- */

static const struct party *self(const struct line *l)
{
	return l->serves ? &l->rule->server : &l->rule->client;
}

static const struct party *peer(const struct line *l)
{
	return l->serves ? &l->rule->client : &l->rule->server;
}

static int by_host(const void *pa, const void *pb)
{
	const struct line *a = pa, *b = pb;
	int c = party_cmp(self(a), self(b));

	/* Rules of one baseline lie in one array, in the file's order. */
	return c ? c : (a->rule > b->rule) - (a->rule < b->rule);
}

static int service_cmp(const struct rule *a, const struct rule *b)
{
	int c = strcmp(a->service, b->service);

	c = c ? c : (int)a->proto - (int)b->proto;
	return c || a->service[0] ? c : port_spec_cmp(&a->server_port,
						      &b->server_port);
}

static int by_service(const void *pa, const void *pb)
{
	const struct line *a = pa, *b = pb;
	int c = service_cmp(a->rule, b->rule);

	return c ? c : (a->rule > b->rule) - (a->rule < b->rule);
}

static void gather(const struct view *v, struct lines *l)
{
	for (size_t i = 0; i < baseline_n_rules(v->b); i++) {
		l->items = grow(l->items, l->n, &l->cap, sizeof *l->items);
		l->items[l->n++] = (struct line){
			baseline_rule(v->b, i), v->by == BASE_BY_SERVER };
	}
	if (l->n)
		qsort(l->items, l->n, sizeof *l->items,
		      v->by == BASE_BY_SERVICE ? by_service : by_host);
}

static bool same_block(const struct view *v, const struct line *a,
		       const struct line *b)
{
	if (v->by == BASE_BY_SERVICE)
		return !service_cmp(a->rule, b->rule);
	return !party_cmp(self(a), self(b));
}

static void put_head(struct view *v, const struct line *l, struct text *t)
{
	v->grid.n_columns = 2;
	if (v->by != BASE_BY_SERVICE) {
		add_party(v, self(l));
		grid_add(&v->grid, "");
	} else if (l->rule->service[0]) {
		grid_add(&v->grid, l->rule->service);
		grid_add(&v->grid, proto_name(l->rule->proto));
	} else {
		add_service(v, l->rule);
	}
	grid_put(&v->grid, "", t);
}

static void add_line(struct view *v, const struct line *l)
{
	if (v->by == BASE_BY_SERVICE) {
		add_party(v, &l->rule->client);
		add_client_port(v, l->rule);
		add_party(v, &l->rule->server);
	} else {
		grid_add(&v->grid, l->serves ? "serves" : "asks");
		add_party(v, peer(l));
		add_client_port(v, l->rule);
	}
	add_service(v, l->rule);
	add_state(v, l->rule);
}

static void put_blocks(struct view *v, struct text *t)
{
	struct lines l = { 0 };
	size_t end;

	gather(v, &l);
	for (size_t i = 0; i < l.n; i = end) {
		text_puts(t, i ? "\n" : "");
		put_head(v, &l.items[i], t);
		v->grid.n_columns = 10;
		for (end = i; end < l.n &&
		     same_block(v, &l.items[i], &l.items[end]); end++)
			add_line(v, &l.items[end]);
		grid_put(&v->grid, "  ", t);
	}
	free(l.items);
}

void base_table_put(const struct baseline *b, const struct names *names,
		    enum base_by by, struct text *t)
{
	struct view v = { .b = b, .names = names, .by = by };
	struct text patterns = { 0 };

	if (by == BASE_BY_RULE)
		put_rules(&v, t);
	else
		put_blocks(&v, t);
	base_patterns_put(b, &patterns);
	if (patterns.len)
		text_printf(t, "\npatterns:\n%s", patterns.s);
	text_release(&patterns);
	text_release(&v.word);
	grid_release(&v.grid);
}
