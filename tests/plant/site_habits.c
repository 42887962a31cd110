/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Polls and heartbeats: long connections that follow who of the SCADA pair
 * is active, and that are opened anew after a machine has started again.
 */
#include "site.h"
#include "site_words.h"
#include "tcp.h"

enum {
	LOSS_ONE_IN = 60,
	DOWN_S = 40,
	PORT_MEL_CLIENT = 5551,
	PORT_RETRY = 502,
	RETRY_S = 45,
};

struct habit {
	enum machine client, server;	/* SCADA: who is active */
	enum words words;
	unsigned period_s;
	uint16_t client_port;		/* 0: the system hands one out */
	uint16_t port;			/* 0: that of the words */
	unsigned pushes;		/* per 100 exchanges */
	bool reopens;			/* every day */
};

#define POLL(who, whom, what, every) \
	.client = who, .server = whom, .words = what, .period_s = every
#define DRIVE(n) { POLL(SCADA, DRIVE_##n, DRIVE_WORDS, 30), \
		   .port = PORT_DRIVES + 100 + n }

static const struct habit habits[N_HABITS] = {
	[S7_POLL] = { POLL(SCADA, PLC_S7, S7_CONTROL, 20) },
	[S7_2_POLL] = { POLL(SCADA, PLC_S7_2, S7_CONTROL, 20) },
	[AB_POLL] = { POLL(SCADA, PLC_AB, AB_READ, 15) },
	[MEL_POLL] = { POLL(SCADA, PLC_MEL, MEL_CONTROL, 15),
		       .client_port = PORT_MEL_CLIENT, .reopens = true },
	[MB_POLL] = { POLL(SCADA, PLC_MB, MODBUS_CONTROL, 15) },
	[MB_2_POLL] = { POLL(SCADA, PLC_MB_2, MODBUS_CONTROL, 15) },
	[RTU_POLL] = { POLL(SCADA, RTU, IEC104_POLL, 20), .pushes = 25 },
	[DRIVE_POLL] = DRIVE(1), DRIVE(2), DRIVE(3), DRIVE(4), DRIVE(5),
	DRIVE(6),
	[HMI_TAGS] = { POLL(HMI_1, SCADA, HMI_WORDS, 15) },
	[HMI_2_TAGS] = { POLL(HMI_2, SCADA, HMI_WORDS, 15) },
	[HEARTBEAT] = { POLL(SCADA_B, SCADA_A, HEARTBEATS, 20) },
	[SIS_POLL] = { POLL(SIS_EWS, SIS_PLC, MODBUS_READ, 20) },
};

/* One connection of a habit. */
struct span {
	int64_t from, until;
	const struct host *client, *server;
	uint16_t client_port, port;
};

static void talk(struct site *s, const struct habit *h, const struct span *p)
{
	const struct family *f = site_words(h->words);
	int64_t period = h->period_s * NS_PER_S;
	struct dialog d = {
		.family = f,
		.route = { p->client, p->server, p->client_port, p->port },
		.rhythm = { .period_ns = period, .jitter = 15,
			    .answer_ns = 6 * NS_PER_MS,
			    .pushes = h->pushes },
		.start = p->from,
		.loss = s->happenings & LOSS ? LOSS_ONE_IN : 0,
	};

	if (p->until - p->from < 2 * period)
		return;
	if (!d.route.sport)
		d.route.sport = tcp_ephemeral(s->sim);
	if (!d.route.dport)
		d.route.dport = f->port;
	d.rhythm.n = (unsigned)((p->until - p->from) / period);
	dialog_run(s->sim, &d);
}

/* While the server starts, the client knocks; once it is refused. */
static void knock(struct site *s, const struct span *p, int64_t t)
{
	struct tcp c;

	for (int i = 0; i < 2; i++) {
		tcp_init(&c, s->sim, &(struct route){
			p->client, p->server,
			p->client_port ? p->client_port :
					 tcp_ephemeral(s->sim), p->port });
		tcp_syn(&c, t + i * 15 * NS_PER_S);
		tcp_syn(&c, t + i * 15 * NS_PER_S + 3 * NS_PER_S);
	}
	tcp_init(&c, s->sim, &(struct route){
		p->client, p->server, tcp_ephemeral(s->sim), p->port });
	tcp_syn(&c, t + (DOWN_S - 4) * NS_PER_S);
	tcp_refuse(&c, t + (DOWN_S - 4) * NS_PER_S);
}

