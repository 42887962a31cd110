/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What was looked at, so that "no findings" can be weighed: captures, their
 * spans, what was set aside, damage, copies, doubtful directions. Made from
 * records only; it judges nothing.
 */
#ifndef OTCAP_COVERAGE_H
#define OTCAP_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ground/text.h"
#include "understand/record.h"

/* "class:count" tokens of all captures together, sorted by word. */
struct coverage_word {
	char *word;			/* owned */
	uint64_t n;
};

struct coverage {
	struct record *captures;	/* owned; strings borrowed from the
					 * records */
	size_t n_captures, cap_captures;
	struct coverage_word *words;	/* owned */
	size_t n_words, cap_words;
	int64_t first_ns, last_ns;	/* STAMP_NONE: nothing was read */
	uint64_t n_in_scope, n_set_aside;
	uint64_t n_flows, n_doubtful;
	size_t n_damaged, n_cut;
};

void coverage_init(struct coverage *c);
void coverage_release(struct coverage *c);
void coverage_add(struct coverage *c, const struct record *r);
/* After the last record. */
void coverage_finish(struct coverage *c);
/* Count of a word over all captures. */
uint64_t coverage_count(const struct coverage *c, const char *word);
/* Is the word a class of packets that were set aside? */
bool coverage_is_class(const char *word);

/* Lines for people, each with LF. */
void coverage_put(const struct coverage *c, struct text *t);
/* Members of a JSON object, from "captures" on. */
void coverage_put_json(const struct coverage *c, struct text *t);

#endif
