/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What traffic shows of the local link: which address uses which MAC, and so
 * which MAC is one host's own. A MAC with several addresses (a router's) is
 * nobody's own.
 *
 * Beyond LIMIT_ARP_PAIRS new ones are not remembered: fewer addresses then
 * count as inside, which leads to more findings, not to fewer.
 */
#ifndef OTCAP_NAMES_LINK_H
#define OTCAP_NAMES_LINK_H

#include <stddef.h>
#include <stdint.h>

struct names_link;

struct names_link *names_link_new(void);
void names_link_free(struct names_link *l);		/* NULL is fine */
void names_link_note(struct names_link *l, uint32_t addr, uint64_t mac);
/* The same from ARP, where who has the address says so himself: also a
 * machine that has several, or that changes it. */
void names_link_claim(struct names_link *l, uint32_t addr, uint64_t mac);
/* The address's own MAC, 0 when it has none or had several. */
uint64_t names_link_mac(const struct names_link *l, uint32_t addr);
/* Hosts of this /24 (its lowest address) that have a MAC of their own. */
uint32_t names_link_hosts(const struct names_link *l, uint32_t net);
/* All /24 networks with at least this many such hosts, ascending; the caller
 * frees *nets. */
size_t names_link_nets(const struct names_link *l, uint32_t hosts,
		       uint32_t **nets);

#endif
