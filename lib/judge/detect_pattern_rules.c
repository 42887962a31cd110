/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The pattern is that of a rule (51000+octet), or of the client's exact rules
 * together. A device that still answers where the pattern wants it has a
 * second service and leaves nothing; a service of another name is one, too.
 */
#include "judge/detect_pattern.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "judge/baseline.h"
#include "judge/baseline_port.h"
#include "judge/detect_rule.h"

static bool is_exact(const struct rule *rule)
{
	return !rule->server.name && rule->server.net.bits == 32 &&
	       rule->server_port.kind == PORT_RANGES &&
	       port_spec_is_one(&rule->server_port);
}

static void add_rule(struct habits *h, const struct rule *rule)
{
	if (rule->server_port.kind == PORT_OCTET) {
		h->octets = grow(h->octets, h->n_octets, &h->cap_octets,
				 sizeof *h->octets);
		h->octets[h->n_octets++] = rule;
	} else if (is_exact(rule)) {
		h->spots = grow(h->spots, h->n, &h->cap, sizeof *h->spots);
		h->spots[h->n++] = (struct port_spot){
			.addr = rule->server.net.net,
			.port = rule->server_port.range[0].lo };
	}
}

static void finish_spots(struct habits *h)
{
	size_t n = 0;

	if (h->n)
		qsort(h->spots, h->n, sizeof *h->spots, port_spot_cmp);
	for (size_t i = 0; i < h->n; i++)
		if (!n || port_spot_cmp(&h->spots[n - 1], &h->spots[i]))
			h->spots[n++] = h->spots[i];
	h->n = n;
	portpattern_find(h->spots, h->n);
}

void habits_of(const struct scene *s, const struct record *r, struct habits *h)
{
	struct rule_walk w = rules_of_client(s, r->addr[ROLE_CLIENT]);
	const struct rule *rule;

	h->n = h->n_octets = 0;
	while ((rule = rule_walk_next(&w)))
		if (rule->proto == record_proto(r) &&
		    rule_is_in_force(rule, r->first_ns) &&
		    party_is(s, &rule->client, r->addr[ROLE_CLIENT]))
			add_rule(h, rule);
	finish_spots(h);
}

void habits_release(struct habits *h)
{
	free(h->spots);
	free(h->octets);
	free(h->answered);
}

/* When a server's port last answered a client. */
struct answered {
	uint32_t client, server;
	uint16_t port;
	uint8_t proto;
	int64_t last_ns;
};

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static int by_place(const void *pa, const void *pb)
{
	const struct answered *a = pa, *b = pb;
	int c = ORDER(a->client, b->client);

	c = c ? c : ORDER(a->server, b->server);
	c = c ? c : ORDER(a->proto, b->proto);
	return c ? c : ORDER(a->port, b->port);
}

/* Latest first, so that the first of a place is kept. */
static int by_place_and_time(const void *pa, const void *pb)
{
	const struct answered *a = pa, *b = pb;
	int c = by_place(pa, pb);

	return c ? c : ORDER(b->last_ns, a->last_ns);
}

static struct answered answered_of(const struct record *r, uint16_t port)
{
	return (struct answered){
		.client = r->addr[ROLE_CLIENT], .server = r->addr[ROLE_SERVER],
		.port = port, .proto = record_proto(r), .last_ns = r->last_ns,
	};
}

static void gather_answered(const struct scene *s, struct habits *h)
{
	size_t cap = 0, n = 0;

	/* Also where nothing answers it is made once. */
	h->answered = grow(h->answered, 0, &cap, sizeof *h->answered);
	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];

		if (!flow_is(r) || flow_reaction(r) != REACTION_ANSWERED)
			continue;
		h->answered = grow(h->answered, n, &cap, sizeof *h->answered);
		h->answered[n++] = answered_of(r, r->port[ROLE_SERVER]);
	}
	qsort(h->answered, n, sizeof *h->answered, by_place_and_time);
	for (size_t i = 0; i < n; i++)
		if (!h->n_answered || by_place(&h->answered[h->n_answered - 1],
					       &h->answered[i]))
			h->answered[h->n_answered++] = h->answered[i];
}

