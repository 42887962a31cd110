/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/baseline.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/strpool.h"
#include "judge/baseline_impl.h"
#include "judge/baseline_port.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

struct baseline *baseline_new(const struct names *names)
{
	struct baseline *b = xcalloc(1, sizeof *b);

	/* As good as random; the order of a pool is never shown. */
	b->pool = strpool_new((uint64_t)(uintptr_t)b);
	b->names = names;
	b->extra_names = "";
	b->now_ns = INT64_MIN;
	return b;
}

void baseline_free(struct baseline *b)
{
	if (!b)
		return;
	for (size_t i = 0; i < b->n_rules; i++)
		free(b->rules[i].server_port.range);
	free(b->rules);
	free(b->talks.items);
	free(b->arp.items);
	free(b->later.items);
	free(b->captures);
	base_index_free(b->index);
	base_hosts_free(b->hosts);
	base_exact_free(b->exact);
	strpool_free(b->pool);
	free(b);
}

static const char *intern(struct baseline *b, const char *s)
{
	return strpool_add(b->pool, s ? s : "");
}

void baseline_add_rule(struct baseline *b, const struct rule *r)
{
	struct rule own = *r;

	port_spec_copy(&own.server_port, &r->server_port);
	if (r->client.name)
		own.client.name = intern(b, r->client.name);
	if (r->server.name)
		own.server.name = intern(b, r->server.name);
	own.service = intern(b, r->service);
	own.operations = intern(b, r->operations);
	own.by = intern(b, r->by);
	own.note = intern(b, r->note);
	own.extra = intern(b, r->extra);
	own.seen = NULL;
	b->rules = grow(b->rules, b->n_rules, &b->cap_rules,
			sizeof *b->rules);
	b->rules[b->n_rules++] = own;
}

static struct memory_list *memory_home(struct baseline *b,
				       const struct memory *m)
{
	return m->proto == MEMORY_ARP ? &b->arp : &b->talks;
}

static void memory_put(struct memory_list *l, const struct memory *m)
{
	l->items = grow(l->items, l->n, &l->cap, sizeof *l->items);
	l->items[l->n++] = *m;
}

void baseline_add_memory(struct baseline *b, const struct memory *m)
{
	struct memory own = *m;
	struct seen *s = &own.seen;

	s->client_ports = intern(b, s->client_ports);
	s->mac[0] = intern(b, s->mac[0]);
	s->mac[1] = intern(b, s->mac[1]);
	s->name[0] = intern(b, s->name[0]);
	s->name[1] = intern(b, s->name[1]);
	s->service = intern(b, s->service);
	s->operations = intern(b, s->operations);
	s->captures = intern(b, s->captures);
	memory_put(b->index ? &b->later : memory_home(b, m), &own);
}

void baseline_add_capture(struct baseline *b, const struct base_capture *c)
{
	struct base_capture own = *c;

	own.id = intern(b, c->id);
	own.name = intern(b, c->name);
	b->captures = grow(b->captures, b->n_captures, &b->cap_captures,
			   sizeof *b->captures);
	b->captures[b->n_captures++] = own;
}

int party_cmp(const struct party *a, const struct party *b)
{
	int c = ORDER(!!a->name, !!b->name);

	if (!c && a->name)
		return strcmp(a->name, b->name);
	c = c ? c : ORDER(a->net.net, b->net.net);
	return c ? c : ORDER(a->net.bits, b->net.bits);
}

bool party_is_anybody(const struct party *p)
{
	return !p->name && !p->net.bits;
}

bool party_holds(const struct party *wide, const struct party *p)
{
	if (wide->name || p->name)
		return !party_cmp(wide, p) || party_is_anybody(wide);
	return wide->net.bits <= p->net.bits &&
	       cidr_has(&wide->net, p->net.net);
}

static bool ports_hold(const struct rule *wide, const struct rule *r)
{
	const struct port_spec *p = &r->server_port;

	if (wide->server_port.kind == PORT_OCTET && port_spec_is_one(p) &&
	    !r->server.name && r->server.net.bits == 32)
		return port_spec_has(&wide->server_port, p->range[0].lo,
				     r->server.net.net);
	return port_spec_holds(&wide->server_port, p);
}

bool rule_holds(const struct rule *wide, const struct rule *r)
{
	return wide->proto == r->proto &&
	       (!wide->client_port || wide->client_port == r->client_port) &&
	       party_holds(&wide->client, &r->client) &&
	       party_holds(&wide->server, &r->server) && ports_hold(wide, r);
}

int rule_cmp(const struct rule *a, const struct rule *b)
{
	int c = ORDER(a->proto, b->proto);

	c = c ? c : party_cmp(&a->client, &b->client);
	c = c ? c : party_cmp(&a->server, &b->server);
	c = c ? c : port_spec_cmp(&a->server_port, &b->server_port);
	return c ? c : ORDER(a->client_port, b->client_port);
}

/* Lines that say the same keep their order; a total one needs no luck. */
static int rule_order(const void *pa, const void *pb)
{
	const struct rule *a = pa, *b = pb;
	int c = rule_cmp(a, b);

	c = c ? c : ORDER(a->status, b->status);
	c = c ? c : ORDER(a->until_ns, b->until_ns);
	c = c ? c : ORDER(a->line, b->line);
	c = c ? c : strcmp(a->note, b->note);
	return c ? c : strcmp(a->operations, b->operations);
}

