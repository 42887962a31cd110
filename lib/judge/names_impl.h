/* SPDX-License-Identifier: BSD-3-Clause */
/* What names are made of; only for the files of this room. */
#ifndef OTCAP_NAMES_IMPL_H
#define OTCAP_NAMES_IMPL_H

#include "ground/addr.h"
#include "judge/names.h"

enum { UNSET, YES, NO };

enum {
	LINES_OF_MAC = 33,	/* in place of a prefix length */
	LINE_KINDS
};

struct line {
	struct cidr net;
	bool has_net;
	uint64_t mac;			/* 0 none */
	const char *name, *zone;	/* interned; NULL unset */
	int role;			/* enum host_role, -1 unset */
	uint8_t inside;			/* UNSET, YES, NO */
	uint64_t number;
};

struct member {
	const char *name;
	uint32_t addr;
};

struct names {
	struct strpool *pool;
	struct line *lines;		/* networks by prefix, then MAC lines */
	size_t n, cap;
	size_t first[LINE_KINDS + 1];	/* of each prefix length, of MACs */
	struct member *members;		/* by name, address */
	size_t n_members;
	struct names_link *link;
	uint32_t privates;		/* bits: private networks seen */
};

/* The line of exactly this network, the address cut to bits; NULL none. */
const struct line *names_find_net(const struct names *n, int bits,
				  uint32_t addr);

/* The line that decides a property of an address: of those that say it the
 * one of the address alone, of its own MAC, of the smallest network; NULL
 * where none does. */
typedef bool line_says_fn(const struct line *l);
const struct line *names_ask(const struct names *n, uint32_t addr,
			     line_says_fn *says);

#endif
