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
 * both on port 67. At 12, 16 and 20 are three addresses: the one that the
 * client has, the one that it gets, the server's.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"
#include "understand/protocols/naming.h"

enum { MAGIC_AT = 236, HEADER = 240, MAX_HOPS = 16, MAX_ADDRESS = 16 };

enum { CLIENT_AT = 12, YOURS_AT = 16 };
enum { HOST_NAME = 12, REQUESTED = 50, TYPE = 53, PAD = 0, END = 255 };
enum { REQUEST = 3, GIVEN = 5, NAK = 6 };	/* of option 53 */

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

/* The value of the first option of this number; empty where there is none. */
static struct cursor option_of(const struct message *m, uint8_t number)
{
	struct cursor c = cursor_of(m->p + HEADER, m->n - HEADER);

	while (c.left) {
		uint8_t option = cursor_u8(&c), len;

		if (option == PAD)
			continue;
		if (option == END)
			break;
		len = cursor_u8(&c);
		if (option == number)
			return cursor_of(c.p, len < c.left ? len : c.left);
		cursor_take(&c, len);
	}
	return cursor_of(NULL, 0);
}

static uint8_t type_of(const struct message *m)
{
	struct cursor c = option_of(m, TYPE);

	return cursor_u8(&c);
}

/*
 * A client says its name while it may not have an address yet: it is the
 * address's from the moment at which that is asked for by number, when an
 * offer was accepted, or given.
 */
static uint32_t address_of(const struct message *m)
{
	struct cursor requested = option_of(m, REQUESTED);
	uint32_t has = load_be32(m->p + CLIENT_AT);

	if (m->p[0] == 1)
		return has || type_of(m) != REQUEST ? has :
						      cursor_be32(&requested);
	if (type_of(m) != GIVEN)
		return 0;
	return load_be32(m->p + YOURS_AT) ? load_be32(m->p + YOURS_AT) : has;
}

static void names(const struct message *m, struct namings *out)
{
	struct cursor name = option_of(m, HOST_NAME);
	uint32_t addr = address_of(m);

	if (addr && name.left)
		naming_of(out, addr, "dhcp", name.p, name.left);
}

static bool message(const struct message *m, struct saying *s)
{
	if (m->n < HEADER)
		return false;
	s->names = true;
	s->pair = load_be32(m->p + 4) + 1;
	s->speech = m->p[0] == 1 ? SPEECH_REQUEST : SPEECH_RESPONSE;
	if (type_of(m) == NAK)
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
	.names = names,
};
