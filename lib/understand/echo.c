/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/echo.h"

#include <stdbool.h>
#include <string.h>

enum { VOTES_MAX = 15, VOTE_BITS = 4 };

static unsigned votes_at(const struct echo *e, unsigned s, size_t k)
{
	return e->votes[k] >> (s * VOTE_BITS) & VOTES_MAX;
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* What was repeated counts one up, what was changed to something else two
 * down: chance, in texts above all, repeats now and then. */
static void vote(struct echo *e, unsigned s, size_t k, bool repeats)
{
	unsigned votes = votes_at(e, s, k);

	if (repeats)
		votes += votes < VOTES_MAX;
	else
		votes -= votes < 2 ? votes : 2;
	e->votes[k] = (uint8_t)(votes << (s * VOTE_BITS) |
				votes_at(e, !s, k) << (!s * VOTE_BITS));
}

void echo_turn(struct echo *e, unsigned s, const uint8_t *p, size_t n)
{
	const uint8_t *own = e->head[s], *peer = e->head[!s];
	size_t both = smaller(smaller(n, ECHO_OCTETS),
			      smaller(e->len[s], e->len[!s]));

	for (size_t k = 0; k < both; k++)
		if (p[k] != own[k])
			vote(e, s, k, p[k] == peer[k]);
	e->len[s] = (uint8_t)smaller(n, ECHO_OCTETS);
	memcpy(e->head[s], p, e->len[s]);
}

unsigned echo_votes(const struct echo *e, unsigned s)
{
	unsigned most = 0;

	for (size_t k = 0; k < ECHO_OCTETS; k++)
		if (votes_at(e, s, k) > most)
			most = votes_at(e, s, k);
	return most;
}
