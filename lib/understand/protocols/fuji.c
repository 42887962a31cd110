/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Loader commands of Fuji's MICREX-SX PLCs over TCP (NA0LA-ET1 manual, S5;
 * modes and codes as open client libraries send them).
 *
 *    0    1    2    3    4        5    6        8    14        15     17
 *   +----+----+----+----+--------+----+--------+----+---------+------+----
 *   | FB | 80 | 80 | 00 | status | 7B | id     | 11 | command | mode | 01
 *   +----+----+----+----+--------+----+--------+----+---------+------+----
 *
 * 18: length of what follows 20, little-endian. The status is FF in what
 * asks, 0 or an error in what answers; modules that ask with 0 exist, so 0
 * says something only where the length does.
 */
#include "understand/protocols/codes.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { HEADER = 20, MAX_LENGTH = 2048, STATUS_AT = 4, COMMAND_AT = 14,
       MODE_AT = 15, LENGTH_AT = 18, ASKING = 0xff, READ = 0, CPU = 4,
       READ_OCTETS = 6 };

static const char *const operations[] = {
	"read:memory",	 "write:memory",  "control:start",
	"control:stop",	 "control:reset", "control:cpu",
	"diagnostic:other", "error:refused", NULL,
};

enum { OP_CPU = 5, OP_OTHER = 6, OP_ERROR = 7 };

static const struct code commands[] = { CODE(0, 0), CODE(1, 1), CODE(4, 5) };

/* Of all CPUs, then of one. */
static const struct code cpu_modes[] = {
	{ 0, 1, 2 }, CODE(2, 3), CODE(3, 4), { 4, 5, 2 }, CODE(6, 3),
	CODE(7, 4),
};

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	static const uint8_t magic[] = { 0xfb, 0x80, 0x80, 0x00 };
	uint16_t len;

	(void)udp;
	if (memcmp(p, magic, n < sizeof magic ? n : sizeof magic))
		return NOT_MINE;
	if (n < HEADER)
		return NEED_MORE;
	len = load_le16(p + LENGTH_AT);
	if (p[5] != 0x7b || p[8] != 0x11 || p[17] != 0x01 || len > MAX_LENGTH)
		return NOT_MINE;
	return HEADER + len;
}

static enum speech speech_of(const uint8_t *p)
{
	if (p[STATUS_AT] == ASKING)
		return SPEECH_REQUEST;
	if (p[STATUS_AT])
		return SPEECH_RESPONSE;
	if (p[COMMAND_AT] != READ)
		return SPEECH_NEITHER;
	return load_le16(p + LENGTH_AT) > READ_OCTETS ? SPEECH_RESPONSE :
							SPEECH_REQUEST;
}

static bool message(const struct message *m, struct saying *s)
{
	unsigned op, mode;

	if (m->n < HEADER)
		return false;
	s->speech = speech_of(m->p);
	if (s->speech == SPEECH_RESPONSE) {
		if (m->p[STATUS_AT])
			s->operations = OPERATION(OP_ERROR);
		return true;
	}
	if (s->speech == SPEECH_NEITHER)
		return true;
	op = CODE_FIND(commands, m->p[COMMAND_AT]);
	if (op == OP_CPU) {
		mode = CODE_FIND(cpu_modes, m->p[MODE_AT]);
		op = mode == CODE_UNKNOWN ? OP_CPU : mode;
	}
	s->operations = OPERATION(op == CODE_UNKNOWN ? OP_OTHER : op);
	return true;
}

const struct protocol fuji_sph = {
	.name = "fuji-sph",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_STRONG,
	.ot = true,
	.unproven = true,
	.ports = { 507, 508, 509, 18245 },
	.operations = operations,
	.length = length,
	.message = message,
};
