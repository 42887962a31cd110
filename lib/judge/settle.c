/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/settle.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/stamp.h"
#include "judge/baseline_edit.h"
#include "judge/covered.h"

#define NS_PER_HOUR (3600 * NS_PER_SECOND)
#define NS_PER_DAY (24 * NS_PER_HOUR)
#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

enum {
	LATE_PART = 3, /* the last third of what was captured */
	FEW_LATE = 100 /* one of so many is few */
};

struct settling {
	const struct baseline *b;
	struct covered covered;
	int64_t *first; /* of each conversation, ascending */
	size_t n_first;
};

static int by_value(const void *pa, const void *pb)
{
	const int64_t *a = pa, *b = pb;

	return ORDER(*a, *b);
}

static int by_start(const void *pa, const void *pb)
{
	const struct base_capture *const *a = pa, *const *b = pb;
	int c = ORDER((*a)->first_ns, (*b)->first_ns);

	c = c ? c : ORDER((*a)->last_ns, (*b)->last_ns);
	return c ? c : strcmp((*a)->id, (*b)->id);
}

static const struct base_capture **sorted_captures(const struct baseline *b)
{
	size_t n = baseline_n_captures(b);
	const struct base_capture **c = xcalloc(n + 1, sizeof *c);

	for (size_t i = 0; i < n; i++)
		c[i] = baseline_capture(b, i);
	qsort(c, n, sizeof *c, by_start);
	return c;
}

static void gather(struct settling *w)
{
	const struct base_capture **c = sorted_captures(w->b);

	for (size_t i = 0; i < baseline_n_captures(w->b); i++)
		covered_add(&w->covered, c[i]->first_ns, c[i]->last_ns);
	free(c);
	covered_settle(&w->covered);
	w->n_first = baseline_n_memories(w->b);
	w->first = xcalloc(w->n_first + 1, sizeof *w->first);
	for (size_t i = 0; i < w->n_first; i++)
		w->first[i] = baseline_memory(w->b, i)->seen.first_ns;
	qsort(w->first, w->n_first, sizeof *w->first, by_value);
}

/* --- steps -------------------------------------------------------------- */

static void add_step(struct settle *s, const struct settle_step *step)
{
	s->steps = grow(s->steps, s->n, &s->cap, sizeof *s->steps);
	s->steps[s->n++] = *step;
}

/* Stamps may lie at the end of time. */
static int64_t later(int64_t ns, int64_t by)
{
	int64_t sum;

	return !__builtin_add_overflow(ns, by, &sum) ? sum
	       : by < 0				     ? INT64_MIN
						     : INT64_MAX;
}

static int64_t floor_to(int64_t ns, int64_t unit)
{
	int64_t rest = ns % unit;

	return later(ns, -(rest < 0 ? rest + unit : rest));
}

static void add_clock_step(struct settle *s, const struct settling *w,
			   int64_t from, int64_t to)
{
	add_step(s, &(struct settle_step){ .from_ns = from,
					   .to_ns = to,
					   .capture = "",
					   .covered_ns = covered_between(
						   &w->covered, from, to) });
}

/* Hours or days of which something was captured. */
static void make_clock_steps(struct settle *s, const struct settling *w,
			     int64_t unit)
{
	for (size_t i = 0; i < w->covered.n; i++) {
		const struct covered_span *span = &w->covered.items[i];
		int64_t at = floor_to(span->from_ns, unit);

		if (s->n && at < s->steps[s->n - 1].to_ns)
			at = s->steps[s->n - 1].to_ns;
		for (; at <= span->to_ns && at < INT64_MAX;
		     at = later(at, unit))
			add_clock_step(s, w, at, later(at, unit));
	}
}

static void make_capture_steps(struct settle *s, const struct settling *w)
{
	const struct base_capture **c = sorted_captures(w->b);

	for (size_t i = 0; i < baseline_n_captures(w->b); i++)
		add_step(s, &(struct settle_step){
				    .from_ns = c[i]->first_ns,
				    .to_ns = c[i]->last_ns,
				    .covered_ns = stamp_between(c[i]->first_ns,
								c[i]->last_ns),
				    .capture = c[i]->name });
	free(c);
}

