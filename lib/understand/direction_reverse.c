/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Servers that command their clients, in the same flow: both ends ask and
 * both are answered (two control centres, two controllers, two ADS routers),
 * or the server makes a request that its protocol gives to the server's end
 * (S7 asks the programming device for the blocks it is to be loaded with).
 *
 * Who opened the connection has nothing to do with it (an outstation that
 * calls its master is asked all the same), and what is only told unasked is
 * no command (reports, notifications, link tests).
 */
#include "understand/direction_pass.h"

enum { MOSTLY = 4, MORE = 2 };

enum weight { WEIGHT_MOSTLY = 8, WEIGHT_MORE = 5 };

static int weight_of(unsigned more, unsigned fewer)
{
	if (more >= MOSTLY * fewer)
		return WEIGHT_MOSTLY;
	return more >= MORE * fewer ? WEIGHT_MORE : 0;
}

/* Who asks far more is the client. */
int direction_sign_two_way(const struct direction *d, size_t i)
{
	const struct talk *t = direction_talk(d, i);
	unsigned by0, by1;

	if (!t || !direction_is_two_way(t))
		return 0;
	by0 = t->side[0].requests;
	by1 = t->side[1].requests;
	return by0 > by1 ? weight_of(by0, by1) : -weight_of(by1, by0);
}

void direction_reverse(struct direction *d)
{
	for (size_t k = 0; k < d->n_talking; k++) {
		size_t i = d->talking[k];
		const struct talk *t = direction_talk(d, i);
		struct verdict *v = &d->verdicts[i];

		if (!t->protocol || v->evidence == EVIDENCE_PEER)
			continue;
		if (t->reverse[!v->client] || direction_is_two_way(t))
			v->quirks |= QUIRK_REVERSE_COMMANDS;
	}
}
