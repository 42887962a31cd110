/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a person decided on findings and rules, applied to a baseline.
 *
 * Approving a finding makes rules of exactly the conversations it holds (or
 * changes those that are there), ignoring it makes rules that end. It widens
 * no rule: where a wide one is not enough, an exact one stands beside it. A
 * decision that no rule can carry out is refused, and nothing is changed by it.
 */
#ifndef OTCAP_DECIDE_H
#define OTCAP_DECIDE_H

#include "judge/offer.h"

struct names;

enum verdict_word { DECIDE_NOTHING, DECIDE_APPROVE, DECIDE_IGNORE };

/* Who decides what, and until when. */
struct decision {
	enum verdict_word word;
	const char *by, *note; /* "" none; to ignore needs a note */
	int64_t until_ns;      /* INT64_MAX: does not end */
	int64_t now_ns;
};

/* A finding as its row tells it. */
struct decided_finding {
	enum finding_kind kind;
	uint8_t proto; /* 0 and "" as in struct finding */
	uint32_t client, server;
	uint16_t server_port;
	const struct offer *offers;
	size_t n_offers;
};

/* Empty, approve, ignore or reject, in any case; -1 for another word. */
int decide_parse(const char *word);

/*
 * b is finished, and to be finished again after the last decision; names may be
 * NULL. 0, or -1 with the reason.
 */
int decide_finding(struct baseline *b, const struct names *names,
		   const struct decision *d, const struct decided_finding *f,
		   struct err *e);
/* Rule number i alone. */
int decide_rule(struct baseline *b, size_t i, const struct decision *d,
		struct err *e);

#endif
