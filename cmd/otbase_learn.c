/* SPDX-License-Identifier: BSD-3-Clause */
/* otbase learn: traffic in, rules out, and what a person should look at. */
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/text.h"
#include "ground/utf8.h"
#include "judge/baseline_edit.h"
#include "judge/learn.h"
#include "judge/names.h"
#include "otbase.h"
#include "present/inputs.h"
#include "present/render.h"

static const char help[] =
	"usage: otbase learn [options] [capture or flow CSV ...]\n"
	"Learn the conversations of normal traffic as rules. With -o, FILE gets"
	" the rules\n"
	"and FILE.seen what the machine remembers of them; else the rules go to"
	" standard\n"
	"output. What needs a person's eye is listed on standard error.\n"
	"\n"
	"      --update BASE     begin with what BASE knows\n"
	"      --review FILE     what needs a person's eye as findings, for"
	" approve\n"
	INPUTS_HELP
	CLI_HELP
	"\n"
	"Exit status: 0 done, 2 trouble (what could be learned is written).\n";

enum { OPT_UPDATE = CLI_OWN, OPT_REVIEW };

struct learning {
	struct cli cli;
	struct inputs in;
	struct base_output output;
	struct cli review;	/* its output is NULL without --review */
	const char *update;
	struct names *names;
	struct baseline *base;	/* NULL without --update */
	struct record *records;
	size_t n_records;
};

/* Two files in one stream would be none. */
static int check_outputs(const struct learning *l)
{
	const char *rules = l->cli.output, *review = l->cli.also;

	if (!review || strcmp(review, "-") || (rules && strcmp(rules, "-")))
		return 0;
	return cli_usage(&l->cli, "--review: the rules go to standard output "
			 "already; name a file, or one for them with -o");
}

static int parse(struct learning *l, int argc, char **argv)
{
	static const struct option options[] = {
		{ "update", required_argument, NULL, OPT_UPDATE },
		{ "review", required_argument, NULL, OPT_REVIEW },
		INPUTS_LONG,
		CLI_LONG,
		{ NULL, 0, NULL, 0 },
	};
	int opt, rc = 0;

	opterr = 0;
	while (!rc && !l->cli.ended) {
		opt = getopt_long(argc, argv, ":" CLI_SHORT, options, NULL);
		if (opt < 0)
			break;
		if (opt == OPT_UPDATE) {
			l->update = optarg;
			continue;
		}
		if (opt == OPT_REVIEW) {
			l->cli.also = optarg;
			continue;
		}
		rc = inputs_option(&l->in, &l->cli, opt);
		if (rc < 0)
			rc = cli_option(&l->cli, opt, argv);
	}
	return rc || l->cli.ended ? rc : check_outputs(l);
}

static int open_all(struct learning *l, char *const *paths, size_t n)
{
	struct err e;

	l->names = names_load(l->cli.names, &e);
	if (!l->names)
		return cli_fail(&l->cli, &e);
	base_output_watch(&l->output, l->cli.output);
	if (l->update) {
		l->base = baseline_load(l->update, l->names, &e);
		if (!l->base)
			return cli_fail(&l->cli, &e);
	}
	if (inputs_open(&l->in, &l->cli, paths, n))
		return CLI_TROUBLE;
	if (base_output_open(&l->output, &l->cli, &e) < 0)
		return cli_fail(&l->cli, &e);
	l->review = (struct cli){ .tool = l->cli.tool, .output = l->cli.also };
	if (l->cli.also && cli_output_open(&l->review, &e) < 0)
		return cli_fail(&l->cli, &e);
	return cli_sandbox(&l->cli);
}

static void gather(struct learning *l)
{
	l->n_records = run_n_records(l->in.run);
	l->records = xcalloc(l->n_records, sizeof *l->records);
	for (size_t i = 0; i < l->n_records; i++) {
		run_record(l->in.run, i, &l->records[i]);
		names_note_link(l->names, &l->records[i]);
	}
}

/* Names of files and machines are strangers' text. */
static void say_lines(const char *head, size_t n, const struct text *lines)
{
	struct text line = { 0 };
	const char *p = lines->s;

	if (!n)
		return;
	fprintf(stderr, "%zu %s:\n", n, head);
	for (; *p; p += strcspn(p, "\n") + 1) {
		text_clear(&line);
		text_add(&line, p, strcspn(p, "\n"));
		utf8_plain(line.s);
		fprintf(stderr, "  %s\n", line.s);
	}
	text_release(&line);
}

static void say(const struct learning *l, const struct learn_report *r)
{
	if (l->cli.quiet)
		return;
	say_lines("to review (allows nothing until approved)", r->n_review,
		  &r->review);
	say_lines("learned, but someone logs in or fetches files there",
		  r->n_access, &r->access);
	say_lines("left out (no rule)", r->n_left_out, &r->left_out);
}

static bool is_jsonl(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot && !strcmp(dot, ".jsonl");
}

static int write_review(struct learning *l, const struct learn_report *r)
{
	const struct report report = { .findings = &r->found, .quiet = true };
	struct err e;

	if (!l->cli.also)
		return 0;
	(is_jsonl(l->cli.also) ? &render_jsonl : &render_csv)->render(
		&report, l->review.out);
	return cli_output_close(&l->review, &e) ? cli_fail(&l->cli, &e) : 0;
}

static int work(struct learning *l)
{
	struct detect_options options;
	const struct detect_input in = {
		.names = l->names, .options = &options, .baseline = l->base,
		.services = l->in.services,
		.records = l->records, .n_records = l->n_records,
	};
	struct learn_report report = { 0 };
	struct baseline *learned;
	struct err e;
	int rc = 0;

	detect_defaults(&options);
	learned = learn(&in, &report);
	if (!l->base)
		l->base = baseline_new(l->names);
	baseline_merge(l->base, learned);
	baseline_finish(l->base);
	if (base_output_write(&l->output, l->base, &e) < 0)
		rc = cli_fail(&l->cli, &e);
	if (write_review(l, &report))
		rc = CLI_TROUBLE;
	say(l, &report);
	learn_report_release(&report);
	baseline_free(learned);
	return rc;
}

int otbase_learn(int argc, char **argv)
{
	struct learning l = { 0 };
	int rc, trouble;

	cli_init(&l.cli, "otbase", help);
	inputs_init(&l.in);
	rc = parse(&l, argc, argv);
	if (!rc && !l.cli.ended)
		rc = open_all(&l, argv + optind, (size_t)(argc - optind));
	if (!rc && !l.cli.ended) {
		trouble = inputs_read(&l.in, &l.cli);
		gather(&l);
		rc = work(&l);
		rc = rc ? rc : trouble;
	}
	base_output_discard(&l.output);
	cli_output_discard(&l.review);
	free(l.records);
	inputs_release(&l.in);
	baseline_free(l.base);
	names_free(l.names);
	return rc;
}
