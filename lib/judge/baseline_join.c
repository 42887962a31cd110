/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/baseline_join.h"

#include "ground/strpool.h"
#include "judge/baseline_impl.h"

void baseline_join(struct baseline *b, const struct baseline *from,
		   const char *path)
{
	const char *file = strpool_add(b->pool, path);

	for (size_t i = 0; i < from->n_rules; i++) {
		struct rule r = from->rules[i];

		r.extra = "";
		r.file = file;
		baseline_add_rule(b, &r);
	}
	for (size_t i = 0; i < from->talks.n; i++) {
		struct memory m = from->talks.items[i];

		m.seen.elsewhere = true;
		baseline_add_memory(b, &m);
	}
	for (size_t i = 0; i < from->arp.n; i++)
		baseline_add_memory(b, &from->arp.items[i]);
	for (size_t i = 0; i < from->n_captures; i++) {
		struct base_capture c = from->captures[i];

		c.elsewhere = true;
		baseline_add_capture(b, &c);
	}
	baseline_finish(b);
}
