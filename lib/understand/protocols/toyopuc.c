/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Computer link of JTEKT's TOYOPUC PLCs over TCP and UDP (TOYOPUC Ethernet
 * manual T-A21E).
 *
 *    0         1      2        4         5
 *   +---------+------+--------+---------+------
 *   | 00 asks | code | length | command | data
 *   | 80 ans. | 0    |        |         |
 *   +---------+------+--------+---------+------
 *
 * Little-endian; length counts from the command on. Code 10 refuses, an
 * error's number then stands for the command.
 */
#include "understand/protocols/codes.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { HEADER = 4, ASK = 0x00, ANSWER = 0x80, REFUSED = 0x10,
       MAX_LENGTH = 2048, CONTROL = 0x32 };

static const char *const operations[] = {
	"read:words",	   "write:words",  "read:octets",     "write:octets",
	"read:bits",	   "write:bits",   "read:random",     "write:random",
	"diagnostic:status", "read:clock", "write:clock",     "control:cpu",
	"diagnostic:relay", "diagnostic:other", "error:refused", NULL,
};

enum { OP_CPU = 11, OP_ERROR = 14 };

static const struct code commands[] = {
	CODE(0x1c, 0), CODE(0x1d, 1), CODE(0x1e, 2), CODE(0x1f, 3),
	CODE(0x20, 4), CODE(0x21, 5), CODE(0x22, 6), CODE(0x23, 7),
	CODE(0x24, 6), CODE(0x25, 7), CODE(0x26, 6), CODE(0x27, 7),
	CODE(0x32, OP_CPU), CODE(0x60, 12), CODE(0x94, 0), CODE(0x95, 1),
	CODE(0x96, 2), CODE(0x97, 3), CODE(0x98, 6), CODE(0x99, 7),
	CODE(0xa0, 13), CODE(0xc2, 2), CODE(0xc3, 3), CODE(0xc4, 6),
	CODE(0xc5, 7), CODE(0xca, 13),
};

/* What command 32 is for. */
static const struct code controls[] = {
	CODE(0x11, 8), CODE(0x70, 9), CODE(0x71, 10),
};

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	uint16_t len;

	(void)udp;
	if ((n && p[0] != ASK && p[0] != ANSWER) ||
	    (n > 1 && p[1] && (p[1] != REFUSED || p[0] == ASK)))
		return NOT_MINE;
	if (n <= HEADER)
		return NEED_MORE;
	len = load_le16(p + 2);
	if (!len || len > MAX_LENGTH ||
	    (p[0] == ASK && len < 2) ||
	    (p[1] ? len != 1 : CODE_FIND(commands, p[4]) == CODE_UNKNOWN))
		return NOT_MINE;
	return HEADER + len;
}

static bool message(const struct message *m, struct saying *s)
{
	unsigned op, what;

	if (m->n <= HEADER)
		return false;
	if (m->p[0] == ANSWER) {
		s->speech = SPEECH_RESPONSE;
		if (m->p[1])
			s->operations = OPERATION(OP_ERROR);
		return true;
	}
	op = CODE_FIND(commands, m->p[HEADER]);
	if (op == CODE_UNKNOWN)
		return false;
	if (op == OP_CPU && m->n > HEADER + 1) {
		what = CODE_FIND(controls, m->p[HEADER + 1]);
		if (what != CODE_UNKNOWN)
			op = what;
	}
	s->speech = SPEECH_REQUEST;
	s->operations = OPERATION(op);
	return true;
}

const struct protocol toyopuc = {
	.name = "toyopuc",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_WEAK,
	.ot = true,
	.unproven = true,
	.ports = { 1025, 1027 },
	.operations = operations,
	.length = length,
	.message = message,
};
