/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Remote Desktop (MS-RDPBCGR 2.2.1, 1.3.1.1): a COTP connection with a cookie
 * or a negotiation behind it, then, unless TLS takes over, T.125 in the user
 * data of COTP.
 *
 *   CR: e0, 0000, 0000, 00, "Cookie: mstshash=...\r\n", 01 flags 0008 proto-
 *       cols; CC: d0 ... 02 (or 03: refused) flags 0008 (little-endian)
 *   DT: 7f65 connect (client), 7f66 its answer; 64 send data request, 68
 *       indication: user 2, channel 2, 70, PER length
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"
#include "understand/protocols/tpkt.h"

#include "ground/bytes.h"

enum { CR = 0xe0, CC = 0xd0 };
enum { PARAMETERS = 11, NEGOTIATION = 8 };
enum { OFFER = 1, CHOICE = 2, REFUSAL = 3 };
enum { SEND_REQUEST = 0x64, SEND_INDICATION = 0x68 };

static const char *const operations[] = {
	"login:session", "error:refused", NULL,
};

enum { OP_SESSION, OP_REFUSED };

/* The negotiation, always the last octets, or 0. */
static uint8_t negotiation(const struct message *m)
{
	const uint8_t *p;

	if (m->len < PARAMETERS + NEGOTIATION || m->n < m->len)
		return 0;
	p = m->p + m->len - NEGOTIATION;
	return load_le16(p + 2) == NEGOTIATION ? p[0] : 0;
}

static bool connection(const struct message *m, struct saying *s)
{
	static const char cookie[] = "Cookie: ";
	size_t n = sizeof cookie - 1;
	uint8_t said = negotiation(m);

	if (m->p[5] == CR) {
		if (said != OFFER && (m->n < PARAMETERS + n ||
				      memcmp(m->p + PARAMETERS, cookie, n)))
			return false;
		s->operations = OPERATION(OP_SESSION);
		return tpkt_accept(m);
	}
	if (m->p[5] != CC || m->len != PARAMETERS + NEGOTIATION ||
	    (said != CHOICE && said != REFUSAL))
		return false;
	if (said == REFUSAL)
		s->operations = OPERATION(OP_REFUSED);
	return tpkt_accept(m);
}

/* 7f65 or 7f66, BER lengths that agree with the frame's. */
static bool is_connect(const struct message *m)
{
	const uint8_t *p = m->p + TPKT_USER;
	size_t n = m->n - TPKT_USER, room = m->len - TPKT_USER;

	if (n < 5 || p[0] != 0x7f || (p[1] != 0x65 && p[1] != 0x66))
		return false;
	return p[2] == 0x82 ? load_be16(p + 3) + 5u == room :
	       p[2] == 0x81 ? p[3] + 4u == room :
			      p[2] + 3u == room;
}

static bool is_data(const struct message *m)
{
	const uint8_t *p = m->p + TPKT_USER;
	size_t n = m->n - TPKT_USER, room = m->len - TPKT_USER;

	if (n < 8 || (p[0] != SEND_REQUEST && p[0] != SEND_INDICATION) ||
	    p[5] != 0x70)
		return false;
	return p[6] & 0x80 ? (load_be16(p + 6) & 0x3fffu) + 8 == room :
			     p[6] + 7u == room;
}

static bool message(const struct message *m, struct saying *s)
{
	if (m->n < TPKT_USER)
		return false;
	if (tpkt_part(m, s) == TPKT_ASIDE)
		return connection(m, s) || tpkt_known(m);
	if (is_connect(m)) {
		s->speech = m->p[8] == 0x65 ? SPEECH_REQUEST :
					      SPEECH_RESPONSE;
		if (m->p[8] == 0x65)
			s->operations = OPERATION(OP_SESSION);
	} else if (is_data(m)) {
		s->speech = m->p[7] == SEND_REQUEST ? SPEECH_REQUEST :
						      SPEECH_RESPONSE;
	} else if (!tpkt_known(m)) {
		return false;
	}
	return tpkt_accept(m);
}

const struct protocol rdp = {
	.name = "rdp",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_STRONG,
	.ports = { 3389 },
	.operations = operations,
	.length = tpkt_length,
	.message = message,
};
