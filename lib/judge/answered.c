/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/answered.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/stamp.h"
#include "understand/record.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))
#define PATIENCE_NS (60 * NS_PER_SECOND)

struct answered {
	const struct record **items;	/* owned; who answered elsewhere */
	size_t n, cap;
};

/* Who asked whom at which port: the agreed one of an answer. */
static int cmp_question(const struct record *a, uint16_t a_port,
			const struct record *b, uint16_t b_port)
{
	int c = ORDER(a->addr[ROLE_CLIENT], b->addr[ROLE_CLIENT]);

	c = c ? c : ORDER(a->port[ROLE_CLIENT], b->port[ROLE_CLIENT]);
	c = c ? c : ORDER(a->addr[ROLE_SERVER], b->addr[ROLE_SERVER]);
	return c ? c : ORDER(a_port, b_port);
}

static int by_question(const void *pa, const void *pb)
{
	const struct record *const *a = pa, *const *b = pb;

	return cmp_question(*a, (*a)->agreed, *b, (*b)->agreed);
}

struct answered *answered_new(const struct record *records, size_t n)
{
	struct answered *a = xcalloc(1, sizeof *a);

	for (size_t i = 0; i < n; i++) {
		const struct record *r = &records[i];

		if (r->kind != RECORD_UDP || !r->agreed ||
		    !r->packets[ROLE_SERVER])
			continue;
		a->items = grow(a->items, a->n, &a->cap, sizeof *a->items);
		a->items[a->n++] = r;
	}
	if (a->n)
		qsort(a->items, a->n, sizeof *a->items, by_question);
	return a;
}

static size_t first_answer(const struct answered *a, const struct record *r)
{
	size_t lo = 0, hi = a->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		const struct record *q = a->items[mid];

		if (cmp_question(q, q->agreed, r, r->port[ROLE_SERVER]) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

bool answered_has(const struct answered *a, const struct record *r)
{
	if (r->kind != RECORD_UDP || r->packets[ROLE_SERVER])
		return false;
	for (size_t i = first_answer(a, r); i < a->n; i++) {
		const struct record *q = a->items[i];

		if (cmp_question(q, q->agreed, r, r->port[ROLE_SERVER]))
			break;
		if (stamp_between(q->last_ns, r->first_ns) <= PATIENCE_NS &&
		    stamp_between(r->last_ns, q->first_ns) <= PATIENCE_NS)
			return true;
	}
	return false;
}

void answered_free(struct answered *a)
{
	if (a)
		free(a->items);
	free(a);
}
