/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The captures of the direction benchmark: each is a stage on which hosts
 * talk, and every talk has a line of truth, who is the client. The same seed
 * gives the same files.
 */
#ifndef PLANT_STAGE_H
#define PLANT_STAGE_H

#include <stdio.h>

#include "dialog.h"

enum { STAGE_HOSTS = 64 };

struct stage {
	struct sim sim;
	struct host hosts[STAGE_HOSTS];
	uint16_t last_port[STAGE_HOSTS];
	unsigned n_hosts;
	const char *name;
	FILE *truth;
	int64_t start;
	uint32_t net;		/* of masters, of slaves: /24 */
	uint32_t slave_net;
};

/* One scene, written once for each of its variants. */
struct scene {
	const char *name;
	void (*play)(struct stage *s, unsigned variant);
	unsigned variants;
};

/* Each ends with an entry without a name. */
extern const struct scene scenes_family[], scenes_unknown[], scenes_quirk[],
	scenes_call[];

const struct host *stage_master(struct stage *s);
const struct host *stage_slave(struct stage *s);
const struct host *stage_slave_at(struct stage *s, unsigned octet);
/* The next port that this host's system hands out. */
uint16_t stage_port(struct stage *s, const struct host *h);
/* Who asks whom on this route; quirk may be "". */
void stage_truth(struct stage *s, const struct family *f,
		 const struct route *r, const char *quirk);
/* Run the dialog, its rhythm up to twice as slow or as fast, and write down
 * its truth. */
void stage_talk(struct stage *s, struct dialog *d, const char *quirk);

/* Rhythms by number, from the ordinary to the awkward. */
enum { N_RHYTHMS = 10, N_USUAL_RHYTHMS = 5, SLOW_RHYTHM = 7 };
extern const struct rhythm rhythms[N_RHYTHMS];

/* All families in one row, and how many there are. */
const struct family *stage_family(unsigned i);
unsigned stage_n_families(void);

/* Everything into a directory: captures and truth.csv; 0 or -1. */
int stage_write_all(const char *dir, uint64_t seed);

#endif
