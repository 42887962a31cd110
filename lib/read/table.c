/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/table.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/row.h"
#include "ground/text.h"
#include "read/stream.h"

struct table {
	struct stream *in;
	struct row_reader *rows;
	const struct table_column *columns;
	size_t n_columns;
	int *at;		/* of each column in a row, -1 absent */
	size_t *unknown;	/* fields that are no such column */
	size_t n_unknown;
	size_t width;
	bool allow_short;
	struct row row;
	struct text extra_names, extra;
};

static ssize_t read_stream(void *ctx, void *buf, size_t n, struct err *e)
{
	return stream_read(ctx, buf, n, e);
}

static bool is_asked_for(const struct table *t, size_t field)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (t->at[i] == (int)field)
			return true;
	return false;
}

static const char *field_at(const struct table *t, size_t field)
{
	return field < t->row.n ? t->row.field[field] : "";
}

static void put_unknown(const struct table *t, struct text *out)
{
	text_clear(out);
	for (size_t i = 0; i < t->n_unknown; i++) {
		text_putc(out, ',');
		row_put(out, field_at(t, t->unknown[i]));
	}
}

static int map_columns(struct table *t, const char *name, struct err *e)
{
	for (size_t i = 0; i < t->n_columns; i++) {
		t->at[i] = row_find(&t->row, t->columns[i].name);
		if (t->at[i] < 0 && t->columns[i].required)
			return err_set(e, "%s:%llu: column '%s' is missing",
				       name, (unsigned long long)t->row.line,
				       t->columns[i].name);
	}
	t->width = t->row.n;
	t->unknown = xcalloc(t->width, sizeof *t->unknown);
	for (size_t f = 0; f < t->width; f++) {
		/* Spreadsheets leave several columns without a name. */
		if (t->row.field[f][0] &&
		    (size_t)row_find(&t->row, t->row.field[f]) != f)
			return err_set(e, "%s:%llu: column '%s' stands twice",
				       name, (unsigned long long)t->row.line,
				       t->row.field[f]);
		if (!is_asked_for(t, f))
			t->unknown[t->n_unknown++] = f;
	}
	put_unknown(t, &t->extra_names);
	return 0;
}

/* Captures have zeros in their head, and so has UTF-16. */
static bool is_text(struct stream *in)
{
	char head[24];
	struct err e;
	ssize_t n = stream_peek(in, head, sizeof head, &e);

	return n <= 0 || !memchr(head, 0, (size_t)n);
}

struct table *table_open(const char *path, const struct table_column *columns,
			 size_t n_columns, struct err *e)
{
	struct stream *in = stream_open(path, e);
	struct table *t;
	int more;

	if (!in)
		return NULL;
	if (!is_text(in)) {
		err_set(e, "%s: not a table in UTF-8: a capture, or UTF-16?",
			stream_name(in));
		stream_close(in);
		return NULL;
	}
	t = xcalloc(1, sizeof *t);
	t->in = in;
	t->rows = row_reader_new(stream_name(in), read_stream, in);
	row_reader_guess_delimiter(t->rows);
	t->columns = columns;
	t->n_columns = n_columns;
	t->at = xcalloc(n_columns, sizeof *t->at);
	more = row_reader_next(t->rows, &t->row, e);
	if (!more)
		err_set(e, "%s: empty: the line that names the columns is "
			"missing", stream_name(in));
	if (more > 0 && !map_columns(t, stream_name(in), e))
		return t;
	table_close(t);
	return NULL;
}

void table_close(struct table *t)
{
	if (!t)
		return;
	row_reader_free(t->rows);
	stream_close(t->in);
	text_release(&t->extra_names);
	text_release(&t->extra);
	free(t->at);
	free(t->unknown);
	free(t);
}

void table_allow_short(struct table *t)
{
	t->allow_short = true;
}

static bool is_empty(const struct row *row)
{
	for (size_t i = 0; i < row->n; i++)
		if (row->field[i][0])
			return false;
	return true;
}

int table_next(struct table *t, struct err *e)
{
	int more;

	do
		more = row_reader_next(t->rows, &t->row, e);
	while (more > 0 && is_empty(&t->row));
	if (more > 0 && t->row.n != t->width &&
	    !(t->allow_short && t->row.n < t->width)) {
		err_set(e, "%s:%llu: %zu fields where the first line names %zu",
			stream_name(t->in), (unsigned long long)t->row.line,
			t->row.n, t->width);
		return TABLE_UNEVEN;
	}
	return more;
}

const char *table_value(const struct table *t, size_t column)
{
	return t->at[column] < 0 ? "" : field_at(t, (size_t)t->at[column]);
}

const char *table_name(const struct table *t)
{
	return stream_name(t->in);
}

uint64_t table_line(const struct table *t)
{
	return t->row.line;
}

const char *table_extra_names(const struct table *t)
{
	return t->n_unknown ? t->extra_names.s : "";
}

const char *table_extra(struct table *t)
{
	put_unknown(t, &t->extra);
	return t->n_unknown ? t->extra.s : "";
}

int table_fail(const struct table *t, const struct table_flaw *flaw,
	       struct err *e)
{
	return err_set(e, "%s:%llu:%s: '%.200s': %s", stream_name(t->in),
		       (unsigned long long)t->row.line,
		       t->columns[flaw->column].name,
		       table_value(t, flaw->column), flaw->reason);
}
