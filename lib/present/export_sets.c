/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/export_sets.h"

#include <stdlib.h>

#include "ground/alloc.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

void net_set_release(struct net_set *s)
{
	free(s->item);
	*s = (struct net_set){ 0 };
}

void net_set_add(struct net_set *s, struct cidr net)
{
	s->item = grow(s->item, s->n, &s->cap, sizeof *s->item);
	s->item[s->n++] = net;
}

static int net_cmp(const void *pa, const void *pb)
{
	const struct cidr *a = pa, *b = pb;
	int c = ORDER(a->net, b->net);

	return c ? c : ORDER(a->bits, b->bits);
}

/* A network stands before all that lies in it. */
void net_set_finish(struct net_set *s)
{
	size_t n = 0;

	if (s->n)
		qsort(s->item, s->n, sizeof *s->item, net_cmp);
	for (size_t i = 0; i < s->n; i++)
		if (!n || !cidr_has(&s->item[n - 1], s->item[i].net))
			s->item[n++] = s->item[i];
	s->n = n;
}

void net_set_unite(struct net_set *s, const struct net_set *more)
{
	for (size_t i = 0; i < more->n; i++)
		net_set_add(s, more->item[i]);
	net_set_finish(s);
}

int net_set_cmp(const struct net_set *a, const struct net_set *b)
{
	int c = 0;

	for (size_t i = 0; !c && i < a->n && i < b->n; i++)
		c = net_cmp(&a->item[i], &b->item[i]);
	return c ? c : ORDER(a->n, b->n);
}

bool net_set_is_all(const struct net_set *s)
{
	return s->n == 1 && !s->item[0].bits;
}

bool net_set_is_one(const struct net_set *s)
{
	return s->n == 1 && s->item[0].bits == 32;
}

size_t net_set_count(const struct net_set *s, size_t max)
{
	uint64_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += UINT64_C(1) << (32 - s->item[i].bits);
	return n < max ? (size_t)n : max;
}

void port_set_release(struct port_set *s)
{
	free(s->item);
	*s = (struct port_set){ 0 };
}

void port_set_add(struct port_set *s, uint16_t lo, uint16_t hi)
{
	s->item = grow(s->item, s->n, &s->cap, sizeof *s->item);
	s->item[s->n++] = (struct port_range){ lo, hi };
}

static int range_cmp(const void *pa, const void *pb)
{
	const struct port_range *a = pa, *b = pb;
	int c = ORDER(a->lo, b->lo);

	return c ? c : ORDER(a->hi, b->hi);
}

/* 502 and 503 stay two: single ports are what most programs like best. */
static bool joins(const struct port_range *a, const struct port_range *b)
{
	bool ranges = a->lo < a->hi && b->lo < b->hi;

	return b->lo <= a->hi || (ranges && b->lo == a->hi + 1);
}

void port_set_finish(struct port_set *s)
{
	size_t n = 0;

	if (s->n)
		qsort(s->item, s->n, sizeof *s->item, range_cmp);
	for (size_t i = 0; i < s->n; i++) {
		if (!n || !joins(&s->item[n - 1], &s->item[i]))
			s->item[n++] = s->item[i];
		else if (s->item[i].hi > s->item[n - 1].hi)
			s->item[n - 1].hi = s->item[i].hi;
	}
	s->n = n;
}

void port_set_unite(struct port_set *s, const struct port_set *more)
{
	for (size_t i = 0; i < more->n; i++)
		port_set_add(s, more->item[i].lo, more->item[i].hi);
	port_set_finish(s);
}

int port_set_cmp(const struct port_set *a, const struct port_set *b)
{
	int c = 0;

	for (size_t i = 0; !c && i < a->n && i < b->n; i++)
		c = range_cmp(&a->item[i], &b->item[i]);
	return c ? c : ORDER(a->n, b->n);
}

bool port_set_is_all(const struct port_set *s)
{
	return s->n == 1 && s->item[0].lo <= 1 && s->item[0].hi == UINT16_MAX;
}

bool port_set_is_single(const struct port_set *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->item[i].lo != s->item[i].hi)
			return false;
	return true;
}

void net_put(struct text *t, const struct cidr *net)
{
	text_addr(t, net->net);
	if (net->bits == 32)
		return;
	text_putc(t, '/');
	text_u64(t, net->bits);
}
