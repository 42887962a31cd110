/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * HART-IP, on UDP and TCP (FieldComm Group HCF_SPEC-085; IEC 62591 names it;
 * the HART commands are those of HCF_SPEC-127 and -151).
 *
 *    0         1      2      3        4          6        8
 *   +---------+------+------+--------+----------+--------+-------------
 *   | version | type | id   | status | sequence | length | body
 *   | 1, 2    |      |      |        | number   | of all |
 *   +---------+------+------+--------+----------+--------+-------------
 *
 * Big-endian. Types: 0 request, 1 response, 2 published, 3 and 15 refused.
 * Ids: 0 begins a session, 1 ends it, 2 keeps it alive, 3 passes a HART frame
 * through, 4 carries commands directly, 5 reads the audit log. On UDP a server
 * may answer the beginning from another port, which it serves from then on.
 */
#include "understand/protocols/codes.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { HEADER = 8, MAX_LENGTH = 4096, SESSION_LENGTH = 13, REFUSED = 15,
       IP_UDP_PROTOCOL = 17 };
enum { HART_PORT = 5094 };
enum { TYPE_REQUEST, TYPE_RESPONSE, TYPE_PUBLISH, TYPE_ERROR };
enum { ID_BEGIN, ID_END, ID_ALIVE, ID_PASS, ID_DIRECT, ID_AUDIT };

static const char *const operations[] = {
	"login:session",	 "diagnostic:identify",
	"read:variables",	 "read:device",
	"write:device",		 "write:range",
	"write:trim",		 "write:variable",
	"control:fixed-current", "diagnostic:self-test",
	"control:reset",	 "control:lock",
	"diagnostic:squawk",	 "diagnostic:status",
	"write:burst",		 "program:transfer",
	"write:address",	 "diagnostic:other",
	"diagnostic:audit-log",
	"error:session",	 "error:communication",
	"error:selection",	 "error:write-protected",
	"error:access",		 "error:busy",
	"error:command",	 "error:other", NULL,
};

/* Numbers are those of the list above. */
enum { OP_SESSION = 0, OP_OTHER = 17, OP_AUDIT = 18, OP_ERROR_SESSION = 19,
       OP_ERROR_LINE = 20 };

static const struct code commands[] = {
	CODE(0, 1),		{ 1, 3, 2 },		CODE(6, 16),
	{ 7, 8, 3 },		CODE(9, 2),		CODE(11, 1),
	{ 12, 16, 3 },		{ 17, 19, 4 },		CODE(20, 3),
	CODE(21, 1),		CODE(22, 4),		CODE(33, 2),
	{ 34, 37, 5 },		CODE(38, 13),		CODE(40, 8),
	CODE(41, 9),		CODE(42, 10),		CODE(43, 6),
	CODE(44, 5),		{ 45, 46, 6 },		CODE(47, 5),
	CODE(48, 13),		CODE(49, 4),		CODE(50, 3),
	CODE(51, 4),		CODE(52, 6),		CODE(53, 5),
	CODE(54, 3),		{ 55, 56, 4 },		CODE(57, 3),
	{ 58, 59, 4 },		CODE(60, 2),		{ 61, 63, 2 },
	{ 64, 65, 5 },		CODE(66, 8),		{ 67, 68, 6 },
	CODE(69, 5),		CODE(70, 3),		CODE(71, 11),
	{ 72, 73, 12 },		{ 74, 78, 3 },		CODE(79, 7),
	{ 80, 81, 3 },		{ 82, 83, 6 },		{ 84, 86, 3 },
	{ 87, 88, 4 },		CODE(89, 4),		{ 90, 91, 3 },
	CODE(92, 4),		{ 93, 96, 3 },		CODE(97, 4),
	CODE(98, 3),		{ 99, 100, 4 },		CODE(101, 3),
	{ 102, 104, 14 },	CODE(105, 3),		CODE(106, 13),
	{ 107, 109, 14 },	CODE(110, 2),		{ 111, 112, 15 },
	CODE(113, 4),		{ 114, 115, 3 },	{ 116, 119, 14 },
};

static const struct code errors[] = {
	CODE(2, 21),		CODE(3, 21),		CODE(4, 21),
	CODE(5, 21),		CODE(7, 22),		CODE(16, 23),
	CODE(32, 24),		CODE(33, 24),		CODE(64, 25),
	CODE(6, 26),		CODE(15, 26),		CODE(65, 26),
};

static bool is_type(uint8_t type)
{
	return type <= TYPE_ERROR || type == REFUSED;
}

