/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What may become normal: records in, rules and memory out, and the list of
 * what a person should look at.
 *
 * Learning from a capture with an intruder in it must not make him normal:
 * detect is asked first, without a baseline. What it calls a scan becomes no
 * rule, everything else that it finds becomes a rule for review, which allows
 * nothing. Writes exact conversations only; patterns are for people.
 */
#ifndef OTCAP_LEARN_H
#define OTCAP_LEARN_H

#include "judge/detect.h"

struct baseline;

/* Lines of text, in an order of their own, LF after each. */
struct learn_report {
	struct findings found;	/* of what was left out or is to be reviewed,
				 * with offers; borrows from the records */
	struct text left_out;	/* became no rule, and why */
	struct text review;	/* allows nothing until approved */
	struct text access;	/* learned, but people log in there */
	size_t n_left_out, n_review, n_access;
};

void learn_report_release(struct learn_report *r);

/*
 * in->baseline is what was known before (--update), or NULL; it helps to
 * place doubtful directions, and what it allows by a rule of another shape
 * gets no rule of its own. Result owned by the caller; not finished.
 */
struct baseline *learn(const struct detect_input *in,
		       struct learn_report *report);

#endif
