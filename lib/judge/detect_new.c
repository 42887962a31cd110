/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What known hosts do that no rule allows: services that nobody used before,
 * conversations of their own, client ports that were fixed and are not.
 * Every record that is still free gets the first kind that fits; records of
 * one kind and key are one finding.
 */
#include "judge/detect_new.h"

#include "judge/baseline.h"
#include "judge/detect_rule.h"

/* The rule knows the pair and the service, and another client port. */
static bool is_port_change(const struct rule *near, const struct record *r)
{
	return near && near->client_port && !rule_waits_at_client(near) &&
	       rule_is_in_force(near, r->first_ns) &&
	       near->status != RULE_UNANSWERED &&
	       near->client_port != r->port[ROLE_CLIENT];
}

static bool knows_server(const struct scene *s, const struct record *r)
{
	uint8_t proto = record_proto(r);

	return baseline_has_server(s->in->baseline, proto,
				   r->addr[ROLE_SERVER],
				   r->port[ROLE_SERVER]) ||
	       (!flow_is_sure(r) &&
		baseline_has_server(s->in->baseline, proto,
				    r->addr[ROLE_CLIENT],
				    r->port[ROLE_CLIENT]));
}

static bool is_new_service(const struct scene *s, size_t record)
{
	const struct record *r = &s->in->records[record];
	const struct rule *near = s->fact[record].near;

	return flow_reaction(r) == REACTION_ANSWERED &&
	       !(near && rule_is_about(near, r)) && !knows_server(s, r);
}

/* Kind and key under which a free record is told. */
static struct keyed place(const struct scene *s, size_t record)
{
	const struct record *r = &s->in->records[record];
	struct keyed k = {
		.kind = FINDING_NEW_CONVERSATION,
		.client = r->addr[ROLE_CLIENT],
		.server = r->addr[ROLE_SERVER],
		.proto = record_proto(r), .port = r->port[ROLE_SERVER],
		.record = (uint32_t)record,
	};

	if (is_port_change(s->fact[record].near, r)) {
		k.kind = FINDING_CLIENT_PORT_CHANGED;
	} else if (is_new_service(s, record)) {
		k.kind = FINDING_NEW_SERVICE;
		k.client = 0;
	}
	return k;
}

void detect_new(struct scene *s)
{
	struct keyed_list l = { 0 };

	for (size_t i = 0; i < s->in->n_records; i++) {
		struct keyed k;

		if (!scene_is_free(s, i))
			continue;
		k = place(s, i);
		keyed_add(&l, &k);
	}
	keyed_each(s, &l, new_report);
	keyed_release(&l);
}
