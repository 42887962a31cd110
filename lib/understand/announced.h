/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Names out of packets that make no flow: what machines announce to all (DHCP,
 * NetBIOS, mDNS, BACnet) and on the link (PROFINET DCP, LLDP). Of the protocols
 * those that tell names, at their own ports; of a packet only its payload, as
 * one message. Nothing is remembered but names.
 */
#ifndef OTCAP_ANNOUNCED_H
#define OTCAP_ANNOUNCED_H

#include <stdbool.h>

struct frame;
struct hostnames;
struct packet;

/* A UDP datagram at a port of a protocol that tells names: all others say
 * nothing here. */
bool announced_owns(const struct packet *p);

/* A packet of scope multicast, broadcast or ethertype-other. */
void announced_hear(struct hostnames *h, const struct frame *f,
		    const struct packet *p);

#endif
