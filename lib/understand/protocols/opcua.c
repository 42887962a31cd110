/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * OPC UA connection protocol and its services in binary (OPC 10000-6, 6.7 and
 * 7.1; numbers of the services from the published NodeIds). Little-endian.
 *
 *    0          3     4        8
 *   +----------+-----+--------+------------------------------------
 *   | type     | F C | size   | HEL, ACK, ERR, RHE: fields
 *   |          | A   |        | OPN: channel, three strings, sequence,
 *   +----------+-----+--------+      request, body
 *                               MSG, CLO: channel, token, sequence,
 *                                    request, body (4 octets each)
 *
 * F is the last chunk of a message, C an earlier one, A an abandoned one. A
 * body begins with the service as a NodeId, mostly 01 00 and two octets;
 * where it is encrypted the opening of the channel is what tells.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"
#include "understand/protocols/codes.h"

enum { HEADER = 8, MAX_SIZE = 1 << 24 };
enum { SERVICE_FAULT = 397, OPEN_CHANNEL = 446, ACTIVATE = 467,
       WRITE_RESPONSE = 676 };
enum { MAX_RESULTS = 32 };

/* StatusCodes from here on are bad. */
#define BAD UINT32_C(0x80000000)

/* Memory octet 0: the next chunk goes on with a message. */
enum { PART = 1 };

static const char *const operations[] = {
	"diagnostic:discovery", "diagnostic:register-server",
	"login:create-session", "login:session", "login:anonymous",
	"login:user", "login:certificate", "program:add-nodes",
	"program:add-references", "program:delete-nodes",
	"program:delete-references", "read:browse", "read:register-nodes",
	"read:query", "read:attributes", "read:history", "write:attributes",
	"write:history", "control:call", "read:monitor",
	"read:subscription", "diagnostic:test", "error:security",
	"error:access-denied", "error:login", "error:session",
	"error:no-object", "error:illegal-value", "error:unsupported",
	"error:timeout", "error:other", NULL,
};

enum {
	OP_SESSION = 3, OP_ANONYMOUS, OP_USER, OP_CERTIFICATE,
	OP_SECURITY = 22, OP_DENIED, OP_LOGIN, OP_NO_SESSION, OP_NO_OBJECT,
	OP_VALUE, OP_UNSUPPORTED, OP_TIMEOUT, OP_ERROR, OP_NONE
};

/* Requests; the answer is 3 later, of the newest ones 1. */
static const struct {
	uint16_t id;
	uint8_t operation, answer;
} services[] = {
	{ 410, 21, 3 }, { 416, 21, 3 }, { 422, 0, 3 }, { 428, 0, 3 },
	{ 437, 1, 3 }, { OPEN_CHANNEL, OP_NONE, 3 }, { 452, OP_NONE, 3 },
	{ 461, 2, 3 }, { ACTIVATE, OP_SESSION, 3 }, { 473, OP_NONE, 3 },
	{ 479, OP_NONE, 3 }, { 488, 7, 3 }, { 494, 8, 3 }, { 500, 9, 3 },
	{ 506, 10, 3 }, { 527, 11, 3 }, { 533, 11, 3 }, { 554, 11, 3 },
	{ 560, 12, 3 }, { 566, 12, 3 }, { 615, 13, 3 }, { 621, 13, 3 },
	{ 631, 14, 3 }, { 664, 15, 3 }, { 673, 16, 3 }, { 700, 17, 3 },
	{ 712, 18, 3 }, { 751, 19, 3 }, { 763, 19, 3 }, { 769, 19, 3 },
	{ 775, 19, 3 }, { 781, 19, 3 }, { 787, 20, 3 }, { 793, 20, 3 },
	{ 799, 20, 3 }, { 826, 20, 3 }, { 832, 20, 3 }, { 841, 20, 3 },
	{ 847, 20, 3 }, { 12208, 0, 1 }, { 12211, 1, 1 },
};

