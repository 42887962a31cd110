/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Siemens S7comm-plus (S7-1200, S7-1500) in the user data of COTP. No public
 * specification; opcodes and functions as the open S7CommPlusDriver names
 * them, the framing as its Wireshark plug-in reads it.
 *
 *    0    1         2        4
 *   +----+---------+--------+-------------------+---------+
 *   | 72 | version | length | [20, digest 32]   | 72 ver  |
 *   |    |         |        | part of a PDU     | 00 00   |
 *   +----+---------+--------+-------------------+---------+
 *
 * Version 1 to 3 (3 with a digest), fe system event, ff keep-alive. length
 * ends before the last four octets, which only the last part of a PDU has.
 * The PDU: opcode, 0 (2), function (2), 0 (2), sequence (2), then of a
 * request session (4), flags (1) and the body, of a response flags (1) and a
 * return value. All big-endian.
 *
 * From TIA V17 on, after InitSsl, TLS records take the place of all this,
 * still inside of COTP: nobody else does that.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"
#include "understand/protocols/tpkt.h"

#include "ground/bytes.h"
#include "understand/protocols/codes.h"

enum { REQUEST = 0x31, RESPONSE = 0x32, NOTIFICATION = 0x33, RESPONSE2 = 2 };
enum { SYSTEM_EVENT = 0xfe, KEEP_ALIVE = 0xff };
enum { HEADER = 4, TRAILER = 4, DIGEST = 32 };
enum { SET_VARIABLE = 0x4f2 };
/* Object and attribute by which a CPU is started and stopped. */
enum { CPU_UNIT = 52, STATE_HIGH = 0x90, STATE_LOW = 0x77 };

/* Memory octet 1: the next part continues a PDU. */
enum { PART = 1 };

static const char *const operations[] = {
	"read:explore", "program:create-object", "program:delete-object",
	"write:variable", "read:variable", "program:add-link",
	"program:remove-link", "read:link", "write:variables",
	"read:variables", "program:begin-sequence", "program:end-sequence",
	"control:invoke", "write:substreamed", "read:substreamed",
	"read:addresses", "control:abort", "login:tls",
	"control:operating-state", "diagnostic:other", "error:refused",
	"error:protocol", NULL,
};

enum { OP_STATE = 18, OP_OTHER, OP_REFUSED, OP_PROTOCOL };

static const struct code functions[] = {
	CODE(0x4bb, 0), CODE(0x4ca, 1), CODE(0x4d4, 2), CODE(0x4f2, 3),
	CODE(0x4fc, 4), CODE(0x506, 5), CODE(0x51a, 6), CODE(0x524, 7),
	CODE(0x542, 8), CODE(0x54c, 9), CODE(0x556, 10), CODE(0x560, 11),
	CODE(0x56b, 12), CODE(0x57c, 13), CODE(0x586, 14), CODE(0x590, 15),
	CODE(0x59a, 16), CODE(0x5b3, 17), CODE(0x4b1, OP_PROTOCOL),
	CODE(0x5a9, OP_PROTOCOL),
};

static uint64_t operation_of(uint16_t function)
{
	unsigned operation = CODE_FIND(functions, function);

	return OPERATION(operation == CODE_UNKNOWN ? OP_OTHER : operation);
}

/* Body of SetVariable: object (4), number of values, address as an integer
 * of 7 bits an octet. */
static bool sets_state(struct cursor c)
{
	uint32_t object = cursor_be32(&c);

	cursor_u8(&c);
	return object == CPU_UNIT && cursor_u8(&c) == STATE_HIGH &&
	       cursor_u8(&c) == STATE_LOW && !c.overrun;
}

/* The return value: up to eight times 7 bits, highest first, and a ninth
 * octet of 8. Its low 16 bits are the error, negative when it is one. */
static bool is_refusal(struct cursor c)
{
	uint64_t value = 0;

	for (unsigned i = 0; i < 9; i++) {
		uint8_t octet = cursor_u8(&c);

		if (i == 8) {
			value = value << 8 | octet;
			break;
		}
		value = value << 7 | (octet & 0x7f);
		if (!(octet & 0x80))
			break;
	}
	return !c.overrun && value & 0x8000;
}

