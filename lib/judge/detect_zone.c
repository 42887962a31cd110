/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Conversations between two zones that no rule joins: one finding for each
 * machine that reached over. Whether zones are joined does not depend on who
 * asks: a rule from the office to the cell is somebody's word that the two
 * may talk, and what else is said between them is a new conversation, which
 * knows of zones, too.
 */
#include "judge/detect_zone.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "judge/baseline.h"
#include "judge/baseline_edit.h"
#include "judge/detect_fold.h"
#include "judge/detect_rule.h"
#include "judge/detect_story.h"
#include "judge/names.h"

static bool both_zones(const struct scene *s, const struct record *r,
		       const char *zone[2])
{
	for (size_t role = 0; role < 2; role++) {
		zone[role] = names_zone(s->in->names, r->addr[role]);
		if (!zone[role] || !zone[role][0])
			return false;
	}
	return true;
}

bool flow_crosses_zones(const struct scene *s, const struct record *r)
{
	const char *zone[2];

	return both_zones(s, r, zone) && strcmp(zone[0], zone[1]) != 0;
}

/* Two zones, in the order of strcmp, and until when rules of single addresses
 * join them; INT64_MIN: none does. */
struct border {
	const char *zone[2];
	int64_t until_ns;
};

/* A rule, and the zones of the first and the last address of its ends; "" of
 * a name and where there is none. */
struct spread {
	const struct rule *rule;
	const char *client[2], *server[2];
};

struct borders {
	struct border *items;		/* owned; those that were asked for */
	size_t n, cap;
	struct spread *wide;		/* owned: rules of networks and names */
	size_t n_wide, cap_wide;
};

static bool is_single(const struct party *p)
{
	return !p->name && p->net.bits == 32;
}

static void put_ends(const struct scene *s, const struct party *p,
		     const char *zone[2])
{
	uint32_t rest = p->net.bits ? ~(UINT32_MAX << (32 - p->net.bits)) :
		UINT32_MAX;

	for (size_t i = 0; i < 2; i++) {
		if (!p->name)
			zone[i] = names_zone(s->in->names, p->net.net |
					     (i && !is_single(p) ? rest : 0));
		if (p->name || !zone[i])
			zone[i] = "";
	}
}

static struct spread spread_of(const struct scene *s, const struct rule *rule)
{
	struct spread out = { .rule = rule };

	put_ends(s, &rule->client, out.client);
	put_ends(s, &rule->server, out.server);
	return out;
}

/* Does the party have a machine in the zone? Of a network and of a name the
 * address at hand tells, which is in that zone, and of a network its ends. */
static bool party_touches(const struct scene *s, const struct party *p,
			  const char *const ends[2], const char *zone,
			  uint32_t at_hand)
{
	return !strcmp(ends[0], zone) || !strcmp(ends[1], zone) ||
	       (!is_single(p) && party_is(s, p, at_hand));
}

/* Does the rule join the zones of the record's ends, in either direction? */
static bool rule_joins(const struct scene *s, const struct spread *w,
		       const struct record *r, const char *const zone[2])
{
	for (size_t role = 0; role < 2; role++)
		if (party_touches(s, &w->rule->client, w->client, zone[role],
				  r->addr[role]) &&
		    party_touches(s, &w->rule->server, w->server, zone[!role],
				  r->addr[!role]))
			return true;
	return false;
}

static bool counts(const struct rule *rule)
{
	return rule_can_allow(rule) && rule->status != RULE_UNANSWERED;
}

static int64_t singles_until(const struct scene *s, const struct record *r,
			     const char *const zone[2])
{
	const struct baseline *b = s->in->baseline;
	int64_t until = INT64_MIN;

	for (size_t i = 0; i < baseline_n_rules(b); i++) {
		const struct rule *rule = baseline_rule(b, i);
		struct spread ends;

		if (!is_single(&rule->client) || !is_single(&rule->server) ||
		    !counts(rule) || rule->until_ns <= until)
			continue;
		ends = spread_of(s, rule);
		if (rule_joins(s, &ends, r, zone))
			until = rule->until_ns;
	}
	return until;
}

/* The rules are walked once for two zones. */
static bool singles_join(const struct scene *s, struct borders *l,
			 const struct record *r, const char *const zone[2])
{
	size_t low = strcmp(zone[0], zone[1]) > 0;
	struct border b = { .zone = { zone[low], zone[!low] } };

	for (size_t i = 0; i < l->n; i++)
		if (!strcmp(l->items[i].zone[0], b.zone[0]) &&
		    !strcmp(l->items[i].zone[1], b.zone[1]))
			return l->items[i].until_ns > r->first_ns;
	b.until_ns = singles_until(s, r, zone);
	l->items = grow(l->items, l->n, &l->cap, sizeof *l->items);
	l->items[l->n++] = b;
	return b.until_ns > r->first_ns;
}

static void gather_wide(const struct scene *s, struct borders *l)
{
	const struct baseline *b = s->in->baseline;

	for (size_t i = 0; i < baseline_n_rules(b); i++) {
		const struct rule *rule = baseline_rule(b, i);

		if (!counts(rule) || (is_single(&rule->client) &&
				      is_single(&rule->server)))
			continue;
		l->wide = grow(l->wide, l->n_wide, &l->cap_wide,
			       sizeof *l->wide);
		l->wide[l->n_wide++] = spread_of(s, rule);
	}
}

