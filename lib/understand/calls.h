/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who called a group: the UDP datagrams to a broadcast or multicast address,
 * which are no rows but are asked for by some unicast answers (CC-Link IE
 * Field Basic, device searches, BACnet Who-Is). One entry a caller's endpoint
 * and port of the group; no packet is kept. At LIMIT_CALLS further ones are
 * refused, and who adds them counts that.
 */
#ifndef OTCAP_CALLS_H
#define OTCAP_CALLS_H

#include <stddef.h>
#include <stdint.h>

/* What was called, as far as the bytes tell. */
enum call_said {
	CALL_ASKED = 1 << 0,	/* a request of a known protocol */
	CALL_TOLD = 1 << 1,	/* an answer or announcement of one */
	CALL_UNKNOWN = 1 << 2
};

struct call {
	uint32_t addr;		/* the caller's */
	uint16_t port;
	uint16_t group_port;
	int64_t first_ns;
	uint8_t said;		/* enum call_said bits */
	uint8_t protocol;	/* of what was asked: number + 1 in
				 * protocols[]; 0 unknown */
	uint8_t looks;		/* datagrams that were looked into */
	uint16_t namers;	/* those of naming_protocols[] that have a port
				 * of these, as bits; after the first look */
};

struct calls {
	struct call *item;	/* in the order they came */
	size_t n, cap;
	uint32_t *slots;	/* index + 1; NULL before the first */
	size_t mask;
	uint64_t seed;
};

void calls_init(struct calls *c, uint64_t hash_seed);
void calls_release(struct calls *c);

/* The entry, made at this time when it is new; NULL when there is no room. */
struct call *calls_get(struct calls *c, const struct call *key);

/* By caller's endpoint, then port of the group. */
int calls_cmp(const void *a, const void *b);
/* A sorted copy, owned by the caller; NULL when there are none. */
struct call *calls_sorted(const struct calls *c);

#endif
