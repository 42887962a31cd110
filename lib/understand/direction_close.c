/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who hangs up after the other had the last word has heard the answer it
 * wanted. Who does so after its own last word tells nothing: a client says
 * goodbye, a server has waited long enough.
 *
 * Wrong where a server closes on a question that it does not like; then the
 * endpoint's other connections mostly say otherwise.
 */
#include "understand/direction_pass.h"

enum weight { WEIGHT_LEFT = 9, WEIGHT_LEFT_OTHERS = 6 };

static int left_by(const struct talk *t)
{
	if (!t)
		return 0;
	return (t->end == TALK_LEFT_BY_0) - (t->end == TALK_LEFT_BY_1);
}

void direction_close_init(struct direction *d)
{
	for (size_t k = 0; k < d->n_talking; k++) {
		size_t i = d->talking[k];
		int left = left_by(direction_talk(d, i));

		for (unsigned s = 0; s < 2 && left; s++)
			direction_group(d, i, s)->left += s ? -left : left;
	}
}

int direction_sign_close(const struct direction *d, size_t i)
{
	int own = left_by(direction_talk(d, i));
	int all = direction_group(d, i, 0)->left -
		  direction_group(d, i, 1)->left;

	if (own * all > 0)
		return own * WEIGHT_LEFT;
	/* Of the other connections of both ends. */
	if (all - 2 * own == 0)
		return 0;
	return all - 2 * own > 0 ? WEIGHT_LEFT_OTHERS : -WEIGHT_LEFT_OTHERS;
}
