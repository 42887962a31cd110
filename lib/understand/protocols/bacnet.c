/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * BACnet/IP (ASHRAE 135-2016: J BVLC, 6.2 NPDU, 20.1 APDU).
 *
 *    0    1      2        4      5      6 ...
 *   +----+------+--------+------+------+-----------------------+---------
 *   | 81 | func | length | 01   | ctrl | DNET, SNET, hop count | APDU or
 *   |    | tion | of all |      |      | as ctrl says          | message
 *   +----+------+--------+------+------+-----------------------+---------
 *
 * Big-endian. A forwarded NPDU (04) has the sender's address, six octets,
 * before octet 4. Both ends use one port, so the kind of the APDU tells who
 * asks: its high nibble is 0 for a confirmed request, 1 unconfirmed, 2 simple
 * and 3 complex answers, 4 segment acknowledged, 5 error, 6 reject, 7 abort.
 * Devices notify on their own, confirmed or not; discovery is everybody's:
 * those say nothing about who is the master.
 *
 * A device is an object of type 8 with a number, c4 and 4 octets where it
 * announces itself (I-Am); its name is property 77 of it. What comes from
 * behind a router (SNET) is not about the sender's address.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include <stdio.h>

#include "ground/bytes.h"
#include "understand/protocols/naming.h"

enum { HEADER = 4, ORIGIN = 6, FORWARDED = 0x04, LAST_FUNCTION = 0x0c,
       ORIGINAL_UNICAST = 0x0a, ORIGINAL_BROADCAST = 0x0b, DISTRIBUTE = 9 };
enum { HAS_MESSAGE = 0x80, HAS_DNET = 0x20, HAS_SNET = 0x08, RESERVED = 0x50 };
enum { CONFIRMED, UNCONFIRMED, SIMPLE_ACK, COMPLEX_ACK, SEGMENT_ACK, ERROR,
       REJECT, ABORT };

static const char *const operations[] = {
	"read:property",	"read:properties",
	"read:range",		"read:file",
	"read:alarms",		"write:property",
	"write:properties",	"program:file-write",
	"write:list",		"program:create-object",
	"program:delete-object", "write:subscribe",
	"write:acknowledge-alarm", "control:communication",
	"control:reinitialize",	"control:life-safety",
	"diagnostic:notification", "diagnostic:text-message",
	"program:private-transfer", "login:virtual-terminal",
	"diagnostic:who-is",	"diagnostic:who-has",
	"diagnostic:i-am",	"write:time",
	"write:group",		"read:broadcast-table",
	"program:broadcast-table", "diagnostic:foreign-device",
	"diagnostic:network",	"program:router-table",
	"diagnostic:other",	"login:authenticate",
	"error:error",		"error:reject",
	"error:abort",		"error:result", NULL,
};

/* Numbers are those of the list above. */
enum { OP_NOTIFICATION = 16, OP_NETWORK = 28, OP_ROUTER = 29, OP_OTHER = 30,
       OP_ERROR = 32, OP_REJECT = 33, OP_ABORT = 34, OP_RESULT = 35 };

/* By service choice, clause 21. */
static const uint8_t confirmed[] = {
	12, 16, 16, 4, 4, 11, 3, 7, 8, 8, 9, 10, 0, 1, 1, 5, 6, 13, 18, 17,
	14, 19, 19, 19, 31, 31, 2, 15, 11, 4, 11, 16, 16, 2,
};

static const uint8_t unconfirmed[] = {
	22, 22, 16, 16, 18, 17, 23, 21, 20, 23, 24, 16, 16,
};

