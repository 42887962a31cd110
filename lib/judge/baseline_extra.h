/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Columns of a rules file that otcap does not know: kept as CSV text with a
 * comma before each, the names once and the values with every rule.
 */
#ifndef OTCAP_BASELINE_EXTRA_H
#define OTCAP_BASELINE_EXTRA_H

struct text;

/* The names of a, then those of b that a has not. */
void extra_names_join(struct text *t, const char *a, const char *b);
/* values, which stand under names, put under the names of all. */
void extra_move(struct text *t, const char *all, const char *names,
		const char *values);

#endif
