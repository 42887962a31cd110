/* SPDX-License-Identifier: BSD-3-Clause */
/* The pcap file format: draft-ietf-opsawg-pcap. Writes, never reads. */
#ifndef PLANT_PCAP_H
#define PLANT_PCAP_H

#include "tape.h"

enum linktype {
	LINK_NULL = 0,
	LINK_ETHERNET = 1,
	LINK_PPP = 9,
	LINK_RAW_BSD = 12,	/* DLT_RAW where systems wrote it unmapped */
	LINK_RAW_OPENBSD = 14,
	LINK_PPP_HDLC = 50,
	LINK_RAW = 101,
	LINK_LOOP = 108,
	LINK_SLL = 113,
	LINK_USER0 = 147,
	LINK_IPV4 = 228,
	LINK_SLL2 = 276,
};

struct pcap_style {
	bool big_endian;
	bool nanoseconds;
	uint32_t snaplen;	/* 0: 262144 */
	enum linktype link;
};

enum {
	PCAP_FILE_HEADER = 24,
	PCAP_RECORD_HEADER = 16
};

void pcap_begin(struct bytes *out, const struct pcap_style *style);
/* The frame is at p; times and the wire length are those of the shot. */
void pcap_record(struct bytes *out, const struct pcap_style *style,
		 const struct shot *s, const uint8_t *p);
/* A whole file of what is on the tape, as Ethernet. */
void pcap_of_tape(struct bytes *out, const struct pcap_style *style,
		  const struct tape *t);

#endif
