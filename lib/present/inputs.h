/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The way every command that reads flows gets them: the options of reading,
 * the run with progress, and what went wrong with which input, said once.
 */
#ifndef OTCAP_INPUTS_H
#define OTCAP_INPUTS_H

#include <getopt.h>

#include "present/cli.h"
#include "present/progress.h"
#include "understand/run.h"

enum {
	INPUTS_OPT_STRICT = 400, INPUTS_OPT_DEDUP, INPUTS_OPT_BY_VLAN,
	INPUTS_OPT_NO_PAYLOAD, INPUTS_OPT_IDLE, INPUTS_OPT_MAX_FLOWS,
	INPUTS_OPT_SERVICES
};

#define INPUTS_LONG                                                  \
	{ "strict", no_argument, NULL, INPUTS_OPT_STRICT },          \
	{ "dedup", no_argument, NULL, INPUTS_OPT_DEDUP },            \
	{ "by-vlan", no_argument, NULL, INPUTS_OPT_BY_VLAN },        \
	{ "no-payload", no_argument, NULL, INPUTS_OPT_NO_PAYLOAD },  \
	{ "idle-timeout", required_argument, NULL, INPUTS_OPT_IDLE }, \
	{ "max-flows", required_argument, NULL,                      \
	  INPUTS_OPT_MAX_FLOWS },                                    \
	{ "services", required_argument, NULL, INPUTS_OPT_SERVICES }

#define INPUTS_HELP                                                  \
	"      --strict          a cut last record is damage, too\n" \
	"      --dedup           leave mirror copies out of the counts\n" \
	"      --by-vlan         keep flows of different VLANs apart\n" \
	"      --no-payload      do not look into payloads\n"         \
	"      --idle-timeout S  cut a flow after S seconds of silence\n" \
	"      --max-flows N     keep no more flows than N (200000000)\n" \
	"      --services FILE   the site's own ports and their names\n"

struct inputs {
	struct run_options options;
	struct services *services;	/* from inputs_open on */
	const char *services_path;	/* NULL: the compiled-in table alone */
	struct progress progress;
	struct run *run;
};

void inputs_init(struct inputs *in);
void inputs_release(struct inputs *in);

/* An option of INPUTS_LONG; -1 when it is none, else as cli_option. */
int inputs_option(struct inputs *in, const struct cli *c, int opt);
/* Read the site's services and open the operands; 0, or CLI_TROUBLE after the
 * message. */
int inputs_open(struct inputs *in, const struct cli *c, char *const *paths,
		size_t n);
/* Read all. Says every trouble and (unless quiet) warning; CLI_DONE or
 * CLI_TROUBLE. What could be read is in in->run either way. */
int inputs_read(struct inputs *in, const struct cli *c);

#endif