/* Lengths that the ids allow; what is refused may come without a body. */
static bool is_length(const uint8_t *p, uint16_t len)
{
	if (len < HEADER || len > MAX_LENGTH)
		return false;
	switch (p[2]) {
	case ID_BEGIN:
		return len == SESSION_LENGTH ||
		       (p[1] != TYPE_REQUEST && len == HEADER);
	case ID_END:
	case ID_ALIVE:
		return len == HEADER;
	default:
		return len > HEADER || p[1] == TYPE_ERROR || p[1] == REFUSED;
	}
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	uint16_t len;

	(void)udp;
	if ((n && (!p[0] || p[0] > 2)) || (n > 1 && !is_type(p[1])) ||
	    (n > 2 && p[2] > ID_AUDIT))
		return NOT_MINE;
	if (n < HEADER)
		return NEED_MORE;
	len = load_be16(p + 6);
	if (!is_length(p, len) || (p[1] == TYPE_REQUEST && p[3]))
		return NOT_MINE;
	return len;
}

static uint64_t operation_of(uint16_t command)
{
	unsigned op = CODE_FIND(commands, command);

	return OPERATION(op == CODE_UNKNOWN ? OP_OTHER : op);
}

/* A response code; others than these are success or warnings. */
static uint64_t error_of(uint8_t code)
{
	unsigned op = code & 0x80 ? OP_ERROR_LINE : CODE_FIND(errors, code);

	return op == CODE_UNKNOWN ? 0 : OPERATION(op);
}

/* A HART frame: delimiter, address, expansion, command, count, data. */
static uint64_t passed(struct cursor c, bool request)
{
	uint8_t delimiter = cursor_u8(&c), command, count, code;

	cursor_take(&c, delimiter & 0x80 ? 5 : 1);
	cursor_take(&c, delimiter >> 5 & 3);
	command = cursor_u8(&c);
	count = cursor_u8(&c);
	if (c.overrun)
		return 0;
	if (request && command == 31 && count >= 2 && c.left >= 2)
		return operation_of(cursor_be16(&c));
	if (request)
		return operation_of(command);
	code = cursor_u8(&c);
	return c.overrun || !count ? 0 : error_of(code);
}

/* Device status, then commands: number, count, data. */
static uint64_t direct(struct cursor c, bool request)
{
	uint64_t found = 0;

	cursor_take(&c, 2);
	while (c.left >= 3) {
		uint16_t command = cursor_be16(&c);
		uint8_t count = cursor_u8(&c);

		if (request)
			found |= operation_of(command);
		else if (count && c.left)
			found |= error_of(c.p[0]);
		cursor_take(&c, count);
	}
	return found;
}

static uint64_t operations_of(const struct message *m, bool request)
{
	size_t n = m->n < m->len ? m->n : m->len;
	struct cursor body = cursor_of(m->p + HEADER, n - HEADER);

	switch (m->p[2]) {
	case ID_BEGIN:
		return request ? OPERATION(OP_SESSION) : 0;
	case ID_PASS:
		return passed(body, request);
	case ID_DIRECT:
		return direct(body, request);
	case ID_AUDIT:
		return request ? OPERATION(OP_AUDIT) : 0;
	default:
		return 0;
	}
}

/* 8 says that the server took the nearest value: no error. */
static bool is_refusal(const uint8_t *p)
{
	return p[1] == TYPE_ERROR || p[1] == REFUSED || (p[3] && p[3] != 8);
}

static bool message(const struct message *m, struct saying *s)
{
	bool request;

	if (m->n < HEADER)
		return false;
	request = m->p[1] == TYPE_REQUEST;
	s->speech = request ? SPEECH_REQUEST : SPEECH_RESPONSE;
	if (m->p[1] == TYPE_PUBLISH)
		return true;
	s->pair = ((uint32_t)m->p[2] << 16 | load_be16(m->p + 4)) + 1;
	s->operations = operations_of(m, request);
	if (request)
		return true;
	if (is_refusal(m->p))
		s->operations |= OPERATION(OP_ERROR_SESSION);
	else if (m->udp && m->p[2] == ID_BEGIN)
		s->hint = (struct hint){ .port = m->port[0],
					 .proto = IP_UDP_PROTOCOL };
	return true;
}

const struct protocol hart_ip = {
	.name = "hart-ip",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.ports = { HART_PORT, 5095 },
	.mapper = HART_PORT,
	.operations = operations,
	.length = length,
	.message = message,
};
