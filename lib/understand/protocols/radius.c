/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * RADIUS (RFC 2865, 3; RFC 2866; RFC 5176).
 *
 *    0      1    2        4                20
 *   +------+----+--------+----------------+-----------------------
 *   | code | id | length | authenticator  | type 1 | length 1 | ...
 *   +------+----+--------+----------------+-----------------------
 *
 * length: all of it. Attributes count their own type and length and fill the
 * rest. Big-endian.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { HEADER = 20, MAX_LENGTH = 4096 };

static const char *const operations[] = {
	"login:radius", "login:accepted", "control:disconnect",
	"error:login-failed", NULL,
};

enum { LOGIN = 1 << 0, ACCEPTED = 1 << 1, DISCONNECT = 1 << 2,
       FAILED = 1 << 3 };

static const struct code {
	uint8_t code, speech, operations;
} codes[] = {
	{ 1, SPEECH_REQUEST, LOGIN },	    { 2, SPEECH_RESPONSE, ACCEPTED },
	{ 3, SPEECH_RESPONSE, FAILED },	    { 4, SPEECH_REQUEST, 0 },
	{ 5, SPEECH_RESPONSE, 0 },	    { 11, SPEECH_RESPONSE, 0 },
	{ 12, SPEECH_REQUEST, 0 },	    { 40, SPEECH_REQUEST, DISCONNECT },
	{ 41, SPEECH_RESPONSE, 0 },	    { 42, SPEECH_RESPONSE, 0 },
	{ 43, SPEECH_REQUEST, DISCONNECT }, { 44, SPEECH_RESPONSE, 0 },
	{ 45, SPEECH_RESPONSE, 0 },
};

static const struct code *code_of(uint8_t code)
{
	for (unsigned i = 0; i < sizeof codes / sizeof *codes; i++)
		if (codes[i].code == code)
			return &codes[i];
	return NULL;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	struct cursor c;
	uint16_t len;

	(void)udp;
	if (n < HEADER || !code_of(p[0]))
		return NOT_MINE;
	len = load_be16(p + 2);
	if (len < HEADER || len > MAX_LENGTH)
		return NOT_MINE;
	n = n < len ? n : len;
	c = cursor_of(p + HEADER, n - HEADER);
	while (c.left > 1) {
		uint8_t size;

		cursor_u8(&c);
		size = cursor_u8(&c);
		if (size < 2 || (!cursor_take(&c, size - 2u) && n == len))
			return NOT_MINE;
	}
	return c.left && n == len ? NOT_MINE : len;
}

/* Without the attributes that should fill it, a message proves little: STUN
 * and PTP have a length at octet 2, too. */
static bool message(const struct message *m, struct saying *s)
{
	const struct code *code;

	if (m->n < 2 ||
	    (m->n < m->len && !protocol_has_port(&radius, m->port)))
		return false;
	code = code_of(m->p[0]);
	if (!code)
		return false;
	s->speech = code->speech;
	s->operations = code->operations;
	s->pair = m->p[1] + 1u;
	return true;
}

const struct protocol radius = {
	.name = "radius",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.ports = { 1812, 1813, 1645, 1646, 3799 },
	.operations = operations,
	.length = length,
	.message = message,
};
