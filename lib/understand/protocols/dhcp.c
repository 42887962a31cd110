/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * DHCP (RFC 2131, 2; RFC 2132) in the messages of BOOTP.
 *
 *    0    1      2     3      4       236     240
 *   +----+------+-----+------+-------+-------+----------
 *   | op | hard | its | hops | id    | magic | options
 *   |    | ware | len |      | ...   |       |
 *   +----+------+-----+------+-------+-------+----------
 *
 * op: 1 of the client, 2 of the server, also between a relay and a server,
 * both on port 67.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { MAGIC_AT = 236, HEADER = 240, MAX_HOPS = 16, MAX_ADDRESS = 16 };

enum { TYPE = 53, NAK = 6, PAD = 0, END = 255 };

static const uint32_t magic = 0x63825363;

static const char *const operations[] = { "error:refused", NULL };

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	(void)udp;
	if (n < HEADER || (p[0] != 1 && p[0] != 2) || p[2] > MAX_ADDRESS ||
	    p[3] > MAX_HOPS || load_be32(p + MAGIC_AT) != magic)
		return NOT_MINE;
	return (int32_t)n;
}

/* The value of option 53, 0 where it is not. */
static uint8_t type_of(const uint8_t *p, size_t n)
{
	struct cursor c = cursor_of(p, n);

	while (c.left) {
		uint8_t option = cursor_u8(&c), len;

		if (option == PAD)
			continue;
		if (option == END)
			break;
		len = cursor_u8(&c);
		if (option == TYPE)
			return cursor_u8(&c);
		cursor_take(&c, len);
	}
	return 0;
}

static bool message(const struct message *m, struct saying *s)
{
	if (m->n < HEADER)
		return false;
	s->pair = load_be32(m->p + 4) + 1;
	s->speech = m->p[0] == 1 ? SPEECH_REQUEST : SPEECH_RESPONSE;
	if (type_of(m->p + HEADER, m->n - HEADER) == NAK)
		s->operations = OPERATION(0);
	return true;
}

const struct protocol dhcp = {
	.name = "dhcp",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.ports = { 67, 68 },
	.operations = operations,
	.length = length,
	.message = message,
};
