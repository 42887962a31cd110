/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Foundation Fieldbus High Speed Ethernet (FF-588, Field Device Access
 * Agent, 6), on UDP and TCP.
 *
 *    0         1         2            3          4         8        12
 *   +---------+---------+------------+----------+---------+--------+-----
 *   | version | options | protocol,  | con-     | address | length |
 *   |         |         | kind       | firmed,  |         | of all |
 *   |         |         |            | service  |         |        |
 *   +---------+---------+------------+----------+---------+--------+-----
 *
 * Big-endian. Kind, the low two bits: 0 request, 1 response, 2 error. What is
 * not confirmed (bit 80 of the service) is said by everybody.
 */
#include "understand/protocols/codes.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { HEADER = 12, MAX_LENGTH = 65536, LAST_VERSION = 3,
       CONFIRMED = 0x80 };
enum { KIND_REQUEST, KIND_RESPONSE, KIND_ERROR };
enum { PROTOCOL_SESSION = 1, PROTOCOL_LAN = 4 };

static const char *const operations[] = {
	"login:session",	"diagnostic:idle",
	"diagnostic:identify",	"program:address",
	"program:assignment",	"diagnostic:status",
	"read:variable",	"write:variable",
	"read:dictionary",	"write:variable-list",
	"program:download",	"read:upload",
	"program:invocation",	"control:start",
	"control:stop",		"control:resume",
	"control:reset",	"control:kill",
	"write:event-condition", "program:dictionary",
	"diagnostic:redundancy", "write:redundancy",
	"diagnostic:other",	"error:refused", NULL,
};

enum { OP_ERROR = 23, OP_OTHER = 22 };

/* Confirmed services, the protocol in the upper octet. */
static const struct code services[] = {
	CODE(0x101, 0),	    CODE(0x103, 1),    CODE(0x203, 2),
	CODE(0x20c, 3),	    { 0x20e, 0x20f, 4 }, CODE(0x300, 5),
	CODE(0x301, 2),	    CODE(0x302, 6),    CODE(0x303, 7),
	CODE(0x304, 8),	    { 0x307, 0x308, 9 }, { 0x309, 0x30b, 10 },
	{ 0x30c, 0x30e, 11 }, CODE(0x30f, 10), CODE(0x310, 11),
	{ 0x311, 0x312, 12 }, CODE(0x313, 13), CODE(0x314, 14),
	CODE(0x315, 15),    CODE(0x316, 16),   CODE(0x317, 17),
	{ 0x318, 0x319, 18 }, { 0x31c, 0x31e, 19 }, { 0x31f, 0x321, 10 },
	CODE(0x352, 6),	    CODE(0x353, 7),    CODE(0x360, 0),
	CODE(0x401, 20),    CODE(0x402, 21),   CODE(0x403, 20),
};

static const struct code announcements[] = {
	{ 0x201, 0x202, 2 },  CODE(0x210, 2),	   { 0x300, 0x302, 5 },
	{ 0x310, 0x312, 5 },  CODE(0x370, OP_OTHER), CODE(0x401, 20),
};

static unsigned operation_of(const uint8_t *p)
{
	unsigned code = (unsigned)(p[2] >> 2) << 8 | (p[3] & ~CONFIRMED);

	return p[3] & CONFIRMED ? CODE_FIND(services, code) :
				  CODE_FIND(announcements, code);
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	uint32_t len;

	(void)udp;
	if ((n && (!p[0] || p[0] > LAST_VERSION)) ||
	    (n > 2 && (p[2] >> 2 < PROTOCOL_SESSION ||
		       p[2] >> 2 > PROTOCOL_LAN || (p[2] & 3) > KIND_ERROR)))
		return NOT_MINE;
	if (n < HEADER)
		return NEED_MORE;
	len = load_be32(p + 8);
	if (len < HEADER || len > MAX_LENGTH ||
	    operation_of(p) == CODE_UNKNOWN ||
	    (!(p[3] & CONFIRMED) && (p[2] & 3) != KIND_REQUEST))
		return NOT_MINE;
	return (int32_t)len;
}

static bool message(const struct message *m, struct saying *s)
{
	unsigned op;

	if (m->n < HEADER)
		return false;
	op = operation_of(m->p);
	if (op == CODE_UNKNOWN)
		return false;
	if (!(m->p[3] & CONFIRMED)) {
		s->operations = OPERATION(op);
		return true;
	}
	if ((m->p[2] & 3) == KIND_REQUEST) {
		s->speech = SPEECH_REQUEST;
		s->operations = OPERATION(op);
		return true;
	}
	s->speech = SPEECH_RESPONSE;
	if ((m->p[2] & 3) == KIND_ERROR)
		s->operations = OPERATION(OP_ERROR);
	return true;
}

const struct protocol ff_hse = {
	.name = "ff-hse",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.unproven = true,
	.ports = { 1089, 1090, 1091, 3622 },
	.operations = operations,
	.length = length,
	.message = message,
};
