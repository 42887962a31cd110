/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Conversations that turned: the server of a rule asks, or opens, where the
 * rule says that it only answers.
 */
#ifndef OTCAP_DETECT_REVERSED_H
#define OTCAP_DETECT_REVERSED_H

#include "judge/detect_work.h"

struct reversal {
	const struct rule *rule;	/* of the other direction; NULL: none */
	enum role actor;		/* who asks, or opens, against it */
	bool asks;			/* else it only opens */
	uint16_t port;			/* the service's */
};

/* Never for a direction that is less than sure, in the record or the rule. */
struct reversal flow_reversal(const struct scene *s, size_t record);

#endif
