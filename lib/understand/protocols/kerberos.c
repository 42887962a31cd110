/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Kerberos 5 (RFC 4120, 5.4 and 5.9; over TCP 7.2.2, four octets of length
 * before), in BER.
 *
 *   6a AS request, 6b its answer, 6c TGS request, 6d its answer, 7e error:
 *   tag { 30 { a1 or a0 { 02 version 5 }, { 02 type: the tag, its number } } }
 *   error: a6 { 02 code }
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "understand/protocols/ber.h"

enum { PREFIX = 4, VERSION = 5, SEQUENCE = 0x30, INTEGER = 2, CODE = 0xa6,
       NUMBER = 0x1f };

enum tag { AS_REQUEST = 0x6a, AS_ANSWER, TGS_REQUEST, TGS_ANSWER,
	   ERROR = 0x7e };

static const char *const operations[] = {
	"login:kerberos", "login:service-ticket", "error:login-failed",
	"error:other", NULL,
};

enum { LOGIN = 1 << 0, TICKET = 1 << 1, FAILED = 1 << 2, OTHER = 1 << 3 };

static bool take_number(struct cursor *c, uint32_t *out)
{
	struct ber v;
	struct cursor inside;

	if (!ber_next(c, &v) || (v.tag & 0xe0) != 0xa0)
		return false;
	inside = cursor_of(v.p, v.n);
	if (!ber_take(&inside, INTEGER, &v) || !v.n)
		return false;
	*out = ber_uint(&v);
	return true;
}

/* True when the tag, the version and the type agree; *c goes on behind. */
static bool parse(const uint8_t *p, size_t n, struct cursor *c)
{
	uint32_t version, type;
	struct ber v;

	*c = cursor_of(p, n);
	if (!ber_next(c, &v) || (v.tag != ERROR && (v.tag < AS_REQUEST ||
						    v.tag > TGS_ANSWER)))
		return false;
	type = v.tag & NUMBER;
	*c = cursor_of(v.p, v.n);
	if (!ber_take(c, SEQUENCE, &v))
		return false;
	*c = cursor_of(v.p, v.n);
	if (!take_number(c, &version) || version != VERSION ||
	    !take_number(c, &version))
		return false;
	return version == type;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	size_t prefix = udp ? 0 : PREFIX;
	struct cursor c;
	uint64_t size;

	if (n < prefix + 24)
		return !udp && n && p[0] ? NOT_MINE : NEED_MORE;
	size = ber_size(p + prefix, n - prefix);
	if (size < 16 || size > 1 << 20 || (!udp && load_be32(p) != size) ||
	    !parse(p + prefix, n - prefix, &c))
		return NOT_MINE;
	return (int32_t)(size + prefix);
}

/* RFC 4120, 7.5.9: 6 no such client, 18 revoked, 23 password expired, 24
 * preauthentication failed. 25 asks for it and is no error. */
static uint64_t error_of(struct cursor *c)
{
	struct ber v;
	uint32_t code = 0;

	while (ber_next(c, &v)) {
		struct cursor inside = cursor_of(v.p, v.n);

		if (v.tag == CODE && ber_take(&inside, INTEGER, &v))
			code = ber_uint(&v);
	}
	if (!code || code == 25)
		return 0;
	return code == 6 || code == 18 || code == 23 || code == 24 ? FAILED :
								     OTHER;
}

static bool message(const struct message *m, struct saying *s)
{
	size_t prefix = m->udp ? 0 : PREFIX;
	struct cursor c;

	if (m->n < prefix || !parse(m->p + prefix, m->n - prefix, &c))
		return false;
	switch (m->p[prefix]) {
	case AS_REQUEST:
	case TGS_REQUEST:
		s->speech = SPEECH_REQUEST;
		s->operations = m->p[prefix] == AS_REQUEST ? LOGIN : TICKET;
		return true;
	case ERROR:
		s->operations = error_of(&c);
		break;
	}
	s->speech = SPEECH_RESPONSE;
	return true;
}

const struct protocol kerberos = {
	.name = "kerberos",
	.transports = PROTOCOL_TCP | PROTOCOL_UDP,
	.proof = PROOF_STRONG,
	.ports = { 88 },
	.operations = operations,
	.length = length,
	.message = message,
};
