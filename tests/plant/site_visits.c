/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is said once a day or now and then: time, names, logs, sessions of
 * people, files fetched, the laptop.
 */
#include "site.h"

#include "noise.h"
#include "sessions.h"
#include "site_words.h"
#include "talk.h"

enum { PORT_SYSLOG = 514, NTP_S = 130 };

/* n exchanges, a second apart, on a connection of their own. */
static void visit(struct site *s, int64_t t, const struct dialog *what)
{
	struct dialog d = *what;

	d.start = t;
	if (!d.route.sport)
		d.route.sport = d.family->master_port ?
			d.family->master_port : tcp_ephemeral(s->sim);
	d.route.dport = d.family->port;
	d.rhythm.answer_ns = 5 * NS_PER_MS;
	d.rhythm.jitter = 20;
	if (!d.rhythm.period_ns)
		d.rhythm.period_ns = NS_PER_S;
	dialog_run(s->sim, &d);
}

static const struct {
	enum machine client, server;
	enum words words;
	unsigned n;
} sessions[] = {
	{ EWS, PLC_S7, S7_READ, 20 },	  { EWS, PLC_S7_2, S7_READ, 15 },
	{ EWS, PLC_AB, AB_READ, 12 },	  { EWS, PLC_MB, MODBUS_READ, 15 },
	{ EWS, PLC_MB, WEB, 4 },	  { JUMP, EWS, REMOTE_DESKTOP, 40 },
	{ SIS_EWS, SIS_PLC, MODBUS_READ, 5 },
};

static void run_sessions(struct site *s, int day)
{
	for (size_t i = 0; i < sizeof sessions / sizeof *sessions; i++)
		visit(s, site_between(s, day, 40, 260), &(struct dialog){
			.family = site_words(sessions[i].words),
			.route = { site_host(sessions[i].client),
				   site_host(sessions[i].server), 0, 0 },
			.rhythm = { .n = sessions[i].n } });
}

static void run_logins(struct site *s, int day)
{
	static const enum machine servers[] = { HISTORIAN, RTU };

	for (int i = 0; i < 2; i++)
		ssh_session(s->sim, site_between(s, day, 40, 280),
			    &(struct login){
				.route = { site_host(JUMP),
					   site_host(servers[i]),
					   tcp_ephemeral(s->sim), PORT_SSH },
				.n_commands = 4 });
}

/* The mapper hands out another port after each start of the server. */
static void run_files(struct site *s, int day)
{
	uint16_t port = (uint16_t)(49200 + (s->sim->seed * 37 +
					    (unsigned)day / 3 * 11) % 900);

	opc_session(s->sim, site_between(s, day, 20, 60), &(struct opc){
		.client = site_host(HISTORIAN),
		.server = site_host(OPC_SERVER), .port = port, .n_reads = 20,
		.pause_ns = 12 * NS_PER_S });
	for (int i = 0; i < 2; i++)
		ftp_session(s->sim, site_between(s, day, 100 + 250 * i,
						 160 + 250 * i),
			    &(struct file_login){
				.client = site_host(HISTORIAN),
				.server = site_host(RTU), .n_files = 2 });
}

static void run_leases(struct site *s, int day)
{
	dhcp_renew(s->sim, site_between(s, day, 20, 290), site_host(HMI_1),
		   site_host(INFRA));
	dhcp_renew(s->sim, site_between(s, day, 20, 290), site_host(HMI_2),
		   site_host(INFRA));
}

static void laptop_comes(struct site *s, int64_t t)
{
	const struct host *laptop = site_host(LAPTOP);

	dhcp_boot(s->sim, t, laptop);
	noise_arp_probe(s->sim, t + 20 * NS_PER_MS, laptop);
	visit(s, t + 20 * NS_PER_S, &(struct dialog){
		.family = site_words(S7_READ),
		.route = { laptop, site_host(PLC_S7_2), 0, 0 },
		.rhythm = { .n = 25 } });
	visit(s, t + 50 * NS_PER_S, &(struct dialog){
		.family = site_words(WEB),
		.route = { laptop, site_host(PLC_MB), 0, 0 },
		.rhythm = { .n = 5 } });
}

static void run_laptop(struct site *s)
{
	if (s->happenings & LAPTOP_AWAY)
		return;
	laptop_comes(s, site_between(s, 1, 60, 200));
	if (!(s->happenings & LAPTOP_OFTEN))
		return;
	for (int day = 0; day < s->days; day += 2)
		laptop_comes(s, site_between(s, day, 300, 400));
}

/* One question, now and then. */
static const struct {
	enum machine client, server;
	enum words words;
	int every_s;
} questions[] = {
	{ HISTORIAN, INFRA, NAMES, 140 }, { EWS, INFRA, NAMES, 200 },
	{ HMI_1, INFRA, NAMES, 260 },	  { LOGGER, SWITCH, SNMP_READ, 150 },
	{ LOGGER, ROUTER_1, SNMP_READ, 150 },
	{ LOGGER, ROUTER_2, SNMP_READ, 150 },
	{ SCADA_A, INFRA, TIME, NTP_S },  { SCADA_B, INFRA, TIME, NTP_S },
	{ HMI_1, INFRA, TIME, NTP_S },	  { HMI_2, INFRA, TIME, NTP_S },
	{ HISTORIAN, INFRA, TIME, NTP_S }, { EWS, INFRA, TIME, NTP_S },
	{ OPC_SERVER, INFRA, TIME, NTP_S },
};

static void run_questions(struct site *s)
{
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		int64_t every = questions[i].every_s * NS_PER_S;
		int64_t t = s->begin + sim_between(s->sim, NS_PER_S, every);

		for (; t < s->end; t += sim_between(s->sim, every - every / 9,
						    every + every / 9))
			visit(s, t, &(struct dialog){
				.family = site_words(questions[i].words),
				.route = { site_host(questions[i].client),
					   site_host(questions[i].server),
					   0, 0 },
				.rhythm = { .n = 1 } });
	}
}

static void run_logs(struct site *s)
{
	static const enum machine from[] = { SWITCH, ROUTER_1, ROUTER_2,
					     PLC_S7 };

	for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
		const struct host *h = site_host(from[i]);
		int64_t t = s->begin + sim_between(s->sim, 10, 90) * NS_PER_S;

		for (; t < s->end; t += sim_between(s->sim, 80, 120) *
		     NS_PER_S) {
			put_syslog(s->sim, h);
			udp_send(s->sim, t, &(struct route){
				h, site_host(LOGGER), PORT_SYSLOG,
				PORT_SYSLOG });
		}
	}
}

void site_visits(struct site *s)
{
	for (int day = 0; day < s->days; day++) {
		run_sessions(s, day);
		run_logins(s, day);
		run_files(s, day);
		run_leases(s, day);
	}
	run_laptop(s);
	run_questions(s);
	run_logs(s);
}
