/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Packets in, facts of flows out.
 *
 * The meter owns the flow table and everything a flow refers to. It decides
 * where a packet belongs (scope, fragments, the re-opening rule, copies) and
 * counts; it judges nothing. Packets come in the order of the run.
 */
#ifndef OTCAP_METER_H
#define OTCAP_METER_H

#include <stdbool.h>
#include <stdint.h>

#include "understand/arptab.h"
#include "understand/flowtab.h"
#include "understand/holders.h"
#include "understand/inspect.h"

struct batch;
struct packet;
struct setaside;
struct tally;

struct meter_options {
	uint64_t hash_seed;
	uint64_t max_flows;
	int64_t idle_timeout_ns;	/* 0: never */
	bool dedup, by_vlan, no_payload;
	struct setaside *aside;	/* borrowed; NULL: not wanted */
};

struct meter {
	struct meter_options options;
	struct flowtab flows;
	struct arptab arp;
	struct holders holders;	/* of addresses on the link */
	struct valueset_table *macs;	/* sets of hardware addresses */
	struct valueset_table *vlans;	/* sets of VLAN stacks */
	struct valueset_table *stacks;	/* by_vlan: one set a stack, whose
					 * number is in the key */
	struct inspect inspect;	/* what payloads said */
	struct copies *copies;
	struct fragtab *fragments;
	/* What is under way: */
	struct packet *packets;
	struct prepared *prepared;	/* what may be part of a flow */
	struct aside *aside;		/* what is none */
	uint32_t least;		/* octets of a datagram that may go straight */
	int64_t hour_begin_ns, hour_end_ns;	/* the clock hour of the */
	int32_t hour;				/* last packet */
};

void meter_init(struct meter *m, const struct meter_options *o);
void meter_release(struct meter *m);

/* tallies: one a capture, indexed by frame.capture. */
void meter_batch(struct meter *m, const struct batch *b,
		 struct tally *tallies);
/* After the last packet: fragments still held get a flow without ports. */
void meter_finish(struct meter *m, struct tally *tallies);

/* A VLAN stack as a value: 16 bits a tag, outermost highest; 0 is none. */
uint64_t meter_vlan_stack(const struct packet *p);

#endif
