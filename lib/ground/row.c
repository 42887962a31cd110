/* SPDX-License-Identifier: BSD-3-Clause */
#include "ground/row.h"

#include <csv.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/limits.h"

enum { READ_BYTES = 65536, FIELD_STEP = 4096 };

_Static_assert(LIMIT_COLUMNS == 256 && LIMIT_FIELD_BYTES == 65536,
	       "these numbers stand in the messages below");

static const char bom[] = "\xef\xbb\xbf";
enum { BOM_LEN = sizeof bom - 1 };

struct row_reader {
	struct csv_parser csv;
	const char *name;
	row_read_fn *read;
	void *ctx;
	char *buf;
	size_t pos, len;	/* in buf: handed to libcsv, and read */
	uint64_t line;		/* of the next byte */
	uint64_t row_line;
	bool in_row;		/* an unfinished row was handed over */
	bool complete;		/* the end of a row was reached */
	bool started, ended;
	bool guess;		/* the delimiter, from the first line */
	bool after_cr;		/* counts as a line end unless LF follows */
	const char *refused;	/* what is wrong with the row, or NULL */
	struct text bytes;	/* the fields of the row, each with its NUL */
	size_t start[LIMIT_COLUMNS];
	char *field[LIMIT_COLUMNS];
	size_t n_fields;
	bool failed;
	struct err err;
};

/*
 * libcsv has no bound of its own, so a quote that never ends would take the
 * rest of the file into memory. It halves its wish until it gets something,
 * and reports the refusal as CSV_ENOMEM. Besides the bytes of the field it
 * wants room for the NUL and for the character after the field.
 */
static void *bounded_realloc(void *p, size_t n)
{
	return n > LIMIT_FIELD_BYTES + 2 ? NULL : realloc(p, n);
}

struct row_reader *row_reader_new(const char *name, row_read_fn *read,
				  void *ctx)
{
	struct row_reader *r = xcalloc(1, sizeof *r);

	csv_init(&r->csv, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
	csv_set_realloc_func(&r->csv, bounded_realloc);
	csv_set_blk_size(&r->csv, FIELD_STEP);
	r->name = name;
	r->read = read;
	r->ctx = ctx;
	r->buf = xmalloc(READ_BYTES);
	r->line = 1;
	return r;
}

void row_reader_free(struct row_reader *r)
{
	if (!r)
		return;
	csv_free(&r->csv);
	text_release(&r->bytes);
	free(r->buf);
	free(r);
}

void row_reader_guess_delimiter(struct row_reader *r)
{
	r->guess = true;
}

static void refuse_nul(struct row_reader *r, const char *s, size_t len)
{
	if (memchr(s, 0, len))
		r->refused = "NUL byte (the file must be UTF-8, not UTF-16)";
}

/* at: in bytes. */
static bool begin_field(struct row_reader *r, size_t at)
{
	if (r->n_fields == LIMIT_COLUMNS) {
		r->refused = "more than 256 columns";
		return false;
	}
	r->start[r->n_fields++] = at;
	return true;
}

static void on_field(void *s, size_t len, void *ctx)
{
	struct row_reader *r = ctx;

	if (!begin_field(r, r->bytes.len))
		return;
	refuse_nul(r, s, len);
	text_add(&r->bytes, s, len);
	text_putc(&r->bytes, '\0');
}

static void on_row(int end, void *ctx)
{
	struct row_reader *r = ctx;

	(void)end;
	r->complete = true;
}

static bool is_outer_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* A whole line without quotes needs no parser: as libcsv would, a fifth of the
 * cost. Blanks around a field are not its own. */
static void take_line(struct row_reader *r, const char *s, size_t n)
{
	char delimiter = (char)csv_get_delim(&r->csv);
	char *p, *end, *last;

	refuse_nul(r, s, n);
	text_add(&r->bytes, s, n);
	last = r->bytes.s + n - 1;
	*last = delimiter;
	for (p = r->bytes.s; p <= last; p = end + 1) {
		char *after = end = memchr(p, delimiter, last - p + 1);

		while (p < after && is_outer_blank(*p))
			p++;
		while (p < after && is_outer_blank(after[-1]))
			after--;
		*after = '\0';
		if (!begin_field(r, p - r->bytes.s))
			break;
	}
	r->complete = true;
}

static int fail(struct row_reader *r, uint64_t line, const char *reason)
{
	r->failed = true;
	return err_set(&r->err, "%s:%llu: %s", r->name,
		       (unsigned long long)line, reason);
}

/* Of what may part fields what stands most often outside of quotes. */
static unsigned char delimiter_of(const char *s, size_t n)
{
	static const char marks[] = { CSV_COMMA, ';', CSV_TAB };
	size_t count[sizeof marks] = { 0 }, best = 0;
	bool quoted = false;

	for (; n && *s != '\n' && *s != '\r'; s++, n--) {
		const char *at = memchr(marks, *s, sizeof marks);

		if (*s == CSV_QUOTE)
			quoted = !quoted;
		else if (at && !quoted)
			count[at - marks]++;
	}
	for (size_t i = 1; i < sizeof marks; i++)
		if (count[i] > count[best])
			best = i;
	return (unsigned char)marks[best];
}

/* Is there enough to begin with? */
static bool has_enough(const struct row_reader *r)
{
	if (r->started)
		return r->len > 0;
	if (r->guess && r->len < READ_BYTES)
		return memchr(r->buf, '\n', r->len);
	return r->len >= BOM_LEN;
}

/* 1 when there are bytes, 0 at the end, -1 when reading failed. */
static int fill(struct row_reader *r)
{
	r->pos = r->len = 0;
	while (!r->ended && !has_enough(r)) {
		ssize_t n = r->read(r->ctx, r->buf + r->len,
				    READ_BYTES - r->len, &r->err);

		if (n < 0) {
			r->failed = true;
			return -1;
		}
		r->ended = n == 0;
		r->len += (size_t)n;
	}
	if (!r->started && r->len >= BOM_LEN &&
	    !memcmp(r->buf, bom, BOM_LEN))
		r->pos = BOM_LEN;
	if (!r->started && r->guess)
		csv_set_delim(&r->csv, delimiter_of(r->buf + r->pos,
						    r->len - r->pos));
	r->started = true;
	return !r->ended || r->pos < r->len;
}

/*
 * Bytes up to and with the next line end, so that one call completes at most
 * one row. A lone CR ends a row for libcsv, so it ends a line here, too.
 */
static size_t piece_len(const struct row_reader *r)
{
	const char *s = r->buf + r->pos;
	size_t n = r->len - r->pos;
	const char *lf = memchr(s, '\n', n);
	const char *cr;

	if (lf)
		n = (size_t)(lf - s) + 1;
	cr = memchr(s, '\r', n);
	return cr ? (size_t)(cr - s) + 1 : n;
}

static bool is_blank(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] != ' ' && s[i] != '\t' && s[i] != '\r' && s[i] != '\n')
			return false;
	return true;
}

