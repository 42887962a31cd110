/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What otcap-filter set aside, for people at a terminal of 80 columns: the
 * classes, then the machines that talk of themselves as they came out of the
 * box, then who sent the rest. Same captures, same text.
 */
#ifndef OTCAP_FILTER_REPORT_H
#define OTCAP_FILTER_REPORT_H

#include <stdbool.h>

#include "ground/text.h"

struct names;
struct setaside;
struct source;

struct filter_report {
	bool all;		/* do not cut long lists */
	struct names *names;	/* of machines; NULL: none. What was set aside
				 * is noted to them */
};

/* src is read to its end. */
void filter_report_put(const struct source *src, const struct setaside *aside,
		       const struct filter_report *how, struct text *t);

/* The part about machines. */
void filter_report_put_machines(const struct setaside *aside,
				const struct filter_report *how,
				struct text *t);

#endif
