/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A whole conversation on the tape: a family's words in a rhythm.
 */
#ifndef PLANT_DIALOG_H
#define PLANT_DIALOG_H

#include "chat.h"

struct rhythm {
	unsigned n;		/* exchanges */
	int64_t period_ns;	/* from question to question; 0: the next one
				 * follows think_ns after the answer */
	int64_t think_ns;
	int64_t answer_ns;	/* until the slave has answered */
	unsigned jitter;	/* per cent, of all of these */
	unsigned pipeline;	/* questions at once; 0 is 1 */
	unsigned pushes;	/* per 100 exchanges, of the slave's own */
	unsigned lost;		/* one answer in so many never comes; UDP */
};

/* How a TCP connection ends: closed after the last answer, by one or the
 * other; or after a last word of the client's that is not answered, by the
 * client (goodbye) or by the server (which does not like it). */
enum last_word {
	LAST_ANSWERED,
	LAST_GOODBYE,
	LAST_REFUSED
};

struct dialog {
	const struct family *family;
	struct route route;	/* from the master */
	struct rhythm rhythm;
	int64_t start;
	unsigned loss;		/* as of struct tcp */
	enum last_word last_word;
};

/* TCP is opened, and closed at the end; returns when it was over. */
int64_t dialog_run(struct sim *sim, const struct dialog *d);

#endif
