/* SPDX-License-Identifier: BSD-3-Clause */
/* otgraph: who talks to whom, as a picture in which new things stand out. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ground/limits.h"
#include "ground/text.h"
#include "judge/baseline.h"
#include "judge/baseline_known.h"
#include "judge/names.h"
#include "present/cli.h"
#include "present/graph.h"
#include "present/graph_dot.h"
#include "present/graph_layout.h"
#include "present/inputs.h"

static const char help[] =
	"usage: otgraph [options] [input ...]\n"
	"Draw who talks to whom: an arrow from every client to its server.\n"
	"Inputs are captures or flow CSV; - or none is standard input.\n"
	"\n"
	"  -b, --baseline FILE   known grey, new bold orange, missing dashed\n"
	"  -T, --format FORMAT   dot, svg, png or pdf (by the name of -o, or"
	" dot)\n"
	"      --no-background   leave out known time, name and log services\n"
	"      --changes         draw only what is new or missing (with -b)\n"
	"      --group WHEN      one node for hosts that do the same: auto"
	" (where\n"
	"                        it gets crowded), always or never\n"
	"      --max-edges N     refuse to draw more edges (20000)\n"
	"      --timeout S       seconds for each layout engine (60)\n"
	INPUTS_HELP
	CLI_HELP
	"\n"
	"Exit status: 0 done, 2 trouble.\n";

enum { OPT_NO_BACKGROUND = CLI_OWN, OPT_CHANGES, OPT_GROUP, OPT_MAX_EDGES,
       OPT_TIMEOUT };

struct otgraph {
	struct cli cli;
	struct inputs in;
	const char *baseline_path;
	const char *format;	/* one of formats[] */
	struct graph_options options;
	uint64_t timeout;
	struct names *names;
	struct baseline *baseline;
	struct graph graph;
};

/* --- options -------------------------------------------------------------- */

static const struct {
	const char *word, *format;
} formats[] = {
	{ "dot", "dot" }, { "gv", "dot" }, { "svg", "svg" },
	{ "png", "png" }, { "pdf", "pdf" },
};

/* NULL when the word is none. */
static const char *format_of(const char *word)
{
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (!strcmp(word, formats[i].word))
			return formats[i].format;
	return NULL;
}

static int format_option(struct otgraph *o, const char *word)
{
	o->format = format_of(word);
	if (o->format)
		return 0;
	return cli_usage(&o->cli, "-T: '%s': not dot, svg, png or pdf", word);
}

static int group_option(struct otgraph *o, const char *when)
{
	if (!strcmp(when, "auto"))
		o->options.group = GRAPH_GROUP_AUTO;
	else if (!strcmp(when, "always"))
		o->options.group = GRAPH_GROUP_ALWAYS;
	else if (!strcmp(when, "never"))
		o->options.group = GRAPH_GROUP_NEVER;
	else
		return cli_usage(&o->cli, "--group: '%s': not auto, always or"
				 " never", when);
	return 0;
}

/* -1 when the option is not otgraph's own. */
static int own_option(struct otgraph *o, int opt)
{
	static const struct cli_number max_edges = { "--max-edges", 1,
						     UINT32_MAX };
	static const struct cli_number timeout = { "--timeout", 1, 86400 };

	switch (opt) {
	case 'b':
		o->baseline_path = optarg;
		return 0;
	case 'T':
		return format_option(o, optarg);
	case OPT_NO_BACKGROUND:
		o->options.no_background = true;
		return 0;
	case OPT_CHANGES:
		o->options.only_changes = true;
		return 0;
	case OPT_GROUP:
		return group_option(o, optarg);
	case OPT_MAX_EDGES:
		return cli_number(&o->cli, &max_edges, optarg,
				  &o->options.max_edges);
	case OPT_TIMEOUT:
		return cli_number(&o->cli, &timeout, optarg, &o->timeout);
	default:
		return -1;
	}
}

static int parse(struct otgraph *o, int argc, char **argv)
{
	static const struct option options[] = {
		{ "baseline", required_argument, NULL, 'b' },
		{ "format", required_argument, NULL, 'T' },
		{ "no-background", no_argument, NULL, OPT_NO_BACKGROUND },
		{ "changes", no_argument, NULL, OPT_CHANGES },
		{ "group", required_argument, NULL, OPT_GROUP },
		{ "max-edges", required_argument, NULL, OPT_MAX_EDGES },
		{ "timeout", required_argument, NULL, OPT_TIMEOUT },
		INPUTS_LONG,
		CLI_LONG,
		{ NULL, 0, NULL, 0 },
	};
	int opt, rc = 0;

	opterr = 0;
	while (!rc && !o->cli.ended) {
		opt = getopt_long(argc, argv, ":b:T:" CLI_SHORT, options,
				  NULL);
		if (opt < 0)
			break;
		rc = own_option(o, opt);
		if (rc < 0)
			rc = inputs_option(&o->in, &o->cli, opt);
		if (rc < 0)
			rc = cli_option(&o->cli, opt, argv);
	}
	return rc;
}

