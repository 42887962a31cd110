/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Bursts of error replies of control protocols: more in one clock hour than
 * a bound, and several times what the conversation is known for. Only the
 * highest hour of each flow is known, so the flows of a conversation are not
 * added up, neither here nor in what was learned.
 */
#include <stdint.h>
#include <string.h>

#include "judge/baseline.h"
#include "judge/detect_fold.h"
#include "judge/detect_story.h"
#include "judge/joined.h"

/* The worst hour of n records, and the errors of all. */
struct errors {
	uint64_t peak, sum;
};

static struct errors errors_of(const struct scene *s, const struct keyed *k,
			       size_t n)
{
	struct errors e = { 0 };

	for (size_t i = 0; i < n; i++) {
		const struct record *r = &s->in->records[k[i].record];

		e.sum += r->errors;
		if (r->peak_hour_errors > e.peak)
			e.peak = r->peak_hour_errors;
	}
	return e;
}

static uint64_t peak_known(const struct scene *s, const struct keyed *k)
{
	const struct rule *rule = s->fact[k->record].rule;

	return rule && rule->seen ? rule->seen->peak_hour_errors : 0;
}

static bool is_burst(const struct scene *s, uint64_t peak, uint64_t known)
{
	const struct detect_options *o = s->in->options;

	return peak >= o->error_burst &&
	       (!known || peak / known > o->error_factor ||
		(peak / known == o->error_factor && peak % known));
}

/* "1 error reply", "12 error replies" */
static void put_errors(struct text *t, uint64_t n)
{
	story_number(t, n);
	text_puts(t, n == 1 ? " error reply" : " error replies");
}

/* ": illegal-address, busy", or nothing where no word is known. */
static void put_words(struct text *t, const char *all)
{
	size_t n = 0;

	for (const char *w = all; *w; w += *w == '+') {
		size_t len = strcspn(w, "+");

		if (!strncmp(w, "error:", 6)) {
			text_puts(t, n++ ? ", " : ": ");
			text_add(t, w + 6, len - 6);
		}
		w += len;
	}
}

/*
 * T0861 Point & Tag Identification: who does not know which addresses there
 * are has to try them.
 */
static const char *technique(const char *all)
{
	return joined_has(all, "error:illegal-address") ||
	       joined_has(all, "error:no-object") ? "T0861" : "";
}

static void put_hour(const struct scene *s, struct text *t, uint64_t peak,
		     uint64_t known)
{
	story_line(t);
	put_errors(t, peak);
	text_puts(t, " in one clock hour");
	if (!s->in->baseline)
		return;
	text_puts(t, "; most known: ");
	story_number(t, known);
}

/* One half of the mirror may be missing, or the direction be a guess: then
 * nobody is said to have answered. */
static void put_who(const struct scene *s, struct finding *f,
		    const struct keyed *k, size_t n)
{
	uint64_t heard = 0;

	for (size_t i = 0; i < n; i++)
		heard += s->in->records[k[i].record].packets[ROLE_SERVER];
	story_host(s, &f->summary, f->server);
	text_putc(&f->summary, ' ');
	story_service(s, &f->summary, &s->in->records[k->record]);
	text_puts(&f->summary, heard ? " answered " : " and ");
	story_host(s, &f->summary, f->client);
	text_puts(&f->summary, heard ? " with " : ", of whom only the latter "
		  "was heard, exchanged ");
}

static void report(struct scene *s, const struct keyed *k, size_t n)
{
	struct errors e = errors_of(s, k, n);
	uint64_t known = peak_known(s, k);
	struct text all = { 0 };
	struct finding *f;

	if (!is_burst(s, e.peak, known))
		return;
	f = scene_remark(s, FINDING_OT_ERROR, k, n);
	fold_operations(s, &all, k, n);
	f->severity = SEVERITY_MEDIUM;
	f->technique = technique(all.s);
	f->client = k->client;
	f->server = k->server;
	f->server_port = k->port;
	put_who(s, f, k, n);
	put_errors(&f->summary, e.sum);
	put_words(&f->summary, all.s);
	text_putc(&f->summary, '.');
	put_hour(s, &f->evidence, e.peak, known);
	story_conversations(s, &f->evidence, k, n);
	story_rule(&f->evidence, "rule", s->fact[k->record].rule);
	story_filter_hosts(&f->filter, f->client, f->server);
	story_filter_port(&f->filter, f->proto, f->server_port);
	story_filter_time(&f->filter, f->first_ns, f->last_ns);
	text_release(&all);
}

/* Who is unknown has no known errors; said once in each finding. */
static void report_inside(struct scene *s, const struct keyed *k, size_t n)
{
	struct errors e = errors_of(s, k, n);
	struct text all = { 0 }, *t;

	if (!is_burst(s, e.peak, peak_known(s, k)))
		return;
	fold_operations(s, &all, k, n);
	t = &scene_holder(s, k->record)->evidence;
	story_line(t);
	put_errors(t, e.sum);
	put_words(t, all.s);
	text_release(&all);
}

static void place(const struct scene *s, size_t i, struct keyed_list *own,
		  struct keyed_list *inside)
{
	const struct record *r = &s->in->records[i];
	uint32_t held = s->fact[i].finding;

	if (!r->errors || !flow_is(r) || !flow_is_ot(s, r))
		return;
	if (held)
		keyed_add(inside, &(struct keyed){
			.client = held, .record = (uint32_t)i });
	else if (!s->fact[i].exempt)
		keyed_add_flow(own, r, i);
}

void detect_error(struct scene *s)
{
	struct keyed_list own = { 0 }, inside = { 0 };

	for (size_t i = 0; i < s->in->n_records; i++)
		place(s, i, &own, &inside);
	keyed_each(s, &inside, report_inside);
	keyed_each(s, &own, report);
	keyed_release(&inside);
	keyed_release(&own);
}