/*
 * Captures may overlap: a conversation is new in the first that shows it. The
 * last moment of a capture is in it, that of an hour is the next one's.
 */
static void count_new(struct settle *s, const struct settling *w, bool whole)
{
	size_t next = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct settle_step *step = &s->steps[i];

		for (; next < w->n_first; next++) {
			int64_t first = w->first[next];

			if (first > step->to_ns ||
			    (first == step->to_ns && !whole))
				break;
			step->n_new++;
		}
		step->n_known = next;
	}
}

/* --- the verdict -------------------------------------------------------- */

/* When the last third of what was captured began. */
static int64_t late_from(const struct covered *c, int64_t all)
{
	int64_t late = all / LATE_PART;

	for (size_t i = c->n; i-- > 0;) {
		int64_t span =
			stamp_between(c->items[i].from_ns, c->items[i].to_ns);

		if (span >= late)
			return c->items[i].to_ns - late;
		late -= span;
	}
	return INT64_MIN;
}

static void judge(struct settle *s, const struct settling *w)
{
	int64_t last = w->n_first ? w->first[w->n_first - 1] : INT64_MIN;
	int64_t late;

	s->n_known = w->n_first;
	s->covered_ns = w->covered.n ? covered_between(&w->covered, INT64_MIN,
						       INT64_MAX)
				     : 0;
	s->quiet_ns = w->covered.n
			      ? covered_between(&w->covered, last, INT64_MAX)
			      : 0;
	late = late_from(&w->covered, s->covered_ns);
	for (size_t i = w->n_first; i-- > 0 && w->first[i] > late;)
		s->n_late++;
	if (s->covered_ns < NS_PER_DAY)
		s->verdict = SETTLE_TOO_SHORT;
	else if (!s->n_late)
		s->verdict = SETTLE_DONE;
	else
		s->verdict = s->n_late * FEW_LATE <= s->n_known ? SETTLE_NEARLY
								: SETTLE_NOT;
}

void settle_make(struct settle *s, const struct baseline *b, enum settle_by by)
{
	struct settling w = { .b = b };

	*s = (struct settle){ 0 };
	gather(&w);
	if (by == SETTLE_BY_CAPTURE)
		make_capture_steps(s, &w);
	else
		make_clock_steps(
			s, &w, by == SETTLE_BY_DAY ? NS_PER_DAY : NS_PER_HOUR);
	count_new(s, &w, by == SETTLE_BY_CAPTURE);
	judge(s, &w);
	covered_release(&w.covered);
	free(w.first);
}

void settle_release(struct settle *s)
{
	free(s->steps);
	*s = (struct settle){ 0 };
}

void settle_put_verdict(const struct settle *s, struct text *t)
{
	unsigned long long late = s->n_late, known = s->n_known;

	switch (s->verdict) {
	case SETTLE_TOO_SHORT:
		text_puts(t, "Too early to tell: ");
		text_duration(t, s->covered_ns);
		text_puts(t, " were captured; take a day at least, better a "
			     "week.");
		return;
	case SETTLE_DONE:
		text_puts(t, "Settled: nothing new in the last ");
		text_duration(t, s->quiet_ns);
		break;
	case SETTLE_NEARLY:
		text_printf(t,
			    "Nearly settled: %llu of %llu conversations "
			    "first seen in the last ",
			    late, known);
		text_duration(t, s->covered_ns / LATE_PART);
		break;
	case SETTLE_NOT:
		text_printf(t,
			    "Not settled: %llu of %llu conversations first "
			    "seen in the last ",
			    late, known);
		text_duration(t, s->covered_ns / LATE_PART);
		break;
	}
	text_puts(t, " of ");
	text_duration(t, s->covered_ns);
	text_puts(t, s->verdict == SETTLE_NOT ? "; go on learning." : ".");
}
