/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/learn.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/stamp.h"
#include "judge/baseline_words.h"
#include "judge/detect_story.h"
#include "judge/learn_arp.h"
#include "judge/learn_offer.h"
#include "judge/learn_recording.h"
#include "judge/names.h"
#include "judge/offer.h"
#include "understand/services.h"

enum { STEADY_TRIES = 3, STEADY_PACKETS = 3 };

struct learning {
	const struct detect_input *in;
	struct learn_report *report;
	struct findings findings;
	bool *told;		/* by finding: it kept something from being
				 * learned */
	struct talk_captures captures;
	struct learn_arp arp;
	struct recordings recordings;
	struct baseline *out;
};

void learn_report_release(struct learn_report *r)
{
	findings_release(&r->found);
	text_release(&r->left_out);
	text_release(&r->review);
	text_release(&r->access);
	*r = (struct learn_report){ 0 };
}

/* --- what people read --------------------------------------------------- */

static void put_host(const struct learning *l, struct text *t, uint32_t addr)
{
	const char *name = names_name(l->in->names, addr);

	text_addr(t, addr);
	if (name)
		text_printf(t, " (%s)", name);
}

/* "tcp 10.0.0.1 -> 10.0.0.2:502 (modbus)" */
static void put_talk(const struct learning *l, const struct talk *t,
		     struct text *out)
{
	const struct memory *m = &t->about;

	text_printf(out, "%s ", proto_name(m->proto));
	put_host(l, out, m->client);
	if (m->client_port)
		text_printf(out, ":%u <- ", m->client_port);
	else
		text_puts(out, " -> ");
	put_host(l, out, m->server);
	if (m->agreed)
		text_printf(out, ":dynamic:%u", m->agreed);
	else if (!m->client_port)
		text_printf(out, ":%u", m->server_port);
	if (m->seen.service[0])
		text_printf(out, " (%s)", m->seen.service);
}

static void tell_scans(struct learning *l)
{
	for (size_t i = 0; i < l->findings.n; i++) {
		const struct finding *f = &l->findings.items[i];

		if (f->kind != FINDING_PORT_SCAN &&
		    f->kind != FINDING_HOST_SWEEP)
			continue;
		text_printf(&l->report->left_out, "%s: %s\n",
			    finding_kind_name(f->kind), f->summary.s);
		l->report->n_left_out++;
		l->told[i] = true;
	}
}

static void tell_left_out(struct learning *l, const struct talk *t)
{
	struct text *out = &l->report->left_out;

	put_talk(l, t, out);
	text_printf(out, ": nobody answered, tried %llu time%s\n",
		    (unsigned long long)t->n_tries, t->n_tries == 1 ? "" : "s");
	l->report->n_left_out++;
}

/* --- what a conversation is --------------------------------------------- */

static enum service_kind kind_of(const struct talk *t)
{
	const char *name = t->about.seen.service;

	return name[0] ? services_kind(name) : SERVICE_OTHER;
}

/*
 * Datagrams that expect no answer: logs, traps, flow records, and what nobody
 * knows. A known service that asks and is not answered is just not there.
 */
static bool is_one_way(const struct talk *t)
{
	static const char *const services[] = {
		"syslog", "snmptrap", "netflow", "ipfix", "sflow", "wol",
		"netbios-dgm",
	};
	const char *name = t->about.seen.service;

	if (t->about.proto == proto_parse("tcp") || !t->payload)
		return false;
	for (size_t i = 0; i < sizeof services / sizeof *services; i++)
		if (!strcmp(name, services[i]))
			return true;
	return !name[0] && t->packets >= STEADY_PACKETS;
}

static bool is_answered(const struct talk *t)
{
	return t->about.seen.n_sessions_answered || is_one_way(t);
}

