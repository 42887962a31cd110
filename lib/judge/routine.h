/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Packets of routine: of conversations that a rule for operation or background
 * allows and no finding is about. All the rest is worth a look: maintenance,
 * what no rule names, and whatever a finding holds.
 *
 * A conversation is routine as a whole or not at all, so what led to a finding
 * is not torn out of its context. A later fragment goes with the first one of
 * its datagram; one that came before it is not routine, nobody knows yet.
 */
#ifndef OTCAP_ROUTINE_H
#define OTCAP_ROUTINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct detect_input;
struct packet;
struct routine;

/* Looks for findings; in has a baseline, and is borrowed for the call. */
struct routine *routine_new(const struct detect_input *in, uint64_t hash_seed);
void routine_free(struct routine *r);			/* NULL is fine */
/* The packets come once more from the first. */
void routine_restart(struct routine *r);
/* In the order of the capture; ports of a fragment are filled in. */
bool routine_has(struct routine *r, struct packet *p);

/* How many flows there are, and how many of them are routine. */
size_t routine_n_flows(const struct routine *r);
size_t routine_n_routine(const struct routine *r);

#endif
