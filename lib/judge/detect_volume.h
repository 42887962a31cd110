/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How much was moved and how often something began, and what is too much:
 * shared by detect_volume (against what was learned) and detect_volume_peers
 * (against machines of the same role) only.
 *
 * Only the highest hour of each flow is known, so the payload of the flows of
 * an hour is not added up; nor is it in what was learned.
 */
#ifndef OTCAP_DETECT_VOLUME_H
#define OTCAP_DETECT_VOLUME_H

#include "judge/detect_work.h"

/* The highest of any clock hour. */
struct load {
	uint64_t payload, sessions;
};

/* In which measure it is too much. */
struct excess {
	bool payload, sessions;
};

/* Of n records in the order of time. */
struct load load_of(const struct scene *s, const struct keyed *k, size_t n);
/* More than factor times what is usual, and not little? */
struct excess load_excess(const struct scene *s, const struct load *is,
			  const struct load *usual, uint32_t factor);
/* "12 sessions in one clock hour; USUAL_IS 3" */
void load_put(struct text *t, const struct load *is, const char *usual_is,
	      const struct load *usual, bool payload);
/* One cause: what moves more may well begin more often. */
struct finding *load_finding(struct scene *s, struct excess e,
			     const struct keyed *k, size_t n);

/* Among the records that are open[], of which nothing is known. */
void volume_judge_peers(struct scene *s, bool *open);

#endif
