/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/prune.h"

#include "ground/stamp.h"
#include "ground/text.h"
#include "judge/baseline_edit.h"
#include "judge/baseline_words.h"

#define NS_PER_DAY (86400 * NS_PER_SECOND)

struct pruning {
	const struct baseline *b;
	const struct prune_options *o;
	int64_t newest_ns; /* end of the newest capture */
};

static int64_t newest(const struct baseline *b)
{
	int64_t ns = INT64_MIN;

	for (size_t i = 0; i < baseline_n_captures(b); i++)
		if (baseline_capture(b, i)->last_ns > ns)
			ns = baseline_capture(b, i)->last_ns;
	return ns;
}

static uint64_t captures_since(const struct pruning *p, int64_t ns)
{
	uint64_t n = 0;

	for (size_t i = 0; i < baseline_n_captures(p->b); i++)
		n += baseline_capture(p->b, i)->first_ns > ns;
	return n;
}

static bool is_older(const struct pruning *p, const struct rule *r,
		     uint64_t days)
{
	return days && r->seen && p->newest_ns != INT64_MIN &&
	       (uint64_t)(stamp_between(r->seen->last_ns, p->newest_ns) /
			  NS_PER_DAY) >= days &&
	       r->seen->last_ns < p->newest_ns;
}

static void put_last(struct text *t, const struct rule *r)
{
	char stamp[STAMP_TEXT];

	text_puts(t, "last seen on ");
	text_add(t, stamp_format(r->seen->last_ns, stamp),
		 sizeof "2026-12-31" - 1);
}

/* Why it may go, in t; false: it stays. */
static bool reason_for(const struct pruning *p, const struct rule *r,
		       struct text *t)
{
	text_clear(t);
	if (r->status == RULE_APPROVED)
		return false;
	if (r->until_ns <= p->o->now_ns) {
		text_puts(t, "ended with ");
		until_put(t, r->until_ns);
		return true;
	}
	if (r->status == RULE_REVIEW && is_older(p, r, p->o->undecided_days)) {
		text_puts(t, "never decided, ");
		put_last(t, r);
		return true;
	}
	if (is_older(p, r, p->o->unseen_days)) {
		put_last(t, r);
		return true;
	}
	if (r->seen && p->o->unseen_captures &&
	    captures_since(p, r->seen->last_ns) >= p->o->unseen_captures) {
		text_printf(t, "not in the last %llu captures, ",
			    (unsigned long long)captures_since(
				    p, r->seen->last_ns));
		put_last(t, r);
		return true;
	}
	return false;
}

size_t prune(struct baseline *b, const struct prune_options *o, prune_fn *tell,
	     void *ctx)
{
	const struct pruning p = { b, o, newest(b) };
	struct text why = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < baseline_n_rules(b); i++) {
		struct rule *r = baseline_edit_rule(b, i);

		if (!reason_for(&p, r, &why))
			continue;
		r->gone = RULE_FORGOTTEN;
		tell(ctx, r, why.s);
		n++;
	}
	text_release(&why);
	return n;
}
