/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/answered.h"
#include "judge/detect.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "judge/baseline.h"
#include "judge/detect_rule.h"

enum { ENDPOINT_MAPPER = 135 };	/* of DCE/RPC */

void detect_defaults(struct detect_options *o)
{
	*o = (struct detect_options){
		.scan_ports = 10, .sweep_hosts = 5, .silent_percent = 80,
		.login_sessions = 10, .login_unknown_sessions = 3,
		.login_window_s = 600, .login_factor = 3,
		.missing_factor = 3, .missing_gaps = 10,
		.probe_ports = 3, .probe_hosts = 3,
		.error_burst = 10, .error_factor = 3,
		.conflict_window_s = 600, .arp_addresses = 20,
		.volume_factor = 10, .volume_megabytes = 10,
		.volume_sessions = 100, .volume_hours = 24,
		.peer_factor = 10,
	};
}

/* The same conversation with its ends exchanged. */
static struct conversation turned(const struct conversation *c)
{
	struct conversation t = *c;

	t.client = c->server;
	t.server = c->client;
	t.client_port = c->server_port;
	t.server_port = c->client_port;
	return t;
}

/*
 * An opening alone tells who opens, not who asks: a rule whose server opens
 * allows it, which matters where no payload was heard, or nobody was in.
 */
static const struct rule *opened_backwards(const struct baseline *b,
					   const struct record *r)
{
	struct conversation c = flow_conversation(r);
	const struct rule *rule;

	if (r->evidence != EVIDENCE_HANDSHAKE)
		return NULL;
	c = turned(&c);
	rule = baseline_match(b, &c, NULL);
	return rule && rule->initiator == ROLE_SERVER ? rule : NULL;
}

/* May one of the two ask the other at this port, over TCP or UDP? */
static const struct rule *asking_rule(const struct baseline *b,
				      struct conversation c, uint16_t port)
{
	static const uint8_t protos[] = { IPPROTO_TCP, IPPROTO_UDP };

	c.agreed = 0;
	for (size_t i = 0; i < sizeof protos; i++) {
		struct conversation t = turned(&c);
		const struct rule *rule;

		c.proto = t.proto = protos[i];
		c.server_port = t.server_port = port;
		c.client_port = t.client_port = 0;
		rule = baseline_match(b, &c, NULL);
		rule = rule ? rule : baseline_match(b, &t, NULL);
		if (rule)
			return rule;
	}
	return NULL;
}

/*
 * Where two machines may ask each other for a port, they may use it. Where
 * the asking was not captured, the protocol itself tells: DCE/RPC runs on
 * ports that were asked for.
 */
static const struct rule *agreed_by(const struct baseline *b,
				    const struct record *r)
{
	struct conversation c = flow_conversation(r);
	const struct rule *rule;

	if (!c.agreed && !strcmp(r->service, "dcerpc"))
		c.agreed = ENDPOINT_MAPPER;
	if (!c.agreed)
		return NULL;
	rule = baseline_match(b, &c, NULL);
	return rule ? rule : asking_rule(b, c, c.agreed);
}

static void ask_baseline(const struct scene *s, size_t i)
{
	const struct baseline *b = s->in->baseline;
	const struct record *r = &s->in->records[i];
	const struct conversation c = flow_conversation(r);
	struct fact *f = &s->fact[i];

	f->rule = baseline_match(b, &c, &f->near);
	if (!f->rule)
		f->rule = opened_backwards(b, r);
	if (!f->rule)
		f->rule = agreed_by(b, r);
}

/* Where finishing moved each finding to. */
static void report_use(const struct scene *s, uint32_t *used_by)
{
	uint32_t *place = xcalloc(s->out->n + 1, sizeof *place);

	for (size_t i = 0; i < s->out->n; i++)
		place[s->out->items[i].made + 1] = (uint32_t)i + 1;
	for (size_t i = 0; i < s->in->n_records; i++)
		used_by[i] = place[s->fact[i].finding];
	free(place);
}

/*
 * In order of precedence: who comes first takes the record.
 *
 * What somebody does (scans, probes) goes before where he does it (decoys,
 * outside, another zone), and that before who he is (a server that turned, a
 * stranger): the first says most of why to worry, and tells the others in its
 * lines. What a known machine does with another known one comes last, from
 * the strange to the small: against the direction, beside the pattern, at a
 * new port, from another port, not known at all. What an allowed conversation
 * does is nobody's but operations', errors' and volumes'; bursts of logins go
 * before operations, whose words every single login has.
 */
static void seek(struct scene *s)
{
	const bool learned = s->in->baseline;

	detect_scan(s);
	if (learned)
		detect_ot_probe(s);
	detect_decoy(s);
	detect_outside(s);
	if (learned) {
		detect_zone(s);
		detect_role(s);
		detect_host(s);
		detect_reversed(s);
		detect_pattern(s);
		detect_new(s);
	}
	detect_login(s);
	if (learned)
		detect_operation(s);
	detect_cleartext(s);
	detect_error(s);
	detect_suspicious(s);
	detect_address(s);
	detect_arp(s);
	if (learned) {
		detect_missing(s);
		detect_returned(s);
	}
	detect_volume(s);
}

void detect(const struct detect_input *in, struct findings *out,
	    uint32_t *used_by)
{
	struct scene s = { .in = in, .out = out };

	s.fact = xcalloc(in->n_records + 1, sizeof *s.fact);
	s.answered = answered_new(in->records, in->n_records);
	s.book = in->baseline ? rule_book_new(in) : NULL;
	for (size_t i = 0; in->baseline && i < in->n_records; i++)
		if (flow_is(&in->records[i]))
			ask_baseline(&s, i);
	seek(&s);
	findings_finish(out);
	if (used_by)
		report_use(&s, used_by);
	rule_book_free(s.book);
	answered_free(s.answered);
	free(s.fact);
}
