/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Machines that are back: silent at the end of what was learned, and perhaps
 * at the beginning of what is looked at, for much longer than ever before.
 */
#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/sort.h"
#include "ground/stamp.h"
#include "judge/baseline_edit.h"
#include "judge/covered.h"
#include "judge/detect_story.h"
#include "judge/names.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

/* A machine's part in an answered flow. */
struct sight {
	uint32_t addr;
	int64_t first_ns, last_ns;
};

struct sights {
	struct sight *items;		/* owned */
	size_t n, cap;
};

static int sight_order(const void *pa, const void *pb)
{
	const struct sight *a = pa, *b = pb;
	int c = ORDER(a->addr, b->addr);

	c = c ? c : ORDER(a->first_ns, b->first_ns);
	return c ? c : ORDER(a->last_ns, b->last_ns);
}

/* One sight a machine. */
static void gather(const struct scene *s, struct sights *l)
{
	size_t n = 0;

	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];

		if (!flow_is(r) || flow_reaction(r) != REACTION_ANSWERED)
			continue;
		for (int role = 0; role < 2; role++) {
			l->items = grow(l->items, l->n, &l->cap,
					sizeof *l->items);
			l->items[l->n++] = (struct sight){
				r->addr[role], r->first_ns, r->last_ns };
		}
	}
	if (l->n)
		sort_array(l->items, l->n, sizeof *l->items, sight_order);
	for (size_t i = 0; i < l->n; i++) {
		const struct sight *a = &l->items[i];

		if (!n || l->items[n - 1].addr != a->addr)
			l->items[n++] = *a;
		else if (l->items[n - 1].last_ns < a->last_ns)
			l->items[n - 1].last_ns = a->last_ns;
	}
	l->n = n;
}

/* When somebody listened while the baseline was learned. */
static void learned_spans(const struct baseline *b, struct covered *spans)
{
	size_t n = baseline_n_captures(b), n_own = 0;
	struct record *runs = xcalloc(n + 1, sizeof *runs);

	for (size_t i = 0; i < n; i++) {
		const struct base_capture *c = baseline_capture(b, i);

		if (c->elsewhere)
			continue;
		record_init(&runs[n_own], RECORD_RUN);
		runs[n_own].first_ns = c->first_ns;
		runs[n_own++].last_ns = c->last_ns;
	}
	covered_make(spans, runs, n_own, INT64_MAX);
	free(runs);
}

static bool is_expected(const struct scene *s, const struct sight *a,
			const struct seen *seen)
{
	return seen && seen->n_gaps >= s->in->options->missing_gaps &&
	       seen->max_gap_ns > 0 && seen->last_ns < a->first_ns &&
	       baseline_has_host(s->in->baseline, a->addr) &&
	       names_role(s->in->names, a->addr) != HOST_TRANSIENT;
}

static void report(struct scene *s, const struct sight *a,
		   const struct seen *seen, int64_t silent_ns)
{
	struct finding *f = findings_add(s->out, FINDING_RETURNED_HOST,
					 SEVERITY_LOW);

	f->client = a->addr;
	f->first_ns = a->first_ns;
	f->last_ns = a->last_ns;
	f->technique = "T0864";		/* Transient Cyber Asset */
	story_host(s, &f->summary, a->addr);
	text_puts(&f->summary, " is back after it was silent for ");
	text_duration(&f->summary, silent_ns);
	text_puts(&f->summary, " of captures.");
	text_puts(&f->evidence, "seen while learning until ");
	text_stamp(&f->evidence, seen->last_ns);
	text_puts(&f->evidence, "; the longest silence of ");
	story_count(&f->evidence, seen->n_gaps, "learned gap");
	text_puts(&f->evidence, " was ");
	text_duration(&f->evidence, seen->max_gap_ns);
	story_filter(f);
}

/* --- one cause ----------------------------------------------------------- */

struct returned {
	const struct sight *sight;
	const struct seen *seen;
	int64_t silent_ns;
	size_t n_peers;
	bool served;			/* somebody asked it */
	bool told;
};

