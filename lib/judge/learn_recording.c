/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/learn_recording.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/stamp.h"

/* tcpdump -G closes one file and opens the next with no packet lost; a minute
 * without traffic is no pause between two recordings. */
#define HOLE_NS (60 * NS_PER_SECOND)

/* The span that holds a moment, or else the next one, or else the last. */
static size_t span_at(const struct covered *l, int64_t ns)
{
	size_t lo = 0, hi = l->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (l->items[mid].to_ns < ns)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < l->n ? lo : l->n - 1;
}

/* The last span that begins by then. */
static size_t last_span_by(const struct covered *l, int64_t ns)
{
	size_t at = span_at(l, ns);

	return at && l->items[at].from_ns > ns ? at - 1 : at;
}

/* How many flows go from each span on into the next. */
static int64_t *count_bridges(const struct recordings *l,
			      const struct detect_input *in, const bool *keep)
{
	int64_t *n = xcalloc(l->spans.n + 1, sizeof *n);

	for (size_t i = 0; i < in->n_records; i++) {
		const struct record *r = &in->records[i];
		size_t from, to;

		if (!keep[i])
			continue;
		from = span_at(&l->spans, r->first_ns);
		to = last_span_by(&l->spans, r->last_ns);
		if (from < to) {
			n[from]++;
			n[to]--;
		}
	}
	for (size_t i = 1; i < l->spans.n; i++)
		n[i] += n[i - 1];
	return n;
}

static void number_spans(struct recordings *l, const struct detect_input *in,
			 const bool *keep)
{
	int64_t *bridges = count_bridges(l, in, keep);

	l->number = xcalloc(l->spans.n, sizeof *l->number);
	for (size_t i = 1; i < l->spans.n; i++) {
		int64_t hole = stamp_between(l->spans.items[i - 1].to_ns,
					     l->spans.items[i].from_ns);

		l->number[i] = l->number[i - 1] +
			       (hole > HOLE_NS && !bridges[i - 1]);
	}
	l->n = l->number[l->spans.n - 1] + 1;
	free(bridges);
}

void recordings_make(struct recordings *l, const struct detect_input *in,
		     const bool *keep)
{
	*l = (struct recordings){ .n = 1 };
	covered_make(&l->spans, in->records, in->n_records, INT64_MAX);
	if (l->spans.n)
		number_spans(l, in, keep);
	l->items = xcalloc(l->n, sizeof *l->items);
	for (size_t i = 0; i < in->n_records; i++) {
		const struct record *r = &in->records[i];

		if (r->kind == RECORD_RUN && r->first_ns != STAMP_NONE)
			talk_captures_add(&l->items[recordings_of(l, r)], r);
	}
	for (size_t i = 0; i < l->n; i++)
		talk_captures_settle(&l->items[i]);
}

void recordings_release(struct recordings *l)
{
	for (size_t i = 0; i < l->n; i++)
		talk_captures_release(&l->items[i]);
	covered_release(&l->spans);
	free(l->items);
	free(l->number);
	*l = (struct recordings){ 0 };
}

size_t recordings_of(const struct recordings *l, const struct record *r)
{
	return l->spans.n ? l->number[span_at(&l->spans, r->first_ns)] : 0;
}
