/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/json.h"

#include <string.h>

#include "ground/utf8.h"

void json_string(struct text *t, const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	text_putc(t, '"');
	while (*p) {
		size_t n = utf8_len((const char *)p);

		if (*p == '"' || *p == '\\')
			text_putc(t, '\\');
		if (!n)
			text_puts(t, "\\ufffd");
		else if (*p == '\n')
			text_puts(t, "\\n");
		else if (*p < 0x20 || *p == 0x7f)
			text_printf(t, "\\u%04x", *p);
		else
			text_add(t, (const char *)p, n);
		p += n ? n : 1;
	}
	text_putc(t, '"');
}

void json_open(struct text *t)
{
	text_putc(t, '{');
}

void json_close(struct text *t)
{
	text_puts(t, "}\n");
}

static void put_key(struct text *t, const char *key)
{
	if (t->s[t->len - 1] != '{')
		text_putc(t, ',');
	json_string(t, key);
	text_putc(t, ':');
}

void json_put_string(struct text *t, const char *key, const char *s)
{
	put_key(t, key);
	json_string(t, s);
}

void json_put_u64(struct text *t, const char *key, uint64_t v)
{
	put_key(t, key);
	text_u64(t, v);
}

void json_put_raw(struct text *t, const char *key, const char *value)
{
	put_key(t, key);
	text_puts(t, value);
}

void json_put_list(struct text *t, const char *key, const char *joined)
{
	put_key(t, key);
	text_putc(t, '[');
	while (*joined) {
		size_t n = strcspn(joined, "+");
		struct text member = { 0 };

		text_add(&member, joined, n);
		json_string(t, member.s);
		text_release(&member);
		joined += n;
		if (*joined && *++joined)
			text_putc(t, ',');
	}
	text_putc(t, ']');
}
