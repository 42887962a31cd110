/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The conversations of the plant that are unicast IPv4: what a baseline
 * learns. One stint is one TCP connection of a long conversation.
 */
#ifndef PLANT_TALK_H
#define PLANT_TALK_H

#include "tcp.h"

enum {
	PORT_SCADA = 20295,
	PORT_MODBUS = 502,
	PORT_SSH = 22,
};

enum ending {
	END_NEVER,		/* still open when the capture ends */
	END_FIN,
	END_RESET_CLIENT,	/* the client's machine goes down */
	END_RESET_SERVER,
};

struct stint {
	int64_t from, until;
	int64_t week;		/* its beginning; decides what is polled */
	enum ending ending;
	unsigned loss;		/* one segment in so many, 0 none */
};

/* The last act of a stint. */
void stint_end(struct tcp *c, const struct stint *s);

/* HMI to SCADA server, a made-up length-prefixed binary protocol. */
void scada_talk(struct sim *sim, const struct stint *s);
/* SCADA server to one PLC; setpoints are written to PLC1 and PLC2 only. */
void modbus_talk(struct sim *sim, unsigned plc, const struct stint *s);

struct login {
	struct route route;
	unsigned n_commands;	/* 0: three wrong passwords, the server ends */
};

/* A whole SSH session, from the handshake to the end. */
void ssh_session(struct sim *sim, int64_t t, const struct login *l);

/* One question and answer, client port 123 too, as Windows does it. */
void ntp_ask(struct sim *sim, int64_t t, const struct host *client);

/* Unicast renewal of a lease. */
void dhcp_renew(struct sim *sim, int64_t t, const struct host *client,
		const struct host *server);
/* Discover, offer, request, acknowledgement, all broadcast. */
void dhcp_boot(struct sim *sim, int64_t t, const struct host *client);

#endif
