/* SPDX-License-Identifier: BSD-3-Clause */
/* The parts of a review, one file each; shared by the files of review only. */
#ifndef OTCAP_REVIEW_WORK_H
#define OTCAP_REVIEW_WORK_H

#include "judge/detect_work.h"

struct setaside;

/* Control protocols, remote access, files and web pages. */
void review_services(struct scene *s);
/* Clients that do not change their port. */
void review_ports(struct scene *s);
/* Conversations between two zones of the names file. */
void review_zones(struct scene *s);
/* What machines send as they came out of their box. */
void review_defaults(struct scene *s, const struct setaside *aside);
/* Readable logins, one finding a service. */
void review_fold_logins(struct scene *s);

/* An answered flow that is no part of a scan? */
bool review_counts(const struct scene *s, size_t record);

/* A flow of a service, or of what else groups. */
struct use {
	const char *group;
	uint32_t record;
};

struct uses {
	struct use *items;		/* owned */
	size_t n, cap;
};

void uses_add(struct uses *l, const char *group, size_t record);
/* Sort, and call one for the n flows of each group; then release. */
typedef void uses_fn(struct scene *s, const struct use *u, size_t n);
void uses_each(struct scene *s, struct uses *l, uses_fn *one);
/*
 * A finding about n flows: times, volumes, the lowest server port with its
 * protocol, the conversations as evidence, the filter.
 */
struct finding *review_finding(struct scene *s, enum finding_kind kind,
			       const struct use *u, size_t n);
/* How many machines are the client, or the server, of n flows. */
size_t review_count(const struct scene *s, const struct use *u, size_t n,
		    enum role role);
/* "3 machines" */
void review_put_machines(struct text *t, size_t n);

#endif
