/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Two baselines as one. Rules that name the same conversation become one: the
 * status decides (approved, ignored, review, learned, unanswered), and among
 * equals what they say is joined. What nobody decided follows from the memory,
 * so it is derived again at the end, whatever the order of merging was.
 */
#include <stdlib.h>
#include <string.h>

#include "ground/strpool.h"
#include "judge/baseline_extra.h"
#include "judge/baseline_impl.h"
#include "judge/baseline_port.h"
#include "judge/joined.h"
#include "understand/record.h"

int status_rank(uint8_t status)
{
	switch ((enum rule_status)status) {
	case RULE_APPROVED:
		return 4;
	case RULE_IGNORED:
		return 3;
	case RULE_REVIEW:
		return 2;
	case RULE_LEARNED:
		return 1;
	case RULE_UNANSWERED:
		break;
	}
	return 0;
}

static bool is_decided(const struct rule *r)
{
	return r->status == RULE_APPROVED || r->status == RULE_IGNORED;
}

static bool is_derived(const struct rule *r)
{
	return !is_decided(r) && !strcmp(r->by, "learn");
}

static const char *later(const char *a, const char *b)
{
	return strcmp(a, b) < 0 ? b : a;
}

static const char *joined(struct baseline *b, const char *a, const char *c)
{
	struct text t = { 0 };
	const char *s;

	if (a == c)
		return a;
	joined_union(&t, a, c, SIZE_MAX);
	s = strpool_add(b->pool, t.s);
	text_release(&t);
	return s;
}

/* What a person left open (any operation) stays open. */
static const char *join_operations(struct baseline *b, const struct rule *a,
				   const struct rule *c)
{
	if (is_decided(a) && (!a->operations[0] || !c->operations[0]))
		return strpool_add(b->pool, "");
	return joined(b, a->operations, c->operations);
}

/* a and c name the same conversation; a takes what c says. */
static void rule_join(struct baseline *b, struct rule *a, const struct rule *c)
{
	int mine = status_rank(a->status), other = status_rank(c->status);

	if (mine != other) {
		struct port_spec ports = a->server_port;

		if (mine < other) {
			*a = *c;
			a->server_port = ports;
		}
		return;
	}
	a->operations = join_operations(b, a, c);
	a->service = later(a->service, c->service);
	a->by = later(a->by, c->by);
	a->note = later(a->note, c->note);
	a->extra = later(a->extra, c->extra);
	if (a->purpose < c->purpose)
		a->purpose = c->purpose;
	if (c->initiator == ROLE_SERVER || a->initiator == ROLE_NONE)
		a->initiator = c->initiator;
	if (c->until_ns < a->until_ns)
		a->until_ns = c->until_ns;
}

uint16_t seen_fixed_port(const struct seen *s)
{
	uint16_t port;

	if (!s->port_fixed || port_parse(s->client_ports, &port) < 0)
		return 0;
	return port;
}

bool operation_is_grave(const char *word)
{
	return !strncmp(word, "control:", 8) || !strncmp(word, "program:", 8);
}

/* Without what changes a controller: that is learned by nobody's leave. */
static const char *ordinary(struct baseline *b, const char *operations)
{
	struct text t = { 0 };
	const char *kept;

	text_puts(&t, "");
	for (const char *s = operations; *s; s += *s == '+') {
		size_t n = strcspn(s, "+");

		if (!operation_is_grave(s)) {
			if (t.len)
				text_putc(&t, '+');
			text_add(&t, s, n);
		}
		s += n;
	}
	kept = strpool_add(b->pool, t.s);
	text_release(&t);
	return kept;
}

/*
 * Control and program operations stay out of a learned rule, whose
 * conversation is allowed all the same. Where there is nothing else (an empty
 * list would mean any operation), the rule waits for a person.
 */
static void derive_operations(struct baseline *b, struct rule *r,
			      const struct seen *s)
{
	const char *all = joined(b, r->operations, s->operations);
	const char *kept = ordinary(b, all);
	bool only_grave = *all && !*kept;

	r->operations = only_grave || s->status == RULE_REVIEW ? all : kept;
	if (only_grave && status_rank(r->status) < status_rank(RULE_REVIEW))
		r->status = RULE_REVIEW;
	else if (!only_grave && r->status == RULE_REVIEW)
		r->status = s->status;
}

