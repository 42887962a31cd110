/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/baseline_changes.h"

#include <string.h>

#include "judge/baseline_impl.h"

static size_t put(struct text *t, char mark, const struct rule *r)
{
	text_putc(t, mark);
	rule_put(t, r);
	return 1;
}

/* Two rules of the same conversation; they may say the same. */
static size_t put_pair(struct text *t, const struct rule *was,
		       const struct rule *is)
{
	struct text old = { 0 }, new = { 0 };
	size_t n = 0;

	rule_put(&old, was);
	rule_put(&new, is);
	if (strcmp(old.s, new.s))
		n = put(t, '-', was) + put(t, '+', is);
	text_release(&old);
	text_release(&new);
	return n;
}

size_t baseline_changes_put(const struct baseline *was,
			    const struct baseline *is, struct text *t)
{
	size_t n = 0, i = 0, k = 0;

	while (i < was->n_rules || k < is->n_rules) {
		int c = i == was->n_rules ? 1
			: k == is->n_rules
				? -1
				: rule_cmp(&was->rules[i], &is->rules[k]);

		if (c < 0)
			n += put(t, '-', &was->rules[i++]);
		else if (c > 0)
			n += put(t, '+', &is->rules[k++]);
		else
			n += put_pair(t, &was->rules[i++], &is->rules[k++]);
	}
	return n;
}
