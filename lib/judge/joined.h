/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Small sets as text: words joined by "+", each once, sorted. Numbers sort by
 * value. The union does not depend on order, grouping or repetition.
 */
#ifndef OTCAP_JOINED_H
#define OTCAP_JOINED_H

#include <stdbool.h>
#include <stddef.h>

struct text;

/*
 * The union of two sets, which need not be sorted, in place of t's text; of
 * more than max words the first, so that grouping does not show either.
 */
void joined_union(struct text *t, const char *a, const char *b, size_t max);
/* The union with t itself. */
void joined_add(struct text *t, const char *more);
size_t joined_count(const char *set);
/* The next word of *set, which moves behind it: its beginning and length;
 * NULL at the end. */
const char *joined_next(const char **set, size_t *len);
bool joined_has(const char *set, const char *word);

#endif
