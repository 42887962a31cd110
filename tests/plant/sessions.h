/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sessions in which one connection agrees on the port of another: OPC Classic
 * over DCE/RPC, and passive FTP. Telnet, which needs no second one, is here,
 * too, because it logs in the same way.
 */
#ifndef PLANT_SESSIONS_H
#define PLANT_SESSIONS_H

#include "tcp.h"

/* Ask at 135 where the object lives, read there n times, a pause apart. */
struct opc {
	const struct host *client, *server;
	uint16_t port;			/* where the object lives this time */
	unsigned n_reads;
	int64_t pause_ns;
};

void opc_session(struct sim *sim, int64_t t, const struct opc *o);

/* Wrong passwords first, then the right one if something is fetched. */
struct file_login {
	const struct host *client, *server;
	unsigned n_wrong, n_files;
};

void ftp_session(struct sim *sim, int64_t t, const struct file_login *l);
void telnet_session(struct sim *sim, int64_t t, const struct file_login *l);

#endif
