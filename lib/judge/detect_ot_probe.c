/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A source that tries the doors of control systems: several OT ports, or one
 * OT port on several hosts, below the bounds of a scan and answered or not.
 * What a port is for is said by the payload, else by the services table.
 */
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "judge/detect_fold.h"
#include "judge/detect_probe.h"
#include "judge/detect_story.h"
#include "understand/services.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

struct knock {
	struct probe at;
	bool ot;
};

struct knocks {
	struct knock *items;		/* owned; by source, port, host */
	size_t n, cap;
};

static int knock_cmp(const void *pa, const void *pb)
{
	const struct probe *a = &((const struct knock *)pa)->at;
	const struct probe *b = &((const struct knock *)pb)->at;
	int c = ORDER(a->source, b->source);

	c = c ? c : ORDER(a->port, b->port);
	c = c ? c : ORDER(a->host, b->host);
	c = c ? c : ORDER(a->proto, b->proto);
	return c ? c : ORDER(a->record, b->record);
}

/* The label says what the server's port is for, not the client's. */
static bool is_ot(const struct scene *s, const struct record *r,
		  const struct probe *p)
{
	const struct service *known;

	if (r->service[0] && p->host == r->addr[ROLE_SERVER])
		return services_kind(r->service) == SERVICE_OT;
	known = services_find_at(s->in->services, p->proto, p->host, p->port);
	return known && services_kind(known->name) == SERVICE_OT;
}

/* Who reached out is seen, or known; a guess would make a prober of a server
 * that three masters ask. */
static bool is_reaching_out(const struct record *r, const struct probe *p)
{
	return flow_is_sure(r) || r->initiator != ROLE_NONE ||
	       p->reaction == REACTION_NONE;
}

static void gather(const struct scene *s, struct knocks *l)
{
	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];
		struct knock k = { .at.record = (uint32_t)i };

		if (!scene_is_free(s, i) || !probe_of(s, r, &k.at) ||
		    !is_reaching_out(r, &k.at))
			continue;
		k.ot = is_ot(s, r, &k.at);
		l->items = grow(l->items, l->n, &l->cap, sizeof *l->items);
		l->items[l->n++] = k;
	}
	if (l->n)
		qsort(l->items, l->n, sizeof *l->items, knock_cmp);
}

/* What one source tried: n knocks, by port, then host. */
static bool is_probe(const struct scene *s, const struct knock *k, size_t n)
{
	const struct probe *last = NULL;
	size_t ports = 0, hosts = 0;

	for (size_t i = 0; i < n; i++) {
		bool new_port = !last || last->port != k[i].at.port;

		if (!k[i].ot)
			continue;
		ports += new_port;
		if (new_port)
			hosts = 0;
		hosts += new_port || last->host != k[i].at.host;
		if (ports >= s->in->options->probe_ports ||
		    hosts >= s->in->options->probe_hosts)
			return true;
		last = &k[i].at;
	}
	return false;
}

static int cmp_addr(const void *pa, const void *pb)
{
	const uint32_t *a = pa, *b = pb;

	return ORDER(*a, *b);
}

/* All that was tried of OT, and whatever else on the same hosts. */
static void add_members(const struct knock *k, size_t n, struct keyed_list *out)
{
	uint32_t *hosts = xcalloc(n, sizeof *hosts);
	size_t n_hosts = 0;

	for (size_t i = 0; i < n; i++)
		if (k[i].ot)
			hosts[n_hosts++] = k[i].at.host;
	qsort(hosts, n_hosts, sizeof *hosts, cmp_addr);
	for (size_t i = 0; i < n; i++)
		if (bsearch(&k[i].at.host, hosts, n_hosts, sizeof *hosts,
			    cmp_addr))
			keyed_add(out, &(struct keyed){
				.client = k[i].at.source,
				.record = k[i].at.record });
	free(hosts);
}

/* What the members of one finding add up to. */
struct tally {
	size_t n_ports, n_hosts;	/* of OT that was tried */
	size_t by_reaction[3];		/* endpoints */
};

/* The strongest reaction of each endpoint counts. */
static struct tally count(const struct knock *k, size_t n)
{
	uint32_t *hosts = xcalloc(n, sizeof *hosts);
	struct tally t = { 0 };
	size_t n_hosts = 0;

