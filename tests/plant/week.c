/* SPDX-License-Identifier: BSD-3-Clause */
#include "week.h"

#include "mirror.h"
#include "noise.h"
#include "talk.h"

/*
 * seed  start       reboots  loss  copies  relayed  1-side  clock  cut  mid
 *    1  2023-10-23  -        -     -       -        -       -      -    -
 *    2  2023-10-30  -        -     -       -        -       -      -    x
 *    3  2023-11-06  HMI      x     -       -        -       -      -    -
 *    4  2023-11-13  -        -     x       -        -       -      -    x
 *    5  2023-11-20  SCADA    -     -       x        -       -      -    -
 *    6  2023-11-27  -        x     -       -        x       -      -    x
 *    7  2023-12-04  -        -     -       -        -       x      -    -
 *    8  2023-12-11  HMI      -     x       -        -       -      x    -
 *    9  2023-12-18  SCADA    x     -       -        -       x      -    x
 *   10  2023-12-25  -        -     -       x        x       -      x    -
 *   11  2024-01-01  both     x     x       x        x       x      x    x
 * Every other seed draws each with a chance of 1 in 3.
 */
static const unsigned table[] = {
	[1] = 0,
	[2] = MIDSTREAM,
	[3] = REBOOT_HMI | LOSS,
	[4] = COPIES | MIDSTREAM,
	[5] = REBOOT_SCADA | RELAYED,
	[6] = LOSS | ONE_SIDED | MIDSTREAM,
	[7] = CLOCK_STEP,
	[8] = REBOOT_HMI | COPIES | CUT,
	[9] = REBOOT_SCADA | LOSS | CLOCK_STEP | MIDSTREAM,
	[10] = RELAYED | ONE_SIDED | CUT,
	[11] = REBOOT_SCADA | REBOOT_HMI | LOSS | COPIES | RELAYED |
	       ONE_SIDED | CLOCK_STEP | CUT | MIDSTREAM,
};

enum stream {
	STREAM_PLAN = 1,
	STREAM_TALK,
	STREAM_NOISE,
	STREAM_MIRROR,
	STREAM_HAPPENINGS,
};

enum {
	HMI_STINTS = 6,
	SCADA_STINTS = 2,
	LOSS_ONE_IN = 60,
};

struct outage {
	int64_t begin, end;	/* begin == end: none */
};

struct plan {
	int64_t begin, end;
	struct outage scada, hmi;
	unsigned loss;
	int64_t first;		/* the long connections are opened around */
	int64_t reconnect[2];	/* of the HMI, by its own choice */
};

unsigned week_happenings(uint64_t seed)
{
	struct rng r;
	unsigned set = 0;

	if (seed < sizeof table / sizeof *table)
		return table[seed];
	rng_init(&r, seed, STREAM_HAPPENINGS);
	for (unsigned bit = REBOOT_SCADA; bit <= MIDSTREAM; bit <<= 1)
		if (rng_one_in(&r, 3))
			set |= bit;
	return set;
}

int64_t week_begin(uint64_t seed)
{
	return (1698019200 + ((int64_t)seed - 1) * 7 * 86400) * NS_PER_S;
}

int64_t week_end(uint64_t seed)
{
	return week_begin(seed) + (int64_t)WEEK_DAYS * DAY_S * NS_PER_S;
}

/* A moment of the day (0 is the first), given in seconds of it. */
static int64_t on_day(struct sim *sim, int day, int from_s, int to_s)
{
	return week_begin(sim->seed) + day * DAY_S * NS_PER_S +
	       sim_between(sim, from_s * NS_PER_S, to_s * NS_PER_S);
}

/*
 * Daily sessions are in the first half of a day, reboots and reconnections
 * in the second, so that they never meet.
 */
static struct plan make_plan(struct sim *sim, unsigned happenings)
{
	struct plan p = { .begin = week_begin(sim->seed),
			  .end = week_end(sim->seed) };

