/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What several rules have in common and one could say: consecutive ports of
 * one pair, and ports that follow the last octet of the server's address.
 */
#ifndef OTCAP_BASE_PATTERNS_H
#define OTCAP_BASE_PATTERNS_H

struct baseline;
struct text;

/* A line each, nothing where there is none. */
void base_patterns_put(const struct baseline *b, struct text *t);

#endif
