/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/render.h"

#include <string.h>

#include "present/coverage.h"

const struct renderer *renderer_by_name(const char *name)
{
	static const struct renderer *const all[] = {
		&render_text, &render_csv, &render_jsonl, &render_cef
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (!strcmp(all[i]->name, name))
			return all[i];
	return NULL;
}

void render_coverage(const struct report *r, struct text *t)
{
	coverage_put(r->coverage, t);
	text_puts(t, r->window);
	text_printf(t, "inside: %s\n", r->inside);
	if (r->review) {
		text_puts(t, "baseline: none, this is a review\n");
		return;
	}
	text_puts(t, "baseline: ");
	text_u64(t, r->n_rules);
	text_puts(t, r->n_rules == 1 ? " rule" : " rules");
	if (r->learned_ns > 0) {
		text_puts(t, ", learned over ");
		text_duration(t, r->learned_ns);
	}
	text_putc(t, '\n');
}
