/* SPDX-License-Identifier: BSD-3-Clause */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "otdiff.h"

static int format_option(struct otdiff *o)
{
	o->renderer = renderer_by_name(optarg);
	if (o->renderer)
		return 0;
	return cli_usage(&o->cli, "--format: '%s': not text, csv, jsonl or "
			 "cef",
			 optarg);
}

static int fail_on_option(struct otdiff *o)
{
	int level = severity_parse(optarg);

	if (level < 0)
		return cli_usage(&o->cli,
				 "--fail-on: '%s': not info, low, medium or "
				 "high", optarg);
	o->fail_on = (enum severity)level;
	return 0;
}

/* Comma-separated kinds as bits, added to *bits. */
static int parse_kinds(struct otdiff *o, const char *option, uint64_t *bits)
{
	char *list = xstrdup(optarg), *rest = list, *word;
	int rc = 0;

	while (!rc && (word = strsep(&rest, ","))) {
		int kind = finding_kind_parse(word);

		if (kind < 0)
			rc = cli_usage(&o->cli, "%s: '%s': no kind of finding",
				       option, word);
		else
			*bits |= UINT64_C(1) << kind;
	}
	free(list);
	return rc;
}

static int only_option(struct otdiff *o)
{
	o->kinds = 0;
	return parse_kinds(o, "--only", &o->kinds);
}

static int skip_option(struct otdiff *o)
{
	uint64_t skipped = 0;
	int rc = parse_kinds(o, "--skip", &skipped);

	o->kinds &= ~skipped;
	return rc;
}

/* "kind=level" */
static int parse_severity(struct otdiff *o, char *word)
{
	char *level = word;
	const char *name = strsep(&level, "=");
	int kind = finding_kind_parse(name);
	int severity = level ? severity_parse(level) : -1;

	if (kind < 0)
		return cli_usage(&o->cli, "--severity: '%s': no kind of "
				 "finding", name);
	if (severity < 0)
		return cli_usage(&o->cli, "--severity: '%s': not info, low, "
				 "medium or high", level ? level : "");
	o->severity[kind] = (uint8_t)severity;
	return 0;
}

static int severity_option(struct otdiff *o)
{
	char *list = xstrdup(optarg), *rest = list, *word;
	int rc = 0;

	while (!rc && (word = strsep(&rest, ",")))
		rc = parse_severity(o, word);
	free(list);
	return rc;
}

static int time_option(struct otdiff *o, int opt)
{
	int rc = opt == OPT_SINCE ? window_since(&o->window, optarg) :
		window_until(&o->window, optarg);

	if (!rc)
		return 0;
	return cli_usage(&o->cli, "%s: '%s': neither a day (2023-10-27) nor a "
			 "time (2023-10-27T03:18:00Z)",
			 opt == OPT_SINCE ? "--since" : "--until", optarg);
}

static int baseline_option(struct otdiff *o)
{
	o->more = grow(o->more, o->n_more, &o->cap_more, sizeof *o->more);
	o->more[o->n_more++] = optarg;
	return 0;
}

static int number_option(struct otdiff *o, int opt)
{
	static const struct {
		struct cli_number number;
		size_t offset;
	} numbers[] = {
#define NUMBER(name, member, lo, hi) \
	{ { name, lo, hi }, offsetof(struct detect_options, member) }
		NUMBER("--scan-ports", scan_ports, 2, 131072),
		NUMBER("--sweep-hosts", sweep_hosts, 2, 1000000),
		NUMBER("--silent-percent", silent_percent, 1, 100),
		NUMBER("--login-sessions", login_sessions, 1, 1000000),
		NUMBER("--login-unknown", login_unknown_sessions, 1, 1000000),
		NUMBER("--login-window", login_window_s, 1, 86400),
		NUMBER("--login-factor", login_factor, 1, 1000000),
		NUMBER("--missing-factor", missing_factor, 1, 1000000),
		NUMBER("--missing-gaps", missing_gaps, 1, 1000000),
		NUMBER("--probe-ports", probe_ports, 2, 1000000),
		NUMBER("--probe-hosts", probe_hosts, 2, 1000000),
		NUMBER("--error-burst", error_burst, 1, 1000000000),
		NUMBER("--error-factor", error_factor, 1, 1000000),
		NUMBER("--conflict-window", conflict_window_s, 1, 86400),
		NUMBER("--arp-addresses", arp_addresses, 2, 1000000),
		NUMBER("--volume-factor", volume_factor, 2, 1000000),
		NUMBER("--volume-megabytes", volume_megabytes, 1, 1000000000),
		NUMBER("--volume-sessions", volume_sessions, 1, 1000000000),
		NUMBER("--volume-hours", volume_hours, 1, 1000000),
		NUMBER("--peer-factor", peer_factor, 2, 1000000),
#undef NUMBER
	};
	const size_t i = (size_t)(opt - OPT_SCAN_PORTS);
	uint64_t value;
	uint32_t small;
	int rc = cli_number(&o->cli, &numbers[i].number, optarg, &value);

	if (rc)
		return rc;
	small = (uint32_t)value;
	memcpy((char *)&o->detect + numbers[i].offset, &small, sizeof small);
	return 0;
}

int otdiff_option(struct otdiff *o, int opt)
{
	switch (opt) {
	case OPT_FORMAT:
		return format_option(o);
	case OPT_FAIL_ON:
		return fail_on_option(o);
	case OPT_ONLY:
		return only_option(o);
	case OPT_SKIP:
		return skip_option(o);
	case OPT_SEVERITY:
		return severity_option(o);
	case OPT_SINCE:
	case OPT_UNTIL:
		return time_option(o, opt);
	case 'b':
		return baseline_option(o);
	case OPT_EXPLAIN:
		o->explain = optarg;
		return 0;
	case OPT_REVIEW:
		o->review = true;
		return 0;
	default:
		break;
	}
	if (opt >= OPT_SCAN_PORTS && opt <= OPT_PEER_FACTOR)
		return number_option(o, opt);
	return -1;
}
