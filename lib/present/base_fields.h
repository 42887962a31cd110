/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Lines of "label  item, item, ..." for people, as wide as a terminal has
 * columns for; what does not fit goes on below the first item. What would
 * move a cursor is shown as "?".
 */
#ifndef OTCAP_BASE_FIELDS_H
#define OTCAP_BASE_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

struct text;

struct fields {
	struct text *out;
	size_t indent;		/* of the items */
	size_t column;		/* where the line stands */
	bool any;		/* an item is there */
};

/* A line: the label, blanks up to the items, which stand at indent. */
void fields_begin(struct fields *f, struct text *out, const char *label,
		  size_t indent);
void fields_item(struct fields *f, const char *s);
void fields_end(struct fields *f);

#endif
