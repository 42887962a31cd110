/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Conversations that fell silent, by the machine's memory: silent for much
 * longer, within what the captures cover, than ever while learning. When all
 * that is expected of a host is missing, that is one finding.
 */
#include "judge/detect_missing.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/sort.h"
#include "ground/stamp.h"
#include "judge/baseline.h"
#include "judge/names.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

/* When a rule, or an exact conversation, was last met. */
struct sight {
	uint64_t hi, lo;		/* what was met */
	int64_t last_ns;
};

struct sights {
	struct sight *items;		/* owned */
	size_t n, cap;
};

/* --- when a rule was met ------------------------------------------------ */

static struct sight by_rule(const struct rule *rule)
{
	/* No conversation has two broadcast addresses. */
	return (struct sight){ .hi = UINT64_MAX, .lo = (uintptr_t)rule };
}

/* An endpoint of a server and who asks there. */
struct ends {
	uint32_t client, server;
	uint16_t port;
	uint8_t proto;
};

/* Of a machine with several addresses any is a sign of life. */
static struct sight by_ends(const struct scene *s, struct ends e)
{
	const struct names *n = s->in->names;

	return (struct sight){
		.hi = (uint64_t)names_machine(n, e.client) << 32 |
			names_machine(n, e.server),
		.lo = (uint64_t)e.proto << 16 | e.port,
	};
}

static void add_sight(struct sights *l, struct sight what, int64_t last_ns)
{
	what.last_ns = last_ns;
	l->items = grow(l->items, l->n, &l->cap, sizeof *l->items);
	l->items[l->n++] = what;
}

static int by_key(const void *pa, const void *pb)
{
	const struct sight *a = pa, *b = pb;
	int c = ORDER(a->hi, b->hi);

	return c ? c : ORDER(a->lo, b->lo);
}

/* Latest first, so that the first of a key is kept. */
static int by_key_and_time(const void *pa, const void *pb)
{
	const struct sight *a = pa, *b = pb;
	int c = by_key(pa, pb);

	return c ? c : ORDER(b->last_ns, a->last_ns);
}

static void sort_sights(struct sights *l)
{
	size_t n = 0;

	if (!l->n)
		return;
	sort_array(l->items, l->n, sizeof *l->items, by_key_and_time);
	for (size_t i = 0; i < l->n; i++)
		if (!n || by_key(&l->items[n - 1], &l->items[i]))
			l->items[n++] = l->items[i];
	l->n = n;
}

/* An attempt that nothing answers is no sign of life, unless the rule never
 * knew an answer (logs, traps). */
static bool is_sign(const struct record *r, const struct rule *rule)
{
	return flow_reaction(r) == REACTION_ANSWERED ||
	       (rule && rule->seen && !rule->seen->n_sessions_answered);
}

static void gather_sights(const struct scene *s, struct sights *l)
{
	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];
		const struct rule *rule = s->fact[i].rule;
		uint8_t proto = record_proto(r);

		if (!flow_is(r) || !is_sign(r, rule))
			continue;
		if (rule)
			add_sight(l, by_rule(rule), r->last_ns);
		if (s->fact[i].instead)
			add_sight(l, by_rule(s->fact[i].instead), r->last_ns);
		add_sight(l, by_ends(s, (struct ends){
				  r->addr[ROLE_CLIENT], r->addr[ROLE_SERVER],
				  r->port[ROLE_SERVER], proto }), r->last_ns);
		if (r->confidence >= CONFIDENCE_SURE &&
		    r->evidence != EVIDENCE_PEER)
			continue;
		add_sight(l, by_ends(s, (struct ends){
				  r->addr[ROLE_SERVER], r->addr[ROLE_CLIENT],
				  r->port[ROLE_CLIENT], proto }), r->last_ns);
	}
	sort_sights(l);
}

static int64_t last_of(const struct sights *l, const struct sight *what)
{
	const struct sight *found = !l->n ? NULL :
		bsearch(what, l->items, l->n, sizeof *l->items, by_key);

	return found ? found->last_ns : INT64_MIN;
}

/* --- what the captures cover -------------------------------------------- */

/* After the earliest damage nothing can be called silent. */
static int64_t horizon_of(const struct scene *s)
{
	int64_t horizon = INT64_MAX;

	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];

		if (r->kind == RECORD_RUN && record_is_damaged(r) &&
		    r->last_ns < horizon)
			horizon = r->last_ns;
	}
	return horizon;
}

/* --- what is expected --------------------------------------------------- */

static uint32_t party_addr(const struct scene *s, const struct party *p)
{
	uint32_t addr = p->net.net;

	if (p->name)
		names_member(s->in->names, p->name, 0, &addr);
	return addr;
}

static bool is_expected(const struct scene *s, const struct rule *rule,
			int64_t now)
{
	const struct seen *seen = rule->seen;

	return seen && !seen->elsewhere && seen->max_gap_ns > 0 &&
	       seen->n_gaps >= s->in->options->missing_gaps &&
	       (rule->status == RULE_LEARNED ||
		rule->status == RULE_APPROVED) && rule->until_ns > now &&
	       names_role(s->in->names, party_addr(s, &rule->client)) !=
		       HOST_TRANSIENT &&
	       names_role(s->in->names, party_addr(s, &rule->server)) !=
		       HOST_TRANSIENT;
}

