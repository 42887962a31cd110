/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * TLS (RFC 8446, 4 and 5; RFC 5246, 7) and DTLS (RFC 6347, 4) as long as the
 * handshake is in the clear. What runs inside is not known.
 *
 *    TLS:  type 1 | version 03 0x | length 2 | fragment
 *    DTLS: type 1 | version fe xx | epoch 2 | sequence 6 | length 2 | ...
 *    handshake fragment: type 1 | length 3 | (DTLS: 8 more) | version ...
 *
 * Types of records: 20 change of cipher, 21 alert, 22 handshake, 23 data, 24
 * heartbeat. An SSL 2 hello that offers TLS is two octets of length with the
 * highest bit set, 01, then the version (RFC 5246, E.2).
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { CHANGE = 20, ALERT = 21, HANDSHAKE = 22, DATA = 23, HEARTBEAT = 24 };

enum { TLS_HEADER = 5, DTLS_HEADER = 13, MAX_RECORD = (1 << 14) + 2048,
       HELLO_V2 = 11 };

/* Octet of memory. */
enum { ENCRYPTED };

/* Who sends a handshake message; what both may is left out. */
static const struct {
	uint8_t type, speech;
} messages[] = {
	{ 0, SPEECH_RESPONSE },		/* hello request */
	{ 1, SPEECH_REQUEST },		/* client hello */
	{ 2, SPEECH_RESPONSE },		/* server hello */
	{ 3, SPEECH_RESPONSE },		/* hello verify */
	{ 4, SPEECH_RESPONSE },		/* session ticket */
	{ 12, SPEECH_RESPONSE },	/* server's key exchange */
	{ 13, SPEECH_RESPONSE },	/* request for a certificate */
	{ 14, SPEECH_RESPONSE },	/* server hello done */
	{ 16, SPEECH_REQUEST },		/* client's key exchange */
	{ 22, SPEECH_RESPONSE },	/* status of the certificate */
};

/* A record that is not encrypted: its message must fit where it stands. */
static enum speech speech_of(const uint8_t *p, size_t n, size_t room)
{
	uint32_t len;

	if (n < 4)
		return SPEECH_NEITHER;
	len = load_be32(p) & 0xffffff;
	if (len + 4 > room)
		return SPEECH_NEITHER;
	for (unsigned i = 0; i < sizeof messages / sizeof *messages; i++)
		if (messages[i].type == p[0])
			return messages[i].speech;
	return SPEECH_NEITHER;
}

/* Octets of a record's content that its type allows. */
static bool fits(uint8_t type, uint32_t len)
{
	switch (type) {
	case CHANGE:
		return len == 1;
	case ALERT:
		return len == 2 || (len >= 18 && len <= 64);
	case HANDSHAKE:
		return len >= 4 && len <= MAX_RECORD;
	case DATA:
	case HEARTBEAT:
		return len >= 16 && len <= MAX_RECORD;
	default:
		return false;
	}
}

static int32_t hello_v2(const uint8_t *p, size_t n)
{
	uint32_t len, parts;

	if (n < HELLO_V2)
		return n > 2 && p[2] != 1 ? NOT_MINE : NEED_MORE;
	len = load_be16(p) & 0x7fff;
	parts = (uint32_t)load_be16(p + 5) + load_be16(p + 7) +
		load_be16(p + 9);
	if (p[2] != 1 || p[3] != 3 || p[4] > 4 || len != parts + 9 ||
	    load_be16(p + 5) % 3)
		return NOT_MINE;
	return (int32_t)len + 2;
}

static int32_t tls_length(const uint8_t *p, size_t n, bool udp)
{
	(void)udp;
	if (!n)
		return NEED_MORE;
	if (p[0] & 0x80)
		return hello_v2(p, n);
	if (p[0] < CHANGE || p[0] > HEARTBEAT || (n > 1 && p[1] != 3) ||
	    (n > 2 && p[2] > 4))
		return NOT_MINE;
	if (n < TLS_HEADER)
		return NEED_MORE;
	if (!fits(p[0], load_be16(p + 3)))
		return NOT_MINE;
	return TLS_HEADER + load_be16(p + 3);
}

static bool tls_message(const struct message *m, struct saying *s)
{
	uint8_t *encrypted = &m->memory->own[ENCRYPTED];

	if (m->n < TLS_HEADER)
		return false;
	if (m->p[0] & 0x80)
		s->speech = SPEECH_REQUEST;
	else if (m->p[0] == HANDSHAKE && !*encrypted)
		s->speech = speech_of(m->p + TLS_HEADER, m->n - TLS_HEADER,
				      m->len - TLS_HEADER);
	else if (m->p[0] == CHANGE || m->p[0] == DATA)
		*encrypted = true;
	return true;
}

static int32_t dtls_length(const uint8_t *p, size_t n, bool udp)
{
	(void)udp;
	if (n < DTLS_HEADER)
		return NEED_MORE;
	if (p[0] < CHANGE || p[0] > HEARTBEAT || p[1] != 0xfe ||
	    (p[2] != 0xff && p[2] != 0xfd) || !fits(p[0], load_be16(p + 11)))
		return NOT_MINE;
	return DTLS_HEADER + load_be16(p + 11);
}

/* Records of epoch 0 are not encrypted. */
static bool dtls_message(const struct message *m, struct saying *s)
{
	if (m->n < DTLS_HEADER)
		return false;
	if (m->p[0] == HANDSHAKE && !load_be16(m->p + 3))
		s->speech = speech_of(m->p + DTLS_HEADER, m->n - DTLS_HEADER,
				      m->len - DTLS_HEADER);
	return true;
}

const struct protocol tls = {
	.name = "tls",
	.wrapper = true,
	.transports = PROTOCOL_TCP,
	.proof = PROOF_STRONG,
	.ports = { 443, 8443, 636, 993, 995, 465, 989, 990, 802, 6514, 3269,
		   5986 },
	.length = tls_length,
	.message = tls_message,
};

const struct protocol dtls = {
	.name = "dtls",
	.wrapper = true,
	.transports = PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.ports = { 443, 4433, 2221, 802 },
	.length = dtls_length,
	.message = dtls_message,
};
