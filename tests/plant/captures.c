/* SPDX-License-Identifier: BSD-3-Clause */
#include "captures.h"

#include "attack.h"
#include "attack_site.h"
#include "pcap.h"
#include "site.h"
#include "week.h"

enum {
	CUT_BYTES = 23,		/* fewer than any frame has */
	MIDSTREAM_S = 120,
};

static const struct pcap_style plain = { .link = LINK_ETHERNET };

typedef void attack_fn(struct sim *sim);

static void make(struct making *m, unsigned happenings, attack_fn *attack)
{
	struct sim sim;

	sim_init(&sim, m->seed);
	week_run(&sim, happenings);
	if (attack)
		attack(&sim);
	week_finish(&sim, happenings);
	pcap_of_tape(&m->out, &plain, &sim.tape);
	if (happenings & CUT) {
		sim.tape.n_shots--;
		m->out.n -= CUT_BYTES;
	}
	tally_tape(&m->tally, &sim.tape);
	sim_release(&sim);
}

void make_normal(struct making *m)
{
	make(m, 0, NULL);
}

void make_week(struct making *m)
{
	make(m, week_happenings(m->seed), NULL);
}

void make_week_cut(struct making *m)
{
	make(m, week_happenings(m->seed) | CUT, NULL);
}

void make_scenario1(struct making *m)
{
	make(m, 0, attack_scan);
}

void make_scenario2a(struct making *m)
{
	make(m, 0, attack_beacon);
}

void make_scenario2b(struct making *m)
{
	make(m, 0, attack_upload);
}

/*
 * A week of the site, its last record cut where that happens. Week 0 has no
 * traffic of its own: an attack alone.
 */
static void make_site_with(struct making *m, const struct site_attack *a)
{
	unsigned happenings = site_happenings(m->seed);
	struct site s;
	struct sim sim;

	sim_init(&sim, m->seed);
	site_init(&s, &sim, happenings);
	if (a && a->plan)
		a->plan(&s);
	if (m->seed)
		site_run(&s);
	if (a && a->act)
		a->act(&s);
	site_finish(&s);
	pcap_of_tape(&m->out, &plain, &sim.tape);
	if (happenings & CUT) {
		sim.tape.n_shots--;
		m->out.n -= CUT_BYTES;
	}
	tally_tape(&m->tally, &sim.tape);
	sim_release(&sim);
}

void make_site(struct making *m)
{
	make_site_with(m, NULL);
}

void make_attack(struct making *m)
{
	make_site_with(m, site_attack_find(m->name));
}

/* The tally is of what can be read: the records before the damage. */
void make_damaged(struct making *m)
{
	size_t at = PCAP_FILE_HEADER;
	struct sim sim;
	size_t half;

	sim_init(&sim, m->seed);
	week_run(&sim, 0);
	week_finish(&sim, 0);
	pcap_of_tape(&m->out, &plain, &sim.tape);
	half = sim.tape.n_shots / 2;
	for (size_t i = 0; i < half; i++)
		at += PCAP_RECORD_HEADER + sim.tape.shots[i].len;
	/* The captured length, little-endian. */
	set_be32(m->out.p + at + 8, 0xf0ffffff);
	sim.tape.n_shots = half;
	tally_tape(&m->tally, &sim.tape);
	sim_release(&sim);
}

/* Two minutes with nothing but connections that were open before. */
void make_midstream(struct making *m)
{
	int64_t begin = week_begin(m->seed);
	struct sim sim;

	sim_init(&sim, m->seed);
	week_run(&sim, MIDSTREAM);
	week_finish(&sim, MIDSTREAM);
	/* After the daily login of the first day, before any other event. */
	tape_trim(&sim.tape, begin + 300 * NS_PER_S,
		  begin + (300 + MIDSTREAM_S) * NS_PER_S);
	pcap_of_tape(&m->out, &plain, &sim.tape);
	tally_tape(&m->tally, &sim.tape);
	sim_release(&sim);
}