static const struct function {
	uint8_t speech, operation;
} functions[] = {
	[0x00] = { SPEECH_RESPONSE, OP_RESULT },
	[0x01] = { SPEECH_REQUEST, 26 },
	[0x02] = { SPEECH_REQUEST, 25 },
	[0x03] = { SPEECH_RESPONSE, OP_OTHER },
	[0x05] = { SPEECH_REQUEST, 27 },
	[0x06] = { SPEECH_REQUEST, 25 },
	[0x07] = { SPEECH_RESPONSE, OP_OTHER },
	[0x08] = { SPEECH_REQUEST, 26 },
	[LAST_FUNCTION] = { SPEECH_NEITHER, OP_OTHER },
};

static size_t npdu_at(uint8_t function)
{
	return function == FORWARDED ? HEADER + ORIGIN : HEADER;
}

static bool has_npdu(uint8_t function)
{
	return function == FORWARDED || function == DISTRIBUTE ||
	       function == ORIGINAL_UNICAST || function == ORIGINAL_BROADCAST;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	size_t at;
	uint16_t len;

	(void)udp;
	if (n < HEADER)
		return n && p[0] != 0x81 ? NOT_MINE : NEED_MORE;
	len = load_be16(p + 2);
	at = npdu_at(p[1]);
	if (p[0] != 0x81 || p[1] > LAST_FUNCTION || len < HEADER + 2u)
		return NOT_MINE;
	if (!has_npdu(p[1]))
		return len;
	if (len < at + 3)
		return NOT_MINE;
	if (n < at + 2)
		return NEED_MORE;
	if (p[at] != 1 || p[at + 1] & RESERVED)
		return NOT_MINE;
	/* Some senders count less than they send; see message(). */
	return n > len ? (int32_t)n : len;
}

static bool is_port(uint16_t port)
{
	return port >= 47808 && port <= 47823;
}

/* Moves c over the NPDU, to an APDU or a network message. */
static bool pass_npdu(struct cursor *c, uint8_t *control)
{
	cursor_u8(c);
	*control = cursor_u8(c);
	if (*control & HAS_DNET) {
		cursor_take(c, 2);
		cursor_take(c, cursor_u8(c));
	}
	if (*control & HAS_SNET) {
		cursor_take(c, 2);
		cursor_take(c, cursor_u8(c));
	}
	if (*control & HAS_DNET)
		cursor_u8(c);
	return !c->overrun;
}

/* Of unconfirmed services. */
enum { WHO_HAS = 7, WHO_IS = 8 };

/* Notifications come from devices; private messages and text from anybody. */
static bool is_anybodys(uint8_t service)
{
	return service == 1 || service == 2 || service == 18 ||
	       service == 19 || service == 31 || service == 32;
}

static void say_confirmed(struct cursor *c, uint8_t head, struct saying *s)
{
	uint8_t invoke, service;

	cursor_u8(c);
	invoke = cursor_u8(c);
	if (head & 0x08)
		cursor_take(c, 2);
	service = cursor_u8(c);
	if (c->overrun)
		return;
	s->operations = OPERATION(service < sizeof confirmed ?
				  confirmed[service] : OP_OTHER);
	if (is_anybodys(service))
		return;
	s->speech = SPEECH_REQUEST;
	s->pair = invoke + 1u;
}

static void say_answer(struct cursor *c, unsigned kind, struct saying *s)
{
	static const uint8_t errors[] = {
		[ERROR] = OP_ERROR, [REJECT] = OP_REJECT, [ABORT] = OP_ABORT,
	};
	uint8_t invoke = cursor_u8(c), service = cursor_u8(c);

	if (c->overrun)
		return;
	if (kind >= ERROR)
		s->operations = OPERATION(errors[kind]);
	/* Where the others name the service, these give a reason: it may
	 * be a notification that is refused. */
	if (kind == REJECT || kind == ABORT || is_anybodys(service))
		return;
	s->speech = SPEECH_RESPONSE;
	s->pair = invoke + 1u;
}

enum { IDENTIFIER = 0xc4, OF_OBJECT = 0x0c, DEVICE = 8, INSTANCE = 0x3fffff,
       I_AM = 0, READ_PROPERTY = 12, READ_PROPERTIES = 14,
       TEXT_TAG = 0x70, TEXT_LONG = 0x75, LONGEST = 253, DEVICE_TEXT = 16 };

