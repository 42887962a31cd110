/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/base_patterns.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "judge/baseline_edit.h"
#include "judge/baseline_words.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

/* Fewer may be chance. */
enum { PATTERN_RULES = 3, FIRST_OWN_PORT = 1024 };

struct endpoint {
	uint8_t proto;
	uint16_t base;		/* port less the last octet of the address */
	uint32_t server;
};

static bool next_port(const struct memory *a, const struct memory *b)
{
	return a->proto == b->proto && a->client == b->client &&
	       a->server == b->server && !a->client_port && !b->client_port &&
	       b->server_port == a->server_port + 1;
}

static void put_range(struct text *t, const struct memory *first,
		      const struct memory *last)
{
	if (last->server_port - first->server_port + 1 < PATTERN_RULES)
		return;
	text_printf(t, "%s ", proto_name(first->proto));
	text_addr(t, first->client);
	text_puts(t, " -> ");
	text_addr(t, first->server);
	text_printf(t, ": ports %u-%u\n", first->server_port,
		    last->server_port);
}

/* Rules are sorted, so consecutive ports stand together. */
static void put_ranges(const struct memory *m, size_t n, struct text *t)
{
	size_t first = 0;

	for (size_t i = 1; i <= n; i++) {
		if (i < n && (next_port(&m[i - 1], &m[i]) ||
			      !memory_cmp(&m[i - 1], &m[i])))
			continue;
		put_range(t, &m[first], &m[i - 1]);
		first = i;
	}
}

static int by_base(const void *pa, const void *pb)
{
	const struct endpoint *a = pa, *b = pb;
	int c = ORDER(a->proto, b->proto);

	c = c ? c : ORDER(a->base, b->base);
	return c ? c : ORDER(a->server, b->server);
}

static void put_octet(struct text *t, const struct endpoint *e, size_t n)
{
	size_t servers = 1;

	for (size_t i = 1; i < n; i++)
		servers += (e[i].server & 255) != (e[i - 1].server & 255);
	if (servers < PATTERN_RULES)
		return;
	text_printf(t, "%s to ", proto_name(e->proto));
	text_addr(t, e[0].server);
	text_puts(t, " ... ");
	text_addr(t, e[n - 1].server);
	text_printf(t, ": port %u+octet of %zu servers\n", e->base, servers);
}

static void put_octets(const struct memory *m, size_t n, struct text *t)
{
	struct endpoint *e = xcalloc(n, sizeof *e);
	size_t n_ends = 0, end;

	for (size_t i = 0; i < n; i++) {
		uint16_t octet = m[i].server & 255;

		if (m[i].server_port < FIRST_OWN_PORT + octet)
			continue;
		e[n_ends++] = (struct endpoint){ m[i].proto,
			(uint16_t)(m[i].server_port - octet), m[i].server };
	}
	qsort(e, n_ends, sizeof *e, by_base);
	for (size_t i = 0; i < n_ends; i = end) {
		for (end = i + 1; end < n_ends && e[end].proto == e[i].proto &&
		     e[end].base == e[i].base; end++)
			;
		put_octet(t, &e[i], end - i);
	}
	free(e);
}

void base_patterns_put(const struct baseline *b, struct text *t)
{
	size_t n = 0;
	struct memory *m = xcalloc(baseline_n_rules(b), sizeof *m);

	for (size_t i = 0; i < baseline_n_rules(b); i++)
		if (rule_is_exact(baseline_rule(b, i), &m[n]))
			n++;
	put_ranges(m, n, t);
	put_octets(m, n, t);
	free(m);
}
