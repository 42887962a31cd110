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
 *
 * The last of the 16 octets of a name says what it is for: 00 and 20 are the
 * machine's own (RFC 1001 leaves it open; [MS-NBTE] 1.8), others are those of
 * users, groups and roles, as are all with the flag of a group.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"
#include "understand/protocols/naming.h"

enum { DNS_HEADER = 12, LETTERS = 32, NAME = 1 + LETTERS,
       DATAGRAM_HEADER = 14, BARE_HEADER = 10 };

enum { DIRECT_UNIQUE = 0x10, DIRECT_GROUP, BROADCAST, ERROR, QUERY, FOUND,
       NOT_FOUND };

static const char *const name_operations[] = {
	"write:register", "write:release", "error:name-unknown",
	"error:name-conflict", NULL,
};

enum { REGISTERS = 5, REFRESHES = 8, REFRESHES_TOO = 9 };	/* opcodes */

enum { REGISTER = 1 << 0, RELEASE = 1 << 1, UNKNOWN = 1 << 2,
       CONFLICT = 1 << 3 };

static bool is_name(const uint8_t *p, size_t n)
{
	unsigned others = 0;

	if (n < NAME || p[0] != LETTERS)
		return false;
	/* All at once: most are letters to the end. */
	for (unsigned i = 1; i < NAME; i++)
		others |= (uint8_t)(p[i] - 'A') & 0xf0u;
	return !others;
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

enum { TYPE_NB = 0x20, TYPE_NBSTAT = 0x21, GROUP = 0x8000, OWN = 15,
       STATUS_ENTRY = 18, POINTER = 0xc0 };

static bool is_machines(uint8_t use)
{
	return use == 0x00 || use == 0x20;
}

/* Two letters an octet; false where it is not the machine's own name. */
static bool unfold(const uint8_t *p, char out[OWN])
{
	for (unsigned i = 0; i < OWN; i++)
		out[i] = (char)((p[2 * i] - 'A') << 4 | (p[2 * i + 1] - 'A'));
	return is_machines((uint8_t)((p[2 * OWN] - 'A') << 4 |
				     (p[2 * OWN + 1] - 'A')));
}

/* Behind the name, which may have a scope, or point back to one. */
static void pass_name(struct cursor *c)
{
	uint8_t len;

	do {
		len = cursor_u8(c);
		if (len >= POINTER) {
			cursor_u8(c);
			return;
		}
		cursor_take(c, len);
	} while (len && !c->overrun);
}

/* Number 1, then entries: name 15, use 1, flags 2. */
static void status_names(struct cursor c, struct namings *out)
{
	for (uint8_t n = cursor_u8(&c); n; n--) {
		const uint8_t *p = cursor_take(&c, STATUS_ENTRY);

		if (!p)
			return;
		if (is_machines(p[OWN]) && !(load_be16(p + OWN + 1) & GROUP))
			naming_own(out, "netbios", p, OWN);
	}
}

/* The addresses that have the name: flags 2, address 4 each. */
static void addresses(struct cursor c, const char name[OWN],
		      struct namings *out)
{
	while (c.left >= 6) {
		bool group = cursor_be16(&c) & GROUP;
		uint32_t addr = cursor_be32(&c);

		if (!group && addr)
			naming_of(out, addr, "netbios", name, OWN);
	}
}

/* In an answer the record follows the header, in a request the question. */
static void names_names(const struct message *m, struct namings *out)
{
	struct cursor c = cursor_of(m->p + DNS_HEADER, m->n - DNS_HEADER);
	uint16_t type, len;
	char name[OWN];
	bool own;

	if (m->n < DNS_HEADER + NAME ||
	    !is_name(m->p + DNS_HEADER, m->n - DNS_HEADER))
		return;
	own = unfold(m->p + DNS_HEADER + 1, name);
	pass_name(&c);
	if (!(m->p[2] & 0x80)) {
		cursor_take(&c, 4);
		pass_name(&c);
	}
	type = cursor_be16(&c);
	cursor_take(&c, 6);
	len = cursor_be16(&c);
	if (len < c.left)
		c.left = len;
	if (type == TYPE_NBSTAT)
		status_names(c, out);
	else if (type == TYPE_NB && own)
		addresses(c, name, out);
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
		s->names = !result && load_be16(m->p + 6);
		if (result)
			s->operations = result == 3 ? UNKNOWN : CONFLICT;
		return true;
	}
	s->speech = SPEECH_REQUEST;
	/* It may be refused, and is what the machine calls itself. */
	s->names = opcode == REFRESHES || opcode == REFRESHES_TOO ||
		   opcode == REGISTERS;
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

/* Who sends it says his address himself; another may pass it on. */
static void datagram_names(const struct message *m, struct namings *out)
{
	char name[OWN];

	if (m->n < DATAGRAM_HEADER + NAME ||
	    !is_name(m->p + DATAGRAM_HEADER, NAME) ||
	    !unfold(m->p + DATAGRAM_HEADER + 1, name))
		return;
	naming_of(out, load_be32(m->p + 4), "netbios", name, OWN);
}

static bool datagram_message(const struct message *m, struct saying *s)
{
	if (!m->n)
		return false;
	s->names = m->p[0] <= BROADCAST;
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
	.names = names_names,
};

const struct protocol netbios_dgm = {
	.name = "netbios-dgm",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.peer = true,
	.ports = { 138 },
	.length = datagram_length,
	.message = datagram_message,
	.names = datagram_names,
};
