/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * TriStation of Triconex safety controllers over UDP; not published by its
 * maker (FireEye and Nozomi Networks, on the malware TRITON).
 *
 *    0      2        4           5         6          7
 *   +------+--------+-----------+---------+----------+------+-----
 *   | kind | length | direction | channel | function | data | CRC
 *   +------+--------+-----------+---------+----------+------+-----
 *
 * Little-endian; length counts what stands between it and the CRC. Kinds: 1
 * connect, 2 connected, 3 disconnected, 4 disconnect, 5 command, 6 ping, 7 to
 * 11 refusals. Only 5 has direction (0: from the workstation) and function:
 * 0 to 99 ask, 100 to 199 answer, from 200 on refuse.
 */
#include "understand/protocols/codes.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { HEADER = 4, CRC = 2, DIRECTION_AT = 4, FUNCTION_AT = 6,
       MIN_COMMAND = 6, MAX_LENGTH = 1100 };
enum { CONNECT = 1, CONNECTED, DISCONNECTED, DISCONNECT, COMMAND, PING,
       LAST_REFUSAL = 11 };
enum { FIRST_ANSWER = 100, FIRST_ERROR = 200, KEY_SWITCH = 212 };

static const char *const operations[] = {
	"login:connect",	"login:disconnect",
	"program:download-all", "program:download-change",
	"program:end-download", "program:cancel-download",
	"program:configuration", "program:upload",
	"control:run",		"control:halt",
	"control:pause",	"write:points",
	"write:clock",		"read:clock",
	"program:allocate",	"control:download-mode",
	"diagnostic:other",	"error:refused",
	"error:key-switch",	NULL,
};

enum { OP_CONNECT = 0, OP_DISCONNECT = 1, OP_OTHER = 16, OP_REFUSED = 17,
       OP_KEY_SWITCH = 18 };

static const struct code functions[] = {
	CODE(0, 2),   CODE(1, 3),   CODE(2, 6),   CODE(3, 7),	CODE(7, 12),
	CODE(8, 13),  CODE(10, 4),  CODE(11, 4),  CODE(12, 5),	CODE(15, 6),
	CODE(16, 11), CODE(18, 7),  CODE(20, 8),  CODE(21, 9),	CODE(22, 10),
	CODE(26, 6),  CODE(27, 11), { 55, 56, 14 }, CODE(80, 15),
	{ 0, 99, OP_OTHER },
};

static bool is_command(const uint8_t *p, uint16_t len)
{
	if (len < MIN_COMMAND || p[DIRECTION_AT] > 1)
		return false;
	return p[DIRECTION_AT] ? p[FUNCTION_AT] >= FIRST_ANSWER :
				 p[FUNCTION_AT] < FIRST_ANSWER;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	uint16_t len;

	(void)udp;
	if (n < HEADER + CRC)
		return n > 1 && p[1] ? NOT_MINE : NEED_MORE;
	len = load_le16(p + 2);
	if (!p[0] || p[0] > LAST_REFUSAL || p[1] || len > MAX_LENGTH)
		return NOT_MINE;
	if (p[0] == COMMAND && (n <= FUNCTION_AT || !is_command(p, len)))
		return NOT_MINE;
	return HEADER + len + CRC;
}

static bool say_command(const struct message *m, struct saying *s)
{
	uint8_t function;

	if (m->n <= FUNCTION_AT)
		return false;
	function = m->p[FUNCTION_AT];
	if (!m->p[DIRECTION_AT]) {
		s->speech = SPEECH_REQUEST;
		if (function < FIRST_ANSWER)
			s->operations = OPERATION(CODE_FIND(functions,
							    function));
		return true;
	}
	s->speech = SPEECH_RESPONSE;
	if (function >= FIRST_ERROR)
		s->operations = OPERATION(function == KEY_SWITCH ?
					  OP_KEY_SWITCH : OP_REFUSED);
	return true;
}

static bool message(const struct message *m, struct saying *s)
{
	if (m->n < HEADER)
		return false;
	switch (m->p[0]) {
	case CONNECT:
		s->speech = SPEECH_REQUEST;
		s->operations = OPERATION(OP_CONNECT);
		return true;
	case DISCONNECT:
		s->speech = SPEECH_REQUEST;
		s->operations = OPERATION(OP_DISCONNECT);
		return true;
	case CONNECTED:
	case DISCONNECTED:
		s->speech = SPEECH_RESPONSE;
		return true;
	case COMMAND:
		return say_command(m, s);
	case PING:
		return true;
	default:
		s->speech = SPEECH_RESPONSE;
		s->operations = OPERATION(OP_REFUSED);
		return true;
	}
}

const struct protocol tristation = {
	.name = "tristation",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_WEAK,
	.ot = true,
	.unproven = true,
	.ports = { 1502 },
	.operations = operations,
	.length = length,
	.message = message,
};
