/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which port belongs to which service: what the site says of its own ports,
 * else the compiled-in table (data/services.csv). A name from here is a label
 * and evidence for direction, never a key.
 */
#ifndef OTCAP_SERVICES_H
#define OTCAP_SERVICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ground/err.h"

enum service_kind {
	SERVICE_OT,		/* control protocols */
	SERVICE_REMOTE,		/* logins: SSH, RDP, Telnet, VNC, ... */
	SERVICE_FILE,		/* FTP, SMB, TFTP, ... */
	SERVICE_WEB,
	SERVICE_INFRA,		/* names, time, addresses, logs, ... */
	SERVICE_OTHER
};

struct service {
	const char *name;
	uint16_t port_lo, port_hi;	/* inclusive */
	uint8_t proto;		/* 6 or 17 */
	uint8_t kind;		/* enum service_kind */
	bool same_port;		/* the client uses this port, too */
	bool client_side;	/* the port is the client's, not the server's */
	bool weak;		/* the source is unsure: a label only */
	bool site;		/* the site's own word: outranks the table */
};

/* The table, sorted by proto, port_lo; made from data/services.csv. */
extern const struct service services_builtin[];
extern const size_t n_services_builtin;

struct service_name {
	const char *name;
	uint8_t kind;		/* enum service_kind */
};

/* Every name of the table once, sorted as strcmp does. */
extern const struct service_name service_names[];
extern const size_t n_service_names;

struct services;

struct services *services_new(void);
void services_free(struct services *s);			/* NULL is fine */
/*
 * The site's own services, from a CSV file with the columns proto, port (or a
 * range), service and, may it be, address (or network). Once; on failure,
 * "path:line: reason", nothing of the file counts.
 */
int services_load(struct services *s, const char *path, struct err *e);
/*
 * Whose port it is at this address, the longest network first; NULL when the
 * port is nobody's. Results live as long as s.
 */
const struct service *services_find_at(const struct services *s, uint8_t proto,
				       uint32_t addr, uint16_t port);
/* The same where no address is known: without what the site says of some. */
const struct service *services_find(const struct services *s, uint8_t proto,
				    uint16_t port);
/* The kind of a service by its name, from the table or from the payload. A
 * site's name has none of its own: it is SERVICE_OTHER, as is every name that
 * nobody knows. */
enum service_kind services_kind(const char *name);

#endif
