/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Link types by number and name. Numbers are the LINKTYPE_ values of capture
 * files (https://www.tcpdump.org/linktypes.html), not the DLT_ values of one
 * system; where old files hold DLT_ values (12, 14), both are known.
 */
#ifndef OTCAP_LINKTYPE_H
#define OTCAP_LINKTYPE_H

#include <stdint.h>

enum linktype {
	LINKTYPE_NULL = 0,
	LINKTYPE_ETHERNET = 1,
	LINKTYPE_PPP = 9,
	LINKTYPE_RAW_DLT_12 = 12,
	LINKTYPE_RAW_DLT_14 = 14,
	LINKTYPE_PPP_HDLC = 50,
	LINKTYPE_PPP_ETHER = 51,
	LINKTYPE_RAW = 101,
	LINKTYPE_LOOP = 108,
	LINKTYPE_LINUX_SLL = 113,
	LINKTYPE_PPP_PPPD = 166,
	LINKTYPE_IPV4 = 228,
	LINKTYPE_IPV6 = 229,
	LINKTYPE_LINUX_SLL2 = 276
};

/* The DLT_ value of this system, as libpcap's functions want it. */
int linktype_dlt(uint16_t linktype);

/* "EN10MB", or "LINKTYPE_123" into buf when it has no name. */
enum { LINKTYPE_TEXT = 48 };
const char *linktype_name(uint16_t linktype, char buf[LINKTYPE_TEXT]);

#endif
