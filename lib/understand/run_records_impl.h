/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The parts of run_records among themselves. A record has a number before they
 * are sorted: the flows, the ARP pairs, the handovers, then the rows. Private
 * to run_records*.c.
 */
#ifndef OTCAP_RUN_RECORDS_IMPL_H
#define OTCAP_RUN_RECORDS_IMPL_H

#include "understand/run_records.h"

/* The texts that records refer to. */
void run_records_texts(struct run_facts *f);
/* How many records the captures make, besides their own rows. */
size_t run_records_n_built(const struct run_facts *f);
/* Record number i. */
void run_records_build(const struct run_facts *f, size_t i,
		       struct record *out);
/* f->order, without what several inputs hold. */
void run_records_order(struct run_facts *f);

#endif
