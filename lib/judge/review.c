/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/review.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/limits.h"
#include "judge/baseline_words.h"
#include "judge/detect_story.h"
#include "judge/review_work.h"

enum { N_PORTS = 65536 };

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

void uses_add(struct uses *l, const char *group, size_t record)
{
	l->items = grow(l->items, l->n, &l->cap, sizeof *l->items);
	l->items[l->n++] = (struct use){ group, (uint32_t)record };
}

static int use_order(const void *pa, const void *pb)
{
	const struct use *a = pa, *b = pb;
	int c = strcmp(a->group, b->group);

	return c ? c : ORDER(a->record, b->record);
}

void uses_each(struct scene *s, struct uses *l, uses_fn *one)
{
	if (l->n)
		qsort(l->items, l->n, sizeof *l->items, use_order);
	for (size_t i = 0, end; i < l->n; i = end) {
		for (end = i + 1; end < l->n && !strcmp(l->items[i].group,
							l->items[end].group);
		     end++)
			;
		one(s, &l->items[i], end - i);
	}
	free(l->items);
	*l = (struct uses){ 0 };
}

static int addr_order(const void *pa, const void *pb)
{
	const uint32_t *a = pa, *b = pb;

	return ORDER(*a, *b);
}

size_t review_count(const struct scene *s, const struct use *u, size_t n,
		    enum role role)
{
	uint32_t *addrs = xcalloc(n, sizeof *addrs);
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		addrs[i] = s->in->records[u[i].record].addr[role];
	qsort(addrs, n, sizeof *addrs, addr_order);
	for (size_t i = 0; i < n; i++)
		count += !i || addrs[i] != addrs[i - 1];
	free(addrs);
	return count;
}

void review_put_machines(struct text *t, size_t n)
{
	story_count(t, n, "machine");
}

/* n ports: "udp.port in {161, 162}" */
static void put_ports(struct text *t, uint8_t proto, const bool *is_one,
		      size_t n)
{
	const char *before = n > 1 ? "" : " ";

	if (!n)
		return;
	text_printf(t, "%s.port %s", proto_name(proto), n > 1 ? "in {" : "==");
	for (unsigned port = 0; port < N_PORTS; port++) {
		if (!is_one[port])
			continue;
		text_printf(t, "%s%u", before, port);
		before = ", ";
	}
	text_puts(t, n > 1 ? "}" : "");
}

/* A filter by time alone would show strangers; false where there are too many
 * ports to name. */
static bool filter_ports(const struct scene *s, struct text *t,
			 const struct use *u, size_t n)
{
	bool *seen = xcalloc(2 * N_PORTS, sizeof *seen);
	size_t n_tcp = 0, n_udp = 0;

	for (size_t i = 0; i < n; i++) {
		const struct record *r = &s->in->records[u[i].record];
		bool udp = record_proto(r) == IPPROTO_UDP;
		bool *one = &seen[udp * N_PORTS + r->port[ROLE_SERVER]];

		*(udp ? &n_udp : &n_tcp) += !*one;
		*one = true;
	}
	if (n_tcp + n_udp <= LIMIT_FINDING_MEMBERS) {
		text_puts(t, n_tcp && n_udp ? "(" : "");
		put_ports(t, IPPROTO_TCP, seen, n_tcp);
		text_puts(t, n_tcp && n_udp ? " || " : "");
		put_ports(t, IPPROTO_UDP, seen + N_PORTS, n_udp);
		text_puts(t, n_tcp && n_udp ? ")" : "");
	}
	free(seen);
	return n_tcp + n_udp <= LIMIT_FINDING_MEMBERS;
}

struct finding *review_finding(struct scene *s, enum finding_kind kind,
			       const struct use *u, size_t n)
{
	struct keyed *k = xcalloc(n, sizeof *k);
	struct finding *f;

	for (size_t i = 0; i < n; i++)
		k[i].record = u[i].record;
	f = scene_finding(s, kind, k, n);
	story_conversations(s, &f->evidence, k, n);
	f->cause = finding_cause(u->group);
	free(k);
	for (size_t i = 0; i < n; i++) {
		const struct record *r = &s->in->records[u[i].record];
		uint16_t port = r->port[ROLE_SERVER];

		if (!i || port < f->server_port)
			f->server_port = port;
	}
	if (filter_ports(s, &f->filter, u, n))
		story_filter_time(&f->filter, f->first_ns, f->last_ns);
	return f;
}

