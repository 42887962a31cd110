/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * QUIC (RFC 9000, 17.2; RFC 9369 for version 2): the packets with long
 * headers with which a connection begins.
 *
 *    0     1         5     6
 *   +-----+---------+-----+------+-----+-----+-------+--------+--------
 *   | 11tt| version | len | dest | len | src | token | length | packet
 *   +-----+---------+-----+------+-----+-----+-------+--------+--------
 *
 * tt: Initial, 0-RTT, Handshake, Retry. token (a length and so many octets)
 * is the Initial's alone. A version of 0 is the server's list of versions. A
 * client's first destination has eight octets at least, and only its
 * datagrams carry tokens. Google's QUIC before it: a flag, eight octets of
 * connection, "Q0" and two digits.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include <string.h>

#include "ground/bytes.h"

enum { LONG_FORM = 0xc0, MAX_ID = 20, FIRST_ID = 8, FIRST_DATAGRAM = 1200,
       GOOGLE_VERSION = 9 };

enum type { INITIAL, ZERO_RTT, HANDSHAKE, RETRY };

/* Octet of memory. */
enum { BEGUN };

struct header {
	enum type type;
	uint32_t version;
	uint8_t dest;		/* octets */
	uint64_t token;		/* likewise */
};

static uint64_t varint(struct cursor *c)
{
	uint8_t first = cursor_u8(c);
	uint64_t v = first & 0x3f;

	for (unsigned left = (1u << (first >> 6)) - 1; left; left--)
		v = v << 8 | cursor_u8(c);
	return v;
}

static bool is_version(uint32_t v)
{
	return v <= 1 || v == 0x6b3343cf || v >> 8 == 0xff0000;
}

/* Of version 2 each type has the next number. */
static enum type type_of(uint8_t first, uint32_t version)
{
	unsigned bits = first >> 4 & 3;

	return version == 0x6b3343cf ? (bits + 3) & 3 : bits;
}

/* Of the versions in the server's list one is known. */
static bool offers_version(struct cursor *c)
{
	if (c->left % 4)
		return false;
	while (c->left) {
		uint32_t v = cursor_be32(c);

		if (v && is_version(v))
			return true;
	}
	return false;
}

static bool header_parse(const uint8_t *p, size_t n, struct header *h)
{
	struct cursor c = cursor_of(p, n);
	uint8_t first = cursor_u8(&c), len;

	h->version = cursor_be32(&c);
	h->type = type_of(first, h->version);
	h->token = 0;
	h->dest = cursor_u8(&c);
	cursor_take(&c, h->dest);
	len = cursor_u8(&c);
	cursor_take(&c, len);
	if (c.overrun || (first & 0x80) == 0 || !is_version(h->version) ||
	    h->dest > MAX_ID || len > MAX_ID)
		return false;
	if (!h->version)
		return offers_version(&c);
	if ((first & LONG_FORM) != LONG_FORM)
		return false;
	if (h->type == RETRY)
		return c.left > 16;
	if (h->type == INITIAL) {
		h->token = varint(&c);
		if (h->token > c.left)
			return false;
		cursor_take(&c, (size_t)h->token);
	}
	return varint(&c) >= 20 && !c.overrun;
}

/* Until its version is agreed on, it is a client's. */
static bool is_google(const uint8_t *p, size_t n)
{
	return n >= GOOGLE_VERSION + 5 && (p[0] & 0x89) == 0x09 &&
	       !memcmp(p + GOOGLE_VERSION, "Q0", 2) &&
	       p[GOOGLE_VERSION + 2] >= '2' && p[GOOGLE_VERSION + 2] <= '5' &&
	       p[GOOGLE_VERSION + 3] >= '0' && p[GOOGLE_VERSION + 3] <= '9';
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	struct header h;

	(void)udp;
	if (!is_google(p, n) && !header_parse(p, n, &h))
		return NOT_MINE;
	return (int32_t)n;
}

static enum speech speech_of(const struct message *m, const struct header *h)
{
	if (!h->version || h->type == RETRY)
		return SPEECH_RESPONSE;
	if (h->type == ZERO_RTT || h->token)
		return SPEECH_REQUEST;
	if (h->type == INITIAL && h->dest < FIRST_ID)
		return SPEECH_RESPONSE;
	if (h->type != INITIAL || m->memory->own[BEGUN])
		return SPEECH_NEITHER;
	if (m->memory->peer[BEGUN])
		return SPEECH_RESPONSE;
	return m->len >= FIRST_DATAGRAM ? SPEECH_REQUEST : SPEECH_NEITHER;
}

static bool message(const struct message *m, struct saying *s)
{
	struct header h;

	if (is_google(m->p, m->n)) {
		s->speech = m->p[0] & 0x02 ? SPEECH_NEITHER : SPEECH_REQUEST;
		return true;
	}
	if (!header_parse(m->p, m->n, &h))
		return false;
	s->speech = speech_of(m, &h);
	m->memory->own[BEGUN] = true;
	return true;
}

const struct protocol quic = {
	.name = "quic",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.loose = true,
	.ports = { 443, 80 },
	.length = length,
	.message = message,
};
