/* SPDX-License-Identifier: BSD-3-Clause */
#include "stage.h"

#include <errno.h>
#include <string.h>

#include "pcap.h"

enum { PROTO_TCP = 6, START_S = 1709546400 };

const struct rhythm rhythms[N_RHYTHMS] = {
	/* n, period, think, answer, jitter, pipeline, pushes, lost */
	{ 40, 1000 * NS_PER_MS, 0, 5 * NS_PER_MS, 20, 0, 0, 0 },
	{ 60, 50 * NS_PER_MS, 0, 300 * NS_PER_US, 30, 0, 0, 0 },
	{ 60, 0, 4 * NS_PER_MS, 1500 * NS_PER_US, 40, 0, 0, 0 },
	{ 30, 60 * NS_PER_S, 0, 200 * NS_PER_MS, 10, 0, 0, 0 },
	{ 40, 10 * NS_PER_S, 0, 20 * NS_PER_MS, 30, 0, 10, 8 },
	/* Questions in advance; much that was not asked for. */
	{ 40, 500 * NS_PER_MS, 0, 4 * NS_PER_MS, 20, 3, 0, 0 },
	{ 40, 1000 * NS_PER_MS, 0, 8 * NS_PER_MS, 30, 0, 80, 0 },
	/* Slow slaves: the master asks again at once, or before long. */
	{ 60, 0, 400 * NS_PER_US, 20 * NS_PER_MS, 40, 0, 0, 0 },
	{ 40, 1000 * NS_PER_MS, 0, 700 * NS_PER_MS, 10, 0, 0, 0 },
	/* Behind a gateway to a serial line. */
	{ 40, 0, 45 * NS_PER_MS, 500 * NS_PER_MS, 20, 0, 0, 0 },
};

static const struct family *const rows[] = {
	families_plc, families_maker, families_scada, families_building,
	families_it,
};

const struct family *stage_family(unsigned i)
{
	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
		for (const struct family *f = rows[k]; f->name; f++)
			if (!i--)
				return f;
	return NULL;
}

unsigned stage_n_families(void)
{
	unsigned n = 0;

	while (stage_family(n))
		n++;
	return n;
}

static struct host *add_host(struct stage *s, uint32_t ip, enum os os)
{
	unsigned i = s->n_hosts < STAGE_HOSTS - 1 ? s->n_hosts++ :
						    STAGE_HOSTS - 1;
	struct host *h = &s->hosts[i];

	*h = (struct host){ .name = "host", .ip = ip, .os = os, .ttl = 64 };
	h->mac[0] = 2;
	set_be32(h->mac + 2, ip);
	if (os == OS_WINDOWS)
		h->ttl = 128;
	s->last_port[i] = 0;
	return h;
}

static uint32_t fresh_ip(struct stage *s, uint32_t net)
{
	for (;;) {
		uint32_t ip = net | (uint32_t)sim_between(&s->sim, 2, 250);
		unsigned i = 0;

		while (i < s->n_hosts && s->hosts[i].ip != ip)
			i++;
		if (i == s->n_hosts)
			return ip;
	}
}

const struct host *stage_master(struct stage *s)
{
	int64_t chance = sim_between(&s->sim, 0, 9);

	return add_host(s, fresh_ip(s, s->net),
			chance < 6 ? OS_WINDOWS :
			chance < 9 ? OS_LINUX : OS_EMBEDDED);
}

/* One in five is a PC, or has a system that looks like one; those of makers
 * begin with whatever TTL. */
static const struct host *add_slave(struct stage *s, uint32_t ip)
{
	static const uint8_t ttls[] = { 64, 64, 64, 64, 64, 64, 30, 60, 255,
					255 };
	int64_t chance = sim_between(&s->sim, 0, 9);
	struct host *h;

	if (chance < 2)
		return add_host(s, ip, OS_WINDOWS);
	h = add_host(s, ip, chance < 3 ? OS_LINUX : OS_EMBEDDED);
	if (h->os == OS_EMBEDDED)
		h->ttl = ttls[sim_between(&s->sim, 0, sizeof ttls - 1)];
	return h;
}

const struct host *stage_slave(struct stage *s)
{
	return add_slave(s, fresh_ip(s, s->slave_net));
}

const struct host *stage_slave_at(struct stage *s, unsigned octet)
{
	return add_slave(s, s->slave_net | octet);
}

/* Windows and small systems count up, Linux draws. */
uint16_t stage_port(struct stage *s, const struct host *h)
{
	static const struct {
		uint16_t low, high;
	} range[] = {
		[OS_EMBEDDED] = { 1025, 5000 },
		[OS_LINUX] = { 32768, 60999 },
		[OS_WINDOWS] = { 49152, 65535 },
	};
	uint16_t *last = &s->last_port[h - s->hosts];

	if (!*last || h->os == OS_LINUX || *last + 8 > range[h->os].high)
		*last = (uint16_t)sim_between(&s->sim, range[h->os].low,
					      range[h->os].high - 8);
	else
		*last = (uint16_t)(*last + sim_between(&s->sim, 1, 3));
	return *last;
}

