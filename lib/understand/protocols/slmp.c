/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SLMP, the MC protocol of Mitsubishi PLCs, frames 3E and 4E, binary and
 * ASCII (SLMP Reference Manual SH-080956ENG, 4; MELSEC Communication Protocol
 * Reference Manual SH-080008), and CC-Link IE Field Basic, whose cyclic data
 * are SLMP commands on ports of their own.
 *
 *    0       2         4      6     7    8     10    11     13
 *   +-------+---------+------+-----+----+-----+-----+------+------------------
 *   | 54 00 | serial  | 00   | net | PC | I/O | stn | len  | timer, command,
 *   | D4 00 | number  | 00   |     |    |     |     |      | subcommand, data
 *   +-------+---------+------+-----+----+-----+-----+------+ / end code, data
 *
 * 3E is 50 00 and D0 00 without serial number and zeros. len counts what
 * follows it; little-endian. ASCII writes every field as hexadecimal digits,
 * highest first, and counts digits. The PLC speaks on its own with command
 * 2101 only.
 */
#include "understand/protocols/codes.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { MAX_LENGTH = 8192, ROUTE_OCTETS = 7, REQUEST_OCTETS = 6,
       ERROR_OCTETS = 11 };

static const char *const operations[] = {
	"read:devices",		"read:random",
	"read:blocks",		"read:monitor",
	"read:labels",		"read:buffer",
	"diagnostic:type",	"diagnostic:self-test",
	"write:devices",	"write:random",
	"write:blocks",		"write:labels",
	"write:buffer",		"control:run",
	"control:stop",		"control:pause",
	"control:latch-clear",	"control:reset",
	"diagnostic:clear-error", "login:unlock",
	"login:lock",		"read:file-list",
	"read:file",		"program:file-write",
	"program:file-create",	"program:file-delete",
	"program:file-change",	"diagnostic:on-demand",
	"write:cyclic",		"diagnostic:node-search",
	"program:set-address",	"program:parameters",
	"diagnostic:other",
	"error:command",	"error:length",
	"error:device",		"error:password",
	"error:busy",		"error:other", NULL,
};

/* Numbers are those of the list above. */
enum { OP_ERROR_COMMAND = 33, OP_ERROR_LENGTH, OP_ERROR_DEVICE,
       OP_ERROR_PASSWORD, OP_ERROR_BUSY, OP_ERROR_OTHER };

enum { ON_DEMAND = 0x2101, FIELD_FIRST = 0x0e70, FIELD_SEARCH = 0x0e30,
       FIELD_LAST = 0x0e31 };

static const struct code commands[] = {
	CODE(0x0101, 6),	CODE(0x0401, 0),	CODE(0x0403, 1),
	CODE(0x0406, 2),	CODE(0x041a, 4),	CODE(0x041b, 4),
	CODE(0x041c, 4),	CODE(0x0601, 5),	CODE(0x0613, 5),
	CODE(0x0619, 7),	CODE(0x0801, 3),	CODE(0x0802, 3),
	CODE(0x0e28, 32),	CODE(0x0e29, 32),	CODE(0x0e30, 29),
	CODE(0x0e31, 30),	CODE(0x0e32, 32),	CODE(0x0e33, 32),
	CODE(0x0e34, 31),	CODE(0x0e35, 31),	CODE(0x0e36, 31),
	CODE(0x0e3a, 31),	CODE(0x0e44, 32),	CODE(0x0e45, 31),
	CODE(0x0e70, 28),	CODE(0x0e74, 32),	CODE(0x1001, 13),
	CODE(0x1002, 14),	CODE(0x1003, 15),	CODE(0x1005, 16),
	CODE(0x1006, 17),	CODE(0x1401, 8),	CODE(0x1402, 9),
	CODE(0x1406, 10),	CODE(0x141a, 11),	CODE(0x141b, 11),
	CODE(0x1601, 12),	CODE(0x1613, 12),	CODE(0x1617, 18),
	CODE(0x1630, 19),	CODE(0x1631, 20),	CODE(0x1810, 21),
	CODE(0x1811, 21),	CODE(0x1820, 24),	CODE(0x1822, 25),
	CODE(0x1824, 24),	CODE(0x1825, 26),	CODE(0x1826, 26),
	CODE(0x1827, 22),	CODE(0x1828, 22),	CODE(0x1829, 23),
	CODE(0x182a, 22),	CODE(0x2101, 27),
};

