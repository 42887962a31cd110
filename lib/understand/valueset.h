/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Small sets of 64-bit values, each distinct set kept once and named by a
 * number, so that a flow remembers its hardware addresses or VLAN stacks in
 * four bytes. Set 0 is empty. A set never shrinks or changes: adding a value
 * gives another set's number.
 *
 * A set that would grow over LIMIT_SET_MEMBERS, or a collection over
 * LIMIT_INTERNED sets, stays as it is and says "more" where it is shown.
 */
#ifndef OTCAP_VALUESET_H
#define OTCAP_VALUESET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct set;

/* Sets of one value that are remembered by it. */
enum { VALUESET_BITS = 8, VALUESET_SINGLES = 1 << VALUESET_BITS };

struct valueset_table {
	uint64_t *only;		/* the value of a set of one, else 0 */
	uint64_t *members;
	size_t n_members, cap_members;
	struct set *sets;	/* sets[0] is the empty set */
	size_t n_sets, cap_sets, cap_only;
	uint32_t *slots;	/* number + 1 by content; 0 is empty */
	size_t mask;
	uint64_t seed;
	uint32_t singles[VALUESET_SINGLES];	/* the latest; any may be
						 * forgotten */
};

struct valueset_table *valueset_new(uint64_t hash_seed);
void valueset_free(struct valueset_table *t);		/* NULL is fine */

/* The set that also holds value (not 0); often set itself. */
uint32_t valueset_add(struct valueset_table *t, uint32_t set, uint64_t value);

/* The same, for a set that nearly always is this one value already. */
static inline uint32_t valueset_note(struct valueset_table *t, uint32_t set,
				     uint64_t value)
{
	return t->only[set] == value ? set : valueset_add(t, set, value);
}

struct valueset {
	const uint64_t *value;	/* ascending; valid until the next add */
	size_t n;
	bool more;		/* values were left out */
};

struct valueset valueset_get(const struct valueset_table *t, uint32_t set);
size_t valueset_n(const struct valueset_table *t);

#endif
