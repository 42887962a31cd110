/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Host link of Keyence's KV PLCs over TCP and UDP (KV-XLE02 User's Manual,
 * 8). Lines of text: a command ends in CR, LF may follow; an answer is OK, a
 * value, several of them with blanks between, or E and a digit, and ends in
 * CR LF.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { MAX_LINE = 8192, MAX_WORD = 3 };

static const char *const operations[] = {
	"read:devices",	       "read:comment",
	"write:monitor-setup", "read:monitor",
	"read:buffer",	       "write:devices",
	"write:set-values",    "write:buffer",
	"control:force",       "diagnostic:type",
	"diagnostic:mode",     "diagnostic:errors",
	"diagnostic:clear-errors", "control:stop",
	"control:run",	       "write:clock",
	"write:bank",	       "error:device",
	"error:command",       "error:no-program",
	"error:protected",     "error:other", NULL,
};

enum { OP_ERROR_DEVICE = 17, OP_ERROR_COMMAND, OP_ERROR_PROGRAM,
       OP_ERROR_PROTECTED, OP_ERROR_OTHER };

enum operands { NONE, DEVICE, ANYTHING };

static const struct word {
	const char *word;
	uint8_t operands;	/* enum operands */
	uint8_t operation;
} words[] = {
	{ "RDS", DEVICE, 0 },	{ "RDE", DEVICE, 0 },  { "RDC", DEVICE, 1 },
	{ "RD", DEVICE, 0 },	{ "MBS", DEVICE, 2 },  { "MWS", DEVICE, 2 },
	{ "MBR", NONE, 3 },	{ "MWR", NONE, 3 },    { "URD", ANYTHING, 4 },
	{ "WRS", DEVICE, 5 },	{ "WRE", DEVICE, 5 },  { "WRT", ANYTHING, 15 },
	{ "WR", DEVICE, 5 },	{ "WSS", DEVICE, 6 },  { "WS", DEVICE, 6 },
	{ "UWR", ANYTHING, 7 }, { "STS", DEVICE, 8 },  { "ST", DEVICE, 8 },
	{ "RSS", DEVICE, 8 },	{ "RS", DEVICE, 8 },   { "?K", NONE, 9 },
	{ "?M", NONE, 10 },	{ "?E", NONE, 11 },    { "ER", NONE, 12 },
	{ "M0", NONE, 13 },	{ "M1", NONE, 14 },    { "BE", ANYTHING, 16 },
};

static bool is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

/* Letters of a device, then its number; relays go by the number alone. */
static bool is_device(const uint8_t *p, size_t n)
{
	size_t i = 0;

	while (i < n && i <= MAX_WORD && p[i] >= 'A' && p[i] <= 'Z')
		i++;
	return i <= MAX_WORD && i < n && is_digit(p[i]);
}

/* The command on a line of n octets without its end. */
static const struct word *command_of(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const struct word *w = &words[i];
		size_t len = strlen(w->word);

		if (n < len || memcmp(p, w->word, len))
			continue;
		if (w->operands == NONE)
			return n == len ? w : NULL;
		if (n < len + 2 || p[len] != ' ')
			continue;
		if (w->operands == ANYTHING)
			return w;
		return is_device(p + len + 1, n - len - 1) ? w : NULL;
	}
	return NULL;
}

/* Values as the PLC writes them: decimal with a sign, or hexadecimal. */
static bool is_values(const uint8_t *p, size_t n)
{
	bool digits = false;

	for (size_t i = 0; i < n; i++) {
		if (is_digit(p[i]) || (p[i] >= 'A' && p[i] <= 'F'))
			digits = true;
		else if (p[i] != ' ' && p[i] != '+' && p[i] != '-' &&
			 p[i] != '.')
			return false;
	}
	return digits;
}

static bool is_error(const uint8_t *p, size_t n)
{
	return n == 2 && p[0] == 'E' && p[1] >= '0' && p[1] <= '6';
}

static bool is_answer(const uint8_t *p, size_t n)
{
	return (n == 2 && p[0] == 'O' && p[1] == 'K') || is_error(p, n) ||
	       is_values(p, n);
}

/* Octets before the CR. */
static size_t line_of(const uint8_t *p, size_t n)
{
	const uint8_t *end = memchr(p, '\r', n < MAX_LINE ? n : MAX_LINE);

	return end ? (size_t)(end - p) : n;
}

static bool may_begin(uint8_t c)
{
	return (c >= 'A' && c <= 'Z') || is_digit(c) || c == '?' ||
	       c == '+' || c == '-';
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	size_t len;

	(void)udp;
	if (!n)
		return NEED_MORE;
	if (!may_begin(p[0]))
		return NOT_MINE;
	len = line_of(p, n);
	if (len == n)
		return n < PROTOCOL_CARRY ? NEED_MORE : NOT_MINE;
	if (command_of(p, len))
		return (int32_t)(len + 1 + (len + 1 < n &&
					    p[len + 1] == '\n'));
	if (!is_answer(p, len))
		return NOT_MINE;
	if (len + 1 == n)
		return NEED_MORE;
	return p[len + 1] == '\n' ? (int32_t)len + 2 : NOT_MINE;
}

static bool message(const struct message *m, struct saying *s)
{
	static const uint8_t errors[] = {
		OP_ERROR_DEVICE, OP_ERROR_COMMAND, OP_ERROR_PROGRAM,
		OP_ERROR_OTHER, OP_ERROR_PROTECTED, OP_ERROR_OTHER,
		OP_ERROR_OTHER,
	};
	const struct word *w;
	size_t len = line_of(m->p, m->n);

	w = command_of(m->p, len);
	if (w) {
		m->memory->own[0] = 1;
		s->speech = SPEECH_REQUEST;
		s->operations = OPERATION(w->operation);
		return true;
	}
	/* A value alone is anybody's: the other side must have asked. */
	if (!is_answer(m->p, len) || m->memory->own[0] ||
	    !m->memory->peer[0])
		return false;
	s->speech = SPEECH_RESPONSE;
	if (is_error(m->p, len))
		s->operations = OPERATION(errors[m->p[1] - '0']);
	return true;
}

const struct protocol keyence_hostlink = {
	.name = "keyence-hostlink",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.unproven = true,
	.ports = { 8501 },
	.operations = operations,
	.length = length,
	.message = message,
};
