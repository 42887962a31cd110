/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Modbus/TCP (Modbus Messaging on TCP/IP Implementation Guide V1.0b, 3.1.3;
 * Modbus Application Protocol V1.1b3, 6).
 *
 *    0        2        4        6      7      8
 *   +--------+--------+--------+------+------+----------
 *   | trans- | proto- | length | unit | func | data
 *   | action | col 0  |        |      | tion |
 *   +--------+--------+--------+------+------+----------
 *
 * length counts from the unit on. Big-endian. A request and its answer carry
 * the same transaction number; which is which shows in the length of the data
 * of most functions.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { HEADER = 6, MAX_LENGTH = 254, EXCEPTION = 0x80 };

static const char *const operations[] = {
	"read:coils",		     "read:discrete-inputs",
	"read:holding-registers",    "read:input-registers",
	"write:single-coil",	     "write:single-register",
	"diagnostic:exception-status", "diagnostic:diagnostics",
	"diagnostic:comm-counter",   "diagnostic:comm-log",
	"write:multiple-coils",	     "write:multiple-registers",
	"diagnostic:server-id",	     "read:file-record",
	"write:file-record",	     "write:mask-register",
	"write:read-write-registers", "read:fifo-queue",
	"diagnostic:device-identification", "control:restart-communication",
	"control:listen-only",	     "program:umas",
	"diagnostic:other",
	"error:illegal-function",    "error:illegal-address",
	"error:illegal-value",	     "error:device-failure",
	"error:acknowledge",	     "error:busy",
	"error:memory-parity",	     "error:gateway-path",
	"error:gateway-target",	     "error:other", NULL,
};

/* Numbers are those of the list above. */
enum { OP_RESTART = 19, OP_LISTEN_ONLY = 20, OP_OTHER = 22, OP_ERRORS = 23,
       OP_ERROR_OTHER = 32 };

struct function {
	uint8_t code, operation;
};

static const struct function functions[] = {
	{ 1, 0 },   { 2, 1 },	{ 3, 2 },   { 4, 3 },	{ 5, 4 },
	{ 6, 5 },   { 7, 6 },	{ 8, 7 },   { 11, 8 },	{ 12, 9 },
	{ 15, 10 }, { 16, 11 }, { 17, 12 }, { 20, 13 }, { 21, 14 },
	{ 22, 15 }, { 23, 16 }, { 24, 17 }, { 43, 18 }, { 0x5a, 21 },
};

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	uint16_t len;

	(void)udp;
	if (n < 8)
		return n >= 4 && load_be16(p + 2) ? NOT_MINE : NEED_MORE;
	len = load_be16(p + 4);
	if (load_be16(p + 2) || len < 2 || len > MAX_LENGTH || !p[7])
		return NOT_MINE;
	return HEADER + len;
}

static uint64_t operation_of(const uint8_t *data, size_t n, uint8_t code)
{
	if (code == 8 && n >= 2 && load_be16(data) == 1)
		return OPERATION(OP_RESTART);
	if (code == 8 && n >= 2 && load_be16(data) == 4)
		return OPERATION(OP_LISTEN_ONLY);
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
		if (functions[i].code == code)
			return OPERATION(functions[i].operation);
	return OPERATION(OP_OTHER);
}

static uint64_t error_of(uint8_t code)
{
	static const uint8_t codes[] = { 1, 2, 3, 4, 5, 6, 8, 10, 11 };

	for (unsigned i = 0; i < sizeof codes; i++)
		if (codes[i] == code)
			return OPERATION(OP_ERRORS + i);
	return OPERATION(OP_ERROR_OTHER);
}

/* Who speaks, by the octets that follow the function code: total of them,
 * and the first n as they are. Section 6 of the specification, function by
 * function; what both ends send alike says nothing. */
static enum speech speech_of(uint8_t code, const uint8_t *data, size_t n,
			     size_t total)
{
	switch (code) {
	case 1:
	case 2:
		/* Four octets are a request, or an answer of 17 to 24 bits. */
		if (total == 4)
			return n && data[0] == 3 ? SPEECH_NEITHER :
						   SPEECH_REQUEST;
		return SPEECH_RESPONSE;
	case 3:
	case 4:
		return total == 4 ? SPEECH_REQUEST : SPEECH_RESPONSE;
	case 15:
	case 16:
		return total == 4 ? SPEECH_RESPONSE : SPEECH_REQUEST;
	case 23:
		return n && data[0] == total - 1 ? SPEECH_RESPONSE :
						   SPEECH_REQUEST;
	case 7:
	case 11:
	case 12:
	case 17:
		return total ? SPEECH_RESPONSE : SPEECH_REQUEST;
	case 24:
		return total == 2 ? SPEECH_REQUEST : SPEECH_RESPONSE;
	case 43:
		return total == 3 ? SPEECH_REQUEST : SPEECH_RESPONSE;
	default:
		return SPEECH_NEITHER;
	}
}

static bool message(const struct message *m, struct saying *s)
{
	const uint8_t *data = m->p + 8;
	size_t n, total = m->len - 8;
	uint8_t code;

	if (m->n < 8)
		return false;
	n = m->n - 8;
	code = m->p[7];
	s->pair = load_be16(m->p) + 1u;
	if (code & EXCEPTION) {
		if (total != 1)
			return false;
		s->speech = SPEECH_RESPONSE;
		if (n)
			s->operations = error_of(data[0]);
		return true;
	}
	s->speech = speech_of(code, data, n, total);
	if (s->speech != SPEECH_RESPONSE)
		s->operations = operation_of(data, n, code);
	return true;
}

const struct protocol modbus_tcp = {
	.name = "modbus",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.ports = { 502 },
	.operations = operations,
	.length = length,
	.message = message,
};
