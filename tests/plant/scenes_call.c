/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who asks elsewhere than in the flow, and who asks though it serves:
 * requests to all, answered one by one, and devices that ask their master.
 */
#include "stage.h"

#include <string.h>

enum { N_ANSWERING = 4, CALLS = 30 };

static const struct family *named(const char *name)
{
	unsigned i = 0;

	while (strcmp(stage_family(i)->name, name) != 0)
		i++;
	return stage_family(i);
}

/* A network's directed broadcast; it never sends. */
static struct host everybody(uint32_t net)
{
	struct host h = { .name = "everybody", .ip = net | 255 };

	memset(h.mac, 0xff, sizeof h.mac);
	return h;
}

/* One request to all, one answer of each. */
static void call(struct stage *s, struct chat *c, const struct family *f,
		 const struct route *to_all, const struct host **slave)
{
	int64_t t = s->start;

	for (; c->n < CALLS; c->n++) {
		c->id++;
		c->op = (unsigned)sim_between(&s->sim, 0, 9999);
		c->at = (unsigned)sim_between(&s->sim, 0, 9999);
		c->size = (unsigned)sim_between(&s->sim, 0, 199);
		f->ask(c, net_body(&s->sim));
		udp_send(&s->sim, t, to_all);
		for (unsigned i = 0; i < N_ANSWERING; i++) {
			struct route back = { slave[i], to_all->from,
					      to_all->dport, to_all->sport };

			f->answer(c, net_body(&s->sim));
			udp_send(&s->sim, t + sim_between(&s->sim, 1, 90) *
					      NS_PER_MS, &back);
		}
		t += sim_between(&s->sim, 100, 900) * NS_PER_MS;
	}
}

static void called(struct stage *s, unsigned v)
{
	static const char *const known[] = { "slmp-udp", "hart-ip-udp" };
	const struct family *f = v % 4 < 2 ? named(known[v % 2]) :
					     &families_unknown[3 + v % 2];
	const struct host *slave[N_ANSWERING];
	struct host all = everybody(s->slave_net);
	struct route r = { .to = &all };
	struct chat c = { .sim = &s->sim };

	r.from = stage_master(s);
	r.dport = f->port ? f->port :
			    (uint16_t)sim_between(&s->sim, 5100, 30000);
	r.sport = v % 3 ? stage_port(s, r.from) : r.dport;
	c.master = r.from;
	c.style = (unsigned)sim_between(&s->sim, 0, 9999);
	for (unsigned i = 0; i < N_ANSWERING; i++) {
		struct route asked = r;

		slave[i] = stage_slave(s);
		asked.to = slave[i];
		stage_truth(s, f, &asked, r.sport == r.dport ?
				    "same-port" : "fixed-client-port");
	}
	c.slave = slave[0];
	call(s, &c, f, &r, slave);
}

/* Both ask over one pair of ports, the device less often. */
static void two_way(struct stage *s, unsigned v)
{
	const struct family *f = named(v % 2 ? "bacnet" : "fins-udp");
	const struct host *master = stage_master(s);

	for (unsigned i = 0; i < 3; i++) {
		struct dialog d = { .family = f, .rhythm = rhythms[v % 3],
				    .route = { master, stage_slave(s),
					       f->port, f->port } };
		struct dialog back = d;

		stage_talk(s, &d, "same-port+reverse-commands");
		back.route.from = d.route.to;
		back.route.to = master;
		back.rhythm.n = 12 + v % 6;
		back.start = d.start + NS_PER_MS;
		dialog_run(&s->sim, &back);
	}
}

const struct scene scenes_call[] = {
	{ "called", called, 24 },
	{ "two-way", two_way, 12 },
	{ 0 }
};
