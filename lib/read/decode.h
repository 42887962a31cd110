/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Bytes of one frame to a struct packet: link layer, tags, tunnels, IPv4,
 * TCP, UDP, ARP. Pure: no state, no I/O, no clock; fragments are told apart
 * here and joined elsewhere. Any bytes are survived: what contradicts itself
 * is NET_DAMAGED, never an error. Checksums are not judged: they are wrong
 * in every capture taken on a sending machine.
 */
#ifndef OTCAP_DECODE_H
#define OTCAP_DECODE_H

#include "read/packet.h"

struct frame;

/* Fills all of *p. */
void decode_frame(const struct frame *f, struct packet *p);

#endif
