/* SPDX-License-Identifier: BSD-3-Clause */
/* otbase show: a baseline as tables for people. */
#include <string.h>

#include "judge/baseline_edit.h"
#include "judge/names.h"
#include "otbase.h"
#include "present/base_table.h"

static const char help[] =
	"usage: otbase show [options] BASE\n"
	"Show the rules of a baseline as a table, and the patterns in them.\n"
	"\n"
	"      --by WHAT         one block for each host, client, server or"
	" service\n"
	CLI_HELP
	"\n"
	"Exit status: 0 done, 2 trouble.\n";

enum { OPT_BY = CLI_OWN };

struct show {
	struct cli cli;
	enum base_by by;
};

static int parse_by(struct show *s)
{
	static const char *const words[] = {
		[BASE_BY_RULE] = "rule", [BASE_BY_HOST] = "host",
		[BASE_BY_CLIENT] = "client", [BASE_BY_SERVER] = "server",
		[BASE_BY_SERVICE] = "service",
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!strcmp(optarg, words[i])) {
			s->by = (enum base_by)i;
			return 0;
		}
	}
	return cli_usage(&s->cli, "--by: '%s': not host, client, server or "
			 "service", optarg);
}

static int parse(struct show *s, int argc, char **argv)
{
	static const struct option options[] = {
		{ "by", required_argument, NULL, OPT_BY },
		CLI_LONG,
		{ NULL, 0, NULL, 0 },
	};
	int opt, rc = 0;

	opterr = 0;
	while (!rc && !s->cli.ended) {
		opt = getopt_long(argc, argv, ":" CLI_SHORT, options, NULL);
		if (opt < 0)
			break;
		rc = opt == OPT_BY ? parse_by(s) :
			cli_option(&s->cli, opt, argv);
	}
	if (!rc && !s->cli.ended && argc - optind != 1)
		rc = cli_usage(&s->cli, optind == argc ?
			       "no baseline is named" :
			       "more than one baseline is named");
	return rc;
}

static int work(struct show *s, const char *path)
{
	struct baseline *b = NULL;
	struct text t = { 0 };
	struct names *names;
	struct err e;
	int rc = CLI_TROUBLE;

	names = names_load(s->cli.names, &e);
	if (names)
		b = baseline_load(path, names, &e);
	if (!b || cli_output_open(&s->cli, &e) < 0)
		goto out;
	base_table_put(b, names, s->by, &t);
	text_flush(&t, s->cli.out);
	rc = cli_output_close(&s->cli, &e);
out:
	if (rc)
		cli_fail(&s->cli, &e);
	text_release(&t);
	baseline_free(b);
	names_free(names);
	return rc ? CLI_TROUBLE : CLI_DONE;
}

int otbase_show(int argc, char **argv)
{
	struct show s = { 0 };
	int rc;

	cli_init(&s.cli, "otbase", help);
	rc = parse(&s, argc, argv);
	if (!rc && !s.cli.ended)
		rc = work(&s, argv[optind]);
	cli_output_discard(&s.cli);
	return rc;
}
