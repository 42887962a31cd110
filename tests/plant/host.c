/* SPDX-License-Identifier: BSD-3-Clause */
#include "host.h"

#include <string.h>

const struct host host_gateway = {
	"GATEWAY", { 0x00, 0x80, 0x63, 0x4a, 0x10, 0x01 },
	IP4(192, 168, 10, 1), 64, OS_EMBEDDED
};
const struct host host_switch = {
	"SWITCH", { 0x00, 0x80, 0x63, 0x7c, 0x22, 0x80 },
	IP4(192, 168, 10, 2), 64, OS_EMBEDDED
};
const struct host host_scada = {
	"SCADA01", { 0x18, 0x66, 0xda, 0x31, 0xc0, 0x0b },
	IP4(192, 168, 10, 11), 128, OS_WINDOWS
};
const struct host host_hmi = {
	"HMI01", { 0x00, 0xd0, 0xc9, 0x9e, 0x41, 0x15 },
	IP4(192, 168, 10, 21), 128, OS_WINDOWS
};
const struct host host_maint = {
	"maint", { 0x00, 0x25, 0x90, 0x5d, 0x07, 0x1f },
	IP4(192, 168, 10, 31), 64, OS_LINUX
};
const struct host host_plc[N_PLCS] = {
	{ "PLC1", { 0x00, 0x80, 0xf4, 0x1c, 0x3a, 0x65 },
	  IP4(192, 168, 10, 101), 64, OS_EMBEDDED },
	{ "PLC2", { 0x00, 0x80, 0xf4, 0x1c, 0x3a, 0x66 },
	  IP4(192, 168, 10, 102), 64, OS_EMBEDDED },
	{ "PLC3", { 0x00, 0x80, 0xf4, 0x1c, 0x3b, 0x04 },
	  IP4(192, 168, 10, 103), 64, OS_EMBEDDED },
};

/* Beyond the gateway: seen with its MAC, and some hops away. */
const struct host host_outside = {
	"outside", { 0x00, 0x80, 0x63, 0x4a, 0x10, 0x01 },
	IP4(203, 0, 113, 66), 49, OS_LINUX
};

const struct host cast_everyone = {
	"everyone", { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff },
	IP4(255, 255, 255, 255), 0, OS_EMBEDDED
};
const struct host cast_subnet = {
	"subnet", { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff },
	IP4(192, 168, 10, 255), 0, OS_EMBEDDED
};

struct host host_group(uint32_t ip, unsigned ttl)
{
	return (struct host){
		.name = "group",
		.mac = { 0x01, 0x00, 0x5e, ip >> 16 & 0x7f, ip >> 8 & 0xff,
			 ip & 0xff },
		.ip = ip,
		.ttl = (uint8_t)ttl,
	};
}

void host_link_local(const struct host *h, uint8_t ip6[16])
{
	memset(ip6, 0, 16);
	ip6[0] = 0xfe;
	ip6[1] = 0x80;
	memcpy(ip6 + 8, h->mac, 3);
	ip6[8] ^= 0x02;
	ip6[11] = 0xff;
	ip6[12] = 0xfe;
	memcpy(ip6 + 13, h->mac + 3, 3);
}
