/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How long a conversation was silent and nobody minded: within a recording,
 * or for all of a capture in which it does not occur. The second follows from
 * which captures are remembered, so it holds also for captures that were
 * learned one by one.
 */
#include <stdlib.h>
#include <string.h>

#include "ground/limits.h"
#include "ground/stamp.h"
#include "judge/baseline_impl.h"
#include "judge/joined.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

struct presence {
	const struct base_capture *capture;
	bool present;
};

static int by_time(const void *pa, const void *pb)
{
	const struct presence *a = pa, *b = pb;
	int c = ORDER(a->capture->first_ns, b->capture->first_ns);

	return c ? c : ORDER(a->capture->last_ns, b->capture->last_ns);
}

/* A second mirror port need not show what the first one does. */
static bool is_beside_present(const struct presence *p, size_t n, size_t i)
{
	for (size_t k = 0; k < n; k++)
		if (p[k].present &&
		    p[k].capture->first_ns <= p[i].capture->last_ns &&
		    p[i].capture->first_ns <= p[k].capture->last_ns)
			return true;
	return false;
}

/* The longest run of captures without it, less what overlaps. */
static int64_t longest_absence(const struct presence *p, size_t n)
{
	int64_t longest = 0, run = 0, end = INT64_MIN;

	for (size_t i = 0; i < n; i++) {
		const struct base_capture *c = p[i].capture;
		int64_t from = c->first_ns > end ? c->first_ns : end;

		if (p[i].present)
			run = 0;
		if (p[i].present || is_beside_present(p, n, i) ||
		    c->last_ns <= from)
			continue;
		if (__builtin_add_overflow(run, stamp_between(from, c->last_ns),
					   &run))
			run = INT64_MAX;
		end = c->last_ns;
		if (run > longest)
			longest = run;
	}
	return longest;
}

/* Of more captures than a memory names nobody knows where it was absent. */
int64_t baseline_silence_ns(const struct baseline *b, const struct seen *s)
{
	struct presence p[LIMIT_SEEN_WORDS];
	int64_t absence;
	size_t n = 0;

	if (!s->captures[0] || b->n_captures > LIMIT_SEEN_WORDS)
		return s->max_gap_ns;
	/* Of another baseline that joined nothing was to be expected. */
	for (size_t i = 0; i < b->n_captures; i++)
		if (!b->captures[i].elsewhere)
			p[n++] = (struct presence){ &b->captures[i],
				joined_has(s->captures, b->captures[i].id) };
	if (n)
		qsort(p, n, sizeof *p, by_time);
	absence = longest_absence(p, n);
	return absence > s->max_gap_ns ? absence : s->max_gap_ns;
}
