/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who repeats whom, in a protocol that nobody knows.
 *
 * An answer mostly repeats something of its question, at the same place: a
 * transaction number, the function, an address. Whoever asks brings a new
 * value there, whoever answers repeats it, and the other way round it cannot
 * be: a question that had the value of the answer before it has that of the
 * question before it, too, so it brings nothing new. The first octets of
 * each turn are compared. How fast somebody answers does not matter.
 *
 * What it cannot tell: an acknowledgement that repeats the number of what was
 * sent unasked looks like an answer.
 */
#ifndef OTCAP_ECHO_H
#define OTCAP_ECHO_H

#include <stddef.h>
#include <stdint.h>

enum { ECHO_OCTETS = 12 };

/* All zero to begin with. */
struct echo {
	uint8_t head[2][ECHO_OCTETS];	/* of each side's last turn */
	uint8_t votes[ECHO_OCTETS];	/* half an octet a side: that it
					 * repeats what is new here */
	uint8_t len[2];			/* octets of the heads */
};

/* A turn of side s begins with these octets. */
void echo_turn(struct echo *e, unsigned s, const uint8_t *p, size_t n);

/* At its best place, how often side s repeated what was new there, less twice
 * how often it did not; 0 to 15. */
unsigned echo_votes(const struct echo *e, unsigned s);

#endif
