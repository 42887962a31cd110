/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * EtherNet/IP encapsulation and CIP (ODVA, The CIP Networks Library volumes 1
 * and 2; PCCC: Allen-Bradley 1770-6.5.16). Little-endian.
 *
 *    0        2        4         8        12              20
 *   +--------+--------+---------+--------+---------------+---------+------
 *   | command| length | session | status | sender context| options | data
 *   +--------+--------+---------+--------+---------------+---------+------
 *
 * length is that of the data; options are 0. The data of SendRRData and
 * SendUnitData: interface 4, timeout 2, number of items 2, items of type 2,
 * length 2 and octets. In one of them is a CIP message: service (the highest
 * bit: answer), then asked: words of path, path, data; answered: 0, status,
 * words of additional status, data.
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
#include "understand/protocols/codes.h"
#include "understand/protocols/naming.h"

enum { HEADER = 24, IO_HEADER = 18 };
enum { NOP = 0, LIST_SERVICES = 4, LIST_IDENTITY = 0x63,
       LIST_INTERFACES = 0x64, REGISTER = 0x65, UNREGISTER = 0x66,
       SEND_RR_DATA = 0x6f, SEND_UNIT_DATA = 0x70, START_DTLS = 0xc8 };
enum { CONNECTED = 0xb1, UNCONNECTED = 0xb2, SOCKADDR_TO_TARGET = 0x8000,
       SEQUENCED = 0x8002 };
enum { ANSWER = 0x80, ATTRIBUTES_ALL = 0x81 };
enum { MULTIPLE = 0x0a, FORWARD_CLOSE = 0x4e, UNCONNECTED_SEND = 0x52,
       FORWARD_OPEN = 0x54, LARGE_FORWARD_OPEN = 0x5b, PCCC = 0x4b };
enum { CONNECTION_MANAGER = 6, FILE_OBJECT = 0x37, PCCC_OBJECT = 0x67 };
enum { MAX_ITEMS = 8, MAX_EMBEDDED = 64, MAX_DEPTH = 3 };
enum { IO_PORT = 2222, UDP = 17 };

/* Memory octet 0: seen enough to believe a NOP. */
enum { KNOWN = 1 };

static const char *const operations[] = {
	"read:attributes", "write:attributes", "control:reset",
	"control:start", "control:stop", "program:create", "program:delete",
	"write:apply-attributes", "read:instances", "program:restore",
	"program:save", "read:member", "write:member", "read:tag",
	"write:tag", "write:modify-tag", "read:tag-list",
	"control:io-connection", "program:upload", "program:download",
	"program:clear-file", "read:pccc", "write:pccc",
	"control:pccc-mode", "diagnostic:pccc", "program:pccc",
	"diagnostic:other", "error:connection", "error:resources",
	"error:illegal-value", "error:path", "error:no-object",
	"error:unsupported", "error:state", "error:not-settable",
	"error:privilege", "error:data", "error:embedded", "error:other",
	"error:encapsulation", "diagnostic:list-identity",
	"diagnostic:list-services", NULL,
};

enum {
	OP_IO = 17, OP_PCCC_OTHER = 24, OP_OTHER = 26, OP_CONNECTION, OP_ROOM,
	OP_VALUE, OP_PATH, OP_NO_OBJECT, OP_UNSUPPORTED, OP_STATE,
	OP_NOT_SETTABLE, OP_PRIVILEGE, OP_DATA, OP_EMBEDDED, OP_ERROR,
	OP_ENCAPSULATION, OP_IDENTITY, OP_SERVICES
};

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/* Of any object, and of tags (Logix). */
static const struct code services[] = {
	CODE(0x01, 0), CODE(0x02, 1), CODE(0x03, 0), CODE(0x04, 1),
	CODE(0x05, 2), CODE(0x06, 3), CODE(0x07, 4), CODE(0x08, 5),
	CODE(0x09, 6), CODE(0x0d, 7), CODE(0x0e, 0), CODE(0x10, 1),
	CODE(0x11, 8), CODE(0x15, 9), CODE(0x16, 10), CODE(0x18, 11),
	CODE(0x19, 12), CODE(0x1a, 12), CODE(0x1b, 12), CODE(0x4c, 13),
	CODE(0x4d, 14), CODE(0x4e, 15), CODE(0x52, 13), CODE(0x53, 14),
	CODE(0x55, 16),
};