/* The operations of a talk that change what a controller does. */
static void put_grave(const struct talk *t, struct text *out)
{
	text_puts(out, "");
	for (const char *s = t->operations.s; *s; s += *s == '+') {
		size_t n = strcspn(s, "+");

		if (operation_is_grave(s)) {
			if (out->len)
				text_putc(out, '+');
			text_add(out, s, n);
		}
		s += n;
	}
}

static void count_payload(const struct learning *l, const struct talk *t,
			  struct finding *f)
{
	for (size_t i = 0; i < t->n_parts; i++) {
		const struct talk_part *p = &t->parts[i];
		const struct record *r = &l->in->records[p->record];

		f->c_payload += r->payload[talk_role(p, ROLE_CLIENT)];
		f->s_payload += r->payload[talk_role(p, ROLE_SERVER)];
	}
}

/* Nobody but a person can say that this is normal. */
static void find_grave(struct learning *l, const struct talk *t,
		       const char *grave)
{
	struct finding *f = findings_add(&l->report->found,
					 FINDING_NEW_OPERATION, SEVERITY_HIGH);
	const struct memory *m = &t->about;

	f->proto = m->proto;
	f->client = m->client;
	f->client_port = m->client_port;
	f->server = m->server;
	f->server_port = m->server_port;
	f->service = m->seen.service;
	f->first_ns = m->seen.first_ns;
	f->last_ns = m->seen.last_ns;
	f->count = m->seen.n_flows;
	count_payload(l, t, f);
	put_host(l, &f->summary, m->client);
	text_printf(&f->summary, " did what changes a controller (%s) on ",
		    grave);
	put_host(l, &f->summary, m->server);
	text_puts(&f->summary, "; it is not learned.");
	put_talk(l, t, &f->evidence);
	text_printf(&f->evidence, "\n  operations: %s", t->operations.s);
	story_filter(f);
	offer_put(&f->offers, &(struct offer){ .about = *m,
		.client_port = m->client_port ? m->client_port :
			seen_fixed_port(&m->seen) });
}

static void tell_grave(struct learning *l, const struct talk *t)
{
	struct text *out = &l->report->review, grave = { 0 };

	put_grave(t, &grave);
	if (grave.len) {
		put_talk(l, t, out);
		text_printf(out, ": not learned: %s\n", grave.s);
		l->report->n_review++;
		find_grave(l, t, grave.s);
	}
	text_release(&grave);
}

static uint32_t finding_of(const struct talk *t)
{
	for (size_t i = 0; i < t->n_parts; i++)
		if (t->parts[i].finding)
			return t->parts[i].finding;
	return 0;
}

/* Why it needs a person's eye. */
static void tell_review(struct learning *l, const struct talk *t)
{
	uint32_t number = finding_of(t) - 1;
	const struct finding *f = &l->findings.items[number];
	struct text *out = &l->report->review;

	l->told[number] = true;
	put_talk(l, t, out);
	text_printf(out, ": %s: %s\n", finding_kind_name(f->kind),
		    f->summary.s);
	l->report->n_review++;
}

/* What is learned, but not wholly, or where people log in. */
static void tell_learned(struct learning *l, const struct talk *t)
{
	struct text *out = &l->report->access;

	tell_grave(l, t);
	if (!is_answered(t) || (kind_of(t) != SERVICE_REMOTE &&
				kind_of(t) != SERVICE_FILE))
		return;
	put_talk(l, t, out);
	text_printf(out, ": %llu session%s\n",
		    (unsigned long long)t->about.seen.n_flows,
		    t->about.seen.n_flows == 1 ? "" : "s");
	l->report->n_access++;
}

/* --- rules -------------------------------------------------------------- */

static struct conversation conversation_of(const struct learning *l,
					   const struct talk *t)
{
	const struct memory *m = &t->about;
	const struct talk_part *p = &t->parts[0];
	const struct record *r = &l->in->records[p->record];

	return (struct conversation){
		.proto = m->proto,
		.confidence = m->seen.evidence == EVIDENCE_PEER ? 0 :
			m->seen.confidence,
		.answered = m->seen.n_sessions_answered > 0,
		.client = m->client, .server = m->server,
		.client_port = r->port[talk_role(p, ROLE_CLIENT)],
		.server_port = r->port[talk_role(p, ROLE_SERVER)],
		.agreed = m->agreed,
		.time_ns = m->seen.last_ns,
	};
}

