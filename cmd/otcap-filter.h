/* SPDX-License-Identifier: BSD-3-Clause */
/* What the files of this command share. */
#ifndef OTCAP_CMD_FILTER_H
#define OTCAP_CMD_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "present/cli.h"
#include "present/progress.h"
#include "read/sink.h"
#include "understand/filter.h"
#include "understand/setaside.h"

struct job {
	struct cli cli;
	const char *expression;	/* -f; NULL: none */
	const char *known;	/* -x; NULL: none */
	const char *out;	/* -w; NULL or "-": standard output */
	const char *format_name;	/* --format; NULL: by name of out */
	bool report, print_bpf, strict;

	struct sink_options options;
	/* What an attempt found out that the next one must know. */
	struct {
		bool nanoseconds;
		uint32_t snaplen;
	} needs;
	struct progress progress;
	struct source *source;
	struct names *names;	/* for the report; NULL: none */
	struct setaside aside;
	struct filter filter;
	struct routine *routine;	/* NULL: without -x */
	int rc;			/* the worst so far */
};

/* 0 to go on; else, or when j->cli.ended, leave with the result. */
int job_parse(struct job *j, int argc, char **argv);

/* Set j->routine from a first reading of all; 0, or CLI_TROUBLE after the
 * message. */
int job_find_routine(struct job *j, const char *const *paths, size_t n);

#endif
