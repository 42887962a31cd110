/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/joined.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/text.h"

struct word {
	const char *s;
	size_t len;
};

struct words {
	struct word *items;
	size_t n, cap;
};

static void split(struct words *w, const char *set)
{
	while (*set) {
		size_t len = strcspn(set, "+");

		if (len) {
			w->items = grow(w->items, w->n, &w->cap,
					sizeof *w->items);
			w->items[w->n++] = (struct word){ set, len };
		}
		set += len + (set[len] == '+');
	}
}

static bool is_number(const struct word *w)
{
	for (size_t i = 0; i < w->len; i++)
		if (w->s[i] < '0' || w->s[i] > '9')
			return false;
	return true;
}

static int word_cmp(const void *pa, const void *pb)
{
	const struct word *a = pa, *b = pb;
	size_t n = a->len < b->len ? a->len : b->len;
	bool number = is_number(a), other = is_number(b);
	int c;

	if (number != other)
		return number ? -1 : 1;
	if (number && a->len != b->len)
		return a->len < b->len ? -1 : 1;
	c = memcmp(a->s, b->s, n);
	return c ? c : (a->len > b->len) - (a->len < b->len);
}

void joined_union(struct text *t, const char *a, const char *b, size_t max)
{
	struct words w = { 0 };
	size_t n = 0;

	split(&w, a);
	split(&w, b);
	if (w.n)
		qsort(w.items, w.n, sizeof *w.items, word_cmp);
	text_clear(t);
	text_puts(t, "");
	for (size_t i = 0; i < w.n && n < max; i++) {
		if (i && !word_cmp(&w.items[i - 1], &w.items[i]))
			continue;
		if (t->len)
			text_putc(t, '+');
		text_add(t, w.items[i].s, w.items[i].len);
		n++;
	}
	free(w.items);
}

void joined_add(struct text *t, const char *more)
{
	struct text all = { 0 };

	joined_union(&all, t->s ? t->s : "", more, SIZE_MAX);
	text_release(t);
	*t = all;
}

size_t joined_count(const char *set)
{
	size_t n = set[0] != '\0';

	for (; *set; set++)
		n += *set == '+';
	return n;
}

const char *joined_next(const char **set, size_t *len)
{
	const char *word = *set + strspn(*set, "+");

	*len = strcspn(word, "+");
	*set = word + *len;
	return *len ? word : NULL;
}

bool joined_has(const char *set, const char *word)
{
	size_t want = strlen(word);

	while (*set) {
		size_t len = strcspn(set, "+");

		if (len == want && !memcmp(set, word, len))
			return true;
		set += len + (set[len] == '+');
	}
	return false;
}
