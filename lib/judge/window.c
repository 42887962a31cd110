/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/window.h"

#include <stdio.h>
#include <string.h>

#include "ground/stamp.h"
#include "understand/record.h"

enum { DAY_LEN = 10 };

void window_init(struct window *w)
{
	*w = (struct window){ .since_ns = INT64_MIN, .until_ns = INT64_MAX };
}

static int parse(const char *s, int64_t *ns, bool *is_day)
{
	char whole[DAY_LEN + sizeof "T00:00:00Z"];

	*is_day = strlen(s) == DAY_LEN;
	if (!*is_day)
		return stamp_parse(s, ns);
	snprintf(whole, sizeof whole, "%sT00:00:00Z", s);
	return stamp_parse(whole, ns);
}

int window_since(struct window *w, const char *s)
{
	bool is_day;

	return parse(s, &w->since_ns, &is_day);
}

int window_until(struct window *w, const char *s)
{
	bool is_day;

	if (parse(s, &w->until_ns, &is_day) < 0)
		return -1;
	if (is_day && __builtin_add_overflow(w->until_ns,
					     86400 * NS_PER_SECOND,
					     &w->until_ns))
		w->until_ns = INT64_MAX;
	return 0;
}

bool window_is_set(const struct window *w)
{
	return w->since_ns != INT64_MIN || w->until_ns != INT64_MAX;
}

static void clip_run(const struct window *w, struct record *r, bool inside)
{
	if (!inside) {
		r->first_ns = r->last_ns = STAMP_NONE;
		return;
	}
	if (r->first_ns < w->since_ns)
		r->first_ns = w->since_ns;
	if (r->last_ns >= w->until_ns)
		r->last_ns = w->until_ns - 1;
}

bool window_clip(struct window *w, struct record *r)
{
	bool inside = r->first_ns != STAMP_NONE &&
		      r->last_ns >= w->since_ns && r->first_ns < w->until_ns;

	if (r->kind == RECORD_RUN) {
		w->n_covered += inside;
		if (window_is_set(w))
			clip_run(w, r, inside);
		return true;
	}
	if (!window_is_set(w))
		return true;
	w->n_outside += !inside && r->kind != RECORD_ARP;
	return inside;
}

void window_put(const struct window *w, struct text *t)
{
	if (!window_is_set(w))
		return;
	text_puts(t, "looked at:");
	if (w->since_ns != INT64_MIN) {
		text_puts(t, " since ");
		text_stamp(t, w->since_ns);
	}
	if (w->until_ns != INT64_MAX) {
		text_puts(t, " before ");
		text_stamp(t, w->until_ns);
	}
	text_puts(t, "; flows left out: ");
	text_u64(t, w->n_outside);
	text_putc(t, '\n');
}
