/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One expression that is true for the packets of known conversations, either
 * way, by address, port and protocol; the words are each language's own.
 *
 * Rules are joined first: what has the same ports and the same clients is one
 * term with several servers, and so on. Compilers of filters take time by the
 * square of the comparisons, and a plant has far fewer kinds of conversation
 * than conversations.
 */
#ifndef OTCAP_EXPORT_FILTER_H
#define OTCAP_EXPORT_FILTER_H

#include "present/export.h"

/* Which end of a packet. */
enum filter_end { FILTER_SRC, FILTER_DST };
/* "src", "dst" */
const char *filter_end_word(enum filter_end end);

struct filter_words {
	const char *all_of, *any_of;	/* "and", "or", with blanks around */
	/* Languages whose trees may not be deep: or-chains by halves. */
	bool by_halves;
	/* One comparison each; NULL in a language that has lists. */
	void (*net)(struct text *t, enum filter_end end,
		    const struct cidr *net);
	void (*port)(struct text *t, uint8_t proto, enum filter_end end,
		     const struct port_range *range);
	/* All at once; NULL: each by itself, any of them. */
	void (*nets)(struct text *t, enum filter_end end,
		     const struct net_set *nets);
	void (*ports)(struct text *t, enum filter_end end,
		      const struct port_set *ports);
	/* Before the terms of a protocol; NULL: ports say it. */
	void (*proto)(struct text *t, uint8_t proto);
};

/* All of x as one expression in parentheses, or an error when nothing is
 * there to be selected. */
int export_filter_put(const struct export *x, const struct filter_words *w,
		      struct text *t, struct err *e);
/* How many comparisons with an address, a network or a port that was. */
size_t export_filter_tests(const struct export *x);

/* Text of several parts: "(A or B)", or "A" alone. A part comes from put. */
typedef void filter_part_fn(void *ctx, size_t i, struct text *t);
struct filter_parts {
	size_t n;
	filter_part_fn *put;
	void *ctx;
};
void filter_parts_put(const struct filter_words *w,
		      const struct filter_parts *p, struct text *t);

#endif
