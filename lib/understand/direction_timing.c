/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who waits and who answers at once: the gap before an answer is shorter
 * than the gap before the next request. Flows of one endpoint are heard
 * together.
 */
#include "understand/direction_pass.h"

/* Turns before timing says anything. */
enum { TURNS_ENOUGH = 10 };

/* Gaps by powers of two: eight times as long, and from 131 ms on. Below it
 * may be a slow server whose client asks again at once. */
enum { FAR_APART = 3, LONG_GAP = 17 };

enum weight { WEIGHT_CLEAR = 8, WEIGHT_QUICK = 3, WEIGHT_NEAR = 1,
	      WEIGHT_HABIT = 2 };

/* Turns before intervals can be compared, and before they say much. */
enum { TURNS_REGULAR = 30, TURNS_MANY = 60 };

/* Intervals that differ a quarter less than the other's, or two sevenths
 * less: without a clock chance makes as much of a difference in one
 * conversation of ten, or of fifty, when both ends are equally fast. */
static const struct {
	uint8_t steady, other;
	uint8_t weight, weight_of_many;
} clocks[] = { { 5, 7, 3, 8 }, { 4, 5, 2, 4 } };

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

/* Who asks by the clock, however long it takes to be answered: the other's
 * turns have its unsteadiness and their own. */
static int regularity_of(const struct talk *t)
{
	uint64_t w0 = t->pace[0].wobble_us, w1 = t->pace[1].wobble_us;
	uint64_t steady = w0 < w1 ? w0 : w1, other = w0 < w1 ? w1 : w0;

	if (t->turns < TURNS_REGULAR)
		return 0;
	for (size_t k = 0; k < sizeof clocks / sizeof *clocks; k++) {
		int weight = t->turns < TURNS_MANY ? clocks[k].weight :
						     clocks[k].weight_of_many;

		if (steady * clocks[k].other < other * clocks[k].steady)
			return w0 < w1 ? weight : -weight;
	}
	return 0;
}

/* As a sign, of this flow alone. */
static int timing_of(const struct direction *d, size_t i)
{
	const struct talk *t = direction_talk(d, i);
	int m0, m1, apart, weight;

	/* Where both ask, each waits and each answers. */
	if (!t || t->turns < TURNS_ENOUGH || direction_is_two_way(t))
		return 0;
	m0 = median_class(&t->pace[0]);
	m1 = median_class(&t->pace[1]);
	if (m0 < 0 || m1 < 0)
		return 0;
	apart = m0 > m1 ? m0 - m1 : m1 - m0;
	if (apart < FAR_APART)
		weight = apart ? WEIGHT_NEAR : 0;
	else
		weight = (m0 > m1 ? m0 : m1) >= LONG_GAP ? WEIGHT_CLEAR :
							   WEIGHT_QUICK;
	return (m0 > m1 ? weight : -weight) + regularity_of(t);
}

void direction_timing_init(struct direction *d)
{
	for (size_t i = 0; i < d->in->flows->n; i++) {
		int weight = direction_talk(d, i) ? timing_of(d, i) : 0;

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

int direction_sign_timing(const struct direction *d, size_t i)
{
	const struct group *g0 = direction_group(d, i, 0);
	const struct group *g1 = direction_group(d, i, 1);

	return mean(g0->timing - g1->timing,
		    (int)(g0->n_timed + g1->n_timed));
}

/* Which of the two hosts mostly asks, by the timing of all their flows. */
int direction_sign_habit(const struct direction *d, size_t i)
{
	const struct host_groups *h0 =
		&d->hosts[direction_group(d, i, 0)->host];
	const struct host_groups *h1 =
		&d->hosts[direction_group(d, i, 1)->host];
	int sum = h0->timing - h1->timing;
	int n = (int)(h0->n_timed + h1->n_timed);

	if (n <= 2 || (sum < n && sum > -n))
		return 0;
	return sum > 0 ? WEIGHT_HABIT : -WEIGHT_HABIT;
}
