/* SPDX-License-Identifier: BSD-3-Clause */
/* otdiff: a baseline and new traffic in, findings out. */
#include "otdiff.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/stamp.h"
#include "judge/baseline.h"
#include "judge/baseline_join.h"
#include "judge/baseline_known.h"
#include "judge/explain.h"
#include "judge/learn_offer.h"
#include "judge/names.h"
#include "judge/review.h"
#include "present/coverage.h"
#include "present/wrap.h"
#include "understand/setaside.h"

static const char help[] =
	"usage: otdiff [options] BASE [capture or flow CSV ...]\n"
	"       otdiff [options] --review [capture or flow CSV ...]\n"
	"Compare traffic with the baseline BASE (from otbase learn) and say"
	" what is new,\n"
	"what is missing and what looks like an attack. - or no input is"
	" standard input.\n"
	"\n"
	OTDIFF_HELP
	INPUTS_HELP
	CLI_HELP
	"\n"
	"Exit status: 0 no finding, 1 findings, 2 trouble (findings are still"
	" shown).\n";

/* All that is read before it is judged. */
struct material {
	struct names *names;
	struct baseline *baseline;	/* NULL: a review */
	struct setaside aside;	/* of a review */
	struct record *records;
	size_t n_records;
	struct coverage coverage;
	uint32_t *used_by;	/* by record: 1 + index of its finding */
	struct text explanation;
};

static int parse(struct otdiff *o, int argc, char **argv)
{
	static const struct option options[] = {
		OTDIFF_LONG,
		INPUTS_LONG,
		CLI_LONG,
		{ NULL, 0, NULL, 0 },
	};
	int opt, rc = 0;

	opterr = 0;
	while (!rc && !o->cli.ended) {
		opt = getopt_long(argc, argv, ":" OTDIFF_SHORT CLI_SHORT,
				  options, NULL);
		if (opt < 0)
			break;
		rc = otdiff_option(o, opt);
		if (rc < 0)
			rc = inputs_option(&o->in, &o->cli, opt);
		if (rc < 0)
			rc = cli_option(&o->cli, opt, argv);
	}
	if (rc || o->cli.ended)
		return rc;
	if (!o->review && optind == argc)
		rc = cli_usage(&o->cli, "no baseline is named");
	if (o->review && (o->n_more || o->explain))
		rc = cli_usage(&o->cli, "--review has no baseline, and goes "
			       "with neither -b nor --explain");
	return rc;
}

static int load_more(struct otdiff *o, struct material *m, struct err *e)
{
	for (size_t i = 0; i < o->n_more; i++) {
		struct baseline *one = baseline_load(o->more[i], m->names, e);

		if (!one)
			return -1;
		baseline_join(m->baseline, one, o->more[i]);
		baseline_free(one);
	}
	return 0;
}

static int open_all(struct otdiff *o, struct material *m, char *const *args,
		    size_t n)
{
	struct err e;

	m->names = names_load(o->cli.names, &e);
	if (!m->names)
		return cli_fail(&o->cli, &e);
	if (o->review) {
		setaside_init(&m->aside, cli_hash_seed());
		o->in.options.aside = &m->aside;
	} else {
		m->baseline = baseline_load(args[0], m->names, &e);
		if (!m->baseline || load_more(o, m, &e) < 0)
			return cli_fail(&o->cli, &e);
		o->in.options.known = baseline_known;
		o->in.options.known_ctx = m->baseline;
	}
	if (inputs_open(&o->in, &o->cli, args + !o->review, n - !o->review))
		return CLI_TROUBLE;
	if (cli_output_open(&o->cli, &e))
		return cli_fail(&o->cli, &e);
	return cli_sandbox(&o->cli);
}

/* What lies outside of the window was read, but is not looked at. */
static void gather(struct otdiff *o, struct material *m)
{
	size_t n = run_n_records(o->in.run);

	m->records = xcalloc(n, sizeof *m->records);
	for (size_t i = 0; i < n; i++) {
		struct record *r = &m->records[m->n_records];

		run_record(o->in.run, i, r);
		if (r->kind == RECORD_RUN)
			coverage_add(&m->coverage, r);
		if (!window_clip(&o->window, r))
			continue;
		m->n_records++;
		names_note_link(m->names, r);
		if (r->kind != RECORD_RUN)
			coverage_add(&m->coverage, r);
	}
	coverage_finish(&m->coverage);
	if (m->baseline && m->coverage.last_ns != STAMP_NONE)
		baseline_set_now(m->baseline,
				 m->coverage.last_ns < o->window.until_ns ?
				 m->coverage.last_ns : o->window.until_ns);
}

