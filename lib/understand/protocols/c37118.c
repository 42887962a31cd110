/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Synchrophasors, IEEE C37.118.2-2011 (6.2 frames, 6.6 commands).
 *
 *    0    1           2      4     6        10        14
 *   +----+-----------+------+-----+--------+---------+--------+-----
 *   | AA | type,     | size | id  | second | frac-   | data   | CRC
 *   |    | version   |      |     |        | tion    |        |
 *   +----+-----------+------+-----+--------+---------+--------+-----
 *
 * Big-endian; size is that of the whole frame; CRC-CCITT, begun with FFFF.
 * Types: 0 data, 1 header, 2 and 3 and 5 configuration, 4 command. Commands
 * go to the phasor measurement unit, everything else comes from it.
 */
#include "understand/protocols/codes.h"
#include "understand/protocols/crc.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { SYNC = 0xaa, HEADER = 14, CRC = 2, COMMAND_END = HEADER + 2,
       TYPE_COMMAND = 4, LAST_TYPE = 5, LAST_VERSION = 3 };

static const char *const operations[] = {
	"control:stop-data",  "control:start-data", "read:header",
	"read:configuration", "diagnostic:extended", "diagnostic:other",
	NULL,
};

enum { OP_OTHER = 5 };

static const struct code commands[] = {
	CODE(1, 0), CODE(2, 1), CODE(3, 2), { 4, 6, 3 }, CODE(8, 4),
};

static unsigned type_of(const uint8_t *p)
{
	return p[1] >> 4;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	uint16_t len;

	(void)udp;
	if ((n && p[0] != SYNC) ||
	    (n > 1 && (type_of(p) > LAST_TYPE || !(p[1] & 0x0f) ||
		       (p[1] & 0x0f) > LAST_VERSION)))
		return NOT_MINE;
	if (n < HEADER)
		return NEED_MORE;
	len = load_be16(p + 2);
	if (len < HEADER + CRC ||
	    (type_of(p) == TYPE_COMMAND && len < COMMAND_END + CRC))
		return NOT_MINE;
	if (n >= len && crc16_plain(p, len - CRC, CRC16_CCITT, 0xffff) !=
			load_be16(p + len - CRC))
		return NOT_MINE;
	return len;
}

static bool message(const struct message *m, struct saying *s)
{
	unsigned op;

	if (m->n < HEADER)
		return false;
	if (type_of(m->p) != TYPE_COMMAND) {
		s->speech = SPEECH_RESPONSE;
		return true;
	}
	s->speech = SPEECH_REQUEST;
	if (m->n < COMMAND_END)
		return true;
	op = CODE_FIND(commands, load_be16(m->p + HEADER));
	s->operations = OPERATION(op == CODE_UNKNOWN ? OP_OTHER : op);
	return true;
}

const struct protocol c37118 = {
	.name = "synphasor",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.ports = { 4712, 4713 },
	.operations = operations,
	.length = length,
	.message = message,
};
