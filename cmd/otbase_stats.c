/* SPDX-License-Identifier: BSD-3-Clause */
/* otbase stats: has learning settled? */
#include <string.h>

#include "ground/text.h"
#include "judge/baseline_edit.h"
#include "judge/names.h"
#include "judge/settle.h"
#include "otbase.h"
#include "present/base_settle.h"

static const char help[] =
	"usage: otbase stats [options] BASE\n"
	"Show when the conversations of BASE were seen for the first time, by"
	" the hours that\n"
	"were captured, and whether that has come to an end.\n"
	"\n"
	"      --by WHAT         hour, day or capture\n"
	"      --format FORMAT   text, or csv with every hour\n" CLI_HELP "\n"
	"Exit status: 0 done, 2 trouble.\n";

enum { OPT_BY = CLI_OWN, OPT_FORMAT };

struct stats {
	struct cli cli;
	enum settle_by by;
	bool csv;
};

static int parse_by(struct stats *s)
{
	static const char *const words[] = {
		[SETTLE_BY_HOUR] = "hour",
		[SETTLE_BY_DAY] = "day",
		[SETTLE_BY_CAPTURE] = "capture",
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!strcmp(optarg, words[i])) {
			s->by = (enum settle_by)i;
			return 0;
		}
	}
	return cli_usage(&s->cli, "--by: '%s': not hour, day or capture",
			 optarg);
}

static int parse_format(struct stats *s)
{
	s->csv = !strcmp(optarg, "csv");
	if (s->csv || !strcmp(optarg, "text"))
		return 0;
	return cli_usage(&s->cli, "--format: '%s': not text or csv", optarg);
}

static int parse(struct stats *s, int argc, char **argv)
{
	static const struct option options[] = {
		{ "by", required_argument, NULL, OPT_BY },
		{ "format", required_argument, NULL, OPT_FORMAT },
		CLI_LONG,
		{ NULL, 0, NULL, 0 },
	};
	int opt, rc = 0;

	opterr = 0;
	while (!rc && !s->cli.ended) {
		opt = getopt_long(argc, argv, ":" CLI_SHORT, options, NULL);
		if (opt < 0)
			break;
		rc = opt == OPT_BY	 ? parse_by(s)
		     : opt == OPT_FORMAT ? parse_format(s)
					 : cli_option(&s->cli, opt, argv);
	}
	if (!rc && !s->cli.ended && argc - optind != 1)
		rc = cli_usage(&s->cli,
			       optind == argc
				       ? "no baseline is named"
				       : "more than one baseline is named");
	return rc;
}

static void show(const struct stats *s, const struct baseline *b)
{
	struct settle settle;
	struct text t = { 0 };

	settle_make(&settle, b, s->by);
	if (s->csv)
		base_settle_put_csv(&settle, &t);
	else
		base_settle_put(&settle, &t);
	text_flush(&t, s->cli.out);
	text_release(&t);
	settle_release(&settle);
}

static int work(struct stats *s, const char *path)
{
	struct baseline *b = NULL;
	struct names *names;
	struct err e;
	int rc = -1;

	names = names_load(s->cli.names, &e);
	if (names)
		b = baseline_load(path, names, &e);
	if (b && !baseline_n_captures(b)) {
		err_set(&e, "%s.seen: no capture is remembered", path);
	} else if (b && !cli_output_open(&s->cli, &e)) {
		show(s, b);
		rc = cli_output_close(&s->cli, &e);
	}
	if (rc)
		cli_fail(&s->cli, &e);
	baseline_free(b);
	names_free(names);
	return rc ? CLI_TROUBLE : CLI_DONE;
}

int otbase_stats(int argc, char **argv)
{
	struct stats s = { 0 };
	int rc;

	cli_init(&s.cli, "otbase", help);
	rc = parse(&s, argc, argv);
	if (!rc && !s.cli.ended)
		rc = work(&s, argv[optind]);
	cli_output_discard(&s.cli);
	return rc;
}
