/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Devices that leave a pattern in which the server's port follows its
 * address, while the other devices of the same client keep it.
 */
#include "judge/detect_pattern.h"

#include "judge/baseline.h"
#include "judge/detect_fold.h"
#include "judge/detect_grave.h"
#include "judge/detect_story.h"

/* "51000 + last octet: 51007" */
static void put_pattern(struct text *t, const struct broken *b)
{
	if (b->by == PORT_RULE_DIGITS)
		text_puts(t, "the last digits are the address's last octet");
	else
		text_printf(t, "%u + last octet", b->base);
	text_printf(t, ": %u", b->wanted);
}

static void report(struct scene *s, const struct keyed *k, size_t n,
		   const struct broken *b)
{
	const struct record *r = &s->in->records[k->record];
	const struct rule *left = broken_left(s, r, b);
	struct finding *f = scene_finding(s, FINDING_PATTERN_BROKEN, k, n);

	f->severity = SEVERITY_MEDIUM;
	f->client = k->client;
	f->server = k->server;
	f->server_port = k->port;
	story_host(s, &f->summary, k->server);
	text_puts(&f->summary, " answers ");
	story_host(s, &f->summary, k->client);
	text_puts(&f->summary, " on ");
	story_service(s, &f->summary, r);
	text_puts(&f->summary, ", not where the ports of its like follow the "
		  "address (");
	put_pattern(&f->summary, b);
	text_puts(&f->summary, ").");
	story_conversations(s, &f->evidence, k, n);
	story_burst(s, f, k, n);
	fold_weigh_operations(s, f, k, n);
	story_rule(&f->evidence, "rule of the pattern", b->rule);
	story_rule(&f->evidence, "instead of", left);
	for (size_t i = 0; i < n; i++)
		s->fact[k[i].record].instead = left;
	story_filter(f);
}

/* In the finding that holds it: a new host, say. */
static void report_inside(struct scene *s, const struct keyed *k,
			  const struct broken *b)
{
	struct text *t = &scene_holder(s, k->record)->evidence;

	story_line(t);
	story_host(s, t, k->server);
	text_puts(t, " is not where the ports of its like follow the address "
		  "(");
	put_pattern(t, b);
	text_putc(t, ')');
}

static void judge(struct scene *s, const struct keyed *k, size_t n,
		  struct habits *h)
{
	struct broken b = broken_by(s, &s->in->records[k->record], h);

	if (!b.wanted)
		return;
	if (s->fact[k->record].finding)
		report_inside(s, k, &b);
	else
		report(s, k, n, &b);
}

/* Free, or of a host that is new; its server answered for sure. */
static bool is_candidate(const struct scene *s, size_t i)
{
	const struct record *r = &s->in->records[i];
	const struct finding *held = scene_holder(s, i);

	return flow_is(r) && !s->fact[i].rule && !s->fact[i].exempt &&
	       (!held || held->kind == FINDING_NEW_HOST) &&
	       flow_is_sure(r) && flow_reaction(r) == REACTION_ANSWERED &&
	       baseline_is_client(s->in->baseline, r->addr[ROLE_CLIENT]);
}

void detect_pattern(struct scene *s)
{
	struct keyed_list l = { 0 };
	struct habits h = { 0 };

	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];

		if (is_candidate(s, i))
			keyed_add_flow(&l, r, i);
	}
	keyed_sort(&l);
	for (size_t i = 0, end; i < l.n; i = end) {
		const struct keyed *k = &l.items[i];

		end = keyed_end(&l, i);
		if (!i || k->client != k[-1].client || k->proto != k[-1].proto)
			habits_of(s, &s->in->records[k->record], &h);
		judge(s, k, end - i, &h);
	}
	habits_release(&h);
	keyed_release(&l);
}
