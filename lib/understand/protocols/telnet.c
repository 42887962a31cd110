/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Telnet (RFC 854; options of RFC 857, 1073, 1079, 1091, 1096, 1408, 1572):
 * text with commands in it, which begin with the octet ff.
 *
 *   ff fb..fe option      WILL, WONT, DO, DONT
 *   ff fa option ... ff f0    subnegotiation
 *   ff f1..f9             commands of two octets
 *
 * Both ends negotiate, but only a server has an echo to offer and wants to
 * know of the terminal. Text alone is Telnet's only where commands went
 * before or the port is its own; of what is typed nothing is looked at.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "understand/protocols/lines.h"

enum { IAC = 0xff, SE = 0xf0, NOP = 0xf1, SB = 0xfa, WILL = 0xfb,
       WONT = 0xfc, DO = 0xfd, DONT = 0xfe };

enum { OPTION_ECHO = 1, OPTION_TTYPE = 24, OPTION_NAWS = 31,
       OPTION_FLOW = 33, TELNET_PORT = 23 };

static const char *const operations[] = {
	"login:user", "login:password", "error:login-failed", NULL,
};

enum { OP_USER, OP_PASSWORD, OP_FAILED };

/* Octets of memory. PROMPT: an operation's number + 1 that the next line of
 * the peer will be. */
enum { NEGOTIATES, PROMPT, VOTES };

/* IANA's list; 138 to 140 and 255 are the only ones above 49. */
static bool is_option(uint8_t o)
{
	return o <= 49 || (o >= 138 && o <= 140) || o == 255;
}

static int32_t subnegotiation(const uint8_t *p, size_t n)
{
	for (size_t i = 3; i + 1 < n; i++) {
		if (p[i] == IAC && p[i + 1] == SE)
			return (int32_t)i + 2;
		i += p[i] == IAC;
	}
	return NEED_MORE;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	(void)udp;
	if (!n || (p[0] == IAC && n < 2))
		return NEED_MORE;
	if (p[0] == IAC) {
		if (p[1] < NOP || p[1] == IAC)
			return NOT_MINE;
		if (p[1] < SB)
			return 2;
		if (n < 3)
			return NEED_MORE;
		if (!is_option(p[2]))
			return NOT_MINE;
		return p[1] == SB ? subnegotiation(p, n) : 3;
	}
	for (size_t i = 0; i < n; i++)
		if (p[i] == IAC)
			return (int32_t)i;
	return (int32_t)n;
}

/* What a server asks the client for; the client says it WILL, and does. */
static bool of_terminal(uint8_t option)
{
	static const uint8_t options[] = { OPTION_TTYPE, OPTION_NAWS, 32,
					   OPTION_FLOW, 35, 36, 39 };

	for (unsigned i = 0; i < sizeof options; i++)
		if (options[i] == option)
			return true;
	return false;
}

static enum speech speech_of(const uint8_t *p, size_t n)
{
	if (n < 3)
		return SPEECH_NEITHER;
	if (p[2] == OPTION_ECHO) {
		if (p[1] == WILL)
			return SPEECH_RESPONSE;
		return p[1] == DO ? SPEECH_REQUEST : SPEECH_NEITHER;
	}
	if (!of_terminal(p[2]))
		return SPEECH_NEITHER;
	if (p[1] == SB && (n < 4 || p[2] == OPTION_FLOW))
		return SPEECH_NEITHER;
	/* Of the others a server's subnegotiation is SEND (1) alone. */
	if (p[1] == SB)
		return p[2] != OPTION_NAWS && p[3] == 1 ? SPEECH_RESPONSE :
							  SPEECH_REQUEST;
	return p[1] == DO || p[1] == DONT ? SPEECH_RESPONSE : SPEECH_REQUEST;
}

/* In capitals, at the end of what was sent. */
static const struct {
	const char *word;
	uint8_t operation;
} prompts[] = {
	{ "LOGIN:", OP_USER },
	{ "USERNAME:", OP_USER },
	{ "USER NAME:", OP_USER },
	{ "USER:", OP_USER },
	{ "PASSWORD:", OP_PASSWORD },
	{ "PASSCODE:", OP_PASSWORD },
};

static const char *const failures[] = {
	"LOGIN INCORRECT", "LOGIN FAILED", "LOGIN INVALID", "BAD PASSWORD",
	"AUTHENTICATION FAILED", "ACCESS DENIED", NULL,
};

static uint8_t prompt_of(const uint8_t *p, size_t n)
{
	while (n && p[n - 1] == ' ')
		n--;
	for (unsigned i = 0; i < sizeof prompts / sizeof *prompts; i++) {
		const char *w = prompts[i].word;
		size_t len = 0;

		while (w[len])
			len++;
		if (len <= n && text_starts(p + n - len, len, w))
			return (uint8_t)(prompts[i].operation + 1);
	}
	return 0;
}

static void text(const struct message *m, struct saying *s)
{
	uint8_t *own = m->memory->own, *peer = m->memory->peer;
	uint8_t prompt = prompt_of(m->p, m->n);

	for (unsigned i = 0; failures[i]; i++)
		if (text_find(m->p, m->n, failures[i]))
			s->operations |= OPERATION(OP_FAILED);
	if (prompt)
		own[PROMPT] = prompt;
	if (prompt || s->operations) {
		text_vote(s, SPEECH_RESPONSE, &own[VOTES]);
	} else if (peer[PROMPT]) {
		s->operations = OPERATION(peer[PROMPT] - 1);
		peer[PROMPT] = 0;
		text_vote(s, SPEECH_REQUEST, &own[VOTES]);
	}
}

/* What a terminal shows or a keyboard sends. */
static bool is_text(const uint8_t *p, size_t n)
{
	static const uint32_t controls = 1u << 0 | 1u << '\a' | 1u << '\b' |
		1u << '\t' | 1u << '\n' | 1u << '\r' | 1u << 0x1b;

	for (size_t i = 0; i < n; i++)
		if (p[i] < ' ' && !(controls >> p[i] & 1))
			return false;
	return true;
}

static bool message(const struct message *m, struct saying *s)
{
	uint8_t *own = m->memory->own;
	bool known = own[NEGOTIATES] || m->memory->peer[NEGOTIATES];

	if (!m->n)
		return false;
	if (m->p[0] == IAC && m->len > 2) {
		own[NEGOTIATES] = true;
		text_vote(s, speech_of(m->p, m->n), &own[VOTES]);
		return true;
	}
	if (m->p[0] == IAC)
		return known;
	if (!is_text(m->p, m->n) ||
	    (!known && m->port[0] != TELNET_PORT && m->port[1] != TELNET_PORT))
		return false;
	text(m, s);
	return true;
}

const struct protocol telnet = {
	.name = "telnet",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_MEDIUM,
	.loose = true,
	.unproven = true,
	.ports = { TELNET_PORT },
	.operations = operations,
	.length = length,
	.message = message,
};
