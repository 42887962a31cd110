/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The machines of the plant. Addresses, MACs and habits of the operating
 * system are fixed: they are what a baseline learns.
 *
 * A group or broadcast address is a host too, one that never sends.
 */
#ifndef PLANT_HOST_H
#define PLANT_HOST_H

#include <stdint.h>

enum os {
	OS_EMBEDDED,		/* MSS option only, small window */
	OS_LINUX,
	OS_WINDOWS,
};

struct host {
	const char *name;
	uint8_t mac[6];
	uint32_t ip;
	uint8_t ttl;
	enum os os;
};

enum {
	N_PLCS = 3
};

extern const struct host host_gateway, host_switch, host_scada, host_hmi,
	host_maint, host_outside, host_plc[N_PLCS];

extern const struct host cast_everyone;		/* 255.255.255.255 */
extern const struct host cast_subnet;		/* 192.168.10.255 */

/* The group's MAC follows from its address (RFC 1112, 6.4). */
struct host host_group(uint32_t ip, unsigned ttl);

/* RFC 4291, appendix A: fe80:: and the modified EUI-64 of the MAC. */
void host_link_local(const struct host *h, uint8_t ip6[16]);

#define IP4(a, b, c, d) \
	((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (d))

#endif
