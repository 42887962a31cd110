/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * From records and a baseline to findings, with precedence and folding.
 *
 * One file a family of kinds (detect_scan, detect_outside, detect_new, ...).
 * Pure: no I/O, no clock. Without a baseline only what needs none is looked
 * for (scans, outside contacts, bursts of logins, weaknesses): that is what
 * learn asks before it lets anything become normal.
 */
#ifndef OTCAP_DETECT_H
#define OTCAP_DETECT_H

#include <stddef.h>
#include <stdint.h>

#include "judge/finding.h"
#include "understand/record.h"

struct baseline;
struct names;
struct services;

struct detect_options {
	uint32_t scan_ports;		/* 10: ports of one host */
	uint32_t sweep_hosts;		/* 5: hosts on one port */
	uint32_t silent_percent;	/* 80: of the targets without payload */
	uint32_t login_sessions;	/* 10 in login_window_s */
	uint32_t login_unknown_sessions;	/* 3: where the pair is new */
	uint32_t login_window_s;	/* 600 */
	uint32_t login_factor;		/* 3 times what is known */
	uint32_t missing_factor;	/* 3 times the longest silence */
	uint32_t missing_gaps;		/* 10 silences learned */
	uint32_t probe_ports;		/* 3: OT ports one source tries */
	uint32_t probe_hosts;		/* 3: hosts on one OT port */
	uint32_t error_burst;		/* 10 error replies in a clock hour */
	uint32_t error_factor;		/* and 3 times what is known */
	uint32_t conflict_window_s;	/* 600: A-B-A of hardware addresses */
	uint32_t arp_addresses;		/* 20: asked for in one minute */
	uint32_t volume_factor;		/* 10 times the learned peak hour */
	uint32_t volume_megabytes;	/* 10 at least, in that hour */
	uint32_t volume_sessions;	/* 100 at least, in that hour */
	uint32_t volume_hours;		/* 24 learned */
	uint32_t peer_factor;		/* 10 times the median of its role */
};

void detect_defaults(struct detect_options *o);

struct detect_input {
	const struct record *records;	/* sorted, borrowed */
	size_t n_records;
	const struct baseline *baseline;	/* NULL: none */
	const struct names *names;
	const struct services *services;
	const struct detect_options *options;
};

/* Findings come finished (ids, order). used_by[i] (may be NULL) is set to
 * 1 + the index of the finding that holds record i, 0 where none does. */
void detect(const struct detect_input *in, struct findings *out,
	    uint32_t *used_by);

#endif
