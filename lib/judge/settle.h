/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Has learning settled? When the conversations of a baseline were seen for the
 * first time, hour by hour of what was captured, and what follows from that.
 * All of it is in the memory; the rules are not asked.
 */
#ifndef OTCAP_SETTLE_H
#define OTCAP_SETTLE_H

#include <stddef.h>
#include <stdint.h>

#include "ground/text.h"

struct baseline;

enum settle_by { SETTLE_BY_HOUR, SETTLE_BY_DAY, SETTLE_BY_CAPTURE };

struct settle_step {
	int64_t from_ns, to_ns;	 /* clock hour or day; the capture */
	int64_t covered_ns;	 /* of it were captured */
	const char *capture;	 /* its name, by capture; else "" */
	uint64_t n_new, n_known; /* first seen here; seen by its end */
};

enum settle_verdict {
	SETTLE_TOO_SHORT, /* to tell */
	SETTLE_NOT,
	SETTLE_NEARLY,
	SETTLE_DONE
};

struct settle {
	struct settle_step *steps; /* owned; in order of time */
	size_t n, cap;
	int64_t covered_ns;	  /* in all */
	int64_t quiet_ns;	  /* of it behind the last new one */
	uint64_t n_known, n_late; /* late: first seen in the last third */
	enum settle_verdict verdict;
};

void settle_make(struct settle *s, const struct baseline *b, enum settle_by by);
void settle_release(struct settle *s);
/* One sentence for people. */
void settle_put_verdict(const struct settle *s, struct text *t);

#endif
