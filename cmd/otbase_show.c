/* SPDX-License-Identifier: BSD-3-Clause */
/* otbase show: a baseline as tables for people. */
#include <stdlib.h>
#include <string.h>

#include "judge/baseline_edit.h"
#include "judge/names.h"
#include "otbase.h"
#include "present/base_assets.h"
#include "present/base_table.h"
#include "present/base_zones.h"
#include "read/oui.h"

static const char help[] =
	"usage: otbase show [options] BASE\n"
	"Show the rules of a baseline as a table, and the patterns in them; or"
	" its\n"
	"machines, or what goes from zone to zone.\n"
	"\n"
	"      --by WHAT         host (the list of machines), zone, or one\n"
	"                        block for each client, server or service\n"
	"      --format FORMAT   text (default) or csv, by host or zone\n"
	"      --oui FOLDER      where the lists of hardware vendors are\n"
	CLI_HELP
	"\n"
	"Exit status: 0 done, 2 trouble.\n";

enum { OPT_BY = CLI_OWN, OPT_FORMAT, OPT_OUI };

enum view { VIEW_RULES, VIEW_HOSTS, VIEW_ZONES };

struct show {
	struct cli cli;
	enum view view;
	enum base_by by;	/* of VIEW_RULES */
	bool csv;
	const char *oui;
};

static int parse_by(struct show *s)
{
	static const struct {
		const char *word;
		enum view view;
		enum base_by by;
	} words[] = {
		{ "rule", VIEW_RULES, BASE_BY_RULE },
		{ "client", VIEW_RULES, BASE_BY_CLIENT },
		{ "server", VIEW_RULES, BASE_BY_SERVER },
		{ "service", VIEW_RULES, BASE_BY_SERVICE },
		{ "host", VIEW_HOSTS, BASE_BY_RULE },
		{ "zone", VIEW_ZONES, BASE_BY_RULE },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcmp(optarg, words[i].word))
			continue;
		s->view = words[i].view;
		s->by = words[i].by;
		return 0;
	}
	return cli_usage(&s->cli, "--by: '%s': not host, client, server, "
			 "service or zone", optarg);
}

static int parse_format(struct show *s)
{
	s->csv = !strcmp(optarg, "csv");
	if (s->csv || !strcmp(optarg, "text"))
		return 0;
	return cli_usage(&s->cli, "--format: '%s': not text or csv", optarg);
}

static int parse_option(struct show *s, int opt, char **argv)
{
	switch (opt) {
	case OPT_BY:
		return parse_by(s);
	case OPT_FORMAT:
		return parse_format(s);
	case OPT_OUI:
		s->oui = optarg;
		return 0;
	default:
		return cli_option(&s->cli, opt, argv);
	}
}

static int parse(struct show *s, int argc, char **argv)
{
	static const struct option options[] = {
		{ "by", required_argument, NULL, OPT_BY },
		{ "format", required_argument, NULL, OPT_FORMAT },
		{ "oui", required_argument, NULL, OPT_OUI },
		CLI_LONG,
		{ NULL, 0, NULL, 0 },
	};
	int opt, rc = 0;

	opterr = 0;
	while (!rc && !s->cli.ended) {
		opt = getopt_long(argc, argv, ":" CLI_SHORT, options, NULL);
		if (opt < 0)
			break;
		rc = parse_option(s, opt, argv);
	}
	if (rc || s->cli.ended)
		return rc;
	if (s->csv && s->view == VIEW_RULES)
		return cli_usage(&s->cli, "--format csv: only by host or zone;"
				 " the baseline itself is CSV");
	if (argc - optind != 1)
		return cli_usage(&s->cli, optind == argc ?
				 "no baseline is named" :
				 "more than one baseline is named");
	return 0;
}

/* The vendors' lists need not be there, but where they were asked for. */
static int put_hosts(struct show *s, const struct baseline *b,
		     const struct names *names, struct text *t)
{
	struct assets *a = assets_new(b, names);
	struct oui *oui = NULL;
	struct err e;
	uint64_t *macs;
	size_t n;
	int rc = 0;

	macs = assets_macs(a, &n);
	if (n)
		oui = oui_load(s->oui ? s->oui : OTCAP_OUI_DIR, macs, n, &e);
	if (n && !oui && s->oui)
		rc = cli_fail(&s->cli, &e);
	else if (n && !oui && s->cli.verbose)
		cli_warn(&s->cli, "no vendors: %s", e.msg);
	(s->csv ? assets_put_csv : assets_put)(a, oui, t);
	free(macs);
	oui_free(oui);
	assets_free(a);
	return rc;
}

static int put(struct show *s, const struct baseline *b, struct names *names,
	       struct text *t)
{
	baseline_note_links(b, names);
	if (s->view == VIEW_HOSTS)
		return put_hosts(s, b, names, t);
	if (s->view == VIEW_RULES)
		base_table_put(b, names, s->by, t);
	else if (s->csv)
		zones_put_csv(b, names, t);
	else
		zones_put(b, names, t);
	return 0;
}

static int work(struct show *s, const char *path)
{
	struct baseline *b = NULL;
	struct text t = { 0 };
	struct names *names;
	struct err e;
	int rc = 0, failed = -1;

	names = names_load(s->cli.names, &e);
	if (names)
		b = baseline_load(path, names, &e);
	if (!b || cli_output_open(&s->cli, &e) < 0)
		goto out;
	rc = put(s, b, names, &t);
	text_flush(&t, s->cli.out);
	failed = cli_output_close(&s->cli, &e);
out:
	if (failed)
		rc = cli_fail(&s->cli, &e);
	text_release(&t);
	baseline_free(b);
	names_free(names);
	return rc;
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
