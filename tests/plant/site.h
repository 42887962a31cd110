/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A second, larger plant, and its normal weeks. Beside the protocols of many
 * makers it has what real sites have: a redundant SCADA pair with an address
 * that moves, two routers behind one virtual MAC, a machine with two network
 * cards, a laptop that comes and goes, ports agreed anew each time, a device
 * that is looked for and not there. None of it is a reason for a finding.
 *
 * Days are compressed as in week.h: seven days of ten minutes, or half or
 * twice as many. The plant is one link, 10.20.0.0/22; 10.30.0.0/24 is behind
 * the routers.
 */
#ifndef PLANT_SITE_H
#define PLANT_SITE_H

#include "dialog.h"
#include "week.h"

/* Beside those of week.h. */
enum site_happening {
	SWITCH_OVER = 1 << 9,	/* SCADA B takes over in the week, for good */
	SWITCH_BACK = 1 << 10,	/* and A again, minutes later */
	B_IS_ACTIVE = 1 << 11,	/* all week */
	ROUTER_FAILS = 1 << 12,	/* the other one takes over, for a while */
	BOTH_ROUTE = 1 << 13,	/* packets come back through either */
	CARD_FAILS = 1 << 14,	/* of the machine that has two */
	LAPTOP_AWAY = 1 << 15,
	LAPTOP_OFTEN = 1 << 16,
	REBOOT_PLC = 1 << 17,
	HALF_LENGTH = 1 << 18,
	DOUBLE_LENGTH = 1 << 19,
};

enum machine {
	ROUTER_1, ROUTER_2, ROUTERS, SWITCH,
	PLC_S7, PLC_S7_2, PLC_AB, PLC_MEL, PLC_MB, PLC_MB_2, PLC_ABSENT, RTU,
	DRIVE_1, DRIVE_2, DRIVE_3, DRIVE_4, DRIVE_5, DRIVE_6, DECOY,
	SCADA, SCADA_A, SCADA_B, HMI_1, HMI_2, HISTORIAN, OPC_SERVER,
	EWS, LAPTOP, SIS_PLC, SIS_EWS,
	JUMP, INFRA, LOGGER,
	N_MACHINES
};

/* SCADA is the pair's address that moves; as a host it has A's MAC. */
const struct host *site_host(enum machine m);
bool site_is_behind(uint32_t ip);	/* the routers */

enum { MAX_REIGNS = 3, N_DRIVES = 6, PORT_DRIVES = 51000 };

/* Who of the SCADA pair is active. */
struct reign {
	int64_t from, until;
	enum machine who;
};

enum habit_id {
	S7_POLL, S7_2_POLL, AB_POLL, MEL_POLL, MB_POLL, MB_2_POLL, RTU_POLL,
	DRIVE_POLL, HMI_TAGS = DRIVE_POLL + N_DRIVES, HMI_2_TAGS, HEARTBEAT,
	SIS_POLL, N_HABITS
};

/* A habit that is another one from this time on; server_port 0: it stops. */
struct change {
	enum habit_id habit;
	int64_t at;		/* 0: nothing changes */
	uint16_t client_port, server_port;
};

struct site {
	struct sim *sim;
	unsigned happenings;
	int64_t begin, end;
	int days;
	struct reign reigns[MAX_REIGNS];
	int n_reigns;
	struct change change;
};

unsigned site_happenings(uint64_t seed);
void site_init(struct site *s, struct sim *sim, unsigned happenings);
/* Put the traffic of the week on the tape, in no order. */
void site_run(struct site *s);
/* Order, trim and number the tape, as the mirror port sees it. */
void site_finish(struct site *s);

/* A moment of the day (0 is the first), in seconds of it. */
int64_t site_at(const struct site *s, int day, int second);
int64_t site_between(const struct site *s, int day, int from_s, int to_s);
const struct reign *site_reign(const struct site *s, int64_t t);

/* site_habits.c: conversations that go on all the time. */
void site_habits(struct site *s);
/* site_visits.c: those that come and go, and what is said once a day. */
void site_visits(struct site *s);
/* site_link.c: ARP, and what routers and network cards do to MACs. */
void site_noise(struct site *s);
void site_rewrite_macs(struct site *s);

#endif
