/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/graph_label.h"

/* Bytes of the UTF-8 sequence at s, or 0 where there is none (RFC 3629). */
static size_t sequence_len(const unsigned char *s)
{
	size_t len = s[0] < 0x80 ? 1 : s[0] >= 0xc2 && s[0] < 0xe0 ? 2 :
		     s[0] >= 0xe0 && s[0] < 0xf0 ? 3 :
		     s[0] >= 0xf0 && s[0] < 0xf5 ? 4 : 0;

	for (size_t i = 1; i < len; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) ||	/* overlong */
	    (s[0] == 0xed && s[1] > 0x9f) ||	/* a surrogate */
	    (s[0] == 0xf0 && s[1] < 0x90) ||	/* overlong */
	    (s[0] == 0xf4 && s[1] > 0x8f))	/* above U+10FFFF */
		return 0;
	return len;
}

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
		size_t len = sequence_len(p);

		put_one(t, p, len);
		p += len ? len : 1;
	}
}
