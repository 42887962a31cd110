/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A normal week of the plant, compressed: seven days of ten minutes. Every
 * week has the same machines, conversations and operations; times, ports and
 * values follow the seed. What also happens in real weeks is a set of flags;
 * none of it changes who talks to whom.
 */
#ifndef PLANT_WEEK_H
#define PLANT_WEEK_H

#include "net.h"

enum happening {
	REBOOT_SCADA = 1 << 0,
	REBOOT_HMI = 1 << 1,
	LOSS = 1 << 2,		/* segments lost, sent again; frames unseen */
	COPIES = 1 << 3,	/* the mirror port shows frames twice */
	RELAYED = 1 << 4,	/* a router relays: TTL - 1, other MACs */
	ONE_SIDED = 1 << 5,	/* only one direction is mirrored for a while */
	CLOCK_STEP = 1 << 6,	/* the capture clock: 2 s back, 90 s forward */
	CUT = 1 << 7,		/* the last record is cut */
	MIDSTREAM = 1 << 8,	/* the long connections are open already */
};

enum {
	DAY_S = 600,
	WEEK_DAYS = 7,
};

/* What happens in the week of this seed; seed 1 is calm. */
unsigned week_happenings(uint64_t seed);
int64_t week_begin(uint64_t seed);
int64_t week_end(uint64_t seed);

/* Put the traffic of the week on the tape, in no order. */
void week_run(struct sim *sim, unsigned happenings);
/* Order, trim and number the tape, then let the mirror port spoil it. */
void week_finish(struct sim *sim, unsigned happenings);

#endif
