/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Contact with an address that nobody uses, by the word of the names file:
 * there is no good reason for it, so one packet is enough and no rule allows
 * it. One finding for each machine that touched decoys; what a scan or a
 * probe touched is a line in their finding.
 *
 * Rows of ARP tell who asked, not for whom: who only asks for a decoy's
 * hardware address is not found, and a gateway asks for every address.
 */
#include "judge/detect_fold.h"
#include "judge/detect_story.h"
#include "judge/names.h"

/* The end that nobody uses, ROLE_NONE where there is none. */
static enum role decoy_of(const struct scene *s, const struct record *r)
{
	for (enum role role = ROLE_CLIENT; role <= ROLE_SERVER; role++)
		if (names_role(s->in->names, r->addr[role]) == HOST_UNUSED)
			return role;
	return ROLE_NONE;
}

/* "10.0.0.9, an address that nobody should use", "3 addresses ..." */
static void put_decoys(const struct scene *s, struct text *t,
		       const struct keyed *k, size_t n)
{
	size_t n_decoys = fold_n_peers(s, k, n, k->client);

	if (n_decoys == 1) {
		story_peers(s, t, k, n, k->client);
		text_puts(t, ", an address that nobody should use");
	} else {
		story_number(t, n_decoys);
		text_puts(t, " addresses that nobody should use");
	}
}

/* The machine is the client, unless it only answered; decoys are the rest. */
static void set_ends(const struct scene *s, struct finding *f,
		     const struct keyed *k, size_t n)
{
	bool answers = true;

	fold_ends(s, f, k, n);
	for (size_t i = 0; i < n; i++)
		answers &= s->in->records[k[i].record].addr[ROLE_SERVER] ==
			   k->client;
	f->client = answers ? f->client : k->client;
	f->server = answers ? k->client : f->server == k->client ? 0 :
		f->server;
	f->cause = k->client;
}

/* Of n records with decoys. */
static void put_summary(const struct scene *s, struct text *t,
			const struct keyed *k, size_t n)
{
	const struct record *r = &s->in->records[k->record];
	bool by_decoy = r->addr[flow_opener(r)] != k->client;

	if (by_decoy) {
		put_decoys(s, t, k, n);
		text_puts(t, ", reached out to ");
		story_host(s, t, k->client);
	} else {
		story_host(s, t, k->client);
		text_puts(t, " touched ");
		put_decoys(s, t, k, n);
	}
	text_puts(t, fold_answered(s, k, n) ? "; there was an answer." :
		  "; nothing answered.");
}

/* Of n records of one machine those with a decoy. */
static struct keyed_list contacts(const struct scene *s, const struct keyed *k,
				  size_t n)
{
	struct keyed_list l = { 0 };

	for (size_t i = 0; i < n; i++)
		if (decoy_of(s, &s->in->records[k[i].record]) != ROLE_NONE)
			keyed_add(&l, &k[i]);
	return l;
}

static void report(struct scene *s, const struct keyed *k, size_t n)
{
	struct keyed_list touch = contacts(s, k, n);
	struct finding *f;

	if (scene_may_scan(s, k->client)) {
		scene_exempt(s, k, n);
		goto out;
	}
	f = scene_finding(s, FINDING_DECOY_CONTACT, k, n);
	f->technique = "T0846";		/* Remote System Discovery */
	set_ends(s, f, touch.items, touch.n);
	put_summary(s, &f->summary, touch.items, touch.n);
	story_standing(s, &f->evidence, k->client);
	story_conversations(s, &f->evidence, k, n);
	story_burst(s, f, k, n);
	story_rule(&f->evidence, "rule that does not count",
		   s->fact[touch.items->record].rule);
	if (touch.n == n)
		story_filter_hosts(&f->filter, f->client, f->server);
	else
		story_filter_hosts(&f->filter, k->client, 0);
	story_filter_time(&f->filter, f->first_ns, f->last_ns);
out:
	keyed_release(&touch);
}

/* One line for each finding and decoy. */
static void report_inside(struct scene *s, const struct keyed *k, size_t n)
{
	struct text *t = &scene_holder(s, k->record)->evidence;

	story_line(t);
	story_host(s, t, k->server);
	text_puts(t, ", an address that nobody should use, was touched ");
	story_count(t, n, "time");
}

void detect_decoy(struct scene *s)
{
	struct keyed_list own = { 0 }, inside = { 0 };

	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];
		enum role decoy = flow_is(r) ? decoy_of(s, r) : ROLE_NONE;

		if (decoy == ROLE_NONE || s->fact[i].exempt)
			continue;
		if (s->fact[i].finding)
			keyed_add(&inside, &(struct keyed){
				.client = s->fact[i].finding,
				.server = r->addr[decoy],
				.record = (uint32_t)i });
		else
			keyed_add(&own, &(struct keyed){
				.client = r->addr[!decoy],
				.record = (uint32_t)i });
	}
	keyed_each(s, &inside, report_inside);
	fold_bring_along(s, &own);
	keyed_each(s, &own, report);
	keyed_release(&inside);
	keyed_release(&own);
}
