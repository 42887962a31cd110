/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CSV rows: read strictly through libcsv, written by hand (RFC 4180, quotes
 * only where needed, LF).
 *
 * The reader takes its bytes from a function, knows nothing of files, accepts
 * a UTF-8 byte order mark, CRLF and quotes as spreadsheets write them, and
 * names file and line in every error. Blank lines are skipped but counted.
 */
#ifndef OTCAP_ROW_H
#define OTCAP_ROW_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "ground/err.h"
#include "ground/text.h"

/* Up to n bytes into buf; 0 at the end, -1 with *e. */
typedef ssize_t row_read_fn(void *ctx, void *buf, size_t n, struct err *e);

struct row {
	char **field;		/* NUL-terminated, valid until the next row */
	size_t n;
	uint64_t line;		/* where the row begins, from 1 */
};

struct row_reader;

/* name is used in messages; all pointers are borrowed until _free. */
struct row_reader *row_reader_new(const char *name, row_read_fn *read,
				  void *ctx);
void row_reader_free(struct row_reader *r);		/* NULL is fine */
/*
 * Before the first row: fields may also be parted by semicolons or tabs, as
 * spreadsheets do where the comma is in numbers; the first line shows it.
 */
void row_reader_guess_delimiter(struct row_reader *r);
/* 1 a row, 0 the end, -1 damage ("name:line: reason"); -1 is final. */
int row_reader_next(struct row_reader *r, struct row *row, struct err *e);

/* Index of the field that is exactly name, or -1. */
int row_find(const struct row *row, const char *name);

/* One field with quotes where RFC 4180 or libcsv's blank stripping ask it. */
void row_put(struct text *t, const char *s);

#endif
