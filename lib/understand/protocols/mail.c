/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Mail: SMTP (RFC 5321, 4; RFC 4954), POP3 (RFC 1939; RFC 5034) and IMAP
 * (RFC 3501, 2.2). Commands of the client, answers of the server, a line
 * each; the server speaks first.
 *
 *   SMTP   three digits, as FTP      POP3   +OK or -ERR
 *   IMAP   tag OK, tag NO, tag BAD, or * and what has changed
 *
 * Words that others have, too (USER, 220, +OK), count only once the flow is
 * known or the port is the protocol's own.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "understand/protocols/lines.h"

static const char *const operations[] = {
	"login:user", "login:password", "login:accepted", "write:mail",
	"read:mail", "write:delete", "error:login-failed", "error:refused",
	NULL,
};

enum { USER = 1 << 0, PASS = 1 << 1, ACCEPTED = 1 << 2, SEND = 1 << 3,
       FETCH = 1 << 4, DELETE = 1 << 5, FAILED = 1 << 6, REFUSED = 1 << 7 };

/* Octets of memory. LOGIN_PART: what the last command was of a login. */
enum { KNOWN, VOTES, LOGIN_PART };

enum { NONE, NAME, WHOLE };

static bool has_port(const struct protocol *proto, const struct message *m)
{
	for (unsigned i = 0; i < PROTOCOL_PORTS && proto->ports[i]; i++)
		if (proto->ports[i] == m->port[0] ||
		    proto->ports[i] == m->port[1])
			return true;
	return false;
}

static bool is_known(const struct protocol *proto, const struct message *m)
{
	return m->memory->own[KNOWN] || has_port(proto, m);
}

static bool take(const struct message *m, enum speech speech,
		 uint64_t what, struct saying *s)
{
	m->memory->own[KNOWN] = true;
	m->memory->peer[KNOWN] = true;
	s->operations = what;
	text_vote(s, speech, &m->memory->own[VOTES]);
	return true;
}

static bool command(const struct protocol *proto, const struct message *m,
		    const struct command *c, struct saying *s)
{
	if (c->shared && !is_known(proto, m))
		return false;
	m->memory->own[LOGIN_PART] = c->operations & (USER | PASS) ?
		(text_starts(m->p, m->n, "USER") ? NAME : WHOLE) : NONE;
	return take(m, SPEECH_REQUEST, c->operations, s);
}

/* How a login went: the peer's last command was one. A name alone is
 * answered well whoever it is. */
static uint64_t outcome(const struct message *m, bool good)
{
	uint8_t part = m->memory->peer[LOGIN_PART];

	if (part == NONE || (part == NAME && good))
		return 0;
	return good ? ACCEPTED : FAILED;
}

/* SMTP */

static const struct command smtp_commands[] = {
	{ "EHLO", 0, false },	    { "HELO", 0, false },
	{ "MAIL FROM:", SEND, false }, { "RCPT TO:", SEND, false },
	{ "STARTTLS", 0, true },    { "BDAT", SEND, false },
	{ "AUTH", USER, true },	    { "DATA", SEND, true },
	{ "RSET", 0, true },	    { "VRFY", 0, false },
	{ "EXPN", 0, false },	    { "QUIT", 0, true },
	{ "NOOP", 0, true },	    { "HELP", 0, true },
	{ NULL, 0, false },
};

static const uint16_t smtp_replies[] = {
	211, 214, 220, 221, 235, 250, 251, 252, 334, 354, 421, 432, 450, 451,
	452, 454, 455, 500, 501, 502, 503, 504, 521, 523, 524, 530, 534, 535,
	538, 550, 551, 552, 553, 554, 555, 556,
};

static const struct command *smtp_command(const uint8_t *p, size_t n)
{
	/* These two end in a colon, behind which the address may stand. */
	for (unsigned i = 2; i < 4; i++)
		if (text_starts(p, n, smtp_commands[i].word))
			return &smtp_commands[i];
	return text_command(smtp_commands, p, n);
}

static int32_t smtp_length(const uint8_t *p, size_t n, bool udp)
{
	unsigned code = text_reply(p, n);

	(void)udp;
	if (n < 4)
		return NEED_MORE;
	if (!text_is_plain(p, n))
		return NOT_MINE;
	for (size_t i = 0; i < sizeof smtp_replies / sizeof *smtp_replies; i++)
		if (smtp_replies[i] == code)
			return (int32_t)n;
	return smtp_command(p, n) ? (int32_t)n : NOT_MINE;
}

static bool smtp_message(const struct message *m, struct saying *s)
{
	const struct command *c = smtp_command(m->p, m->n);
	unsigned code = text_reply(m->p, m->n);
	uint64_t what = 0;

	if (c)
		return command(&smtp, m, c, s);
	if (!code || !(is_known(&smtp, m) ||
		       (code == 220 && text_find(m->p, m->n, "SMTP"))))
		return false;
	if (code == 235 || code == 535)
		what = code == 235 ? ACCEPTED : FAILED;
	else if (code / 10 == 55 || code == 454)
		what = REFUSED;
	return take(m, SPEECH_RESPONSE, what, s);
}

/* POP3 */

