/* SPDX-License-Identifier: BSD-3-Clause */
/* Protocols that have a name, on their own ports and on others. */
#include "stage.h"

enum { N_FAMILIES = 31, N_ALONE = N_FAMILIES * N_RHYTHMS };

static struct dialog dialog_of(struct stage *s, const struct family *f,
			       const struct host *master,
			       const struct host *slave)
{
	struct dialog d = { .family = f,
			    .route = { master, slave, f->master_port,
				       f->port } };

	if (!d.route.sport)
		d.route.sport = stage_port(s, master);
	return d;
}

static const char *quirk_of(const struct dialog *d)
{
	return d->route.sport == d->route.dport ? "same-port" : "";
}

static void talk(struct stage *s, const struct dialog *from, unsigned rhythm)
{
	struct dialog d = *from;

	d.rhythm = rhythms[rhythm];
	stage_talk(s, &d, quirk_of(&d));
}

static void alone(struct stage *s, unsigned variant)
{
	const struct family *f = stage_family(variant % N_FAMILIES);
	struct dialog d = dialog_of(s, f, stage_master(s), stage_slave(s));

	talk(s, &d, variant / N_FAMILIES % N_RHYTHMS);
}

static void other_port(struct stage *s, unsigned variant)
{
	const struct family *f = stage_family(variant % N_FAMILIES);
	struct dialog d = dialog_of(s, f, stage_master(s), stage_slave(s));

	d.route.dport = (uint16_t)sim_between(&s->sim, 1030, 61000);
	if (f->master_port)
		d.route.sport = d.route.dport;
	talk(s, &d, (variant * 5 + variant / N_FAMILIES) % N_RHYTHMS);
}

static void many_slaves(struct stage *s, unsigned variant)
{
	const struct family *f = stage_family(variant % N_FAMILIES);
	const struct host *master = stage_master(s);

	for (int i = 0; i < 6; i++) {
		struct dialog d = dialog_of(s, f, master, stage_slave(s));

		talk(s, &d, variant % N_RHYTHMS);
	}
}

static void many_masters(struct stage *s, unsigned variant)
{
	const struct family *f = stage_family(variant % N_FAMILIES);
	const struct host *slave = stage_slave(s);

	for (int i = 0; i < 5; i++) {
		struct dialog d = dialog_of(s, f, stage_master(s), slave);

		talk(s, &d, variant % N_RHYTHMS);
	}
}

/* A cell: two masters, four slaves of two families, a server of names. */
static void cell(struct stage *s, unsigned variant)
{
	const struct family *a = stage_family(variant % N_FAMILIES);
	const struct family *b = stage_family((variant * 7 + 3) % N_FAMILIES);
	const struct host *master[2], *slave[4];

	for (int i = 0; i < 2; i++)
		master[i] = stage_master(s);
	for (int i = 0; i < 4; i++)
		slave[i] = stage_slave(s);
	for (int i = 0; i < 8; i++) {
		struct dialog d = dialog_of(s, i & 2 ? a : b, master[i & 1],
					    slave[i / 2]);

		talk(s, &d, (variant + (unsigned)i) % N_RHYTHMS);
	}
}

/* The master opens its connection anew again and again. */
static void reopened(struct stage *s, unsigned variant)
{
	const struct family *f = stage_family(variant % N_FAMILIES);
	const struct host *master = stage_master(s), *slave = stage_slave(s);
	int64_t t = s->start;

	for (int i = 0; i < 6; i++) {
		struct dialog d = dialog_of(s, f, master, slave);

		if (f->master_port && i)
			return;
		d.start = t;
		d.rhythm = rhythms[variant % 3];
		d.rhythm.n = 6;
		t += 90 * NS_PER_S;
		stage_talk(s, &d, quirk_of(&d));
	}
}

const struct scene scenes_family[] = {
	{ "alone", alone, N_ALONE },
	{ "other-port", other_port, N_FAMILIES * 2 },
	{ "many-slaves", many_slaves, N_FAMILIES },
	{ "many-masters", many_masters, N_FAMILIES },
	{ "cell", cell, N_FAMILIES },
	{ "reopened", reopened, N_FAMILIES },
	{ 0 }
};