/* An object's identifier behind this tag: is it a device, and which? */
static bool is_device(struct cursor *c, uint8_t tag, uint32_t *instance)
{
	bool tagged = cursor_u8(c) == tag;
	uint32_t id = cursor_be32(c);

	*instance = id & INSTANCE;
	return tagged && !c->overrun && id >> 22 == DEVICE;
}

/* Behind the head of an answer: were properties of a device asked for? */
static bool is_of_device(struct cursor *c, uint8_t *service)
{
	uint32_t instance;

	cursor_u8(c);
	*service = cursor_u8(c);
	return (*service == READ_PROPERTY || *service == READ_PROPERTIES) &&
	       is_device(c, OF_OBJECT, &instance);
}

/* Worth a second look: an announcement, an answer that is not in parts. */
static bool tells_name(struct cursor c)
{
	uint8_t head = cursor_u8(&c), service;

	return (head >> 4 == UNCONFIRMED && c.left && c.p[0] == I_AM) ||
	       (head >> 4 == COMPLEX_ACK && !(head & 0x08) &&
		is_of_device(&c, &service));
}

static void say_apdu(struct cursor *c, struct saying *s)
{
	uint8_t head = cursor_u8(c), service;

	switch (head >> 4) {
	case CONFIRMED:
		say_confirmed(c, head, s);
		break;
	case UNCONFIRMED:
		service = cursor_u8(c);
		if (c->overrun)
			break;
		if (service == WHO_HAS || service == WHO_IS)
			s->speech = SPEECH_SEARCH;
		s->operations = OPERATION(service < sizeof unconfirmed ?
					  unconfirmed[service] : OP_OTHER);
		break;
	case COMPLEX_ACK:
		/* Sequence number and window follow the invoke id. */
		if (head & 0x08 && c->left) {
			s->speech = SPEECH_RESPONSE;
			s->pair = c->p[0] + 1u;
			break;
		}
		say_answer(c, COMPLEX_ACK, s);
		break;
	case SEGMENT_ACK:
		s->speech = head & 1 ? SPEECH_RESPONSE : SPEECH_REQUEST;
		break;
	default:
		say_answer(c, head >> 4, s);
		break;
	}
}

/* A character string: tag and length, 0 for UTF-8, text. */
static void text_name(struct cursor c, struct namings *out)
{
	uint8_t tag = cursor_u8(&c), len = tag & 7;

	if (tag == TEXT_LONG)
		len = cursor_u8(&c);
	if ((tag & 0xf8) != TEXT_TAG || !len || len > LONGEST ||
	    cursor_u8(&c))
		return;
	naming_own(out, "bacnet", cursor_take(&c, len - 1u), len - 1u);
}

/* Property 77 and its value, as one or as several are read. */
static void object_name(struct cursor c, uint8_t service,
			struct namings *out)
{
	static const uint8_t one[] = { 0x19, 77, 0x3e },
			     several[] = { 0x29, 77, 0x4e };
	const uint8_t *p;

	p = memmem(c.p, c.left, service == READ_PROPERTY ? one : several,
		   sizeof one);
	if (p)
		text_name(cursor_of(p + sizeof one,
				    c.left - sizeof one -
					    (size_t)(p - c.p)), out);
}

static void apdu_names(struct cursor c, struct namings *out)
{
	uint8_t head = cursor_u8(&c), service;
	char number[DEVICE_TEXT];
	uint32_t instance;

	if (head >> 4 == UNCONFIRMED) {
		service = cursor_u8(&c);
		if (service != I_AM || !is_device(&c, IDENTIFIER, &instance))
			return;
		snprintf(number, sizeof number, "device %u", instance);
		naming_own(out, "bacnet", number, sizeof number);
		return;
	}
	if (head >> 4 == COMPLEX_ACK && is_of_device(&c, &service))
		object_name(c, service, out);
}

