/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who said in ARP which address is at which hardware address: one entry a
 * pair of sender addresses, with counts of requests and replies. Probes
 * (sender 0.0.0.0, RFC 5227) say nothing and are left out. At LIMIT_ARP_PAIRS
 * further pairs are only counted.
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
	uint64_t requests, replies;
	int64_t first_ns, last_ns;
};

struct arptab {
	struct arp_pair *pairs;	/* in the order they came */
	size_t n, cap;
	uint32_t *slots;
	size_t mask;
	uint64_t seed;
};

void arptab_init(struct arptab *t, uint64_t hash_seed);
void arptab_release(struct arptab *t);
/* False when there is no room for p's pair. */
bool arptab_add(struct arptab *t, const struct packet *p);

#endif
