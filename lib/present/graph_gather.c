/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/graph_gather.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/stamp.h"
#include "judge/baseline.h"
#include "judge/detect_work.h"
#include "judge/names.h"
#include "understand/record.h"
#include "understand/services.h"

static const struct rule *rule_of(const struct baseline *b,
				  const struct record *r)
{
	const struct conversation c = flow_conversation(r);

	return baseline_match(b, &c, NULL);
}

static bool has_port(const struct port_spec *spec, uint16_t port)
{
	if (spec->kind == PORT_RANGES)
		for (size_t i = 0; i < spec->n; i++)
			if (spec->range[i].lo <= port &&
			    port <= spec->range[i].hi)
				return true;
	return false;
}

static bool is_exact(const struct party *p, uint32_t addr)
{
	return !p->name && p->net.bits == 32 && p->net.net == addr;
}

/*
 * A doubtful direction matches a rule either way; the picture then shows the
 * rule's, for a changed guess is nothing new.
 */
static bool is_turned(const struct rule *rule, const struct record *r)
{
	return is_exact(&rule->server, r->addr[ROLE_CLIENT]) &&
	       is_exact(&rule->client, r->addr[ROLE_SERVER]) &&
	       has_port(&rule->server_port, r->port[ROLE_CLIENT]);
}

static enum graph_answer answer_of(const struct record *r)
{
	switch (flow_reaction(r)) {
	case REACTION_NONE:
		return GRAPH_SILENT;
	case REACTION_REFUSED:
		return GRAPH_REFUSED;
	case REACTION_ANSWERED:
		break;
	}
	return GRAPH_ANSWERED;
}

static bool is_hidden(const struct graph_options *o, const struct record *r,
		      const struct rule *rule)
{
	if (o->only_changes && rule)
		return true;
	if (!o->no_background || (o->baseline && !rule))
		return false;
	if (rule)
		return rule->purpose == PURPOSE_BACKGROUND;
	return r->service[0] && services_kind(r->service) == SERVICE_INFRA;
}

static int cmp_pointers(const void *va, const void *vb)
{
	const struct rule *const *a = va, *const *b = vb;
	uintptr_t x = (uintptr_t)a[0], y = (uintptr_t)b[0];

	return (x > y) - (x < y);
}

/* Sort, and keep each rule once. */
static void settle(struct graph_gather *ga)
{
	size_t kept = 0;

	if (!ga->n_met)
		return;
	qsort(ga->met, ga->n_met, sizeof *ga->met, cmp_pointers);
	for (size_t i = 1; i < ga->n_met; i++)
		if (ga->met[i] != ga->met[kept])
			ga->met[++kept] = ga->met[i];
	ga->n_met = kept + 1;
}

static void met(struct graph_gather *ga, const struct rule *rule)
{
	if (ga->n_met == ga->cap_met) {
		settle(ga);
		if (ga->n_met >= ga->cap_met / 2)
			ga->met = grow(ga->met, ga->cap_met, &ga->cap_met,
				       sizeof *ga->met);
	}
	ga->met[ga->n_met++] = rule;
}

static bool was_met(const struct graph_gather *ga, const struct rule *rule)
{
	return ga->n_met && bsearch(&rule, ga->met, ga->n_met,
				    sizeof *ga->met, cmp_pointers);
}

void graph_gather_add(struct graph_gather *ga, const struct record *r)
{
	const struct baseline *b = ga->o->baseline;
	const struct rule *rule = b ? rule_of(b, r) : NULL;
	unsigned client = rule && is_turned(rule, r) ? 1 : 0;
	const struct graph_talk t = {
		.client = r->addr[client],
		.server = r->addr[!client],
		.port = r->port[!client],
		.proto = record_proto(r),
		.look = !b ? GRAPH_PLAIN : rule ? GRAPH_KNOWN : GRAPH_NEW,
		.answer = (uint8_t)answer_of(r),
		.peer = r->evidence == EVIDENCE_PEER,
		.hidden = is_hidden(ga->o, r, rule),
		.service = r->service,
		.n_flows = 1,
		.packets = r->packets[0] + r->packets[1],
	};

	if (r->last_ns > ga->last_ns)
		ga->last_ns = r->last_ns;
	if (rule)
		met(ga, rule);
	graph_talks_add(&ga->talks, &t);
}

