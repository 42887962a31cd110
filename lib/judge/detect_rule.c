/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/detect_rule.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "judge/baseline.h"
#include "judge/baseline_edit.h"
#include "judge/baseline_port.h"
#include "judge/names.h"

bool party_is(const struct scene *s, const struct party *p, uint32_t addr)
{
	const char *name;

	if (!p->name)
		return cidr_has(&p->net, addr) ||
		       (p->net.bits == 32 &&
			names_same_machine(s->in->names, p->net.net, addr));
	name = names_name(s->in->names, addr);
	return name && !strcmp(name, p->name);
}

static bool has_port(const struct rule *rule, const struct record *r,
		     enum role server)
{
	if (rule->server_port.kind == PORT_DYNAMIC)
		return r->agreed == rule->server_port.base;
	return port_spec_has(&rule->server_port, r->port[server],
			     r->addr[server]);
}

unsigned rule_differs(const struct scene *s, const struct rule *rule,
		      const struct record *r, bool turned)
{
	enum role client = turned ? ROLE_SERVER : ROLE_CLIENT;
	enum role server = turned ? ROLE_CLIENT : ROLE_SERVER;
	unsigned d = 0;

	if (rule->proto != record_proto(r))
		d |= DIFFERS_PROTO;
	if (!has_port(rule, r, server))
		d |= DIFFERS_PORT;
	if (!party_is(s, &rule->client, r->addr[client]))
		d |= DIFFERS_CLIENT;
	if (!party_is(s, &rule->server, r->addr[server]))
		d |= DIFFERS_SERVER;
	if (rule->client_port && rule->client_port != r->port[client])
		d |= DIFFERS_CLIENT_PORT;
	if (!rule_is_in_force(rule, r->first_ns) ||
	    (rule->status == RULE_UNANSWERED &&
	     flow_reaction(r) == REACTION_ANSWERED))
		d |= DIFFERS_STATUS;
	return d;
}

bool rule_is_in_force(const struct rule *rule, int64_t at_ns)
{
	return rule_can_allow(rule) && rule->until_ns > at_ns;
}

bool rule_is_sure(const struct rule *rule)
{
	return !rule->seen || (rule->seen->confidence >= CONFIDENCE_SURE &&
			       rule->seen->evidence != EVIDENCE_PEER);
}

bool rule_waits_at_client(const struct rule *rule)
{
	return rule->client_port && !port_spec_is_one(&rule->server_port);
}

bool rule_is_about(const struct rule *rule, const struct record *r)
{
	return !rule_waits_at_client(rule) ||
	       rule->client_port == r->port[ROLE_CLIENT];
}

/* --- all rules by their client ------------------------------------------ */

struct entry {
	uint32_t machine;		/* the client's, see names_machine */
	const struct rule *rule;
};

struct rule_list {
	const struct rule **items;	/* owned */
	size_t n, cap;
};

struct rule_book {
	struct entry *singles;		/* owned; by machine */
	size_t n, cap;
	struct rule_list wide;		/* clients are a network or a name */
	struct rule_list backwards;	/* servers open */
};

static int by_client(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;

	if (a->machine != b->machine)
		return a->machine < b->machine ? -1 : 1;
	/* In the order of the file. */
	return (a->rule > b->rule) - (a->rule < b->rule);
}

static void list_add(struct rule_list *l, const struct rule *rule)
{
	l->items = grow(l->items, l->n, &l->cap, sizeof *l->items);
	l->items[l->n++] = rule;
}

struct rule_book *rule_book_new(const struct detect_input *in)
{
	struct rule_book *b = xcalloc(1, sizeof *b);

	for (size_t i = 0; i < baseline_n_rules(in->baseline); i++) {
		const struct rule *rule = baseline_rule(in->baseline, i);
		const struct party *client = &rule->client;

		if (rule->initiator == ROLE_SERVER)
			list_add(&b->backwards, rule);
		if (client->name || client->net.bits != 32) {
			list_add(&b->wide, rule);
			continue;
		}
		b->singles = grow(b->singles, b->n, &b->cap,
				  sizeof *b->singles);
		b->singles[b->n++] = (struct entry){
			names_machine(in->names, client->net.net), rule };
	}
	if (b->n)
		qsort(b->singles, b->n, sizeof *b->singles, by_client);
	return b;
}

void rule_book_free(struct rule_book *b)
{
	if (!b)
		return;
	free(b->singles);
	free(b->wide.items);
	free(b->backwards.items);
	free(b);
}

struct rule_walk rules_of_client(const struct scene *s, uint32_t client)
{
	struct rule_walk w = { .book = s->book };
	uint32_t machine = names_machine(s->in->names, client);
	size_t hi = w.book->n;

	while (w.at < hi) {
		size_t mid = w.at + (hi - w.at) / 2;

		if (w.book->singles[mid].machine < machine)
			w.at = mid + 1;
		else
			hi = mid;
	}
	for (w.end = w.at; w.end < w.book->n &&
	     w.book->singles[w.end].machine == machine; w.end++)
		;
	return w;
}

const struct rule *rule_walk_next(struct rule_walk *w)
{
	if (w->at < w->end)
		return w->book->singles[w->at++].rule;
	return w->wide < w->book->wide.n ? w->book->wide.items[w->wide++] :
		NULL;
}

/* --- which role a machine has had --------------------------------------- */

/* 0.0.0.0/0 names nobody. */
static bool names_host(const struct scene *s, const struct party *p,
		       uint32_t host)
{
	return (p->name || p->net.bits) && party_is(s, p, host);
}

static bool counts(const struct rule *rule)
{
	return rule_can_allow(rule) && rule->purpose != PURPOSE_BACKGROUND;
}

bool scene_only_served(const struct scene *s, uint32_t host)
{
	struct rule_walk w;
	const struct rule *rule;

	if (!s->book || !baseline_is_server(s->in->baseline, host))
		return false;
	w = rules_of_client(s, host);
	while ((rule = rule_walk_next(&w)))
		if (counts(rule) && names_host(s, &rule->client, host))
			return false;
	for (size_t i = 0; i < s->book->backwards.n; i++) {
		rule = s->book->backwards.items[i];
		if (counts(rule) && names_host(s, &rule->server, host))
			return false;
	}
	return true;
}
