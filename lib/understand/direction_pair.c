/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What other conversations of the same two machines say, and those of each
 * with others: whoever asks in those mostly asks in this one, too.
 *
 * Not those of the same endpoint: a server that is slow is so in all of them,
 * and is heard once.
 */
#include "understand/direction_pass.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/sort.h"

/* What a sure verdict says, as signs do; and from how many conversations on
 * they say much, and how clearly. */
enum { SURE = 8, MANY = 3, CLEARLY = 2 };

enum weight { WEIGHT_MANY = 6, WEIGHT_FEW = 2, WEIGHT_HABIT = 2 };

static int by_addrs(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	return x->addrs < y->addrs ? -1 : x->addrs > y->addrs;
}

/* A flow by itself; 0 where it says nothing. */
static int said_by(const struct direction *d, size_t i)
{
	if (direction_is_open(d, i))
		return direction_sign_timing(d, i) +
		       direction_sign_close(d, i) + direction_sign_echo(d, i) +
		       direction_sign_two_way(d, i);
	if (!direction_is_sure(d, i))
		return 0;
	return d->verdicts[i].client == SIDE_0 ? SURE : -SURE;
}

void direction_pairs_init(struct direction *d)
{
	size_t n = 0;

	d->pairs = xcalloc(d->n_talking, sizeof *d->pairs);
	for (size_t k = 0; k < d->n_talking; k++) {
		size_t i = d->talking[k];
		int said = said_by(d, i), timing = direction_timing_alone(d, i);

		if (said || timing)
			d->pairs[n++] = (struct pair){
				flowtab_at(d->in->flows, i)->key.addrs,
				said, said != 0, timing, timing != 0
			};
	}
	sort_array(d->pairs, n, sizeof *d->pairs, by_addrs);
	for (size_t i = 0; i < n; i++) {
		struct pair *last = &d->pairs[d->n_pairs - !!d->n_pairs];

		if (d->n_pairs && last->addrs == d->pairs[i].addrs) {
			last->said += d->pairs[i].said;
			last->n += d->pairs[i].n;
			last->timing += d->pairs[i].timing;
			last->n_timed += d->pairs[i].n_timed;
		} else {
			d->pairs[d->n_pairs++] = d->pairs[i];
		}
	}
}

static const struct pair *pair_of(const struct direction *d, size_t i)
{
	const struct pair key = {
		.addrs = flowtab_at(d->in->flows, i)->key.addrs
	};

	return d->n_pairs ? bsearch(&key, d->pairs, d->n_pairs, sizeof key,
				    by_addrs) : NULL;
}

int direction_sign_pair(const struct direction *d, size_t i)
{
	const struct pair *p = pair_of(d, i);
	int own, said, n, weight;

	if (!p || direction_group(d, i, 0)->n > 1 ||
	    direction_group(d, i, 1)->n > 1)
		return 0;
	own = direction_talk(d, i) ? said_by(d, i) : 0;
	said = p->said - own;
	n = (int)p->n - !!own;
	if (said < CLEARLY * n && said > -CLEARLY * n)
		return 0;
	weight = n >= MANY ? WEIGHT_MANY : n ? WEIGHT_FEW : 0;
	return said > 0 ? weight : -weight;
}

/* Which of the two hosts mostly asks, by the timing of its conversations with
 * others. */
int direction_sign_habit(const struct direction *d, size_t i)
{
	const struct host_groups *h0 =
		&d->hosts[direction_group(d, i, 0)->host];
	const struct host_groups *h1 =
		&d->hosts[direction_group(d, i, 1)->host];
	const struct pair *p = pair_of(d, i);
	int sum = h0->timing - h1->timing - (p ? 2 * p->timing : 0);
	int n = (int)(h0->n_timed + h1->n_timed - (p ? 2 * p->n_timed : 0));

	if (!n || (sum < n && sum > -n))
		return 0;
	return sum > 0 ? WEIGHT_HABIT : -WEIGHT_HABIT;
}
