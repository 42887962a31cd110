/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Captures that belong together: files that follow one another without a hole,
 * or that a flow spans, are one recording. What is counted is counted within a
 * recording, so that learning two of them at once is the same as learning one
 * and then the other. Only for learn.
 */
#ifndef OTCAP_LEARN_RECORDING_H
#define OTCAP_LEARN_RECORDING_H

#include "judge/learn_talk.h"

struct recordings {
	struct covered spans;		/* of all captures */
	uint32_t *number;		/* owned; the recording of each span */
	struct talk_captures *items;	/* owned; the captures of each */
	size_t n;			/* at least one */
};

/* keep: the records that count. */
void recordings_make(struct recordings *l, const struct detect_input *in,
		     const bool *keep);
void recordings_release(struct recordings *l);
/* In which one the record begins. */
size_t recordings_of(const struct recordings *l, const struct record *r);

#endif
