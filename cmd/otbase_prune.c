/* SPDX-License-Identifier: BSD-3-Clause */
/* otbase prune: rules that may go. */
#include "ground/text.h"
#include "judge/baseline_edit.h"
#include "judge/prune.h"
#include "otbase.h"

static const char help[] =
	"usage: otbase prune [options] BASE\n"
	"List rules that may go, one a line with the reason; with --apply take"
	" them out,\n"
	"and what is remembered of them. Approved rules stay, whatever they"
	" are.\n"
	"\n"
	"      --apply           take them out of BASE\n"
	"      --unseen DAYS     also rules not seen for so long before the"
	" newest capture\n"
	"      --captures N      also rules that the last N captures do not"
	" show\n"
	"      --undecided DAYS  also rules in review, not seen for so "
	"long\n" EDIT_HELP "\n"
	"Exit status: 0 done, 2 trouble.\n";

enum { OPT_APPLY = CLI_OWN, OPT_UNSEEN, OPT_CAPTURES, OPT_UNDECIDED };

struct pruning {
	struct base_edit edit;
	struct prune_options options;
	bool apply;
};

static int number(struct pruning *p, const char *option, uint64_t *value)
{
	return cli_number(&p->edit.cli,
			  &(struct cli_number){ option, 1, 36500 }, optarg,
			  value);
}

static int own_option(struct pruning *p, int opt, char *const *argv)
{
	switch (opt) {
	case OPT_APPLY:
		p->apply = true;
		return 0;
	case OPT_UNSEEN:
		return number(p, "--unseen", &p->options.unseen_days);
	case OPT_CAPTURES:
		return number(p, "--captures", &p->options.unseen_captures);
	case OPT_UNDECIDED:
		return number(p, "--undecided", &p->options.undecided_days);
	default:
		return edit_option(&p->edit, opt, argv);
	}
}

static int parse(struct pruning *p, int argc, char **argv)
{
	static const struct option options[] = {
		{ "apply", no_argument, NULL, OPT_APPLY },
		{ "unseen", required_argument, NULL, OPT_UNSEEN },
		{ "captures", required_argument, NULL, OPT_CAPTURES },
		{ "undecided", required_argument, NULL, OPT_UNDECIDED },
		EDIT_LONG,
		{ NULL, 0, NULL, 0 },
	};
	int opt, rc = 0;

	opterr = 0;
	while (!rc && !p->edit.cli.ended) {
		opt = getopt_long(argc, argv, ":" EDIT_SHORT, options, NULL);
		if (opt < 0)
			break;
		rc = own_option(p, opt, argv);
	}
	if (!rc && !p->edit.cli.ended && argc - optind != 1)
		rc = cli_usage(&p->edit.cli,
			       optind == argc
				       ? "no baseline is named"
				       : "more than one baseline is named");
	return rc;
}

static void tell(void *ctx, const struct rule *r, const char *why)
{
	struct pruning *p = ctx;
	struct text t = { 0 };

	if (p->edit.cli.quiet)
		return;
	text_printf(&t, "%s:%llu: %s: ", p->edit.path,
		    (unsigned long long)r->line, why);
	rule_put(&t, r);
	text_flush(&t, edit_told(&p->edit));
	text_release(&t);
}

static int work(struct pruning *p, const char *path)
{
	int rc;

	p->options.now_ns = p->edit.now_ns;
	if (!p->apply && !p->edit.cli.output)
		p->edit.dry_run = true;
	rc = edit_open(&p->edit, path);
	if (rc)
		return rc;
	if ((p->options.unseen_days || p->options.unseen_captures ||
	     p->options.undecided_days) &&
	    !baseline_n_captures(p->edit.was)) {
		struct err e;

		err_set(&e,
			"%s.seen: no capture is remembered, so nobody "
			"knows what was not seen",
			path);
		return cli_fail(&p->edit.cli, &e);
	}
	prune(p->edit.is, &p->options, tell, p);
	p->edit.told = true;
	return edit_close(&p->edit);
}

int otbase_prune(int argc, char **argv)
{
	struct pruning p = { 0 };
	int rc;

	edit_init(&p.edit, help);
	rc = parse(&p, argc, argv);
	if (!rc && !p.edit.cli.ended)
		rc = work(&p, argv[optind]);
	edit_release(&p.edit);
	return rc;
}