/* The upper half of a bad StatusCode (OPC 10000-6, annex A.2). */
static const struct code codes[] = {
	{ 0x800a, 0x800a, OP_TIMEOUT }, { 0x800b, 0x800b, OP_UNSUPPORTED },
	{ 0x8012, 0x801e, OP_SECURITY }, { 0x801f, 0x801f, OP_DENIED },
	{ 0x8020, 0x8021, OP_LOGIN }, { 0x8022, 0x8024, OP_SECURITY },
	{ 0x8025, 0x8027, OP_NO_SESSION }, { 0x8033, 0x8035, OP_NO_OBJECT },
	{ 0x8036, 0x8037, OP_VALUE }, { 0x803a, 0x803b, OP_DENIED },
	{ 0x803c, 0x803c, OP_VALUE }, { 0x803d, 0x803d, OP_UNSUPPORTED },
	{ 0x803e, 0x803e, OP_NO_OBJECT }, { 0x8057, 0x8058, OP_LOGIN },
	{ 0x8073, 0x8073, OP_UNSUPPORTED }, { 0x8074, 0x8074, OP_VALUE },
	{ 0x8075, 0x8075, OP_NO_OBJECT },
};

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static const struct kind {
	char type[4];
	uint8_t speech;
	bool chunks;
	uint32_t least, most;
} kinds[] = {
	{ "HEL", SPEECH_REQUEST, false, 32, 4128 },
	{ "ACK", SPEECH_RESPONSE, false, 28, 28 },
	{ "ERR", SPEECH_RESPONSE, false, 16, 4112 },
	{ "RHE", SPEECH_RESPONSE, false, 16, 8208 },
	{ "OPN", SPEECH_NEITHER, false, 32, MAX_SIZE },
	{ "MSG", SPEECH_NEITHER, true, 24, MAX_SIZE },
	{ "CLO", SPEECH_REQUEST, false, 24, MAX_SIZE },
};

static const struct kind *kind_of(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (!memcmp(kinds[i].type, p, n < 3 ? n : 3))
			return &kinds[i];
	return NULL;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	const struct kind *k = kind_of(p, n);
	uint32_t size;

	(void)udp;
	if (!k || (n > 3 && p[3] != 'F' &&
		   (!k->chunks || (p[3] != 'C' && p[3] != 'A'))))
		return NOT_MINE;
	if (n < HEADER)
		return NEED_MORE;
	size = load_le32(p + 4);
	if (size < k->least || size > k->most)
		return NOT_MINE;
	return (int32_t)size;
}

static uint64_t error_of(uint32_t status)
{
	unsigned operation = CODE_FIND(codes, status >> 16);

	if (status < BAD)
		return 0;
	return OPERATION(operation == CODE_UNKNOWN ? OP_ERROR : operation);
}

/* The type of the identity token, a NodeId somewhere in the request. */
static uint64_t identity(struct cursor c)
{
	static const struct {
		uint8_t id[4], operation;
	} tokens[] = {
		{ { 1, 0, 0x44, 1 }, OP_USER },
		{ { 1, 0, 0x47, 1 }, OP_CERTIFICATE },
		{ { 1, 0, 0x41, 1 }, OP_ANONYMOUS },
	};

	for (size_t i = 0; i < COUNT(tokens); i++)
		if (memmem(c.p, c.left, tokens[i].id, sizeof tokens[i].id))
			return OPERATION(tokens[i].operation);
	return OPERATION(OP_SESSION);
}

/* Timestamp 8, handle 4, result 4; then diagnostics 1 (none), strings 4
 * (none), further header 3 (none) and what the service answers. */
static uint64_t result(struct cursor c, uint16_t service)
{
	uint64_t errors;
	uint32_t n, strings;

	cursor_take(&c, 12);
	errors = error_of(cursor_le32(&c));
	if (service != WRITE_RESPONSE || cursor_u8(&c))
		return errors;
	strings = cursor_le32(&c);
	if ((strings && strings != UINT32_MAX) || cursor_u8(&c) ||
	    cursor_u8(&c) || cursor_u8(&c))
		return errors;
	n = cursor_le32(&c);
	for (uint32_t i = 0; i < n && i < MAX_RESULTS && c.left; i++)
		errors |= error_of(cursor_le32(&c));
	return errors;
}

