/* SPDX-License-Identifier: BSD-3-Clause */
/* The options of otdiff: parsed in otdiff_options.c, used in otdiff.c. */
#ifndef OTCAP_OTDIFF_H
#define OTCAP_OTDIFF_H

#include <stdint.h>

#include "judge/detect.h"
#include "judge/finding.h"
#include "present/cli.h"
#include "present/inputs.h"
#include "present/render.h"

struct otdiff {
	struct cli cli;
	struct inputs in;
	const struct renderer *renderer;
	struct detect_options detect;
	enum severity fail_on;
	uint32_t kinds;		/* bits by enum finding_kind: what is shown */
};

/* An option of otdiff alone; -1 when it is none, else as cli_option. */
int otdiff_option(struct otdiff *o, int opt);

enum {
	OPT_FORMAT = CLI_OWN, OPT_FAIL_ON, OPT_ONLY, OPT_SKIP,
	/* Numbers, in the order of their table in otdiff_options.c. */
	OPT_SCAN_PORTS, OPT_SWEEP_HOSTS, OPT_SILENT_PERCENT,
	OPT_LOGIN_SESSIONS, OPT_LOGIN_UNKNOWN, OPT_LOGIN_WINDOW,
	OPT_LOGIN_FACTOR, OPT_MISSING_FACTOR, OPT_MISSING_GAPS
};

#define OTDIFF_LONG                                                   \
	{ "format", required_argument, NULL, OPT_FORMAT },            \
	{ "fail-on", required_argument, NULL, OPT_FAIL_ON },          \
	{ "only", required_argument, NULL, OPT_ONLY },                \
	{ "skip", required_argument, NULL, OPT_SKIP },                \
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
	{ "missing-gaps", required_argument, NULL, OPT_MISSING_GAPS }

#define OTDIFF_HELP                                                   \
	"      --format FORMAT   text (default), csv or jsonl\n"      \
	"      --fail-on LEVEL   exit 1 from this severity on: info, low" \
	" (default),\n"                                               \
	"                        medium, high\n"                      \
	"      --only KINDS      show these kinds only, comma-separated\n" \
	"      --skip KINDS      leave these kinds out\n"             \
	"      --scan-ports N    a scan tries N ports of a host (10)\n" \
	"      --sweep-hosts N   a sweep tries a port of N hosts (5)\n" \
	"      --silent-percent N  of its targets exchange no data (80)\n" \
	"      --login-sessions N  short sessions to call attempts (10)\n" \
	"      --login-unknown N   the same for an unknown pair (3)\n" \
	"      --login-window S    within S seconds (600)\n"          \
	"      --login-factor N    and N times what is known (3)\n"   \
	"      --missing-factor N  silent for N times the longest gap (3)\n" \
	"      --missing-gaps N    with N gaps learned (10)\n"

#endif
