/* SPDX-License-Identifier: BSD-3-Clause */
/* otbase merge: several baselines as one. */
#include <string.h>

#include "judge/baseline_edit.h"
#include "judge/names.h"
#include "otbase.h"

static const char help[] =
	"usage: otbase merge [options] BASE ...\n"
	"Join baselines and what is remembered beside them; in any order, with"
	" the same\n"
	"result. Of two rules for one conversation the stronger status stays:"
	" approved,\n"
	"ignored, review, learned, unanswered.\n"
	"\n"
	CLI_HELP
	"\n"
	"Exit status: 0 done, 2 trouble.\n";

static int merge(struct cli *c, struct baseline *all, const struct names *names,
		 const char *path)
{
	struct baseline *one;
	struct err e;

	one = baseline_load(path, names, &e);
	if (!one)
		return cli_fail(c, &e);
	baseline_merge(all, one);
	baseline_free(one);
	return 0;
}

static int work(struct cli *c, struct base_output *out, char *const *paths,
		size_t n)
{
	struct baseline *all = NULL;
	struct names *names;
	struct err e;
	int rc = 0;

	names = names_load(c->names, &e);
	if (!names)
		return cli_fail(c, &e);
	base_output_watch(out, c->output);
	all = baseline_new(names);
	for (size_t i = 0; !rc && i < n; i++)
		rc = merge(c, all, names, paths[i]);
	baseline_finish(all);
	if (!rc && (base_output_open(out, c, &e) < 0 ||
		    base_output_write(out, all, &e) < 0))
		rc = cli_fail(c, &e);
	baseline_free(all);
	names_free(names);
	return rc;
}

int otbase_merge(int argc, char **argv)
{
	struct base_output out = { 0 };
	struct cli c;
	int rc;

	cli_init(&c, "otbase", help);
	rc = otbase_parse(&c, argc, argv);
	if (rc || c.ended)
		return rc;
	if (optind == argc)
		return cli_usage(&c, "no baseline is named");
	rc = work(&c, &out, argv + optind, (size_t)(argc - optind));
	base_output_discard(&out);
	return rc;
}
