/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The server of a rule commands its client, on the rule's own endpoint or
 * with the rule's service the other way around; or it opens the connection
 * although the rule has seen the client do so. In some protocols servers
 * open by their nature (outstations of DNP3, reverse connections of OPC UA):
 * then the rule's initiator says so, or is not known.
 */
#include "judge/detect_reversed.h"

#include "judge/baseline.h"
#include "judge/detect_fold.h"
#include "judge/detect_rule.h"
#include "judge/detect_story.h"

/* The rule that holds for a client and a server's port, whatever port the
 * client has; and only when its direction was sure. */
static const struct rule *sure_rule(const struct scene *s,
				    const struct record *r, enum role client,
				    uint16_t port)
{
	const struct conversation c = {
		.proto = record_proto(r), .confidence = 100, .answered = true,
		.client = r->addr[client], .server = r->addr[!client],
		.client_port = r->port[client], .server_port = port,
		.time_ns = r->first_ns,
	};
	const struct rule *near = NULL;
	const struct rule *rule = baseline_match(s->in->baseline, &c, &near);

	/* Near may be one for another port of the client. */
	rule = rule ? rule : near;
	if (!rule || rule_waits_at_client(rule) ||
	    rule->status == RULE_UNANSWERED ||
	    !rule_is_in_force(rule, r->first_ns) || !rule_is_sure(rule))
		return NULL;
	return rule;
}

/*
 * The server of a rule asks: from its own endpoint, or, of control protocols,
 * at the same port of the client. Of others that is a conversation of its
 * own: machines log in to each other.
 */
static struct reversal asked_by_server(const struct scene *s,
				       const struct record *r)
{
	struct reversal out = { .actor = ROLE_CLIENT, .asks = true };

	out.port = r->port[ROLE_CLIENT];
	out.rule = sure_rule(s, r, ROLE_SERVER, out.port);
	if (!out.rule && flow_is_ot(s, r)) {
		out.port = r->port[ROLE_SERVER];
		out.rule = sure_rule(s, r, ROLE_SERVER, out.port);
	}
	return out;
}

/* It opens, from its own endpoint or to the same port of the client, where
 * the client was seen to open. */
static struct reversal opened_by_server(const struct scene *s, size_t record)
{
	const struct record *r = &s->in->records[record];
	struct reversal out = { .actor = ROLE_SERVER };

	out.port = r->port[ROLE_SERVER];
	out.rule = s->fact[record].rule;
	if (out.rule && !rule_is_sure(out.rule))
		out.rule = NULL;
	if (!s->fact[record].rule) {
		out.port = r->port[ROLE_CLIENT];
		out.rule = sure_rule(s, r, ROLE_CLIENT, out.port);
	}
	if (out.rule && out.rule->initiator != ROLE_CLIENT)
		out.rule = NULL;
	return out;
}

struct reversal flow_reversal(const struct scene *s, size_t record)
{
	const struct record *r = &s->in->records[record];
	struct reversal out = { 0 };

	if (!s->in->baseline || !flow_is(r) || !flow_is_sure(r) ||
	    r->quirks & QUIRK_CONFLICT || flow_is_background(s, r))
		return out;
	if (!s->fact[record].rule)
		out = asked_by_server(s, r);
	if (!out.rule && r->initiator == ROLE_SERVER)
		out = opened_by_server(s, record);
	return out;
}

static void report(struct scene *s, const struct keyed *k, size_t n)
{
	const struct record *r = &s->in->records[k->record];
	struct reversal turn = flow_reversal(s, k->record);
	struct finding *f = scene_finding(s, FINDING_DIRECTION_REVERSED, k, n);
	struct text *t = &f->summary;

	/* Rogue Master */
	f->technique = flow_is_ot(s, r) ? "T0848" : "";
	f->client = k->client;
	f->server = k->server;
	f->server_port = k->port;
	story_host(s, t, f->client);
	text_puts(t, turn.asks ? " commands " : " opened a connection to ");
	story_host(s, t, f->server);
	text_puts(t, " by ");
	story_port(s, t, f->proto, f->server_port);
	text_puts(t, turn.asks ? ", which it is only known to answer." :
		  ", which it is only known to wait for.");
	story_conversations(s, &f->evidence, k, n);
	story_burst(s, f, k, n);
	story_rule(&f->evidence, "rule of the other direction", turn.rule);
	story_filter(f);
}

void detect_reversed(struct scene *s)
{
	struct keyed_list l = { 0 };

	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];
		struct reversal turn;

		if (s->fact[i].finding || s->fact[i].exempt)
			continue;
		turn = flow_reversal(s, i);
		if (turn.rule)
			keyed_add(&l, &(struct keyed){
				.client = r->addr[turn.actor],
				.server = r->addr[!turn.actor],
				.port = turn.port, .proto = record_proto(r),
				.record = (uint32_t)i });
	}
	keyed_each(s, &l, report);
	keyed_release(&l);
}
