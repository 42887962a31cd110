/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Server ports that follow from server addresses, among the endpoints that
 * one client uses: which endpoints do, by which rule, and which leave it.
 *
 * Pure functions over one array. Knows neither flows nor rules of a
 * baseline; what a broken pattern means is for others to say.
 */
#ifndef OTCAP_PORTPATTERN_H
#define OTCAP_PORTPATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum port_rule {
	PORT_RULE_NONE,
	PORT_RULE_OFFSET,	/* base + last octet of the address */
	PORT_RULE_DIGITS,	/* the octet is its last three digits; what
				 * stands before them is the base */
	PORT_RULE_OWN		/* one port a device, close together: says
				 * nothing of the next device's */
};

/* A server endpoint, as one client uses it. */
struct port_spot {
	uint32_t addr;
	uint16_t port;
	uint16_t base;		/* of its rule; 0 without one */
	uint8_t rule;		/* enum port_rule */
};

/* By address, then port: the order that portpattern_find needs. */
int port_spot_cmp(const void *a, const void *b);

/*
 * Sets rule and base of each; spots are distinct and sorted, of one client
 * and one protocol. Three devices and a third of the client's are the least
 * that make a rule, so that ports handed out by chance make none.
 */
void portpattern_find(struct port_spot *spots, size_t n);

/* The port that a rule with this base wants at the address; 0 where it says
 * nothing (PORT_RULE_NONE, PORT_RULE_OWN) or there is no such port. */
uint16_t portpattern_port(enum port_rule rule, uint16_t base, uint32_t addr);

/*
 * Does this endpoint leave a pattern of the others? It does when its port
 * lies where a rule puts the ports of devices (base to base + 255) and is
 * another than the rule wants at its address. Then out is a spot with that
 * rule, the address and the port it should have.
 *
 * spots: as portpattern_find left them, with or without this endpoint. An
 * address that also keeps the rule is not found: it has a second service.
 */
bool portpattern_breaks(const struct port_spot *spots, size_t n,
			struct port_spot at, struct port_spot *out);

#endif