static struct expectation expect(const struct scene *s,
				 const struct rule *rule,
				 const struct sights *sights,
				 const struct covered *spans)
{
	struct sight what = by_rule(rule);
	int64_t last = last_of(sights, &what), exact, bound;
	struct expectation e = {
		.rule = rule,
		.client = party_addr(s, &rule->client),
		.server = party_addr(s, &rule->server),
	};

	if (rule->server_port.kind == PORT_RANGES && rule->server_port.n == 1)
		e.port = rule->server_port.range[0].lo;
	what = by_ends(s, (struct ends){ e.client, e.server, e.port,
					 rule->proto });
	exact = last_of(sights, &what);
	e.last_ns = exact > last ? exact : last;
	e.from_ns = spans->items[0].from_ns;
	if (e.last_ns > e.from_ns)
		e.from_ns = e.last_ns;
	e.to_ns = spans->items[spans->n - 1].to_ns;
	e.silent_ns = covered_between(spans, e.last_ns, INT64_MAX);
	e.known_ns = baseline_silence_ns(s->in->baseline, rule->seen);
	if (__builtin_mul_overflow(e.known_ns,
				   (int64_t)s->in->options->missing_factor,
				   &bound))
		bound = INT64_MAX;
	e.missing = e.silent_ns > bound;
	return e;
}

static void gather(const struct scene *s, struct expectations *l)
{
	struct sights sights = { 0 };
	int64_t now;

	covered_make(&l->spans, s->in->records, s->in->n_records,
		     horizon_of(s));
	if (!l->spans.n)
		return;
	now = l->spans.items[l->spans.n - 1].to_ns;
	gather_sights(s, &sights);
	for (size_t i = 0; i < baseline_n_rules(s->in->baseline); i++) {
		const struct rule *rule = baseline_rule(s->in->baseline, i);

		if (!is_expected(s, rule, now))
			continue;
		l->items = grow(l->items, l->n, &l->cap, sizeof *l->items);
		l->items[l->n++] = expect(s, rule, &sights, &l->spans);
	}
	free(sights.items);
}

/* --- folding by host ---------------------------------------------------- */

/* A host and one thing expected of it. */
struct tie {
	uint32_t host, expectation;
};

/* A host of which all is missing. */
struct silent_host {
	uint32_t host;
	size_t from, n;			/* slice of the ties */
};

static int by_host(const void *pa, const void *pb)
{
	const struct tie *a = pa, *b = pb;
	int c = ORDER(a->host, b->host);

	return c ? c : ORDER(a->expectation, b->expectation);
}

static int largest_first(const void *pa, const void *pb)
{
	const struct silent_host *a = pa, *b = pb;
	int c = ORDER(b->n, a->n);

	return c ? c : ORDER(a->host, b->host);
}

static struct tie *tie_hosts(const struct expectations *l)
{
	struct tie *ties = xcalloc(2 * l->n, sizeof *ties);

	for (size_t i = 0; i < l->n; i++) {
		ties[2 * i] = (struct tie){ l->items[i].client, (uint32_t)i };
		ties[2 * i + 1] = (struct tie){ l->items[i].server,
						(uint32_t)i };
	}
	qsort(ties, 2 * l->n, sizeof *ties, by_host);
	return ties;
}

static size_t silent_hosts(const struct expectations *l,
			   const struct tie *ties, struct silent_host *hosts)
{
	size_t n = 0;

	for (size_t i = 0, end; i < 2 * l->n; i = end) {
		bool all = true;

		for (end = i; end < 2 * l->n && ties[end].host == ties[i].host;
		     end++)
			all &= l->items[ties[end].expectation].missing;
		if (all && end - i > 1)
			hosts[n++] = (struct silent_host){ ties[i].host, i,
							   end - i };
	}
	qsort(hosts, n, sizeof *hosts, largest_first);
	return n;
}

static void report_host(struct scene *s, struct expectations *l,
			const struct tie *ties, const struct silent_host *h)
{
	const struct expectation **left = xcalloc(h->n, sizeof *left);
	size_t n = 0;

	for (size_t i = 0; i < h->n; i++) {
		struct expectation *e =
			&l->items[ties[h->from + i].expectation];

		if (!e->told)
			left[n++] = e;
	}
	if (n > 1) {
		missing_report_host(s, h->host, left, n);
		for (size_t i = 0; i < h->n; i++)
			l->items[ties[h->from + i].expectation].told = true;
	}
	free(left);
}

void detect_missing(struct scene *s)
{
	struct expectations l = { 0 };
	struct silent_host *hosts;
	struct tie *ties;
	size_t n;

	gather(s, &l);
	ties = tie_hosts(&l);
	hosts = xcalloc(2 * l.n, sizeof *hosts);
	n = silent_hosts(&l, ties, hosts);
	for (size_t i = 0; i < n; i++)
		report_host(s, &l, ties, &hosts[i]);
	for (size_t i = 0; i < l.n; i++)
		if (l.items[i].missing && !l.items[i].told)
			missing_report(s, &l.items[i]);
	free(ties);
	free(hosts);
	free(l.items);
	covered_release(&l.spans);
}
