/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The captures by name. Making one is a pure function of name and seed.
 */
#ifndef PLANT_CATALOGUE_H
#define PLANT_CATALOGUE_H

#include "tally.h"

struct making {
	const char *name;
	uint64_t seed;
	struct bytes out;		/* the file */
	struct tally tally;
};

struct entry {
	const char *name;
	const char *file;		/* in the committed set, or NULL */
	uint64_t seed;			/* where none is given */
	void (*make)(struct making *m);
	const char *about;		/* one line */
	const char *look;		/* what a test can look for; or NULL */
};

/* Ends with an entry without a name. */
extern const struct entry catalogue[];

const struct entry *catalogue_find(const char *name);

#endif
