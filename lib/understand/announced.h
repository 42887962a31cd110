/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Names out of packets that make no flow: what machines announce to all (DHCP,
 * NetBIOS, mDNS, BACnet) and on the link (PROFINET DCP, LLDP). Of the protocols
 * those that tell names, at their own ports; of a packet only its payload, as
 * one message. Nothing is remembered but names.
 */
#ifndef OTCAP_ANNOUNCED_H
#define OTCAP_ANNOUNCED_H

#include <stdint.h>

struct frame;
struct hostnames;
struct packet;

/* Those of naming_protocols[] that have a port of this UDP datagram, as bits.
 * Without any it says nothing here. */
uint16_t announced_namers(const struct packet *p);

/* A packet of scope multicast, broadcast or ethertype-other; namers: of a UDP
 * datagram, as above. */
void announced_hear(struct hostnames *h, const struct frame *f,
		    const struct packet *p, uint16_t namers);

#endif
