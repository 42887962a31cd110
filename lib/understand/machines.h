/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Senders put together to machines. One hardware address with at most one
 * IPv4 address is one machine, whatever it sends; where it has several (a
 * router, a server of many addresses) each IPv4 address is one, and what has
 * none is one more. Without hardware addresses each address is one.
 */
#ifndef OTCAP_MACHINES_H
#define OTCAP_MACHINES_H

#include <stddef.h>

#include "understand/setaside.h"

struct machine {
	/* By address (IPv4, IPv6, none) and kind; n is at least 1, and the
	 * first entry has the machine's address if it has any. */
	const struct setaside_entry *entries;
	size_t n;
};

struct machines {
	struct machine *item;	/* owned; by hardware address, address */
	size_t n, cap;
	struct setaside_entry *entries;	/* owned */
};

void machines_init(struct machines *m, const struct setaside *s);
void machines_release(struct machines *m);

#endif
