/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/protocols/tpkt.h"

#include "ground/bytes.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

enum { DT = 0xf0, CR = 0xe0, CC = 0xd0, DR = 0x80, ER = 0x70 };
enum { END_OF_MESSAGE = 0x80 };
enum { LI_DT = 2, LI_DR = 6, LI_ER = 4, LI_RESERVED = 255 };

/* Octets that a specific protocol needs to know itself; no more, as a short
 * snap length leaves little. */
enum { ENOUGH = 12 };

/* Memory octet 0. */
enum { KNOWN = 1 << 0, OPEN = 1 << 1 };

static bool li_fits(uint8_t code, uint8_t li, uint16_t len)
{
	if (code == DT)
		return li == LI_DT;
	if (code == CR || code == CC)
		return li >= LI_DR && li + 5 == len;
	return (code == DR && li >= LI_DR && li + 5 <= len) ||
	       (code == ER && li >= LI_ER && li + 5 == len);
}

int32_t tpkt_length(const uint8_t *p, size_t n, bool udp)
{
	uint16_t len;

	(void)udp;
	if ((n > 0 && p[0] != 3) || (n > 1 && p[1]))
		return NOT_MINE;
	if (n < TPKT_USER)
		return NEED_MORE;
	len = load_be16(p + 2);
	if (len < TPKT_USER || p[4] == LI_RESERVED ||
	    !li_fits(p[5], p[4], len))
		return NOT_MINE;
	if (p[5] == DT && (p[6] & ~END_OF_MESSAGE))
		return NOT_MINE;
	/* A class 0 connection: nothing else runs over TCP. */
	if ((p[5] == CR || p[5] == CC) && n > 10 && p[10])
		return NOT_MINE;
	return n < ENOUGH && n < len ? NEED_MORE : len;
}

bool tpkt_ends(const struct message *m)
{
	return m->p[6] & END_OF_MESSAGE;
}

bool tpkt_known(const struct message *m)
{
	return m->memory->own[0] & KNOWN;
}

enum tpkt_part tpkt_part(const struct message *m, struct saying *s)
{
	uint8_t code = m->p[5];

	if (code == DT && m->len > TPKT_USER)
		return m->memory->own[0] & OPEN ? TPKT_MIDDLE : TPKT_FRESH;
	if (code == CR)
		s->speech = SPEECH_REQUEST;
	else if (code == CC)
		s->speech = SPEECH_RESPONSE;
	return TPKT_ASIDE;
}

bool tpkt_accept(const struct message *m)
{
	uint8_t *own = m->memory->own;

	own[0] |= KNOWN;
	m->memory->peer[0] |= KNOWN;
	if (m->p[5] == DT && m->len > TPKT_USER)
		own[0] = tpkt_ends(m) ? KNOWN : KNOWN | OPEN;
	return true;
}

static bool iso_tsap_message(const struct message *m, struct saying *s)
{
	return m->n >= TPKT_USER && tpkt_part(m, s) == TPKT_ASIDE;
}

/*
 * A connection of which nothing but its opening was heard. Weak and without
 * a port, so that it never settles a flow: the first user data tell what it
 * is. In the port table the service of 102 has the same name.
 */
const struct protocol iso_tsap = {
	.name = "iso-tsap",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_WEAK,
	.length = tpkt_length,
	.message = iso_tsap_message,
};
