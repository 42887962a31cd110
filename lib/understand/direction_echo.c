/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Unknown protocols, and those whose messages do not tell: who repeats what
 * the other brought. Stronger than time, which a slow server turns round; not
 * stronger than all structure, because whoever only acknowledges repeats, too.
 */
#include "understand/direction_pass.h"

#include "understand/inspect.h"

/* Equal octets by chance, in lengths above all, are fewer. */
enum { ECHO_ENOUGH = 4, ECHO_FEW = 3, ECHO_CHANCE = 4 };

enum weight { WEIGHT_ECHO = 11, WEIGHT_ECHO_FEW = 5 };

int direction_sign_echo(const struct direction *d, size_t i)
{
	const struct talk *t = direction_talk(d, i);
	const struct echo *e;
	unsigned by0, by1, most, less;
	int weight;

	if (!t || !t->echo)
		return 0;
	e = &d->in->inspect->echoes[t->echo - 1];
	by0 = echo_votes(e, 0);
	by1 = echo_votes(e, 1);
	most = by0 > by1 ? by0 : by1;
	less = by0 > by1 ? by1 : by0;
	if (most < ECHO_FEW || less * ECHO_CHANCE > most)
		return 0;
	weight = most < ECHO_ENOUGH ? WEIGHT_ECHO_FEW : WEIGHT_ECHO;
	return by1 == most ? weight : -weight;
}
