/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The total order of a run's records, and which of them are there twice.
 */
#include "understand/run_records_impl.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"

static int by_record(const void *a, const void *b, void *facts)
{
	const struct run_facts *f = facts;
	uint32_t i = *(const uint32_t *)a, k = *(const uint32_t *)b;
	struct record x, y;

	/* Nearly always two flows, and their times settle it. */
	if (i < f->meter.flows.n && k < f->meter.flows.n) {
		int64_t t = flowtab_at(&f->meter.flows, i)->first_ns;
		int64_t u = flowtab_at(&f->meter.flows, k)->first_ns;

		if (t != u)
			return t < u ? -1 : 1;
	}
	run_records_build(f, i, &x);
	run_records_build(f, k, &y);
	return record_cmp(&x, &y);
}

/* The table that number i of all comes from; 0: from the captures. */
static size_t origin_of(const struct run_facts *f, size_t i)
{
	size_t own = run_records_n_built(f), n = 0;

	while (n < f->n_tables && i >= own && i - own >= f->tables[n])
		n++;
	return n;
}

/* Generations are counted from the start of an input, and names may come
 * from any of them. */
static bool is_same(const struct run_facts *f, uint32_t i, uint32_t k)
{
	struct record x, y;

	run_records_build(f, i, &x);
	run_records_build(f, k, &y);
	x.generation = y.generation = 0;
	for (unsigned role = 0; role < 2; role++)
		x.name[role] = y.name[role] = "";
	return !record_cmp(&x, &y);
}

static int by_number(const void *pa, const void *pb)
{
	const uint32_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

/* Of n records that are the same, those of the origin that has most of them
 * are put first; returns how many. */
static size_t keep_most(const struct run_facts *f, uint32_t *same, size_t n)
{
	size_t most = 0, from = 0;

	qsort(same, n, sizeof *same, by_number);
	for (size_t i = 0, end; i < n; i = end) {
		size_t origin = origin_of(f, same[i]);

		end = i + 1;
		while (end < n && origin_of(f, same[end]) == origin)
			end++;
		if (end - i > most) {
			most = end - i;
			from = i;
		}
	}
	memmove(same, same + from, most * sizeof *same);
	return most;
}

/*
 * The same flow CSV twice, or beside its capture, are no more sessions than
 * it is alone: a port that one session had would look fixed.
 */
static void drop_repeated(struct run_facts *f)
{
	size_t n = 0;

	for (size_t i = 0, end; i < f->n_order; i = end) {
		size_t kept;

		end = i + 1;
		while (end < f->n_order &&
		       is_same(f, f->order[i], f->order[end]))
			end++;
		kept = end - i > 1 ? keep_most(f, &f->order[i], end - i) : 1;
		memmove(&f->order[n], &f->order[i], kept * sizeof *f->order);
		n += kept;
	}
	f->n_repeated = f->n_order - n;
	f->n_order = n;
}

void run_records_order(struct run_facts *f)
{
	size_t n = run_records_n_built(f) + f->n_rows;
	bool sorted = true;

	f->n_order = n;
	f->order = xcalloc(n, sizeof *f->order);
	for (size_t i = 0; i < n; i++)
		f->order[i] = (uint32_t)i;
	for (size_t i = 1; i < n && sorted; i++)
		sorted = by_record(&f->order[i - 1], &f->order[i], f) <= 0;
	if (!sorted)
		qsort_r(f->order, n, sizeof *f->order, by_record, f);
	if (f->n_tables && (f->n_tables > 1 || f->tables[0]))
		drop_repeated(f);
}
