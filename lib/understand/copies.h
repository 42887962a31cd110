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

struct copies;
struct packet;

struct copies *copies_new(void);
void copies_free(struct copies *c);			/* NULL is fine */
/* Judge a packet in scope and remember it. */
bool copies_seen(struct copies *c, const struct packet *p);

#endif
