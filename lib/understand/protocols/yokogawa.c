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
       BATCH = 8, LAST_DEVICE = 0x1a, MIN_BLOCK = 6, MAX_ORDER = 64 };

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

/* A batch is a device, an address, a number, then data. */
static bool is_batch(uint8_t command)
{
	return (command >= 0x01 && command <= 0x03) ||
	       (command >= 0x11 && command <= 0x13);
}

static bool is_request(const uint8_t *p, size_t n, uint16_t len)
{
	if (!p[1] || p[1] > LAST_CPU || len > MAX_LENGTH)
		return false;
	if (!is_batch(p[0]))
		return p[0] < 0x45 ? len >= MIN_BLOCK : len <= MAX_ORDER;
	if (n > HEADER + 1 && (p[HEADER] || !p[HEADER + 1] ||
			       p[HEADER + 1] > LAST_DEVICE))
		return false;
	return p[0] == 0x01 || p[0] == 0x11 ? len == BATCH : len > BATCH;
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
	return is_request(p, n, len) ? HEADER + len : NOT_MINE;
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
