/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A conversation that goes round: opened once, then the same frames again and
 * again, for any two machines. Its frames are made the slow way, by a dialog
 * of a protocol family; what goes on in them when they are played are the
 * sequence numbers of TCP and the IP ids, not the numbers of transactions.
 */
#ifndef PLANT_LOOP_H
#define PLANT_LOOP_H

#include <stdbool.h>

#include "stencil.h"

struct loop_frame {
	struct stencil stencil;
	uint16_t number;	/* the first two bytes of the payload */
	uint16_t takes;		/* of its sender's sequence numbers */
	bool reply;		/* the slave's */
};

struct loop {
	struct loop_frame *frame;
	size_t n, begin;	/* after the last frame, frame[begin] */
	uint16_t port[2];	/* of the master, 0 any; of the slave */
};

/* Where one pair of machines is in it. */
struct loop_talk {
	const struct loop *loop;
	uint32_t seq[2];
	uint16_t id[2];
	uint32_t at;
};

/* False when there is no family of this name. */
bool loop_knows(const char *family);
/* An empty loop when there is none. */
void loop_init(struct loop *l, const char *family, uint64_t seed);
void loop_release(struct loop *l);

/* The next frame; addresses and ports are the caller's to fill in. */
const struct loop_frame *loop_next(struct loop_talk *t, struct fields *f);

#endif
