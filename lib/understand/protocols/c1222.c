/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Meters: ANSI C12.22 (IEEE 1703; 5.3: ACSE, EPSEM) over TCP and UDP, and
 * DLMS/COSEM (IEC 62056-47 wrapper, IEC 62056-53 services).
 *
 * C12.22 is a BER value 60 of values A1 to AC with titles and numbers, and
 * BE, in which 28 and 81 hold the EPSEM: a control octet, four octets of
 * class where its bit 10 is set, then services, each behind its length.
 * Services are 20 and above in what asks, 00 to 1F in what answers. With bits
 * 0C at 08 they are encrypted.
 *
 *    0       2        4        6        8
 *   +-------+--------+--------+--------+-------------
 *   | 00 01 | from   | to     | length | tag, ...        DLMS, big-endian
 *   +-------+--------+--------+--------+-------------
 */
#include "understand/protocols/ber.h"
#include "understand/protocols/codes.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { ACSE = 0x60, USER_INFORMATION = 0xbe, EXTERNAL = 0x28, OCTETS = 0x81,
       HAS_CLASS = 0x10, SECURITY = 0x0c, ENCRYPTED = 0x08, FIRST_ASKS = 0x20,
       SMALLEST = 8, LARGEST = 65536 };
enum { WRAPPER = 8, WRAPPER_VERSION = 1, MAX_APDU = 8192 };

static const char *const operations[] = {
	"diagnostic:identify",	"diagnostic:terminate",
	"read:table",		"write:table",
	"login:logon",		"login:security",
	"login:logoff",		"diagnostic:negotiate",
	"diagnostic:wait",	"diagnostic:other",
	"error:unsupported",	"error:clearance",
	"error:busy",		"error:other", NULL,
};

enum { OP_OTHER = 9 };

static const struct code services[] = {
	CODE(0x20, 0), { 0x21, 0x22, 1 }, { 0x30, 0x3f, 2 }, { 0x40, 0x4f, 3 },
	CODE(0x50, 4), CODE(0x51, 5), CODE(0x52, 6), CODE(0x53, 5),
	{ 0x60, 0x6b, 7 }, { 0x70, 0x71, 8 },
	{ 0x72, 0xff, OP_OTHER }, { 0x54, 0x5f, OP_OTHER },
	{ 0x23, 0x2f, OP_OTHER }, { 0x6c, 0x6f, OP_OTHER },
};

/* Response codes; 0 is no error. */
static const struct code errors[] = {
	CODE(0x02, 10), CODE(0x03, 11), { 0x06, 0x08, 12 }, { 0x01, 0x1f, 13 },
};

static bool is_first_tag(uint8_t tag)
{
	return tag == 0xa1 || tag == 0xa2 || tag == 0xa4 || tag == 0xa6 ||
	       tag == 0xa7 || tag == 0xa8;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	struct cursor c = cursor_of(p, n);
	struct ber whole;
	uint64_t size;

	(void)udp;
	if (n && p[0] != ACSE)
		return NOT_MINE;
	size = ber_size(p, n);
	if (!size)
		return n < SMALLEST ? NEED_MORE : NOT_MINE;
	if (size < SMALLEST || size > LARGEST)
		return NOT_MINE;
	if (!ber_take(&c, ACSE, &whole) || !whole.n)
		return NEED_MORE;
	return is_first_tag(whole.p[0]) ? (int32_t)size : NOT_MINE;
}

/* The EPSEM, if it is there. */
static bool find_epsem(const uint8_t *p, size_t n, struct ber *epsem)
{
	struct cursor c = cursor_of(p, n);
	struct ber v;

	if (!ber_take(&c, ACSE, &v))
		return false;
	c = cursor_of(v.p, v.n);
	do {
		if (!ber_next(&c, &v))
			return false;
	} while (v.tag != USER_INFORMATION);
	c = cursor_of(v.p, v.n);
	if (!ber_take(&c, EXTERNAL, &v))
		return false;
	c = cursor_of(v.p, v.n);
	return ber_take(&c, OCTETS, epsem);
}

