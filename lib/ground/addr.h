/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * IPv4 addresses (uint32_t in host order), networks and hardware addresses
 * (uint64_t, first octet highest), as values and as text. No names are
 * resolved: an offline tool must not tell a name server what it looks at.
 */
#ifndef OTCAP_ADDR_H
#define OTCAP_ADDR_H

#include <stdbool.h>
#include <stdint.h>

#define ADDR(a, b, c, d) \
	((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (d))

enum { ADDR_TEXT = 16, MAC_TEXT = 18, CIDR_TEXT = 19 };

struct cidr {
	uint32_t net;		/* host bits are zero */
	uint8_t bits;		/* 0 to 32 */
};

/* Dotted decimal without leading zeros; 0 or -1. */
int addr_parse(const char *s, uint32_t *addr);
/* An address (then 32 bits) or address/bits with zero host bits; 0 or -1. */
int cidr_parse(const char *s, struct cidr *net);
bool cidr_has(const struct cidr *net, uint32_t addr);
/* Six hex octets with colons or dashes; 0 or -1. */
int mac_parse(const char *s, uint64_t *mac);
/* The next of a "+"-joined list; other words are passed over. False at the
 * end. */
bool mac_next(const char **list, uint64_t *mac);
/* A router pair's shared address (VRRP and CARP, HSRP 1 and 2): it moves from
 * machine to machine and is nobody's own. */
bool mac_is_virtual(uint64_t mac);
/* By which protocol they share it: "VRRP or CARP", "HSRP"; "" none. */
const char *mac_virtual_name(uint64_t mac);
/* Made up by its owner, not by the maker of the hardware. */
bool mac_is_local(uint64_t mac);

/* Without a NUL, at most ADDR_TEXT - 1 octets; returns the end. */
char *addr_put(char *p, uint32_t addr);
/* Each returns buf. */
char *addr_format(uint32_t addr, char buf[ADDR_TEXT]);
char *cidr_format(const struct cidr *net, char buf[CIDR_TEXT]);
char *mac_format(uint64_t mac, char buf[MAC_TEXT]);

/* 224.0.0.0/4 */
bool addr_is_multicast(uint32_t addr);
/* 255.255.255.255 or 0.0.0.0/8 ("this network", RFC 1122 3.2.1.3) */
bool addr_is_broadcast(uint32_t addr);
/* RFC 1918, RFC 6598 (100.64.0.0/10), 169.254.0.0/16 and 127.0.0.0/8 */
bool addr_is_private(uint32_t addr);

#endif
