/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Flow CSV back to records.
 *
 * Columns are found by name; those of later versions are kept as they are,
 * a missing one that is needed is an error that names it, a newer major
 * format is refused. A file that ends without a run row is incomplete: a
 * broken pipe never passes for a quiet week.
 */
#ifndef OTCAP_RECORD_CSV_H
#define OTCAP_RECORD_CSV_H

#include "ground/err.h"
#include "ground/row.h"
#include "understand/record.h"

struct record_reader;
struct strpool;

/* Reads the header. name and pool are borrowed; NULL with *e. */
struct record_reader *record_reader_new(const char *name, row_read_fn *read,
					void *ctx, struct strpool *pool,
					struct err *e);
void record_reader_free(struct record_reader *r);	/* NULL is fine */
/*
 * 1 a record, its strings interned in the pool; 0 the end of a whole file;
 * -1 damage or an incomplete end, "name:line: reason", which is final.
 */
int record_reader_next(struct record_reader *r, struct record *out,
		       struct err *e);
/* Unknown columns as ",name,name"; "" none. Interned in the pool. */
const char *record_reader_extra(const struct record_reader *r);

#endif