static const struct code errors[] = {
	CODE(0xc059, OP_ERROR_COMMAND), CODE(0xc05c, OP_ERROR_COMMAND),
	CODE(0xc05f, OP_ERROR_COMMAND), CODE(0xc051, OP_ERROR_LENGTH),
	CODE(0xc052, OP_ERROR_LENGTH),	CODE(0xc053, OP_ERROR_LENGTH),
	CODE(0xc054, OP_ERROR_LENGTH),	CODE(0xc061, OP_ERROR_LENGTH),
	CODE(0xc056, OP_ERROR_DEVICE),	CODE(0xc058, OP_ERROR_DEVICE),
	CODE(0xc05b, OP_ERROR_DEVICE),	CODE(0x4031, OP_ERROR_DEVICE),
	CODE(0xc200, OP_ERROR_PASSWORD), CODE(0xc201, OP_ERROR_PASSWORD),
	CODE(0xc202, OP_ERROR_PASSWORD), CODE(0xc203, OP_ERROR_PASSWORD),
	CODE(0xc204, OP_ERROR_PASSWORD), CODE(0xc810, OP_ERROR_PASSWORD),
	CODE(0xc815, OP_ERROR_PASSWORD), CODE(0xc816, OP_ERROR_PASSWORD),
	CODE(0xcee0, OP_ERROR_BUSY),
};

/* How a frame begins: octets up to len's end, and the form of its fields. */
struct form {
	char magic[5];
	uint8_t magic_len, head;
	bool ascii, answer, serial;
};

static const struct form forms[] = {
	{ { 0x50, 0 }, 2, 9, false, false, false },
	{ { (char)0xd0, 0 }, 2, 9, false, true, false },
	{ { 0x54, 0 }, 2, 13, false, false, true },
	{ { (char)0xd4, 0 }, 2, 13, false, true, true },
	{ "5000", 4, 18, true, false, false },
	{ "D000", 4, 18, true, true, false },
	{ "5400", 4, 26, true, false, true },
	{ "D400", 4, 26, true, true, true },
};

