/* SPDX-License-Identifier: BSD-3-Clause */
#include "ground/utf8.h"

size_t utf8_len(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t n = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 :
		   s[0] < 0xf0 ? 3 : s[0] < 0xf5 ? 4 : 0;

	for (size_t i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) ||	/* overlong */
	    (s[0] == 0xed && s[1] > 0x9f) ||	/* a surrogate */
	    (s[0] == 0xf0 && s[1] < 0x90) ||	/* overlong */
	    (s[0] == 0xf4 && s[1] > 0x8f))	/* above U+10FFFF */
		return 0;
	return n;
}

/* A terminal may obey C1 controls as it does the older ones. */
static int is_plain(const char *text, size_t n)
{
	const unsigned char *s = (const unsigned char *)text;

	if (n == 1)
		return s[0] >= 0x20 && s[0] != 0x7f;
	return n && !(s[0] == 0xc2 && s[1] < 0xa0);
}

size_t utf8_plain(char *s)
{
	char *to = s;

	for (const char *p = s; *p;) {
		size_t n = utf8_len(p);

		if (!is_plain(p, n)) {
			*to++ = '?';
			p += n ? n : 1;
			continue;
		}
		while (n--)
			*to++ = *p++;
	}
	*to = '\0';
	return (size_t)(to - s);
}

size_t utf8_columns(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}
