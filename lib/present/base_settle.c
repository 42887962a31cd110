/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/base_settle.h"

#include "ground/row.h"
#include "ground/stamp.h"
#include "judge/settle.h"
#include "present/base_grid.h"

enum { MINUTE_LEN = sizeof "2026-12-31T00:00" - 1 };

static void add_number(struct grid *g, struct text *word, uint64_t v)
{
	text_clear(word);
	text_u64(word, v);
	grid_add(g, word->s);
}

static void add_minute(struct grid *g, struct text *word, int64_t ns)
{
	char stamp[STAMP_TEXT];

	text_clear(word);
	text_add(word, stamp_format(ns, stamp), MINUTE_LEN);
	grid_add(g, word->s);
}

static void add_duration(struct grid *g, struct text *word, int64_t ns)
{
	text_clear(word);
	text_duration(word, ns);
	grid_add(g, word->s);
}

/* Steps from i on that brought nothing; a first one always did. */
static size_t quiet_end(const struct settle *s, size_t i, int64_t *covered_ns)
{
	*covered_ns = 0;
	for (; i < s->n && !s->steps[i].n_new; i++)
		*covered_ns += s->steps[i].covered_ns;
	return i;
}

void base_settle_put(const struct settle *s, struct text *t)
{
	static const char *const heads[] = {
		"FROM", "CAPTURED", "NEW", "KNOWN", "",
	};
	struct grid g = { .n_columns = sizeof heads / sizeof *heads };
	struct text word = { 0 };

	for (size_t i = 0; i < g.n_columns; i++)
		grid_add(&g, heads[i]);
	for (size_t i = 0; i < s->n;) {
		const struct settle_step *step = &s->steps[i];
		int64_t covered_ns = step->covered_ns;

		i = step->n_new ? i + 1 : quiet_end(s, i, &covered_ns);
		add_minute(&g, &word, step->from_ns);
		add_duration(&g, &word, covered_ns);
		add_number(&g, &word, step->n_new);
		add_number(&g, &word, step->n_known);
		grid_add(&g, step == &s->steps[i - 1] ? step->capture : "");
	}
	grid_put(&g, "", t);
	settle_put_verdict(s, t);
	text_putc(t, '\n');
	grid_release(&g);
	text_release(&word);
}

void base_settle_put_csv(const struct settle *s, struct text *t)
{
	text_puts(t, "from,to,captured,new,known,capture\n");
	for (size_t i = 0; i < s->n; i++) {
		const struct settle_step *step = &s->steps[i];

		text_stamp(t, step->from_ns);
		text_putc(t, ',');
		text_stamp(t, step->to_ns);
		text_putc(t, ',');
		text_seconds(t, step->covered_ns);
		text_putc(t, ',');
		text_u64(t, step->n_new);
		text_putc(t, ',');
		text_u64(t, step->n_known);
		text_putc(t, ',');
		row_put(t, step->capture);
		text_putc(t, '\n');
	}
}
