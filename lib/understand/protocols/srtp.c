/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SRTP of GE's Series 90 and RX PLCs, and Ethernet Global Data (EGD) among
 * them. Not published by their maker; SRTP as Denton et al. describe it
 * ("Leveraging the SRTP protocol", DFRWS EU 2017), EGD by GFK-2224.
 *
 *    0      2        4        31        42        43                56
 *   +------+--------+--------+---------+---------+-----------------+-----
 *   | type | num-   | text   | message | service | selector and    | text
 *   |      | ber    | length | type    | request | the like        |
 *   +------+--------+--------+---------+---------+-----------------+-----
 *
 * Little-endian. Types: 0 begins and is all zeros, 1 is the answer to that,
 * 2 asks, 3 answers. Message types: C0 and 80 ask, D4 and 94 answer, D1
 * refuses.
 *
 *    0    1    2         4          8          12       24       28       32
 *   +----+----+---------+----------+----------+--------+--------+--------+--
 *   | 0D | 01 | request | producer | exchange | time   | status | signa- |
 *   |    |    | number  |          |          |        |        | ture   |
 *   +----+----+---------+----------+----------+--------+--------+--------+--
 */
#include "understand/protocols/codes.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { HEADER = 56, MAX_TEXT = 8192, TYPE_AT = 31, SERVICE_AT = 42,
       STATUS_AT = 42 };
enum { BEGIN, BEGUN, REQUEST, ANSWER };
enum { REFUSED = 0xd1 };
enum { EGD_HEADER = 32, EGD_MAX = 1432, EGD_LAST_STATUS = 31 };

static const char *const operations[] = {
	"login:begin",		"diagnostic:status",
	"read:program-name",	"read:memory",
	"write:memory",		"login:logon",
	"login:privilege",	"diagnostic:controller",
	"control:run-stop",	"write:clock",
	"read:clock",		"diagnostic:faults",
	"diagnostic:clear-faults", "read:program",
	"program:download",	"control:force",
	"diagnostic:other",	"error:refused",
	"error:privilege",	NULL,
};

enum { OP_BEGIN = 0, OP_OTHER = 16, OP_REFUSED = 17, OP_PRIVILEGE = 18,
       STATUS_PRIVILEGE = 2 };

static const struct code services[] = {
	CODE(0x00, 1),	CODE(0x03, 2),	{ 0x04, 0x06, 3 }, { 0x07, 0x09, 4 },
	CODE(0x20, 5),	CODE(0x21, 6),	CODE(0x22, 7),	   CODE(0x23, 8),
	CODE(0x24, 9),	CODE(0x25, 10), CODE(0x38, 11),	   CODE(0x39, 12),
	CODE(0x3f, 13), CODE(0x40, 14), CODE(0x43, 7),	   CODE(0x44, 15),
	CODE(0x4f, 16),
};

static bool is_zero(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i])
			return false;
	return true;
}

static bool is_message_type(uint8_t type, uint8_t message)
{
	if (type == REQUEST)
		return message == 0xc0 || message == 0x80;
	return message == 0xd4 || message == 0x94 || message == REFUSED;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	uint16_t text;

	(void)udp;
	if ((n && p[0] > ANSWER) || (n > 1 && p[1]))
		return NOT_MINE;
	if (n <= TYPE_AT)
		return NEED_MORE;
	text = load_le16(p + 4);
	switch (p[0]) {
	case BEGIN:
		return n == HEADER && is_zero(p, n) ? HEADER : NOT_MINE;
	case BEGUN:
		return n == HEADER && is_zero(p + 2, 6) ? HEADER : NOT_MINE;
	default:
		if (text > MAX_TEXT || !is_message_type(p[0], p[TYPE_AT]))
			return NOT_MINE;
		return HEADER + text;
	}
}

static bool message(const struct message *m, struct saying *s)
{
	unsigned op;

	if (m->n <= TYPE_AT)
		return false;
	s->speech = m->p[0] == BEGIN || m->p[0] == REQUEST ? SPEECH_REQUEST :
							     SPEECH_RESPONSE;
	if (m->p[0] == BEGIN)
		s->operations = OPERATION(OP_BEGIN);
	if (m->p[0] < REQUEST)
		return true;
	s->pair = load_le16(m->p + 2) + 1u;
	if (m->n <= SERVICE_AT)
		return true;
	if (m->p[0] == REQUEST) {
		op = CODE_FIND(services, m->p[SERVICE_AT]);
		s->operations = OPERATION(op == CODE_UNKNOWN ? OP_OTHER : op);
	} else if (m->p[TYPE_AT] == REFUSED) {
		s->operations =
			OPERATION(m->p[STATUS_AT] == STATUS_PRIVILEGE ?
				  OP_PRIVILEGE : OP_REFUSED);
	}
	return true;
}

static int32_t egd_length(const uint8_t *p, size_t n, bool udp)
{
	(void)udp;
	if ((n && p[0] != 0x0d) || (n > 1 && p[1] != 0x01))
		return NOT_MINE;
	if (n < EGD_HEADER)
		return NEED_MORE;
	if (n > EGD_MAX || load_le32(p + 24) > EGD_LAST_STATUS ||
	    load_le32(p + 28) || !load_le32(p + 4))
		return NOT_MINE;
	return (int32_t)n;
}

static bool egd_message(const struct message *m, struct saying *s)
{
	(void)s;
	return m->n >= EGD_HEADER;
}

const struct protocol ge_srtp = {
	.name = "ge-srtp",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.unproven = true,
	.ports = { 18245, 18246 },
	.operations = operations,
	.length = length,
	.message = message,
};

const struct protocol ge_egd = {
	.name = "ge-egd",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.peer = true,
	.unproven = true,
	.ports = { 18246, 7937 },
	.length = egd_length,
	.message = egd_message,
};
