/* SPDX-License-Identifier: BSD-3-Clause */
#include "ground/row.h"

#include <criterion/criterion.h>
#include <string.h>

#include "ground/limits.h"

struct bytes {
	const char *s;
	size_t left, step;	/* step: given out at once */
	bool broken;		/* fails instead of ending */
};

static ssize_t read_bytes(void *ctx, void *buf, size_t n, struct err *e)
{
	struct bytes *b = ctx;

	if (!b->left && b->broken)
		return err_set(e, "in: cannot read");
	n = n < b->step ? n : b->step;
	n = n < b->left ? n : b->left;
	memcpy(buf, b->s, n);
	b->s += n;
	b->left -= n;
	return (ssize_t)n;
}

/* All rows as "line:field|field;", then "!message" if it failed. */
static void render_rows(struct row_reader *r, struct text *t)
{
	struct row row;
	struct err e;
	int more;

	while ((more = row_reader_next(r, &row, &e)) > 0) {
		text_u64(t, row.line);
		for (size_t i = 0; i < row.n; i++)
			text_printf(t, "%c%s", i ? '|' : ':', row.field[i]);
		text_putc(t, ';');
	}
	if (more < 0)
		text_printf(t, "!%s", e.msg);
	else
		text_puts(t, "");
	cr_expect(row_reader_next(r, &row, &e) == more, "the end stays");
	row_reader_free(r);
}

static void render(const char *in, size_t len, size_t step, struct text *t)
{
	struct bytes b = { in, len, step, false };

	render_rows(row_reader_new("in", read_bytes, &b), t);
}

static const struct {
	const char *name, *in, *out;
} cases[] = {
	{ "empty", "", "" },
	{ "byte order mark only", "\xef\xbb\xbf", "" },
	{ "one row, no line end", "a,b", "1:a|b;" },
	{ "byte order mark", "\xef\xbb\xbf" "a,b\n", "1:a|b;" },
	{ "mark before a quote", "\xef\xbb\xbf\"a\"\n", "1:a;" },
	{ "CRLF", "a\r\nb\r\n", "1:a;2:b;" },
	{ "lone CR", "a\rb\rc", "1:a;2:b;3:c;" },
	{ "blank lines count", "\n\na\n \t\n\r\nb\n", "3:a;6:b;" },
	{ "empty fields", ",\n", "1:|;" },
	{ "quoted empty field", "\"\"\n", "1:;" },
	{ "blanks stripped", " a , \" b \" \n", "1:a| b ;" },
	{ "tabs stripped", "\ta\t b\t,\t,\t\n \tc\n", "1:a\t b||;2:c;" },
	{ "with and without quotes", "a,b\n\"c\",d\ne,f\n",
	  "1:a|b;2:c|d;3:e|f;" },
	{ "doubled quotes", "\"a\"\"b\"\n", "1:a\"b;" },
	{ "line end inside quotes", "\"a\nb\",c\nd\n", "1:a\nb|c;3:d;" },
	{ "CR inside quotes", "\"a\r\nb\"\nd\n", "1:a\r\nb;3:d;" },
	{ "hash is no comment", "#a\n", "1:#a;" },
	{ "quote in a field", "x\na\"b\nc\n",
	  "1:x;!in:2: quotes that do not enclose a whole field" },
	{ "text after a quote", "\"a\"b\n",
	  "!in:1: quotes that do not enclose a whole field" },
	{ "quote that never ends", "x\n\"ab\nc\n",
	  "1:x;!in:2: quote that never ends" },
	{ "half a row is none", "a,\"b", "!in:1: quote that never ends" },
};

Test(row, read)
{
	static const size_t steps[] = { 1, 2, 3, 5, 4096 };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
			struct text t = { 0 };

			render(cases[i].in, strlen(cases[i].in), steps[k], &t);
			cr_expect_str_eq(t.s, cases[i].out, "%s, by %zu: %s",
					 cases[i].name, steps[k], t.s);
			text_release(&t);
		}
	}
}

Test(row, nul_byte)
{
	struct text t = { 0 };

	render("a\nb\0c\n", 6, 100, &t);
	cr_expect_str_eq(t.s, "1:a;!in:2: NUL byte (the file must be UTF-8, "
			 "not UTF-16)", "%s", t.s);
	text_release(&t);
}

