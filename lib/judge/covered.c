/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/covered.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/stamp.h"
#include "understand/record.h"

static int by_start(const void *pa, const void *pb)
{
	const struct covered_span *a = pa, *b = pb;

	return (a->from_ns > b->from_ns) - (a->from_ns < b->from_ns);
}

/* Stamps may lie as far apart as 64 bits hold. */
static int64_t between(int64_t from, int64_t to)
{
	int64_t d;

	if (to <= from)
		return 0;
	return __builtin_sub_overflow(to, from, &d) ? INT64_MAX : d;
}

static void join(struct covered *l)
{
	size_t n = 0;

	for (size_t i = 1; i < l->n; i++) {
		struct covered_span *last = &l->items[n];

		if (l->items[i].from_ns > last->to_ns)
			l->items[++n] = l->items[i];
		else if (l->items[i].to_ns > last->to_ns)
			last->to_ns = l->items[i].to_ns;
	}
	l->n = l->n ? n + 1 : 0;
}

void covered_add(struct covered *l, int64_t from, int64_t to)
{
	l->items = grow(l->items, l->n, &l->cap, sizeof *l->items);
	l->items[l->n++] = (struct covered_span){ from, to };
}

void covered_settle(struct covered *l)
{
	if (l->n)
		qsort(l->items, l->n, sizeof *l->items, by_start);
	join(l);
}

void covered_make(struct covered *l, const struct record *records, size_t n,
		  int64_t horizon_ns)
{
	*l = (struct covered){ 0 };
	for (size_t i = 0; i < n; i++) {
		const struct record *r = &records[i];

		if (r->kind != RECORD_RUN || r->first_ns == STAMP_NONE ||
		    r->first_ns >= horizon_ns)
			continue;
		covered_add(l, r->first_ns, r->last_ns < horizon_ns ?
			    r->last_ns : horizon_ns);
	}
	covered_settle(l);
}

void covered_release(struct covered *l)
{
	free(l->items);
	*l = (struct covered){ 0 };
}

/* The first span that ends after a moment. */
static size_t first_after(const struct covered *l, int64_t moment)
{
	size_t lo = 0, hi = l->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (l->items[mid].to_ns <= moment)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

int64_t covered_between(const struct covered *l, int64_t from, int64_t to)
{
	int64_t sum = 0;

	if (!l->n)
		return between(from, to);
	for (size_t i = first_after(l, from); i < l->n; i++) {
		const struct covered_span *s = &l->items[i];

		if (s->from_ns >= to)
			break;
		if (__builtin_add_overflow(sum, between(
			s->from_ns > from ? s->from_ns : from,
			s->to_ns < to ? s->to_ns : to), &sum))
			return INT64_MAX;
	}
	return sum;
}

int64_t covered_hole(const struct covered *l, int64_t from, int64_t to)
{
	int64_t longest = 0;

	for (size_t i = first_after(l, from); i + 1 < l->n; i++) {
		int64_t hole = between(l->items[i].to_ns,
				       l->items[i + 1].from_ns);

		if (l->items[i + 1].from_ns > to)
			break;
		if (hole > longest)
			longest = hole;
	}
	return longest;
}
