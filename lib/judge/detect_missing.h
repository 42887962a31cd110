/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the baseline expects and the captures do not show: found by
 * detect_missing, put into words by detect_missing_report. Shared by these
 * two only.
 */
#ifndef OTCAP_DETECT_MISSING_H
#define OTCAP_DETECT_MISSING_H

#include "judge/covered.h"
#include "judge/detect_work.h"

/* A rule with a memory that is long enough. */
struct expectation {
	const struct rule *rule;
	uint32_t client, server;
	uint16_t port;			/* 0: several */
	int64_t last_ns;		/* INT64_MIN: not at all */
	int64_t from_ns, to_ns;		/* silent between these, */
	int64_t silent_ns;		/* of which the captures cover this */
	int64_t known_ns;		/* the longest silence learned */
	bool missing;
	bool told;
};

struct expectations {
	struct expectation *items;	/* owned */
	size_t n, cap;
	struct covered spans;
};

void missing_report(struct scene *s, const struct expectation *e);
/* All n that is expected of the host, n over 1. */
void missing_report_host(struct scene *s, uint32_t host,
			 const struct expectation *const *e, size_t n);

#endif