static const struct code file_services[] = {
	CODE(0x4b, 18), CODE(0x4c, 19), CODE(0x4d, 18), CODE(0x4e, 19),
	CODE(0x4f, 18), CODE(0x50, 19), CODE(0x51, 20),
};

/* PCCC command 0f. */
static const struct code pccc_functions[] = {
	CODE(0x00, 22), CODE(0x01, 21), CODE(0x02, 22), CODE(0x26, 22),
	CODE(0x3a, 23), CODE(0x50, 25), CODE(0x52, 25), CODE(0x53, 25),
	CODE(0x55, 25), CODE(0x67, 22), CODE(0x68, 21), CODE(0x80, 23),
	CODE(0xa1, 21), CODE(0xa2, 21), CODE(0xa9, 22), CODE(0xaa, 22),
	CODE(0xab, 22),
};

static const struct code states[] = {
	CODE(0x01, OP_CONNECTION), CODE(0x02, OP_ROOM), CODE(0x03, OP_VALUE),
	CODE(0x04, OP_PATH), CODE(0x05, OP_NO_OBJECT),
	CODE(0x07, OP_CONNECTION), CODE(0x08, OP_UNSUPPORTED),
	CODE(0x09, OP_VALUE), CODE(0x0b, OP_STATE), CODE(0x0c, OP_STATE),
	CODE(0x0e, OP_NOT_SETTABLE), CODE(0x0f, OP_PRIVILEGE),
	CODE(0x10, OP_STATE), CODE(0x13, OP_DATA), CODE(0x14, OP_UNSUPPORTED),
	CODE(0x15, OP_DATA), CODE(0x16, OP_NO_OBJECT),
	CODE(0x1e, OP_EMBEDDED), CODE(0x20, OP_VALUE), CODE(0x26, OP_PATH),
};

static uint64_t lookup(const struct code *codes, size_t n, uint16_t value,
		       unsigned otherwise)
{
	unsigned operation = code_find(codes, n, value);

	return OPERATION(operation == CODE_UNKNOWN ? otherwise : operation);
}

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

/* The class of a path, 0 when there is none (tags by name). False: it is not
 * to be seen. */
static bool class_of(struct cursor c, uint16_t *class)
{
	uint8_t segment = cursor_u8(&c);

	*class = 0;
	if (segment == 0x20) {
		*class = cursor_u8(&c);
	} else if (segment == 0x21) {
		cursor_u8(&c);
		*class = cursor_le16(&c);
	}
	return !c.overrun;
}

/* After a requester id: command, status, transaction 2, function. */
static uint64_t pccc(struct cursor c)
{
	uint8_t id = cursor_u8(&c), command, function;

	cursor_take(&c, id ? id - 1u : 0);
	command = cursor_u8(&c);
	cursor_take(&c, 3);
	function = cursor_u8(&c);
	if (c.overrun || command != 0x0f)
		return OPERATION(OP_PCCC_OTHER);
	return lookup(pccc_functions, COUNT(pccc_functions), function,
		      OP_PCCC_OTHER);
}

/* Transport class 0 or 1 is cyclic I/O. Before it stand: tick, timeout,
 * connection ids 4 + 4, serial 2, vendor 2, originator 4, timeout multiplier
 * 1 + 3, and for each way an interval 4 and parameters 2 (large: 4). */
static bool opens_io(struct cursor c, bool large)
{
	uint8_t trigger;

	cursor_take(&c, 22 + (large ? 16 : 12));
	trigger = cursor_u8(&c);
	return !c.overrun && (trigger & 0x0f) <= 1;
}

static void forward_open(struct cursor c, bool large, struct saying *s)
{
	if (!opens_io(c, large))
		return;
	s->operations |= OPERATION(OP_IO);
	s->hint = (struct hint){ .port = IO_PORT, .proto = UDP,
				 .for_peer = true };
}

static void cip(struct cursor c, struct saying *s, unsigned depth);

