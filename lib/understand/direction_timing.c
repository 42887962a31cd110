/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who waits and who answers at once: the gap before an answer is shorter
 * than the gap before the next request. Flows of one endpoint are heard
 * together.
 */
#include "understand/direction_pass.h"

/* Turns before timing says anything. */
enum { TURNS_ENOUGH = 6 };

/* Gaps by powers of two: eight times as long, and from 131 ms or 2.1 s on.
 * Below it may be a slow server whose client asks again at once; then what is
 * less than thirty-two times as long says next to nothing. */
enum { FAR_APART = 3, FURTHER_APART = 5, LONG_GAP = 17, LONGEST_GAP = 21 };

enum weight {
	WEIGHT_CLEAR = 8,
	WEIGHT_LONG = 5,
	WEIGHT_QUICK = 4,
	WEIGHT_NEAR = 1,
	WEIGHT_OF_MANY = 3
};

/* Conversations of an endpoint that say more together, and how much they must
 * say in the mean. */
enum { MANY = 3, MOSTLY = 3 };

/* Turns before intervals can be compared. */
enum { TURNS_REGULAR = 30 };

/*
 * Intervals that change a tenth less than the other's, and by so many standard
 * errors: chance alone does that in one conversation of fifty, or of
 * a thousand. The share keeps out the other clock, that of a controller whose
 * answers wait for its cycle: it shows in long samples, but hardly.
 */
enum { STEADIER_NUM = 11, STEADIER_DEN = 10 };
static const struct {
	float errors;
	int weight;
} clocks[] = { { 3.2F, 9 }, { 2.3F, 3 } };

/* The class in which the middle one of the gaps lies; -1 without gaps. */
static int median_class(const struct talk_pace *s)
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

/*
 * Who asks by the clock, however long it takes to be answered: the other's
 * turns have its unsteadiness and their own. Each change was compared with the
 * one before it and the one after it, so the squares are of twice as many
 * differences as there are.
 */
static int regularity_of(const struct talk *t)
{
	const float *w = t->clock.wobble;
	unsigned steady = w[1] < w[0];
	float apart = w[!steady] - w[steady];

	if (t->turns < TURNS_REGULAR ||
	    w[!steady] * STEADIER_DEN < w[steady] * STEADIER_NUM)
		return 0;
	for (size_t k = 0; k < sizeof clocks / sizeof *clocks; k++)
		if (2 * apart * apart >=
		    clocks[k].errors * clocks[k].errors * t->clock.squares)
			return steady ? -clocks[k].weight : clocks[k].weight;
	return 0;
}

static int weight_of(int longer, int shorter)
{
	int apart = longer - shorter;

	if (apart >= FAR_APART && longer >= LONG_GAP)
		return longer >= LONGEST_GAP ? WEIGHT_CLEAR : WEIGHT_LONG;
	if (apart >= FURTHER_APART)
		return WEIGHT_QUICK;
	return apart ? WEIGHT_NEAR : 0;
}

int direction_timing_alone(const struct direction *d, size_t i)
{
	const struct talk *t = direction_talk(d, i);
	int m0, m1, weight;

	/* Where both ask, each waits and each answers. */
	if (!t || t->turns < TURNS_ENOUGH || direction_is_two_way(t))
		return 0;
	m0 = median_class(&t->pace[0]);
	m1 = median_class(&t->pace[1]);
	if (m0 < 0 || m1 < 0)
		return 0;
	weight = weight_of(m0 > m1 ? m0 : m1, m0 > m1 ? m1 : m0);
	return (m0 > m1 ? weight : -weight) + regularity_of(t);
}

void direction_timing_init(struct direction *d)
{
	for (size_t k = 0; k < d->n_talking; k++) {
		size_t i = d->talking[k];
		int weight = direction_timing_alone(d, i);

		for (unsigned s = 0; s < 2 && weight; s++) {
			struct group *g = direction_group(d, i, s);

			g->timing += s ? -weight : weight;
			g->n_timed++;
			d->hosts[g->host].timing += s ? -weight : weight;
			d->hosts[g->host].n_timed++;
		}
	}
}

/* Rounded away from 0. */
static int mean(int sum, int n)
{
	if (!sum)
		return 0;
	return sum > 0 ? (sum + n - 1) / n : (sum - n + 1) / n;
}

/* Several services of one client, or several clients of one service, are
 * slow or quick each for themselves: for this end's being the client. */
static int said_by_many(const struct group *g)
{
	int32_t n = (int32_t)g->n_timed;

	if (n < MANY || (g->timing < MOSTLY * n && g->timing > -MOSTLY * n))
		return 0;
	return g->timing > 0 ? WEIGHT_OF_MANY : -WEIGHT_OF_MANY;
}

int direction_sign_timing(const struct direction *d, size_t i)
{
	const struct group *g0 = direction_group(d, i, 0);
	const struct group *g1 = direction_group(d, i, 1);
	int says = mean(g0->timing - g1->timing,
			(int)(g0->n_timed + g1->n_timed));

	/* Ports that tell which of the two it is do so alone: a client that
	 * comes again meets the same slow server. */
	if (!g0->fan && !g1->fan)
		says += said_by_many(g0) - said_by_many(g1);
	return says;
}
