/* SPDX-License-Identifier: BSD-3-Clause */
#include "attack.h"

#include "noise.h"
#include "talk.h"
#include "week.h"

enum {
	STREAM_ATTACK = 20,
	N_LOGINS = 25,
	LOGINS_S = 360,
	N_PORTS = 200,
	N_MUTE_PORTS = 5,
	PORT_BEACON = 4441,
	N_BEACONS = 8,
	N_CHUNKS = 60,
	CHUNK_OUT = 9000,
	CHUNK_IN = 100,
};

static int64_t on_day(const struct sim *sim, int day, int s)
{
	return week_begin(sim->seed) + (day * DAY_S + s) * NS_PER_S;
}

/* The open ports of each machine; 0 ends the list. */
struct target {
	const struct host *host;
	uint16_t open[5];
};

static const struct target targets[] = {
	{ &host_scada, { 22, 135, 445, PORT_SCADA, 0 } },
	{ &host_hmi, { 135, 139, 445, 0 } },
	{ &host_plc[0], { 80, 502, 0 } },
	{ &host_plc[1], { 80, 502, 0 } },
	{ &host_plc[2], { 80, 502, 0 } },
};

static bool is_open(const struct target *t, unsigned port)
{
	for (int i = 0; t->open[i]; i++)
		if (t->open[i] == port)
			return true;
	return false;
}

/* 200 ports: 195 from 1 to 1024, among them all open ones, and five more. */
static unsigned port_at(unsigned i)
{
	static const uint16_t wanted[] = {
		22, 80, 135, 139, 443, 445, 502,
		1433, 3389, 5900, 8080, PORT_SCADA,
	};
	const unsigned n_wanted = sizeof wanted / sizeof *wanted;

	if (i < n_wanted)
		return wanted[i];
	/* 1001, 996, ... 66: none of these is in the list above. */
	i -= n_wanted;
	return 1001 - 5 * i;
}

static int64_t scan_host(struct sim *sim, int64_t t, const struct target *to,
			 uint16_t sport)
{
	for (unsigned i = 0; i < N_PORTS; i++) {
		unsigned port = port_at(i * 77 % N_PORTS);
		struct tcp c;

		t += sim_between(sim, 60 * NS_PER_MS, 140 * NS_PER_MS);
		tcp_init(&c, sim, &(struct route){ &host_maint, to->host,
						   sport, (uint16_t)port });
		if (is_open(to, port)) {
			tcp_half_open(&c, t);
		} else {
			tcp_syn(&c, t);
			tcp_refuse(&c, t);
		}
	}
	return t;
}

/* .40 to .47: nobody answers the ARP request, so no SYN is ever sent. */
static int64_t scan_absent(struct sim *sim, int64_t t)
{
	for (uint32_t i = 0; i < 8; i++)
		for (int again = 0; again < 3; again++) {
			t += 950 * NS_PER_MS;
			arp_ask(sim, t, &(struct arp){
				.from = &host_maint,
				.wanted = IP4(192, 168, 10, 40 + i) });
		}
	return t;
}

/* .50 to .53: known to the scanner's ARP table, but switched off. */
static int64_t scan_mute(struct sim *sim, int64_t t, uint16_t sport)
{
	struct host mute = { .name = "mute",
			     .mac = { 0x00, 0x90, 0xe8, 0x2b, 0x60, 0 } };

	for (uint32_t i = 0; i < 4 * N_MUTE_PORTS; i++) {
		struct tcp c;

		mute.mac[5] = (uint8_t)(0x50 + i / N_MUTE_PORTS);
		mute.ip = IP4(192, 168, 10, 50 + i / N_MUTE_PORTS);
		tcp_init(&c, sim, &(struct route){
			&host_maint, &mute, sport,
			(uint16_t)port_at(i % N_MUTE_PORTS) });
		t += 200 * NS_PER_MS;
		tcp_syn(&c, t);
		tcp_syn(&c, t + NS_PER_S + sim_between(sim, 0, NS_PER_MS));
	}
	return t + NS_PER_S;
}

static void guess_passwords(struct sim *sim, int64_t t)
{
	struct login l = { .route = { &host_maint, &host_scada, 0, PORT_SSH } };

	for (int i = 0; i < N_LOGINS; i++) {
		l.route.sport = (uint16_t)(40110 + 2 * i);
		ssh_session(sim, t, &l);
		t += (LOGINS_S - 20) * NS_PER_S / N_LOGINS +
		     sim_between(sim, 0, 900) * NS_PER_MS - 450 * NS_PER_MS;
	}
}

void attack_scan(struct sim *sim)
{
	uint16_t sport = 57341;
	int64_t t = on_day(sim, 2, 15);

	sim_stream(sim, STREAM_ATTACK);
	t = scan_absent(sim, t);
	for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
		t = scan_host(sim, t + NS_PER_S, &targets[i], sport);
	scan_mute(sim, t, sport);
	guess_passwords(sim, on_day(sim, 2, 200));
}

void attack_beacon(struct sim *sim)
{
	static const int waits_s[] = { 0, 1, 3, 7 };
	int64_t t = on_day(sim, 3, 62);

	sim_stream(sim, STREAM_ATTACK);
	for (int i = 0; i < N_BEACONS; i++) {
		struct tcp c;

		tcp_init(&c, sim, &(struct route){ &host_hmi, &host_outside,
						   tcp_ephemeral(sim),
						   PORT_BEACON });
		for (int k = 0; k < 4; k++)
			tcp_syn(&c, t + waits_s[k] * NS_PER_S +
				    sim_between(sim, 0, 900) * NS_PER_US);
		t += 60 * NS_PER_S + sim_between(sim, 0, 90) * NS_PER_MS;
	}
}

static void send_random(struct tcp *c, enum side side, size_t n, int64_t t)
{
	rng_fill(&c->sim->rng, bytes_grow(net_body(c->sim), n), n);
	tcp_send(c, side, t);
}

void attack_upload(struct sim *sim)
{
	int64_t t = on_day(sim, 3, 62);
	struct tcp c;

	sim_stream(sim, STREAM_ATTACK);
	tcp_init(&c, sim, &(struct route){ &host_hmi, &host_outside,
					   tcp_ephemeral(sim), PORT_BEACON });
	tcp_open(&c, t);
	for (int i = 0; i < N_CHUNKS; i++) {
		t += 5 * NS_PER_S;
		send_random(&c, SERVER, CHUNK_IN, t);
		send_random(&c, CLIENT, CHUNK_OUT, c.now + 30 * NS_PER_MS);
	}
	tcp_close(&c, CLIENT, t + 4 * NS_PER_S);
}