static int digit(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* A field of one or two octets at octet number at; -1: no hex digits. */
static int32_t field(const struct form *f, const uint8_t *p, size_t at,
		     size_t octets)
{
	int32_t v = 0;

	if (!f->ascii)
		return octets == 1 ? p[at] : load_le16(p + at);
	for (size_t i = 0; i < 2 * octets; i++) {
		int d = digit(p[2 * at + i]);

		if (d < 0)
			return -1;
		v = v << 4 | d;
	}
	return v;
}

static size_t unit(const struct form *f)
{
	return f->ascii ? 2 : 1;
}

static const struct form *form_of(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (n >= forms[i].magic_len &&
		    !memcmp(p, forms[i].magic, forms[i].magic_len))
			return &forms[i];
	return NULL;
}

/* Could any form begin so? */
static bool may_begin(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (n < forms[i].magic_len && !memcmp(p, forms[i].magic, n))
			return true;
	return false;
}

/* The route to the station (SH-080956ENG 4.2): network, PC, module, station
 * on a multidrop line. */
static bool is_route(const struct form *f, const uint8_t *p, size_t at)
{
	int32_t net = field(f, p, at, 1), pc = field(f, p, at + 1, 1);
	int32_t io = field(f, p, at + 2, 2), station = field(f, p, at + 4, 1);

	return net >= 0 && net <= 239 && pc > 0 && (pc <= 120 || pc >= 0x7d) &&
	       io >= 0 && io <= 0x3ff && station >= 0 && station <= 31;
}

static bool is_command(const struct form *f, const uint8_t *p, size_t at)
{
	int32_t command = field(f, p, at + 2, 2);
	int32_t sub = field(f, p, at + 4, 2);

	return command >= 0 && sub >= 0 && !(sub & ~0xc3) &&
	       CODE_FIND(commands, (unsigned)command) != CODE_UNKNOWN;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	const struct form *f = form_of(p, n);
	size_t at;
	int32_t len;

	(void)udp;
	if (!f)
		return may_begin(p, n) ? NEED_MORE : NOT_MINE;
	at = f->head / unit(f);
	if (n < f->head + (f->answer ? 2 : REQUEST_OCTETS) * unit(f))
		return NEED_MORE;
	len = field(f, p, at - 2, 2);
	if (!is_route(f, p, at - ROUTE_OCTETS) || len < 0 || len > MAX_LENGTH ||
	    (f->serial && field(f, p, 4, 2)))
		return NOT_MINE;
	len /= (int32_t)unit(f);
	if (f->answer) {
		int32_t end = field(f, p, at, 2);

		if (len < 2 || end < 0 ||
		    (end && len != 2 && len != ERROR_OCTETS))
			return NOT_MINE;
	} else if (len < REQUEST_OCTETS || !is_command(f, p, at)) {
		return NOT_MINE;
	}
	return (int32_t)f->head + field(f, p, at - 2, 2);
}

static uint64_t error_of(uint16_t end)
{
	unsigned op = CODE_FIND(errors, end);

	if (!end)
		return 0;
	return OPERATION(op == CODE_UNKNOWN ? OP_ERROR_OTHER : op);
}

static bool message(const struct message *m, struct saying *s)
{
	const struct form *f = form_of(m->p, m->n);
	size_t at;
	unsigned code, op;

	if (!f || m->n < f->head + (f->answer ? 2 : REQUEST_OCTETS) * unit(f))
		return false;
	at = f->head / unit(f);
	if (f->serial)
		s->pair = (uint32_t)field(f, m->p, 2, 2) + 1;
	if (f->answer) {
		s->speech = SPEECH_RESPONSE;
		s->operations = error_of((uint16_t)field(f, m->p, at, 2));
		return true;
	}
	code = (unsigned)field(f, m->p, at + 2, 2);
	op = CODE_FIND(commands, code);
	if (op == CODE_UNKNOWN)
		return false;
	s->speech = code == ON_DEMAND ? SPEECH_NEITHER : SPEECH_REQUEST;
	s->operations = OPERATION(op);
	return true;
}

static bool is_field_port(uint16_t port)
{
	return port == 61450 || port == 61451;
}

/* Cyclic data and the search for stations, on the ports of CC-Link IE Field
 * Basic. An answer does not repeat its command. */
static bool field_message(const struct message *m, struct saying *s)
{
	const struct form *f = form_of(m->p, m->n);
	uint16_t code;

	if (!is_field_port(m->port[0]) && !is_field_port(m->port[1]))
		return false;
	if (!message(m, s) || f->ascii)
		return false;
	if (f->answer)
		return true;
	code = (uint16_t)field(f, m->p, f->head + 2u, 2);
	return code == FIELD_FIRST || (code >= FIELD_SEARCH &&
				       code <= FIELD_LAST);
}

enum { BINARY = 0x50, SERIAL = 0x04, ANSWER = 0x80, HEAD_3E = 9, HEAD_4E = 13,
       OWN_MODULE = 0xff0300 };

/* All that length() and message() look at, in binary frames to the CPU of a
 * station. */
static uint64_t gist(const uint8_t *p, size_t n)
{
	const uint8_t *route;
	size_t head;
	uint64_t words;

	if (n < HEAD_4E + 2 || p[1] ||
	    (p[0] & ~(SERIAL | ANSWER)) != BINARY)
		return 0;
	head = p[0] & SERIAL ? HEAD_4E : HEAD_3E;
	route = p + head - ROUTE_OCTETS;
	if ((load_be32(route + 1) & 0xffffff) != OWN_MODULE ||
	    load_le16(route + 5) != n - head ||
	    (p[0] & SERIAL && load_le16(p + 4)))
		return 0;
	if (p[0] & ANSWER)
		words = load_le16(p + head);
	else if (n >= head + REQUEST_OCTETS)
		words = load_le32(p + head + 2);
	else
		return 0;
	return (uint64_t)p[0] << 48 | (uint64_t)route[0] << 40 |
	       (uint64_t)route[1] << 32 | words;
}

const struct protocol slmp = {
	.name = "slmp",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.unproven = true,
	.ports = { 5000, 5002, 5006, 5007, 5010, 1280, 1281, 2000, 45237,
		   61550 },
	.operations = operations,
	.length = length,
	.message = message,
	.gist = gist,
};

const struct protocol cclink_ief_basic = {
	.name = "cclink-ief-basic",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.ports = { 61450, 61451 },
	.operations = operations,
	.length = length,
	.message = field_message,
	.gist = gist,
};
