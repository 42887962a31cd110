/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * FINS of Omron PLCs, on UDP and TCP (FINS Commands Reference Manual W227,
 * 3 and 5; CS/CJ Ethernet Units W421, 7-4).
 *
 *    0     1     2     3      6      9     10        12
 *   +-----+-----+-----+------+------+-----+---------+----------------------
 *   | ICF | 00  | GCT | dest | src  | SID | command | end code in answers,
 *   |     |     |     | 3    | 3    |     |         | data
 *   +-----+-----+-----+------+------+-----+---------+----------------------
 *
 * ICF: 80 use gateway, 40 answer, 01 no answer wanted. On TCP 16 octets stand
 * before: "FINS", length of what follows, command, error; big-endian. Command
 * 0 asks for node addresses, 1 gives them, 2 carries a frame.
 */
#include "understand/protocols/codes.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { TCP_HEADER = 16, HEADER = 12, COMMAND_AT = 10, ANSWERED = 14,
       MAX_FRAME = 2060, MAX_TCP = 8 + 4096 };
enum { ICF_ANSWER = 0x40, ICF_SILENT = 0x01, ICF_OTHER = 0x3e };
enum { TCP_ASK_NODE, TCP_TELL_NODE, TCP_FRAME, TCP_ERROR, TCP_CONFIRM = 6 };

static const char *const operations[] = {
	"read:memory",		"read:parameters",
	"read:program",		"diagnostic:controller",
	"diagnostic:connection", "diagnostic:status",
	"diagnostic:cycle-time", "read:clock",
	"diagnostic:message",	"write:memory",
	"write:fill",		"write:transfer",
	"program:parameters",	"program:write",
	"program:clear",	"program:protect",
	"control:run",		"control:stop",
	"control:reset",	"write:clock",
	"login:access-right",	"diagnostic:error-log",
	"read:file",		"program:file-write",
	"program:file-format",	"program:file-delete",
	"program:file-change",	"control:force",
	"control:force-cancel",	"diagnostic:test",
	"diagnostic:node",	"diagnostic:other",
	"error:network",	"error:command",
	"error:address",	"error:access",
	"error:mode",		"error:device",
	"error:other",		NULL,
};

/* Numbers are those of the list above. */
enum { OP_NODE = 30, OP_OTHER = 31, OP_ERROR_NETWORK = 32,
       OP_ERROR_OTHER = 38 };

static const struct code commands[] = {
	CODE(0x0101, 0),	CODE(0x0102, 9),	CODE(0x0103, 10),
	CODE(0x0104, 0),	CODE(0x0105, 11),	CODE(0x0201, 1),
	CODE(0x0202, 12),	CODE(0x0203, 12),	CODE(0x0220, 1),
	CODE(0x0221, 12),	CODE(0x0304, 15),	CODE(0x0305, 15),
	CODE(0x0306, 2),	CODE(0x0307, 13),	CODE(0x0308, 14),
	CODE(0x0401, 16),	CODE(0x0402, 17),	CODE(0x0403, 18),
	CODE(0x0501, 3),	CODE(0x0502, 4),	CODE(0x0601, 5),
	CODE(0x0602, 5),	CODE(0x0603, 5),	CODE(0x0620, 6),
	CODE(0x0701, 7),	CODE(0x0702, 19),	CODE(0x0801, 29),
	CODE(0x0802, 29),	CODE(0x0803, 29),	CODE(0x0920, 8),
	CODE(0x0c01, 20),	CODE(0x0c02, 20),	CODE(0x0c03, 20),
	CODE(0x2101, 21),	CODE(0x2102, 21),	CODE(0x2103, 21),
	CODE(0x2140, 21),	CODE(0x2141, 21),	CODE(0x2201, 22),
	CODE(0x2202, 22),	CODE(0x2203, 23),	CODE(0x2204, 24),
	CODE(0x2205, 25),	CODE(0x2206, 26),	CODE(0x2207, 26),
	CODE(0x2208, 26),	CODE(0x2209, 26),	CODE(0x220a, 23),
	CODE(0x220b, 23),	CODE(0x220c, 23),	CODE(0x220f, 23),
	CODE(0x2210, 23),	CODE(0x2211, 23),	CODE(0x2215, 26),
	CODE(0x2220, 24),	CODE(0x2301, 27),	CODE(0x2302, 28),
	CODE(0x230a, 0),	CODE(0x2601, 31),	CODE(0x2602, 31),
	CODE(0x2603, 31),	CODE(0x2801, 5),	CODE(0x2803, 5),
};

static unsigned operation_of(const uint8_t *p)
{
	return CODE_FIND(commands, load_be16(p + COMMAND_AT));
}

static bool is_command(const uint8_t *p)
{
	return operation_of(p) != CODE_UNKNOWN;
}

/* Main codes of end codes (W227, 5-1-3). */
static uint64_t error_of(uint16_t end)
{
	static const uint8_t classes[] = {
		[0x01] = 32, [0x02] = 32, [0x03] = 37, [0x04] = 33,
		[0x05] = 32, [0x10] = 33, [0x11] = 34, [0x20] = 35,
		[0x21] = 35, [0x22] = 36, [0x23] = 37, [0x24] = 38,
		[0x25] = 37, [0x26] = 33, [0x30] = 35, [0x40] = 38,
	};
	unsigned main_code = end >> 8 & 0x7f, op = 0;

	/* 80: relayed error; 40 and 80 in the low octet report the state of
	 * the PLC along with a success. */
	if (!main_code && !(end & 0x3f))
		return 0;
	if (main_code < sizeof classes)
		op = classes[main_code];
	return OPERATION(op ? op : OP_ERROR_OTHER);
}

