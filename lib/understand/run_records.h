/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * All that a run has gathered, handed out as records in their total order.
 *
 * Flows stay flows in memory and become a record only when asked for; rows
 * that came from flow CSV are kept as records. Private to run.
 */
#ifndef OTCAP_RUN_RECORDS_H
#define OTCAP_RUN_RECORDS_H

#include <stddef.h>
#include <stdint.h>

#include "understand/direction.h"
#include "understand/meter.h"
#include "understand/record.h"

struct capture;
struct services;
struct strpool;
struct tally;

struct run_facts {
	struct meter meter;
	const struct services *services;
	direction_known_fn *known;	/* of run_options; may be NULL */
	const void *known_ctx;
	struct tally *tallies;	/* one a capture */
	struct verdict *verdicts;	/* one a flow */
	struct strpool *pool;
	const char **mac_texts, **vlan_texts;	/* one a set */
	const char **name_texts;	/* by number of hostnames; 0: "" */
	struct record *rows;	/* of captures and of flow CSV */
	size_t n_rows, cap_rows;
	size_t *tables;		/* the first row of each table of flow CSV */
	size_t n_tables, cap_tables;
	uint32_t *order;	/* flows, ARP pairs, handovers, rows */
	size_t n_order, n_repeated;
	const char *extra;	/* names of unknown columns, "" none */
	const char *no_extra;	/* their empty fields */
};

void run_facts_init(struct run_facts *f, const struct meter_options *o,
		    const struct services *services);
void run_facts_release(struct run_facts *f);

/* A run row for a capture, and for an input that could not be read. */
void run_facts_add_capture(struct run_facts *f, const struct capture *c,
			   const struct tally *t);
void run_facts_add_unread(struct run_facts *f, const char *name);
/* The rows of another table of flow CSV follow. */
void run_facts_begin_table(struct run_facts *f);
/* Its strings are interned in f->pool. */
void run_facts_add_record(struct run_facts *f, const struct record *r);

/* Leave out all columns that are not ours. */
void run_facts_drop_extra(struct run_facts *f);

/* Decide directions and sort; nothing may be added afterwards. What several
 * inputs hold, a table and another or its capture, is there once;
 * f->n_repeated counts the others. */
void run_facts_finish(struct run_facts *f);
size_t run_facts_n(const struct run_facts *f);
void run_facts_record(const struct run_facts *f, size_t i,
		      struct record *out);
const struct verdict *run_facts_verdict(const struct run_facts *f, size_t i);

#endif