/* What rules that stay have in mind stays, too. */
static void forget_gone(struct baseline *b)
{
	bool *gone = xcalloc(b->talks.n + 1, sizeof *gone);
	size_t n = 0;

	for (int stays = 0; stays < 2; stays++)
		for (size_t i = 0; i < b->n_rules; i++) {
			struct rule *r = &b->rules[i];
			struct memory *m = baseline_find_memory(b, r);

			if (m && stays == (r->gone != RULE_FORGOTTEN))
				gone[m - b->talks.items] = !stays;
		}
	for (size_t i = 0; i < b->talks.n; i++)
		if (!gone[i])
			b->talks.items[n++] = b->talks.items[i];
	b->talks.n = n;
	free(gone);
}

static void drop_gone(struct baseline *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n_rules; i++) {
		if (b->rules[i].gone)
			free(b->rules[i].server_port.range);
		else
			b->rules[n++] = b->rules[i];
	}
	b->n_rules = n;
}

static bool has_gone(const struct baseline *b)
{
	for (size_t i = 0; i < b->n_rules; i++)
		if (b->rules[i].gone)
			return true;
	return false;
}

void baseline_settle_memories(struct baseline *b)
{
	for (size_t i = 0; i < b->later.n; i++)
		memory_put(memory_home(b, &b->later.items[i]),
			   &b->later.items[i]);
	b->later.n = 0;
	baseline_sort_memories(b);
}

void baseline_finish(struct baseline *b)
{
	if (has_gone(b)) {
		forget_gone(b);
		drop_gone(b);
	}
	base_exact_free(b->exact);
	b->exact = NULL;
	baseline_settle_memories(b);
	baseline_sort_captures(b);
	if (b->n_rules)
		qsort(b->rules, b->n_rules, sizeof *b->rules, rule_order);
	for (size_t i = 0; i < b->n_rules; i++) {
		struct memory *m = baseline_find_memory(b, &b->rules[i]);

		b->rules[i].seen = m ? &m->seen : NULL;
	}
	base_index_free(b->index);
	b->index = base_index_new(b);
	base_hosts_free(b->hosts);
	b->hosts = base_hosts_new(b);
}

struct baseline *baseline_copy(const struct baseline *b)
{
	struct baseline *copy = baseline_new(b->names);

	copy->extra_names = intern(copy, b->extra_names);
	for (size_t i = 0; i < b->n_rules; i++)
		baseline_add_rule(copy, &b->rules[i]);
	for (size_t i = 0; i < b->talks.n; i++)
		baseline_add_memory(copy, &b->talks.items[i]);
	for (size_t i = 0; i < b->arp.n; i++)
		baseline_add_memory(copy, &b->arp.items[i]);
	for (size_t i = 0; i < b->n_captures; i++)
		baseline_add_capture(copy, &b->captures[i]);
	baseline_finish(copy);
	return copy;
}

struct rule *baseline_edit_rule(struct baseline *b, size_t i)
{
	return &b->rules[i];
}

const char *baseline_keep(struct baseline *b, const char *s)
{
	return intern(b, s);
}

const char *baseline_keep_both(struct baseline *b, const char *words,
			       const char *more)
{
	return words_united(intern(b, words), intern(b, more), SIZE_MAX,
			    b->pool);
}

size_t baseline_n_rules(const struct baseline *b)
{
	return b->n_rules;
}

const struct rule *baseline_rule(const struct baseline *b, size_t i)
{
	return &b->rules[i];
}

size_t baseline_n_memories(const struct baseline *b)
{
	return b->talks.n;
}

const struct memory *baseline_memory(const struct baseline *b, size_t i)
{
	return &b->talks.items[i];
}

size_t baseline_n_arp(const struct baseline *b)
{
	return b->arp.n;
}

const struct memory *baseline_arp(const struct baseline *b, size_t i)
{
	return &b->arp.items[i];
}

size_t baseline_n_captures(const struct baseline *b)
{
	return b->n_captures;
}

const struct base_capture *baseline_capture(const struct baseline *b, size_t i)
{
	return &b->captures[i];
}

static int by_first(const void *pa, const void *pb)
{
	const struct base_capture *a = pa, *b = pb;

	return ORDER(a->first_ns, b->first_ns);
}

/* Captures may overlap: rotated files, or two mirror ports at once. */
int64_t baseline_span_ns(const struct baseline *b)
{
	struct base_capture *c = xcalloc(b->n_captures, sizeof *c);
	int64_t end = INT64_MIN;
	uint64_t span = 0;

	if (b->n_captures)
		memcpy(c, b->captures, b->n_captures * sizeof *c);
	qsort(c, b->n_captures, sizeof *c, by_first);
	for (size_t i = 0; i < b->n_captures; i++) {
		int64_t from = c[i].first_ns > end ? c[i].first_ns : end;

		if (c[i].last_ns <= from)
			continue;
		span += (uint64_t)c[i].last_ns - (uint64_t)from;
		end = c[i].last_ns;
	}
	free(c);
	return span > INT64_MAX ? INT64_MAX : (int64_t)span;
}

void baseline_set_now(struct baseline *b, int64_t now_ns)
{
	b->now_ns = now_ns;
}

bool rule_can_allow(const struct rule *r)
{
	switch ((enum rule_status)r->status) {
	case RULE_LEARNED:
	case RULE_APPROVED:
	case RULE_UNANSWERED:
		return true;
	case RULE_IGNORED:
		return r->note[0];
	case RULE_REVIEW:
		break;
	}
	return false;
}

bool rule_allows_at(const struct rule *r, int64_t at_ns)
{
	return rule_can_allow(r) && r->status != RULE_UNANSWERED &&
	       r->until_ns > at_ns;
}