static const struct {
	const char *name, *in, *out;
} delimited[] = {
	{ "empty", "", "" },
	{ "commas", "a,b;c,d\ne;f,g\n", "1:a|b;c|d;2:e;f|g;" },
	{ "semicolons", "\xef\xbb\xbf" "a;b;c\r\n\"1;2\";3,4;\r\n",
	  "1:a|b|c;2:1;2|3,4|;" },
	{ "tabs", "a\tb\tc\n\t 1,2 ;\t\n", "1:a|b|c;2:|1,2 ;|;" },
	{ "empty before tabs", "a\tb\tc\n\t\td\n", "1:a|b|c;2:||d;" },
	{ "quoted names", "\"a\";\"b,c,d\";\"e\"\n1;2;3\n",
	  "1:a|b,c,d|e;2:1|2|3;" },
	{ "one column", "a\nb;c\n", "1:a;2:b;c;" },
	{ "no line end", "a;b", "1:a|b;" },
};

Test(row, guess_delimiter)
{
	static const size_t steps[] = { 1, 3, 4096 };

	for (size_t i = 0; i < sizeof delimited / sizeof *delimited; i++) {
		for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
			struct text t = { 0 };
			struct bytes b = { delimited[i].in,
				strlen(delimited[i].in), steps[k], false };
			struct row_reader *r = row_reader_new("in", read_bytes,
							      &b);

			row_reader_guess_delimiter(r);
			render_rows(r, &t);
			cr_expect_str_eq(t.s, delimited[i].out,
					 "%s, by %zu: %s", delimited[i].name,
					 steps[k], t.s);
			text_release(&t);
		}
	}
}

static void check_field(size_t len, bool fits)
{
	struct text in = { 0 }, out = { 0 };

	text_puts(&in, "a\n");
	for (size_t i = 0; i < len; i++)
		text_putc(&in, 'x');
	text_puts(&in, "\nb\n");
	render(in.s, in.len, 1000, &out);
	cr_expect(fits == !strchr(out.s, '!'), "%zu bytes", len);
	if (!fits)
		cr_expect(strstr(out.s, "!in:2: field of more than 65536"),
			  "%.100s", strchr(out.s, '!'));
	text_release(&in);
	text_release(&out);
}

Test(row, longest_field)
{
	check_field(LIMIT_FIELD_BYTES, true);
	check_field(LIMIT_FIELD_BYTES + 1, false);
	check_field(10 * LIMIT_FIELD_BYTES, false);
}

static void check_columns(size_t n, bool fits)
{
	struct text in = { 0 }, out = { 0 };

	for (size_t i = 0; i < n; i++)
		text_puts(&in, i ? ",x" : "x");
	render(in.s, in.len, 7, &out);
	cr_expect(fits == !strchr(out.s, '!'), "%zu columns", n);
	text_release(&in);
	text_release(&out);
}

Test(row, most_columns)
{
	check_columns(LIMIT_COLUMNS, true);
	check_columns(LIMIT_COLUMNS + 1, false);
}

Test(row, broken_input)
{
	struct bytes b = { "a\nb", 3, 100, true };
	struct row_reader *r = row_reader_new("in", read_bytes, &b);
	struct row row;
	struct err e;

	cr_expect(row_reader_next(r, &row, &e) == 1);
	cr_expect(row_reader_next(r, &row, &e) == -1);
	cr_expect_str_eq(e.msg, "in: cannot read");
	cr_expect(row_reader_next(r, &row, &e) == -1);
	row_reader_free(r);
}

Test(row, find)
{
	char a[] = "one", b[] = "two";
	char *field[] = { a, b };
	struct row row = { field, 2, 1 };

	cr_expect(row_find(&row, "two") == 1);
	cr_expect(row_find(&row, "tw") == -1);
}

/* What row_put wrote is what the reader reads. */
Test(row, put)
{
	static const struct {
		const char *in, *out;
	} puts[] = {
		{ "", "" }, { "a b", "a b" }, { " a", "\" a\"" },
		{ "a\t", "\"a\t\"" }, { "a,b", "\"a,b\"" },
		{ "a\"b", "\"a\"\"b\"" }, { "a\nb", "\"a\nb\"" },
		{ "a\rb", "\"a\rb\"" }, { "#", "#" },
		{ "\xef\xbb\xbf" "a", "\"\xef\xbb\xbf" "a\"" },
	};

	for (size_t i = 0; i < sizeof puts / sizeof *puts; i++) {
		struct text t = { 0 }, back = { 0 }, want = { 0 };

		text_puts(&t, "x,");
		row_put(&t, puts[i].in);
		cr_expect_str_eq(t.s + 2, puts[i].out);
		render(t.s, t.len, 100, &back);
		text_printf(&want, "1:x|%s;", puts[i].in);
		cr_expect_str_eq(back.s, want.s);
		text_release(&t);
		text_release(&back);
		text_release(&want);
	}
}
