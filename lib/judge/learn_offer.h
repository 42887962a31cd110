/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What each finding offers: the conversations it holds, so that a person who
 * has only the findings can approve exactly these. It is learning for a
 * finding's records alone, and decides nothing.
 */
#ifndef OTCAP_LEARN_OFFER_H
#define OTCAP_LEARN_OFFER_H

#include "judge/detect.h"

/* Sets the offers of all findings; used_by and found as detect() left them. */
void learn_offers(const struct detect_input *in, const uint32_t *used_by,
		  struct findings *found);

#endif