	sim_stream(sim, STREAM_PLAN);
	p.first = p.begin + sim_between(sim, 3 * NS_PER_S, 9 * NS_PER_S);
	if (happenings & MIDSTREAM)
		p.first = p.begin - sim_between(sim, 40 * NS_PER_S,
						90 * NS_PER_S);
	p.reconnect[0] = on_day(sim, 1, 320, 560);
	p.reconnect[1] = on_day(sim, 5, 320, 560);
	if (happenings & REBOOT_HMI)
		p.hmi.begin = on_day(sim, 2, 320, 500);
	p.hmi.end = p.hmi.begin + 41 * NS_PER_S;
	if (happenings & REBOOT_SCADA)
		p.scada.begin = on_day(sim, 4, 320, 450);
	p.scada.end = p.scada.begin + 75 * NS_PER_S;
	if (happenings & LOSS)
		p.loss = LOSS_ONE_IN;
	return p;
}

static bool is_down(const struct plan *p, const struct host *h, int64_t t)
{
	const struct outage *o = h == &host_hmi ? &p->hmi : &p->scada;

	if (h != &host_hmi && h != &host_scada)
		return false;
	return t >= o->begin && t < o->end + 2 * NS_PER_S && o->begin;
}

static struct stint stint(const struct plan *p, int64_t from, int64_t until,
			  enum ending ending)
{
	return (struct stint){ from, until, p->begin, ending, p->loss };
}

/* While the server is away the HMI knocks; at the end it is refused once. */
static void hmi_knocks(struct sim *sim, const struct outage *o)
{
	struct route r = { &host_hmi, &host_scada, 0, PORT_SCADA };
	struct tcp c;

	for (int64_t t = o->begin + NS_PER_S; t < o->end - 30 * NS_PER_S;
	     t += sim_between(sim, 21 * NS_PER_S, 22 * NS_PER_S)) {
		r.sport = tcp_ephemeral(sim);
		tcp_init(&c, sim, &r);
		tcp_syn(&c, t);
		tcp_syn(&c, t + 3 * NS_PER_S);
		tcp_syn(&c, t + 9 * NS_PER_S);
	}
	r.sport = tcp_ephemeral(sim);
	tcp_init(&c, sim, &r);
	tcp_syn(&c, o->end);
	tcp_refuse(&c, o->end);
}

static void run_hmi(struct sim *sim, const struct plan *p)
{
	struct stint s[HMI_STINTS];
	int n = 0;

	s[n++] = stint(p, p->first, p->reconnect[0], END_FIN);
	s[n++] = stint(p, p->reconnect[0] + 2 * NS_PER_S, 0, END_NEVER);
	if (p->hmi.begin) {
		s[n - 1].until = p->hmi.begin;
		s[n - 1].ending = END_RESET_CLIENT;
		s[n++] = stint(p, p->hmi.end + 9 * NS_PER_S, 0, END_NEVER);
	}
	if (p->scada.begin) {
		s[n - 1].until = p->scada.begin;
		s[n - 1].ending = END_RESET_SERVER;
		s[n++] = stint(p, p->scada.end + 8 * NS_PER_S, 0, END_NEVER);
		hmi_knocks(sim, &p->scada);
	}
	s[n - 1].until = p->reconnect[1];
	s[n - 1].ending = END_FIN;
	s[n++] = stint(p, p->reconnect[1] + 2 * NS_PER_S,
		       p->end + DAY_S * NS_PER_S, END_NEVER);
	for (int i = 0; i < n; i++)
		scada_talk(sim, &s[i]);
}

static void run_plc(struct sim *sim, const struct plan *p, unsigned plc)
{
	int64_t late = p->end + DAY_S * NS_PER_S;
	int64_t apart = plc * 4 * NS_PER_S;
	struct stint s;

	s = stint(p, p->first + NS_PER_S + apart, late, END_NEVER);
	if (p->scada.begin) {
		s.until = p->scada.begin;
		s.ending = END_RESET_CLIENT;
		modbus_talk(sim, plc, &s);
		s = stint(p, p->scada.end + 12 * NS_PER_S + apart, late,
			  END_NEVER);
	}
	modbus_talk(sim, plc, &s);
}

static void run_daily(struct sim *sim)
{
	for (int day = 0; day < WEEK_DAYS; day++) {
		struct login l = {
			.route = { &host_maint, &host_scada,
				   tcp_ephemeral(sim), PORT_SSH },
			.n_commands = (unsigned)sim_between(sim, 5, 12),
		};

		ssh_session(sim, on_day(sim, day, 60, 200), &l);
		dhcp_renew(sim, on_day(sim, day, 20, 290), &host_hmi,
			   &host_gateway);
	}
}

