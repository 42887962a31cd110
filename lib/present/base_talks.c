/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/base_talks.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/strpool.h"
#include "judge/baseline_edit.h"
#include "judge/baseline_port.h"
#include "judge/baseline_words.h"

static void add(struct base_talks *l, const struct rule *r, bool is_rule,
		struct strpool *pool)
{
	const struct port_spec *p = &r->server_port;
	struct text ports = { 0 };

	port_spec_put(&ports, p);
	l->items = grow(l->items, l->n, &l->cap, sizeof *l->items);
	l->items[l->n++] = (struct base_talk){
		.end = { r->client, r->server },
		.proto = r->proto, .status = r->status,
		.is_rule = is_rule,
		.port = p->kind == PORT_RANGES && p->n ? p->range[0].lo :
							 p->base,
		.service = r->service,
		.ports = strpool_add(pool, ports.s),
		.n_flows = r->seen ? r->seen->n_flows : 0,
	};
	text_release(&ports);
}

static int by_place(const void *pa, const void *pb)
{
	const struct seen *const *a = pa, *const *b = pb;

	return (*a > *b) - (*a < *b);
}

/* The memories that rules have, by where they lie. */
static const struct seen **of_rules(const struct baseline *b, size_t *n)
{
	const struct seen **list = xcalloc(baseline_n_rules(b), sizeof *list);

	*n = 0;
	for (size_t i = 0; i < baseline_n_rules(b); i++)
		if (baseline_rule(b, i)->seen)
			list[(*n)++] = baseline_rule(b, i)->seen;
	qsort(list, *n, sizeof *list, by_place);
	return list;
}

static void add_memory(struct base_talks *l, const struct memory *m,
		       struct strpool *pool)
{
	struct seen seen = m->seen;
	struct rule r = { .service = seen.service, .status = seen.status,
			  .seen = &seen };
	struct port_range range;

	rule_set_exact(&r, m, &range);
	add(l, &r, false, pool);
}

void base_talks_make(struct base_talks *l, const struct baseline *b,
		     struct strpool *pool)
{
	size_t n;
	const struct seen **known = of_rules(b, &n);

	*l = (struct base_talks){ 0 };
	for (size_t i = 0; i < baseline_n_rules(b); i++)
		add(l, baseline_rule(b, i), true, pool);
	for (size_t i = 0; i < baseline_n_memories(b); i++) {
		const struct memory *m = baseline_memory(b, i);
		const struct seen *at = &m->seen;

		if (!n || !bsearch(&at, known, n, sizeof *known, by_place))
			add_memory(l, m, pool);
	}
	free(known);
}

void base_talks_release(struct base_talks *l)
{
	free(l->items);
	*l = (struct base_talks){ 0 };
}

void base_talk_put_service(struct text *t, const char *service,
			   uint8_t proto, const char *ports)
{
	text_printf(t, "%s%s%s/%s", service, service[0] ? " " : "",
		    proto_name(proto), ports);
}
