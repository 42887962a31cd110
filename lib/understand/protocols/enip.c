/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * EtherNet/IP encapsulation (ODVA, The CIP Networks Library volume 2).
 * Little-endian.
 *
 *    0        2        4         8        12              20
 *   +--------+--------+---------+--------+---------------+---------+------
 *   | command| length | session | status | sender context| options | data
 *   +--------+--------+---------+--------+---------------+---------+------
 *
 * length is that of the data; options are 0. The data of SendRRData and
 * SendUnitData: interface 4, timeout 2, number of items 2, items of type 2,
 * length 2 and octets. In one of them is a CIP message (cip.c).
 *
 * An identity, of an answer to ListIdentity (item 0c, behind version 2 and
 * socket address 16) and of the identity object: vendor 2, type 2, product 2,
 * revision 2, status 2, serial number 4, length 1 and product's name.
 *
 * Implicit I/O (UDP 2222): item 8002 (connection, sequence), then item b1.
 * Producer and consumer send alike; the ForwardOpen that set it up shows who
 * wanted it.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"
#include "understand/protocols/cip.h"
#include "understand/protocols/naming.h"

enum { HEADER = 24, IO_HEADER = 18 };
enum { NOP = 0, LIST_SERVICES = 4, LIST_IDENTITY = 0x63,
       LIST_INTERFACES = 0x64, REGISTER = 0x65, UNREGISTER = 0x66,
       SEND_RR_DATA = 0x6f, SEND_UNIT_DATA = 0x70, START_DTLS = 0xc8 };
enum { CONNECTED = 0xb1, UNCONNECTED = 0xb2, SOCKADDR_TO_TARGET = 0x8000,
       SEQUENCED = 0x8002 };
enum { ATTRIBUTES_ALL = 0x81 };	/* its answer */
enum { MAX_ITEMS = 8, UDP = 17 };

/* Memory octet 0: seen enough to believe a NOP. */
enum { KNOWN = 1 };

static bool is_one_of(uint32_t value, const uint8_t *set, size_t n)
{
	return value <= UINT8_MAX && memchr(set, (int)value, n);
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	static const uint8_t commands[] = {
		NOP, LIST_SERVICES, LIST_IDENTITY, LIST_INTERFACES, REGISTER,
		UNREGISTER, SEND_RR_DATA, SEND_UNIT_DATA, START_DTLS
	};
	static const uint8_t statuses[] = { 0, 1, 2, 3, 0x64, 0x65, 0x69,
					    0x6a };
	uint16_t command, len;

	(void)udp;
	if (n < 2)
		return n && !memchr(commands, p[0], sizeof commands) ?
			       NOT_MINE : NEED_MORE;
	command = load_le16(p);
	if (!is_one_of(command, commands, sizeof commands))
		return NOT_MINE;
	if (n < HEADER)
		return NEED_MORE;
	len = load_le16(p + 2);
	if (!is_one_of(load_le32(p + 8), statuses, sizeof statuses) ||
	    load_le32(p + 20) || (command == REGISTER && len && len != 4))
		return NOT_MINE;
	if ((command == SEND_RR_DATA || command == SEND_UNIT_DATA) && len &&
	    (len < 8 || (n >= 28 && load_le32(p + 24)) ||
	     (n >= 32 && load_le16(p + 30) > MAX_ITEMS)))
		return NOT_MINE;
	return HEADER + len;
}

/* Family 2, port 2 and address 4 big-endian: where the target wants it. */
static void socket_address(struct cursor c, struct saying *s)
{
	uint16_t family = cursor_be16(&c), port = cursor_be16(&c);
	uint32_t addr = cursor_be32(&c);

	if (!c.overrun && family == 2)
		s->hint = (struct hint){ .addr = addr, .port = port,
					 .proto = UDP };
}

static void items(struct cursor c, struct saying *s)
{
	uint16_t n;

	cursor_take(&c, 6);
	n = cursor_le16(&c);
	for (unsigned i = 0; i < n && c.left; i++) {
		uint16_t type = cursor_le16(&c);
		uint16_t len = cursor_le16(&c);
		struct cursor item = c;

		if (len < item.left)
			item.left = len;
		cursor_take(&c, len);
		if (type == CONNECTED)
			cursor_take(&item, 2);	/* sequence */
		if (type == UNCONNECTED && item.left &&
		    item.p[0] == ATTRIBUTES_ALL)
			s->names = true;
		if (type == CONNECTED || type == UNCONNECTED)
			cip_message(item, s);
		else if (type == SOCKADDR_TO_TARGET &&
			 s->speech == SPEECH_RESPONSE)
			socket_address(item, s);
	}
}

enum { IDENTITY_ITEM = 0x0c, BEFORE_IDENTITY = 18, BEFORE_NAME = 14 };

static void identity(struct cursor c, struct namings *out)
{
	uint8_t len;

	cursor_take(&c, BEFORE_NAME);
	len = cursor_u8(&c);
	naming_own(out, "enip", cursor_take(&c, len), len);
}

/*
 * All attributes of an object: that it is the identity is known by the
 * question only, so the name must be text and end the answer.
 */