static void run_ntp(struct sim *sim, const struct plan *p)
{
	static const struct host *const clients[] = { &host_scada, &host_hmi };

	for (int i = 0; i < 2; i++) {
		int64_t t = p->begin + sim_between(sim, 5, 40) * NS_PER_S;

		for (; t < p->end; t += sim_between(sim, 60, 68) * NS_PER_S)
			if (!is_down(p, clients[i], t))
				ntp_ask(sim, t, clients[i]);
	}
}

static const struct {
	noise_fn *say;
	const struct host *host;
	int every_s;
} chatter[] = {
	{ noise_arp_gateway, &host_hmi, 110 },
	{ noise_arp_gateway, &host_scada, 130 },
	{ noise_arp_gateway, &host_maint, 290 },
	{ noise_arp_plcs, &host_scada, 280 },
	{ noise_arp_gratuitous, &host_plc[2], 900 },
	{ noise_ping_gateway, &host_scada, 300 },
	{ noise_igmp_query, &host_gateway, 250 },
	{ noise_igmp_report3, &host_scada, 250 },
	{ noise_igmp_report3, &host_hmi, 260 },
	{ noise_igmp_report2, &host_plc[0], 310 },
	{ noise_lldp, &host_switch, 120 },
	{ noise_stp, &host_switch, 45 },
	{ noise_neighbour, &host_hmi, 330 },
	{ noise_neighbour, &host_scada, 350 },
	{ noise_router_advert, &host_gateway, 400 },
	{ noise_router_solicit, &host_maint, 1100 },
	{ noise_mld_report, &host_hmi, 300 },
	{ noise_mld_report, &host_scada, 320 },
	{ noise_mdns, &host_maint, 240 },
	{ noise_mdns, &host_hmi, 410 },
	{ noise_llmnr, &host_hmi, 360 },
	{ noise_llmnr, &host_scada, 600 },
	{ noise_ssdp, &host_hmi, 420 },
	{ noise_netbios_query, &host_hmi, 380 },
	{ noise_netbios_query, &host_scada, 640 },
	{ noise_browser, &host_scada, 720 },
	{ noise_browser, &host_hmi, 720 },
	{ dhcp_boot, &host_maint, 3000 },
};

static void run_noise(struct sim *sim, const struct plan *p)
{
	for (size_t i = 0; i < sizeof chatter / sizeof *chatter; i++) {
		int64_t every = chatter[i].every_s * NS_PER_S;
		int64_t t = p->begin + sim_between(sim, NS_PER_S, every);

		for (; t < p->end; t += sim_between(sim, every - every / 9,
						    every + every / 9))
			if (!is_down(p, chatter[i].host, t))
				chatter[i].say(sim, t, chatter[i].host);
	}
}

/* What a Windows machine says while it starts. */
static void boot(struct sim *sim, int64_t t, const struct host *h)
{
	static noise_fn *const steps[] = {
		noise_mld_report, noise_duplicate_check, noise_router_solicit,
		noise_igmp_report3, noise_arp_probe, noise_arp_gateway,
		noise_netbios_register, noise_llmnr, noise_browser,
	};

	if (h == &host_hmi)
		dhcp_boot(sim, t - 400 * NS_PER_MS, h);
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		steps[i](sim, t + (int64_t)i * 190 * NS_PER_MS, h);
}

void week_run(struct sim *sim, unsigned happenings)
{
	struct plan p = make_plan(sim, happenings);

	sim_stream(sim, STREAM_TALK);
	run_hmi(sim, &p);
	for (unsigned i = 0; i < N_PLCS; i++)
		run_plc(sim, &p, i);
	run_daily(sim);
	run_ntp(sim, &p);
	sim_stream(sim, STREAM_NOISE);
	run_noise(sim, &p);
	if (p.hmi.begin)
		boot(sim, p.hmi.end - 8 * NS_PER_S, &host_hmi);
	if (p.scada.begin)
		boot(sim, p.scada.end - 8 * NS_PER_S, &host_scada);
}

void week_finish(struct sim *sim, unsigned happenings)
{
	struct mirror m = { .week = week_begin(sim->seed),
			    .happenings = happenings,
			    .busy = &host_scada, .router = &host_gateway };

	tape_sort(&sim->tape);
	tape_trim(&sim->tape, m.week, week_end(sim->seed));
	tape_number(&sim->tape, sim->seed);
	sim_stream(sim, STREAM_MIRROR);
	mirror_spoil(sim, &m);
}
