/* SPDX-License-Identifier: BSD-3-Clause */
/* otbase check: what is wrong in a baseline, by line and column. */
#include <time.h>

#include "ground/stamp.h"
#include "judge/baseline_edit.h"
#include "judge/baseline_lint.h"
#include "judge/names.h"
#include "otbase.h"

static const char help[] =
	"usage: otbase check [options] BASE ...\n"
	"Say what is wrong: malformed, ended, contradicting, repeated or"
	" pointless rules,\n"
	"one a line as FILE:LINE:COLUMN: WHAT.\n"
	"\n"
	"      --at DATE         take DATE for today (2026-12-31)\n"
	CLI_HELP
	"\n"
	"Exit status: 0 nothing that matters, 2 a rule does not do what it"
	" says, or trouble.\n";

enum { OPT_AT = CLI_OWN };

struct check {
	struct cli cli;
	int64_t now_ns;
	const char *path;
	bool bad;
};

static int parse(struct check *c, int argc, char **argv)
{
	static const struct option options[] = {
		{ "at", required_argument, NULL, OPT_AT },
		CLI_LONG,
		{ NULL, 0, NULL, 0 },
	};
	int opt, rc = 0;

	opterr = 0;
	while (!rc && !c->cli.ended) {
		opt = getopt_long(argc, argv, ":" CLI_SHORT, options, NULL);
		if (opt < 0)
			break;
		rc = opt == OPT_AT ? otbase_date(&c->cli, "--at", &c->now_ns) :
			cli_option(&c->cli, opt, argv);
	}
	if (!rc && !c->cli.ended && optind == argc)
		rc = cli_usage(&c->cli, "no baseline is named");
	return rc;
}

static void tell_malformed(void *ctx, const char *msg)
{
	struct check *c = ctx;

	fprintf(c->cli.out, "%s\n", msg);
	c->bad = true;
}

static void tell(void *ctx, const struct baseline_flaw *f)
{
	struct check *c = ctx;

	if (f->ineffective)
		c->bad = true;
	if (f->ineffective || !c->cli.quiet)
		fprintf(c->cli.out, "%s:%llu:%s: %s\n", c->path,
			(unsigned long long)f->line, f->column, f->what);
}

static int check_file(struct check *c, const struct names *names)
{
	struct baseline *b;
	struct err e;

	b = baseline_load_all(c->path, names, tell_malformed, c, &e);
	if (!b)
		return cli_fail(&c->cli, &e);
	baseline_lint(b, c->now_ns, tell, c);
	baseline_free(b);
	return 0;
}

static int work(struct check *c, char *const *paths, size_t n)
{
	struct names *names;
	struct err e;
	int rc = 0;

	names = names_load(c->cli.names, &e);
	if (!names || cli_output_open(&c->cli, &e) < 0) {
		names_free(names);
		return cli_fail(&c->cli, &e);
	}
	for (size_t i = 0; i < n; i++) {
		c->path = paths[i];
		if (check_file(c, names))
			rc = CLI_TROUBLE;
	}
	if (cli_output_close(&c->cli, &e))
		rc = cli_fail(&c->cli, &e);
	names_free(names);
	return rc || c->bad ? CLI_TROUBLE : CLI_DONE;
}

int otbase_check(int argc, char **argv)
{
	struct check c = { 0 };
	int rc;

	c.now_ns = stamp_of((int64_t)time(NULL), 0);
	cli_init(&c.cli, "otbase", help);
	rc = parse(&c, argc, argv);
	if (!rc && !c.cli.ended)
		rc = work(&c, argv + optind, (size_t)(argc - optind));
	cli_output_discard(&c.cli);
	return rc;
}