/*
 * Does the baseline allow it by a line that is not this conversation's own
 * learned one (which merging brings up to date)?
 */
static bool is_covered(const struct learning *l, const struct talk *t)
{
	const struct conversation c = conversation_of(l, t);
	const struct rule *r = l->in->baseline ?
		baseline_match(l->in->baseline, &c, NULL) : NULL;
	struct memory about;

	if (!r)
		return false;
	return strcmp(r->by, "learn") || r->status == RULE_APPROVED ||
	       !rule_is_exact(r, &about) || about.client != t->about.client ||
	       about.server != t->about.server ||
	       about.server_port != t->about.server_port ||
	       about.agreed != t->about.agreed;
}

/* What a person wrote in the line that is there stays. */
static uint8_t purpose_known(const struct learning *l, const struct talk *t)
{
	const struct conversation c = conversation_of(l, t);
	const struct rule *near = NULL, *r = NULL;

	if (l->in->baseline)
		r = baseline_match(l->in->baseline, &c, &near);
	r = r ? r : near;
	if (r)
		return r->purpose;
	return (uint8_t)purpose_of_service(t->about.seen.service);
}

static void add_rule(struct learning *l, const struct talk *t)
{
	struct port_range range;
	struct rule r = {
		.status = t->about.seen.status,
		.purpose = purpose_known(l, t),
		.initiator = t->about.seen.initiator,
		.service = t->about.seen.service,
		.operations = t->about.seen.operations,
		.by = "learn", .note = "", .extra = "",
		.until_ns = INT64_MAX,
	};

	rule_set_exact(&r, &t->about, &range);
	baseline_add_rule(l->out, &r);
}

/* What one recording shows of a conversation. False: nothing to remember. */
static bool learn_part(struct learning *l, struct talk *t, int status)
{
	struct seen *s = &t->about.seen;

	if (!is_answered(t) && t->n_tries < STEADY_TRIES)
		return false;
	learn_arp_clean(&l->arp, &t->about);
	s->status = is_answered(t) ? RULE_LEARNED : RULE_UNANSWERED;
	if (status == RULE_REVIEW)
		s->status = RULE_REVIEW;
	if (status >= 0)
		add_rule(l, t);
	baseline_add_memory(l->out, &t->about);
	return true;
}

/* In each recording by itself, as if it were learned alone. */
static bool learn_parts(struct learning *l, const struct talk *all, int status)
{
	const struct talk_part *p = all->parts;
	bool remembered = false;

	for (size_t i = 0, end; i < all->n_parts; i = end) {
		size_t in = recordings_of(&l->recordings,
					  &l->in->records[p[i].record]);
		struct talk t;

		for (end = i + 1; end < all->n_parts &&
		     recordings_of(&l->recordings,
				   &l->in->records[p[end].record]) == in; end++)
			;
		talk_sum(&t, l->in, &l->recordings.items[in], &p[i], end - i);
		remembered |= learn_part(l, &t, status);
		talk_release(&t);
	}
	return remembered;
}

/* The status of its rule, LEARNED unless it needs review; -1: no rule. */
static int status_of(struct learning *l, const struct talk *t)
{
	if (is_covered(l, t))
		return -1;
	return finding_of(t) ? RULE_REVIEW : RULE_LEARNED;
}

static void learn_talk(struct learning *l, const struct talk_part *parts,
		       size_t n)
{
	struct talk t;
	int status;

	talk_sum(&t, l->in, &l->captures, parts, n);
	status = status_of(l, &t);
	if (!learn_parts(l, &t, status))
		tell_left_out(l, &t);
	else if (status == RULE_REVIEW)
		tell_review(l, &t);
	else if (status == RULE_LEARNED)
		tell_learned(l, &t);
	talk_release(&t);
}

