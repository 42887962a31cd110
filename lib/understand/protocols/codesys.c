/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CODESYS, as researchers describe it (Digital Bond, Redpoint, for V2;
 * Kaspersky ICS CERT, "Security research: CODESYS Runtime", for V3).
 *
 * V2, TCP:  BB BB | length of what follows, four octets | service | data
 *           in the byte order of the PLC.
 * V3, TCP:  00 01 17 E8 | length of all, little-endian | datagram
 * V3, UDP:  datagram
 *
 *    0    1          2      3         4        5
 *   +----+----------+------+---------+--------+---------+-----------
 *   | C5 | hops,    | kind | service | number | lengths | addresses,
 *   |    | length   |      |         |        |         | channel...
 *   +----+----------+------+---------+--------+---------+-----------
 *
 * Services of the datagram: 1 and 2 announce, 3 asks the name server and 4
 * is asked by it, 40 (hex) goes to the server of channels and 41 to its
 * client. Deeper, CD 55 (or 57 75, secured) begins the services layer, all
 * little-endian: header length, group (bit 80: answer), command.
 */
#include "understand/protocols/codes.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { V2_HEADER = 6, V2_MAX = 65536, V2_IDENTIFY = 1 };
enum { BLOCK_HEADER = 8, BLOCK_MAX = 65536, DATAGRAM = 0xc5,
       DATAGRAM_HEADER = 6, SEARCHED = 96, LAYER_HEADER = 16, ANSWER = 0x80 };
enum { TO_NAME_SERVER = 3, TO_CHANNEL_SERVER = 0x40,
       TO_CHANNEL_CLIENT = 0x41 };

static const char *const operations[] = {
	"login:device",		"control:reset-origin",
	"control:operating-mode", "diagnostic:device",
	"login:application",	"program:download",
	"program:online-change", "control:start",
	"control:stop",		"control:reset",
	"read:application",	"read:file",
	"program:file",		"read:variables",
	"write:variables",	"read:monitor",
	"control:shell",	"login:user",
	"diagnostic:name",	"diagnostic:other", NULL,
};

enum { OP_NAME = 18, OP_OTHER = 19 };

/* Group in the upper octet, command in the lower one. */
static const struct code services[] = {
	CODE(0x0102, 0), CODE(0x0104, 1), CODE(0x0106, 2),
	{ 0x0100, 0x01ff, 3 }, CODE(0x0201, 4), CODE(0x0205, 5),
	CODE(0x0206, 6), CODE(0x0210, 7), CODE(0x0211, 8), CODE(0x0212, 9),
	{ 0x0200, 0x02ff, 10 }, { 0x0801, 0x0802, 11 }, { 0x0807, 0x0808, 11 },
	{ 0x0800, 0x08ff, 12 }, CODE(0x0906, 14), { 0x0900, 0x09ff, 13 },
	{ 0x0c00, 0x0cff, 17 }, { 0x1100, 0x11ff, 16 }, { 0x1b00, 0x1bff, 15 },
};

static int32_t v2_length(const uint8_t *p, size_t n, bool udp)
{
	uint32_t len, swapped;

	(void)udp;
	if ((n && p[0] != 0xbb) || (n > 1 && p[1] != 0xbb))
		return NOT_MINE;
	if (n < V2_HEADER + 1)
		return NEED_MORE;
	len = load_le32(p + 2);
	swapped = load_be32(p + 2);
	/* One of the two is far too large. */
	if (swapped < len)
		len = swapped;
	return len && len <= V2_MAX ? (int32_t)(V2_HEADER + len) : NOT_MINE;
}

/* Nothing but the question who is there tells the ends apart. */
static bool v2_message(const struct message *m, struct saying *s)
{
	if (m->n < V2_HEADER + 1)
		return false;
	if (m->len != V2_HEADER + 1 || m->p[V2_HEADER] != V2_IDENTIFY)
		return true;
	s->speech = SPEECH_REQUEST;
	s->operations = OPERATION(OP_OTHER);
	return true;
}

