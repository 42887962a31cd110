/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who said in ARP which address is at which hardware address, and how much it
 * asked for: one entry a pair of sender addresses, with counts of requests and
 * replies, and the most addresses that were asked for within a minute.
 *
 * Probes (sender 0.0.0.0, RFC 5227) say nothing and are left out, unless one
 * hardware address probes for many. Announcements ask for nobody else. At
 * LIMIT_ARP_PAIRS further pairs, at LIMIT_ASKERS further hardware addresses
 * that ask are only counted; beyond LIMIT_ASKED a minute's addresses are not
 * told apart.
 */
#ifndef OTCAP_ARPTAB_H
#define OTCAP_ARPTAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct packet;

struct arp_pair {
	uint64_t mac;
	uint32_t addr;
	uint32_t peak_asked;	/* other addresses, in any minute */
	uint64_t requests, replies;
	int64_t first_ns, last_ns;
};

struct arptab {
	struct arp_pair *pairs;	/* in the order they came */
	size_t n, cap;
	uint32_t *slots;
	size_t mask;
	struct asker *askers;
	size_t n_askers, cap_askers;
	uint32_t *asker_slots;
	size_t asker_mask;
	uint64_t seed;
};

void arptab_init(struct arptab *t, uint64_t hash_seed);
void arptab_release(struct arptab *t);
/* False when there is no room for p's pair, or for its question. */
bool arptab_add(struct arptab *t, const struct packet *p);

#endif
