/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * MMS (ISO 9506-2): IEC 61850 station bus, and ICCP (TASE.2), in the user
 * data of COTP. Between them lie session (ISO 8327-1) and presentation
 * (ISO 8823-1), which once connected are a fixed head of each message:
 *
 *   01 00 01 00   61 L   30 L   02 01 context   a0 L   PDU
 *
 * L are BER lengths. The PDU's tag says who speaks: a0 confirmed request, a1
 * response, a2 error, a3 unconfirmed (reports, from the server), a4 reject,
 * a8 to aa initiate, 8b to 8d conclude. A confirmed request: 02 L invoke id,
 * then the service as a context tag. Connecting: session 0d CONNECT and 0e
 * ACCEPT, in which the object identifiers of MMS (1 0 9506 2 ...) show.
 *
 * In ICCP each centre may ask the other over one association; from then on
 * nobody's request counts, and the one that connected stays the client.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/iccp.h"
#include "understand/protocols/protocol.h"
#include "understand/protocols/tpkt.h"

#include "ground/bytes.h"

enum { CONNECT = 0x0d, ACCEPT = 0x0e, DATA = 0x01 };
enum { READ = 4, WRITE = 5 };

/* Memory: octet 1, and in octet 2 the messages searched for ICCP's names. */
enum { ASKED = 1, NAMES_ICCP = 2, LOOKED = 2, LOOKS = 64 };

const char *const mms_operations[] = {
	"diagnostic:status", "read:names", "diagnostic:identify",
	"program:rename", "read:variables", "write:variables",
	"read:variable-attributes", "program:define-variables",
	"program:delete-variables", "control:take", "program:download",
	"program:upload", "program:delete-domain", "read:domain",
	"program:create-program", "program:delete-program", "control:start",
	"control:stop", "control:resume", "control:reset", "control:kill",
	"read:events", "write:events", "control:acknowledge-alarm",
	"read:journal", "write:journal", "read:file", "write:file-rename",
	"write:file-delete", "write:file-obtain", "read:file-directory",
	"control:operate", "control:select", "control:cancel",
	"diagnostic:other", "login:initiate", "error:refused",
	"error:reject", "error:initiate", "error:hardware",
	"error:temporarily-unavailable", "error:access-denied",
	"error:no-object", "error:illegal-address", "error:data-type",
	"error:other", NULL,
};

enum {
	OP_OPERATE = 31, OP_SELECT, OP_CANCEL, OP_OTHER, OP_INITIATE,
	OP_REFUSED, OP_REJECT, OP_NO_INITIATE, OP_HARDWARE, OP_BUSY,
	OP_DENIED, OP_NO_OBJECT, OP_ADDRESS, OP_TYPE, OP_ERROR
};

/* By the number of a confirmed service; lines begin with 0, 17, 26, 40, 53 and
 * 65. */
static const uint8_t services[] = {
	0, 1, 2, 3, 4, 5, 6, 7, 7, 6, 8, 7, 6, 8, 7, 6, 8,
	OP_OTHER, OP_OTHER, 9, 9, 9, 9, 21, 21, 21,
	10, 10, 10, 11, 11, 11, 10, 11, 10, 11, 12, 13, 14, 15,
	16, 17, 18, 19, 20, 13, 29, 22, 22, 21, 21, 22, 22,
	22, 22, 21, 21, 22, 22, 22, 21, 21, 23, 21, 21,
	24, 25, 25, 24, 25, 25, 0, 26, 26, 26, 27, 28, 30,
};

/* By the code of a failed access to data, from object-invalidated on. */
static const uint8_t failures[] = {
	OP_NO_OBJECT, OP_HARDWARE, OP_BUSY, OP_DENIED, OP_NO_OBJECT,
	OP_ADDRESS, OP_TYPE, OP_TYPE, OP_TYPE, OP_DENIED, OP_NO_OBJECT,
};

/* The length of an element with this tag; SIZE_MAX when it is another, or
 * its length has no end or is absurd. */
static size_t element(struct cursor *c, uint8_t tag)
{
	uint8_t first, found;
	size_t len = 0;

	if (c->left >= 2 && c->p[0] == tag && c->p[1] < 0x80)
		return cursor_take(c, 2)[1];
	found = cursor_u8(c);
	first = cursor_u8(c);
	if (c->overrun || found != tag || first == 0x80 || first > 0x83)
		return SIZE_MAX;
	if (first < 0x80)
		return first;
	for (unsigned i = first & 0x7f; i; i--)
		len = len << 8 | cursor_u8(c);
	return c->overrun ? SIZE_MAX : len;
}

#define CONTAINS(c, s) (memmem((c)->p, (c)->left, s, sizeof(s) - 1) != NULL)

/* As CONTAINS, faster where a $ is rare. */
static bool is_control(const struct cursor *c)
{
	const uint8_t *p = c->p, *end = c->p + c->left;

	while (end - p >= 4 && (p = memchr(p, '$', (size_t)(end - p) - 3))) {
		if (!memcmp(p, "$CO$", 4))
			return true;
		p++;
	}
	return false;
}