static void pdu(struct cursor c, struct saying *s)
{
	uint8_t opcode = cursor_u8(&c);
	uint16_t function, number;

	if (c.overrun)
		return;
	if (opcode == REQUEST)
		s->speech = SPEECH_REQUEST;
	else if (opcode == RESPONSE || opcode == NOTIFICATION ||
		 opcode == RESPONSE2)
		s->speech = SPEECH_RESPONSE;
	if (opcode != REQUEST && opcode != RESPONSE)
		return;
	cursor_be16(&c);
	function = cursor_be16(&c);
	cursor_be16(&c);
	number = cursor_be16(&c);
	if (c.overrun)
		return;
	s->pair = number + 1u;
	cursor_take(&c, opcode == REQUEST ? 5 : 1);
	if (opcode == RESPONSE) {
		if (operation_of(function) == OPERATION(OP_PROTOCOL))
			s->operations = OPERATION(OP_PROTOCOL);
		else if (is_refusal(c))
			s->operations = OPERATION(OP_REFUSED);
	} else {
		s->operations = operation_of(function);
		if (function == SET_VARIABLE && sets_state(c))
			s->operations = OPERATION(OP_STATE);
	}
}

static bool opcode_is_known(const uint8_t *p, size_t n)
{
	return !n || (p[0] >= REQUEST && p[0] <= NOTIFICATION) ||
	       p[0] == RESPONSE2;
}

/* True when the user data are a part of a PDU; a first one is read. */
static bool part_parse(const struct message *m, struct saying *s)
{
	struct cursor c = cursor_of(m->p + TPKT_USER, m->n - TPKT_USER);
	size_t room = m->len - TPKT_USER, len;
	uint8_t magic = cursor_u8(&c), version = cursor_u8(&c);
	uint8_t *part = &m->memory->own[PART];
	bool first = !*part;

	len = cursor_be16(&c) + (size_t)HEADER;
	if (c.overrun || magic != 0x72 || !tpkt_ends(m))
		return false;
	if (version == SYSTEM_EVENT || version == KEEP_ALIVE)
		return len == room || len + TRAILER == room;
	if (version < 1 || version > 3 ||
	    (len != room && len + TRAILER != room))
		return false;
	if (version == 3 && c.left && *c.p == DIGEST)
		cursor_take(&c, 1 + DIGEST);
	if (first && !tpkt_known(m) && !opcode_is_known(c.p, c.left))
		return false;
	*part = len == room;
	if (first)
		pdu(c, s);
	return true;
}

/* TLS records that end with the user data, or go on in the next. */
static bool is_tls(const struct message *m, struct saying *s)
{
	const uint8_t *p = m->p + TPKT_USER;
	size_t n = m->n - TPKT_USER, room = m->len - TPKT_USER;

	if (n < 5 || p[0] < 0x14 || p[0] > 0x17 || p[1] != 3 || p[2] > 4 ||
	    (tpkt_ends(m) && load_be16(p + 3) + 5u > room))
		return false;
	if (p[0] == 0x16 && n > 5 && p[5] == 1) {
		s->speech = SPEECH_REQUEST;
		s->operations = operation_of(0x5b3);
	} else if (p[0] == 0x16 && n > 5 && p[5] == 2) {
		s->speech = SPEECH_RESPONSE;
	}
	return true;
}

static bool message(const struct message *m, struct saying *s)
{
	enum tpkt_part part;

	if (m->n < TPKT_USER)
		return false;
	part = tpkt_part(m, s);
	if (part == TPKT_ASIDE)
		return tpkt_known(m);
	if (part == TPKT_MIDDLE || part_parse(m, s) || is_tls(m, s))
		return tpkt_accept(m);
	return false;
}

const struct protocol s7comm_plus = {
	.name = "s7comm-plus",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_STRONG,
	.ot = true,
	.ports = { 102 },
	.operations = operations,
	.length = tpkt_length,
	.message = message,
};