	for (size_t i = 0, end; i < n; i = end) {
		uint8_t reaction = k[i].at.reaction;

		for (end = i + 1; end < n && k[end].at.port == k[i].at.port &&
		     k[end].at.host == k[i].at.host; end++)
			if (k[end].at.reaction > reaction)
				reaction = k[end].at.reaction;
		t.n_ports += !i || k[i - 1].at.port != k[i].at.port;
		t.by_reaction[reaction]++;
		hosts[n_hosts++] = k[i].at.host;
	}
	qsort(hosts, n_hosts, sizeof *hosts, cmp_addr);
	for (size_t i = 0; i < n_hosts; i++)
		t.n_hosts += !i || hosts[i] != hosts[i - 1];
	free(hosts);
	return t;
}

static void put_summary(const struct scene *s, const struct tally *n,
			const struct probe *first, struct text *t)
{
	story_host(s, t, first->source);
	if (scene_is_unknown(s, first->source))
		text_puts(t, ", a machine that no rule names,");
	text_puts(t, " tried ");
	if (n->n_ports == 1)
		story_port(s, t, first->proto, first->port);
	else
		story_count(t, n->n_ports, "port");
	text_puts(t, n->n_ports == 1 ? " on " : " of control protocols on ");
	if (n->n_hosts == 1) {
		story_host(s, t, first->host);
	} else {
		story_number(t, n->n_hosts);
		text_puts(t, " machines");
	}
	text_puts(t, ", which it is not known to do; ");
	if (n->by_reaction[REACTION_ANSWERED]) {
		story_number(t, n->by_reaction[REACTION_ANSWERED]);
		text_puts(t, " of ");
		story_count(t, n->by_reaction[REACTION_ANSWERED] +
			    n->by_reaction[REACTION_REFUSED] +
			    n->by_reaction[REACTION_NONE], "endpoint");
		text_puts(t, " answered.");
	} else {
		text_puts(t, n->by_reaction[REACTION_REFUSED] ?
			  "it was refused." : "nothing answered.");
	}
}

/* The knocks of this source at OT, moved to the front. */
static size_t keep_ot(struct knock *k, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (k[i].ot)
			k[kept++] = k[i];
	return kept;
}

static void report(struct scene *s, struct knock *ot, size_t n_ot,
		   const struct keyed *k, size_t n)
{
	struct tally sum = count(ot, n_ot);
	struct finding *f = scene_finding(s, FINDING_OT_PROBE, k, n);

	f->technique = "T0846";		/* Remote System Discovery */
	fold_ends(s, f, k, n);
	f->cause = f->client = ot->at.source;
	f->server = sum.n_hosts == 1 ? f->server : 0;
	put_summary(s, &sum, &ot->at, &f->summary);
	story_standing(s, &f->evidence, f->client);
	story_conversations(s, &f->evidence, k, n);
	story_burst(s, f, k, n);
	story_filter(f);
}

/* The slice of the knocks that is this source's. */
static struct knock *of_source(const struct knocks *l, uint32_t source,
			       size_t *n)
{
	size_t lo = 0, hi = l->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (l->items[mid].at.source < source)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (*n = 0; lo + *n < l->n && l->items[lo + *n].at.source == source;)
		++*n;
	return &l->items[lo];
}

static void report_all(struct scene *s, const struct knocks *l,
		       const struct keyed_list *members)
{
	for (size_t i = 0, end; i < members->n; i = end) {
		const struct keyed *k = &members->items[i];
		struct knock *ot;
		size_t n;

		end = keyed_end(members, i);
		if (scene_may_scan(s, k->client)) {
			scene_exempt(s, k, end - i);
			continue;
		}
		ot = of_source(l, k->client, &n);
		report(s, ot, keep_ot(ot, n), k, end - i);
	}
}

void detect_ot_probe(struct scene *s)
{
	struct knocks l = { 0 };
	struct keyed_list members = { 0 };

	gather(s, &l);
	for (size_t i = 0, end; i < l.n; i = end) {
		end = i + 1;
		while (end < l.n &&
		       l.items[end].at.source == l.items[i].at.source)
			end++;
		if (is_probe(s, &l.items[i], end - i))
			add_members(&l.items[i], end - i, &members);
	}
	fold_bring_along(s, &members);
	report_all(s, &l, &members);
	keyed_release(&members);
	free(l.items);
}
