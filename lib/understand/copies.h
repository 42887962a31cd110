/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Is this packet one that the mirror port has sent already?
 *
 * A copy has the same endpoints, protocol, IP id (not 0), length, payload
 * and transport header, comes within 10 ms, and its TTL is the same or one
 * step off (a router relayed it, seen on both its sides). The memory is a
 * fixed table of the last packets: under a flood the oldest are forgotten,
 * by a rule that depends on the packets only.
 */
#ifndef OTCAP_COPIES_H
#define OTCAP_COPIES_H

#include <stdbool.h>
#include <stdint.h>

struct copies;
struct packet;

struct copies *copies_new(void);
void copies_free(struct copies *c);			/* NULL is fine */

/*
 * What is compared, as a number; ask early and prefetch, so that the memory
 * travels while other packets are looked at. The ports must be filled in.
 */
uint64_t copies_print(const struct packet *p);
void copies_prefetch(const struct copies *c, uint64_t print);
/* Judge a packet in scope by its print, and remember it. */
bool copies_seen(struct copies *c, const struct packet *p, uint64_t print);

#endif
