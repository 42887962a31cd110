/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * By which pattern a server's port should be another one: asked by
 * detect_pattern, answered from the rules by detect_pattern_rules. Shared by
 * these two only.
 */
#ifndef OTCAP_DETECT_PATTERN_H
#define OTCAP_DETECT_PATTERN_H

#include "judge/detect_work.h"
#include "understand/portpattern.h"

struct answered;

/* What the rules of one client and protocol say, and who answers. */
struct habits {
	struct port_spot *spots;	/* owned; sorted, each once */
	size_t n, cap;
	const struct rule **octets;	/* owned: 51000+octet */
	size_t n_octets, cap_octets;
	struct answered *answered;	/* owned; sorted, each once; of all
					 * clients, NULL until asked for */
	size_t n_answered;
};

/* A port that should be another one. */
struct broken {
	uint16_t base, wanted;		/* wanted 0: nothing is broken */
	enum port_rule by;
	const struct rule *rule;	/* NULL: of several rules together */
};

/* Zeroed before, and again for another client or protocol. */
void habits_of(const struct scene *s, const struct record *r,
	       struct habits *h);
void habits_release(struct habits *h);

/* Of a record of the client whose habits they are. */
struct broken broken_by(const struct scene *s, const struct record *r,
			struct habits *h);
/* The rule that the record leaves, if the device has had one. */
const struct rule *broken_left(const struct scene *s, const struct record *r,
			       const struct broken *b);

#endif