/* The number of a NodeId of namespace 0; 0: another. */
static uint16_t node_id(struct cursor *c)
{
	uint8_t form = cursor_u8(c);

	if (form == 0)
		return cursor_u8(c);
	if (form == 1)
		return cursor_u8(c) ? 0 : cursor_le16(c);
	if (form == 2 && !cursor_le16(c)) {
		uint32_t id = cursor_le32(c);

		return id <= UINT16_MAX ? (uint16_t)id : 0;
	}
	return 0;
}

/* After the sequence number: request number, body. */
static void body(struct cursor c, struct saying *s)
{
	uint32_t request = cursor_le32(&c);
	uint16_t id = node_id(&c);

	if (c.overrun)
		return;
	for (size_t i = 0; i < COUNT(services); i++) {
		if (id == services[i].id) {
			s->speech = SPEECH_REQUEST;
			if (id == ACTIVATE)
				s->operations = identity(c);
			else if (services[i].operation != OP_NONE)
				s->operations =
					OPERATION(services[i].operation);
		} else if (id == services[i].id + services[i].answer) {
			s->speech = SPEECH_RESPONSE;
			s->operations = result(c, id);
		}
	}
	if (id == SERVICE_FAULT) {
		s->speech = SPEECH_RESPONSE;
		s->operations = result(c, id);
	}
	if (s->speech != SPEECH_NEITHER)
		s->pair = request + 1;
}

static void open_channel(struct cursor c, struct saying *s)
{
	bool first = !cursor_le32(&c);

	for (unsigned i = 0; i < 3; i++) {
		uint32_t len = cursor_le32(&c);

		if (len != UINT32_MAX)
			cursor_take(&c, len);
	}
	cursor_le32(&c);
	if (!c.overrun)
		body(c, s);
	if (first && !s->pair)
		s->speech = SPEECH_REQUEST;
}

static bool message(const struct message *m, struct saying *s)
{
	const struct kind *k;
	struct cursor c;
	uint8_t *part = &m->memory->own[0];
	bool first;

	if (m->n < HEADER)
		return false;
	k = kind_of(m->p, m->n);
	if (!k)
		return false;
	c = cursor_of(m->p + HEADER, m->n - HEADER);
	s->speech = (enum speech)k->speech;
	if (k->type[0] == 'O') {
		open_channel(c, s);
	} else if (k->type[0] == 'M') {
		first = !(*part & PART);
		*part = m->p[3] == 'C' ? PART : 0;
		cursor_take(&c, 12);
		if (first)
			body(c, s);
	} else if (k->type[0] == 'E') {
		s->operations = error_of(cursor_le32(&c));
	}
	return true;
}

enum { READ = 631, WRITE = 673, CREATE_ITEMS = 751, PUBLISH = 826,
       BODY_AT = 24, RESULT_AT = 40, ANSWER = 3 };

/* A whole message of the services of every day: the NodeId, which mostly is
 * these four octets, and of an answer its result. */
static uint64_t gist(const uint8_t *p, size_t n)
{
	uint32_t id;

	if (n < RESULT_AT + 4 || memcmp(p, "MSGF", 4) != 0 ||
	    load_le32(p + 4) != n)
		return 0;
	id = load_le32(p + BODY_AT);
	switch (id >> 16) {
	case READ:
	case WRITE:
	case CREATE_ITEMS:
	case PUBLISH:
		return id;
	case READ + ANSWER:
	case CREATE_ITEMS + ANSWER:
	case PUBLISH + ANSWER:
		return (uint64_t)load_le32(p + RESULT_AT) << 32 | id;
	default:
		return 0;
	}
}

const struct protocol opcua = {
	.name = "opcua",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_STRONG,
	.ot = true,
	.ports = { 4840, 48010, 48020, 48030, 48050, 49320, 53530, 62541 },
	.operations = operations,
	.length = length,
	.message = message,
	.gist = gist,
};