/* --- what is missing ------------------------------------------------------ */

/* The one address a rule's end stands for; a network is none. */
static bool address_of(const struct names *names, const struct party *p,
		       uint32_t *addr)
{
	if (p->name)
		return names_member(names, p->name, 0, addr);
	*addr = p->net.net;
	return p->net.bits == 32;
}

static uint16_t expected_port(const struct port_spec *spec, uint32_t server)
{
	switch ((enum port_kind)spec->kind) {
	case PORT_RANGES:
		return spec->n ? spec->range[0].lo : 0;
	case PORT_OCTET:
		return (uint16_t)(spec->base + (server & 255));
	case PORT_DYNAMIC:
		break;
	}
	return 0;
}

static bool is_expected(const struct graph_gather *ga, const struct rule *rule)
{
	if (rule->status != RULE_LEARNED && rule->status != RULE_APPROVED)
		return false;
	if (rule->until_ns < ga->last_ns)
		return false;
	return !ga->o->no_background || rule->purpose != PURPOSE_BACKGROUND;
}

/* Laptops come and go; nobody misses them. */
static bool is_transient(const struct names *names, const struct graph_talk *t)
{
	return names_role(names, t->client) == HOST_TRANSIENT ||
	       names_role(names, t->server) == HOST_TRANSIENT;
}

static void add_missing(struct graph_gather *ga, const struct rule *rule)
{
	struct graph_talk t = { .look = GRAPH_MISSING };

	if (!address_of(ga->o->names, &rule->client, &t.client) ||
	    !address_of(ga->o->names, &rule->server, &t.server) ||
	    is_transient(ga->o->names, &t))
		return;
	t.proto = rule->proto;
	t.port = expected_port(&rule->server_port, t.server);
	t.service = rule->service;
	t.peer = rule->seen && rule->seen->evidence == EVIDENCE_PEER;
	graph_talks_add(&ga->talks, &t);
}

static int cmp_addrs(const void *va, const void *vb)
{
	const uint32_t *a = va, *b = vb;

	return (*a > *b) - (*a < *b);
}

static void collect_alive(struct graph_gather *ga)
{
	size_t kept = 0;

	ga->alive = xreallocarray(NULL, ga->talks.n, 2 * sizeof *ga->alive);
	for (size_t i = 0; i < ga->talks.n; i++) {
		ga->alive[ga->n_alive++] = ga->talks.items[i].client;
		ga->alive[ga->n_alive++] = ga->talks.items[i].server;
	}
	if (!ga->n_alive)
		return;
	qsort(ga->alive, ga->n_alive, sizeof *ga->alive, cmp_addrs);
	for (size_t i = 1; i < ga->n_alive; i++)
		if (ga->alive[i] != ga->alive[kept])
			ga->alive[++kept] = ga->alive[i];
	ga->n_alive = kept + 1;
}

bool graph_gather_is_alive(const struct graph_gather *ga, uint32_t addr)
{
	return ga->n_alive && bsearch(&addr, ga->alive, ga->n_alive,
				      sizeof *ga->alive, cmp_addrs);
}

static void drop_hidden(struct graph_talks *ts)
{
	size_t kept = 0;

	for (size_t i = 0; i < ts->n; i++)
		if (!ts->items[i].hidden)
			ts->items[kept++] = ts->items[i];
	ts->n = kept;
}

static void expect(struct graph_gather *ga, const struct baseline *b)
{
	settle(ga);
	for (size_t i = 0; i < baseline_n_rules(b); i++) {
		const struct rule *rule = baseline_rule(b, i);

		if (is_expected(ga, rule) && !was_met(ga, rule))
			add_missing(ga, rule);
	}
}

void graph_gather_finish(struct graph_gather *ga)
{
	graph_talks_merge(&ga->talks);
	collect_alive(ga);
	if (ga->o->baseline)
		expect(ga, ga->o->baseline);
	drop_hidden(&ga->talks);
	graph_talks_merge(&ga->talks);
}

void graph_gather_release(struct graph_gather *ga)
{
	free(ga->talks.items);
	free(ga->met);
	free(ga->alive);
	*ga = (struct graph_gather){ 0 };
}