static void learn_talks(struct learning *l, const struct talk_parts *parts)
{
	size_t end;

	for (size_t i = 0; i < parts->n; i = end) {
		for (end = i + 1; end < parts->n &&
		     !memory_cmp(&parts->items[i].about,
				 &parts->items[end].about); end++)
			;
		learn_talk(l, &parts->items[i], end - i);
	}
}

/* Flows outside of scans. */
static bool *choose(const struct learning *l, const uint32_t *used_by)
{
	bool *keep = xcalloc(l->in->n_records, sizeof *keep);

	for (size_t i = 0; i < l->in->n_records; i++) {
		const struct finding *f = used_by[i] ?
			&l->findings.items[used_by[i] - 1] : NULL;

		keep[i] = flow_is(&l->in->records[i]) &&
			  !(f && (f->kind == FINDING_PORT_SCAN ||
				  f->kind == FINDING_HOST_SWEEP));
	}
	return keep;
}

/* Who ARP showed, and how much it asked for; no rule. */
static void learn_arp(struct learning *l, const uint32_t *used_by)
{
	for (size_t i = 0; i < l->in->n_records; i++) {
		const struct record *r = &l->in->records[i];
		const struct finding *holder = used_by[i] ?
			&l->findings.items[used_by[i] - 1] : NULL;
		struct text captures = { 0 };
		struct memory m;

		if (!learn_arp_memory(&l->arp, r, holder, &m))
			continue;
		talk_captures_put(&l->captures, r, &captures);
		m.seen.captures = captures.s;
		baseline_add_memory(l->out, &m);
		text_release(&captures);
	}
}

static void add_captures(struct learning *l)
{
	for (size_t i = 0; i < l->captures.n; i++) {
		const struct talk_capture *c = &l->captures.items[i];

		baseline_add_capture(l->out, &(struct base_capture){
			.id = c->id, .name = c->run->capture,
			.first_ns = c->run->first_ns,
			.last_ns = c->run->last_ns });
	}
}

/* What kept something from being learned, for a person to decide on. */
static void hand_over(struct learning *l, const uint32_t *used_by)
{
	struct findings *to = &l->report->found;
	size_t n = 0;

	learn_offers(l->in, used_by, &l->findings);
	for (size_t i = 0; i < l->findings.n; i++) {
		struct finding *f = &l->findings.items[i];

		if (!l->told[i]) {
			l->findings.items[n++] = *f;
			continue;
		}
		*findings_add(to, f->kind, f->severity) = *f;
	}
	l->findings.n = n;
	findings_finish(to);
}

struct baseline *learn(const struct detect_input *in,
		       struct learn_report *report)
{
	struct learning l = { .in = in, .report = report };
	struct detect_input unknowing = *in;
	uint32_t *used_by = xcalloc(in->n_records, sizeof *used_by);
	struct talk_parts parts = { 0 };
	bool *keep;

	unknowing.baseline = NULL;
	detect(&unknowing, &l.findings, used_by);
	l.told = xcalloc(l.findings.n + 1, sizeof *l.told);
	l.out = baseline_new(in->names);
	tell_scans(&l);
	learn_arp_tell(in, &l.findings, l.told, report);
	learn_arp_make(&l.arp, in, used_by, &l.findings);
	keep = choose(&l, used_by);
	talk_captures_make(&l.captures, in);
	recordings_make(&l.recordings, in, keep);
	talk_parts_make(&parts, in, used_by, keep);
	learn_talks(&l, &parts);
	learn_arp(&l, used_by);
	add_captures(&l);
	baseline_derive(l.out);
	hand_over(&l, used_by);
	talk_parts_release(&parts);
	talk_captures_release(&l.captures);
	learn_arp_release(&l.arp);
	recordings_release(&l.recordings);
	free(keep);
	free(l.told);
	free(used_by);
	findings_release(&l.findings);
	return l.out;
}
