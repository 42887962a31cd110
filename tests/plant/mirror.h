/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What goes wrong between the plant and the capture file. The traffic itself
 * is as it was; only what is seen of it, how often, and when.
 */
#ifndef PLANT_MIRROR_H
#define PLANT_MIRROR_H

#include "net.h"

struct mirror {
	int64_t week;			/* its beginning */
	unsigned happenings;
	const struct host *busy;	/* is half seen, and relayed */
	const struct host *router;	/* relays */
};

/*
 * Needs a sorted and numbered tape, leaves it in the order of the capture
 * (which a stepped clock makes different from the order of time).
 */
void mirror_spoil(struct sim *sim, const struct mirror *m);

#endif
