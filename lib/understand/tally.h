/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What became of the packets of one capture: a class for each, and what else
 * the coverage has to say. Counters only.
 */
#ifndef OTCAP_TALLY_H
#define OTCAP_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "ground/text.h"
#include "read/scope.h"

/* Link types that one capture may bring and we do not read. */
enum { TALLY_LINKTYPES = 8 };

struct capture;

struct tally {
	uint64_t scope[N_SCOPES];
	uint64_t copies;	/* that the mirror port sent again */
	uint64_t tunnelled;	/* packets that were inside others */
	uint64_t tso;		/* IP length 0, taken from the frame */
	uint64_t unmetered;	/* in scope, but the flow table was full */
	uint64_t arp_unlisted;	/* ARP, but its tables were full */
	uint64_t names_unlisted;	/* names without room in their table */
	uint64_t claims_unlisted;	/* of an address, but the table of
					 * their holders was full */
	uint64_t calls_unlisted;	/* to a group, but the table of callers
					 * was full */
	uint64_t hints_unlisted;	/* endpoints that messages named, but
					 * their table was full */
	struct {
		uint16_t linktype;
		uint64_t n;
	} other[TALLY_LINKTYPES];	/* n 0: unused; the last counts all
					 * that find no place */
};

void tally_linktype(struct tally *t, uint16_t linktype);
uint64_t tally_in_scope(const struct tally *t);
uint64_t tally_set_aside(const struct tally *t);
/* The operations of a run row: sorted "word:count" tokens. c may be NULL:
 * an input that could not be read. */
void tally_put(const struct tally *t, const struct capture *c,
	       struct text *out);

#endif
