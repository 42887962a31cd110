/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Higher-level link of Yokogawa's FA-M3, binary form, over TCP and UDP
 * (Personal Computer Link Commands IM34M06P41; Ethernet module IM34M06H24).
 *
 *    0         1           2        4
 *   +---------+-----------+--------+------
 *   | command | CPU 1..4  | length | data
 *   | OR 80   | exit code | of it  |
 *   +---------+-----------+--------+------
 *
 * Big-endian. A head as short as this is many a protocol's: an answer counts
 * only when the other side asked for it.
 */
#include "understand/protocols/codes.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { HEADER = 4, ANSWER = 0x80, LAST_CPU = 4, MAX_LENGTH = 2048,
       READ_OCTETS = 8 };

static const char *const operations[] = {
	"read:bits",	    "write:bits",	"read:words",
	"write:words",	    "read:module",	"write:module",
	"control:run",	    "control:stop",	"control:reset",
	"diagnostic:system", "read:clock",	"write:clock",
	"error:refused",    NULL,
};

enum { OP_ERROR = 12 };

static const struct code commands[] = {
	CODE(0x01, 0),	CODE(0x02, 1),	CODE(0x03, 1),	CODE(0x04, 0),
	CODE(0x05, 1),	CODE(0x11, 2),	CODE(0x12, 3),	CODE(0x13, 3),
	CODE(0x14, 2),	CODE(0x15, 3),	CODE(0x31, 4),	CODE(0x32, 5),
	CODE(0x45, 6),	CODE(0x46, 7),	CODE(0x61, 8),	CODE(0x62, 9),
	CODE(0x63, 10), CODE(0x64, 11),
};

/* Batch reads name a device and a number: no other length is one. */
static bool is_length(uint8_t command, uint16_t len)
{
	if (command == 0x01 || command == 0x11)
		return len == READ_OCTETS;
	return len <= MAX_LENGTH;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	uint16_t len;

	(void)udp;
	if (n < HEADER)
		return n && CODE_FIND(commands, p[0] & ~ANSWER) ==
				    CODE_UNKNOWN ? NOT_MINE : NEED_MORE;
	len = load_be16(p + 2);
	if (CODE_FIND(commands, p[0] & ~ANSWER) == CODE_UNKNOWN)
		return NOT_MINE;
	if (p[0] & ANSWER)
		return len <= MAX_LENGTH && !(p[1] && len) ? HEADER + len :
							     NOT_MINE;
	if (!p[1] || p[1] > LAST_CPU || !is_length(p[0], len))
		return NOT_MINE;
	return HEADER + len;
}

static bool message(const struct message *m, struct saying *s)
{
	unsigned op;

	if (m->n < HEADER)
		return false;
	op = CODE_FIND(commands, m->p[0] & ~ANSWER);
	if (op == CODE_UNKNOWN)
		return false;
	if (!(m->p[0] & ANSWER)) {
		m->memory->own[0] = m->p[0];
		s->speech = SPEECH_REQUEST;
		s->operations = OPERATION(op);
		return true;
	}
	if (m->memory->peer[0] != (m->p[0] & ~ANSWER))
		return false;
	s->speech = SPEECH_RESPONSE;
	if (m->p[1])
		s->operations = OPERATION(OP_ERROR);
	return true;
}

const struct protocol yokogawa_fam3 = {
	.name = "fam3",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_WEAK,
	.ot = true,
	.unproven = true,
	.ports = { 12289, 12291 },
	.operations = operations,
	.length = length,
	.message = message,
};
