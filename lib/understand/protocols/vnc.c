/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * VNC: the RFB protocol (RFC 6143, 7.1 and 7.2) until its login is over.
 *
 *   server  "RFB 003.008\n"        client  the same, its version
 *   server  count, types (or, in 3.3, one type of four octets)
 *   client  the type it takes; 2 is a password:
 *   server  challenge of 16        client  answer of 16
 *   server  0 0 0 result: 0 well, 1 failed, 2 too many
 *
 * Where the viewer listens, the server opens the connection and still speaks
 * first. All but the first line means something only behind it.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include <string.h>

#include "ground/bytes.h"

enum { BANNER = 12, PASSWORD = 2, CHALLENGE = 16, RESULT = 4,
       MAX_TYPES = 16 };

static const char *const operations[] = {
	"login:vnc-password", "error:login-failed", NULL,
};

enum { LOGIN = 1 << 0, FAILED = 1 << 1 };

/* Octets of memory. */
enum { ROLE, STEP };

enum { UNKNOWN_ROLE, SERVER, CLIENT };

/* Of a server: what it has sent last. */
enum { GREETED, OFFERED, CHALLENGED, DECIDED };

static bool is_banner(const uint8_t *p, size_t n)
{
	static const char like[] = "RFB 000.000\n";

	for (unsigned i = 0; i < BANNER; i++) {
		bool digit = i < n && p[i] >= '0' && p[i] <= '9';

		if (i == n || !(like[i] == '0' ? digit :
						 p[i] == (uint8_t)like[i]))
			return false;
	}
	return true;
}

/* IANA's security types. */
static bool is_type(uint8_t t)
{
	return t == 1 || t == 2 || (t >= 5 && t <= 22) ||
	       (t >= 30 && t <= 36) || (t >= 128 && t <= 134);
}

static bool is_offer(const uint8_t *p, size_t n)
{
	if (n < 2 || !p[0] || p[0] > MAX_TYPES || n != p[0] + 1u)
		return false;
	for (size_t i = 1; i < n; i++)
		if (!is_type(p[i]))
			return false;
	return true;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	(void)udp;
	if (!n)
		return NEED_MORE;
	if (n >= BANNER && is_banner(p, n))
		return BANNER;
	if (n == CHALLENGE || n == RESULT || is_offer(p, n) ||
	    (n == 1 && is_type(p[0])))
		return (int32_t)n;
	return NOT_MINE;
}

static void banner(struct protocol_memory *memory, struct saying *s)
{
	if (!memory->peer[ROLE]) {
		memory->own[ROLE] = SERVER;
		return;
	}
	if (memory->peer[ROLE] == SERVER) {
		memory->own[ROLE] = CLIENT;
		s->speech = SPEECH_REQUEST;
	}
}

static bool of_server(const struct message *m, struct saying *s)
{
	uint8_t *step = &m->memory->own[STEP];

	s->speech = SPEECH_RESPONSE;
	if (*step == GREETED && m->len == RESULT && m->n == RESULT &&
	    load_be32(m->p) <= PASSWORD) {
		*step = OFFERED;
	} else if (*step == GREETED && is_offer(m->p, m->n)) {
		*step = OFFERED;
	} else if (*step == OFFERED && m->len == CHALLENGE) {
		*step = CHALLENGED;
	} else if ((*step == CHALLENGED || *step == OFFERED) &&
		   m->len == RESULT && m->n == RESULT &&
		   load_be32(m->p) <= 2) {
		*step = DECIDED;
		if (load_be32(m->p))
			s->operations = FAILED;
	} else {
		return false;
	}
	return true;
}

static bool of_client(const struct message *m, struct saying *s)
{
	uint8_t step = m->memory->peer[STEP];

	s->speech = SPEECH_REQUEST;
	if (step == CHALLENGED && m->len == CHALLENGE)
		s->operations = LOGIN;
	else if (step != OFFERED || m->len != 1)
		return false;
	return true;
}

static bool message(const struct message *m, struct saying *s)
{
	if (m->n >= BANNER && is_banner(m->p, m->n)) {
		banner(m->memory, s);
		return true;
	}
	/* Both have greeted, so it is known which of them is which. */
	if (m->memory->own[ROLE] == SERVER && m->memory->peer[ROLE] == CLIENT)
		return of_server(m, s);
	return m->memory->own[ROLE] == CLIENT && of_client(m, s);
}

const struct protocol vnc = {
	.name = "vnc",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_STRONG,
	.loose = true,
	.unproven = true,
	.ports = { 5900, 5901, 5902, 5903, 5904, 5905, 5500 },
	.operations = operations,
	.length = length,
	.message = message,
};
