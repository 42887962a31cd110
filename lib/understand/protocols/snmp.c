/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SNMP 1, 2c (RFC 1157, 3901) and 3 (RFC 3412, 6; RFC 3416, 3), in BER.
 *
 *   30 { 02 version, 04 community, PDU }
 *   30 { 02 version, 30 { 02 id, 02 size, 04 flags, 02 model },
 *        04 security, PDU in context 30 { 04, 04, PDU } or 04 encrypted }
 *   PDU: tag { 02 request id, 02 error, 02 index, 30 variables }
 *
 * a0 get, a1 next, a3 set and a5 bulk are the manager's, a2 and a8 the
 * agent's. Notifications (a4, a6, a7) are another protocol here: the agent
 * sends them without being asked to the manager's port, which is the service
 * that is used. Of the flags of version 3, 04 asks for a report: requests
 * have it, answers do not. A community is a password: it is not looked at.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "understand/protocols/ber.h"
#include "understand/protocols/naming.h"

enum { SEQUENCE = 0x30, INTEGER = 2, OCTETS = 4, TRAP_PORT = 162,
       VERSION_3 = 3, ENCRYPTED = 2, REPORTABLE = 4 };

enum pdu { GET = 0xa0, NEXT, RESPONSE, SET, TRAP_1, BULK, INFORM, TRAP_2,
	   REPORT };

static const char *const operations[] = {
	"read:get", "read:get-next", "read:get-bulk", "write:set",
	"error:access", "error:no-such-name", "error:other", NULL,
};

enum { OP_ACCESS = 1 << 4, OP_NO_NAME = 1 << 5, OP_ERROR = 1 << 6 };

/* What of a message is looked at. */
struct parts {
	uint32_t version, id, error;
	uint8_t flags;
	uint8_t pdu;		/* its tag; 0: encrypted or cut away */
	const uint8_t *content;	/* of the PDU */
	uint32_t len;		/* of its content */
};

static void pdu_parse(struct cursor *c, struct parts *out)
{
	struct ber pdu, v;
	struct cursor inside;

	if (!ber_next(c, &pdu))
		return;
	out->pdu = pdu.tag;
	out->content = pdu.p;
	out->len = pdu.len;
	inside = cursor_of(pdu.p, pdu.n);
	if (pdu.tag == TRAP_1 || !ber_take(&inside, INTEGER, &v))
		return;
	if (out->version != VERSION_3)
		out->id = ber_uint(&v);
	if (ber_take(&inside, INTEGER, &v) && v.n)
		out->error = ber_uint(&v);
}

static bool version_3(struct cursor *c, struct parts *out)
{
	struct ber v, head;
	struct cursor inside;

	if (!ber_take(c, SEQUENCE, &head))
		return false;
	inside = cursor_of(head.p, head.n);
	if (!ber_take(&inside, INTEGER, &v))
		return false;
	out->id = ber_uint(&v);
	if (!ber_take(&inside, INTEGER, &v) ||
	    !ber_take(&inside, OCTETS, &v) || v.n != 1)
		return false;
	out->flags = v.p[0];
	if (!ber_take(&inside, INTEGER, &v) || inside.left ||
	    !ber_take(c, OCTETS, &v))
		return false;
	if (out->flags & ENCRYPTED || !ber_take(c, SEQUENCE, &v))
		return true;
	inside = cursor_of(v.p, v.n);
	if (ber_take(&inside, OCTETS, &v) && ber_take(&inside, OCTETS, &v))
		pdu_parse(&inside, out);
	return true;
}

static bool parse(const uint8_t *p, size_t n, struct parts *out)
{
	struct cursor c = cursor_of(p, n);
	struct ber v;
	uint64_t size = ber_size(p, n);

	*out = (struct parts){ .id = UINT32_MAX };
	if (!ber_take(&c, SEQUENCE, &v) || c.left)
		return false;
	c = cursor_of(v.p, v.n);
	if (!ber_take(&c, INTEGER, &v) || v.len != 1 || !v.n)
		return false;
	out->version = v.p[0];
	if (out->version == VERSION_3)
		return version_3(&c, out);
	if (out->version > 1 || !ber_take(&c, OCTETS, &v) || v.len > 255)
		return false;
	pdu_parse(&c, out);
	return out->pdu >= GET && out->pdu <= REPORT &&
	       (uint64_t)(out->content - p) + out->len == size;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	struct parts parts;
	uint64_t size = ber_size(p, n);

	(void)udp;
	if (size < 8 || size > UINT16_MAX || !parse(p, n, &parts))
		return NOT_MINE;
	return (int32_t)size;
}

