/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Packets that are no part of a flow, and what they tell all the same: who
 * holds an address (ARP), who calls a group, what machines are called. Private
 * to meter*.
 */
#ifndef OTCAP_METER_ASIDE_H
#define OTCAP_METER_ASIDE_H

#include "read/scope.h"
#include "understand/meter.h"

struct frame;
struct prepared;

struct aside {
	const struct packet *packet;
	const struct frame *frame;
	const struct prepared *before;	/* comes before this one */
	enum scope scope;
};

void meter_set_aside(struct meter *m, const struct aside *a,
		     struct tally *tallies);

#endif
