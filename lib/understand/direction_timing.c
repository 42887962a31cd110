/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who waits and who answers at once: the gap before an answer is shorter
 * than the gap before the next request.
 */
#include "understand/direction_pass.h"

/* Turns before timing says anything. */
enum { TURNS_ENOUGH = 10 };

/* The class in which the middle one of the gaps lies; -1 without gaps. */
static int median_class(const struct talk_side *s)
{
	unsigned total = 0, passed = 0;

	for (int k = 0; k < GAP_CLASSES; k++)
		total += s->gaps[k];
	if (!total)
		return -1;
	for (int k = 0; k < GAP_CLASSES; k++) {
		passed += s->gaps[k];
		if (passed * 2 > total)
			return k;
	}
	return -1;
}

void direction_timing(struct direction *d)
{
	for (size_t i = 0; i < d->in->flows->n; i++) {
		const struct talk *t = direction_talk(d, i);
		int m0, m1, apart;

		if (!direction_is_open(d, i) || !t || t->turns < TURNS_ENOUGH)
			continue;
		m0 = median_class(&t->side[0]);
		m1 = median_class(&t->side[1]);
		if (m0 < 0 || m1 < 0 || m0 == m1)
			continue;
		apart = m0 > m1 ? m0 - m1 : m1 - m0;
		direction_rule(d, i, m0 > m1 ? SIDE_0 : SIDE_1,
			       apart >= 3 ? GROUND_TIMING :
					    GROUND_TIMING_WEAK);
	}
}
