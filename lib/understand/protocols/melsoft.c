/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * MELSOFT: Mitsubishi engineering stations (GX Works) and their PLCs. Not
 * published by its maker; as measured in the captures of the researchers at
 * Nozomi Networks (Black Hat MEA 2023), whose description names most commands.
 *
 *    0      1      2          9     11                 19       21
 *   +------+------+----------+-----+------------------+--------+-------------
 *   | 57   | kind | sequence | net | unit, i/o number | length | commands
 *   | / D7 | 0, 1 |          |     |                  | l.e.   |
 *   +------+------+----------+-----+------------------+--------+-------------
 *
 * length counts from 21 on. A command begins with 1C, one octet, and 16 (hex)
 * octets of header; an answer with 9C, one octet, and 18. An answer's status
 * is at 25. Behind that header stand the command (big-endian), a reference
 * that the answer repeats, the length of the data (little-endian), the data.
 *
 * A connection, or a search on UDP, begins with 5A 00 00 kind; the answer is
 * DA 00 00 kind and 10 or 24 octets more.
 */
#include "understand/protocols/codes.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { FRAME = 0x57, SEARCH = 0x5a, ANSWER = 0x80 };
enum { HEADER = 21, COMMAND_AT = 45, STATUS_AT = 25, ANSWERED_AT = 47,
       BLOCK_READ_DATA = 24 };

static const char *const operations[] = {
	"diagnostic:search",	   "diagnostic:open",
	"login:user",		   "login:password",
	"read:users",		   "write:users",
	"read:safety-mode",	   "control:safety-mode",
	"read:memory",		   "write:memory",
	"read:monitor",		   "read:devices",
	"write:devices",	   "control:run",
	"control:stop",		   "control:pause",
	"control:latch-clear",	   "control:reset",
	"read:file-list",	   "read:file",
	"program:file-write",	   "program:file-delete",
	"diagnostic:type",	   "diagnostic:other",
	"error:login",		   "error:unsupported",
	"error:security",	   "error:other", NULL,
};

/* Numbers are those of the list above. */
enum { OP_SEARCH = 0, OP_USER = 2, OP_PASSWORD = 3, OP_BLOCK = 8,
       OP_BLOCK_WRITE = 9, OP_OTHER = 23, OP_ERROR_LOGIN = 24,
       OP_ERROR_UNSUPPORTED = 25, OP_ERROR_SECURITY = 26,
       OP_ERROR_OTHER = 27 };

static const struct code commands[] = {
	CODE(0x0101, 22),	CODE(0x0121, 1),	CODE(0x0131, 2),
	CODE(0x0132, 3),	CODE(0x0133, 4),	CODE(0x0134, 4),
	CODE(0x0150, 6),	CODE(0x0401, 11),	CODE(0x0403, 11),
	CODE(0x0406, 11),	CODE(0x0410, 8),	CODE(0x0411, 10),
	CODE(0x1001, 13),	CODE(0x1002, 14),	CODE(0x1003, 15),
	CODE(0x1005, 16),	CODE(0x1006, 17),	CODE(0x1120, 7),
	CODE(0x1133, 5),	CODE(0x1401, 12),	CODE(0x1402, 12),
	CODE(0x1406, 12),	CODE(0x1822, 21),	CODE(0x1828, 19),
	CODE(0x1829, 20),	CODE(0x1859, 18),	CODE(0x1868, 19),
	CODE(0x1869, 20),
};

static int32_t search_length(const uint8_t *p, size_t n)
{
	static const uint8_t kinds[] = { 0x00, 0x01, 0x11, 0x22, 0xff };

	if (n < 4)
		return NEED_MORE;
	if (p[1] || p[2] || !memchr(kinds, p[3], sizeof kinds))
		return NOT_MINE;
	if (p[0] == SEARCH)
		return n == 4 ? 4 : NOT_MINE;
	if (n < 14)
		return NEED_MORE;
	return n == 14 || n == 28 ? (int32_t)n : NOT_MINE;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	bool answer;
	uint16_t len;

	(void)udp;
	if (!n)
		return NEED_MORE;
	if ((p[0] & ~ANSWER) == SEARCH)
		return search_length(p, n);
	if ((p[0] & ~ANSWER) != FRAME || (n > 1 && p[1] > 1))
		return NOT_MINE;
	if (n < HEADER + 3)
		return NEED_MORE;
	answer = p[0] & ANSWER;
	len = load_le16(p + HEADER - 2);
	if (p[HEADER] != (answer ? 0x9c : 0x1c) ||
	    p[HEADER + 2] != (answer ? 0x18 : 0x16) || len < 32)
		return NOT_MINE;
	return HEADER + len;
}

static unsigned operation_of(uint16_t code)
{
	unsigned op = CODE_FIND(commands, code);

	return op == CODE_UNKNOWN ? OP_OTHER : op;
}

/* 44xx are the security function's; 4002 says that there is no such
 * command (MELSEC iQ-R CPU Module User's Manual, list of error codes). */
static uint64_t error_of(uint16_t code, uint16_t status)
{
	unsigned op = operation_of(code);

	if (!status)
		return 0;
	if (op == OP_USER || op == OP_PASSWORD)
		return OPERATION(OP_ERROR_LOGIN);
	if (status == 0x4002)
		return OPERATION(OP_ERROR_UNSUPPORTED);
	if (status >> 8 == 0x44)
		return OPERATION(OP_ERROR_SECURITY);
	return OPERATION(OP_ERROR_OTHER);
}

static void say_command(const struct message *m, struct saying *s)
{
	bool answer = m->p[0] & ANSWER;
	size_t at = answer ? ANSWERED_AT : COMMAND_AT;
	uint16_t code;
	unsigned op;

	if (m->n < at + 6)
		return;
	code = load_be16(m->p + at);
	s->pair = ((uint32_t)code << 16 | load_le16(m->p + at + 2)) + 1;
	if (answer) {
		s->operations = error_of(code, load_le16(m->p + STATUS_AT));
		return;
	}
	op = operation_of(code);
	/* Asking for a block of memory takes 24 octets; more bring one. */
	if (op == OP_BLOCK && load_le16(m->p + at + 4) > BLOCK_READ_DATA)
		op = OP_BLOCK_WRITE;
	s->operations = OPERATION(op);
}

static bool message(const struct message *m, struct saying *s)
{
	if (!m->n)
		return false;
	s->speech = m->p[0] & ANSWER ? SPEECH_RESPONSE : SPEECH_REQUEST;
	if ((m->p[0] & ~ANSWER) == FRAME)
		say_command(m, s);
	else if (m->p[0] == SEARCH)
		s->operations = OPERATION(OP_SEARCH);
	return true;
}

const struct protocol melsoft = {
	.name = "melsoft",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.ports = { 5562, 5560, 5007, 5006, 5002, 5001, 5556, 5557 },
	.operations = operations,
	.length = length,
	.message = message,
};
