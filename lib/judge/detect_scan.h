/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One source's scan: found by detect_scan, put into words by
 * detect_scan_report. Shared by these two only.
 */
#ifndef OTCAP_DETECT_SCAN_H
#define OTCAP_DETECT_SCAN_H

#include "judge/detect_work.h"

struct probe;

/* All that one source sent to one endpoint. */
struct target {
	uint32_t source, host;
	uint16_t port;
	uint8_t proto;
	uint8_t reaction;		/* enum reaction, the strongest */
	bool talked;
	bool host_scanned, port_swept;	/* in a group that looks like it */
	size_t n;
	const struct probe *probes;	/* n of them */
};

struct scan {
	uint32_t source;
	struct target **targets;	/* by host, proto, port */
	size_t n;
	size_t n_hosts_scanned, n_ports_swept;	/* groups */
};

/* Make the finding and mark the records, unless the names file allows the
 * source to scan. */
void scan_report(struct scene *s, const struct scan *scan);

#endif
