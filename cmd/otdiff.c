/* SPDX-License-Identifier: BSD-3-Clause */
/* otdiff: a baseline and new traffic in, findings out. */
#include "otdiff.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/stamp.h"
#include "judge/baseline.h"
#include "judge/baseline_known.h"
#include "judge/names.h"
#include "present/coverage.h"

static const char help[] =
	"usage: otdiff [options] BASE [capture or flow CSV ...]\n"
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
	struct baseline *baseline;
	struct record *records;
	size_t n_records;
	struct coverage coverage;
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
		opt = getopt_long(argc, argv, ":" CLI_SHORT, options, NULL);
		if (opt < 0)
			break;
		rc = otdiff_option(o, opt);
		if (rc < 0)
			rc = inputs_option(&o->in, &o->cli, opt);
		if (rc < 0)
			rc = cli_option(&o->cli, opt, argv);
	}
	if (!rc && !o->cli.ended && optind == argc)
		rc = cli_usage(&o->cli, "no baseline is named");
	return rc;
}

static int open_all(struct otdiff *o, struct material *m, char *const *args,
		    size_t n)
{
	struct err e;

	m->names = names_load(o->cli.names, &e);
	if (!m->names)
		return cli_fail(&o->cli, &e);
	m->baseline = baseline_load(args[0], m->names, &e);
	if (!m->baseline)
		return cli_fail(&o->cli, &e);
	o->in.options.known = baseline_known;
	o->in.options.known_ctx = m->baseline;
	if (inputs_open(&o->in, &o->cli, args + 1, n - 1))
		return CLI_TROUBLE;
	if (cli_output_open(&o->cli, &e))
		return cli_fail(&o->cli, &e);
	return cli_sandbox(&o->cli);
}

static void gather(const struct otdiff *o, struct material *m)
{
	m->n_records = run_n_records(o->in.run);
	m->records = xcalloc(m->n_records, sizeof *m->records);
	for (size_t i = 0; i < m->n_records; i++) {
		run_record(o->in.run, i, &m->records[i]);
		names_note_link(m->names, &m->records[i]);
		coverage_add(&m->coverage, &m->records[i]);
	}
	coverage_finish(&m->coverage);
	if (m->coverage.last_ns != STAMP_NONE)
		baseline_set_now(m->baseline, m->coverage.last_ns);
}

static void judge(const struct otdiff *o, const struct material *m,
		  struct findings *found)
{
	const struct detect_input in = {
		.records = m->records, .n_records = m->n_records,
		.baseline = m->baseline, .names = m->names,
		.services = o->in.services, .options = &o->detect,
	};

	detect(&in, found, NULL);
	findings_keep(found, o->kinds);
}

static void show(const struct otdiff *o, const struct material *m,
		 const struct findings *found, bool incomplete)
{
	struct text inside = { 0 }, lines = { 0 };
	const struct report report = {
		.findings = found, .coverage = &m->coverage,
		.inside = (names_put_inside(m->names, &inside), inside.s),
		.n_rules = baseline_n_rules(m->baseline),
		.learned_ns = baseline_span_ns(m->baseline),
		.incomplete = incomplete,
		.quiet = o->cli.quiet,
		.color = cli_wants_color(&o->cli, o->cli.out),
	};

	o->renderer->render(&report, o->cli.out);
	/* A table has no place for it. */
	if (o->renderer == &render_csv && o->cli.verbose) {
		render_coverage(&report, &lines);
		text_flush(&lines, stderr);
	}
	text_release(&lines);
	text_release(&inside);
}

static int work(struct otdiff *o, struct material *m)
{
	struct findings found = { 0 };
	struct err e;
	int rc = inputs_read(&o->in, &o->cli);

	gather(o, m);
	judge(o, m, &found);
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
	coverage_init(&m.coverage);
	rc = parse(&o, argc, argv);
	if (!rc && !o.cli.ended)
		rc = open_all(&o, &m, argv + optind, (size_t)(argc - optind));
	if (!rc && !o.cli.ended)
		rc = work(&o, &m);
	cli_output_discard(&o.cli);
	coverage_release(&m.coverage);
	free(m.records);
	inputs_release(&o.in);
	baseline_free(m.baseline);
	names_free(m.names);
	return rc;
}