static void put_address(FILE *f, uint32_t ip, unsigned port)
{
	fprintf(f, ",%u.%u.%u.%u,%u", ip >> 24, ip >> 16 & 0xff,
		ip >> 8 & 0xff, ip & 0xff, port);
}

void stage_truth(struct stage *s, const struct family *f,
		 const struct route *r, const char *quirk)
{
	fprintf(s->truth, "%s.pcap,%s", s->name,
		f->proto == PROTO_TCP ? "tcp" : "udp");
	put_address(s->truth, r->from->ip, r->sport);
	put_address(s->truth, r->to->ip, r->dport);
	fprintf(s->truth, ",%s,%s\n", f->name, quirk);
}

/* No two plants have the same times, and no seed those of another. */
static int64_t vary(struct stage *s, int64_t ns)
{
	static const int64_t per_cent[] = { 50, 60, 70, 85, 100, 120, 140, 170,
					    200 };

	return ns * per_cent[sim_between(&s->sim, 0, 8)] / 100;
}

/* As connections of real captures end: one in sixty is closed on a question
 * that the server does not like, six after a goodbye. */
static enum last_word last_by_chance(struct stage *s)
{
	int64_t chance = sim_between(&s->sim, 0, 59);

	if (!chance)
		return LAST_REFUSED;
	return chance < 7 ? LAST_GOODBYE : LAST_ANSWERED;
}

void stage_talk(struct stage *s, struct dialog *d, const char *quirk)
{
	struct rhythm *r = &d->rhythm;

	r->period_ns = vary(s, r->period_ns);
	r->think_ns = vary(s, r->think_ns);
	r->answer_ns = vary(s, r->answer_ns);
	if (!d->start)
		d->start = s->start + sim_between(&s->sim, 0, 900) * NS_PER_MS;
	d->last_word = last_by_chance(s);
	dialog_run(&s->sim, d);
	stage_truth(s, d->family, &d->route, quirk);
}

static FILE *create(const char *dir, const char *name, const char *suffix)
{
	char path[512];

	if (snprintf(path, sizeof path, "%s/%s%s", dir, name, suffix) >=
	    (int)sizeof path) {
		errno = ENAMETOOLONG;
		return NULL;
	}
	return fopen(path, "wb");
}

static int write_capture(struct stage *s, const char *dir)
{
	struct bytes out = { 0 };
	FILE *f = create(dir, s->name, ".pcap");
	int rc = -1;

	tape_sort(&s->sim.tape);
	tape_number(&s->sim.tape, s->sim.seed);
	pcap_of_tape(&out, &(struct pcap_style){ .nanoseconds = true,
					   .link = LINK_ETHERNET },
		     &s->sim.tape);
	if (f)
		rc = fwrite(out.p, 1, out.n, f) == out.n ? 0 : -1;
	if (f && fclose(f))
		rc = -1;
	bytes_release(&out);
	return rc;
}

static int play(const struct scene *scene, unsigned variant,
		const char *dir, uint64_t seed, FILE *truth)
{
	struct stage s = { .truth = truth,
			   .start = START_S * NS_PER_S };
	unsigned a, b;
	char name[80];
	int rc;

	snprintf(name, sizeof name, "%s-%03u", scene->name, variant);
	s.name = name;
	for (const char *p = name; *p; p++)
		seed = seed * 1000003 + (unsigned char)*p;
	sim_init(&s.sim, seed);
	a = (unsigned)sim_between(&s.sim, 10, 99);
	b = (unsigned)sim_between(&s.sim, 10, 99);
	s.net = IP4(10, a, 1, 0);
	s.slave_net = variant % 3 ? IP4(10, b, 2, 0) : s.net;
	scene->play(&s, variant);
	rc = write_capture(&s, dir);
	sim_release(&s.sim);
	return rc;
}

int stage_write_all(const char *dir, uint64_t seed)
{
	static const struct scene *const all[] = {
		scenes_family, scenes_unknown, scenes_quirk, scenes_call
	};
	FILE *truth = create(dir, "truth", ".csv");
	int rc = 0;

	if (!truth)
		return -1;
	fputs("capture,proto,client,client_port,server,server_port,family,"
	      "quirk\n", truth);
	for (size_t k = 0; k < sizeof all / sizeof *all; k++)
		for (const struct scene *c = all[k]; c->name; c++)
			for (unsigned v = 0; v < c->variants && !rc; v++)
				rc = play(c, v, dir, seed, truth);
	return fclose(truth) ? -1 : rc;
}
