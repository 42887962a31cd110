/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What machines in default settings say without being asked, and the upkeep
 * of the network itself. All of it is out of scope for a baseline: ARP, ICMP,
 * IGMP, IPv6, multicast, broadcast, and frames that are not IP.
 */
#ifndef PLANT_NOISE_H
#define PLANT_NOISE_H

#include "net.h"

typedef void noise_fn(struct sim *sim, int64_t t, const struct host *h);

/* The host asks for the gateway, which answers. */
noise_fn noise_arp_gateway;
/* The host says who it is, as after a boot. */
noise_fn noise_arp_gratuitous;
/* Probes its own address (RFC 5227), then announces it. */
noise_fn noise_arp_probe;
/* The host asks for the PLCs; they answer. */
noise_fn noise_arp_plcs;
/* Echo request to the gateway, and its reply. */
noise_fn noise_ping_gateway;
noise_fn noise_igmp_report3;
noise_fn noise_igmp_report2;
noise_fn noise_igmp_query;
noise_fn noise_lldp;
noise_fn noise_stp;
noise_fn noise_vrrp;			/* an IP protocol of its own */

noise_fn noise_neighbour;		/* solicitation and advertisement */
noise_fn noise_duplicate_check;		/* RFC 4862, 5.4 */
noise_fn noise_router_solicit;
noise_fn noise_router_advert;
noise_fn noise_mld_report;

noise_fn noise_mdns;
noise_fn noise_llmnr;			/* over IPv4 and IPv6 */
noise_fn noise_ssdp;
noise_fn noise_netbios_query;
noise_fn noise_netbios_register;
noise_fn noise_browser;			/* host announcement, port 138 */

struct arp {
	const struct host *from, *to;	/* NULL: to nobody known */
	uint32_t wanted;
};

void arp_ask(struct sim *sim, int64_t t, const struct arp *a);
void arp_answer(struct sim *sim, int64_t t, const struct arp *a);

#endif
