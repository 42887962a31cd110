/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The simple rules that otcap has to beat: each names the client of a
 * conversation, by what is left of it, as 0 or 1.
 */
#ifndef DIRECTION_RULES_H
#define DIRECTION_RULES_H

struct conversation;

struct rule {
	const char *name;
	unsigned (*client)(const struct conversation *c);
};

enum { N_RULES = 4 };
extern const struct rule rules[N_RULES];

#endif
