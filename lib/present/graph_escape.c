/* SPDX-License-Identifier: BSD-3-Clause */
#include "ground/utf8.h"
#include "present/graph_label.h"

static void put_one(struct text *t, const unsigned char *s, size_t len)
{
	if (*s == '\\')
		text_puts(t, "\\\\");
	else if (*s == '&')
		text_puts(t, "&amp;");
	else if (!len || *s < 0x20 || *s == 0x7f)
		text_printf(t, "\\\\x%02x", *s);
	else
		text_add(t, (const char *)s, len);
}

void graph_escape(struct text *t, const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	while (*p) {
		size_t len = utf8_len((const char *)p);

		put_one(t, p, len);
		p += len ? len : 1;
	}
}
