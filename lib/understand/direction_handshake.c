/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The opening of a TCP connection shows who opened it, which is mostly, not
 * always, the client.
 */
#include "understand/direction_pass.h"

#include "read/packet.h"

/* The side that opened the connection, or SIDE_NONE. */
static enum side opener(const struct flow *f)
{
	unsigned syn0 = f->side[0].seen & SEEN_SYN;
	unsigned syn1 = f->side[1].seen & SEEN_SYN;

	if (syn0 && syn1)
		return f->first_side;
	if (syn0 || syn1)
		return syn0 ? SIDE_0 : SIDE_1;
	for (unsigned s = 0; s < 2; s++)
		if (f->side[s].seen & (SEEN_SYN_ACK | SEEN_REFUSAL))
			return !s;
	return SIDE_NONE;
}

static bool is_only_refused(const struct flow *f, unsigned s)
{
	return !(f->side[s].seen & SEEN_SYN) &&
	       !(f->side[!s].seen & SEEN_SYN_ACK);
}

void direction_handshake(struct direction *d)
{
	for (size_t i = 0; i < d->in->flows->n; i++) {
		const struct flow *f = flowtab_at(d->in->flows, i);
		struct verdict *v = &d->verdicts[i];
		enum side s = SIDE_NONE;

		if (flow_proto(f) == IP_TCP)
			s = opener(f);
		if (s == SIDE_NONE)
			continue;
		v->initiator = (uint8_t)s;
		if (f->side[0].seen & f->side[1].seen & SEEN_SYN)
			v->quirks |= QUIRK_CONFLICT;
		direction_rule(d, i, s, is_only_refused(f, s) ?
						GROUND_REFUSAL :
						GROUND_HANDSHAKE);
	}
}
