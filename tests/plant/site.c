/* SPDX-License-Identifier: BSD-3-Clause */
#include "site.h"

#include "mirror.h"

enum stream { STREAM_PLAN = 41, STREAM_HABITS, STREAM_VISITS, STREAM_NOISE,
	      STREAM_MIRROR, STREAM_HAPPENINGS };

/*
 * Seed 1 is the week to learn; everything happens in one of the others. Every
 * other seed draws each happening with a chance of 1 in 3.
 */
static const unsigned table[] = {
	[1] = 0,
	[2] = MIDSTREAM | SWITCH_OVER,
	[3] = LOSS | ONE_SIDED | REBOOT_HMI | LAPTOP_AWAY,
	[4] = COPIES | ROUTER_FAILS | MIDSTREAM,
	[5] = RELAYED | SWITCH_OVER | SWITCH_BACK,
	[6] = HALF_LENGTH | MIDSTREAM | REBOOT_HMI,
	[7] = CLOCK_STEP | BOTH_ROUTE | LAPTOP_OFTEN,
	[8] = CUT | REBOOT_PLC | CARD_FAILS,
	[9] = DOUBLE_LENGTH | SWITCH_OVER | LAPTOP_OFTEN,
	[10] = B_IS_ACTIVE | MIDSTREAM | ONE_SIDED | LAPTOP_AWAY |
	       ROUTER_FAILS,
	[11] = LOSS | COPIES | RELAYED | ONE_SIDED | CLOCK_STEP | CUT |
	       MIDSTREAM | REBOOT_HMI | REBOOT_PLC | SWITCH_OVER |
	       SWITCH_BACK | ROUTER_FAILS | BOTH_ROUTE | CARD_FAILS |
	       LAPTOP_OFTEN,
};

unsigned site_happenings(uint64_t seed)
{
	struct rng r;
	unsigned set = 0;

	if (seed < sizeof table / sizeof *table)
		return table[seed];
	rng_init(&r, seed, STREAM_HAPPENINGS);
	for (unsigned bit = REBOOT_HMI; bit <= DOUBLE_LENGTH; bit <<= 1)
		if (rng_one_in(&r, 3))
			set |= bit;
	return set;
}

int64_t site_at(const struct site *s, int day, int second)
{
	return s->begin + ((int64_t)day * DAY_S + second) * NS_PER_S;
}

int64_t site_between(const struct site *s, int day, int from_s, int to_s)
{
	return sim_between(s->sim, site_at(s, day, from_s),
			   site_at(s, day, to_s));
}

/* Half a minute passes until the other one has noticed. */
static void add_reign(struct site *s, int64_t from, enum machine who)
{
	if (s->n_reigns)
		s->reigns[s->n_reigns - 1].until = from - 20 * NS_PER_S;
	s->reigns[s->n_reigns++] = (struct reign){
		from, s->end + DAY_S * NS_PER_S, who };
}

static void plan_reigns(struct site *s)
{
	bool b = s->happenings & B_IS_ACTIVE;
	int64_t t;

	add_reign(s, s->begin - 100 * NS_PER_S, b ? SCADA_B : SCADA_A);
	if (!(s->happenings & SWITCH_OVER))
		return;
	t = site_between(s, s->days / 2, 320, 450);
	add_reign(s, t, SCADA_B);
	if (s->happenings & SWITCH_BACK)
		add_reign(s, t + 240 * NS_PER_S, SCADA_A);
}

const struct reign *site_reign(const struct site *s, int64_t t)
{
	int i = s->n_reigns - 1;

	while (i && s->reigns[i].from > t)
		i--;
	return &s->reigns[i];
}

void site_init(struct site *s, struct sim *sim, unsigned happenings)
{
	*s = (struct site){ .sim = sim, .happenings = happenings,
			    .begin = week_begin(sim->seed),
			    .days = WEEK_DAYS };
	if (happenings & DOUBLE_LENGTH)
		s->days = 2 * WEEK_DAYS;
	else if (happenings & HALF_LENGTH)
		s->days = WEEK_DAYS / 2;
	s->end = site_at(s, s->days, 0);
	sim_stream(sim, STREAM_PLAN);
	plan_reigns(s);
}

void site_run(struct site *s)
{
	sim_stream(s->sim, STREAM_HABITS);
	site_habits(s);
	sim_stream(s->sim, STREAM_VISITS);
	site_visits(s);
	sim_stream(s->sim, STREAM_NOISE);
	site_noise(s);
}

void site_finish(struct site *s)
{
	struct mirror m = { .week = s->begin, .happenings = s->happenings,
			    .busy = site_host(s->reigns[0].who),
			    .router = site_host(ROUTERS) };

	tape_sort(&s->sim->tape);
	tape_trim(&s->sim->tape, s->begin, s->end);
	site_rewrite_macs(s);
	tape_number(&s->sim->tape, s->sim->seed);
	sim_stream(s->sim, STREAM_MIRROR);
	mirror_spoil(s->sim, &m);
}
