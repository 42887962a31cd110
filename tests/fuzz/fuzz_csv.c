/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CSV rows from any bytes; what was read is the same after it was written and
 * read again.
 */
#include <stdlib.h>
#include <string.h>

#include "ground/row.h"

struct bytes {
	const char *s;
	size_t left;
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static ssize_t read_bytes(void *ctx, void *buf, size_t n, struct err *e)
{
	struct bytes *b = ctx;

	(void)e;
	n = n < b->left ? n : b->left;
	if (!n)
		return 0;
	memcpy(buf, b->s, n);
	b->s += n;
	b->left -= n;
	return (ssize_t)n;
}

static void copy_rows(const char *s, size_t n, struct text *out)
{
	struct bytes b = { s, n };
	struct row_reader *r = row_reader_new("in", read_bytes, &b);
	struct row row;
	struct err e;

	while (row_reader_next(r, &row, &e) > 0) {
		for (size_t i = 0; i < row.n; i++) {
			text_puts(out, i ? "," : "");
			row_put(out, row.field[i]);
		}
		/* A row of one empty field would be a blank line. */
		text_puts(out, row.n == 1 && !*row.field[0] ? "\"\"\n" : "\n");
	}
	row_reader_free(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text once = { 0 }, twice = { 0 };

	copy_rows((const char *)data, size, &once);
	copy_rows(once.s, once.len, &twice);
	if (once.len != twice.len ||
	    (once.len && memcmp(once.s, twice.s, once.len)))
		abort();
	text_release(&once);
	text_release(&twice);
	return 0;
}
