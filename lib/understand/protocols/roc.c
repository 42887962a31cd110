/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * ROC and ROC Plus of Emerson's flow computers (ROC Plus Protocol
 * Specification Manual D301180X012, 1 and 2), on UDP and TCP.
 *
 *    0      2        4        5        6          6 + count
 *   +------+--------+--------+--------+----------+-------
 *   | to   | from   | opcode | count  | data     | CRC
 *   | unit, group   |        |        |          |
 *   +------+--------+--------+--------+----------+-------
 *
 * The CRC is that of Modbus, low octet first. Nothing says which end asks:
 * for many opcodes the count does, because request and answer differ in it.
 * A device reports by exception on its own (224).
 */
#include "understand/protocols/crc.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { HEADER = 6, CRC = 2, ANY = -1 };

static const char *const operations[] = {
	"read:configuration",	"read:clock",
	"write:clock",		"program:configuration",
	"login:user",		"diagnostic:store-and-forward",
	"read:position",	"read:points",
	"read:history",		"read:alarms",
	"read:events",		"write:points",
	"program:file",		"read:peer",
	"diagnostic:report",	"diagnostic:other",
	"error:refused",	NULL,
};

enum { OP_ERROR = 16 };

/* How many octets of data a request has, where the answer has another
 * number; and an answer, where the request has another. */
static const struct opcode {
	uint8_t code, operation;
	int16_t asks, answers;
} opcodes[] = {
	{ 6, 0, 0, ANY },     { 7, 1, 0, ANY },	    { 8, 2, ANY, 0 },
	{ 10, 0, 3, ANY },    { 11, 3, ANY, 0 },    { 17, 4, ANY, 0 },
	{ 24, 5, ANY, 0 },    { 50, 6, 1, ANY },    { 100, 7, 3, ANY },
	{ 105, 8, 2, ANY },   { 107, 8, ANY, ANY }, { 108, 8, ANY, ANY },
	{ 118, 9, 3, ANY },   { 119, 10, 3, ANY },  { 120, 8, ANY, ANY },
	{ 121, 9, ANY, ANY }, { 122, 10, ANY, ANY }, { 126, 8, ANY, ANY },
	{ 128, 8, ANY, ANY }, { 130, 8, ANY, ANY }, { 131, 8, ANY, ANY },
	{ 132, 15, ANY, ANY }, { 133, 8, ANY, ANY }, { 134, 8, ANY, ANY },
	{ 135, 8, 6, ANY },   { 136, 8, 7, ANY },   { 137, 8, 3, ANY },
	{ 138, 8, 4, ANY },   { 139, 8, ANY, ANY }, { 165, 8, ANY, ANY },
	{ 166, 11, ANY, 0 },  { 167, 7, 4, ANY },   { 180, 7, ANY, ANY },
	{ 181, 11, ANY, 0 },  { 203, 12, ANY, ANY }, { 205, 13, ANY, ANY },
	{ 206, 8, ANY, ANY }, { 223, 15, ANY, ANY }, { 224, 14, ANY, ANY },
	{ 225, 14, 2, 0 },    { 255, 15, ANY, ANY },
};

enum { LOGIN = 17, FORWARD = 24, REFUSED = 255 };

static const struct opcode *opcode_of(uint8_t code)
{
	for (size_t i = 0; i < sizeof opcodes / sizeof *opcodes; i++)
		if (opcodes[i].code == code)
			return &opcodes[i];
	return NULL;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	size_t len;

	(void)udp;
	if (n > 4 && !opcode_of(p[4]))
		return NOT_MINE;
	if (n < HEADER + CRC)
		return NEED_MORE;
	len = (size_t)HEADER + p[5] + CRC;
	/* The checksum is half of the proof. */
	if (n < len)
		return NEED_MORE;
	if (crc16_reflected(p, len - CRC, crc16_modbus, 0xffff) !=
	    load_le16(p + len - CRC))
		return NOT_MINE;
	return (int32_t)len;
}

static enum speech speech_of(const struct opcode *op, uint8_t count)
{
	if (op->code == REFUSED)
		return SPEECH_RESPONSE;
	if (op->asks != ANY && count == op->asks)
		return SPEECH_REQUEST;
	if (op->answers != ANY && count == op->answers)
		return SPEECH_RESPONSE;
	/* Logging in and forwarding have answers with data, too. */
	if (op->code == LOGIN || op->code == FORWARD ||
	    (op->asks == ANY && op->answers == ANY) ||
	    (op->asks != ANY && op->answers != ANY))
		return SPEECH_NEITHER;
	return op->asks != ANY ? SPEECH_RESPONSE : SPEECH_REQUEST;
}

static bool message(const struct message *m, struct saying *s)
{
	const struct opcode *op;

	if (m->n < HEADER)
		return false;
	op = opcode_of(m->p[4]);
	if (!op)
		return false;
	s->speech = speech_of(op, m->p[5]);
	if (op->code == REFUSED)
		s->operations = OPERATION(OP_ERROR);
	else if (s->speech != SPEECH_RESPONSE)
		s->operations = OPERATION(op->operation);
	return true;
}

const struct protocol roc_plus = {
	.name = "roc-plus",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.ports = { 4000 },
	.operations = operations,
	.length = length,
	.message = message,
};
