/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/detect_missing.h"

#include "ground/limits.h"
#include "judge/baseline.h"
#include "judge/detect_story.h"

static const char *label(const struct expectation *e)
{
	return e->rule->service ? e->rule->service : "";
}

static void put_endpoint(struct text *t, const struct expectation *e)
{
	text_puts(t, e->rule->proto == 6 ? " tcp" : " udp");
	if (e->port)
		text_printf(t, "/%u", e->port);
	if (label(e)[0])
		text_printf(t, " (%s)", label(e));
}

static void put_silence(struct text *t, const struct expectation *e)
{
	text_puts(t, "silent for ");
	text_duration(t, e->silent_ns);
	text_puts(t, "; the longest silence of ");
	story_count(t, e->rule->seen->n_gaps, "learned gap");
	text_puts(t, " was ");
	text_duration(t, e->known_ns);
}

static void put_evidence(const struct scene *s, struct text *t,
			 const struct expectation *e)
{
	story_line(t);
	story_host(s, t, e->client);
	text_puts(t, " -> ");
	story_host(s, t, e->server);
	put_endpoint(t, e);
	text_puts(t, ": ");
	put_silence(t, e);
	if (e->last_ns == INT64_MIN) {
		text_puts(t, "; not seen at all");
	} else {
		text_puts(t, "; last seen ");
		text_stamp(t, e->last_ns);
	}
}

/* The silence, as far as the captures show it. */
static void set_times(struct finding *f, const struct expectation *e,
		      bool first)
{
	if (first || e->from_ns < f->first_ns)
		f->first_ns = e->from_ns;
	f->last_ns = e->to_ns;
}

void missing_report(struct scene *s, const struct expectation *e)
{
	struct finding *f = findings_add(s->out, FINDING_MISSING_CONVERSATION,
					 SEVERITY_LOW);

	set_times(f, e, true);
	f->proto = e->rule->proto;
	f->client = e->client;
	f->server = e->server;
	f->server_port = e->port;
	f->service = label(e);
	story_host(s, &f->summary, e->client);
	text_puts(&f->summary, " no longer talks to ");
	story_host(s, &f->summary, e->server);
	put_endpoint(&f->summary, e);
	text_puts(&f->summary, ", silent for ");
	text_duration(&f->summary, e->silent_ns);
	text_putc(&f->summary, '.');
	put_evidence(s, &f->evidence, e);
	story_rule(&f->evidence, "rule", e->rule);
}

void missing_report_host(struct scene *s, uint32_t host,
			 const struct expectation *const *e, size_t n)
{
	struct finding *f = findings_add(s->out, FINDING_MISSING_HOST,
					 SEVERITY_LOW);

	f->server = host;
	story_host(s, &f->summary, host);
	text_puts(&f->summary, " fell silent: all ");
	story_number(&f->summary, n);
	text_puts(&f->summary, " conversations known of it are missing.");
	for (size_t i = 0; i < n; i++) {
		set_times(f, e[i], i == 0);
		if (i < LIMIT_FINDING_MEMBERS)
			put_evidence(s, &f->evidence, e[i]);
	}
	if (n > LIMIT_FINDING_MEMBERS) {
		story_line(&f->evidence);
		text_puts(&f->evidence, "and ");
		story_count(&f->evidence, n - LIMIT_FINDING_MEMBERS,
			    "more conversation");
	}
}