/* --- readable logins ----------------------------------------------------- */

/* Findings number i and on that are logins to the same service. */
static size_t count_alike(const struct findings *f, size_t i)
{
	size_t n = 0;

	for (size_t k = i; k < f->n; k++)
		n += f->items[k].kind == FINDING_CLEARTEXT_LOGIN &&
		     !strcmp(f->items[k].service, f->items[i].service);
	return n;
}

static void widen(struct finding *f, const struct finding *one)
{
	if (!f->count || one->first_ns < f->first_ns)
		f->first_ns = one->first_ns;
	if (!f->count || one->last_ns > f->last_ns)
		f->last_ns = one->last_ns;
	f->count += one->count;
	f->c_payload += one->c_payload;
	f->s_payload += one->s_payload;
}

/* All that are like finding number i are lines of a new one. */
static void fold(struct scene *s, size_t i, size_t n, bool *drop)
{
	struct finding *f = findings_add(s->out, FINDING_CLEARTEXT_LOGIN,
					 SEVERITY_MEDIUM);
	const struct finding *first = &s->out->items[i];
	size_t told = 0;

	f->service = first->service;
	f->cause = finding_cause(first->service);
	f->proto = first->proto;
	f->server_port = first->server_port;
	f->technique = first->technique;
	text_printf(&f->summary, "%s: ", f->service);
	story_number(&f->summary, n);
	text_puts(&f->summary, " pairs of machines log in where anybody on "
		  "the way can read the password.");
	for (size_t k = i; k + 1 < s->out->n; k++) {
		const struct finding *one = &s->out->items[k];

		if (one->kind != FINDING_CLEARTEXT_LOGIN ||
		    strcmp(one->service, f->service) != 0)
			continue;
		drop[k] = true;
		widen(f, one);
		if (told++ >= LIMIT_FINDING_MEMBERS)
			continue;
		story_line(&f->evidence);
		text_puts(&f->evidence, one->summary.s);
	}
	if (told > LIMIT_FINDING_MEMBERS) {
		story_line(&f->evidence);
		text_puts(&f->evidence, "and ");
		story_number(&f->evidence, told - LIMIT_FINDING_MEMBERS);
		text_puts(&f->evidence, " more");
	}
	story_filter_port(&f->filter, f->proto, f->server_port);
	story_filter_time(&f->filter, f->first_ns, f->last_ns);
}

void review_fold_logins(struct scene *s)
{
	size_t before = s->out->n;
	bool *drop = xcalloc(2 * before + 1, sizeof *drop);

	for (size_t i = 0; i < before; i++) {
		const struct finding *f = &s->out->items[i];
		size_t n;

		if (f->kind != FINDING_CLEARTEXT_LOGIN || drop[i])
			continue;
		n = count_alike(s->out, i);
		if (n > 1)
			fold(s, i, n, drop);
	}
	findings_drop(s->out, drop);
	free(drop);
}

bool review_counts(const struct scene *s, size_t record)
{
	const struct record *r = &s->in->records[record];

	return flow_is(r) && !s->fact[record].exempt &&
	       flow_reaction(r) == REACTION_ANSWERED;
}

/* What a scan reached is told there, and is nobody's use of a service. */
static void exempt_scans(struct scene *s, const uint32_t *used_by)
{
	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct finding *f = used_by[i] ?
			&s->out->items[used_by[i] - 1] : NULL;

		s->fact[i].exempt = f && (f->kind == FINDING_PORT_SCAN ||
					  f->kind == FINDING_HOST_SWEEP);
	}
}

void review(const struct detect_input *in, const struct setaside *aside,
	    struct findings *out)
{
	uint32_t *used_by = xcalloc(in->n_records + 1, sizeof *used_by);
	struct scene s = { .in = in, .out = out };

	s.fact = xcalloc(in->n_records + 1, sizeof *s.fact);
	detect(in, out, used_by);
	exempt_scans(&s, used_by);
	free(used_by);
	review_fold_logins(&s);
	review_services(&s);
	review_ports(&s);
	review_zones(&s);
	if (aside)
		review_defaults(&s, aside);
	findings_finish(out);
	free(s.fact);
}
