/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What several rules have in common and one could say, as lines for people:
 * the patterns that otbase fold would put in their place.
 */
#ifndef OTCAP_BASE_PATTERNS_H
#define OTCAP_BASE_PATTERNS_H

struct baseline;
struct text;

/* A line each, nothing where there is none. */
void base_patterns_put(const struct baseline *b, struct text *t);

#endif
