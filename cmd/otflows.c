/* SPDX-License-Identifier: BSD-3-Clause */
/* otflows: captures in, one row a flow out, with who commands whom. */
#include "judge/baseline.h"
#include "judge/baseline_known.h"
#include "judge/names.h"
#include "present/cli.h"
#include "present/inputs.h"
#include "present/render_flows.h"
#include "understand/run.h"

static const char help[] =
	"usage: otflows [options] [capture ...]\n"
	"Build flows from captures, infer who is the client, write flow CSV.\n"
	"Captures are pcap or pcapng, plain, .gz or .zst; - or none is standard"
	" input.\n"
	"\n"
	"  -b, --baseline FILE   who was the client when this was learned\n"
	"      --format FORMAT   csv (default), jsonl or zeek (conn.log)\n"
	INPUTS_HELP
	CLI_HELP
	"\n"
	"Exit status: 0 done, 2 trouble.\n";

enum { OPT_FORMAT = CLI_OWN };

struct otflows {
	struct cli cli;
	struct inputs in;
	const struct flow_renderer *renderer;
	const char *baseline_path;
	struct names *names;
	struct baseline *baseline;
};

static int format_option(struct otflows *o)
{
	o->renderer = flow_renderer_by_name(optarg);
	if (o->renderer)
		return 0;
	return cli_usage(&o->cli, "--format: '%s': not csv, jsonl or zeek",
			 optarg);
}

static int parse(struct otflows *o, int argc, char **argv)
{
	static const struct option options[] = {
		{ "baseline", required_argument, NULL, 'b' },
		{ "format", required_argument, NULL, OPT_FORMAT },
		INPUTS_LONG,
		CLI_LONG,
		{ NULL, 0, NULL, 0 },
	};
	int opt, rc = 0;

	opterr = 0;
	while (!rc && !o->cli.ended) {
		opt = getopt_long(argc, argv, ":b:" CLI_SHORT, options, NULL);
		if (opt < 0)
			break;
		if (opt == OPT_FORMAT)
			rc = format_option(o);
		else if (opt == 'b')
			o->baseline_path = optarg;
		else
			rc = inputs_option(&o->in, &o->cli, opt);
		if (rc < 0)
			rc = cli_option(&o->cli, opt, argv);
	}
	return rc;
}

static int load(struct otflows *o, struct err *e)
{
	o->names = names_load(o->cli.names, e);
	if (!o->names)
		return -1;
	if (!o->baseline_path)
		return 0;
	o->baseline = baseline_load(o->baseline_path, o->names, e);
	if (!o->baseline)
		return -1;
	o->in.options.known = baseline_known;
	o->in.options.known_ctx = o->baseline;
	return 0;
}

/* Of the names only what a file says is shown; MACs may be keys of it. */
static const struct names *names_to_show(struct otflows *o)
{
	struct record r;

	if (!o->cli.names)
		return NULL;
	for (size_t i = 0; i < run_n_records(o->in.run); i++) {
		run_record(o->in.run, i, &r);
		names_note_link(o->names, &r);
	}
	return o->names;
}

static int work(struct otflows *o, char *const *paths, size_t n)
{
	struct err e;
	int rc;

	if (load(o, &e) < 0)
		return cli_fail(&o->cli, &e);
	if (inputs_open(&o->in, &o->cli, paths, n))
		return CLI_TROUBLE;
	if (cli_output_open(&o->cli, &e))
		return cli_fail(&o->cli, &e);
	rc = cli_sandbox(&o->cli);
	if (rc) {
		cli_output_discard(&o->cli);
		return rc;
	}
	rc = inputs_read(&o->in, &o->cli);
	o->renderer->render(o->in.run, names_to_show(o), o->cli.out);
	if (cli_output_close(&o->cli, &e))
		return cli_fail(&o->cli, &e);
	return rc;
}

int main(int argc, char **argv)
{
	struct otflows o = { .renderer = &render_flows_csv };
	int rc;

	cli_init(&o.cli, "otflows", help);
	inputs_init(&o.in);
	rc = parse(&o, argc, argv);
	if (!rc && !o.cli.ended)
		rc = work(&o, argv + optind, (size_t)(argc - optind));
	inputs_release(&o.in);
	baseline_free(o.baseline);
	names_free(o.names);
	return rc;
}
