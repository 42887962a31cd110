/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A CSV file that people keep (names, services, baselines, findings): columns
 * by name in any order, errors by line and column. Columns it does not know are
 * handed on as text, so that a file can be rewritten without losing them. Also
 * parted by semicolons or tabs, and rows of empty fields are no rows: that is
 * how spreadsheets leave them.
 *
 * It knows nothing of what the values mean.
 */
#ifndef OTCAP_TABLE_H
#define OTCAP_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ground/err.h"

struct table;

struct table_column {
	const char *name;
	bool required;
};

/* A value that cannot be used, and why. */
struct table_flaw {
	size_t column;		/* index into the columns asked for */
	const char *reason;	/* a literal */
};

/* Reads the header. path and columns are borrowed until table_close. */
struct table *table_open(const char *path, const struct table_column *columns,
			 size_t n_columns, struct err *e);
void table_close(struct table *t);			/* NULL is fine */
/*
 * Rows may have fewer fields than the header; the rest is empty. Spreadsheets
 * leave them out, but so does a file that was cut: only where an empty value
 * does nothing.
 */
void table_allow_short(struct table *t);
/*
 * 1 a row, 0 the end, -1 damage. A row that has more or fewer fields than the
 * header is -2 with *e: such a row is skipped, and the next may be asked for.
 */
enum { TABLE_UNEVEN = -2 };
int table_next(struct table *t, struct err *e);

/* Valid until the next row; "" where the file has no such column. */
const char *table_value(const struct table *t, size_t column);
/* For messages: the name of the file, and the line of the row. */
const char *table_name(const struct table *t);
uint64_t table_line(const struct table *t);
/* ",a,b": names, or the row's values, of the columns not asked for. */
const char *table_extra_names(const struct table *t);
const char *table_extra(struct table *t);
/* Sets "path:line:column: 'value': reason" and returns -1. */
int table_fail(const struct table *t, const struct table_flaw *flaw,
	       struct err *e);

#endif
