/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Protocols without a name on ports without a name: time, and who else
 * talks, are all there is.
 */
#include "stage.h"

enum {
	N_UNKNOWN = 5,
	N_PORT_KINDS = 4,
	N_SAME_PORT = N_UNKNOWN * N_RHYTHMS,
	N_ALONE = N_SAME_PORT * N_PORT_KINDS
};

/* Where vendors put their servers: mostly registered, some in the range from
 * which systems hand out ports, one below 1024. */
static uint16_t server_port(struct stage *s, unsigned kind)
{
	static const uint16_t low[] = { 5100, 1100, 49200, 20100 };
	static const uint16_t high[] = { 20000, 5000, 64000, 32000 };

	return (uint16_t)sim_between(&s->sim, low[kind % N_PORT_KINDS],
				     high[kind % N_PORT_KINDS]);
}

static void talk(struct stage *s, const struct family *f,
		 const struct route *r, unsigned rhythm)
{
	struct dialog d = { .family = f, .route = *r,
			    .rhythm = rhythms[rhythm % N_RHYTHMS] };

	/* Slow slaves are so by much, or by little. */
	if (rhythm % N_RHYTHMS == SLOW_RHYTHM && (f - families_unknown) & 1)
		d.rhythm.answer_ns /= 12;
	stage_talk(s, &d, r->sport == r->dport ? "same-port" : "");
}

static const struct family *unknown(unsigned i)
{
	return &families_unknown[i % N_UNKNOWN];
}

static void alone(struct stage *s, unsigned v)
{
	const struct host *master = stage_master(s), *slave = stage_slave(s);
	struct route r = { master, slave, stage_port(s, master),
			   server_port(s, v / N_UNKNOWN / N_RHYTHMS) };

	talk(s, unknown(v), &r, v / N_UNKNOWN);
}

static void same_port(struct stage *s, unsigned v)
{
	uint16_t port = server_port(s, v);
	struct route r = { stage_master(s), stage_slave(s), port, port };

	talk(s, unknown(v), &r, v / N_UNKNOWN);
}

static void many_slaves(struct stage *s, unsigned v)
{
	const struct host *master = stage_master(s);
	uint16_t port = server_port(s, v / 2);

	for (int i = 0; i < 6; i++) {
		struct route r = { master, stage_slave(s),
				   stage_port(s, master), port };

		talk(s, unknown(v), &r, v / N_UNKNOWN);
	}
}

static void many_masters(struct stage *s, unsigned v)
{
	const struct host *slave = stage_slave(s);
	uint16_t port = server_port(s, v / 2);

	for (int i = 0; i < 5; i++) {
		const struct host *master = stage_master(s);
		struct route r = { master, slave, stage_port(s, master), port };

		talk(s, unknown(v), &r, v / N_UNKNOWN);
	}
}

/* Two masters, each with four slaves, every slave with two masters. */
static void mesh(struct stage *s, unsigned v)
{
	const struct host *master[2] = { stage_master(s), stage_master(s) };
	uint16_t port = server_port(s, v);

	for (int i = 0; i < 4; i++) {
		const struct host *slave = stage_slave(s);

		for (int m = 0; m < 2; m++) {
			struct route r = { master[m], slave,
					   stage_port(s, master[m]), port };

			talk(s, unknown(v), &r, v / N_UNKNOWN);
		}
	}
}

static void reopened(struct stage *s, unsigned v)
{
	const struct host *master = stage_master(s), *slave = stage_slave(s);
	uint16_t port = server_port(s, v);
	int64_t t = s->start;

	for (int i = 0; i < 6; i++) {
		struct dialog d = { .family = unknown(v),
				    .route = { master, slave,
					       stage_port(s, master), port },
				    .rhythm = rhythms[v % N_RHYTHMS],
				    .start = t };

		d.rhythm.n = 6;
		t += 400 * NS_PER_S;
		stage_talk(s, &d, "");
	}
}

/* A PC with a connection to each of eight different services. */
static void busy_pc(struct stage *s, unsigned v)
{
	const struct host *pc = stage_master(s);

	for (unsigned i = 0; i < 8; i++) {
		struct route r = { pc, stage_slave(s), stage_port(s, pc),
				   server_port(s, i) };

		talk(s, unknown(v + i), &r, (v + i) % N_USUAL_RHYTHMS);
	}
}

/* Behind one address many machines: many ports, few servers. */
static void nat_gateway(struct stage *s, unsigned v)
{
	const struct host *gateway = stage_master(s);
	const struct host *slave[3];
	uint16_t port = server_port(s, v);

	for (int i = 0; i < 3; i++)
		slave[i] = stage_slave(s);
	for (unsigned i = 0; i < 15; i++) {
		struct route r = { gateway, slave[i % 3],
				   stage_port(s, gateway), port };

		talk(s, unknown(v), &r, (v + i) % N_RHYTHMS);
	}
}

/* A terminal server: one serial line a port, one master. */
static void terminal_server(struct stage *s, unsigned v)
{
	const struct host *master = stage_master(s), *box = stage_slave(s);

	for (unsigned i = 0; i < 12; i++) {
		struct route r = { master, box, stage_port(s, master),
				   (uint16_t)(4001 + i) };

		talk(s, unknown(v), &r, (v + i) % N_RHYTHMS);
	}
}

const struct scene scenes_unknown[] = {
	{ "unknown-alone", alone, N_ALONE },
	{ "unknown-same-port", same_port, N_SAME_PORT },
	{ "unknown-many-slaves", many_slaves, 20 },
	{ "unknown-many-masters", many_masters, 20 },
	{ "unknown-mesh", mesh, 12 },
	{ "unknown-reopened", reopened, 20 },
	{ "unknown-busy-pc", busy_pc, 10 },
	{ "unknown-nat", nat_gateway, 10 },
	{ "unknown-terminal-server", terminal_server, 10 },
	{ 0 }
};
