/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Any bytes as flow CSV: what was read is the same after it was written and
 * read again.
 */
#include <stdlib.h>
#include <string.h>

#include "ground/strpool.h"
#include "understand/record_csv.h"

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

static void copy_records(const char *s, size_t n, struct text *out)
{
	struct bytes b = { s, n };
	struct strpool *pool = strpool_new(0);
	struct record rec;
	struct err e;
	struct record_reader *r = record_reader_new("in", read_bytes, &b,
						    pool, &e);

	if (r) {
		record_put_header(out, record_reader_extra(r));
		while (record_reader_next(r, &rec, &e) > 0)
			record_put(out, &rec);
	}
	record_reader_free(r);
	strpool_free(pool);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text once = { 0 }, twice = { 0 };

	copy_records((const char *)data, size, &once);
	copy_records(once.s, once.len, &twice);
	if (once.len != twice.len ||
	    (once.len && memcmp(once.s, twice.s, once.len)))
		abort();
	text_release(&once);
	text_release(&twice);
	return 0;
}
