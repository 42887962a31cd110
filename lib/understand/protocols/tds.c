/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * TDS, spoken with Microsoft SQL Server ([MS-TDS] 2.2.3).
 *
 *    0      1        2        4       6        7
 *   +------+--------+--------+-------+--------+--------+------
 *   | type | status | length | SPID  | packet | window | data
 *   +------+--------+--------+-------+--------+--------+------
 *
 * length: all of it; window is 0. Big-endian. Type 4 is the server's, the
 * others the client's; 12 holds TLS of both ends once it has begun. What is
 * logged in with stands nearly in the clear and is not looked at.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

/* Bits of the status that are in use (2.2.3.1.2). */
enum { HEADER = 8, MAX_LENGTH = 32767, STATUS = 0x1b };

enum type { BATCH = 1, OLD_LOGIN = 2, CALL = 3, ANSWER = 4, ATTENTION = 6,
	    BULK = 7, MANAGER = 14, LOGIN = 16, SSPI = 17, PRELOGIN = 18 };

enum { TDS_PORT = 1433 };

/* Octet of memory. */
enum { KNOWN };

static const char *const operations[] = {
	"login:user", "login:sspi", "write:batch", "write:call", "write:bulk",
	"error:login-failed", NULL,
};

static const struct {
	uint8_t type, operations;
} types[] = {
	{ BATCH, 1 << 2 }, { OLD_LOGIN, 1 << 0 }, { CALL, 1 << 3 },
	{ ANSWER, 0 },	   { ATTENTION, 0 },	  { BULK, 1 << 4 },
	{ MANAGER, 0 },	   { LOGIN, 1 << 0 },	  { SSPI, 1 << 1 },
	{ PRELOGIN, 0 },
};

enum { OP_FAILED = 1 << 5 };

/* A login that is refused is answered with this one first (2.2.7.10). */
enum { ERROR_TOKEN = 0xaa, LOGIN_FAILED = 18456 };

static int type_index(uint8_t type)
{
	for (int i = 0; i < (int)(sizeof types / sizeof *types); i++)
		if (types[i].type == type)
			return i;
	return -1;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	uint16_t len;

	(void)udp;
	if (n && type_index(p[0]) < 0)
		return NOT_MINE;
	if (n < HEADER)
		return NEED_MORE;
	len = load_be16(p + 2);
	if (len < HEADER || len > MAX_LENGTH || p[1] & ~STATUS || p[7] ||
	    (len == HEADER && p[0] != ATTENTION) ||
	    (!p[6] && p[0] != OLD_LOGIN))
		return NOT_MINE;
	return len;
}

/* TLS goes on in this type; the prelogin itself begins with option 0. */
static enum speech prelogin(const uint8_t *data, size_t n)
{
	if (n && data[0] == 0)
		return SPEECH_REQUEST;
	if (n > 5 && data[0] == 0x16 && data[5] <= 2 && data[5])
		return data[5] == 1 ? SPEECH_REQUEST : SPEECH_RESPONSE;
	return SPEECH_NEITHER;
}

/* Other headers look like this one; the beginning of a session does not. */
static bool is_known(const struct message *m)
{
	uint8_t type = m->p[0];

	if (type == LOGIN || (type == PRELOGIN && m->n > HEADER &&
			      (!m->p[HEADER] || m->p[HEADER] == 0x16))) {
		m->memory->own[KNOWN] = true;
		m->memory->peer[KNOWN] = true;
	}
	return m->memory->own[KNOWN] || m->port[0] == TDS_PORT ||
	       m->port[1] == TDS_PORT;
}

static bool message(const struct message *m, struct saying *s)
{
	const uint8_t *data = m->p + HEADER;
	size_t n = m->n - HEADER;
	int i;

	if (m->n < HEADER)
		return false;
	i = type_index(m->p[0]);
	if (i < 0 || !is_known(m))
		return false;
	s->operations = types[i].operations;
	if (m->p[0] == PRELOGIN) {
		s->speech = prelogin(data, n);
		return true;
	}
	s->speech = m->p[0] == ANSWER ? SPEECH_RESPONSE : SPEECH_REQUEST;
	if (m->p[0] == ANSWER && n >= 7 && data[0] == ERROR_TOKEN &&
	    load_le32(data + 3) == LOGIN_FAILED)
		s->operations = OP_FAILED;
	return true;
}

const struct protocol tds = {
	.name = "mssql",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_MEDIUM,
	.unproven = true,
	.ports = { TDS_PORT, 1434 },
	.operations = operations,
	.length = length,
	.message = message,
};
