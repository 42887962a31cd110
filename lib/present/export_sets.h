/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sets of addresses, as networks, and of ports, as ranges, in one normal
 * form: ascending and apart, so that equal sets are equal arrays. Other
 * programs refuse sets whose parts overlap.
 */
#ifndef OTCAP_EXPORT_SETS_H
#define OTCAP_EXPORT_SETS_H

#include <stdbool.h>
#include <stddef.h>

#include "ground/addr.h"
#include "ground/text.h"
#include "judge/baseline.h"

struct net_set {
	struct cidr *item;	/* owned */
	size_t n, cap;
};

struct port_set {
	struct port_range *item;	/* owned */
	size_t n, cap;
};

void net_set_release(struct net_set *s);
void net_set_add(struct net_set *s, struct cidr net);
/* Sort, and drop what lies in another network. */
void net_set_finish(struct net_set *s);
/* All of more, too; both in normal form. */
void net_set_unite(struct net_set *s, const struct net_set *more);
int net_set_cmp(const struct net_set *a, const struct net_set *b);
/* Every address, so that nothing needs to be asked? */
bool net_set_is_all(const struct net_set *s);
/* Exactly one address? */
bool net_set_is_one(const struct net_set *s);
/* How many addresses; no more than max is counted. */
size_t net_set_count(const struct net_set *s, size_t max);

void port_set_release(struct port_set *s);
void port_set_add(struct port_set *s, uint16_t lo, uint16_t hi);
/* Sort and join. */
void port_set_finish(struct port_set *s);
void port_set_unite(struct port_set *s, const struct port_set *more);
int port_set_cmp(const struct port_set *a, const struct port_set *b);
/* Every port that is used, from 1 on? */
bool port_set_is_all(const struct port_set *s);
/* Single ports only, no range? */
bool port_set_is_single(const struct port_set *s);

/* An address without its /32, a network with its length. */
void net_put(struct text *t, const struct cidr *net);

#endif
