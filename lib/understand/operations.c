/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/operations.h"

#include <stdlib.h>
#include <string.h>

#include "ground/strpool.h"
#include "ground/text.h"
#include "understand/talk.h"

static int by_word(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *operations_text(struct strpool *pool, const struct talk *t)
{
	const struct protocol *p = protocols[t->protocol - 1];
	uint64_t bits = t->side[0].operations | t->side[1].operations;
	const char *word[MAX_OPERATIONS], *result;
	struct text joined = { 0 };
	size_t n = 0;

	if (!p->operations)
		return "";
	for (unsigned i = 0; bits && p->operations[i]; i++, bits >>= 1)
		if (bits & OPERATION(0))
			word[n++] = p->operations[i];
	if (n < 2)
		return n ? word[0] : "";
	qsort(word, n, sizeof *word, by_word);
	for (size_t i = 0; i < n; i++) {
		if (i)
			text_putc(&joined, '+');
		text_puts(&joined, word[i]);
	}
	result = strpool_add(pool, joined.s);
	text_release(&joined);
	return result;
}