/* Does the server still answer the client at this port, since the record? */
static bool is_used(const struct scene *s, const struct record *r,
		    uint16_t port, struct habits *h)
{
	const struct answered want = answered_of(r, port), *found;

	if (!h->answered)
		gather_answered(s, h);
	found = bsearch(&want, h->answered, h->n_answered, sizeof want,
			by_place);
	return found && found->last_ns > r->first_ns;
}

/* Among the ports of the pattern. */
static bool is_near(const struct record *r, uint16_t base)
{
	return r->port[ROLE_SERVER] >= base &&
	       r->port[ROLE_SERVER] - base <= UINT8_MAX;
}

/* The same service: by its name, and near the pattern's ports also where
 * there is only one name or none. */
static bool may_be(const struct scene *s, const struct record *r,
		   uint16_t base, const char *service)
{
	const char *own = flow_service(s, r);

	return !strcmp(own, service) ||
	       (is_near(r, base) && (!own[0] || !service[0]));
}

static struct broken by_octet_rule(const struct scene *s,
				   const struct record *r,
				   const struct habits *h)
{
	for (size_t i = 0; i < h->n_octets; i++) {
		const struct rule *rule = h->octets[i];
		uint16_t base = rule->server_port.base;
		uint16_t want = portpattern_port(PORT_RULE_OFFSET, base,
						 r->addr[ROLE_SERVER]);

		if (want && want != r->port[ROLE_SERVER] &&
		    (rule->service[0] || is_near(r, base)) &&
		    may_be(s, r, base, rule->service) &&
		    party_is(s, &rule->server, r->addr[ROLE_SERVER]))
			return (struct broken){ base, want, PORT_RULE_OFFSET,
						rule };
	}
	return (struct broken){ 0 };
}

/* It kept the pattern itself; wherever it went, it is gone from there. */
static struct broken by_itself(const struct record *r, const struct habits *h)
{
	for (size_t i = 0; i < h->n; i++) {
		const struct port_spot *spot = &h->spots[i];

		if (spot->addr == r->addr[ROLE_SERVER] &&
		    portpattern_port((enum port_rule)spot->rule, spot->base,
				     spot->addr))
			return (struct broken){ spot->base, spot->port,
						(enum port_rule)spot->rule,
						NULL };
	}
	return (struct broken){ 0 };
}

/* It is new to the pattern, and among its ports. */
static struct broken by_others(const struct record *r,
				      const struct habits *h)
{
	struct port_spot at = { .addr = r->addr[ROLE_SERVER],
				.port = r->port[ROLE_SERVER] }, out;

	if (!portpattern_breaks(h->spots, h->n, at, &out))
		return (struct broken){ 0 };
	return (struct broken){ out.base, out.port, (enum port_rule)out.rule,
				NULL };
}

/* Of what kind are the services that keep the pattern? */
static const char *service_of(const struct scene *s, const struct record *r,
			      const struct broken *b)
{
	struct rule_walk w = rules_of_client(s, r->addr[ROLE_CLIENT]);
	const struct rule *rule;

	while ((rule = rule_walk_next(&w)))
		if (is_exact(rule) && rule->proto == record_proto(r) &&
		    portpattern_port(b->by, b->base, rule->server.net.net) ==
		    rule->server_port.range[0].lo &&
		    party_is(s, &rule->client, r->addr[ROLE_CLIENT]))
			return rule->service;
	return "";
}

struct broken broken_by(const struct scene *s, const struct record *r,
			struct habits *h)
{
	struct broken b = by_octet_rule(s, r, h);

	if (!b.wanted) {
		b = by_itself(r, h);
		if (!b.wanted)
			b = by_others(r, h);
		if (b.wanted && !may_be(s, r, b.base, service_of(s, r, &b)))
			b.wanted = 0;
	}
	if (b.wanted && is_used(s, r, b.wanted, h))
		b.wanted = 0;
	return b;
}

const struct rule *broken_left(const struct scene *s, const struct record *r,
			       const struct broken *b)
{
	struct rule_walk w = rules_of_client(s, r->addr[ROLE_CLIENT]);
	const struct rule *rule;

	while ((rule = rule_walk_next(&w)))
		if (is_exact(rule) && rule->proto == record_proto(r) &&
		    rule->server_port.range[0].lo == b->wanted &&
		    party_is(s, &rule->client, r->addr[ROLE_CLIENT]) &&
		    party_is(s, &rule->server, r->addr[ROLE_SERVER]))
			return rule;
	return NULL;
}
