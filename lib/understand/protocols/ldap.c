/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * LDAP (RFC 4511, 4), in BER; over UDP Active Directory's search for its
 * controllers ([MS-ADTS] 6.3.3).
 *
 *   30 { 02 message id, operation, controls a0 }
 *   operation: 60 bind, 61 its answer, 42 unbind, 63 search, 64 entry, 65
 *     done, 66/67 modify, 68/69 add, 4a/6b delete, 6c/6d rename, 6e/6f
 *     compare, 50 abandon, 73 reference, 77/78 extended, 79 intermediate
 *   bind: 60 { 02 version, 04 name, 80 password or a3 SASL }
 *   answers: { 0a result code, ... }
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "understand/protocols/ber.h"

enum { SEQUENCE = 0x30, INTEGER = 2, OCTETS = 4, ENUMERATED = 10,
       CONTROLS = 0xa0, SIMPLE = 0x80, SASL = 0xa3 };

static const char *const operations[] = {
	"login:simple-bind", "login:sasl-bind", "read:search", "write:modify",
	"write:add", "write:delete", "write:rename", "error:login-failed",
	"error:access-denied", NULL,
};

enum { SIMPLE_BIND = 1 << 0, SASL_BIND = 1 << 1, SEARCH = 1 << 2,
       MODIFY = 1 << 3, ADD = 1 << 4, DELETE = 1 << 5, RENAME = 1 << 6,
       FAILED = 1 << 7, DENIED = 1 << 8 };

enum { BIND = 0x60 };

static const struct kind {
	uint8_t tag, speech;
	uint16_t operations;
} kinds[] = {
	{ BIND, SPEECH_REQUEST, 0 },	{ 0x61, SPEECH_RESPONSE, 0 },
	{ 0x42, SPEECH_REQUEST, 0 },	{ 0x63, SPEECH_REQUEST, SEARCH },
	{ 0x64, SPEECH_RESPONSE, 0 },	{ 0x65, SPEECH_RESPONSE, 0 },
	{ 0x66, SPEECH_REQUEST, MODIFY }, { 0x67, SPEECH_RESPONSE, 0 },
	{ 0x68, SPEECH_REQUEST, ADD },	{ 0x69, SPEECH_RESPONSE, 0 },
	{ 0x4a, SPEECH_REQUEST, DELETE }, { 0x6b, SPEECH_RESPONSE, 0 },
	{ 0x6c, SPEECH_REQUEST, RENAME }, { 0x6d, SPEECH_RESPONSE, 0 },
	{ 0x6e, SPEECH_REQUEST, 0 },	{ 0x6f, SPEECH_RESPONSE, 0 },
	{ 0x50, SPEECH_REQUEST, 0 },	{ 0x73, SPEECH_RESPONSE, 0 },
	{ 0x77, SPEECH_REQUEST, 0 },	{ 0x78, SPEECH_RESPONSE, 0 },
	{ 0x79, SPEECH_RESPONSE, 0 },
};

static const struct kind *kind_of(uint8_t tag)
{
	for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (kinds[i].tag == tag)
			return &kinds[i];
	return NULL;
}

/* The head of a message; *c goes on inside the operation. */
static const struct kind *parse(const uint8_t *p, size_t n, uint32_t *id,
				struct cursor *c)
{
	const struct kind *kind;
	struct ber all, v;

	*c = cursor_of(p, n);
	if (!ber_take(c, SEQUENCE, &all))
		return NULL;
	*c = cursor_of(all.p, all.n);
	if (!ber_take(c, INTEGER, &v) || v.len > 4)
		return NULL;
	*id = ber_uint(&v);
	if (!ber_next(c, &v))
		return NULL;
	kind = kind_of(v.tag);
	/* An operation is the last, or controls follow. */
	if (!kind || (all.n == all.len && v.len != v.n) ||
	    (c->left && c->p[0] != CONTROLS) || v.len > all.len)
		return NULL;
	*c = cursor_of(v.p, v.n);
	return kind;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	uint64_t size = ber_size(p, n);
	struct cursor c;
	uint32_t id;

	(void)udp;
	if (n && p[0] != SEQUENCE)
		return NOT_MINE;
	/* The heads of both lengths and of the number, at their longest. */
	if (n < 18 && (!size || n < size))
		return NEED_MORE;
	if (size < 7 || size > 1 << 24 || !parse(p, n, &id, &c))
		return NOT_MINE;
	return (int32_t)size;
}

static uint64_t bind_of(struct cursor *c)
{
	struct ber v;

	if (!ber_take(c, INTEGER, &v) || !ber_take(c, OCTETS, &v) ||
	    !ber_next(c, &v))
		return 0;
	if (v.tag == SASL)
		return SASL_BIND;
	/* Without a name and password it is anonymous (RFC 4513, 5.1.1). */
	return v.tag == SIMPLE && v.len ? SIMPLE_BIND : 0;
}

/* RFC 4511, appendix A: 49 credentials, 50 rights. */
static uint64_t error_of(struct cursor *c)
{
	struct ber v;
	uint32_t code = 0;

	if (ber_take(c, ENUMERATED, &v))
		code = ber_uint(&v);
	if (code == 49)
		return FAILED;
	return code == 50 ? DENIED : 0;
}

static bool message(const struct message *m, struct saying *s)
{
	struct cursor c;
	uint32_t id;
	const struct kind *kind = parse(m->p, m->n, &id, &c);

	if (!kind)
		return false;
	s->speech = kind->speech;
	s->pair = id + 1;
	s->operations = kind->operations;
	if (kind->tag == BIND)
		s->operations = bind_of(&c);
	else if (kind->speech == SPEECH_RESPONSE)
		s->operations = error_of(&c);
	return true;
}

const struct protocol ldap = {
	.name = "ldap",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.ports = { 389, 3268 },
	.operations = operations,
	.length = length,
	.message = message,
};
