/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Protocols that few control networks need and intruders like: chat, tools
 * for remote assistance, QUIC, and data on a SYN. A rule that names the
 * service allows it; nobody can name data on a SYN, so only what a person
 * ignores is silent there. What another finding holds is a line in it.
 */
#include <string.h>

#include "judge/baseline.h"
#include "judge/detect_story.h"
#include "understand/services.h"

struct suspicion {
	const char *service;	/* NULL: a SYN with payload */
	enum severity severity;
	const char *technique;
	const char *words;
};

/* T0869 Standard Application Layer Protocol, T0886 Remote Services. */
static const struct suspicion suspicions[] = {
	{ "irc", SEVERITY_MEDIUM, "T0869",
	  "a chat, by which bots are steered" },
	{ "irc-tls", SEVERITY_MEDIUM, "T0869",
	  "a chat, by which bots are steered" },
	{ "teamviewer", SEVERITY_MEDIUM, "T0886",
	  "a tool for remote assistance" },
	{ "anydesk", SEVERITY_MEDIUM, "T0886", "a tool for remote assistance" },
	{ "rustdesk", SEVERITY_MEDIUM, "T0886",
	  "a tool for remote assistance" },
	{ "radmin", SEVERITY_MEDIUM, "T0886", "a tool for remote assistance" },
	{ "quic", SEVERITY_LOW, "",
	  "an encrypted protocol that few control networks need" },
	{ NULL, SEVERITY_MEDIUM, "",
	  "data on the SYN, before the connection was open" },
};

/* The port is all that speaks for the service, and weakly. */
static bool is_guess(const struct scene *s, const struct record *r)
{
	const struct service *known = services_find_at(
		s->in->services, record_proto(r), r->addr[ROLE_SERVER],
		r->port[ROLE_SERVER]);

	return !r->operations[0] && r->evidence != EVIDENCE_PAYLOAD && known &&
	       known->weak && !strcmp(known->name, flow_service(s, r));
}

static bool is_allowed(const struct scene *s, size_t record,
		       const struct suspicion *what)
{
	const struct rule *rule = s->fact[record].rule;

	if (!rule)
		return false;
	if (rule->status == RULE_IGNORED)
		return true;
	return what->service && (!strcmp(rule->service, what->service) ||
				 is_guess(s, &s->in->records[record]));
}

static const struct suspicion *suspicion_of(const struct scene *s,
					    size_t record)
{
	const struct record *r = &s->in->records[record];
	const struct suspicion *what = suspicions;
	const char *service = flow_service(s, r);

	while (what->service && strcmp(what->service, service))
		what++;
	if (what->service || r->quirks & QUIRK_SYN_PAYLOAD)
		return is_allowed(s, record, what) ? NULL : what;
	return NULL;
}

/* What speaks worst of n records, and how badly. */
struct worst {
	const struct suspicion *what;
	enum severity severity;
};

static struct worst worst_of(const struct scene *s, const struct keyed *k,
			     size_t n)
{
	struct worst w = { NULL, SEVERITY_INFO };

	for (size_t i = 0; i < n; i++) {
		const struct suspicion *what = suspicion_of(s, k[i].record);
		enum severity severity = what->severity;

		if (what->service && is_guess(s, &s->in->records[k[i].record]))
			severity = SEVERITY_LOW;
		if (!w.what || severity > w.severity)
			w = (struct worst){ what, severity };
	}
	return w;
}

/* "A used tcp/6667 (irc) on B: ...", "A sent data to B tcp/502 on the SYN" */
static void put_summary(const struct scene *s, struct text *t,
			const struct record *r, const struct suspicion *what)
{
	story_host(s, t, r->addr[ROLE_CLIENT]);
	if (what->service) {
		text_puts(t, " used ");
		story_service(s, t, r);
		text_puts(t, " on ");
		story_host(s, t, r->addr[ROLE_SERVER]);
		text_printf(t, ": %s.", what->words);
		return;
	}
	text_puts(t, " sent data to ");
	story_host(s, t, r->addr[ROLE_SERVER]);
	text_putc(t, ' ');
	story_service(s, t, r);
	text_puts(t, " on the SYN, before the connection was open.");
}

static void report(struct scene *s, const struct keyed *k, size_t n)
{
	struct worst w = worst_of(s, k, n);
	const struct record *r = &s->in->records[k->record];
	struct finding *f = scene_finding(s, FINDING_SUSPICIOUS_PROTOCOL, k, n);

	f->severity = w.severity;
	f->technique = w.what->technique;
	f->client = k->client;
	f->server = k->server;
	f->server_port = k->port;
	put_summary(s, &f->summary, r, w.what);
	story_conversations(s, &f->evidence, k, n);
	if (w.severity < w.what->severity)
		text_puts(&f->evidence, "\nonly the port says what it is");
	story_rule(&f->evidence, w.what->service ?
		   "rule of another service" : "rule",
		   s->fact[k->record].rule);
	story_filter_hosts(&f->filter, f->client, f->server);
	story_filter_port(&f->filter, f->proto, f->server_port);
	story_filter_time(&f->filter, f->first_ns, f->last_ns);
}

/* Said once in each finding and of each protocol. */
static void report_inside(struct scene *s, const struct keyed *k, size_t n)
{
	const struct suspicion *what = suspicion_of(s, k->record);
	struct text *t = &scene_holder(s, k->record)->evidence;

	story_line(t);
	story_count(t, n, "flow");
	text_printf(t, " of %s%s%s", what->service ? what->service : "",
		    what->service ? ": " : "", what->words);
}

void detect_suspicious(struct scene *s)
{
	struct keyed_list own = { 0 }, inside = { 0 };

	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];
		const struct suspicion *what = flow_is(r) ?
			suspicion_of(s, i) : NULL;

		if (!what || s->fact[i].exempt)
			continue;
		if (s->fact[i].finding)
			keyed_add(&inside, &(struct keyed){
				.client = s->fact[i].finding,
				.server = (uint32_t)(what - suspicions),
				.record = (uint32_t)i });
		else
			keyed_add_flow(&own, r, i);
	}
	keyed_each(s, &inside, report_inside);
	keyed_each(s, &own, report);
	keyed_release(&inside);
	keyed_release(&own);
}
