/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One conversation of a master and its slave, exchange by exchange, and the
 * protocol families that know its words: what the direction benchmark needs,
 * whose truth is who asks. Bytes follow the published layouts; values are
 * made up. Devices are not simulated: an answer fits its question, no more.
 */
#ifndef PLANT_CHAT_H
#define PLANT_CHAT_H

#include "net.h"

/* What question and answer of one exchange have in common. */
struct chat {
	struct sim *sim;
	const struct host *master, *slave;
	unsigned n;		/* number of the exchange, from 0 */
	unsigned id;		/* its transaction number */
	unsigned op;		/* chance: which operation */
	unsigned at, size;	/* where and how much is asked for */
	unsigned style;		/* chance, the same in all exchanges */
};

struct family {
	const char *name;
	uint8_t proto;
	uint16_t port;
	uint16_t master_port;	/* 0: from the range of its system */
	/* Append the question, the answer. A slave that greets does so before
	 * the first question; a push is what it sends without being asked. */
	void (*ask)(const struct chat *c, struct bytes *b);
	void (*answer)(const struct chat *c, struct bytes *b);
	void (*greet)(const struct chat *c, struct bytes *b);
	void (*push)(const struct chat *c, struct bytes *b);
};

/* Each ends with an entry without a name. */
extern const struct family families_plc[], families_maker[], families_scada[],
	families_building[], families_it[], families_unknown[];

int64_t chat_between(const struct chat *c, int64_t low, int64_t high);
void put_chance(const struct chat *c, struct bytes *b, size_t n);

#endif
