/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/valueset.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/hash.h"
#include "ground/limits.h"

struct set {
	uint32_t at;		/* index of the first member */
	uint8_t n;
	bool more;
};

struct valueset_table *valueset_new(uint64_t hash_seed)
{
	struct valueset_table *t = xcalloc(1, sizeof *t);

	t->mask = 63;
	t->slots = xcalloc(t->mask + 1, sizeof *t->slots);
	t->seed = hash_seed;
	t->sets = grow(NULL, 0, &t->cap_sets, sizeof *t->sets);
	t->only = grow(NULL, 0, &t->cap_only, sizeof *t->only);
	t->only[0] = 0;
	t->sets[t->n_sets++] = (struct set){ 0 };
	return t;
}

void valueset_free(struct valueset_table *t)
{
	if (!t)
		return;
	free(t->only);
	free(t->members);
	free(t->sets);
	free(t->slots);
	free(t);
}

struct valueset valueset_get(const struct valueset_table *t, uint32_t set)
{
	const struct set *s = &t->sets[set];

	return (struct valueset){ s->n ? t->members + s->at : NULL, s->n,
				  s->more };
}

size_t valueset_n(const struct valueset_table *t)
{
	return t->n_sets;
}

static size_t hash_of(const struct valueset_table *t, const uint64_t *v,
		      size_t n, bool more)
{
	return hash_bytes(v, n * sizeof *v, t->seed + more);
}

static bool is_content(const struct valueset_table *t, uint32_t set,
		       const uint64_t *v, size_t n, bool more)
{
	const struct set *s = &t->sets[set];

	return s->n == n && s->more == more &&
	       !memcmp(t->members + s->at, v, n * sizeof *v);
}

static void enlarge(struct valueset_table *t)
{
	t->mask = t->mask * 2 + 1;
	free(t->slots);
	t->slots = xcalloc(t->mask + 1, sizeof *t->slots);
	for (uint32_t set = 1; set < t->n_sets; set++) {
		const struct set *s = &t->sets[set];
		size_t i = hash_of(t, t->members + s->at, s->n, s->more);

		for (i &= t->mask; t->slots[i]; i = (i + 1) & t->mask)
			;
		t->slots[i] = set + 1;
	}
}

/* The set with exactly this content; made when it is new and there is room,
 * else fallback. */
static uint32_t intern(struct valueset_table *t, const struct valueset *v,
		       uint32_t fallback)
{
	size_t i = hash_of(t, v->value, v->n, v->more) & t->mask;

	for (; t->slots[i]; i = (i + 1) & t->mask)
		if (is_content(t, t->slots[i] - 1, v->value, v->n, v->more))
			return t->slots[i] - 1;
	if (t->n_sets >= LIMIT_INTERNED)
		return fallback;
	t->sets = grow(t->sets, t->n_sets, &t->cap_sets, sizeof *t->sets);
	t->only = grow(t->only, t->n_sets, &t->cap_only, sizeof *t->only);
	t->only[t->n_sets] = v->n == 1 && !v->more ? v->value[0] : 0;
	t->sets[t->n_sets] = (struct set){ (uint32_t)t->n_members,
					   (uint8_t)v->n, v->more };
	for (size_t k = 0; k < v->n; k++) {
		t->members = grow(t->members, t->n_members, &t->cap_members,
				  sizeof *t->members);
		t->members[t->n_members++] = v->value[k];
	}
	t->slots[i] = (uint32_t)++t->n_sets;
	if (t->n_sets * 2 > t->mask)
		enlarge(t);
	return (uint32_t)t->n_sets - 1;
}

static uint32_t add(struct valueset_table *t, uint32_t set, uint64_t value)
{
	struct valueset old = valueset_get(t, set), new;
	uint64_t v[LIMIT_SET_MEMBERS];
	size_t at = 0;

	while (at < old.n && old.value[at] < value)
		at++;
	if ((at < old.n && old.value[at] == value) || old.more)
		return set;
	new = (struct valueset){ v, old.n, false };
	if (old.n)
		memcpy(v, old.value, old.n * sizeof *v);
	if (old.n == LIMIT_SET_MEMBERS) {
		new.more = true;
	} else {
		memmove(v + at + 1, v + at, (old.n - at) * sizeof *v);
		v[at] = value;
		new.n++;
	}
	return intern(t, &new, set);
}

/* What most flows have at their first packet has been asked for before. */
static uint32_t single(struct valueset_table *t, uint64_t value)
{
	const uint64_t k = 0x9e3779b97f4a7c15u;
	uint32_t *known = &t->singles[value * k >> (64 - VALUESET_BITS)];

	if (!*known || t->only[*known] != value)
		*known = add(t, 0, value);
	return *known;
}

uint32_t valueset_add(struct valueset_table *t, uint32_t set, uint64_t value)
{
	return set ? add(t, set, value) : single(t, value);
}
