/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A file that takes its name when it is whole: until then what stood there
 * stands, and nothing half-written is left behind. What is replaced keeps its
 * mode, its owner where we may, and the links that lead to it. A device, a
 * pipe or a link to nothing cannot be replaced: it is written where it is.
 *
 * Only the name and the descriptor's opening; writing is the caller's.
 */
#ifndef OTCAP_BESIDE_H
#define OTCAP_BESIDE_H

#include <stdbool.h>

struct beside {
	char *name;		/* of the unfinished file; NULL: in place */
	char *target;		/* what it becomes: the path without links */
	bool replaces;		/* and that is there already */
};

/* A descriptor, the caller's to close; or -1 with errno, nothing to release. */
int beside_open(struct beside *b, const char *path);
/* The written and closed file gets its name; releases *b where it does. 0, or
 * -1 with errno: then beside_discard. */
int beside_rename(struct beside *b);
/* Away with the unfinished file, if there is one; releases *b. */
void beside_discard(struct beside *b);

#endif
