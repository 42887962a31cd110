/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>
#include <unistd.h>

#include "otcap-filter.h"

enum { OPT_FORMAT = CLI_OWN, OPT_REPORT, OPT_PRINT_BPF, OPT_STRICT };

static int job_option(struct job *j, int opt, char *const *argv)
{
	switch (opt) {
	case 'w':
	case 'o':
		j->out = optarg;
		return 0;
	case 'f':
		j->expression = optarg;
		return 0;
	case 'x':
		j->known = optarg;
		return 0;
	case OPT_FORMAT:
		j->format_name = optarg;
		return 0;
	case OPT_REPORT:
		j->report = true;
		return 0;
	case OPT_PRINT_BPF:
		j->print_bpf = true;
		return 0;
	case OPT_STRICT:
		j->strict = true;
		return 0;
	default:
		return cli_option(&j->cli, opt, argv);
	}
}

static bool ends_with(const char *s, size_t len, const char *end)
{
	size_t n = strlen(end);

	return len > n && !memcmp(s + len - n, end, n);
}

/* plant.pcapng.gz says how it is to be written. */
static int job_format(struct job *j)
{
	const char *out = j->out ? j->out : "-";
	size_t len = strlen(out);

	if (ends_with(out, len, ".zst"))
		return cli_usage(&j->cli, "%s: zst is only read; write .gz",
				 out);
	j->options.gzip = ends_with(out, len, ".gz");
	if (j->options.gzip)
		len -= 3;
	j->options.format = ends_with(out, len, ".pcapng") ? CAPTURE_PCAPNG :
							     CAPTURE_PCAP;
	if (!j->format_name)
		return 0;
	if (!strcmp(j->format_name, "pcapng"))
		j->options.format = CAPTURE_PCAPNG;
	else if (!strcmp(j->format_name, "pcap"))
		j->options.format = CAPTURE_PCAP;
	else
		return cli_usage(&j->cli, "--format: '%s': not pcap or pcapng",
				 j->format_name);
	return 0;
}

static int job_check(struct job *j)
{
	bool to_stdout = !j->out || !strcmp(j->out, "-");

	if (j->print_bpf &&
	    (j->expression || j->known || j->out || j->report))
		return cli_usage(&j->cli, "--print-bpf: goes with no other "
				 "option of its kind");
	if (j->cli.names && !j->known && !j->report && !j->cli.quiet)
		cli_warn(&j->cli, "--names: only used with --report or -x");
	if (j->print_bpf)
		return 0;
	if (j->report && j->out && to_stdout)
		return cli_usage(&j->cli, "--report: packets and report "
				 "cannot both go to standard output");
	if (!j->report && to_stdout && isatty(STDOUT_FILENO))
		return cli_usage(&j->cli, "standard output is a terminal: "
				 "name a file with -w, or ask for --report");
	return job_format(j);
}

int job_parse(struct job *j, int argc, char **argv)
{
	static const struct option options[] = {
		{ "format", required_argument, NULL, OPT_FORMAT },
		{ "print-bpf", no_argument, NULL, OPT_PRINT_BPF },
		{ "report", no_argument, NULL, OPT_REPORT },
		{ "strict", no_argument, NULL, OPT_STRICT },
		CLI_LONG,
		{ NULL, 0, NULL, 0 },
	};
	int opt, rc = 0;

	opterr = 0;
	while (!rc && !j->cli.ended) {
		opt = getopt_long(argc, argv, ":w:f:x:" CLI_SHORT, options,
				  NULL);
		if (opt < 0)
			return job_check(j);
		rc = job_option(j, opt, argv);
	}
	return rc;
}
