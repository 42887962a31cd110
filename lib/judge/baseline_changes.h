/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What differs between the rules of two baselines, as lines for people: "-" and
 * the line that was, "+" and the line that is, in the file's order. Of the
 * memory it says nothing.
 */
#ifndef OTCAP_BASELINE_CHANGES_H
#define OTCAP_BASELINE_CHANGES_H

#include <stddef.h>

struct baseline;
struct text;

/* Both finished; the number of lines that differ. */
size_t baseline_changes_put(const struct baseline *was,
			    const struct baseline *is, struct text *t);

#endif
