/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CIP, the Common Industrial Protocol (ODVA, The CIP Networks Library volume
 * 1; PCCC: Allen-Bradley 1770-6.5.16). Little-endian.
 *
 *    asked:    service | words of path | path | data
 *    answered: service and the highest bit | 0 | status |
 *              words of additional status | those | data
 *
 * Several services in one: number 2, offsets from there 2 each, messages.
 */
#include "understand/protocols/cip.h"

#include "understand/protocols/codes.h"

enum { ANSWER = 0x80, ATTRIBUTES_ALL = 0x81 };
enum { MULTIPLE = 0x0a, FORWARD_CLOSE = 0x4e, UNCONNECTED_SEND = 0x52,
       FORWARD_OPEN = 0x54, LARGE_FORWARD_OPEN = 0x5b, PCCC = 0x4b };
enum { CONNECTION_MANAGER = 6, FILE_OBJECT = 0x37, PCCC_OBJECT = 0x67 };
enum { SEGMENT_CLASS = 0x20, SEGMENT_CLASS_16 = 0x21 };
enum { OK = 0, MORE_DATA = 6 };		/* than fit: no failure */
enum { MAX_EMBEDDED = 64, MAX_DEPTH = 3 };
enum { UDP = 17 };

const char *const cip_operations[] = {
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
	OP_NOT_SETTABLE, OP_PRIVILEGE, OP_DATA, OP_EMBEDDED, OP_ERROR
};

_Static_assert(CIP_OP_ENCAPSULATION == OP_ERROR + 1, "EtherNet/IP's come last");

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

/* The class of a path, 0 when there is none (tags by name). False: it is not
 * to be seen. */
static bool class_of(struct cursor c, uint16_t *class)
{
	uint8_t segment = cursor_u8(&c);

	*class = 0;
	if (segment == SEGMENT_CLASS) {
		*class = cursor_u8(&c);
	} else if (segment == SEGMENT_CLASS_16) {
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
	s->hint = (struct hint){ .port = CIP_IO_PORT, .proto = UDP,
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
	if (!c.overrun && status != OK && status != MORE_DATA)
		s->operations |= lookup(states, COUNT(states), status,
					OP_ERROR);
	else if (service == (MULTIPLE | ANSWER) && cursor_take(&c, 1))
		multiple(c, s, depth);
}

void cip_message(struct cursor c, struct saying *s)
{
	cip(c, s, 0);
}

/* A question: service and class, but where there are more inside of it. An
 * answer: service and status. */
static uint64_t gist_of_one(const uint8_t *p)
{
	const uint64_t asked = 1 << 16;
	uint8_t service = p[0], object = p[2] == SEGMENT_CLASS ? p[3] : 0;

	if ((service & ~ANSWER) == MULTIPLE || service == ATTRIBUTES_ALL)
		return 0;
	if (service & ANSWER)
		return (uint64_t)p[2] << 8 | service;
	if (p[2] == SEGMENT_CLASS_16 || object == CONNECTION_MANAGER ||
	    object == PCCC_OBJECT)
		return 0;
	return asked | (uint64_t)object << 8 | service;
}

/* Of several that are alike, as when a screen reads its tags: what one of them
 * says. They begin at p, n octets. */
static uint64_t gist_of_several(const uint8_t *p, size_t n)
{
	unsigned count = n < 2 ? 0 : load_le16(p);
	uint64_t all = 0;

	if (!count || count > MAX_EMBEDDED || n < 2 + 2 * count)
		return 0;
	for (unsigned i = 1; i <= count; i++) {
		size_t at = load_le16(p + 2 * i);
		uint64_t one;

		if (at + CIP_LEAST > n)
			return 0;
		one = gist_of_one(p + at);
		if (!one || (all && one != all))
			return 0;
		all = one;
	}
	return all;
}

uint64_t cip_gist(const uint8_t *p, size_t n)
{
	const uint64_t several = 1 << 17;
	bool answer = p[0] & ANSWER;
	size_t at = answer ? 4 : 2 + 2 * (size_t)p[1];
	uint64_t inside;

	if ((p[0] & ~ANSWER) != MULTIPLE)
		return gist_of_one(p);
	if (answer && p[2] != OK && p[2] != MORE_DATA)
		return (uint64_t)p[2] << 8 | p[0];
	if (at > n)
		return 0;
	inside = gist_of_several(p + at, n - at);
	return inside ? inside | several << answer : 0;
}
