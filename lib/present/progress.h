/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A line on a terminal while work takes longer than a second: packets so
 * far and their rate. Nothing where standard error is no terminal.
 */
#ifndef OTCAP_PROGRESS_H
#define OTCAP_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	const char *tool;
	bool on;		/* a terminal is there to see it */
	bool shown;		/* a line stands that must be erased */
	uint64_t asked;		/* packets when the clock was last asked */
	int64_t begun_ns, next_ns;
};

void progress_init(struct progress *p, const char *tool, bool quiet);
/* Signature of run_options.progress; ctx is a struct progress. */
void progress_packets(void *ctx, uint64_t n_packets);
/* Erase the line: before any message, and at the end. */
void progress_end(struct progress *p);

#endif
