/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * FTP's control connection (RFC 959, 4; RFC 2428, 2 and 3): commands of the
 * client, answers of three digits of the server, a line each.
 *
 * 227 and 229 name the port at which the server waits for data, PORT and
 * EPRT the client's. Their address is not taken: behind a translator it is
 * none that the capture knows. Commands and answers that POP3 and SMTP have,
 * too, count only once the flow is FTP's or the port is its own.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "understand/protocols/lines.h"

enum { FTP_PORT = 21, IPPROTO = 6 };

static const char *const operations[] = {
	"login:user", "login:password", "login:accepted", "read:file",
	"read:directory", "write:file", "write:delete", "write:rename",
	"write:directory", "write:site", "error:login-failed",
	"error:refused", NULL,
};

enum { USER = 1 << 0, PASS = 1 << 1, ACCEPTED = 1 << 2, GET = 1 << 3,
       DIRECTORY = 1 << 4, PUT = 1 << 5, DELETE = 1 << 6, RENAME = 1 << 7,
       MAKE = 1 << 8, SITE = 1 << 9, FAILED = 1 << 10, REFUSED = 1 << 11 };

/* Octets of memory. */
enum { KNOWN, VOTES, LOGGING_IN };

static const struct command commands[] = {
	{ "USER", USER, true },	    { "PASS", PASS, true },
	{ "RETR", GET, true },	    { "LIST", DIRECTORY, true },
	{ "DELE", DELETE, true },   { "QUIT", 0, true },
	{ "NOOP", 0, true },	    { "STAT", 0, true },
	{ "HELP", 0, true },	    { "AUTH", 0, true },
	{ "NLST", DIRECTORY, false }, { "MLSD", DIRECTORY, false },
	{ "MLST", DIRECTORY, false }, { "STOR", PUT, false },
	{ "STOU", PUT, false },	    { "APPE", PUT, false },
	{ "RNFR", RENAME, false },  { "RNTO", RENAME, false },
	{ "RMD", DELETE, false },   { "XRMD", DELETE, false },
	{ "MKD", MAKE, false },	    { "XMKD", MAKE, false },
	{ "SITE", SITE, true },    { "PASV", 0, false },
	{ "EPSV", 0, false },	    { "PORT", 0, true },
	{ "EPRT", 0, false },	    { "CWD", 0, false },
	{ "XCWD", 0, false },	    { "CDUP", 0, false },
	{ "PWD", 0, false },	    { "XPWD", 0, false },
	{ "TYPE", 0, true },	    { "STRU", 0, true },
	{ "MODE", 0, true },	    { "REST", 0, true },
	{ "ABOR", 0, false },	    { "SYST", 0, false },
	{ "FEAT", 0, false },	    { "OPTS", 0, false },
	{ "PBSZ", 0, false },	    { "PROT", 0, true },
	{ "MDTM", 0, false },	    { "SIZE", 0, true },
	{ "ACCT", 0, true },	    { "REIN", 0, false },
	{ "ALLO", 0, true },	    { NULL, 0, false },
};

/* RFC 959, 4.2; RFC 2228, 5; RFC 2428, 2. */
static const struct {
	uint16_t code, operations;
} replies[] = {
	{ 110, 0 }, { 120, 0 }, { 125, 0 }, { 150, 0 },
	{ 200, 0 }, { 202, 0 }, { 211, 0 }, { 212, 0 },
	{ 213, 0 }, { 214, 0 }, { 215, 0 }, { 220, 0 },
	{ 221, 0 }, { 225, 0 }, { 226, 0 }, { 227, 0 },
	{ 229, 0 }, { 230, ACCEPTED }, { 232, ACCEPTED }, { 234, 0 },
	{ 250, 0 }, { 257, 0 }, { 331, 0 }, { 332, 0 },
	{ 334, 0 }, { 350, 0 }, { 421, 0 }, { 425, REFUSED },
	{ 426, REFUSED }, { 430, FAILED }, { 450, REFUSED }, { 451, REFUSED },
	{ 452, REFUSED }, { 500, 0 }, { 501, 0 }, { 502, 0 },
	{ 503, 0 }, { 504, 0 }, { 522, 0 }, { 530, FAILED },
	{ 532, REFUSED }, { 534, REFUSED }, { 550, REFUSED }, { 551, REFUSED },
	{ 552, REFUSED }, { 553, REFUSED }, { 0, 0 },
};

