/* SPDX-License-Identifier: BSD-3-Clause */
/* otbase export: the rules that allow, in the words of other programs. */
#include <string.h>
#include <time.h>

#include "ground/limits.h"
#include "ground/stamp.h"
#include "judge/baseline.h"
#include "judge/names.h"
#include "otbase.h"
#include "present/export.h"

static const char help[] =
	"usage: otbase export --format FORMAT [options] BASE\n"
	"Say the rules that allow in the words of another program: by address,"
	" port\n"
	"and protocol.\n"
	"\n"
	"      --format FORMAT   bpf, wireshark, arkime: a filter for known"
	" packets;\n"
	"                        nftables, suricata, zeek: a list of what is"
	" known\n"
	"      --unknown         bpf, wireshark, arkime: what no rule names"
	" instead\n"
	"      --no-vlan         bpf: untagged packets only\n"
	"      --enforce         nftables: drop what is not known\n"
	"      --sid N           suricata: the first id (9000000)\n"
	"      --at DATE         take DATE for today (2026-12-31)\n"
	CLI_HELP
	"\n"
	"Exit status: 0 done, 2 trouble.\n";

enum {
	OPT_FORMAT = CLI_OWN, OPT_UNKNOWN, OPT_NO_VLAN, OPT_ENFORCE, OPT_SID,
	OPT_AT
};

struct job {
	struct cli cli;
	const struct export_format *format;
	struct export_options options;
	int64_t now_ns;
	bool has_sid;
};

static int parse_sid(struct job *j)
{
	const struct cli_number n = { "--sid", 1, UINT32_MAX };
	uint64_t v = 0;
	int rc = cli_number(&j->cli, &n, optarg, &v);

	j->options.sid = (uint32_t)v;
	j->has_sid = true;
	return rc;
}

static int parse_option(struct job *j, int opt, char **argv)
{
	switch (opt) {
	case OPT_FORMAT:
		j->format = export_format_by_name(optarg);
		return j->format ? 0 :
			cli_usage(&j->cli, "--format: '%s': not bpf, "
				  "wireshark, arkime, nftables, suricata or "
				  "zeek", optarg);
	case OPT_UNKNOWN:
		j->options.unknown = true;
		return 0;
	case OPT_NO_VLAN:
		j->options.no_vlan = true;
		return 0;
	case OPT_ENFORCE:
		j->options.enforce = true;
		return 0;
	case OPT_SID:
		return parse_sid(j);
	case OPT_AT:
		return otbase_date(&j->cli, "--at", &j->now_ns);
	default:
		return cli_option(&j->cli, opt, argv);
	}
}

/* An option that would do nothing is a mistake. */
static int check(struct job *j, int n_operands)
{
	const struct export_format *f = j->format;
	const char *lost;

	if (!f)
		return cli_usage(&j->cli, "no --format is named");
	lost = j->options.unknown && !f->has_unknown ? "unknown" :
	       j->options.no_vlan && !f->has_no_vlan ? "no-vlan" :
	       j->options.enforce && !f->has_enforce ? "enforce" :
	       j->has_sid && !f->has_sid ? "sid" : NULL;
	if (lost)
		return cli_usage(&j->cli, "--%s: not for %s", lost, f->name);
	if (n_operands != 1)
		return cli_usage(&j->cli, n_operands ?
				 "more than one baseline is named" :
				 "no baseline is named");
	return 0;
}

static int parse(struct job *j, int argc, char **argv)
{
	static const struct option options[] = {
		{ "format", required_argument, NULL, OPT_FORMAT },
		{ "unknown", no_argument, NULL, OPT_UNKNOWN },
		{ "no-vlan", no_argument, NULL, OPT_NO_VLAN },
		{ "enforce", no_argument, NULL, OPT_ENFORCE },
		{ "sid", required_argument, NULL, OPT_SID },
		{ "at", required_argument, NULL, OPT_AT },
		CLI_LONG,
		{ NULL, 0, NULL, 0 },
	};
	int opt, rc = 0;

	opterr = 0;
	while (!rc && !j->cli.ended) {
		opt = getopt_long(argc, argv, ":" CLI_SHORT, options, NULL);
		if (opt < 0)
			return check(j, argc - optind);
		rc = parse_option(j, opt, argv);
	}
	return rc;
}

/* What a format without comments cannot say, the terminal can. */
static void tell(const struct job *j, const struct export *x, size_t len)
{
	struct text t = { 0 };

	if (j->format->has_comments || j->cli.quiet)
		return;
	export_put_summary(x, &j->options, "otbase: ", &t);
	text_flush(&t, stderr);
	text_release(&t);
	if (j->format->by_file && len > LIMIT_ARGUMENT_BYTES)
		cli_warn(&j->cli, "%zu bytes are more than the %d that fit "
			 "into one argument of a command; %s", len,
			 LIMIT_ARGUMENT_BYTES, j->format->by_file);
}

static int write_out(struct job *j, const struct baseline *b,
		     const struct names *names, struct err *e)
{
	struct text t = { 0 }, path = { 0 };
	struct export x;
	size_t len;
	int rc = -1;

	export_make(&x, b, names, j->now_ns);
	if (j->format->put(&x, &j->options, &t, e) < 0) {
		text_printf(&path, "%s", e->msg);
		err_set(e, "%s: %s", j->options.source, path.s);
		goto out;
	}
	if (cli_output_open(&j->cli, e) < 0)
		goto out;
	len = t.len;
	text_flush(&t, j->cli.out);
	rc = cli_output_close(&j->cli, e) ? -1 : 0;
	if (!rc)
		tell(j, &x, len);
out:
	export_release(&x);
	text_release(&path);
	text_release(&t);
	return rc;
}

static int work(struct job *j, const char *path)
{
	struct baseline *b = NULL;
	struct names *names;
	struct err e;
	int rc = -1;

	j->options.source = path;
	names = names_load(j->cli.names, &e);
	if (names)
		b = baseline_load(path, names, &e);
	if (b)
		rc = write_out(j, b, names, &e);
	if (rc)
		cli_fail(&j->cli, &e);
	baseline_free(b);
	names_free(names);
	return rc ? CLI_TROUBLE : CLI_DONE;
}

int otbase_export(int argc, char **argv)
{
	struct job j = { .options.sid = 9000000 };
	int rc;

	j.now_ns = stamp_of((int64_t)time(NULL), 0);
	cli_init(&j.cli, "otbase", help);
	rc = parse(&j, argc, argv);
	if (!rc && !j.cli.ended)
		rc = work(&j, argv[optind]);
	cli_output_discard(&j.cli);
	return rc;
}
