/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/base_fields.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/text.h"
#include "ground/utf8.h"

enum { WIDTH = 79 };

static void put_blanks(struct text *t, size_t n)
{
	for (; n; n--)
		text_putc(t, ' ');
}

void fields_begin(struct fields *f, struct text *out, const char *label,
		  size_t indent)
{
	size_t len = utf8_columns(label);

	*f = (struct fields){ .out = out, .indent = indent };
	text_puts(out, label);
	put_blanks(out, indent > len ? indent - len : 0);
	f->column = indent > len ? indent : len;
}

void fields_item(struct fields *f, const char *s)
{
	char *plain = xstrdup(s);
	size_t columns;

	utf8_plain(plain);
	columns = utf8_columns(plain);
	if (f->any && f->column + 2 + columns > WIDTH) {
		text_puts(f->out, ",\n");
		put_blanks(f->out, f->indent);
		f->column = f->indent;
	} else if (f->any) {
		text_puts(f->out, ", ");
		f->column += 2;
	}
	text_puts(f->out, plain);
	f->column += columns;
	f->any = true;
	free(plain);
}

void fields_end(struct fields *f)
{
	text_putc(f->out, '\n');
}