/* Number 2, offsets from there 2 each. */
static void multiple(struct cursor c, struct saying *s, unsigned depth)
{
	struct cursor at = c;
	uint16_t n = cursor_le16(&at);

	for (unsigned i = 0; i < n && i < MAX_EMBEDDED && at.left; i++) {
		struct cursor one = c;

		cursor_take(&one, cursor_le16(&at));
		if (!at.overrun && !one.overrun)
			cip(one, s, depth + 1);
	}
}

static void unconnected_send(struct cursor c, struct saying *s,
			     unsigned depth)
{
	uint16_t len;

	cursor_le16(&c);
	len = cursor_le16(&c);
	if (len < c.left)
		c.left = len;
	cip(c, s, depth + 1);
}

static void request(uint8_t service, struct cursor c, struct saying *s,
		    unsigned depth)
{
	uint8_t words = cursor_u8(&c);
	uint16_t class;
	bool known = class_of(c, &class) || !words;

	cursor_take(&c, words * 2u);
	/* From here on each class has services of its own. */
	if (service >= PCCC && !known)
		return;
	if (service == MULTIPLE) {
		multiple(c, s, depth);
	} else if (class == CONNECTION_MANAGER && service >= PCCC) {
		if (service == UNCONNECTED_SEND)
			unconnected_send(c, s, depth);
		else if (service == FORWARD_OPEN ||
			 service == LARGE_FORWARD_OPEN)
			forward_open(c, service != FORWARD_OPEN, s);
		else if (service != FORWARD_CLOSE)
			s->operations |= OPERATION(OP_OTHER);
	} else if (class == FILE_OBJECT && service >= PCCC) {
		s->operations |= lookup(file_services, COUNT(file_services),
					service, OP_OTHER);
	} else if (class == PCCC_OBJECT && service == PCCC) {
		s->operations |= pccc(c);
	} else {
		s->operations |= lookup(services, COUNT(services), service,
					OP_OTHER);
	}
}

static void cip(struct cursor c, struct saying *s, unsigned depth)
{
	uint8_t service = cursor_u8(&c), status;

	if (c.overrun || depth > MAX_DEPTH)
		return;
	if (!depth)
		s->speech = service & ANSWER ? SPEECH_RESPONSE :
					       SPEECH_REQUEST;
	if (!(service & ANSWER)) {
		if (c.left)
			request(service, c, s, depth);
		return;
	}
	cursor_u8(&c);
	status = cursor_u8(&c);
	/* 06: more data than fit, no failure. */
	if (!c.overrun && status && status != 6)
		s->operations |= lookup(states, COUNT(states), status,
					OP_ERROR);
	else if (service == (MULTIPLE | ANSWER) && cursor_take(&c, 1))
		multiple(c, s, depth);
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
			cip(item, s, 0);
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
		s->operations = OPERATION(OP_ENCAPSULATION);
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
			s->operations = OPERATION(command == LIST_IDENTITY ?
						  OP_IDENTITY : OP_SERVICES);
	}
	return true;
}

/* A question: service and class, but where there are more inside of it. An
 * answer: service and status. */
static uint64_t cip_gist(const uint8_t *p)
{
	const uint64_t asked = 1 << 16;
	uint8_t service = p[0], object = p[2] == 0x20 ? p[3] : 0;

	if ((service & ~ANSWER) == MULTIPLE || service == ATTRIBUTES_ALL)
		return 0;
	if (service & ANSWER)
		return (uint64_t)p[2] << 8 | service;
	if (p[2] == 0x21 || object == CONNECTION_MANAGER ||
	    object == PCCC_OBJECT)
		return 0;
	return asked | (uint64_t)object << 8 | service;
}

/* Type and length of the first item: no address, or a connection's. */
enum { NO_ADDRESS = 0, CONNECTION = 0x000400a1 };
enum { ITEM_AT = HEADER + 8, CIP_LEAST = 4 };

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
	return at + CIP_LEAST <= n ? cip_gist(p + at) : 0;
}

const struct protocol enip = {
	.name = "enip",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.ot = true,
	.ports = { 44818 },
	.hinted = "enip-io",
	.operations = operations,
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
	.ports = { IO_PORT },
	.length = io_length,
	.message = io_message,
	.gist = io_gist,
};
