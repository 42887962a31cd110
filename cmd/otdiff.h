/* SPDX-License-Identifier: BSD-3-Clause */
/* The options of otdiff: parsed in otdiff_options.c, used in otdiff.c. */
#ifndef OTCAP_OTDIFF_H
#define OTCAP_OTDIFF_H

#include <stdbool.h>
#include <stdint.h>

#include "judge/detect.h"
#include "judge/finding.h"
#include "judge/window.h"
#include "present/cli.h"
#include "present/inputs.h"
#include "present/render.h"

struct otdiff {
	struct cli cli;
	struct inputs in;
	const struct renderer *renderer;
	struct detect_options detect;
	enum severity fail_on;
	struct window window;
	const char **more;	/* owned: paths of further baselines */
	size_t n_more, cap_more;
	bool review;		/* without a baseline */
	const char *explain;	/* id of a finding; NULL: show all */
	uint8_t severity[N_FINDING_KINDS];	/* SEVERITY_OWN: as found */
	uint64_t kinds;		/* bits by enum finding_kind: what is shown */
};

/* An option of otdiff alone; -1 when it is none, else as cli_option. */
int otdiff_option(struct otdiff *o, int opt);

enum {
	OPT_FORMAT = CLI_OWN, OPT_FAIL_ON, OPT_ONLY, OPT_SKIP, OPT_SEVERITY,
	OPT_SINCE, OPT_UNTIL, OPT_EXPLAIN, OPT_REVIEW,
	/* Numbers, in the order of their table in otdiff_options.c. */
	OPT_SCAN_PORTS, OPT_SWEEP_HOSTS, OPT_SILENT_PERCENT,
	OPT_LOGIN_SESSIONS, OPT_LOGIN_UNKNOWN, OPT_LOGIN_WINDOW,
	OPT_LOGIN_FACTOR, OPT_MISSING_FACTOR, OPT_MISSING_GAPS,
	OPT_PROBE_PORTS, OPT_PROBE_HOSTS, OPT_ERROR_BURST, OPT_ERROR_FACTOR,
	OPT_CONFLICT_WINDOW, OPT_ARP_ADDRESSES, OPT_VOLUME_FACTOR,
	OPT_VOLUME_MEGABYTES, OPT_VOLUME_SESSIONS, OPT_VOLUME_HOURS,
	OPT_PEER_FACTOR
};

#define OTDIFF_SHORT "b:"

#define OTDIFF_LONG                                                   \
	{ "baseline", required_argument, NULL, 'b' },                \
	{ "format", required_argument, NULL, OPT_FORMAT },            \
	{ "fail-on", required_argument, NULL, OPT_FAIL_ON },          \
	{ "only", required_argument, NULL, OPT_ONLY },                \
	{ "skip", required_argument, NULL, OPT_SKIP },                \
	{ "severity", required_argument, NULL, OPT_SEVERITY },        \
	{ "since", required_argument, NULL, OPT_SINCE },              \
	{ "until", required_argument, NULL, OPT_UNTIL },              \
	{ "explain", required_argument, NULL, OPT_EXPLAIN },          \
	{ "review", no_argument, NULL, OPT_REVIEW },                  \
	{ "scan-ports", required_argument, NULL, OPT_SCAN_PORTS },    \
	{ "sweep-hosts", required_argument, NULL, OPT_SWEEP_HOSTS },  \
	{ "silent-percent", required_argument, NULL,                  \
	  OPT_SILENT_PERCENT },                                       \
	{ "login-sessions", required_argument, NULL,                  \
	  OPT_LOGIN_SESSIONS },                                       \
	{ "login-unknown", required_argument, NULL,                   \
	  OPT_LOGIN_UNKNOWN },                                        \
	{ "login-window", required_argument, NULL, OPT_LOGIN_WINDOW }, \
	{ "login-factor", required_argument, NULL, OPT_LOGIN_FACTOR }, \
	{ "missing-factor", required_argument, NULL,                  \
	  OPT_MISSING_FACTOR },                                       \
	{ "missing-gaps", required_argument, NULL, OPT_MISSING_GAPS }, \
	{ "probe-ports", required_argument, NULL, OPT_PROBE_PORTS },  \
	{ "probe-hosts", required_argument, NULL, OPT_PROBE_HOSTS },  \
	{ "error-burst", required_argument, NULL, OPT_ERROR_BURST },  \
	{ "error-factor", required_argument, NULL, OPT_ERROR_FACTOR }, \
	{ "conflict-window", required_argument, NULL,                 \
	  OPT_CONFLICT_WINDOW },                                      \
	{ "arp-addresses", required_argument, NULL, OPT_ARP_ADDRESSES }, \
	{ "volume-factor", required_argument, NULL, OPT_VOLUME_FACTOR }, \
	{ "volume-megabytes", required_argument, NULL,                \
	  OPT_VOLUME_MEGABYTES },                                     \
	{ "volume-sessions", required_argument, NULL,                 \
	  OPT_VOLUME_SESSIONS },                                      \
	{ "volume-hours", required_argument, NULL, OPT_VOLUME_HOURS }, \
	{ "peer-factor", required_argument, NULL, OPT_PEER_FACTOR }

#define OTDIFF_HELP                                                   \
	"  -b, --baseline BASE   what this one allows is allowed, too\n" \
	"      --format FORMAT   text (default), csv, jsonl or cef\n" \
	"      --fail-on LEVEL   exit 1 from this severity on: info, low" \
	" (default),\n"                                               \
	"                        medium, high\n"                      \
	"      --only KINDS      show these kinds only, comma-separated\n" \
	"      --skip KINDS      leave these kinds out\n"             \
	"      --severity KIND=LEVEL  another severity, comma-separated\n" \
	"      --since TIME      look at flows from this time or day on\n" \
	"      --until TIME      and before this time or with this day\n" \
	"      --explain ID      one finding, and the rules that are near\n" \
	"      --review          no baseline: weaknesses, at a first visit\n" \
	"      --scan-ports N    a scan tries N ports of a host (10)\n" \
	"      --sweep-hosts N   a sweep tries a port of N hosts (5)\n" \
	"      --silent-percent N  of its targets exchange no data (80)\n" \
	"      --login-sessions N  short sessions to call attempts (10)\n" \
	"      --login-unknown N   the same for an unknown pair (3)\n" \
	"      --login-window S    within S seconds (600)\n"          \
	"      --login-factor N    and N times what is known (3)\n"   \
	"      --missing-factor N  silent for N times the longest gap (3)\n" \
	"      --missing-gaps N    with N gaps learned (10)\n"        \
	"      --probe-ports N     a probe tries N OT ports (3)\n"    \
	"      --probe-hosts N     or an OT port of N hosts (3)\n"    \
	"      --error-burst N     N error replies in an hour (10)\n" \
	"      --error-factor N    and N times what is known (3)\n"   \
	"      --conflict-window S  two machines, one address in S s (600)\n" \
	"      --arp-addresses N   asked for in a minute (20)\n"      \
	"      --volume-factor N   N times the peak hour (10)\n"      \
	"      --volume-megabytes N  and N MB in that hour (10)\n"    \
	"      --volume-sessions N   or N sessions in it (100)\n"     \
	"      --volume-hours N    with N hours learned (24)\n"       \
	"      --peer-factor N     N times the median of its like (10)\n"

#endif
