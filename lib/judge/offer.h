/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What approving a finding would make a rule of: one conversation, as a line
 * that survives a spreadsheet's cell and that a person can read.
 *
 *	tcp 10.0.0.1 -> 10.0.0.2:502 service=modbus opened=client (and on)
 *	operations=read:coils seen=1698375600-1698379200/1/1/0/0/120/1800/1
 *	by=handshake/99
 *
 * seen: first and last second, then flows, answered ones, and the most of short
 * sessions in ten minutes, errors, packets, payload and sessions in an hour, so
 * that what was approved is also the measure from then on.
 *
 * It does not decide what is offered (learn_offer) nor what becomes of it
 * (decide).
 */
#ifndef OTCAP_OFFER_H
#define OTCAP_OFFER_H

#include "judge/baseline_edit.h"
#include "judge/finding.h"

/* What becomes of a baseline when a finding of a kind is approved. */
enum offer_use {
	OFFER_RULES,	 /* its conversations are rules */
	OFFER_DIRECTION, /* and so is who opens them */
	OFFER_PORT,	 /* the client's port of the rule is another */
	OFFER_SERVICE,	 /* the rule says what is spoken there */
	OFFER_GONE,	 /* rules go: what they name is not there */
	OFFER_NOTHING	 /* no rule can allow it */
};

enum offer_use offer_use(enum finding_kind kind);
/* Why not, and what helps instead; of OFFER_NOTHING only. */
const char *offer_refusal(enum finding_kind kind);

struct offer {
	struct memory about;  /* with what was seen; strings are borrowed */
	uint16_t client_port; /* fixed; 0 any */
};

/* One line, without its end. */
void offer_put(struct text *t, const struct offer *o);
/* s is cut into pieces that o borrows; 0, or -1 when it is no such line. */
int offer_parse(char *s, struct offer *o);

#endif
