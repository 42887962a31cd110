/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * HTTP (RFC 9112, 3 and 4): "METHOD target HTTP/1.1" of the client,
 * "HTTP/1.1 200 reason" of the server, then headers. That of HTTP/2 without
 * TLS begins with "PRI * HTTP/2.0" (RFC 9113, 3.4).
 *
 * Of credentials only their kind is taken (RFC 7617, 7616, 4559), and of a
 * form only that it has a field for a password. That pages are fetched is a
 * word, so that a rule which saw no login says so.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "understand/protocols/lines.h"

static const char *const operations[] = {
	"login:http-basic", "login:http-digest", "login:http-negotiate",
	"login:http-form", "error:login-failed", "read:page", NULL,
};

enum { BASIC = 1 << 0, DIGEST = 1 << 1, NEGOTIATE = 1 << 2, FORM = 1 << 3,
       FAILED = 1 << 4, PAGE = 1 << 5 };

/* Octets of memory. CLAIMED: the last request came with credentials. */
enum { VOTES, CLAIMED };

/* RFC 9110, 9; RFC 5789; WebDAV of RFC 4918; UPnP's. */
static const struct command methods[] = {
	{ "GET", PAGE, false },	   { "POST", 0, false },
	{ "HEAD", PAGE, false },   { "PUT", 0, false },
	{ "DELETE", 0, false },	   { "OPTIONS", 0, false },
	{ "CONNECT", 0, false },   { "TRACE", 0, false },
	{ "PATCH", 0, false },	   { "PROPFIND", 0, false },
	{ "PROPPATCH", 0, false }, { "MKCOL", 0, false },
	{ "COPY", 0, false },	   { "MOVE", 0, false },
	{ "LOCK", 0, false },	   { "UNLOCK", 0, false },
	{ "REPORT", 0, false },	   { "SEARCH", 0, false },
	{ "SUBSCRIBE", 0, false }, { "UNSUBSCRIBE", 0, false },
	{ "NOTIFY", 0, false },	   { "PRI", 0, false },
	{ NULL, 0, false },
};

/* The line ends in the version; of a long one that is cut, the target tells,
 * which is a path or begins as one of HTTP. */
static bool is_request(const uint8_t *p, size_t n)
{
	const struct command *c = text_command(methods, p, n);
	size_t line = text_line(p, n), at = 0;

	if (!c || !text_is_plain(p, line))
		return false;
	while (at < line && p[at] != ' ')
		at++;
	if (line < n)
		return line >= 9 && text_starts(p + line - 9, 9, " HTTP/") &&
		       (p[line - 3] == '1' || p[line - 3] == '2');
	return line >= at + 2 && (p[at + 1] == '/' ||
				  text_starts(p + at + 1, line - at - 1,
					      "HTTP://"));
}

static bool is_response(const uint8_t *p, size_t n)
{
	return n >= 12 && text_starts(p, n, "HTTP/1.") && p[8] == ' ' &&
	       p[9] >= '1' && p[9] <= '5';
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	(void)udp;
	if (n < 4)
		return NEED_MORE;
	return is_request(p, n) || is_response(p, n) ? (int32_t)n : NOT_MINE;
}

static uint64_t scheme(const uint8_t *p, size_t n)
{
	if (text_starts(p, n, "BASIC "))
		return BASIC;
	if (text_starts(p, n, "DIGEST "))
		return DIGEST;
	return text_starts(p, n, "NEGOTIATE ") || text_starts(p, n, "NTLM ") ?
		NEGOTIATE : 0;
}

static bool has_password_field(const uint8_t *p, size_t n)
{
	static const char *const fields[] = {
		"PASSWORD=", "PASSWD=", "PWD=", NULL,
	};

	for (unsigned i = 0; fields[i]; i++) {
		const uint8_t *at = text_find(p, n, fields[i]);

		if (at && (at == p || at[-1] == '&'))
			return true;
	}
	return false;
}

/* Header by header to the empty line, then the body. */
static uint64_t credentials(const uint8_t *p, size_t n)
{
	static const char name[] = "AUTHORIZATION:";
	const size_t len = sizeof name - 1;
	uint64_t what = 0;

	while (n) {
		size_t line = text_line(p, n), next = line;

		next += next < n && p[next] == '\r';
		next += next < n;
		if (!line) {
			p += next;
			n -= next;
			break;
		}
		if (text_starts(p, line, name)) {
			size_t at = len + (line > len && p[len] == ' ');

			what |= scheme(p + at, line - at);
		}
		p += next;
		n -= next;
	}
	return what | (has_password_field(p, n) ? FORM : 0);
}

static bool message(const struct message *m, struct saying *s)
{
	uint8_t *own = m->memory->own;
	const struct command *c;

	if (m->n < 4)
		return false;
	if (is_response(m->p, m->n)) {
		if (m->memory->peer[CLAIMED] &&
		    text_starts(m->p + 9, m->n - 9, "401"))
			s->operations = FAILED;
		text_vote(s, SPEECH_RESPONSE, &own[VOTES]);
		return true;
	}
	c = text_command(methods, m->p, m->n);
	s->operations = credentials(m->p, m->n) | (c ? c->operations : 0);
	own[CLAIMED] = (s->operations & (BASIC | DIGEST)) != 0;
	text_vote(s, SPEECH_REQUEST, &own[VOTES]);
	return true;
}

const struct protocol http = {
	.name = "http",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_STRONG,
	.loose = true,
	.ports = { 80, 8000, 8080, 8081, 8082, 8083, 8888 },
	.operations = operations,
	.length = length,
	.message = message,
};
