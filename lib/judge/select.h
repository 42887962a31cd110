/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which rules somebody means who says "those of this client, on that port": all
 * that is said must be true of a rule. It only chooses.
 */
#ifndef OTCAP_SELECT_H
#define OTCAP_SELECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ground/err.h"

struct names;
struct rule;

enum select_by {
	SELECT_CLIENT,
	SELECT_SERVER, /* address, network, name */
	SELECT_PORT,   /* as in server_port */
	SELECT_PROTO,
	SELECT_SERVICE,
	SELECT_STATUS,
	SELECT_LINE, /* 12, 5-9 or a list: 5-9,12 */
	N_SELECT_BY
};

/* A struct of zeros chooses nothing yet. Words are borrowed. */
struct rule_select {
	const char *word[N_SELECT_BY]; /* NULL: not asked */
};

/* Another word for the same replaces it. 0, or -1 with "'word': reason". */
int select_by(struct rule_select *s, enum select_by by, const char *word,
	      struct err *e);
/* Was anything said at all? */
bool select_is_set(const struct rule_select *s);
/* names may be NULL: then a name is only one that stands in the rule. */
bool select_has(const struct rule_select *s, const struct names *names,
		const struct rule *r);

#endif
