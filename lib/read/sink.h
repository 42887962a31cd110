/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Captures out, packet bytes as they came: pcap or pcapng, gzip by name.
 *
 * Written beside the target and renamed when whole; nothing half-written is
 * ever left under the final name. Times keep their resolution.
 */
#ifndef OTCAP_SINK_H
#define OTCAP_SINK_H

#include <stdbool.h>

#include "ground/err.h"
#include "read/source.h"

struct sink;

struct sink_options {
	enum capture_format format;
	bool gzip;
	bool nanoseconds;	/* pcap: which magic */
	uint32_t snaplen;	/* 0: 262144 */
};

/* path "-" is standard output; path is borrowed. NULL with "path: reason". */
struct sink *sink_open(const char *path, const struct sink_options *o,
		       struct err *e);
/* -1 also when a pcap would need a second link type. */
int sink_write(struct sink *s, const struct frame *f, struct err *e);
/* Finish and rename; on failure the target is untouched. Frees s. */
int sink_close(struct sink *s, struct err *e);
/* Give up: nothing is left behind. Frees s; NULL is fine. */
void sink_discard(struct sink *s);

#endif