/* By the end of the output's name; NULL when that tells nothing. */
static const char *format_by_name(const char *out)
{
	const char *dot = strrchr(out, '.');

	return dot ? format_of(dot + 1) : NULL;
}

/* What the options mean together. */
static int settle(struct otgraph *o)
{
	const char *out = o->cli.output;
	bool to_stdout = !out || !strcmp(out, "-");

	if (!o->format)
		o->format = to_stdout ? "dot" : format_by_name(out);
	if (!o->format)
		return cli_usage(&o->cli, "%s: the name does not tell the"
				 " format; say it with -T", out);
	if (o->options.only_changes && !o->baseline_path)
		return cli_usage(&o->cli, "--changes: needs a baseline (-b)");
	if (strcmp(o->format, "png") && strcmp(o->format, "pdf"))
		return 0;
	if (to_stdout && isatty(STDOUT_FILENO))
		return cli_usage(&o->cli, "%s: not to a terminal; name a file"
				 " with -o", o->format);
	return 0;
}

/* --- work ----------------------------------------------------------------- */

static int load(struct otgraph *o, struct err *e)
{
	o->names = names_load(o->cli.names, e);
	if (!o->names)
		return -1;
	o->options.names = o->names;
	if (!o->baseline_path)
		return 0;
	o->baseline = baseline_load(o->baseline_path, o->names, e);
	if (!o->baseline)
		return -1;
	o->options.baseline = o->baseline;
	o->in.options.known = baseline_known;
	o->in.options.known_ctx = o->baseline;
	return 0;
}

static int build(struct otgraph *o, struct err *e)
{
	struct graph_builder *b = graph_builder_new(&o->options);
	size_t n = run_n_records(o->in.run);
	struct record r;
	int rc;

	for (size_t i = 0; i < n; i++) {
		run_record(o->in.run, i, &r);
		names_note_link(o->names, &r);
	}
	for (size_t i = 0; i < n; i++) {
		run_record(o->in.run, i, &r);
		graph_builder_add(b, &r);
	}
	rc = graph_builder_finish(b, &o->graph, e);
	graph_builder_free(b);
	return rc;
}

static int draw(struct otgraph *o, const char *dot, struct err *e)
{
	struct graph_layout layout = {
		.format = o->format, .seconds = (unsigned)o->timeout,
		.date_ns = o->graph.last_ns,
	};
	int rc = graph_draw(&layout, dot, o->cli.out, e);

	if (!rc && layout.why.len && !o->cli.quiet)
		cli_warn(&o->cli, "layout: %s; drawn by %s", layout.why.s,
			 layout.engine);
	text_release(&layout.why);
	return rc;
}

static int render(struct otgraph *o, struct err *e)
{
	char *dot = NULL;
	size_t size;
	FILE *memory;
	int rc;

	if (!strcmp(o->format, "dot")) {
		graph_put_dot(&o->graph, o->cli.out);
		return 0;
	}
	memory = open_memstream(&dot, &size);
	if (!memory)
		return err_set(e, "layout: out of memory");
	graph_put_dot(&o->graph, memory);
	rc = fclose(memory) ? err_set(e, "layout: out of memory") :
		draw(o, dot, e);
	free(dot);
	return rc;
}

static int write_out(struct otgraph *o, struct err *e)
{
	if (cli_output_open(&o->cli, e))
		return -1;
	if (render(o, e)) {
		cli_output_discard(&o->cli);
		return -1;
	}
	return cli_output_close(&o->cli, e);
}

static int work(struct otgraph *o, char *const *paths, size_t n)
{
	struct err e;
	int rc;

	if (load(o, &e))
		return cli_fail(&o->cli, &e);
	if (inputs_open(&o->in, &o->cli, paths, n))
		return CLI_TROUBLE;
	rc = inputs_read(&o->in, &o->cli);
	if (build(o, &e) || write_out(o, &e))
		return cli_fail(&o->cli, &e);
	return rc;
}

int main(int argc, char **argv)
{
	struct otgraph o = { .options.max_edges = LIMIT_GRAPH_EDGES,
			     .timeout = 60 };
	int rc;

	cli_init(&o.cli, "otgraph", help);
	inputs_init(&o.in);
	rc = parse(&o, argc, argv);
	if (!rc && !o.cli.ended)
		rc = settle(&o);
	if (!rc && !o.cli.ended)
		rc = work(&o, argv + optind, (size_t)(argc - optind));
	graph_release(&o.graph);
	baseline_free(o.baseline);
	names_free(o.names);
	inputs_release(&o.in);
	return rc;
}
