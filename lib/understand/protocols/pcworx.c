/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * PC Worx of Phoenix Contact's inline controllers over TCP; not published by
 * its maker (Digital Bond, Redpoint, pcworx-info).
 *
 *    0         1      2        4        6
 *   +---------+------+--------+--------+------
 *   | 01 asks | kind | length | num-   | body
 *   | 81 ans. |      | of all | ber    |
 *   +---------+------+--------+--------+------
 *
 * Big-endian; the body of a request begins with two zeros. Kinds: 1 begins a
 * session, 5 its set-up, 6 asks for the type.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { HEADER = 6, MIN_LENGTH = 8, MAX_LENGTH = 2048, ASK = 0x01,
       ANSWER = 0x80, LAST_KIND = 0x20, BEGIN = 1, SET_UP = 5, IDENTIFY = 6 };

static const char *const operations[] = {
	"login:session", "diagnostic:identify", "diagnostic:other", NULL,
};

enum { OP_SESSION, OP_IDENTIFY, OP_OTHER };

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	uint16_t len;

	(void)udp;
	if ((n && (p[0] & ~ANSWER) != ASK) ||
	    (n > 1 && (!p[1] || p[1] > LAST_KIND)))
		return NOT_MINE;
	if (n < HEADER)
		return NEED_MORE;
	len = load_be16(p + 2);
	if (len < MIN_LENGTH || len > MAX_LENGTH)
		return NOT_MINE;
	if (p[0] & ANSWER)
		return len;
	if (n < MIN_LENGTH)
		return NEED_MORE;
	return load_be16(p + HEADER) ? NOT_MINE : len;
}

static bool message(const struct message *m, struct saying *s)
{
	if (m->n < HEADER)
		return false;
	if (m->p[0] & ANSWER) {
		s->speech = SPEECH_RESPONSE;
		return true;
	}
	s->speech = SPEECH_REQUEST;
	switch (m->p[1]) {
	case BEGIN:
	case SET_UP:
		s->operations = OPERATION(OP_SESSION);
		break;
	case IDENTIFY:
		s->operations = OPERATION(OP_IDENTIFY);
		break;
	default:
		s->operations = OPERATION(OP_OTHER);
		break;
	}
	return true;
}

const struct protocol pcworx = {
	.name = "pcworx",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_WEAK,
	.ot = true,
	.unproven = true,
	.ports = { 1962 },
	.operations = operations,
	.length = length,
	.message = message,
};
