/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Patterns: what several exact rules have in common and one could say. Ports
 * that follow one another, ports that follow the last octet of the server's
 * address, clients that are neighbours.
 *
 * Only rules that agree in status, purpose, note and end are one pattern, and
 * none that would allow what another rule keeps back. The operations are those
 * of all. A range of ports is no more than its rules were; the others also
 * speak of addresses between that were never seen, so a person chooses.
 */
#ifndef OTCAP_FOLD_H
#define OTCAP_FOLD_H

#include "judge/baseline_edit.h"

enum fold_kind { FOLD_PORTS, FOLD_OCTET, FOLD_CLIENTS, N_FOLD_KINDS };

/* Valid during the call. */
struct fold_pattern {
	enum fold_kind kind;
	const struct rule *rule; /* what would stand there */
	const size_t *members;	 /* the rules that it replaces */
	size_t n;
	size_t n_ends; /* ports, servers or clients in them */
};

typedef void fold_fn(void *ctx, const struct fold_pattern *p);

/* All patterns of a kind in a finished baseline, in the order of rules. */
void fold_find(const struct baseline *b, enum fold_kind kind, fold_fn *tell,
	       void *ctx);
/* Put the patterns in place of their rules and finish; how many. */
size_t fold(struct baseline *b, enum fold_kind kind);

#endif