static bool is_reply(unsigned code)
{
	for (unsigned i = 0; replies[i].code; i++)
		if (replies[i].code == code)
			return true;
	return false;
}

/* A greeting or an answer that no other protocol of three digits has. */
static bool is_alone(unsigned code, const uint8_t *p, size_t n)
{
	return (code == 220 && text_find(p, n, "FTP")) ||
	       (code == 227 && text_find(p, n, "PASSIVE")) ||
	       (code == 229 && text_find(p, n, "EXTENDED")) ||
	       (code == 331 && text_find(p, n, "PASSWORD"));
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	(void)udp;
	if (n < 4)
		return NEED_MORE;
	if (!text_is_plain(p, n) ||
	    (!is_reply(text_reply(p, n)) && !text_command(commands, p, n)))
		return NOT_MINE;
	return (int32_t)n;
}

/* Numbers between the separator, the last two of which are a port's octets:
 * h1,h2,h3,h4,p1,p2. */
static uint16_t port_of_six(const uint8_t *p, const uint8_t *end)
{
	uint32_t v[6];

	for (unsigned i = 0; i < 6; i++) {
		if (!text_number(&p, end, 255, &v[i]))
			return 0;
		if (i < 5 && (p == end || *p++ != ','))
			return 0;
	}
	return (uint16_t)(v[4] << 8 | v[5]);
}

/* |1|address|port| or |||port|: any separator, the same each time. */
static uint16_t port_of_bars(const uint8_t *p, const uint8_t *end)
{
	uint8_t bar = p < end ? *p : 0;
	uint32_t port;
	unsigned bars = 0;

	while (p < end && bars < 3)
		bars += *p++ == bar;
	if (bars < 3 || !text_number(&p, end, UINT16_MAX, &port) ||
	    p == end || *p != bar)
		return 0;
	return (uint16_t)port;
}

static void hint(const struct message *m, bool bars, struct saying *s)
{
	const uint8_t *p = m->p, *end = p + text_line(p, m->n);

	if (m->p[0] == '2') {
		while (p < end && *p != '(')
			p++;
		p += p < end;
	} else {
		p += 5 < m->n ? 5 : m->n;
	}
	if (p > end)
		return;
	s->hint.port = bars ? port_of_bars(p, end) : port_of_six(p, end);
	s->hint.proto = IPPROTO;
	s->hint.by_client = m->p[0] != '2';
}

/* 530 is the answer to all that needs a login; only behind USER and PASS has
 * one failed. */
static bool reply(const struct message *m, bool known, struct saying *s)
{
	unsigned code = text_reply(m->p, m->n), i = 0;

	if (!code || !(known || is_alone(code, m->p, m->n)))
		return false;
	while (replies[i].code && replies[i].code != code)
		i++;
	s->operations = replies[i].operations;
	if (!m->memory->peer[LOGGING_IN])
		s->operations &= ~(uint64_t)(FAILED | ACCEPTED);
	text_vote(s, SPEECH_RESPONSE, &m->memory->own[VOTES]);
	if (code == 227 || code == 229)
		hint(m, code == 229, s);
	return true;
}

static void command(const struct message *m, const struct command *c,
		    struct saying *s)
{
	s->operations = c->operations;
	m->memory->own[LOGGING_IN] = (c->operations & (USER | PASS)) != 0;
	text_vote(s, SPEECH_REQUEST, &m->memory->own[VOTES]);
	if (text_starts(m->p, m->n, "PORT ") ||
	    text_starts(m->p, m->n, "EPRT "))
		hint(m, m->p[0] == 'E' || m->p[0] == 'e', s);
}

static bool message(const struct message *m, struct saying *s)
{
	const struct command *c;
	bool known = m->memory->own[KNOWN] || m->port[0] == FTP_PORT ||
		     m->port[1] == FTP_PORT;

	if (m->n < 4)
		return false;
	c = text_command(commands, m->p, m->n);
	if (c ? c->shared && !known : !reply(m, known, s))
		return false;
	if (c)
		command(m, c, s);
	m->memory->own[KNOWN] = true;
	m->memory->peer[KNOWN] = true;
	return true;
}

const struct protocol ftp = {
	.name = "ftp",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_MEDIUM,
	.loose = true,
	.ports = { FTP_PORT },
	.hinted = "ftp-data",
	.operations = operations,
	.length = length,
	.message = message,
};