static bool is_datagram(const uint8_t *p)
{
	return p[0] == DATAGRAM && p[1] >> 3 && p[1] & 7 &&
	       ((p[3] && p[3] <= 4) || p[3] == TO_CHANNEL_SERVER ||
		p[3] == TO_CHANNEL_CLIENT);
}

static int32_t v3_length(const uint8_t *p, size_t n, bool udp)
{
	static const uint8_t magic[] = { 0x00, 0x01, 0x17, 0xe8 };
	uint32_t len;

	if (udp) {
		if (n < DATAGRAM_HEADER)
			return NEED_MORE;
		return is_datagram(p) ? (int32_t)n : NOT_MINE;
	}
	if (memcmp(p, magic, n < sizeof magic ? n : sizeof magic))
		return NOT_MINE;
	if (n < BLOCK_HEADER + DATAGRAM_HEADER)
		return NEED_MORE;
	len = load_le32(p + 4);
	if (len < BLOCK_HEADER + DATAGRAM_HEADER || len > BLOCK_MAX ||
	    p[BLOCK_HEADER] != DATAGRAM)
		return NOT_MINE;
	return (int32_t)len;
}

/* The services layer, wherever the layers before it end; or NULL. */
static const uint8_t *find_services(const uint8_t *p, size_t n)
{
	for (size_t i = DATAGRAM_HEADER;
	     i + LAYER_HEADER <= n && i < SEARCHED; i++)
		if (((p[i] == 0xcd && p[i + 1] == 0x55) ||
		     (p[i] == 0x57 && p[i + 1] == 0x75)) &&
		    load_le16(p + i + 2) == LAYER_HEADER)
			return p + i;
	return NULL;
}

static void say_service(const uint8_t *layer, struct saying *s)
{
	uint16_t group = load_le16(layer + 4), command = load_le16(layer + 6);
	unsigned op;

	if (group & ANSWER) {
		s->speech = SPEECH_RESPONSE;
		return;
	}
	s->speech = SPEECH_REQUEST;
	op = command > UINT8_MAX || group > UINT8_MAX ? CODE_UNKNOWN :
	     CODE_FIND(services, (unsigned)group << 8 | command);
	s->operations = OPERATION(op == CODE_UNKNOWN ? OP_OTHER : op);
}

static bool v3_message(const struct message *m, struct saying *s)
{
	size_t n = m->n < m->len ? m->n : m->len;
	const uint8_t *p = m->p, *layer;

	if (!m->udp) {
		if (n < BLOCK_HEADER)
			return false;
		p += BLOCK_HEADER;
		n -= BLOCK_HEADER;
	}
	if (n < DATAGRAM_HEADER)
		return m->n < m->len;
	layer = find_services(p, n);
	if (layer) {
		say_service(layer, s);
	} else if (p[3] == TO_NAME_SERVER) {
		s->speech = SPEECH_REQUEST;
		s->operations = OPERATION(OP_NAME);
	} else if (p[3] == TO_CHANNEL_SERVER) {
		s->speech = SPEECH_REQUEST;
	} else if (p[3] == TO_CHANNEL_CLIENT) {
		s->speech = SPEECH_RESPONSE;
	}
	return true;
}

const struct protocol codesys_v2 = {
	.name = "codesys-v2",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.unproven = true,
	.ports = { 1200, 2455 },
	.operations = operations,
	.length = v2_length,
	.message = v2_message,
};

const struct protocol codesys_v3 = {
	.name = "codesys-v3",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_STRONG,
	.ot = true,
	.unproven = true,
	.ports = { 11740, 11741, 11742, 11743, 1217 },
	.operations = operations,
	.length = v3_length,
	.message = v3_message,
};

const struct protocol codesys_v3_udp = {
	.name = "codesys-v3",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_WEAK,
	.ot = true,
	.unproven = true,
	.ports = { 1740, 1741, 1742, 1743 },
	.operations = operations,
	.length = v3_length,
	.message = v3_message,
};