static bool message(const struct message *m, struct saying *s)
{
	struct cursor c;
	struct ber epsem;
	uint8_t control, len, service;
	unsigned op;

	if (!find_epsem(m->p, m->n, &epsem))
		return true;
	c = cursor_of(epsem.p, epsem.n);
	control = cursor_u8(&c);
	if (control & HAS_CLASS)
		cursor_take(&c, 4);
	len = cursor_u8(&c);
	service = cursor_u8(&c);
	if (c.overrun || !len || len > epsem.len ||
	    (control & SECURITY) == ENCRYPTED)
		return true;
	s->speech = service >= FIRST_ASKS ? SPEECH_REQUEST : SPEECH_RESPONSE;
	op = service >= FIRST_ASKS ? CODE_FIND(services, service) :
				     CODE_FIND(errors, service);
	if (op != CODE_UNKNOWN)
		s->operations = OPERATION(op);
	return true;
}

const struct protocol c1222 = {
	.name = "c1222",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.unproven = true,
	.ports = { 1153 },
	.operations = operations,
	.length = length,
	.message = message,
};

static const char *const dlms_operations[] = {
	"login:associate", "login:release", "read:attribute",
	"write:attribute", "control:method", "diagnostic:notification",
	"diagnostic:other", "error:refused", NULL,
};

enum { DLMS_ERROR = 7, EXCEPTION = 0xd8, CONFIRMED_ERROR = 0x0e };

static const struct code dlms_requests[] = {
	CODE(0x60, 0), CODE(0x62, 1), CODE(0x01, 6), CODE(0x05, 2),
	CODE(0x06, 3), CODE(0x16, 3), CODE(0xc0, 2), CODE(0xc1, 3),
	CODE(0xc3, 4), CODE(0x21, 6), CODE(0x25, 2), CODE(0x26, 3),
	CODE(0xc8, 2), CODE(0xc9, 3), CODE(0xcb, 4), CODE(0xd0, 2),
	CODE(0xd1, 3), CODE(0xd3, 4), CODE(0xdb, 6), CODE(0xdd, 6),
};

static const struct code dlms_responses[] = {
	CODE(0x61, 0), CODE(0x63, 0), CODE(0x08, 0), CODE(0x0c, 0),
	CODE(0x0d, 0), CODE(CONFIRMED_ERROR, 0), { 0xc4, 0xc5, 0 },
	CODE(0xc7, 0), { 0xcc, 0xcd, 0 }, CODE(0xcf, 0), { 0xd4, 0xd5, 0 },
	CODE(0xd7, 0), CODE(EXCEPTION, 0),
};

/* General ciphering hides which it is; a meter notifies on its own. */
static const struct code dlms_others[] = {
	CODE(0x0f, 5), CODE(0x18, 5), CODE(0xc2, 5), CODE(0xca, 5),
	CODE(0xd2, 5), CODE(0xdc, 6), CODE(0xdf, 6), CODE(0xe0, 6),
};

static int32_t dlms_length(const uint8_t *p, size_t n, bool udp)
{
	uint16_t len;
	uint8_t tag;

	(void)udp;
	if (n < WRAPPER + 1)
		return n >= 2 && load_be16(p) != WRAPPER_VERSION ? NOT_MINE :
								   NEED_MORE;
	len = load_be16(p + 6);
	tag = p[WRAPPER];
	if (load_be16(p) != WRAPPER_VERSION || !load_be16(p + 2) ||
	    !load_be16(p + 4) || !len || len > MAX_APDU ||
	    (CODE_FIND(dlms_requests, tag) == CODE_UNKNOWN &&
	     CODE_FIND(dlms_responses, tag) == CODE_UNKNOWN &&
	     CODE_FIND(dlms_others, tag) == CODE_UNKNOWN))
		return NOT_MINE;
	return WRAPPER + len;
}

static bool dlms_message(const struct message *m, struct saying *s)
{
	unsigned op;
	uint8_t tag;

	if (m->n < WRAPPER + 1)
		return false;
	tag = m->p[WRAPPER];
	op = CODE_FIND(dlms_requests, tag);
	if (op != CODE_UNKNOWN) {
		s->speech = SPEECH_REQUEST;
		s->operations = OPERATION(op);
		return true;
	}
	op = CODE_FIND(dlms_others, tag);
	if (op != CODE_UNKNOWN) {
		s->operations = OPERATION(op);
		return true;
	}
	s->speech = SPEECH_RESPONSE;
	if (tag == EXCEPTION || tag == CONFIRMED_ERROR)
		s->operations = OPERATION(DLMS_ERROR);
	return true;
}

const struct protocol dlms_cosem = {
	.name = "dlms-cosem",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_MEDIUM,
	.ot = true,
	.unproven = true,
	.ports = { 4059 },
	.operations = dlms_operations,
	.length = dlms_length,
	.message = dlms_message,
};
