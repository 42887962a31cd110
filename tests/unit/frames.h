/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Frames written as hex, and what decode must make of them as one line of
 * text. Every case is also cut at each of its bytes, and decoded once more
 * with a priority tag, which leads past the straight path.
 */
#ifndef OTCAP_TEST_FRAMES_H
#define OTCAP_TEST_FRAMES_H

#include <stddef.h>
#include <stdint.h>

#include "ground/text.h"
#include "read/packet.h"
#include "read/source.h"

struct frame_case {
	const char *name;
	uint16_t linktype;
	uint16_t fcs_len;
	uint32_t beyond;	/* bytes on the wire behind those in hex */
	const char *hex;
	const char *want;
};

/* 10.0.0.1:1025 > 10.0.0.2:502; every length as hex octets, and a space. */
#define MACS "02 00 00 00 00 02 02 00 00 00 00 01 "
#define ETHER(type) MACS type " "
#define ADDRS "0a 00 00 01 0a 00 00 02 "
#define IP(len, frag, proto) \
	"45 00 " len " 12 34 " frag " 40 " proto " 00 00 " ADDRS
#define PORTS "04 01 01 f6 "
#define TCP(words) \
	PORTS "00 00 00 01 00 00 00 02 " words "0 18 10 00 ab cd 00 00 "
#define UDP(len) PORTS len " ab cd "

#define FLOW "10.0.0.1:1025 > 10.0.0.2:502"
#define HOSTS "10.0.0.1 > 10.0.0.2"

/* Four bytes over TCP: the packet inside the wrappings of many cases. */
#define PLAIN IP("00 2c", "00 00", "06") TCP("5") "de ad be ef "
#define PLAIN_WANT "ipv4 6 " FLOW " ip 44 payload 4/4 flags 18"

/* The bytes of hex into buf (1024), their number. */
size_t unhex(const char *hex, uint8_t *buf);
/* Decode a copy of exactly the captured bytes. */
void decode_exact(const struct frame *f, struct packet *p);
/* The line; payload bytes must lie inside f, which is asserted. */
void packet_text(const struct packet *p, struct text *t);
void check_cases(const struct frame_case *cases, size_t n);

#endif