struct pair {
	uint32_t addr, peer;
};

struct back {
	struct returned *items;		/* owned; by address */
	struct pair *pairs;		/* owned; each once */
	size_t n, cap, n_pairs, cap_pairs;
};

static struct returned *find(const struct back *b, uint32_t addr)
{
	size_t lo = 0, hi = b->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (b->items[mid].sight->addr < addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < b->n && b->items[lo].sight->addr == addr ? &b->items[lo] :
							       NULL;
}

static int pair_order(const void *pa, const void *pb)
{
	const struct pair *a = pa, *b = pb;
	int c = ORDER(a->addr, b->addr);

	return c ? c : ORDER(a->peer, b->peer);
}

/* With whom machines that are back talk now. */
static void gather_peers(const struct scene *s, struct back *b)
{
	size_t n = 0;

	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];

		if (!flow_is(r) || flow_reaction(r) != REACTION_ANSWERED)
			continue;
		for (int role = 0; role < 2; role++) {
			struct returned *who = find(b, r->addr[role]);

			if (!who)
				continue;
			who->served |= role == ROLE_SERVER;
			b->pairs = grow(b->pairs, b->n_pairs, &b->cap_pairs,
					sizeof *b->pairs);
			b->pairs[b->n_pairs++] = (struct pair){
				r->addr[role], r->addr[!role] };
		}
	}
	if (b->n_pairs)
		sort_array(b->pairs, b->n_pairs, sizeof *b->pairs, pair_order);
	for (size_t i = 0; i < b->n_pairs; i++)
		if (!n || pair_order(&b->pairs[n - 1], &b->pairs[i]))
			b->pairs[n++] = b->pairs[i];
	b->n_pairs = n;
	for (size_t i = 0; i < n; i++)
		find(b, b->pairs[i].addr)->n_peers++;
}

/* A machine that has to do with one alone, which is back itself: not the one
 * that was away, or the other says it. */
static bool is_company(const struct back *b, const struct returned *r)
{
	const struct returned *other;
	size_t i = 0;

	if (r->n_peers != 1)
		return false;
	while (b->pairs[i].addr != r->sight->addr)
		i++;
	other = find(b, b->pairs[i].peer);
	return other && (other->n_peers > 1 || other->told ||
			 (other->served && !r->served));
}

static void judge(const struct scene *s, const struct sights *l,
		  const struct covered *learned, const struct covered *now,
		  struct back *b)
{
	for (size_t i = 0; i < l->n; i++) {
		struct returned r = { .sight = &l->items[i] };
		int64_t bound;

		r.seen = baseline_host(s->in->baseline, r.sight->addr);
		if (!is_expected(s, r.sight, r.seen) ||
		    __builtin_add_overflow(
			covered_between(learned, r.seen->last_ns, INT64_MAX),
			covered_between(now, INT64_MIN, r.sight->first_ns),
			&r.silent_ns) ||
		    __builtin_mul_overflow(r.seen->max_gap_ns, (int64_t)
			s->in->options->missing_factor, &bound) ||
		    r.silent_ns <= bound)
			continue;
		b->items = grow(b->items, b->n, &b->cap, sizeof *b->items);
		b->items[b->n++] = r;
	}
}

void detect_returned(struct scene *s)
{
	struct covered learned, now;
	struct sights l = { 0 };
	struct back b = { 0 };

	learned_spans(s->in->baseline, &learned);
	covered_make(&now, s->in->records, s->in->n_records, INT64_MAX);
	if (learned.n && now.n)
		gather(s, &l);
	judge(s, &l, &learned, &now, &b);
	if (b.n)
		gather_peers(s, &b);
	for (size_t i = 0; i < b.n; i++) {
		struct returned *r = &b.items[i];

		r->told = !is_company(&b, r);
		if (r->told)
			report(s, r->sight, r->seen, r->silent_ns);
	}
	free(b.items);
	free(b.pairs);
	free(l.items);
	covered_release(&learned);
	covered_release(&now);
}
