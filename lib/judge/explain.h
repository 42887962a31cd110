/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Why the baseline does not allow what a finding holds: for each of its
 * conversations the rules that came nearest, and what differs. It decides
 * nothing anew; it reads what detect found.
 */
#ifndef OTCAP_EXPLAIN_H
#define OTCAP_EXPLAIN_H

#include "judge/detect.h"

/*
 * Lines about the finding with this number in out; used_by as detect() set
 * it. in->baseline may be NULL: then there is nothing to compare with.
 */
void explain(const struct detect_input *in, const uint32_t *used_by,
	     size_t finding, struct text *t);

#endif
