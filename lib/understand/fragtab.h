/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which ports a fragment belongs to: later fragments of a datagram carry
 * none, so they go to the flow of the first one.
 *
 * Fragments that come before the first (some systems send the last first)
 * are held as counts, not as packets. The table is bounded: at
 * LIMIT_FRAGMENTS datagrams the oldest is given up, and a datagram is given
 * up 60 seconds after its first sign (RFC 1122, 3.3.2); fragments held in
 * vain are handed back for a flow without ports.
 */
#ifndef OTCAP_FRAGTAB_H
#define OTCAP_FRAGTAB_H

#include <stdbool.h>
#include <stdint.h>

#include "ground/limits.h"

struct fragtab;
struct packet;

/* Counts of fragments that waited for the first one. */
struct fragments {
	uint32_t addr[2];	/* source, destination */
	uint8_t proto;
	uint8_t n_vlan;
	uint16_t vlan[LIMIT_VLAN_TAGS];
	uint16_t port[2];	/* source, destination; 0 when unknown */
	uint64_t mac[2];	/* of the datagram's first sign */
	uint32_t capture;	/* of the first that waited */
	uint64_t packets, bytes, payload;
	int64_t first_ns, last_ns;
};

struct fragtab *fragtab_new(uint64_t hash_seed);
void fragtab_free(struct fragtab *t);			/* NULL is fine */

/*
 * Show every fragment. Of a later one the ports are filled in when they are
 * known: true, p is complete. false: it is held until they are.
 * After either, *freed tells of held fragments whose fate is settled by this
 * packet (packets 0: none): with ports when the first one came, without
 * when they were given up.
 */
bool fragtab_join(struct fragtab *t, struct packet *p, uint32_t capture,
		  struct fragments *freed);
/* At the end: the i-th datagram that is still held; false after the last. */
bool fragtab_left(const struct fragtab *t, uint32_t *i,
		  struct fragments *freed);

#endif
