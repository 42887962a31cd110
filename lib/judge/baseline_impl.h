/* SPDX-License-Identifier: BSD-3-Clause */
/* What a baseline is made of; only for the files of this room. */
#ifndef OTCAP_BASELINE_IMPL_H
#define OTCAP_BASELINE_IMPL_H

#include "judge/baseline_edit.h"

struct base_index;
struct base_exact;
struct base_hosts;

/* Sorted and joined when finished. */
struct memory_list {
	struct memory *items;
	size_t n, cap;
};

struct baseline {
	struct strpool *pool;
	const struct names *names;	/* borrowed, may be NULL */
	struct rule *rules;
	size_t n_rules, cap_rules;
	struct memory_list talks, arp;
	struct memory_list later;	/* added since it was finished, when
					 * rules point into the others */
	struct base_capture *captures;	/* by id */
	size_t n_captures, cap_captures;
	const char *extra_names;	/* ",a,b": unknown columns of rules */
	struct base_index *index;	/* NULL until finished */
	struct base_hosts *hosts;	/* likewise */
	struct base_exact *exact;	/* NULL until asked for */
	int64_t now_ns;
};

/* The file's order, and by what two rules are the same conversation. */
int rule_cmp(const struct rule *a, const struct rule *b);

/* Which status prevails where two are said of the same conversation. */
int status_rank(uint8_t status);
/* The memory of a rule that is one exact conversation, or NULL. */
struct memory *baseline_find_memory(const struct baseline *b,
				    const struct rule *r);
/* Sort, and let what is about the same be one. */
void baseline_sort_memories(struct baseline *b);
/* What one conversation of an address knows of its names, all know. */
void baseline_share_names(struct baseline *b);
/* The same for those that came later, too. */
void baseline_settle_memories(struct baseline *b);
void baseline_sort_captures(struct baseline *b);
/* Everything seen in b, too; both borrow from the baseline's pool. */
void seen_join(struct seen *a, const struct seen *b, struct strpool *pool);

/* Read path.seen into b. */
int baseline_load_seen(struct baseline *b, const char *path, struct err *e);

/* Of two sets of words the union, of at most max words, in the pool. */
const char *words_united(const char *a, const char *b, size_t max,
			 struct strpool *pool);

struct base_hosts *base_hosts_new(const struct baseline *b);
void base_hosts_free(struct base_hosts *h);		/* NULL is fine */

struct base_index *base_index_new(const struct baseline *b);
void base_index_free(struct base_index *x);		/* NULL is fine */
void base_exact_free(struct base_exact *x);		/* NULL is fine */

#endif
