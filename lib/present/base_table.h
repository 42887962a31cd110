/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A baseline as people read it: plain tables, a block for each client,
 * server or service where asked for, and the patterns in the rules. For eyes,
 * not for programs: the file itself is the interface.
 */
#ifndef OTCAP_BASE_TABLE_H
#define OTCAP_BASE_TABLE_H

struct baseline;
struct names;
struct text;

enum base_by {
	BASE_BY_RULE, BASE_BY_CLIENT, BASE_BY_SERVER, BASE_BY_SERVICE
};

/* names may be NULL. */
void base_table_put(const struct baseline *b, const struct names *names,
		    enum base_by by, struct text *t);

#endif