static bool is_simple(const char *s, size_t n)
{
	return (s[n - 1] == '\n' || s[n - 1] == '\r') &&
	       !memchr(s, CSV_QUOTE, n);
}

static const char *csv_reason(struct csv_parser *csv)
{
	if (csv_error(csv) == CSV_ENOMEM)
		return "field of more than 65536 bytes "
		       "(a quote that never ends?)";
	return "quotes that do not enclose a whole field";
}

static int feed(struct row_reader *r)
{
	const char *s = r->buf + r->pos;
	size_t n = piece_len(r);
	bool begins = !r->in_row && !is_blank(s, n);

	if (r->after_cr && s[0] != '\n')
		r->line++;
	r->after_cr = s[n - 1] == '\r';
	if (begins) {
		r->in_row = true;
		r->row_line = r->line;
	}
	/* The status is asked at once: csv_fini would reset it. */
	if (begins && !r->n_fields && is_simple(s, n))
		take_line(r, s, n);
	else if (csv_parse(&r->csv, s, n, on_field, on_row, r) < n)
		return fail(r, r->row_line, csv_reason(&r->csv));
	if (r->refused)
		return fail(r, r->row_line, r->refused);
	r->pos += n;
	r->line += s[n - 1] == '\n';
	return 0;
}

static int finish(struct row_reader *r)
{
	if (csv_fini(&r->csv, on_field, on_row, r) != 0)
		return fail(r, r->row_line, "quote that never ends");
	if (r->refused)
		return fail(r, r->row_line, r->refused);
	return 0;
}

static int read_row(struct row_reader *r)
{
	while (!r->complete) {
		int more = 1;

		if (r->pos == r->len)
			more = fill(r);
		if (more < 0)
			return -1;
		if (!more)
			return finish(r) < 0 ? -1 : r->complete;
		if (r->pos < r->len && feed(r) < 0)
			return -1;
	}
	return 1;
}

int row_reader_next(struct row_reader *r, struct row *row, struct err *e)
{
	int more;

	r->n_fields = 0;
	r->complete = r->in_row = false;
	text_clear(&r->bytes);
	more = r->failed ? -1 : read_row(r);
	if (more < 0)
		*e = r->err;
	if (more <= 0)
		return more;
	for (size_t i = 0; i < r->n_fields; i++)
		r->field[i] = r->bytes.s + r->start[i];
	*row = (struct row){ r->field, r->n_fields, r->row_line };
	return 1;
}

int row_find(const struct row *row, const char *name)
{
	for (size_t i = 0; i < row->n; i++)
		if (!strcmp(row->field[i], name))
			return (int)i;
	return -1;
}

/* Would the reader give back s as it is? len: up to what needs quotes. */
static bool is_plain(const char *s, size_t len)
{
	if (!len)
		return !*s;
	return !s[len] && !is_outer_blank(s[0]) &&
	       !is_outer_blank(s[len - 1]) && strncmp(s, bom, BOM_LEN) != 0;
}

void row_put(struct text *t, const char *s)
{
	size_t len = strcspn(s, "\",\r\n");

	if (is_plain(s, len)) {
		text_add(t, s, len);
		return;
	}
	text_putc(t, '"');
	for (; *s; s++) {
		if (*s == '"')
			text_putc(t, '"');
		text_putc(t, *s);
	}
	text_putc(t, '"');
}
