/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "judge/names_impl.h"
#include "judge/names_link.h"

const struct line *names_find_net(const struct names *n, int bits,
				  uint32_t addr)
{
	size_t lo = n->first[bits], hi = n->first[bits + 1];
	size_t end = hi;

	if (lo == hi)
		return NULL;
	if (bits < 32)
		addr = bits ? addr & UINT32_MAX << (32 - bits) : 0;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (n->lines[mid].net.net < addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < end && n->lines[lo].net.net == addr ? &n->lines[lo] : NULL;
}

static int by_mac(const void *pa, const void *pb)
{
	const struct line *a = pa, *b = pb;

	return (a->mac > b->mac) - (a->mac < b->mac);
}

static const struct line *find_mac(const struct names *n, uint64_t mac)
{
	const struct line want = { .mac = mac };
	size_t first = n->first[LINES_OF_MAC];

	if (!mac)
		return NULL;
	return bsearch(&want, n->lines + first, n->n - first, sizeof want,
		       by_mac);
}

static const struct line *of_mac(const struct names *n, uint32_t addr)
{
	if (n->first[LINES_OF_MAC] == n->n)
		return NULL;
	return find_mac(n, names_link_mac(n->link, addr));
}

const struct line *names_ask(const struct names *n, uint32_t addr,
			     line_says_fn *says)
{
	const struct line *l;

	if (!n || !n->n)
		return NULL;
	l = names_find_net(n, 32, addr);
	if (l && says(l))
		return l;
	l = of_mac(n, addr);
	if (l && says(l))
		return l;
	for (int bits = 31; bits >= 0; bits--) {
		l = names_find_net(n, bits, addr);
		if (l && says(l))
			return l;
	}
	return NULL;
}

static bool says_name(const struct line *l)
{
	return l->name;
}

static bool says_zone(const struct line *l)
{
	return l->zone;
}

static bool says_role(const struct line *l)
{
	return l->role >= 0;
}

const char *names_name(const struct names *n, uint32_t addr)
{
	const struct line *l = names_ask(n, addr, says_name);

	return l ? l->name : NULL;
}

const char *names_mac_name(const struct names *n, uint64_t mac)
{
	const struct line *l = NULL;

	if (n && n->first[LINES_OF_MAC] < n->n)
		l = find_mac(n, mac);
	return l ? l->name : NULL;
}

const char *names_zone(const struct names *n, uint32_t addr)
{
	const struct line *l = names_ask(n, addr, says_zone);

	return l ? l->zone : NULL;
}

enum host_role names_role(const struct names *n, uint32_t addr)
{
	const struct line *l = names_ask(n, addr, says_role);

	return l ? (enum host_role)l->role : HOST_ORDINARY;
}

/* The first member of this name, or n_members. */
static size_t first_member(const struct names *n, const char *name)
{
	size_t lo = 0, hi = n->n_members;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(n->members[mid].name, name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

bool names_member(const struct names *n, const char *name, size_t i,
		  uint32_t *addr)
{
	size_t at;

	if (!n)
		return false;
	at = first_member(n, name) + i;
	if (at >= n->n_members || strcmp(n->members[at].name, name))
		return false;
	*addr = n->members[at].addr;
	return true;
}

bool names_has(const struct names *n, const char *name)
{
	for (size_t i = 0; n && i < n->n; i++)
		if (n->lines[i].name && !strcmp(n->lines[i].name, name))
			return true;
	return false;
}

uint32_t names_machine(const struct names *n, uint32_t addr)
{
	const struct line *l = n && n->n ? names_find_net(n, 32, addr) : NULL;

	if (l && l->name)
		names_member(n, l->name, 0, &addr);
	return addr;
}

bool names_same_machine(const struct names *n, uint32_t a, uint32_t b)
{
	return a == b || names_machine(n, a) == names_machine(n, b);
}

bool names_same_card(const struct names *n, uint64_t a, uint64_t b)
{
	const struct line *x = NULL, *y = NULL;

	for (size_t i = 0; n && i < n->n; i++) {
		const struct line *l = &n->lines[i];

		if (l->name && l->mac == a)
			x = l;
		if (l->name && l->mac == b)
			y = l;
	}
	return x && y && x->name == y->name;
}
