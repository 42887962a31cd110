/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/detect_rule.h"

#include <string.h>

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

/* 0.0.0.0/0 names nobody. */
static bool names_host(const struct scene *s, const struct party *p,
		       uint32_t host)
{
	return (p->name || p->net.bits) && party_is(s, p, host);
}

/* Does the rule let the host open, or ask? */
static bool lets_open(const struct scene *s, const struct rule *rule,
		      uint32_t host)
{
	if (!rule_can_allow(rule) || rule->purpose == PURPOSE_BACKGROUND)
		return false;
	if (names_host(s, &rule->client, host))
		return true;
	return rule->initiator == ROLE_SERVER &&
	       names_host(s, &rule->server, host);
}

bool scene_only_served(const struct scene *s, uint32_t host)
{
	const struct baseline *b = s->in->baseline;

	if (!b || !baseline_is_server(b, host))
		return false;
	for (size_t i = 0; i < baseline_n_rules(b); i++)
		if (lets_open(s, baseline_rule(b, i), host))
			return false;
	return true;
}
