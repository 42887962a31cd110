/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The port habits of OT: one port at both ends, a client that keeps its port,
 * ports that follow from addresses.
 */
#include "stage.h"

#include <string.h>

static const char both_quirks[] = "fixed-client-port+port-follows-address";

static const struct family *named(const char *name)
{
	unsigned i = 0;

	while (strcmp(stage_family(i)->name, name) != 0)
		i++;
	return stage_family(i);
}

static void talk(struct stage *s, const struct family *f,
		 const struct route *r, const char *quirk)
{
	struct dialog d = { .family = f, .route = *r };

	d.rhythm = rhythms[sim_between(&s->sim, 0, N_USUAL_RHYTHMS - 1)];
	stage_talk(s, &d, quirk);
}

/* Masters and slaves all on the one port. */
static void same_port_network(struct stage *s, unsigned v)
{
	static const char *const names[] = {
		"bacnet", "fins-udp", "bsap", "ads-search", "dnp3-udp"
	};
	const struct family *f = named(names[v % 5]);
	unsigned masters = 1 + v / 5 % 2;
	const struct host *master[2];

	for (unsigned i = 0; i < masters; i++)
		master[i] = stage_master(s);
	for (int i = 0; i < 6; i++) {
		const struct host *slave = stage_slave(s);

		for (unsigned m = 0; m < masters; m++) {
			struct route r = { master[m], slave, f->port,
					   f->port };

			talk(s, f, &r, "same-port");
		}
	}
}

/* MELSOFT as captured: the station keeps 5001. */
static void melsoft(struct stage *s, unsigned v)
{
	const struct family *f = named("melsoft");
	const struct host *station = stage_master(s);
	unsigned n = 1 + v % 6;

	for (unsigned i = 0; i < n; i++) {
		struct route r = { station, stage_slave(s), 5001, 5562 };

		talk(s, f, &r, n > 1 ? "fixed-client-port" : "");
	}
}

/* A client on one port, services on many: on a host each, or on one. */
static void fixed_client(struct stage *s, unsigned v)
{
	const struct family *f = &families_unknown[v % 5];
	const struct host *client = stage_master(s);
	const struct host *slave = stage_slave(s);
	uint16_t port = (uint16_t)(v & 1 ? 5001 : 12000);

	for (unsigned i = 0; i < 6; i++) {
		struct route r = { client, v % 3 ? stage_slave(s) : slave,
				   port, (uint16_t)(1280 + 37 * i) };

		if (v % 4 == 3)
			r.dport = 1025;
		if (v % 4 == 2)
			r.dport = (uint16_t)sim_between(&s->sim, 1030, 31000);
		if (v % 3 == 0 && v % 4 == 3)
			r.dport = (uint16_t)(r.dport + i);
		talk(s, f, &r, "fixed-client-port");
	}
}

/* The same, but known: SLMP over UDP and TCP, ports set by hand. */
static void fixed_known(struct stage *s, unsigned v)
{
	const struct family *f = named(v & 1 ? "slmp-udp" : "slmp-3e");
	const struct host *client = stage_master(s);

	for (unsigned i = 0; i < 5; i++) {
		struct route r = { client, stage_slave(s), 5008,
				   (uint16_t)(5000 + (v & 2 ? 3 * i : 0)) };

		talk(s, f, &r, v & 2 ? both_quirks : "fixed-client-port");
	}
}

/* One after the other, after a pause, always from the same port. */
static void fixed_reopened(struct stage *s, unsigned v)
{
	const struct host *client = stage_master(s);
	int64_t t = s->start;

	for (unsigned k = 0; k < 4; k++) {
		const struct host *slave = stage_slave(s);
		struct dialog d = { .family = &families_unknown[v % 3],
				    .route = { client, slave, 2001,
					       (uint16_t)(6000 + k) },
				    .rhythm = rhythms[v % 3],
				    .start = t };

		d.rhythm.n = 10;
		stage_talk(s, &d, both_quirks);
		t += 700 * NS_PER_S;
	}
}

/* The port of the i-th device; octets are not one after the other. */
static uint16_t following_port(unsigned v, unsigned i, unsigned octet)
{
	switch (v % 4) {
	case 0:
		return (uint16_t)(51000 + octet);
	case 1:
		return (uint16_t)(4000 + octet);
	case 2:
		/* The last three digits; the thousands say the line. */
		return (uint16_t)(7000 + 1000 * (i % 3) + octet);
	default:
		return (uint16_t)(9101 + i);
	}
}

static void following(struct stage *s, unsigned v)
{
	const struct family *f = &families_unknown[v % 5];
	const struct host *master = stage_master(s);
	unsigned octet = 3 + v % 20, n = 5 + v % 4;
	bool breaks = v % 4 < 2 && v & 4;

	for (unsigned i = 0; i < n; i++) {
		bool breaker = breaks && i == 2;
		struct route r = { master, stage_slave_at(s, octet),
				   stage_port(s, master),
				   following_port(v, i, octet) };

		if (breaker)
			r.dport = 7777;
		talk(s, f, &r, breaker ? "" : "port-follows-address");
		octet += 1 + (unsigned)sim_between(&s->sim, 1, 20);
	}
}

/* A fixed client port and following server ports at once. */
static void following_fixed(struct stage *s, unsigned v)
{
	const struct family *f = &families_unknown[3 + v % 2];
	const struct host *master = stage_master(s);
	unsigned octet = 1 + v % 20;

	for (unsigned i = 0; i < 6; i++) {
		struct route r = { master, stage_slave_at(s, octet), 51000,
				   (uint16_t)(51000 + octet) };

		talk(s, f, &r, both_quirks);
		octet += 1 + (unsigned)sim_between(&s->sim, 1, 20);
	}
}

/* Services of one client on ports of no pattern: nothing may be seen. */
static void no_pattern(struct stage *s, unsigned v)
{
	const struct host *master = stage_master(s);

	for (unsigned i = 0; i < 8; i++) {
		struct route r = { master, stage_slave(s),
				   stage_port(s, master),
				   (uint16_t)sim_between(&s->sim, 1100,
							 48000) };

		talk(s, &families_unknown[v % 5], &r, "");
	}
}

const struct scene scenes_quirk[] = {
	{ "same-port-network", same_port_network, 20 },
	{ "melsoft-5001", melsoft, 12 },
	{ "fixed-client", fixed_client, 24 },
	{ "fixed-known", fixed_known, 8 },
	{ "fixed-reopened", fixed_reopened, 6 },
	{ "following", following, 24 },
	{ "following-fixed", following_fixed, 8 },
	{ "no-pattern", no_pattern, 10 },
	{ 0 }
};
