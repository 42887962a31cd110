/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * MQTT (OASIS MQTT 3.1.1, 2 and 3; 5.0, 2 and 3).
 *
 *    0             1
 *   +------+------+-----------------+----------
 *   | type | bits | length, 1 to 4  | body
 *   +------+------+-----------------+----------
 *
 * length: seven bits an octet, lowest first, bit 80 says that more follow.
 * Connecting, subscribing and pinging come from the client, the answers from
 * the broker; both publish and acknowledge.
 */
#include "understand/protocols/codes.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { CONNECT = 1, CONNACK, PUBLISH, PUBACK, PUBREC, PUBREL, PUBCOMP,
       SUBSCRIBE, SUBACK, UNSUBSCRIBE, UNSUBACK, PINGREQ, PINGRESP,
       DISCONNECT, AUTH };
enum { MAX_LENGTH = 1 << 24, ANY_LENGTH = MAX_LENGTH, SHORT = 128 };

static const char *const operations[] = {
	"login:connect", "write:publish", "read:subscribe",
	"read:unsubscribe", "login:authenticate", "error:login",
	"error:refused", NULL,
};

enum { OP_CONNECT, OP_PUBLISH, OP_SUBSCRIBE, OP_UNSUBSCRIBE, OP_AUTH,
       OP_ERROR_LOGIN, OP_ERROR };

/* Shortest and longest body; the bits of octet 0, those of publishing are
 * free. Longer acknowledgements have properties of 5.0. */
static const struct form {
	uint32_t least, most;
	uint8_t bits;
	uint8_t speech;		/* enum speech */
} forms[16] = {
	[CONNECT] = { 10, ANY_LENGTH, 0, SPEECH_REQUEST },
	[CONNACK] = { 2, 4096, 0, SPEECH_RESPONSE },
	[PUBLISH] = { 2, ANY_LENGTH, 0, SPEECH_NEITHER },
	[PUBACK] = { 2, SHORT, 0, SPEECH_NEITHER },
	[PUBREC] = { 2, SHORT, 0, SPEECH_NEITHER },
	[PUBREL] = { 2, SHORT, 2, SPEECH_NEITHER },
	[PUBCOMP] = { 2, SHORT, 0, SPEECH_NEITHER },
	[SUBSCRIBE] = { 6, ANY_LENGTH, 2, SPEECH_REQUEST },
	[SUBACK] = { 3, 4096, 0, SPEECH_RESPONSE },
	[UNSUBSCRIBE] = { 5, ANY_LENGTH, 2, SPEECH_REQUEST },
	[UNSUBACK] = { 2, 4096, 0, SPEECH_RESPONSE },
	[PINGREQ] = { 0, 0, 0, SPEECH_REQUEST },
	[PINGRESP] = { 0, 0, 0, SPEECH_RESPONSE },
	/* In 5.0 the broker may end it, too, with a reason. */
	[DISCONNECT] = { 0, SHORT, 0, SPEECH_NEITHER },
	[AUTH] = { 0, 4096, 0, SPEECH_NEITHER },
};

/* Codes of CONNACK: 3.1.1, then 5.0. */
static const struct code refusals[] = {
	{ 4, 5, OP_ERROR_LOGIN }, { 0x86, 0x87, OP_ERROR_LOGIN },
	CODE(0x8c, OP_ERROR_LOGIN), { 1, 0xff, OP_ERROR },
};

/* The length field; its end in *at, 0 when there is not enough of it, beyond
 * 5 when it is none. */
static uint32_t remaining(const uint8_t *p, size_t n, size_t *at)
{
	uint32_t v = 0;

	for (size_t i = 1; i < n && i < 5; i++) {
		v |= (uint32_t)(p[i] & 0x7f) << (7 * (i - 1));
		if (!(p[i] & 0x80)) {
			*at = i + 1;
			return v;
		}
	}
	*at = n < 5 ? 0 : 6;
	return 0;
}

static bool is_connect(const uint8_t *p, size_t n)
{
	return (n >= 7 && !memcmp(p, "\0\4MQTT", 6) && p[6] >= 3 &&
		p[6] <= 5) ||
	       (n >= 9 && !memcmp(p, "\0\6MQIsdp", 8) && p[8] == 3);
}

static bool is_bits(uint8_t head)
{
	uint8_t bits = head & 0x0f;

	if (head >> 4 == PUBLISH)
		return (bits & 6) != 6;
	return bits == forms[head >> 4].bits;
}

/* A topic is text: no control characters, no wildcards. */
static bool is_topic(const uint8_t *p, size_t n, uint32_t len)
{
	size_t topic;

	if (n < 2)
		return true;
	topic = load_be16(p);
	if (topic + 2 > len)
		return false;
	for (size_t i = 2; i < n && i < topic + 2; i++)
		if (p[i] < ' ' || p[i] == '#' || p[i] == '+')
			return false;
	return true;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	const struct form *f;
	uint32_t len;
	size_t at;

	(void)udp;
	if (n && (p[0] < CONNECT << 4 || !is_bits(p[0])))
		return NOT_MINE;
	if (n < 2)
		return NEED_MORE;
	f = &forms[p[0] >> 4];
	len = remaining(p, n, &at);
	if (!at)
		return NEED_MORE;
	if (at > 5 || len < f->least || len > f->most || len > MAX_LENGTH)
		return NOT_MINE;
	if (p[0] >> 4 == CONNECT && !is_connect(p + at, n - at))
		return n - at < 9 && n < PROTOCOL_CARRY ? NEED_MORE : NOT_MINE;
	if (p[0] >> 4 == CONNACK && n > at && p[at] > 1)
		return NOT_MINE;
	if (p[0] >> 4 == PUBLISH && !is_topic(p + at, n - at, len))
		return NOT_MINE;
	return (int32_t)(at + len);
}

static uint64_t refused(const uint8_t *p, size_t n)
{
	unsigned op = n > 1 ? CODE_FIND(refusals, p[1]) : CODE_UNKNOWN;

	return op == CODE_UNKNOWN ? 0 : OPERATION(op);
}

static bool message(const struct message *m, struct saying *s)
{
	size_t at, n = m->n < m->len ? m->n : m->len;

	if (n < 2)
		return false;
	remaining(m->p, n, &at);
	if (!at || at > n)
		return false;
	s->speech = forms[m->p[0] >> 4].speech;
	switch (m->p[0] >> 4) {
	case CONNECT:
		m->memory->own[0] = 1;
		s->operations = OPERATION(OP_CONNECT);
		break;
	case CONNACK:
		s->operations = refused(m->p + at, n - at);
		break;
	case PUBLISH:
		/* What the broker passes on is not its own. */
		if (!m->memory->peer[0])
			s->operations = OPERATION(OP_PUBLISH);
		break;
	case SUBSCRIBE:
		m->memory->own[0] = 1;
		s->operations = OPERATION(OP_SUBSCRIBE);
		break;
	case UNSUBSCRIBE:
		s->operations = OPERATION(OP_UNSUBSCRIBE);
		break;
	case AUTH:
		s->operations = OPERATION(OP_AUTH);
		break;
	default:
		break;
	}
	return true;
}

const struct protocol mqtt = {
	.name = "mqtt",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_WEAK,
	.ot = true,
	.ports = { 1883, 8883 },
	.operations = operations,
	.length = length,
	.message = message,
};
