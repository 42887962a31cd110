/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * NetBIOS names and datagrams over UDP (RFC 1002, 4.2 and 4.4). Both ends
 * use the same port. A name is 20, then 32 letters from A to P, each half an
 * octet. The session service is in smb.c.
 *
 * Names: the header of DNS (id 2, flags 2, four counts of 2), then the name;
 * the highest bit of the flags is an answer's.
 *
 *    datagram: type 1 | flags 1 | id 2 | address 4 | port 2 | length 2 |
 *              offset 2 | names and data, or (13) an error's code
 *
 * Datagrams go where they are addressed and are not answered: there is no
 * client. Big-endian.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { DNS_HEADER = 12, LETTERS = 32, NAME = 1 + LETTERS,
       DATAGRAM_HEADER = 14, BARE_HEADER = 10 };

enum { DIRECT_UNIQUE = 0x10, DIRECT_GROUP, BROADCAST, ERROR, QUERY, FOUND,
       NOT_FOUND };

static const char *const name_operations[] = {
	"write:register", "write:release", "error:name-unknown",
	"error:name-conflict", NULL,
};

enum { REGISTER = 1 << 0, RELEASE = 1 << 1, UNKNOWN = 1 << 2,
       CONFLICT = 1 << 3 };

static bool is_name(const uint8_t *p, size_t n)
{
	if (n < NAME || p[0] != LETTERS)
		return false;
	for (unsigned i = 1; i < NAME; i++)
		if (p[i] < 'A' || p[i] > 'P')
			return false;
	return true;
}

/* Of the counts of questions, answers, authorities and additions none is
 * above 1 but that of an answer's addresses. */
static int32_t names_length(const uint8_t *p, size_t n, bool udp)
{
	(void)udp;
	if (n < DNS_HEADER + NAME + 5 || load_be16(p + 4) > 1 ||
	    load_be16(p + 6) > 1 || load_be16(p + 8) > 1 ||
	    load_be16(p + 10) > 1 || p[3] & 0x60 ||
	    !(load_be16(p + 4) | load_be16(p + 6)) ||
	    !is_name(p + DNS_HEADER, n - DNS_HEADER))
		return NOT_MINE;
	return (int32_t)n;
}

static bool names_message(const struct message *m, struct saying *s)
{
	unsigned opcode, result;

	if (m->n < DNS_HEADER)
		return false;
	opcode = m->p[2] >> 3 & 15;
	result = m->p[3] & 15;
	s->pair = load_be16(m->p) + 1u;
	if (m->p[2] & 0x80) {
		s->speech = SPEECH_RESPONSE;
		if (result)
			s->operations = result == 3 ? UNKNOWN : CONFLICT;
		return true;
	}
	s->speech = SPEECH_REQUEST;
	if (opcode)
		s->operations = opcode == 6 ? RELEASE : REGISTER;
	return true;
}

static int32_t datagram_length(const uint8_t *p, size_t n, bool udp)
{
	(void)udp;
	if (n < BARE_HEADER + 1 || p[0] < DIRECT_UNIQUE || p[0] > NOT_FOUND ||
	    p[1] > 0x0f)
		return NOT_MINE;
	if (p[0] == ERROR)
		return p[BARE_HEADER] >= 0x82 && p[BARE_HEADER] <= 0x84 ?
			BARE_HEADER + 1 : NOT_MINE;
	if (p[0] >= QUERY)
		return is_name(p + BARE_HEADER, n - BARE_HEADER) ?
			(int32_t)n : NOT_MINE;
	if (n < DATAGRAM_HEADER ||
	    !is_name(p + DATAGRAM_HEADER, n - DATAGRAM_HEADER))
		return NOT_MINE;
	return DATAGRAM_HEADER + load_be16(p + 10);
}

static bool datagram_message(const struct message *m, struct saying *s)
{
	if (!m->n)
		return false;
	if (m->p[0] == QUERY)
		s->speech = SPEECH_REQUEST;
	else if (m->p[0] > QUERY)
		s->speech = SPEECH_RESPONSE;
	return true;
}

const struct protocol netbios_ns = {
	.name = "netbios-ns",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.ports = { 137 },
	.operations = name_operations,
	.length = names_length,
	.message = names_message,
};

const struct protocol netbios_dgm = {
	.name = "netbios-dgm",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.peer = true,
	.ports = { 138 },
	.length = datagram_length,
	.message = datagram_message,
};