static void derive(struct baseline *b, struct rule *r)
{
	const struct memory *m = baseline_find_memory(b, r);

	if (!m || !is_derived(r))
		return;
	if (!m->client_port)
		r->client_port = seen_fixed_port(&m->seen);
	r->initiator = m->seen.initiator;
	if (status_rank(r->status) < status_rank(m->seen.status))
		r->status = m->seen.status;
	derive_operations(b, r, &m->seen);
	if (m->seen.service[0])
		r->service = m->seen.service;
}

static int rule_order(const void *a, const void *b)
{
	return rule_cmp(a, b);
}

static void join_equals(struct baseline *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n_rules; i++) {
		struct rule *r = &b->rules[i];

		if (n && !rule_cmp(&b->rules[n - 1], r)) {
			rule_join(b, &b->rules[n - 1], r);
			free(r->server_port.range);
		} else {
			b->rules[n++] = *r;
		}
	}
	b->n_rules = n;
}

/* Perhaps with another client port. */
static bool same_conversation(const struct rule *a, const struct rule *b)
{
	struct memory about_a, about_b;
	struct rule c = *b;

	if (rule_is_exact(a, &about_a) && rule_is_exact(b, &about_b))
		return !memory_cmp(&about_a, &about_b);
	c.client_port = a->client_port;
	return !rule_cmp(a, &c);
}

/* Where a person decided on a conversation, nothing is derived beside it. */
static void drop_overruled(struct baseline *b)
{
	size_t n = 0, end;

	for (size_t i = 0; i < b->n_rules; i = end) {
		bool decided = false;

		for (end = i; end < b->n_rules &&
		     same_conversation(&b->rules[i], &b->rules[end]); end++)
			decided |= is_decided(&b->rules[end]);
		for (size_t k = i; k < end; k++) {
			if (decided && is_derived(&b->rules[k]))
				free(b->rules[k].server_port.range);
			else
				b->rules[n++] = b->rules[k];
		}
	}
	b->n_rules = n;
}

void baseline_derive(struct baseline *b)
{
	baseline_settle_memories(b);
	for (size_t i = 0; i < b->n_rules; i++)
		derive(b, &b->rules[i]);
	if (b->n_rules)
		qsort(b->rules, b->n_rules, sizeof *b->rules, rule_order);
	join_equals(b);
	drop_overruled(b);
}

static const char *moved(struct baseline *b, const char *names,
			 const char *values)
{
	struct text t = { 0 };
	const char *s;

	if (!strcmp(names, b->extra_names))
		return values;
	extra_move(&t, b->extra_names, names, values);
	s = strpool_add(b->pool, t.s);
	text_release(&t);
	return s;
}

static void join_extra_names(struct baseline *b, const struct baseline *from)
{
	const char *old = b->extra_names;
	struct text t = { 0 };

	extra_names_join(&t, old, from->extra_names);
	b->extra_names = strpool_add(b->pool, t.s);
	text_release(&t);
	for (size_t i = 0; i < b->n_rules; i++)
		b->rules[i].extra = moved(b, old, b->rules[i].extra);
}

void baseline_merge(struct baseline *b, const struct baseline *from)
{
	join_extra_names(b, from);
	for (size_t i = 0; i < from->n_rules; i++) {
		struct rule r = from->rules[i];

		r.extra = moved(b, from->extra_names, r.extra);
		baseline_add_rule(b, &r);
	}
	for (size_t i = 0; i < from->talks.n; i++)
		baseline_add_memory(b, &from->talks.items[i]);
	for (size_t i = 0; i < from->arp.n; i++)
		baseline_add_memory(b, &from->arp.items[i]);
	for (size_t i = 0; i < from->n_captures; i++)
		baseline_add_capture(b, &from->captures[i]);
	baseline_derive(b);
}
