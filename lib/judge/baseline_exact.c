/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The exact rules by the conversation that they are about, also those that
 * were added since the baseline was finished. A rule that changes stays about
 * the same conversation.
 */
#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/hash.h"
#include "judge/baseline_impl.h"

/* 1 + the first and last rule of a conversation; 0: the slot is free. */
struct exact_slot {
	uint32_t first, last;
};

struct base_exact {
	uint32_t *next;		/* by rule: 1 + the next of its conversation */
	size_t n, cap;		/* rules that were looked at */
	struct exact_slot *slots;
	size_t mask, n_used;
};

static struct base_exact *exact_new(void)
{
	struct base_exact *x = xcalloc(1, sizeof *x);

	x->mask = 63;
	x->slots = xcalloc(x->mask + 1, sizeof *x->slots);
	return x;
}

void base_exact_free(struct base_exact *x)
{
	if (!x)
		return;
	free(x->next);
	free(x->slots);
	free(x);
}

static bool is_about(const struct rule *r, const struct memory *about)
{
	struct memory m;

	return rule_is_exact(r, &m) && !memory_cmp(&m, about);
}

static struct exact_slot *find_slot(const struct base_exact *x,
				    const struct baseline *b,
				    const struct memory *m)
{
	uint64_t ends = (uint64_t)m->client << 32 | m->server;
	uint64_t rest = (uint64_t)m->proto << 48 | (uint64_t)m->agreed << 32 |
			(uint64_t)m->server_port << 16 | m->client_port;
	size_t i = hash_pair(ends, rest, (uint64_t)(uintptr_t)x) & x->mask;

	while (x->slots[i].first &&
	       !is_about(&b->rules[x->slots[i].first - 1], m))
		i = (i + 1) & x->mask;
	return &x->slots[i];
}

static void enlarge(struct base_exact *x, const struct baseline *b)
{
	struct exact_slot *old = x->slots;
	size_t n_old = x->mask + 1;
	struct memory about;

	x->mask = n_old * 2 - 1;
	x->slots = xcalloc(n_old * 2, sizeof *x->slots);
	for (size_t i = 0; i < n_old; i++)
		if (old[i].first &&
		    rule_is_exact(&b->rules[old[i].first - 1], &about))
			*find_slot(x, b, &about) = old[i];
	free(old);
}

static void look_at(struct base_exact *x, const struct baseline *b)
{
	uint32_t number = (uint32_t)x->n + 1;
	struct exact_slot *slot;
	struct memory about;

	x->next = grow(x->next, x->n, &x->cap, sizeof *x->next);
	x->next[x->n++] = 0;
	if (!rule_is_exact(&b->rules[number - 1], &about))
		return;
	slot = find_slot(x, b, &about);
	if (slot->first) {
		x->next[slot->last - 1] = number;
		slot->last = number;
		return;
	}
	*slot = (struct exact_slot){ number, number };
	if (++x->n_used * 2 > x->mask)
		enlarge(x, b);
}

struct rule *baseline_find_exact(struct baseline *b, const struct memory *about,
				 uint16_t client_port)
{
	struct rule *found = NULL;

	if (!b->exact)
		b->exact = exact_new();
	while (b->exact->n < b->n_rules)
		look_at(b->exact, b);
	for (uint32_t i = find_slot(b->exact, b, about)->first; i;
	     i = b->exact->next[i - 1]) {
		struct rule *r = &b->rules[i - 1];

		if (r->gone)
			continue;
		if (r->client_port == client_port)
			return r;
		found = found ? found : r;
	}
	return found;
}
