/* SPDX-License-Identifier: BSD-3-Clause */
#include "captures.h"
#include "pcap.h"
#include "sample.h"
#include "squeeze.h"
#include "week.h"

enum {
	GZ_TRAILER = 8,
	N_FLIPPED = 16,
};

static const struct pcap_style plain = { .link = LINK_ETHERNET };

/* Two files of one kind, one after the other, cut at an odd place. */
static void in_two(struct making *m, const struct bytes *file,
		   void (*squeeze)(struct bytes *out, const uint8_t *p,
				   size_t n))
{
	size_t half = file->n / 2 | 1;

	squeeze(&m->out, file->p, half);
	squeeze(&m->out, file->p + half, file->n - half);
}

void make_gz_members(struct making *m)
{
	struct making normal = { .seed = m->seed };

	make_normal(&normal);
	m->tally = normal.tally;
	in_two(m, &normal.out, squeeze_gz);
	bytes_release(&normal.out);
}

void make_zst(struct making *m)
{
	struct bytes file = { 0 };
	struct sim sim;

	sample_run(&sim, m->seed);
	pcap_of_tape(&file, &plain, &sim.tape);
	tally_tape(&m->tally, &sim.tape);
	in_two(m, &file, squeeze_zst);
	bytes_release(&file);
	sim_release(&sim);
}

static void first_day(struct making *m)
{
	int64_t begin = week_begin(m->seed);
	struct bytes file = { 0 };
	struct sim sim;

	sim_init(&sim, m->seed);
	week_run(&sim, 0);
	week_finish(&sim, 0);
	tape_trim(&sim.tape, begin, begin + DAY_S * NS_PER_S);
	pcap_of_tape(&file, &plain, &sim.tape);
	tally_tape(&m->tally, &sim.tape);
	squeeze_gz(&m->out, file.p, file.n);
	bytes_release(&file);
	sim_release(&sim);
}

void make_gz_damaged(struct making *m)
{
	first_day(m);
	for (size_t i = 0; i < N_FLIPPED; i++)
		m->out.p[m->out.n / 2 + i] ^= 0xff;
}

void make_gz_cut(struct making *m)
{
	first_day(m);
	m->out.n -= GZ_TRAILER;
}
