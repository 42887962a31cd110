/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a short snap length left of payloads: the service that a flow gets
 * from it, and none where only a few octets happen to agree.
 */
#include <criterion/criterion.h>

#include "frames.h"
#include "understand/inspect.h"
#include "understand/protocols/protocol.h"

enum { OTHER_PORT = 40000 };

/* The octets captured, and how many there were. */
struct piece {
	const char *hex;
	uint32_t len;
};

/* Two payloads, one of each end; the second comes from this port. */
static const char *settled(const struct piece piece[2], uint8_t proto,
			   uint16_t port)
{
	const char *service;
	struct inspect in;
	struct talk *t;

	inspect_init(&in, 1);
	t = inspect_begin(&in);
	for (unsigned i = 0; i < 2; i++) {
		uint8_t bytes[256];
		struct packet p = { .proto = proto, .payload = bytes,
				    .port = { port, OTHER_PORT }, .seq = 1,
				    .time_ns = i, .payload_len = piece[i].len };

		p.payload_caplen = (uint32_t)unhex(piece[i].hex, bytes);
		cr_assert_leq(p.payload_caplen, p.payload_len);
		inspect_payload(&in, t, i, &p);
	}
	service = t->protocol ? protocols[t->protocol - 1]->name : "";
	inspect_release(&in);
	return service;
}

Test(inspect_snapped, a_length_must_reach_the_end)
{
	/* Modbus would be 23 octets here, and 48 and 76 unknown ones. */
	static const struct piece melsoft[2] = {
		{ "57 01 00 00 00 11 11 07 00 01", 71 },
		{ "d7 00 00 00 00 11 11 07 00 00", 99 },
	};
	static const struct piece modbus[2] = {
		{ "00 01 00 00 00 06 01 03 00 00", 12 },
		{ "00 01 00 00 00 17 01 03 14 00", 29 },
	};
	/* A message that is there as a whole, and one that ends with it. */
	static const struct piece chain[2] = {
		{ "00 01 00 00 00 06 01 03 00 00", 12 },
		{ "00 01 00 00 00 03 01 83 02 00 02 00 00 00 03 01 83", 18 },
	};

	cr_expect_str_eq(settled(melsoft, IP_TCP, 5007), "");
	cr_expect_str_eq(settled(modbus, IP_TCP, 502), "modbus");
	cr_expect_str_eq(settled(chain, IP_TCP, 502), "modbus");
}

Test(inspect_snapped, a_length_alone_is_no_radius)
{
	static const struct piece stun[2] = {
		{ "00 01 00 34 21 12 a4 42 01 02 03 04 05 06 07 08 09 0a 0b 0c",
		  72 },
		{ "01 01 00 38 21 12 a4 42 01 02 03 04 05 06 07 08 09 0a 0b 0c",
		  76 },
	};
	static const struct piece ptp[2] = {
		{ "00 02 00 2c 00 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00"
		  "00 1b", 44 },
		{ "0b 02 00 40 00 00 00 3c 00 00 00 00 00 00 00 00 00 00 00 00"
		  "00 1b", 64 },
	};
	static const struct piece radius[2] = {
		{ "01 07 00 38 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f"
		  "01 08", 56 },
		{ "02 07 00 20 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f"
		  "08 06", 32 },
	};

	cr_expect_str_eq(settled(stun, IP_UDP, 3478), "");
	cr_expect_str_eq(settled(ptp, IP_UDP, 320), "");
	cr_expect_str_eq(settled(radius, IP_UDP, 1812), "radius");
}
