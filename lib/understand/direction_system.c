/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What kind of machine an end is, by the TTL that its system begins with:
 * operators, engineers and historians sit at Windows, what they ask is
 * mostly no PC. No more than a hint: there are servers on Windows, and they
 * may be asked by whoever.
 */
#include "understand/direction_pass.h"

enum { WEIGHT_WINDOWS = 3 };

int direction_sign_system(const struct direction *d, size_t i)
{
	const struct talk *t = direction_talk(d, i);
	enum system s0, s1;

	if (!t)
		return 0;
	s0 = talk_system(t, 0);
	s1 = talk_system(t, 1);
	if (s0 == SYSTEM_UNSEEN || s1 == SYSTEM_UNSEEN)
		return 0;
	return WEIGHT_WINDOWS * ((s0 == SYSTEM_WINDOWS) -
				 (s1 == SYSTEM_WINDOWS));
}
