/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/machines.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"

static int order_u64(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int address_order(const struct sender *a, const struct sender *b)
{
	int order = order_u64(a->version, b->version);

	return order ? order : memcmp(a->addr, b->addr, sizeof a->addr);
}

static int entry_order(const void *a, const void *b)
{
	const struct sender *x = &((const struct setaside_entry *)a)->sender;
	const struct sender *y = &((const struct setaside_entry *)b)->sender;
	int order = order_u64(x->mac, y->mac);

	if (!order)
		order = address_order(x, y);
	if (!order)
		order = order_u64(x->kind.family, y->kind.family);
	return order ? order : order_u64(x->kind.number, y->kind.number);
}

/* Entries of one hardware address, from the first of n. */
static size_t same_mac(const struct setaside_entry *e, size_t n)
{
	size_t i = 1;

	while (i < n && e[i].sender.mac == e[0].sender.mac)
		i++;
	return i;
}

static size_t same_address(const struct setaside_entry *e, size_t n)
{
	size_t i = 1;

	while (i < n && !address_order(&e[i].sender, &e[0].sender))
		i++;
	return i;
}

static void add(struct machines *m, const struct setaside_entry *e, size_t n)
{
	m->item = grow(m->item, m->n, &m->cap, sizeof *m->item);
	m->item[m->n++] = (struct machine){ e, n };
}

/* n entries of one hardware address. */
static void add_mac(struct machines *m, const struct setaside_entry *e,
		    size_t n)
{
	size_t k = same_address(e, n);
	bool apart = !e->sender.mac ||
		     (k < n && e[k].sender.version == SENDER_IPV4);

	while (n && apart) {
		k = same_address(e, n);
		apart = !e->sender.mac || e->sender.version == SENDER_IPV4;
		if (!apart)
			break;
		add(m, e, k);
		e += k;
		n -= k;
	}
	if (n)
		add(m, e, n);
}

void machines_init(struct machines *m, const struct setaside *s)
{
	size_t n;

	*m = (struct machines){ 0 };
	if (!s->n)
		return;
	m->entries = xreallocarray(NULL, s->n, sizeof *m->entries);
	memcpy(m->entries, s->entries, s->n * sizeof *m->entries);
	qsort(m->entries, s->n, sizeof *m->entries, entry_order);
	for (size_t i = 0; i < s->n; i += n) {
		n = same_mac(m->entries + i, s->n - i);
		add_mac(m, m->entries + i, n);
	}
}

void machines_release(struct machines *m)
{
	free(m->item);
	free(m->entries);
	*m = (struct machines){ 0 };
}
