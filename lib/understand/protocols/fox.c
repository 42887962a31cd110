/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fox of Tridium's Niagara over TCP; not published by its maker (Digital
 * Bond, Redpoint, fox-info, and captures of it). Text:
 *
 *   fox a 1 -1 fox hello LF { LF name=type:value LF ... } ;; LF
 *
 * Behind "fox": a, s or r, the message's number, the number it replies to or
 * -1, a channel, a command. Both ends ask each other; who is the station
 * shows while they greet and log in.
 */
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

#include "ground/bytes.h"

enum { MAX_HEAD = 96, HEAD_LEAST = 12 };

static const char *const operations[] = {
	"diagnostic:hello", "login:user", "diagnostic:message",
	"error:login", NULL,
};

enum { OP_HELLO, OP_LOGIN, OP_MESSAGE, OP_ERROR };

/* Where the text begins within n octets, or NULL. */
static const uint8_t *find(const uint8_t *p, size_t n, const char *text)
{
	return memmem(p, n, text, strlen(text));
}

static const uint8_t *number(const uint8_t *p, const uint8_t *end)
{
	const uint8_t *at = p;

	if (at < end && *at == '-')
		at++;
	p = at;
	while (at < end && *at >= '0' && *at <= '9')
		at++;
	return at > p && at < end && *at == ' ' ? at + 1 : NULL;
}

/* Asynchronous, asked, replied. */
static bool is_kind(const uint8_t *p)
{
	return (p[4] == 'a' || p[4] == 's' || p[4] == 'r') && p[5] == ' ';
}

/* The head's channel and command, or NULL. */
static const uint8_t *words_of(const uint8_t *p, size_t n)
{
	const uint8_t *end = p + n, *at;

	if (n < HEAD_LEAST || memcmp(p, "fox ", 4) || !is_kind(p))
		return NULL;
	at = number(p + 6, end);
	return at ? number(at, end) : NULL;
}

static int32_t length(const uint8_t *p, size_t n, bool udp)
{
	const uint8_t *end, *head;

	(void)udp;
	if (memcmp(p, "fox ", n < 4 ? n : 4))
		return NOT_MINE;
	if (n < HEAD_LEAST)
		return NEED_MORE;
	if (!is_kind(p))
		return NOT_MINE;
	head = words_of(p, n);
	if (!head || !find(head, n - (size_t)(head - p) < MAX_HEAD ?
				 n - (size_t)(head - p) : MAX_HEAD, "\n"))
		return n < PROTOCOL_CARRY ? NEED_MORE : NOT_MINE;
	end = find(p, n, "\n};;\n");
	return end ? (int32_t)(end + 5 - p) : (int32_t)n;
}

static void say_greeting(const uint8_t *words, size_t n, struct saying *s)
{
	s->operations = OPERATION(OP_HELLO);
	if (find(words, n, "app.name=s:Station"))
		s->speech = SPEECH_RESPONSE;
	else if (find(words, n, "app.name=s:Workbench"))
		s->speech = SPEECH_REQUEST;
}

/* Commands of logging in. */
static const struct step {
	const char *words;
	uint8_t speech;		/* enum speech */
	uint64_t operations;
} steps[] = {
	{ "fox login", SPEECH_REQUEST, OPERATION(OP_LOGIN) },
	{ "fox rejected", SPEECH_RESPONSE, OPERATION(OP_ERROR) },
	{ "fox challenge", SPEECH_RESPONSE, 0 },
	{ "fox welcome", SPEECH_RESPONSE, 0 },
};

static bool begins(const uint8_t *p, size_t n, const char *words)
{
	return n >= strlen(words) && !memcmp(p, words, strlen(words));
}

static bool message(const struct message *m, struct saying *s)
{
	const uint8_t *words = words_of(m->p, m->n);
	size_t n;

	if (!words)
		return false;
	n = m->n - (size_t)(words - m->p);
	if (begins(words, n, "fox hello")) {
		say_greeting(words, n, s);
		return true;
	}
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		if (!begins(words, n, steps[i].words))
			continue;
		s->speech = steps[i].speech;
		s->operations = steps[i].operations;
		return true;
	}
	s->operations = OPERATION(OP_MESSAGE);
	return true;
}

const struct protocol niagara_fox = {
	.name = "niagara-fox",
	.transports = PROTOCOL_TCP,
	.proof = PROOF_STRONG,
	.ot = true,
	.loose = true,
	.unproven = true,
	.ports = { 1911, 4911 },
	.operations = operations,
	.length = length,
	.message = message,
};
