/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Many captures as one sequence: always the earliest of their next frames,
 * ties by bytes, so that the order in which files were named never shows.
 * Each capture keeps its own order, also where its clock goes back.
 */
#ifndef OTCAP_MERGE_H
#define OTCAP_MERGE_H

#include <stdbool.h>
#include <stddef.h>

#include "read/source.h"

struct reader;

struct head {
	struct frame frame;	/* the next of its reader */
	struct reader *reader;
	bool asleep;	/* of the frame, only the time is valid */
};

/* A binary heap of heads. A struct merge of zeros is empty and ready. */
struct merge {
	struct head *heads;	/* owned; the readers are borrowed */
	size_t n, cap;
	struct reader *starved;	/* read it on before the next batch */
};

void merge_release(struct merge *m);
void merge_add(struct merge *m, const struct head *h);
/* As source_next; invalidates the frames of the batch before. */
int merge_next(struct merge *m, struct batch *b);

#endif
