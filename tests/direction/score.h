/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is right and what is wrong, added up over all captures and cuts.
 */
#ifndef DIRECTION_SCORE_H
#define DIRECTION_SCORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "rules.h"

struct record;
struct trial;
struct conversation;

enum { CUTS = 6 };	/* of each conversation: 0 to 5 packets */
enum { METHODS = N_RULES + 1 };		/* otcap, then the rules */

struct share {
	unsigned long n, right;
};

/* One verdict of otcap's on a conversation whose truth is known. */
struct judged {
	const struct conversation *talk;
	const char *capture;	/* borrowed until the end */
	uint64_t client, server;	/* true endpoints */
	unsigned cut, ground;
	uint8_t proto, evidence, confidence;
	bool lowered;		/* by a conflict, say: not what its ground
				 * says by itself */
	bool apart;		/* plant, and its messages are known only from
				 * our own reading of the protocol, like the
				 * plant's: proves nothing */
	uint16_t quirks;
	bool right[METHODS];
	bool payload;		/* some is left */
	char family[24], wanted[48];
};

struct score {
	struct judged *all;
	size_t n, cap;
};

void score_add(struct score *s, const struct judged *j);
void score_release(struct score *s);
/* How often each ground is right, what follows from that, what it says. */
void score_print_fit(const struct score *s);
/* The tables; real: of captures, not the plant. */
void score_print(struct score *s, bool real);
/* Every wrong verdict and, of the plant, every quirk missed or amiss. */
void score_print_wrong(const struct score *s, FILE *f, bool real);

#endif
