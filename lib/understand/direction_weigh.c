/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where no message and no handshake decides: signs of several kinds are
 * weighed against each other. The strongest one on the winning side is the
 * evidence; how sure it is depends on whether another kind backs or disputes
 * it.
 */
#include "understand/direction_pass.h"

enum kind { KIND_STRUCTURE, KIND_WORDS, KIND_TIMING, KIND_CLOSE,
	    KIND_SYSTEM, KIND_PORT, N_KINDS };

static const struct sign {
	int (*weight)(const struct direction *d, size_t i);
	enum kind kind;
} signs[] = {
	{ direction_sign_pattern, KIND_STRUCTURE },
	{ direction_sign_fan, KIND_STRUCTURE },
	{ direction_sign_shared, KIND_STRUCTURE },
	{ direction_sign_sequence, KIND_STRUCTURE },
	{ direction_sign_role, KIND_STRUCTURE },
	{ direction_sign_pair, KIND_STRUCTURE },
	{ direction_sign_call, KIND_STRUCTURE },
	{ direction_sign_two_way, KIND_WORDS },
	{ direction_sign_echo, KIND_WORDS },
	{ direction_sign_timing, KIND_TIMING },
	{ direction_sign_habit, KIND_TIMING },
	{ direction_sign_close, KIND_CLOSE },
	{ direction_sign_system, KIND_SYSTEM },
	{ direction_sign_table, KIND_PORT },
	{ direction_sign_range, KIND_PORT },
};

static const struct {
	uint8_t backed, disputed;
} ground_of[N_KINDS] = {
	[KIND_STRUCTURE] = { GROUND_FAN_BACKED, GROUND_FAN_DISPUTED },
	[KIND_WORDS] = { GROUND_ECHO_BACKED, GROUND_ECHO_DISPUTED },
	[KIND_TIMING] = { GROUND_TIMING_BACKED, GROUND_TIMING_DISPUTED },
	[KIND_CLOSE] = { GROUND_CLOSE_BACKED, GROUND_CLOSE_DISPUTED },
	/* Alone it is never backed: what backs weighs more. */
	[KIND_SYSTEM] = { GROUND_SYSTEM, GROUND_SYSTEM_DISPUTED },
	[KIND_PORT] = { GROUND_PORT_BACKED, GROUND_PORT_DISPUTED },
};

/* A kind by itself: its strength tells. */
static enum ground ground_alone(enum kind kind, int strength)
{
	switch (kind) {
	case KIND_WORDS:
		return strength > 5 ? GROUND_ECHO : GROUND_ECHO_FEW;
	case KIND_TIMING:
		if (strength > 7)
			return GROUND_TIMING;
		if (strength > 4)
			return GROUND_TIMING_LONG;
		return strength > 2 ? GROUND_TIMING_QUICK : GROUND_TIMING_NEAR;
	case KIND_PORT:
		if (strength > 13)
			return GROUND_PORT;
		if (strength > 9)
			return GROUND_PORT_TABLE;
		return strength > 5 ? GROUND_PORT_RANGE : GROUND_PORT_WEAK;
	case KIND_CLOSE:
		return GROUND_CLOSE;
	case KIND_SYSTEM:
		return GROUND_SYSTEM;
	case KIND_STRUCTURE:
		return strength > 3 ? GROUND_FAN : GROUND_FAN_FEW;
	case N_KINDS:
		break;
	}
	return GROUND_FAN;
}

/* What another kind must weigh to back a verdict, and to dispute it. */
enum { BACKS = 6, DISPUTES = 3 };

static enum ground ground_disputed(enum kind kind, int strength)
{
	if (kind == KIND_TIMING && strength <= 7)
		return GROUND_TIMING_DOUBTED;
	return (enum ground)ground_of[kind].disputed;
}

static enum ground ground_by(const int by_kind[N_KINDS], int sum)
{
	int direction = sum > 0 ? 1 : -1, best = 0, company = 0;

	for (int k = 1; k < N_KINDS; k++)
		if (by_kind[k] * direction > by_kind[best] * direction)
			best = k;
	for (int k = 0; k < N_KINDS; k++) {
		int weight = by_kind[k] * direction;

		if (k == best)
			continue;
		if (weight <= -DISPUTES)
			return ground_disputed((enum kind)best,
					       by_kind[best] * direction);
		company |= weight >= BACKS;
	}
	return company ? (enum ground)ground_of[best].backed :
			 ground_alone((enum kind)best,
				      by_kind[best] * direction);
}

static void weigh(struct direction *d, size_t i)
{
	int by_kind[N_KINDS] = { 0 }, sum = 0;

	for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
		by_kind[signs[k].kind] += signs[k].weight(d, i);
	for (int k = 0; k < N_KINDS; k++)
		sum += by_kind[k];
	if (!sum)
		return;
	direction_rule(d, i, sum > 0 ? SIDE_0 : SIDE_1,
		       direction_sign_pattern(d, i) * sum > 0 ?
			       GROUND_PATTERN : ground_by(by_kind, sum));
}

static bool any_open(const struct direction *d)
{
	for (size_t i = 0; i < d->in->flows->n; i++)
		if (direction_is_open(d, i))
			return true;
	return false;
}

void direction_weigh(struct direction *d)
{
	if (!any_open(d))
		return;
	direction_structure_init(d);
	direction_timing_init(d);
	direction_close_init(d);
	direction_pairs_init(d);
	for (size_t i = 0; i < d->in->flows->n; i++)
		if (direction_is_open(d, i))
			weigh(d, i);
}

void direction_first(struct direction *d)
{
	for (size_t i = 0; i < d->in->flows->n; i++)
		if (direction_is_open(d, i))
			direction_rule(d, i,
				       flowtab_at(d->in->flows, i)->first_side,
				       GROUND_FIRST);
}
