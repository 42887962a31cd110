/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A findings file (otdiff --format csv) whose columns decision and note a
 * person filled, perhaps in a spreadsheet: row by row applied to a baseline.
 * Rows that cannot be carried out are told and left; the others count.
 */
#ifndef OTCAP_DECIDE_FILE_H
#define OTCAP_DECIDE_FILE_H

#include <stddef.h>

#include "judge/decide.h"

/* What holds for every row, and what was done. */
struct decide_file {
	struct baseline *b;
	const struct names *names;
	const char *by, *note; /* note: where a row has none */
	int64_t now_ns;
	int64_t approve_until_ns, ignore_until_ns;
	void (*tell)(void *ctx, const char *msg); /* of what is wrong */
	void *ctx;
	size_t n_approved, n_ignored, n_wrong;
};

/* "-" is standard input; 0, or -1 when the file itself cannot be used. */
int decide_file(struct decide_file *d, const char *path, struct err *e);

#endif
