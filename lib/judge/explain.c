/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/explain.h"

#include <string.h>

#include "ground/limits.h"
#include "judge/baseline.h"
#include "judge/baseline_edit.h"
#include "judge/detect_grave.h"
#include "judge/detect_rule.h"
#include "judge/detect_story.h"

enum {
	RULES_TOLD = 3,
	DIFFERENCES_NEAR = 2	/* what differs in more is not near */
};

struct nearest {
	const struct rule *rule;
	unsigned differs;
	bool turned;
};

static unsigned n_differences(const struct nearest *n)
{
	return (unsigned)__builtin_popcount(n->differs) + n->turned;
}

/* How far apart: by how many things first, by which then. */
static unsigned distance(const struct nearest *n)
{
	return n_differences(n) << 8 | n->differs;
}

static void keep_nearest(struct nearest *best, const struct nearest *n)
{
	size_t at = RULES_TOLD;

	while (at && (!best[at - 1].rule ||
		      distance(n) < distance(&best[at - 1])))
		at--;
	if (at == RULES_TOLD)
		return;
	memmove(&best[at + 1], &best[at],
		(RULES_TOLD - at - 1) * sizeof *best);
	best[at] = *n;
}

static void find_nearest(const struct scene *s, const struct record *r,
			 struct nearest best[RULES_TOLD])
{
	const struct baseline *b = s->in->baseline;

	for (size_t i = 0; i < baseline_n_rules(b); i++) {
		const struct rule *rule = baseline_rule(b, i);
		struct nearest n = {
			.rule = rule,
			.differs = rule_differs(s, rule, r, false),
		};
		struct nearest turned = {
			.rule = rule,
			.differs = rule_differs(s, rule, r, true),
			.turned = true,
		};

		if (distance(&turned) < distance(&n))
			n = turned;
		if (n_differences(&n) <= DIFFERENCES_NEAR)
			keep_nearest(best, &n);
	}
}

static void put_word(struct text *t, bool *some, const char *word)
{
	text_puts(t, *some ? ", " : " (differs: ");
	text_puts(t, word);
	*some = true;
}

static void put_status(struct text *t, bool *some, const struct rule *rule)
{
	if (rule_can_allow(rule))
		put_word(t, some, rule->status == RULE_UNANSWERED ?
			 "nothing answered there" : "it has ended");
	else if (rule->status == RULE_REVIEW)
		put_word(t, some, "it waits for review");
	else
		put_word(t, some, "it is ignored without a note");
}

/* Operations that the rule does not have; none recorded: it has all. */
static void put_operations(struct text *t, bool *some, const struct rule *rule,
			   const char *asked)
{
	size_t n = 0;

	for (const char *w = asked; rule->operations[0] && *w; w += *w == '+') {
		size_t len = strcspn(w, "+");

		if (operation_class(w) != OPERATION_ERROR &&
		    !operations_have(rule->operations, w, len)) {
			if (!n++)
				put_word(t, some, "operations it does not "
					 "have: ");
			else
				text_putc(t, '+');
			text_add(t, w, len);
		}
		w += len;
	}
}

static void put_nearest(struct text *t, const struct nearest *n,
			const struct record *r, const char *operations)
{
	static const struct {
		unsigned bit;
		const char *word;
	} words[] = {
		{ DIFFERS_CLIENT, "the client" },
		{ DIFFERS_SERVER, "the server" },
		{ DIFFERS_PORT, "the server's port" },
		{ DIFFERS_PROTO, "the protocol" },
		{ DIFFERS_CLIENT_PORT, "the client's fixed port" },
	};
	bool some = false;

	story_rule(t, "    near", n->rule);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (n->differs & words[i].bit)
			put_word(t, &some, words[i].word);
	if (n->turned)
		put_word(t, &some, "client and server have changed places");
	if (n->differs & DIFFERS_STATUS)
		put_status(t, &some, n->rule);
	if (!n->differs && r->initiator == ROLE_SERVER &&
	    n->rule->initiator == ROLE_CLIENT)
		put_word(t, &some, "who opens the connection");
	if (!n->differs)
		put_operations(t, &some, n->rule, operations);
	text_puts(t, some ? ")" : " (allows it)");
}

static void put_conversation(const struct scene *s, struct text *t,
			     const struct keyed *k, size_t n)
{
	const struct record *r = &s->in->records[k->record];
	struct nearest best[RULES_TOLD] = { { 0 } };
	struct text asked = { 0 };

	story_conversations(s, t, k, n);
	if (!s->in->baseline)
		return;
	fold_operations(s, &asked, k, n);
	find_nearest(s, r, best);
	for (size_t i = 0; i < RULES_TOLD && best[i].rule; i++)
		put_nearest(t, &best[i], r, asked.s);
	text_release(&asked);
	if (!best[0].rule) {
		story_line(t);
		text_puts(t, "    no rule is near");
	}
}

void explain(const struct detect_input *in, const uint32_t *used_by,
	     size_t finding, struct text *t)
{
	const struct scene s = { .in = in };
	struct keyed_list l = { 0 };
	size_t n_told = 0, end;

	for (size_t i = 0; i < in->n_records; i++) {
		const struct record *r = &in->records[i];

		if (used_by[i] != finding + 1)
			continue;
		keyed_add_flow(&l, r, i);
	}
	keyed_sort(&l);
	for (size_t i = 0; i < l.n && n_told < LIMIT_FINDING_MEMBERS; i = end) {
		end = keyed_end(&l, i);
		put_conversation(&s, t, &l.items[i], end - i);
		n_told++;
	}
	if (!l.n)
		text_puts(t, "it rests on no flow of its own");
	keyed_release(&l);
}