/* IEC 61850-8-1: the functional constraint CO of a name is control, its last
 * part which. Where that is cut away it is a write like others. */
static uint64_t control(const struct cursor *c, unsigned service, bool cut)
{
	bool selects;

	if (!is_control(c))
		return OPERATION(services[service]);
	selects = CONTAINS(c, "$SBO");
	if (service == READ && !selects)
		return OPERATION(services[service]);
	if (CONTAINS(c, "$Cancel"))
		return OPERATION(OP_CANCEL);
	if (selects)
		return OPERATION(OP_SELECT);
	return OPERATION(cut && !CONTAINS(c, "$Oper") ? services[service] :
							OP_OPERATE);
}

/* The number of the service, from its tag. -1 when it is not there. */
static int service_of(struct cursor *c)
{
	uint8_t tag = cursor_u8(c);

	if ((tag & 0x1f) == 0x1f)
		tag = cursor_u8(c);
	else
		tag &= 0x1f;
	return c->overrun ? -1 : tag;
}

/* invokeID; its number for pairing. */
static bool invocation(struct cursor *c, struct saying *s)
{
	size_t len = element(c, 0x02);
	uint32_t id = 0;

	if (len > 5)
		return false;
	while (len--)
		id = id << 8 | cursor_u8(c);
	if (c->overrun)
		return false;
	s->pair = id + 1;
	return true;
}

static void request(struct cursor c, bool cut, struct saying *s)
{
	int service;

	if (!invocation(&c, s))
		return;
	if (c.left && *c.p == 0x30) {	/* modifiers */
		size_t len = element(&c, 0x30);

		cursor_take(&c, len);
	}
	service = service_of(&c);
	if (service < 0)
		return;
	if (service == READ || service == WRITE)
		s->operations = control(&c, (unsigned)service, cut);
	else if ((unsigned)service < sizeof services)
		s->operations = OPERATION(services[service]);
	else
		s->operations = OPERATION(OP_OTHER);
}

/* The first result of a read or write: 80 01 code is a failure. */
static void response(struct cursor c, struct saying *s)
{
	int service;
	uint8_t code;

	if (!invocation(&c, s) || !c.left)
		return;
	service = *c.p & 0x1f;
	if ((service != READ && service != WRITE) ||
	    element(&c, (uint8_t)(0xa0 | service)) == SIZE_MAX ||
	    (service == READ && element(&c, 0xa1) == SIZE_MAX) ||
	    element(&c, 0x80) != 1)
		return;
	code = cursor_u8(&c);
	if (!c.overrun)
		s->operations = OPERATION(code < sizeof failures ?
					  failures[code] : OP_ERROR);
}

static void look_for_iccp(uint8_t *own, const struct cursor *c)
{
	if (own[1] & NAMES_ICCP || own[LOOKED] == LOOKS)
		return;
	own[LOOKED]++;
	if (iccp_is_named(c->p, c->left)) {
		own[1] |= NAMES_ICCP;
		own[LOOKED] = LOOKS;
	}
}

static const struct protocol *variant(const uint8_t *side0,
				      const uint8_t *side1)
{
	return (side0[1] | side1[1]) & NAMES_ICCP ? &iccp : &mms;
}

/* A PDU of MMS, or of ACSE where the association ends. */
static bool pdu(const struct message *m, struct cursor c, struct saying *s)
{
	static const struct {
		uint8_t tag, speech, operation;
	} kinds[] = {
		{ 0xa0, SPEECH_REQUEST, MAX_OPERATIONS },
		{ 0xa1, SPEECH_RESPONSE, MAX_OPERATIONS },
		{ 0xa2, SPEECH_RESPONSE, OP_REFUSED },
		{ 0xa3, SPEECH_RESPONSE, MAX_OPERATIONS },
		{ 0xa4, SPEECH_NEITHER, OP_REJECT },
		{ 0xa5, SPEECH_REQUEST, MAX_OPERATIONS },
		{ 0x85, SPEECH_REQUEST, MAX_OPERATIONS },
		{ 0xa6, SPEECH_RESPONSE, MAX_OPERATIONS },
		{ 0x86, SPEECH_RESPONSE, MAX_OPERATIONS },
		{ 0xa7, SPEECH_RESPONSE, OP_REFUSED },
		{ 0xa8, SPEECH_REQUEST, OP_INITIATE },
		{ 0xa9, SPEECH_RESPONSE, MAX_OPERATIONS },
		{ 0xaa, SPEECH_RESPONSE, OP_NO_INITIATE },
		{ 0x8b, SPEECH_REQUEST, MAX_OPERATIONS },
		{ 0x8c, SPEECH_RESPONSE, MAX_OPERATIONS },
		{ 0xad, SPEECH_NEITHER, MAX_OPERATIONS },
		{ 0x62, SPEECH_NEITHER, MAX_OPERATIONS },
		{ 0x63, SPEECH_NEITHER, MAX_OPERATIONS },
		{ 0x64, SPEECH_NEITHER, MAX_OPERATIONS },
	};
	uint8_t *own = m->memory->own;
	size_t i = 0;

	while (i < sizeof kinds / sizeof *kinds && kinds[i].tag != *c.p)
		i++;
	if (i == sizeof kinds / sizeof *kinds)
		return false;
	s->speech = kinds[i].speech;
	if (kinds[i].operation < MAX_OPERATIONS)
		s->operations = OPERATION(kinds[i].operation);
	if (*c.p == 0xa0)
		own[1] |= ASKED;
	if (element(&c, kinds[i].tag) == SIZE_MAX)
		return true;
	if (kinds[i].tag == 0xa0)
		request(c, m->n < m->len, s);
	else if (kinds[i].tag == 0xa1)
		response(c, s);
	look_for_iccp(own, &c);
	if (own[1] & m->memory->peer[1] & ASKED) {
		s->speech = s->speech == SPEECH_REQUEST ? SPEECH_REVERSE :
							  SPEECH_NEITHER;
		s->pair = 0;
	}
	return true;
}