/* When the machine of this habit goes down; 0 never. */
static int64_t outage(const struct site *s, const struct habit *h)
{
	if (s->happenings & REBOOT_HMI && h->client == HMI_2)
		return site_at(s, 2, 350);
	if (s->happenings & REBOOT_PLC && h->server == PLC_MB_2)
		return site_at(s, 1, 410);
	return 0;
}

static void talk_daily(struct site *s, const struct habit *h, struct span p)
{
	int64_t until = p.until;

	for (int day = 1; h->reopens && day < s->days; day++) {
		int64_t t = site_at(s, day, 30);

		if (t <= p.from || t >= until)
			continue;
		p.until = t;
		talk(s, h, &p);
		p.from = t + 2 * NS_PER_S;
	}
	p.until = until;
	talk(s, h, &p);
}

static void talk_around(struct site *s, const struct habit *h, struct span p)
{
	int64_t down = outage(s, h), until = p.until;

	if (down > p.from && down < until) {
		p.until = down;
		talk(s, h, &p);
		if (h->server == PLC_MB_2)
			knock(s, &p, down + NS_PER_S);
		p.from = down + (DOWN_S + 6) * NS_PER_S;
		p.until = until;
	}
	talk_daily(s, h, p);
}

/* A change comes with a new connection. */
static void talk_changed(struct site *s, enum habit_id id, struct span p)
{
	const struct change *c = &s->change;
	int64_t until = p.until;

	if (c->at && c->habit == id && c->at < until) {
		p.until = c->at;
		talk_around(s, &habits[id], p);
		if (!c->server_port)
			return;
		p.from = c->at + 4 * NS_PER_S;
		p.until = until;
		p.client_port = c->client_port;
		p.port = c->server_port;
	}
	talk_around(s, &habits[id], p);
}

/* The virtual address is with whoever is active. */
static struct host virtual_host(const struct reign *r)
{
	struct host h = *site_host(SCADA);

	for (int i = 0; i < 6; i++)
		h.mac[i] = site_host(r->who)->mac[i];
	return h;
}

static void run(struct site *s, enum habit_id id)
{
	const struct habit *h = &habits[id];
	bool follows = h->client == SCADA || h->server == SCADA;
	int64_t apart = (int64_t)id * 700 * NS_PER_MS;

	for (int i = 0; i < (follows ? s->n_reigns : 1); i++) {
		const struct reign *r = &s->reigns[i];
		struct host moves = virtual_host(r);
		struct span p = {
			.from = r->from + apart,
			.until = follows ? r->until :
					   s->end + DAY_S * NS_PER_S,
			.client = site_host(h->client == SCADA ? r->who :
							       h->client),
			.server = h->server == SCADA ? &moves :
						       site_host(h->server),
			.client_port = h->client_port,
			.port = h->port ? h->port : site_words(h->words)->port,
		};

		if (!i && !(s->happenings & MIDSTREAM))
			p.from = s->begin + 3 * NS_PER_S + apart;
		talk_changed(s, id, p);
	}
}

/* The standby looks after the active one. */
static void run_heartbeat(struct site *s)
{
	bool b = s->happenings & B_IS_ACTIVE;
	struct span p = {
		.from = s->begin + (s->happenings & MIDSTREAM ? -90 : 5) *
			NS_PER_S,
		.until = s->end + DAY_S * NS_PER_S,
		.client = site_host(b ? SCADA_A : SCADA_B),
		.server = site_host(b ? SCADA_B : SCADA_A),
		.port = site_words(HEARTBEATS)->port,
	};

	talk(s, &habits[HEARTBEAT], &p);
}

/* To a PLC that was taken away: nobody answers. */
static void run_retries(struct site *s)
{
	for (int64_t t = s->begin + 11 * NS_PER_S; t < s->end;
	     t += sim_between(s->sim, RETRY_S * NS_PER_S,
			      (RETRY_S + 2) * NS_PER_S)) {
		struct tcp c;

		tcp_init(&c, s->sim, &(struct route){
			site_host(site_reign(s, t)->who),
			site_host(PLC_ABSENT), tcp_ephemeral(s->sim),
			PORT_RETRY });
		tcp_syn(&c, t);
		tcp_syn(&c, t + 3 * NS_PER_S);
	}
}

void site_habits(struct site *s)
{
	for (int i = 0; i < N_HABITS; i++)
		if (i != HEARTBEAT)
			run(s, (enum habit_id)i);
	run_heartbeat(s);
	run_retries(s);
}
