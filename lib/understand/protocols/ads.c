/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * ADS of Beckhoff's TwinCAT: AMS over TCP, and discovery over UDP (Beckhoff
 * Information System, ADS specification, AMS/TCP; the discovery as the PLC4X
 * project describes it).
 *
 *    0    2        6                14               22     24      26
 *   +----+--------+----------------+----------------+------+-------+--------
 *   | 00 | length | to: net id,    | from: net id,  | com- | state | length,
 *   | 00 |        | port           | port           | mand | flags | error,
 *   +----+--------+----------------+----------------+------+-------+ id, data
 *
 * Little-endian; length counts from 6 on, the second one from 38 on. State
 * flags: 1 answer, 4 ADS. Notifications (8) look like requests and come from
 * the server: they say nothing about who asks.
 */
#include "understand/protocols/codes.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { TCP_HEADER = 6, AMS_HEADER = 32, HEADERS = TCP_HEADER + AMS_HEADER,
       DATA_LENGTH_AT = 26, ERROR_AT = 30, INVOKE_AT = 34,
       MAX_LENGTH = 1 << 24 };
enum { ANSWER = 0x0001, ADS_COMMAND = 0x0004, KNOWN_FLAGS = 0x01ff };
enum { LAST_COMMAND = 9, NOTIFICATION = 8, WRITE_CONTROL = 5 };
#define DISCOVERED UINT32_C(0x80000000)

enum { COOKIE = 0x71146603, DISCOVERY_HEADER = 24, LAST_OPERATION = 8 };

static const char *const operations[] = {
	"diagnostic:device",   "read:data",
	"write:data",	       "diagnostic:state",
	"control:state",       "write:subscribe",
	"write:unsubscribe",   "write:read-write",
	"control:run",	       "control:stop",
	"control:reset",       "control:configuration",
	"diagnostic:discovery", "program:add-route",
	"diagnostic:other",    "error:port",
	"error:symbol",	       "error:access",
	"error:other",	       NULL,
};

enum { OP_OTHER = 14, OP_PORT = 15, OP_SYMBOL = 16, OP_ACCESS = 17,
       OP_ERROR = 18 };

static const struct code commands[] = {
	CODE(0, 14), CODE(1, 0), CODE(2, 1), CODE(3, 2), CODE(4, 3),
	CODE(5, 4),  CODE(6, 5), CODE(7, 6), CODE(9, 7),
};

/* ADS states that write control asks for. */
static const struct code states[] = {
	CODE(2, 10), CODE(5, 8), CODE(6, 9), { 15, 16, 11 },
};

/* Operations of the discovery. */
static const struct code discoveries[] = { CODE(1, 12), CODE(6, 13) };

static const struct code errors[] = {
	{ 6, 7, OP_PORT },	   { 0x702, 0x705, OP_SYMBOL },
	CODE(0x710, OP_SYMBOL),	   CODE(0x701, OP_ERROR),
	CODE(0x723, OP_ACCESS),	   CODE(0x71e, OP_ACCESS),
};

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	uint32_t len;
	uint16_t flags;

	(void)udp;
	if ((n && p[0]) || (n > 1 && p[1]))
		return NOT_MINE;
	if (n < TCP_HEADER)
		return NEED_MORE;
	len = load_le32(p + 2);
	if (len < AMS_HEADER || len > MAX_LENGTH)
		return NOT_MINE;
	if (n < ERROR_AT)
		return NEED_MORE;
	flags = load_le16(p + 24);
	if (load_le32(p + DATA_LENGTH_AT) != len - AMS_HEADER ||
	    load_le16(p + 22) > LAST_COMMAND || !(flags & ADS_COMMAND) ||
	    flags & ~KNOWN_FLAGS)
		return NOT_MINE;
	return (int32_t)(TCP_HEADER + len);
}

static unsigned asked(const struct message *m, uint16_t command)
{
	unsigned op;

	if (command == WRITE_CONTROL && m->n >= HEADERS + 2) {
		op = CODE_FIND(states, load_le16(m->p + HEADERS));
		if (op != CODE_UNKNOWN)
			return op;
	}
	op = CODE_FIND(commands, command);
	return op == CODE_UNKNOWN ? OP_OTHER : op;
}

static uint64_t refusal(uint32_t error)
{
	unsigned op;

	if (!error)
		return 0;
	op = error > UINT16_MAX ? CODE_UNKNOWN : CODE_FIND(errors, error);
	return OPERATION(op == CODE_UNKNOWN ? OP_ERROR : op);
}

static bool message(const struct message *m, struct saying *s)
{
	uint16_t command;

	if (m->n < ERROR_AT)
		return false;
	command = load_le16(m->p + 22);
	if (command == NOTIFICATION)
		return true;
	if (m->n >= HEADERS)
		s->pair = load_le32(m->p + INVOKE_AT) + 1;
	if (load_le16(m->p + 24) & ANSWER) {
		s->speech = SPEECH_RESPONSE;
		if (m->n >= INVOKE_AT)
			s->operations = refusal(load_le32(m->p + ERROR_AT));
		return true;
	}
	s->speech = SPEECH_REQUEST;
	s->operations = OPERATION(asked(m, command));
	return true;
}

/* 0 cookie, 4 request number, 8 operation (80000000: answer), 12 net id,
 * 18 port, 20 number of blocks. */
static int32_t discovery_length(const uint8_t *p, size_t n, bool udp)
{
	uint32_t operation;

	(void)udp;
	if (n < DISCOVERY_HEADER)
		return n >= 4 && load_le32(p) != COOKIE ? NOT_MINE : NEED_MORE;
	operation = load_le32(p + 8) & ~DISCOVERED;
	if (load_le32(p) != COOKIE || !operation ||
	    operation > LAST_OPERATION)
		return NOT_MINE;
	return (int32_t)n;
}

static bool discovery_message(const struct message *m, struct saying *s)
{
	uint32_t operation;
	unsigned op;

	if (m->n < DISCOVERY_HEADER)
		return false;
	operation = load_le32(m->p + 8);
	s->pair = load_le32(m->p + 4) + 1;
	s->speech = SPEECH_RESPONSE;
	if (operation & DISCOVERED)
		return true;
	s->speech = SPEECH_REQUEST;
	op = CODE_FIND(discoveries, operation);
	s->operations = OPERATION(op == CODE_UNKNOWN ? OP_OTHER : op);
	return true;
}

const struct protocol ads = {
	.name = "ads",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_STRONG,
	.ot = true,
	.unproven = true,
	.ports = { 48898 },
	.operations = operations,
	.length = length,
	.message = message,
};

const struct protocol ads_discovery = {
	.name = "ads",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.ot = true,
	.unproven = true,
	.ports = { 48899 },
	.operations = operations,
	.length = discovery_length,
	.message = discovery_message,
};