/* True when what is left of the TPDU agrees with a length inside of it. */
static bool agrees(const struct message *m, const struct cursor *c, size_t len)
{
	size_t room = m->len - (m->n - c->left);

	return len != SIZE_MAX && (tpkt_ends(m) ? len == room : len > room);
}

static bool data(const struct message *m, struct cursor c, struct saying *s)
{
	const uint8_t *head = cursor_take(&c, 4);
	size_t len;

	if (!head || load_be32(head) != 0x01000100)
		return false;
	len = element(&c, 0x61);
	if (!c.overrun && !agrees(m, &c, len))
		return false;
	len = element(&c, 0x30);
	if (!c.overrun && !agrees(m, &c, len))
		return false;
	if (element(&c, 0x02) == 1)
		cursor_u8(&c);
	len = element(&c, 0xa0);
	if (c.overrun || !c.left)
		return m->n < m->len;	/* as far as can be seen */
	return len != SIZE_MAX && pdu(m, c, s);
}

/* Session CONNECT and ACCEPT, which name MMS further in. */
static bool connection(const struct message *m, struct cursor c,
		       struct saying *s)
{
	uint8_t spdu = cursor_u8(&c);
	size_t len = cursor_u8(&c);

	if (len == 0xff)
		len = cursor_be16(&c);
	if (c.overrun || (spdu != CONNECT && spdu != ACCEPT) ||
	    !agrees(m, &c, len) || !CONTAINS(&c, "\x28\xca\x22\x02"))
		return false;
	s->speech = spdu == CONNECT ? SPEECH_REQUEST : SPEECH_RESPONSE;
	if (spdu == CONNECT)
		s->operations = OPERATION(OP_INITIATE);
	return true;
}

static bool message(const struct message *m, struct saying *s)
{
	enum tpkt_part part;
	struct cursor c;

	if (m->n < TPKT_USER)
		return false;
	part = tpkt_part(m, s);
	if (part == TPKT_ASIDE)
		return tpkt_known(m);
	c = cursor_of(m->p + TPKT_USER, m->n - TPKT_USER);
	/* A part that was lost leaves TPKT_MIDDLE behind; data() is strict. */
	if (data(m, c, s) || part == TPKT_MIDDLE || connection(m, c, s))
		return tpkt_accept(m);
	return false;
}

static bool fills(struct cursor *c, uint8_t tag)
{
	size_t len = element(c, tag);

	return len == c->left;
}

/* A request, a response or a report in data of the plainest form: which, and
 * the operations of it. Who asked whom before is for the memory to tell. */
static uint64_t gist(const uint8_t *p, size_t n)
{
	const uint64_t known = UINT64_C(1) << 63;
	struct saying said = { .speech = SPEECH_NEITHER };
	struct cursor c;
	uint8_t tag;

	if (n < TPKT_USER + 16 || load_be32(p) != (0x03000000 | (uint32_t)n) ||
	    load_be32(p + 4) != 0x02f08001 || load_be32(p + 7) != 0x01000100)
		return 0;
	c = cursor_of(p + TPKT_USER + 4, n - TPKT_USER - 4);
	if (!fills(&c, 0x61) || !fills(&c, 0x30) || element(&c, 0x02) != 1 ||
	    !cursor_take(&c, 1) || !fills(&c, 0xa0) || !c.left)
		return 0;
	tag = *c.p;
	if ((tag != 0xa0 && tag != 0xa1 && tag != 0xa3) ||
	    element(&c, tag) == SIZE_MAX)
		return 0;
	if (tag == 0xa0)
		request(c, false, &said);
	else if (tag == 0xa1)
		response(c, &said);
	return known | (uint64_t)tag << 48 | said.operations;
}

const struct protocol mms = {
	.name = "mms",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_STRONG,
	.ot = true,
	.unproven = true,	/* captures of our own making only */
	.ports = { 102 },
	.operations = mms_operations,
	.length = tpkt_length,
	.message = message,
	.gist = gist,
	.variant = variant,
};
