/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SSH (RFC 4253, 4.2 and 6; RFC 4419, 3; RFC 5656, 4; RFC 8308, 2.1) as long
 * as it is in the clear: banner, KEXINIT, key exchange, NEWKEYS.
 *
 *    0               4         5      6
 *   +---------------+---------+------+------------------+---------
 *   | packet length | padding | code | of the message   | padding
 *   +---------------+---------+------+------------------+---------
 *
 * packet length counts from the octet of the padding on; all of it is a
 * multiple of eight. Big-endian. Both ends send a banner and a KEXINIT, but
 * only a client offers ext-info-c or kex-strict-c in it; the messages of the
 * key exchange differ by side. What follows NEWKEYS is nobody's business.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"
#include "understand/protocols/lines.h"

enum { HEADER = 6, COOKIE = 16, LISTS = HEADER + COOKIE,
       MAX_BANNER = 255, MAX_PACKET = 35000 };

/* DH_REPLY is GEX_GROUP, too. */
enum { KEXINIT = 20, NEWKEYS = 21, DH_INIT = 30, DH_REPLY = 31,
       GEX_INIT = 32, GEX_REPLY = 33, GEX_REQUEST = 34 };

static int32_t banner(const uint8_t *p, size_t n)
{
	size_t line = text_line(p, n);

	if (n < 8)
		return NEED_MORE;
	if (!text_starts(p, n, "SSH-") || (p[4] != '1' && p[4] != '2') ||
	    p[5] != '.' || line > MAX_BANNER || !text_is_plain(p, line))
		return NOT_MINE;
	while (line < n && (p[line] == '\r' || p[line] == '\n'))
		line++;
	return (int32_t)line;
}

/* What the message begins with is a string, or one number and all of it: its
 * length must agree with that of the packet. len: octets of the packet. */
static bool agrees(const uint8_t *p, size_t len)
{
	size_t room = len - HEADER - p[4];

	switch (p[5]) {
	case KEXINIT:
		return room > COOKIE + 4 &&
		       load_be32(p + LISTS) <= room - COOKIE - 4;
	case NEWKEYS:
		return room == 0;
	case DH_INIT:
	case GEX_INIT:
		return room >= 4 && (room == 4 ||
				     load_be32(p + HEADER) == room - 4);
	case GEX_REQUEST:
		return room == 12;
	default:
		return room > 8 && load_be32(p + HEADER) <= room - 8;
	}
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	uint32_t len;

	(void)udp;
	if (!n || p[0] == 'S')
		return banner(p, n);
	if (n < HEADER)
		return p[0] ? NOT_MINE : NEED_MORE;
	len = load_be32(p);
	if (len > MAX_PACKET || (len + 4) % 8 || p[4] < 4 ||
	    len < 2u + p[4] || (p[5] != KEXINIT && p[5] != NEWKEYS &&
				(p[5] < DH_INIT || p[5] > GEX_REQUEST)))
		return NOT_MINE;
	if (n < (p[5] == KEXINIT ? LISTS + 4 : HEADER + 4))
		return NEED_MORE;
	return agrees(p, len + 4) ? (int32_t)len + 4 : NOT_MINE;
}

/* In capitals; programs that are only ever clients. */
static const char *const clients[] = {
	"PUTTY", "WINSCP", "TTSSH", "FILEZILLA", "JSCH", NULL,
};

static enum speech speech_of_banner(const uint8_t *p, size_t n)
{
	for (unsigned i = 0; clients[i]; i++)
		if (text_find(p, n, clients[i]))
			return SPEECH_REQUEST;
	return SPEECH_NEITHER;
}

/* By the marks in the list of key exchanges; OpenSSH's are in its file
 * PROTOCOL, 1.10. */
static enum speech speech_of_lists(const uint8_t *p, size_t n)
{
	uint32_t len;

	if (n < LISTS + 4)
		return SPEECH_NEITHER;
	len = load_be32(p + LISTS);
	p += LISTS + 4;
	n -= LISTS + 4;
	if (n > len)
		n = len;
	if (text_find(p, n, "EXT-INFO-C") || text_find(p, n, "KEX-STRICT-C"))
		return SPEECH_REQUEST;
	if (text_find(p, n, "EXT-INFO-S") || text_find(p, n, "KEX-STRICT-S"))
		return SPEECH_RESPONSE;
	return SPEECH_NEITHER;
}

static bool message(const struct message *m, struct saying *s)
{
	uint8_t *encrypted = &m->memory->own[0];

	if (m->n < HEADER)
		return false;
	if (m->p[0] == 'S') {
		s->speech = speech_of_banner(m->p, m->n);
		return true;
	}
	if (*encrypted)
		return false;
	switch (m->p[5]) {
	case KEXINIT:
		s->speech = speech_of_lists(m->p, m->n);
		break;
	case NEWKEYS:
		*encrypted = true;
		break;
	case DH_REPLY:
	case GEX_REPLY:
		s->speech = SPEECH_RESPONSE;
		break;
	default:
		s->speech = SPEECH_REQUEST;
	}
	return true;
}

const struct protocol ssh = {
	.name = "ssh",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_STRONG,
	.loose = true,
	.ports = { 22 },
	.length = length,
	.message = message,
};