/* A date that was mistyped must not pass for a quiet time. */
static int check_window(const struct otdiff *o)
{
	struct err e;

	if (!window_is_set(&o->window) || o->window.n_covered)
		return 0;
	err_set(&e, "--since, --until: no capture covers this time");
	return cli_fail(&o->cli, &e);
}

/* Only the finding that was asked for; -1 when it is not there. */
static int keep_explained(const struct otdiff *o, struct material *m,
			  const struct detect_input *in,
			  struct findings *found)
{
	int number = findings_find(found, o->explain);

	if (number < 0)
		return -1;
	explain(in, m->used_by, (size_t)number, &m->explanation);
	findings_keep_one(found, (size_t)number);
	return 0;
}

static int judge(const struct otdiff *o, struct material *m,
		 struct findings *found)
{
	const struct detect_input in = {
		.records = m->records, .n_records = m->n_records,
		.baseline = m->baseline, .names = m->names,
		.services = o->in.services, .options = &o->detect,
	};
	struct err e;

	m->used_by = xcalloc(m->n_records + 1, sizeof *m->used_by);
	if (o->review)
		review(&in, &m->aside, found);
	else
		detect(&in, found, m->used_by);
	if (o->renderer == &render_csv)
		learn_offers(&in, m->used_by, found);
	if (o->explain && keep_explained(o, m, &in, found) < 0) {
		err_set(&e, "--explain: no finding here has the id '%s'",
			o->explain);
		cli_fail(&o->cli, &e);
		return -1;
	}
	findings_weigh(found, o->severity);
	findings_keep(found, o->kinds);
	return 0;
}

static void show(const struct otdiff *o, const struct material *m,
		 const struct findings *found, bool incomplete)
{
	struct text inside = { 0 }, window = { 0 }, lines = { 0 };
	const struct report report = {
		.findings = found, .coverage = &m->coverage,
		.explanation = m->explanation.s,
		.window = (text_puts(&window, ""),
			   window_put(&o->window, &window), window.s),
		.inside = (names_put_inside(m->names, &inside), inside.s),
		.n_rules = m->baseline ? baseline_n_rules(m->baseline) : 0,
		.learned_ns = m->baseline ? baseline_span_ns(m->baseline) : 0,
		.review = o->review,
		.incomplete = incomplete,
		.quiet = o->cli.quiet,
		.color = cli_wants_color(&o->cli, o->cli.out),
		.width = wrap_width(o->cli.out),
	};

	o->renderer->render(&report, o->cli.out);
	/* A table has no place for it. */
	if (o->renderer == &render_csv && o->cli.verbose) {
		render_coverage(&report, &lines);
		text_flush(&lines, stderr);
	}
	text_release(&lines);
	text_release(&window);
	text_release(&inside);
}

static int work(struct otdiff *o, struct material *m)
{
	struct findings found = { 0 };
	struct err e;
	int rc = inputs_read(&o->in, &o->cli);

	gather(o, m);
	rc = check_window(o) ? CLI_TROUBLE : rc;
	if (judge(o, m, &found) < 0)
		rc = CLI_TROUBLE;
	else
		show(o, m, &found, rc != 0);
	if (!rc && findings_worst(&found) >= (int)o->fail_on)
		rc = CLI_FINDINGS;
	if (cli_output_close(&o->cli, &e))
		rc = cli_fail(&o->cli, &e);
	findings_release(&found);
	return rc;
}

int main(int argc, char **argv)
{
	struct otdiff o = { .renderer = &render_text,
			    .fail_on = SEVERITY_LOW, .kinds = UINT64_MAX };
	struct material m = { 0 };
	int rc;

	cli_init(&o.cli, "otdiff", help);
	inputs_init(&o.in);
	detect_defaults(&o.detect);
	window_init(&o.window);
	memset(o.severity, SEVERITY_OWN, sizeof o.severity);
	coverage_init(&m.coverage);
	rc = parse(&o, argc, argv);
	if (!rc && !o.cli.ended)
		rc = open_all(&o, &m, argv + optind, (size_t)(argc - optind));
	if (!rc && !o.cli.ended)
		rc = work(&o, &m);
	cli_output_discard(&o.cli);
	coverage_release(&m.coverage);
	free(m.records);
	free(m.used_by);
	text_release(&m.explanation);
	free(o.more);
	inputs_release(&o.in);
	baseline_free(m.baseline);
	setaside_release(&m.aside);
	names_free(m.names);
	return rc;
}
