/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How learning went, as a table for people with its verdict below, or as CSV
 * with every hour.
 */
#ifndef OTCAP_BASE_SETTLE_H
#define OTCAP_BASE_SETTLE_H

struct settle;
struct text;

/* Stretches without anything new are one line. */
void base_settle_put(const struct settle *s, struct text *t);
void base_settle_put_csv(const struct settle *s, struct text *t);

#endif
