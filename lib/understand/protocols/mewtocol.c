/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * MEWTOCOL-COM of Panasonic's FP PLCs over TCP and UDP (MEWTOCOL User's
 * Manual, 2). Lines of text that end in CR:
 *
 *   % or < | station, two digits | # $ or ! | code and data | BCC | CR
 *
 * # asks, $ answers, ! refuses with two digits. The BCC is the exclusive or
 * of all before it as two hexadecimal digits; ** leaves it out.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { MAX_LINE = 2048, TAIL = 3, HEAD = 4, SHORTEST = HEAD + 2 + TAIL };

static const char *const operations[] = {
	"read:contacts",     "write:contacts",	"read:data",
	"write:data",	     "read:timers",	"write:timers",
	"write:monitor-setup", "read:monitor",	"read:system-registers",
	"program:system-registers", "diagnostic:status", "read:program",
	"program:write",     "control:run",	"control:program-mode",
	"diagnostic:abort",  "error:protected", "error:mode",
	"error:command",     "error:other",	NULL,
};

enum { OP_ERROR_PROTECTED = 16, OP_ERROR_MODE, OP_ERROR_COMMAND,
       OP_ERROR_OTHER, UNKNOWN = 0xff };

static const struct word {
	char word[4];
	uint8_t operation;
} words[] = {
	{ "RC", 0 },  { "WC", 1 },   { "RD", 2 },   { "WD", 3 },  { "RS", 4 },
	{ "RK", 4 },  { "WS", 5 },   { "WK", 5 },   { "SC", 1 },  { "SD", 3 },
	{ "MC", 6 },  { "MD", 6 },   { "MG", 7 },   { "RR", 8 },  { "WR", 9 },
	{ "RT", 10 }, { "RP", 11 },  { "WP", 12 },  { "RMR", 13 },
	{ "RMP", 14 }, { "AB", 15 },
};

static int digit(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static uint8_t operation_of(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t len = strlen(words[i].word);

		if (n >= len && !memcmp(p, words[i].word, len))
			return words[i].operation;
	}
	return UNKNOWN;
}

/* p has len octets, the last a CR. */
static bool agrees(const uint8_t *p, size_t len)
{
	const uint8_t *bcc = p + len - TAIL;
	uint8_t sum = 0;

	if (bcc[0] == '*' && bcc[1] == '*')
		return true;
	for (size_t i = 0; i < len - TAIL; i++)
		sum ^= p[i];
	return digit(bcc[0]) == sum >> 4 && digit(bcc[1]) == (sum & 0x0f);
}

static bool is_head(const uint8_t *p)
{
	return (p[0] == '%' || p[0] == '<') &&
	       ((p[1] == 'E' && p[2] == 'E') || (p[1] == 'F' && p[2] == 'F') ||
		(digit(p[1]) >= 0 && digit(p[2]) >= 0)) &&
	       (p[3] == '#' || p[3] == '$' || p[3] == '!');
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	const uint8_t *end;
	size_t len;

	(void)udp;
	if (n && p[0] != '%' && p[0] != '<')
		return NOT_MINE;
	if (n < HEAD)
		return NEED_MORE;
	if (!is_head(p))
		return NOT_MINE;
	end = memchr(p, '\r', n < MAX_LINE ? n : MAX_LINE);
	if (!end)
		return n < PROTOCOL_CARRY ? NEED_MORE : NOT_MINE;
	len = (size_t)(end - p) + 1;
	if (len < SHORTEST || !agrees(p, len))
		return NOT_MINE;
	if (p[3] == '#' ? operation_of(p + HEAD, len - HEAD) == UNKNOWN :
			  p[3] == '!' && len != SHORTEST)
		return NOT_MINE;
	return (int32_t)len;
}

/* 4x: the line is wrong; 60, 61, 66, 67: what it asks for; 63: not in this
 * mode; 65: protected. */
static unsigned error_of(uint8_t high, uint8_t low)
{
	if (high == '4' || (high == '6' && (low < '2' || low > '5')))
		return OP_ERROR_COMMAND;
	if (high == '6' && low == '3')
		return OP_ERROR_MODE;
	if (high == '6' && low == '5')
		return OP_ERROR_PROTECTED;
	return OP_ERROR_OTHER;
}

static bool message(const struct message *m, struct saying *s)
{
	uint8_t op;

	if (m->n < SHORTEST)
		return false;
	if (m->p[3] == '#') {
		op = operation_of(m->p + HEAD, m->n - HEAD);
		if (op == UNKNOWN)
			return false;
		s->speech = SPEECH_REQUEST;
		s->operations = OPERATION(op);
		return true;
	}
	s->speech = SPEECH_RESPONSE;
	if (m->p[3] == '!')
		s->operations = OPERATION(error_of(m->p[HEAD],
						   m->p[HEAD + 1]));
	return true;
}

const struct protocol mewtocol = {
	.name = "mewtocol",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.unproven = true,
	.ports = { 9094, 8500, 2000 },
	.operations = operations,
	.length = length,
	.message = message,
};
