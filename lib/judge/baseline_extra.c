/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/baseline_extra.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "ground/text.h"

struct field {
	const char *s;		/* as written, with its quotes */
	size_t len;
};

/* The field behind the comma at *s; advances *s to the next comma. */
static bool next(const char **s, struct field *f)
{
	bool quoted = false;
	const char *p = *s;

	if (*p != ',')
		return false;
	f->s = ++p;
	for (; *p && (quoted || *p != ','); p++)
		if (*p == '"')
			quoted = !quoted;
	f->len = (size_t)(p - f->s);
	*s = p;
	return true;
}

static bool same(const struct field *a, const struct field *b)
{
	return a->len == b->len && !memcmp(a->s, b->s, a->len);
}

static bool has(const char *names, const struct field *name)
{
	struct field f;

	while (next(&names, &f))
		if (same(&f, name))
			return true;
	return false;
}

void extra_names_join(struct text *t, const char *a, const char *b)
{
	struct field f;

	text_puts(t, a);
	while (next(&b, &f)) {
		if (has(a, &f))
			continue;
		text_putc(t, ',');
		text_add(t, f.s, f.len);
	}
}

void extra_move(struct text *t, const char *all, const char *names,
		const char *values)
{
	struct field want;

	text_puts(t, "");
	while (next(&all, &want)) {
		const char *n = names, *v = values;
		struct field name, value;

		text_putc(t, ',');
		while (next(&n, &name) && next(&v, &value)) {
			if (!same(&name, &want))
				continue;
			text_add(t, value.s, value.len);
			break;
		}
	}
}