static const struct command pop3_commands[] = {
	{ "USER", USER, true },	    { "PASS", PASS, true },
	{ "APOP", USER, false },    { "AUTH", USER, true },
	{ "UIDL", 0, true },	    { "RETR", FETCH, true },
	{ "TOP", FETCH, true },	    { "DELE", DELETE, true },
	{ "CAPA", 0, true },	    { "STLS", 0, true },
	{ "STAT", 0, true },	    { "LIST", 0, true },
	{ "NOOP", 0, true },	    { "RSET", 0, true },
	{ "QUIT", 0, true },	    { NULL, 0, false },
};

static const struct command pop3_replies[] = {
	{ "+OK", 0, true }, { "-ERR", 0, true }, { NULL, 0, false },
};

static int32_t pop3_length(const uint8_t *p, size_t n, bool udp)
{
	(void)udp;
	if (n < 4)
		return NEED_MORE;
	if (!text_command(pop3_commands, p, n) &&
	    !text_command(pop3_replies, p, n))
		return NOT_MINE;
	return text_is_plain(p, text_line(p, n)) ? (int32_t)n : NOT_MINE;
}

static bool pop3_message(const struct message *m, struct saying *s)
{
	const struct command *c = text_command(pop3_commands, m->p, m->n);
	bool good = m->n && m->p[0] == '+';

	if (c)
		return command(&pop3, m, c, s);
	/* Others answer +OK, too; a mail server says that it is one. */
	if (!m->n || !(is_known(&pop3, m) ||
		       (good && text_find(m->p, text_line(m->p, m->n),
					  "POP"))))
		return false;
	return take(m, SPEECH_RESPONSE, outcome(m, good), s);
}

/* IMAP */

static const struct command imap_commands[] = {
	{ "LOGIN", USER | PASS, false }, { "AUTHENTICATE", USER, false },
	{ "SELECT", FETCH, false }, { "EXAMINE", FETCH, false },
	{ "FETCH", FETCH, false },  { "UID FETCH", FETCH, false },
	{ "UID SEARCH", FETCH, false }, { "APPEND", SEND, false },
	{ "STORE", DELETE, false }, { "UID STORE", DELETE, false },
	{ "EXPUNGE", DELETE, false }, { "CAPABILITY", 0, false },
	{ "STARTTLS", 0, false },   { "NAMESPACE", 0, false },
	{ "SUBSCRIBE", 0, false },  { "LSUB", 0, false },
	{ "LIST", 0, true },	    { "STATUS", 0, true },
	{ "CREATE", 0, true },	    { "NOOP", 0, true },
	{ "IDLE", 0, true },	    { "ID", 0, true },
	{ "CHECK", 0, true },	    { "CLOSE", 0, true },
	{ "LOGOUT", 0, false },	    { NULL, 0, false },
};

static const struct command imap_replies[] = {
	{ "OK", 0, true }, { "NO", 0, true }, { "BAD", 0, true },
	{ "PREAUTH", 0, true }, { "BYE", 0, true },
	{ "CAPABILITY", 0, true }, { "LIST", 0, true }, { "FLAGS", 0, true },
	{ "SEARCH", 0, true }, { NULL, 0, false },
};

enum { MAX_TAG = 20 };

/* Where what follows the tag begins, or n. */
static size_t behind_tag(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n && i <= MAX_TAG; i++) {
		if (p[i] == ' ')
			return i ? i + 1 : n;
		if (p[i] < ' ' || p[i] > '~')
			return n;
	}
	return n;
}

static int32_t imap_length(const uint8_t *p, size_t n, bool udp)
{
	size_t at = behind_tag(p, n);

	(void)udp;
	if (n < 4)
		return NEED_MORE;
	if (!text_is_plain(p, text_line(p, n)) ||
	    !(text_command(imap_replies, p + at, n - at) ||
	      (p[0] != '*' && text_command(imap_commands, p + at, n - at))))
		return NOT_MINE;
	return (int32_t)n;
}

static bool imap_message(const struct message *m, struct saying *s)
{
	size_t at = behind_tag(m->p, m->n), n = m->n - at;
	const uint8_t *p = m->p + at;
	const struct command *c;

	if (!n)
		return false;
	c = text_command(imap_commands, p, n);
	if (c && m->p[0] != '*')
		return command(&imap, m, c, s);
	if (!is_known(&imap, m) && !(m->p[0] == '*' &&
				     text_find(p, text_line(p, n), "IMAP")))
		return false;
	if (m->p[0] == '*')
		return take(m, SPEECH_RESPONSE, 0, s);
	return take(m, SPEECH_RESPONSE, outcome(m, p[0] == 'O' || p[0] == 'o'),
		    s);
}

const struct protocol smtp = {
	.name = "smtp",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_MEDIUM,
	.loose = true,
	.ports = { 25, 587, 2525 },
	.operations = operations,
	.length = smtp_length,
	.message = smtp_message,
};

const struct protocol pop3 = {
	.name = "pop3",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_MEDIUM,
	.loose = true,
	.unproven = true,
	.ports = { 110 },
	.operations = operations,
	.length = pop3_length,
	.message = pop3_message,
};

const struct protocol imap = {
	.name = "imap",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_MEDIUM,
	.loose = true,
	.ports = { 143 },
	.operations = operations,
	.length = imap_length,
	.message = imap_message,
};
