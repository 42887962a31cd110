/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/protocols/lines.h"

#include <string.h>

enum { FEW_VOTES = 4 };

static uint8_t capital(uint8_t c)
{
	return c >= 'a' && c <= 'z' ? (uint8_t)(c - 'a' + 'A') : c;
}

bool text_starts(const uint8_t *p, size_t n, const char *word)
{
	for (size_t i = 0; word[i]; i++)
		if (i == n || capital(p[i]) != (uint8_t)word[i])
			return false;
	return true;
}

const uint8_t *text_find(const uint8_t *p, size_t n, const char *word)
{
	size_t len = strlen(word);

	for (size_t i = 0; i + len <= n; i++)
		if (capital(p[i]) == (uint8_t)word[0] &&
		    text_starts(p + i, n - i, word))
			return p + i;
	return NULL;
}

bool text_is_plain(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] == 0x7f || (p[i] < ' ' && p[i] != '\t' &&
				     p[i] != '\r' && p[i] != '\n'))
			return false;
	return true;
}

size_t text_line(const uint8_t *p, size_t n)
{
	const uint8_t *end = n ? memchr(p, '\n', n) : NULL;

	if (!end)
		return n;
	return (size_t)(end - p) - (end > p && end[-1] == '\r');
}

static bool is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

unsigned text_reply(const uint8_t *p, size_t n)
{
	if (n < 4 || !is_digit(p[0]) || !is_digit(p[1]) || !is_digit(p[2]) ||
	    (p[3] != ' ' && p[3] != '-'))
		return 0;
	return (p[0] - '0') * 100u + (p[1] - '0') * 10u + (p[2] - '0');
}

bool text_number(const uint8_t **p, const uint8_t *end, uint32_t max,
		 uint32_t *out)
{
	uint64_t v = 0;

	if (*p == end || !is_digit(**p))
		return false;
	for (; *p < end && is_digit(**p) && v <= max; (*p)++)
		v = v * 10 + (uint64_t)(**p - '0');
	*out = (uint32_t)v;
	return v <= max;
}

const struct command *text_command(const struct command *table,
				   const uint8_t *p, size_t n)
{
	for (; table->word; table++) {
		size_t len = strlen(table->word);

		if (text_starts(p, n, table->word) &&
		    (len == n || p[len] <= ' '))
			return table;
	}
	return NULL;
}

void text_vote(struct saying *s, enum speech speech, uint8_t *votes)
{
	if (*votes >= FEW_VOTES)
		return;
	++*votes;
	s->speech = speech;
}
