/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a machine calls itself is a fact of its address, not of one of its
 * conversations: whoever has the address in the memory has all its names. So
 * a name that was told in another capture than a conversation stands beside
 * it whether the captures were learned together or merged.
 */
#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/limits.h"
#include "judge/baseline_impl.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

/* One end of a memory. */
struct end {
	uint32_t addr;
	const char **name;	/* in its seen */
};

struct ends {
	struct end *items;
	size_t n;
	bool any;		/* has a name at all */
};

static void add(struct ends *l, uint32_t addr, const char **name)
{
	l->items[l->n++] = (struct end){ addr, name };
	l->any |= (*name)[0] != '\0';
}

static int by_addr(const void *pa, const void *pb)
{
	const struct end *a = pa, *b = pb;

	return ORDER(a->addr, b->addr);
}

static void share(struct end *ends, size_t n, struct strpool *pool)
{
	const char *all = "";

	for (size_t i = 0; i < n; i++)
		all = words_united(all, *ends[i].name, LIMIT_SEEN_WORDS,
				   pool);
	for (size_t i = 0; i < n; i++)
		*ends[i].name = all;
}

void baseline_share_names(struct baseline *b)
{
	struct ends l = { 0 };
	size_t end;

	l.items = xcalloc(2 * b->talks.n + b->arp.n, sizeof *l.items);
	for (size_t i = 0; i < b->talks.n; i++) {
		struct memory *m = &b->talks.items[i];

		add(&l, m->client, &m->seen.name[0]);
		add(&l, m->server, &m->seen.name[1]);
	}
	for (size_t i = 0; i < b->arp.n; i++)
		add(&l, b->arp.items[i].client, &b->arp.items[i].seen.name[0]);
	if (l.any)
		qsort(l.items, l.n, sizeof *l.items, by_addr);
	for (size_t i = 0; l.any && i < l.n; i = end) {
		for (end = i + 1; end < l.n &&
		     l.items[end].addr == l.items[i].addr; end++)
			;
		share(&l.items[i], end - i, b->pool);
	}
	free(l.items);
}
