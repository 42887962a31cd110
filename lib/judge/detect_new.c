/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What known hosts do that no rule allows: services that nobody used before,
 * conversations of their own, client ports that were fixed and are not.
 * Every record that is still free gets the first kind that fits; records of
 * one kind and key are one finding.
 */
#include "judge/detect_new.h"

#include <stdlib.h>

#include "judge/baseline.h"
#include "judge/detect_rule.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

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

static int by_ends(const void *pa, const void *pb)
{
	const struct keyed *a = pa, *b = pb;
	int c = ORDER(a->client, b->client);

	c = c ? c : ORDER(a->server, b->server);
	return c ? c : ORDER(a->port, b->port);
}

static int by_ends_and_time(const void *pa, const void *pb)
{
	const struct keyed *a = pa, *b = pb;
	int c = by_ends(a, b);

	return c ? c : ORDER(a->record, b->record);
}

/* Free conversations by client, server and port, whatever their kind. */
static struct keyed_list places(const struct scene *s)
{
	struct keyed_list l = { 0 };

	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];

		if (scene_is_free(s, i) && !r->agreed)
			keyed_add(&l, &(struct keyed){
				.client = r->addr[ROLE_CLIENT],
				.server = r->addr[ROLE_SERVER],
				.port = r->port[ROLE_SERVER],
				.record = (uint32_t)i });
	}
	if (l.n)
		qsort(l.items, l.n, sizeof *l.items, by_ends_and_time);
	return l;
}

/* Where its port was agreed in a conversation that is told, it is told there,
 * whoever of the two had asked. */
static struct keyed place_agreed(const struct scene *s,
				 const struct keyed_list *l, size_t record)
{
	const struct record *r = &s->in->records[record];

	for (size_t role = 0; r->agreed && l->n && role < 2; role++) {
		const struct keyed want = { .client = r->addr[role],
			.server = r->addr[!role], .port = r->agreed };
		const struct keyed *asked = bsearch(&want, l->items, l->n,
						    sizeof want, by_ends);
		struct keyed k;

		if (!asked)
			continue;
		k = place(s, asked->record);
		k.record = (uint32_t)record;
		return k;
	}
	return place(s, record);
}

void detect_new(struct scene *s)
{
	struct keyed_list l = { 0 }, others = places(s);

	for (size_t i = 0; i < s->in->n_records; i++) {
		struct keyed k;

		if (!scene_is_free(s, i))
			continue;
		k = place_agreed(s, &others, i);
		keyed_add(&l, &k);
	}
	keyed_each(s, &l, new_report);
	keyed_release(&others);
	keyed_release(&l);
}
