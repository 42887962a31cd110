/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who holds an address on the link, and each change from one hardware address
 * to another: one entry for (address, from, to), with how often, when, and
 * how soon the first one had it back.
 *
 * What ARP says and what frames show are kept apart: whoever forwards a frame
 * did not claim its address. A frame whose TTL says that a router relayed it
 * is no claim, nor is anything of a virtual router's hardware address. When
 * the clock was set back while an address was held, nothing is said of how
 * soon. Judges nothing: a change may well be a device that was replaced.
 */
#ifndef OTCAP_HOLDERS_H
#define OTCAP_HOLDERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum claim_kind { CLAIM_ARP, CLAIM_FRAME, N_CLAIM_KINDS };

struct claim {
	int64_t time_ns;
	uint64_t mac;
	uint32_t addr;
	uint16_t vlan;		/* the number that keeps sites apart, or 0 */
	uint8_t kind;		/* enum claim_kind */
	uint8_t ttl;		/* of a frame */
};

/* How often, and when, an address went from one to the other. */
struct changes {
	uint64_t n;
	int64_t first_ns, last_ns;
	int64_t lost_ns;	/* since when it is away; STAMP_NONE: it is
				 * not, or the clock is not to be trusted */
	int64_t back_ns;	/* shortest time away; INT64_MAX: never back */
};

struct handover {
	uint64_t from, to;
	uint32_t addr;
	struct changes by[N_CLAIM_KINDS];
};

struct holders {
	struct holder *slots;	/* by kind, address, VLAN */
	size_t mask, n;
	struct handover *items;	/* in the order they came */
	size_t n_items, cap_items;
	uint32_t *index;	/* number + 1 of a handover; 0 is empty */
	size_t index_mask;
	uint64_t contested;	/* bits of addresses that ever changed hands */
	uint64_t seed;
};

void holders_init(struct holders *t, uint64_t hash_seed);
void holders_release(struct holders *t);

/* False when there was no room for what the claim says. */
bool holders_note(struct holders *t, const struct claim *c);

/* Is every claim to the address of interest, not only the first of a flow?
 * True for a few other addresses, too. */
static inline bool holders_contested(const struct holders *t, uint32_t addr)
{
	return t->contested >> (addr * UINT32_C(0x9e3779b1) >> 26) & 1;
}

#endif