/* A forwarded message has its origin's address before the NPDU. */
static void names(const struct message *m, struct namings *out)
{
	struct cursor c = cursor_of(m->p, m->n);
	uint32_t origin = 0;
	uint8_t control;

	cursor_take(&c, HEADER);
	if (m->p[1] == FORWARDED) {
		origin = cursor_be32(&c);
		cursor_take(&c, 2);
	}
	if (!pass_npdu(&c, &control) || control & (HAS_MESSAGE | HAS_SNET))
		return;
	apdu_names(c, out);
	for (unsigned i = 0; i < out->n; i++)
		out->item[i].addr = origin;
}

static bool message(const struct message *m, struct saying *s)
{
	struct cursor c;
	uint8_t control, kind;

	if (m->n < HEADER)
		return false;
	if (load_be16(m->p + 2) != m->len &&
	    !(is_port(m->port[0]) && is_port(m->port[1])))
		return false;
	if (!has_npdu(m->p[1])) {
		s->speech = functions[m->p[1]].speech;
		if (m->p[1] || (m->n > HEADER + 1 && load_be16(m->p + HEADER)))
			s->operations =
				OPERATION(functions[m->p[1]].operation);
		return true;
	}
	c = cursor_of(m->p, m->n);
	cursor_take(&c, npdu_at(m->p[1]));
	if (!pass_npdu(&c, &control) || !c.left)
		return m->n < m->len;
	if (!(control & HAS_MESSAGE)) {
		if (c.p[0] >> 4 > ABORT)
			return false;
		s->names = !(control & HAS_SNET) && tells_name(c);
		say_apdu(&c, s);
		return true;
	}
	kind = cursor_u8(&c);
	s->operations = OPERATION(kind == 6 || kind == 7 ? OP_ROUTER :
							   OP_NETWORK);
	return true;
}

/* Unsegmented APDUs: kind and service. */
static uint64_t apdu_gist(const uint8_t *p, size_t n)
{
	/* Where the service stands. */
	static const uint8_t places[] = {
		[CONFIRMED] = 3, [UNCONFIRMED] = 1, [SIMPLE_ACK] = 2,
		[COMPLEX_ACK] = 2, [ERROR] = 2,
	};
	unsigned kind = p[0] >> 4, place;

	place = kind < sizeof places ? places[kind] : 0;
	if (!place || place >= n ||
	    (p[0] & 0x08 && (kind == CONFIRMED || kind == COMPLEX_ACK)) ||
	    ((kind == UNCONFIRMED || kind == COMPLEX_ACK) &&
	     tells_name(cursor_of(p, n))))
		return 0;
	return 1 << 16 | kind << 8 | p[place];
}

/* An APDU between two machines, of which one may be behind a router. */
static uint64_t gist(const uint8_t *p, size_t n)
{
	struct cursor c;
	uint8_t control;

	if (n < HEADER + 3 || p[0] != 0x81 || p[1] != ORIGINAL_UNICAST ||
	    load_be16(p + 2) != n || p[HEADER] != 1 ||
	    p[HEADER + 1] & (HAS_MESSAGE | RESERVED))
		return 0;
	if (!(p[HEADER + 1] & (HAS_DNET | HAS_SNET)))
		return apdu_gist(p + HEADER + 2, n - HEADER - 2);
	c = cursor_of(p + HEADER, n - HEADER);
	return pass_npdu(&c, &control) && c.left ? apdu_gist(c.p, c.left) : 0;
}

const struct protocol bacnet = {
	.name = "bacnet",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.ot = true,
	.ports = { 47808, 47809, 47810, 47811, 47812, 47813, 47814, 47815,
		   47816, 47817, 47818, 47819 },
	.operations = operations,
	.length = length,
	.message = message,
	.names = names,
	.gist = gist,
};