/* Units: CPU, 10-1F on the CPU bus, E1 inner board, FE this one. */
static bool is_unit(uint8_t unit)
{
	return !unit || (unit >= 0x10 && unit <= 0x1f) || unit == 0xe1 ||
	       unit == 0xfe;
}

static bool is_frame(const uint8_t *p)
{
	return !(p[0] & ICF_OTHER) && p[0] & 0xc1 && !p[1] && p[2] <= 7 &&
	       p[3] <= 0x7f && p[6] <= 0x7f && is_unit(p[5]) &&
	       is_command(p);
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	(void)udp;
	if (n < HEADER)
		return n > 1 && p[1] ? NOT_MINE : NEED_MORE;
	if (n > MAX_FRAME || !is_frame(p) ||
	    (p[0] & ICF_ANSWER && n < ANSWERED))
		return NOT_MINE;
	return (int32_t)n;
}

/* What a frame says; p has n of its len octets. */
static void say_frame(const uint8_t *p, size_t n, struct saying *s)
{
	s->pair = ((uint32_t)load_be16(p + COMMAND_AT) << 8 | p[9]) + 1;
	if (p[0] & ICF_ANSWER) {
		s->speech = SPEECH_RESPONSE;
		if (n >= ANSWERED)
			s->operations = error_of(load_be16(p + HEADER));
	} else {
		s->speech = SPEECH_REQUEST;
		s->operations = OPERATION(operation_of(p));
	}
}

static bool message(const struct message *m, struct saying *s)
{
	if (m->n < HEADER || !is_command(m->p))
		return false;
	say_frame(m->p, m->n, s);
	return true;
}

static int32_t tcp_length(const uint8_t *p, size_t n, bool udp)
{
	uint32_t len, command;

	(void)udp;
	if (memcmp(p, "FINS", n < 4 ? n : 4))
		return NOT_MINE;
	if (n < TCP_HEADER)
		return NEED_MORE;
	len = load_be32(p + 4);
	command = load_be32(p + 8);
	if (len < 8 || len > MAX_TCP || command > TCP_CONFIRM ||
	    load_be32(p + 12) > 0x25)
		return NOT_MINE;
	return (int32_t)(len + 8);
}

static bool tcp_message(const struct message *m, struct saying *s)
{
	uint32_t command;

	if (m->n < TCP_HEADER)
		return false;
	command = load_be32(m->p + 8);
	if (command == TCP_ASK_NODE) {
		s->speech = SPEECH_REQUEST;
		s->operations = OPERATION(OP_NODE);
	} else if (command == TCP_TELL_NODE) {
		s->speech = SPEECH_RESPONSE;
	}
	if (load_be32(m->p + 12))
		s->operations |= OPERATION(OP_ERROR_NETWORK);
	if (command != TCP_FRAME || m->len < TCP_HEADER + HEADER)
		return true;
	if (m->n < TCP_HEADER + HEADER)
		return m->n < m->len;
	if (is_command(m->p + TCP_HEADER))
		say_frame(m->p + TCP_HEADER, m->n - TCP_HEADER, s);
	return true;
}

/* What is_frame() wants to be 0 in the first eight octets. */
#define FRAME_ZEROS UINT64_C(0x3efff88000008000)

/* Command and, of an answer, end code. */
static uint64_t words_gist(const uint8_t *p)
{
	return (uint64_t)load_be16(p + COMMAND_AT) << 16 |
	       (p[0] & ICF_ANSWER ? load_be16(p + HEADER) : 0);
}

/* What is_frame() and say_frame() look at. */
static uint64_t gist(const uint8_t *p, size_t n)
{
	if (n < HEADER || load_be64(p) & FRAME_ZEROS ||
	    (p[0] & ICF_ANSWER && n < ANSWERED))
		return 0;
	return (uint64_t)p[0] << 40 | (uint64_t)p[5] << 32 | words_gist(p);
}

static uint64_t tcp_gist(const uint8_t *p, size_t n)
{
	const uint8_t *frame;

	if (n < TCP_HEADER + ANSWERED || memcmp(p, "FINS", 4) != 0 ||
	    load_be32(p + 4) != n - 8 || load_be32(p + 8) != TCP_FRAME ||
	    load_be32(p + 12))
		return 0;
	frame = p + TCP_HEADER;
	return UINT64_C(1) << 48 | (uint64_t)(frame[0] & ICF_ANSWER) << 32 |
	       words_gist(frame);
}

const struct protocol fins_udp = {
	.name = "fins",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.ports = { 9600 },
	.operations = operations,
	.length = length,
	.message = message,
	.gist = gist,
};

const struct protocol fins_tcp = {
	.name = "fins",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_STRONG,
	.ot = true,
	.ports = { 9600 },
	.operations = operations,
	.length = tcp_length,
	.message = tcp_message,
	.gist = tcp_gist,
};
