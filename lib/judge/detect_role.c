/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Hosts that only served, as far as rules tell, and begin to open
 * conversations: one finding a host, with all that it opens. Who opened must
 * have been seen, or the direction be sure.
 *
 * A host that merely turns a conversation of a rule is left to
 * direction-reversed, which says so; asking for names or the time is no role.
 */
#include "judge/detect_fold.h"
#include "judge/detect_grave.h"
#include "judge/detect_reversed.h"
#include "judge/detect_rule.h"
#include "judge/detect_story.h"

/* What n openings of one host are together. */
struct openings {
	bool role;			/* one is enough for a new role */
	bool ot, login;
	bool as_client;			/* the records say that it asks */
};

static struct openings openings_of(const struct scene *s,
				   const struct keyed *k, size_t n)
{
	struct openings o = { .as_client = true };

	for (size_t i = 0; i < n; i++) {
		const struct record *r = &s->in->records[k[i].record];

		o.role |= !flow_is_background(s, r) &&
			  !flow_reversal(s, k[i].record).rule;
		o.ot |= flow_is_ot(s, r);
		o.login |= flow_is_login(s, r);
		o.as_client &= r->addr[ROLE_CLIENT] == k->client;
	}
	return o;
}

static void put_summary(const struct scene *s, struct finding *f,
			const struct keyed *k, size_t n)
{
	struct text *t = &f->summary;
	bool answered = fold_answered(s, k, n);

	story_host(s, t, k->client);
	text_puts(t, ", which only answered until now, ");
	text_puts(t, answered ? "opened " : "tried to open ");
	if (f->server_port)
		story_service(s, t, &s->in->records[k->record]);
	else
		text_puts(t, "conversations");
	text_puts(t, f->server_port ? " on " : " with ");
	story_peers(s, t, k, n, k->client);
	text_puts(t, answered ? "." : "; nothing answered.");
}

static void judge(struct scene *s, const struct keyed *k, size_t n)
{
	struct openings o;
	struct finding *f;

	if (!scene_only_served(s, k->client))
		return;
	o = openings_of(s, k, n);
	if (!o.role)
		return;
	f = scene_finding(s, FINDING_NEW_ROLE, k, n);
	f->severity = o.ot || o.login ? SEVERITY_HIGH : SEVERITY_MEDIUM;
	/* Rogue Master, Remote Services */
	f->technique = o.ot ? "T0848" : o.login ? "T0886" : "";
	fold_ends(s, f, k, n);
	f->cause = f->client = k->client;
	f->server = fold_n_peers(s, k, n, k->client) == 1 ?
		flow_peer(&s->in->records[k->record], k->client) : 0;
	f->server_port = o.as_client ? f->server_port : 0;
	put_summary(s, f, k, n);
	story_conversations(s, &f->evidence, k, n);
	story_burst(s, f, k, n);
	fold_weigh_operations(s, f, k, n);
	story_rule(&f->evidence, "nearest rule", s->fact[k->record].near);
	story_filter(f);
}

void detect_role(struct scene *s)
{
	struct keyed_list l = { 0 };

	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];
		enum role opener = flow_sure_opener(r);

		if (scene_is_free(s, i) && opener != ROLE_NONE)
			keyed_add(&l, &(struct keyed){
				.client = r->addr[opener],
				.record = (uint32_t)i });
	}
	keyed_each(s, &l, judge);
	keyed_release(&l);
}