static bool at_trap_port(const struct message *m)
{
	return m->port[0] == TRAP_PORT || m->port[1] == TRAP_PORT;
}

static enum speech speech_of(const struct parts *parts)
{
	switch (parts->pdu) {
	case GET:
	case NEXT:
	case SET:
	case BULK:
	case INFORM:
	case TRAP_1:
	case TRAP_2:
		return SPEECH_REQUEST;
	case RESPONSE:
	case REPORT:
		return SPEECH_RESPONSE;
	default:
		return parts->flags & REPORTABLE ? SPEECH_REQUEST :
						   SPEECH_NEITHER;
	}
}

/* RFC 3416, 3: of error-status. */
static uint64_t error_of(uint32_t error)
{
	if (!error)
		return 0;
	if (error == 2)
		return OP_NO_NAME;
	return error == 6 || error == 16 || error == 17 ? OP_ACCESS : OP_ERROR;
}

static uint64_t what_of(const struct parts *parts)
{
	switch (parts->pdu) {
	case GET:
	case NEXT:
		return OPERATION(parts->pdu - GET);
	case BULK:
		return OPERATION(2);
	case SET:
		return OPERATION(3);
	case RESPONSE:
		return error_of(parts->error);
	default:
		return 0;
	}
}

static bool is_notice(uint8_t pdu)
{
	return pdu == TRAP_1 || pdu == INFORM || pdu == TRAP_2;
}

enum { OBJECT = 6, MAX_VARIABLES = 64 };

/* sysName (RFC 3418): 1.3.6.1.2.1.1.5, of which there is one, .0. */
static bool is_system_name(const struct ber *v)
{
	static const uint8_t name[] = { 0x2b, 6, 1, 2, 1, 1, 5, 0 };

	return v->n == sizeof name && !memcmp(v->p, name, sizeof name);
}

/* An answer's variables: each a sequence of what it is and the value. */
static void names(const struct message *m, struct namings *out)
{
	struct parts parts;
	struct cursor c;
	struct ber v;

	if (!parse(m->p, m->n, &parts) || !parts.pdu)
		return;
	c = cursor_of(parts.content,
		      m->n - (size_t)(parts.content - m->p));
	if (!ber_take(&c, INTEGER, &v) || !ber_take(&c, INTEGER, &v) ||
	    !ber_take(&c, INTEGER, &v) || !ber_take(&c, SEQUENCE, &v))
		return;
	c = cursor_of(v.p, v.n);
	for (unsigned i = 0; i < MAX_VARIABLES; i++) {
		struct cursor one;

		if (!ber_take(&c, SEQUENCE, &v))
			return;
		one = cursor_of(v.p, v.n);
		if (ber_take(&one, OBJECT, &v) && is_system_name(&v) &&
		    ber_take(&one, OCTETS, &v))
			naming_own(out, "snmp", v.p, v.n);
	}
}

static bool message(const struct message *m, struct saying *s)
{
	struct parts parts;

	if (!parse(m->p, m->n, &parts) || is_notice(parts.pdu) ||
	    at_trap_port(m))
		return false;
	s->speech = speech_of(&parts);
	s->names = parts.pdu == RESPONSE;
	s->pair = parts.id + 1;
	s->operations = what_of(&parts);
	return true;
}

/* An encrypted trap asks for no report, and still it is one. */
static bool notice(const struct message *m, struct saying *s)
{
	struct parts parts;

	if (!parse(m->p, m->n, &parts) ||
	    !(is_notice(parts.pdu) || at_trap_port(m)))
		return false;
	s->speech = speech_of(&parts);
	s->pair = parts.id + 1;
	if (!parts.pdu && m->port[1] == TRAP_PORT)
		s->speech = SPEECH_REQUEST;
	return true;
}

const struct protocol snmp = {
	.name = "snmp",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.ports = { 161 },
	.operations = operations,
	.length = length,
	.message = message,
	.names = names,
};

const struct protocol snmptrap = {
	.name = "snmptrap",
	.transports = PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.ports = { TRAP_PORT },
	.length = length,
	.message = notice,
};
