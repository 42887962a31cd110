/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/linktype.h"

#include <pcap/pcap.h>
#include <stddef.h>
#include <stdio.h>

/*
 * The two are the same but for these, whose DLT_ values differed between
 * systems when the LINKTYPE_ values were given out (libpcap, pcap-common.c).
 * Old files hold DLT_RAW itself: 12, or 14.
 */
int linktype_dlt(uint16_t linktype)
{
	static const struct {
		uint16_t linktype, dlt;
	} differing[] = {
		{ LINKTYPE_RAW_DLT_12, DLT_RAW },
		{ LINKTYPE_RAW_DLT_14, DLT_RAW },
		{ 100, DLT_ATM_RFC1483 },
		{ LINKTYPE_RAW, DLT_RAW },
		{ 102, DLT_SLIP_BSDOS },
		{ 103, DLT_PPP_BSDOS },
		{ 106, DLT_ATM_CLIP },
		{ LINKTYPE_LOOP, DLT_LOOP },
	};

	for (size_t i = 0; i < sizeof differing / sizeof *differing; i++)
		if (differing[i].linktype == linktype)
			return differing[i].dlt;
	return linktype;
}

const char *linktype_name(uint16_t linktype, char buf[LINKTYPE_TEXT])
{
	const char *name = pcap_datalink_val_to_name(linktype_dlt(linktype));

	if (name)
		snprintf(buf, LINKTYPE_TEXT, "%s", name);
	else
		snprintf(buf, LINKTYPE_TEXT, "LINKTYPE_%u", linktype);
	return buf;
}
