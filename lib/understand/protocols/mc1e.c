/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * MC protocol, frame 1E, of the A and FX series of Mitsubishi PLCs (MELSEC
 * Communication Protocol Reference Manual SH-080008, 18; FX3U-ENET User's
 * Manual), binary and ASCII.
 *
 *    0         1      2       4               8          10     11
 *   +---------+------+-------+---------------+----------+------+----+------
 *   | command | FF   | timer | head device   | device   | num- | 00 | data
 *   | 00..16  |      |       | number        | code     | ber  |    |
 *   +---------+------+-------+---------------+----------+------+----+------
 *   | command | end  | data of the length that was asked for
 *   | OR 80   | code |
 *   +---------+------+
 *
 * Little-endian; ASCII writes hexadecimal digits, the device's code before its
 * number. Remote run, stop and asking for the type end after the timer. An
 * answer has no length and little else, so it is recognised by the request
 * that the other side made before it.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { HEAD = 12, SHORT_HEAD = 4, TEST_HEAD = 6, ANSWER = 0x80,
       MORE_CODE = 0x5b };

static const char *const operations[] = {
	"read:bits",	    "read:words",
	"write:bits",	    "write:words",
	"write:random-bits", "write:random-words",
	"control:run",	    "control:stop",
	"diagnostic:type",  "error:refused", NULL,
};

enum { OP_ERROR = 9, COMMANDS = 0x16 };

/* What a command's head, request data and answer data measure, in octets
 * for each point; halves for bits, which go two to an octet. */
struct command {
	bool known;
	uint8_t head, sent_halves, answered_halves, operation;
};

static const struct command commands[COMMANDS] = {
	[0x00] = { true, HEAD, 0, 1, 0 },
	[0x01] = { true, HEAD, 0, 4, 1 },
	[0x02] = { true, HEAD, 1, 0, 2 },
	[0x03] = { true, HEAD, 4, 0, 3 },
	[0x04] = { true, TEST_HEAD, 14, 0, 4 },
	[0x05] = { true, TEST_HEAD, 16, 0, 5 },
	[0x13] = { true, SHORT_HEAD, 0, 0, 6 },
	[0x14] = { true, SHORT_HEAD, 0, 0, 7 },
	[0x15] = { true, SHORT_HEAD, 0, 0, 8 },
};

static int digit(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Octet number i, or -1 when these are no hexadecimal digits. */
static int octet(const uint8_t *p, size_t i, bool ascii)
{
	int high, low;

	if (!ascii)
		return p[i];
	high = digit(p[2 * i]);
	low = digit(p[2 * i + 1]);
	return high < 0 || low < 0 ? -1 : high << 4 | low;
}

/* D, R, B, F, M, W, X, Y, S, TN, TC, TS, CN, CC, CS as two characters. */
static bool is_device(int first, int second)
{
	static const char plain[] = "DRBFMWXYS", kinds[] = "NCS";

	if (first <= 0 || second <= 0)
		return false;
	if (second == ' ')
		return strchr(plain, first) != NULL;
	return (first == 'T' || first == 'C') && strchr(kinds, second) != NULL;
}

static size_t halves_up(size_t points, size_t halves)
{
	return (points * halves + 1) / 2;
}

/* Octets of a request, as binary counts them; 0 when it is none. */
static size_t request_octets(const uint8_t *p, bool ascii)
{
	int code = octet(p, 0, ascii), points;
	const struct command *c = &commands[code];
	size_t at = c->head == HEAD ? 10 : 4;

	if (c->head == SHORT_HEAD)
		return SHORT_HEAD;
	if (c->head == HEAD &&
	    !(ascii ? is_device(octet(p, 4, true), octet(p, 5, true)) :
		      is_device(p[9], p[8])))
		return 0;
	points = octet(p, at, ascii);
	if (points < 0 || octet(p, at + 1, ascii) ||
	    (c->head == TEST_HEAD && !points))
		return 0;
	return c->head +
	       halves_up(points ? (size_t)points : 256, c->sent_halves);
}

/* The command that p asks with or answers to, -1: none. */
static int command_of(const uint8_t *p, bool ascii)
{
	int code = octet(p, 0, ascii);

	if (code < 0 || (code & ~ANSWER) >= COMMANDS ||
	    !commands[code & ~ANSWER].known)
		return -1;
	return code;
}

/* Binary commands are control characters, ASCII ones digits. */
static bool is_ascii(const uint8_t *p)
{
	return p[0] >= '0' && p[0] <= '9';
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	bool ascii = n && is_ascii(p);
	size_t unit = ascii ? 2 : 1, octets;
	int code;

	(void)udp;
	if (n < 2 * unit)
		return NEED_MORE;
	code = command_of(p, ascii);
	if (code < 0)
		return NOT_MINE;
	if (code & ANSWER)
		return (int32_t)n;
	if (octet(p, 1, ascii) != 0xff)
		return NOT_MINE;
	if (n < commands[code].head * unit)
		return NEED_MORE;
	/* Timers are units of 250 ms; the manual allows an hour and more,
	 * nobody waits for more than a minute. */
	if (octet(p, ascii ? 2 : 3, ascii))
		return NOT_MINE;
	octets = request_octets(p, ascii);
	return octets ? (int32_t)(octets * unit) : NOT_MINE;
}

/* Is this what the other side asked for last? */
static bool answer(const struct message *m, struct saying *s, bool ascii)
{
	const uint8_t *asked = m->memory->peer;
	int end = octet(m->p, 1, ascii), code = octet(m->p, 0, ascii) & ~ANSWER;
	size_t points = asked[2] ? asked[2] : 256, want = 2;

	if (asked[0] != 1 || asked[1] != code)
		return false;
	s->speech = SPEECH_RESPONSE;
	if (end) {
		s->operations = OPERATION(OP_ERROR);
		return end >= 0x10 && end <= 0x60 &&
		       m->len <= (ascii ? 8 : 4);
	}
	want += code == 0x15 ? 2 : halves_up(points,
					     commands[code].answered_halves);
	return m->len == want * (ascii ? 2 : 1);
}

static bool message(const struct message *m, struct saying *s)
{
	bool ascii = m->n && is_ascii(m->p);
	size_t unit = ascii ? 2 : 1;
	uint8_t *own = m->memory->own;
	int code;

	if (m->n < 2 * unit)
		return false;
	code = command_of(m->p, ascii);
	if (code < 0)
		return false;
	if (code & ANSWER)
		return answer(m, s, ascii);
	if (m->n < commands[code].head * unit)
		return false;
	own[0] = 1;
	own[1] = (uint8_t)code;
	own[2] = commands[code].head == HEAD ?
		 (uint8_t)octet(m->p, 10, ascii) : 0;
	s->speech = SPEECH_REQUEST;
	s->operations = OPERATION(commands[code].operation);
	return true;
}

const struct protocol mc_1e = {
	.name = "mc-1e",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.unproven = true,
	.ports = { 5000, 5001, 5551, 2000 },
	.operations = operations,
	.length = length,
	.message = message,
};