static void attributes(struct cursor c, struct namings *out)
{
	const uint8_t *p = cursor_take(&c, 4);

	if (!p || p[0] != ATTRIBUTES_ALL || p[2] || p[3] ||
	    c.left <= BEFORE_NAME + 1u ||
	    c.p[BEFORE_NAME] != c.left - BEFORE_NAME - 1)
		return;
	for (size_t i = BEFORE_NAME + 1; i < c.left; i++)
		if (c.p[i] < ' ' || c.p[i] > '~')
			return;
	identity(c, out);
}

static void names(const struct message *m, struct namings *out)
{
	struct cursor c = cursor_of(m->p + HEADER, m->n - HEADER);
	bool listed = load_le16(m->p) == LIST_IDENTITY;
	uint16_t n;

	if (!listed)
		cursor_take(&c, 6);
	n = cursor_le16(&c);
	for (unsigned i = 0; i < n && c.left; i++) {
		uint16_t type = cursor_le16(&c);
		uint16_t len = cursor_le16(&c);
		struct cursor item = c;

		if (len < item.left)
			item.left = len;
		cursor_take(&c, len);
		if (listed && type == IDENTITY_ITEM) {
			cursor_take(&item, BEFORE_IDENTITY);
			identity(item, out);
		} else if (!listed && type == UNCONNECTED) {
			attributes(item, out);
		}
	}
}

static bool message(const struct message *m, struct saying *s)
{
	uint16_t command;

	if (m->n < HEADER)
		return false;
	command = load_le16(m->p);
	if (command == NOP && !(m->memory->own[0] & KNOWN))
		return false;
	m->memory->own[0] |= KNOWN;
	m->memory->peer[0] |= KNOWN;
	if (load_le32(m->p + 8)) {
		s->speech = SPEECH_RESPONSE;
		s->operations = OPERATION(CIP_OP_ENCAPSULATION);
	} else if (command == REGISTER) {
		s->speech = load_le32(m->p + 4) ? SPEECH_RESPONSE :
						  SPEECH_REQUEST;
	} else if (command == SEND_RR_DATA || command == SEND_UNIT_DATA) {
		items(cursor_of(m->p + HEADER, m->n - HEADER), s);
		s->names &= command == SEND_RR_DATA &&
			    s->speech == SPEECH_RESPONSE;
	} else if (command == LIST_SERVICES || command == LIST_IDENTITY ||
		   command == LIST_INTERFACES) {
		s->speech = m->len > HEADER ? SPEECH_RESPONSE :
					      SPEECH_REQUEST;
		s->names = command == LIST_IDENTITY && m->len > HEADER;
		if (m->len == HEADER)
			s->operations = OPERATION(
				command == LIST_IDENTITY ? CIP_OP_IDENTITY :
							   CIP_OP_SERVICES);
	}
	return true;
}

/* Type and length of the first item: no address, or a connection's. */
enum { NO_ADDRESS = 0, CONNECTION = 0x000400a1 };
enum { ITEM_AT = HEADER + 8 };

/* Data in two items, the second one a CIP message up to the end. */
static uint64_t gist(const uint8_t *p, size_t n)
{
	uint32_t head, first, second;
	size_t at = ITEM_AT + 4;

	if (n < ITEM_AT + 8 + CIP_LEAST)
		return 0;
	head = load_le32(p);
	first = load_le32(p + ITEM_AT);
	if (((head & 0xffff) != SEND_RR_DATA &&
	     (head & 0xffff) != SEND_UNIT_DATA) || head >> 16 != n - HEADER ||
	    load_le32(p + 8) || load_le32(p + 20) || load_le32(p + HEADER) ||
	    load_le16(p + ITEM_AT - 2) != 2)
		return 0;
	if (first == CONNECTION)
		at += 4;
	else if (first != NO_ADDRESS)
		return 0;
	second = load_le32(p + at);
	at += 4;
	if (second >> 16 != n - at)
		return 0;
	if ((second & 0xffff) == CONNECTED)
		at += 2;
	else if ((second & 0xffff) != UNCONNECTED)
		return 0;
	return at + CIP_LEAST <= n ? cip_gist(p + at, n - at) : 0;
}

const struct protocol enip = {
	.name = "enip",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.ot = true,
	.ports = { 44818 },
	.hinted = "enip-io",
	.operations = cip_operations,
	.length = length,
	.message = message,
	.names = names,
	.gist = gist,
};

static int32_t io_length(const uint8_t *p, size_t n, bool udp)
{
	(void)udp;
	if (n < IO_HEADER || load_le16(p) != 2 ||
	    load_le16(p + 2) != SEQUENCED || load_le16(p + 4) != 8 ||
	    load_le16(p + 14) != CONNECTED)
		return NOT_MINE;
	return IO_HEADER + load_le16(p + 16);
}

static bool io_message(const struct message *m, struct saying *s)
{
	(void)s;
	return m->n >= IO_HEADER;
}

static uint64_t io_gist(const uint8_t *p, size_t n)
{
	return io_length(p, n, true) == (int32_t)n;
}

const struct protocol enip_io = {
	.name = "enip-io",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.ot = true,
	.peer = true,
	.ports = { 2222 },	/* CIP_IO_PORT */
	.length = io_length,
	.message = io_message,
	.gist = io_gist,
};
