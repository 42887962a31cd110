/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The pipeline every tool calls: captures or flow CSV in, all flows with
 * their verdicts and the coverage out, as records.
 *
 * Opening and reading are apart, so that a command can close its sandbox
 * between them. Nothing is printed: what went wrong with one input is kept
 * and can be asked for, what could be read is still handed out.
 */
#ifndef OTCAP_RUN_H
#define OTCAP_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ground/err.h"
#include "understand/direction.h"
#include "understand/record.h"

struct services;
struct setaside;

struct run_options {
	const struct services *services;	/* borrowed; NULL: built in */
	uint64_t hash_seed;	/* any; never visible in the output */
	int64_t idle_timeout_ns;	/* 0: a silent flow is never cut */
	uint64_t max_flows;	/* 0: LIMIT_FLOWS */
	bool dedup;		/* leave mirror copies out of the counters */
	bool by_vlan;		/* the VLAN stack is part of the key */
	bool no_payload;	/* payloads are counted, not looked into */
	bool strict;		/* a capture whose last record is cut counts as
				 * damaged */
	struct setaside *aside;	/* gets what captures hold besides flows;
				 * borrowed, may be NULL */
	direction_known_fn *known;	/* evidence of direction; may be NULL */
	const void *known_ctx;	/* borrowed until run_read is done */
	/* Called now and then with packets so far; may be NULL. */
	void (*progress)(void *ctx, uint64_t n_packets);
	void *progress_ctx;
};

struct run;

/*
 * Open every path ("-" is standard input; n 0 means standard input). Inputs
 * that cannot be opened are kept as trouble; NULL only when none could be.
 * paths and options are borrowed until run_free.
 */
struct run *run_open(const char *const *paths, size_t n,
		     const struct run_options *o, struct err *e);
void run_free(struct run *r);				/* NULL is fine */
/* Read all, decide all directions, sort. */
void run_read(struct run *r);

/*
 * What went wrong, each "path: reason": i from 0, NULL when there is no
 * more. Any trouble means exit status 2.
 */
const char *run_trouble(const struct run *r, size_t i);
/* What the reader should be told but is no failure (a cut last record). */
const char *run_warning(const struct run *r, size_t i);

/* Records in their total order; valid after run_read. */
size_t run_n_records(const struct run *r);
void run_record(const struct run *r, size_t i, struct record *out);
/* The verdict behind a record; NULL where the record came from a table or is
 * of no flow. */
const struct verdict *run_verdict(const struct run *r, size_t i);
/* Extra columns of CSV inputs, as ",name,name" text; "" none. */
const char *run_extra_columns(const struct run *r);

#endif
