/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/base_patterns.h"

#include "judge/baseline_port.h"
#include "judge/baseline_words.h"
#include "judge/fold.h"

static void put_pattern(void *ctx, const struct fold_pattern *p)
{
	struct text *t = ctx;

	text_printf(t, "%s ", proto_name(p->rule->proto));
	party_put(t, &p->rule->client);
	text_puts(t, " -> ");
	party_put(t, &p->rule->server);
	text_puts(t, p->kind == FOLD_PORTS ? ": ports " : ": port ");
	port_spec_put(t, &p->rule->server_port);
	if (p->kind == FOLD_OCTET)
		text_printf(t, " of %zu servers", p->n_ends);
	text_putc(t, '\n');
}

void base_patterns_put(const struct baseline *b, struct text *t)
{
	fold_find(b, FOLD_PORTS, put_pattern, t);
	fold_find(b, FOLD_OCTET, put_pattern, t);
}
