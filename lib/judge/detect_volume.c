/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Conversations that move much more in an hour, or begin much more often,
 * than they ever did while learning.
 */
#include "judge/detect_volume.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/stamp.h"
#include "judge/baseline.h"
#include "judge/detect_story.h"

enum { MEGABYTE = 1000000 };

struct load load_of(const struct scene *s, const struct keyed *k,
			   size_t n)
{
	struct load l = { 0 };
	uint64_t sessions = 0;
	int64_t hour = INT64_MIN;

	for (size_t i = 0; i < n; i++) {
		const struct record *r = &s->in->records[k[i].record];
		int64_t at = stamp_hour(r->first_ns);

		sessions = at == hour ? sessions + 1 : 1;
		hour = at;
		if (sessions > l.sessions)
			l.sessions = sessions;
		if (r->peak_hour_payload > l.payload)
			l.payload = r->peak_hour_payload;
	}
	return l;
}

static bool exceeds(uint64_t v, uint64_t usual, uint32_t factor)
{
	uint64_t bound;

	return !__builtin_mul_overflow(usual, (uint64_t)factor, &bound) &&
	       v > bound;
}

struct excess load_excess(const struct scene *s, const struct load *is,
			  const struct load *usual, uint32_t factor)
{
	const struct detect_options *o = s->in->options;

	return (struct excess){
		.payload = is->payload / MEGABYTE >= o->volume_megabytes &&
			   exceeds(is->payload, usual->payload, factor),
		.sessions = is->sessions >= o->volume_sessions &&
			    exceeds(is->sessions, usual->sessions, factor),
	};
}

void load_put(struct text *t, const struct load *is, const char *usual_is,
	      const struct load *usual, bool payload)
{
	if (payload)
		story_count(t, is->payload, "payload byte");
	else
		story_count(t, is->sessions, "session");
	text_printf(t, " in one clock hour; %s ", usual_is);
	story_number(t, payload ? usual->payload : usual->sessions);
}

struct finding *load_finding(struct scene *s, struct excess e,
			     const struct keyed *k, size_t n)
{
	struct finding *f = scene_remark(s, e.payload ? FINDING_VOLUME_CHANGE :
					 FINDING_SESSION_CHANGE, k, n);

	f->severity = SEVERITY_INFO;
	return f;
}

static bool has_learned(const struct scene *s)
{
	return s->in->baseline &&
	       baseline_span_ns(s->in->baseline) / (3600 * NS_PER_SECOND) >=
		       s->in->options->volume_hours;
}

static void judge(struct scene *s, const struct keyed *k, size_t n)
{
	const char *usual_is = "the most that is known is";
	const struct rule *rule = s->fact[k->record].rule;
	struct load is = load_of(s, k, n), was;
	struct finding *f;
	struct excess e;

	was = (struct load){ rule->seen->peak_hour_payload,
			     rule->seen->peak_hour_sessions };
	e = load_excess(s, &is, &was, s->in->options->volume_factor);
	/* A measure of 0 was not taken. */
	e.payload &= was.payload > 0;
	e.sessions &= was.sessions > 0;
	if (!e.payload && !e.sessions)
		return;
	f = load_finding(s, e, k, n);
	f->client = k->client;
	f->server = k->server;
	f->server_port = k->port;
	story_host(s, &f->summary, k->client);
	text_puts(&f->summary, " and ");
	story_host(s, &f->summary, k->server);
	text_putc(&f->summary, ' ');
	story_service(s, &f->summary, &s->in->records[k->record]);
	text_puts(&f->summary, " had ");
	load_put(&f->summary, &is, usual_is, &was, e.payload);
	text_putc(&f->summary, '.');
	if (e.payload && e.sessions)
		load_put(&f->evidence, &is, usual_is, &was, false);
	story_conversations(s, &f->evidence, k, n);
	story_rule(&f->evidence, "rule", rule);
	story_filter_hosts(&f->filter, f->client, f->server);
	story_filter_port(&f->filter, f->proto, f->server_port);
	story_filter_time(&f->filter, f->first_ns, f->last_ns);
}

static void gather(const struct scene *s, bool *open, struct keyed_list *l)
{
	bool learned = has_learned(s);

	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];
		const struct rule *rule = s->fact[i].rule;

		if (!flow_is(r) || s->fact[i].finding || s->fact[i].exempt)
			continue;
		open[i] = !learned || !rule || !rule->seen;
		if (!open[i])
			keyed_add_flow(l, r, i);
	}
}

void detect_volume(struct scene *s)
{
	bool *open = xcalloc(s->in->n_records + 1, sizeof *open);
	struct keyed_list l = { 0 };

	gather(s, open, &l);
	keyed_each(s, &l, judge);
	volume_judge_peers(s, open);
	keyed_release(&l);
	free(open);
}
