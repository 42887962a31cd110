/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Rules that no one will miss: ended ones, and where asked for those whose
 * conversation was not seen for long, or that waited for a decision in vain.
 * What somebody approved stays, whatever it is.
 */
#ifndef OTCAP_PRUNE_H
#define OTCAP_PRUNE_H

#include <stddef.h>
#include <stdint.h>

#include "ground/err.h"

struct baseline;
struct rule;

/* 0 switches a reason off. */
struct prune_options {
	int64_t now_ns;		  /* what has ended by then */
	uint64_t unseen_days;	  /* by the end of the newest capture */
	uint64_t unseen_captures; /* so many newer captures without it */
	uint64_t undecided_days;  /* in review and not seen since */
};

typedef void prune_fn(void *ctx, const struct rule *r, const char *why);

/*
 * Marks the rules as forgotten, and tells why, in the order of rules; how many.
 * What needs a memory is silent for rules without one.
 */
size_t prune(struct baseline *b, const struct prune_options *o, prune_fn *tell,
	     void *ctx);

#endif