static bool is_crossing(const struct scene *s, struct borders *l,
			const struct record *r)
{
	const char *zone[2];

	if (!both_zones(s, r, zone) || !strcmp(zone[0], zone[1]) ||
	    singles_join(s, l, r, zone))
		return false;
	for (size_t i = 0; i < l->n_wide; i++)
		if (l->wide[i].rule->until_ns > r->first_ns &&
		    rule_joins(s, &l->wide[i], r, zone))
			return false;
	return true;
}

/* --- words -------------------------------------------------------------- */

/* "zone cell", or "other zones" where there are several. */
static void put_zones(const struct scene *s, struct text *t,
		      const struct keyed *k, size_t n)
{
	const char *first = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct record *r = &s->in->records[k[i].record];
		const char *zone = names_zone(s->in->names,
					      flow_peer(r, k->client));

		if (first && strcmp(first, zone)) {
			text_puts(t, "other zones");
			return;
		}
		first = zone;
	}
	text_printf(t, "zone %s", first);
}

/* Of n records that cross. */
static void put_summary(const struct scene *s, struct finding *f,
			const struct keyed *k, size_t n)
{
	struct text *t = &f->summary;
	bool used = fold_answered(s, k, n);

	story_host(s, t, k->client);
	text_printf(t, " of zone %s %s ", names_zone(s->in->names, k->client),
		    used ? "talked with" : "tried to reach");
	story_peers(s, t, k, n, k->client);
	text_puts(t, " of ");
	put_zones(s, t, k, n);
	if (f->server_port) {
		text_puts(t, " on ");
		story_service(s, t, &s->in->records[k->record]);
	}
	text_puts(t, ", and no rule joins these zones");
	text_puts(t, used ? "." : "; nothing answered.");
}

/* Those that cross; others were brought along. */
static struct keyed_list crossings(const struct scene *s,
				   const struct keyed *k, size_t n)
{
	struct keyed_list l = { 0 };

	for (size_t i = 0; i < n; i++)
		if (flow_crosses_zones(s, &s->in->records[k[i].record]))
			keyed_add(&l, &k[i]);
	return l;
}

static void report(struct scene *s, const struct keyed *k, size_t n)
{
	struct finding *f = scene_finding(s, FINDING_ZONE_CROSSING, k, n);
	struct keyed_list over = crossings(s, k, n);
	const struct record *r = &s->in->records[over.items->record];

	fold_ends(s, f, over.items, over.n);
	f->cause = f->client = k->client;
	f->server = fold_n_peers(s, over.items, over.n, k->client) == 1 ?
		flow_peer(r, k->client) : 0;
	/* Rogue Master, Remote Services */
	f->technique = flow_is_ot(s, r) ? "T0848" :
		flow_is_login(s, r) ? "T0886" : "";
	put_summary(s, f, over.items, over.n);
	story_standing(s, &f->evidence, k->client);
	story_conversations(s, &f->evidence, k, n);
	story_burst(s, f, k, n);
	story_filter_hosts(&f->filter, f->client,
			   over.n == n ? f->server : 0);
	story_filter_time(&f->filter, f->first_ns, f->last_ns);
	keyed_release(&over);
}

/* Free records of two zones, by their two machines. */
static struct keyed_list candidates(const struct scene *s)
{
	struct keyed_list l = { 0 };

	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];
		size_t low = r->addr[0] > r->addr[1];

		if (scene_is_free(s, i) && flow_crosses_zones(s, r))
			keyed_add(&l, &(struct keyed){
				.client = r->addr[low],
				.server = r->addr[!low],
				.record = (uint32_t)i });
	}
	keyed_sort(&l);
	return l;
}

/* Of n records of two machines, by time. No rule begins late, so those that
 * cross come last; mostly it is all or none. */
static size_t first_crossing(const struct scene *s, struct borders *l,
			     const struct keyed *k, size_t n)
{
	const struct record *records = s->in->records;
	size_t lo = 0, hi = n;

	if (!is_crossing(s, l, &records[k[n - 1].record]))
		return n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (is_crossing(s, l, &records[k[mid].record]))
			hi = mid;
		else
			lo = mid + 1;
	}
	return lo;
}

void detect_zone(struct scene *s)
{
	struct keyed_list l = { 0 }, all = candidates(s);
	struct borders borders = { 0 };

	gather_wide(s, &borders);
	for (size_t i = 0, end; i < all.n; i = end) {
		end = keyed_end(&all, i);
		i += first_crossing(s, &borders, &all.items[i], end - i);
		for (; i < end; i++) {
			const struct record *r =
				&s->in->records[all.items[i].record];

			keyed_add(&l, &(struct keyed){
				.client = r->addr[flow_opener(r)],
				.record = all.items[i].record });
		}
	}
	fold_bring_along(s, &l);
	keyed_each(s, &l, report);
	keyed_release(&all);
	keyed_release(&l);
	free(borders.items);
	free(borders.wide);
}
