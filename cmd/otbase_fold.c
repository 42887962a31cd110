/* SPDX-License-Identifier: BSD-3-Clause */
/* otbase fold: patterns in place of many rules. */
#include "judge/baseline_edit.h"
#include "judge/fold.h"
#include "otbase.h"

static const char help[] =
	"usage: otbase fold [options] BASE\n"
	"Put patterns in place of exact rules, in the hope that people read"
	" them. Without\n"
	"another word --ports and --octet, which is what otbase show displays."
	" What is\n"
	"remembered stays, but nobody misses a conversation that has no line of"
	" its own.\n"
	"\n"
	"      --ports           ports in a row: 1025-1040\n"
	"      --octet           ports by the server's address: 51000+octet\n"
	"      --clients         clients in a row: a network\n" EDIT_HELP "\n"
	"Exit status: 0 done, 2 trouble.\n";

enum { OPT_KIND = CLI_OWN };

struct folding {
	struct base_edit edit;
	bool kinds[N_FOLD_KINDS];
};

static int parse(struct folding *f, int argc, char **argv)
{
	static const struct option options[] = {
		{ "ports", no_argument, NULL, OPT_KIND + FOLD_PORTS },
		{ "octet", no_argument, NULL, OPT_KIND + FOLD_OCTET },
		{ "clients", no_argument, NULL, OPT_KIND + FOLD_CLIENTS },
		EDIT_LONG,
		{ NULL, 0, NULL, 0 },
	};
	int opt, rc = 0;

	opterr = 0;
	while (!rc && !f->edit.cli.ended) {
		opt = getopt_long(argc, argv, ":" EDIT_SHORT, options, NULL);
		if (opt < 0)
			break;
		if (opt >= OPT_KIND && opt < OPT_KIND + N_FOLD_KINDS)
			f->kinds[opt - OPT_KIND] = true;
		else
			rc = edit_option(&f->edit, opt, argv);
	}
	if (!rc && !f->edit.cli.ended && argc - optind != 1)
		rc = cli_usage(&f->edit.cli,
			       optind == argc
				       ? "no baseline is named"
				       : "more than one baseline is named");
	return rc;
}

static int work(struct folding *f, const char *path)
{
	int rc = edit_open(&f->edit, path);

	if (rc)
		return rc;
	if (!f->kinds[FOLD_PORTS] && !f->kinds[FOLD_OCTET] &&
	    !f->kinds[FOLD_CLIENTS])
		f->kinds[FOLD_PORTS] = f->kinds[FOLD_OCTET] = true;
	for (size_t i = 0; i < N_FOLD_KINDS; i++)
		if (f->kinds[i])
			fold(f->edit.is, (enum fold_kind)i);
	return edit_close(&f->edit);
}

int otbase_fold(int argc, char **argv)
{
	struct folding f = { 0 };
	int rc;

	edit_init(&f.edit, help);
	rc = parse(&f, argc, argv);
	if (!rc && !f.edit.cli.ended)
		rc = work(&f, argv[optind]);
	edit_release(&f.edit);
	return rc;
}
