/* SPDX-License-Identifier: BSD-3-Clause */
#include "said.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/alloc.h"

enum { SAID_BYTES = 4096, SAID_TEXT = 1024 };

static unsigned digit(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : tolower(c) - 'a' + 10);
}

static size_t bytes_of(const char *hex, uint8_t out[SAID_BYTES])
{
	size_t n = 0;
	bool text = false;

	for (; hex && *hex; hex++) {
		cr_assert(n < SAID_BYTES);
		if (*hex == '\'') {
			text = !text;
		} else if (text) {
			out[n++] = (uint8_t)*hex;
		} else if (*hex != ' ') {
			cr_assert(isxdigit(hex[0]) && isxdigit(hex[1]), "%s",
				  hex);
			out[n++] = (uint8_t)(digit(hex[0]) << 4 |
					     digit(hex[1]));
			hex++;
		}
	}
	return n;
}

/* The octets in memory that ends where they do. */
static uint8_t *exact(const uint8_t *p, size_t n)
{
	uint8_t *copy = xmalloc(n ? n : 1);

	memcpy(copy, p, n);
	return copy;
}

/* Words for every bit: the list ends with NULL. */
static bool has_words(const struct protocol *proto, uint64_t operations)
{
	unsigned n = 0;

	while (proto->operations && proto->operations[n])
		n++;
	return n >= MAX_OPERATIONS || !(operations >> n);
}

static void words_of(const struct protocol *proto, uint64_t operations,
		     char out[SAID_TEXT])
{
	size_t n = 0;

	out[0] = '\0';
	cr_assert(has_words(proto, operations));
	for (unsigned i = 0; i < MAX_OPERATIONS; i++) {
		if (!(operations & OPERATION(i)))
			continue;
		n += (size_t)snprintf(out + n, SAID_TEXT - n, "%s%s",
				      n ? "+" : "", proto->operations[i]);
		cr_assert(n < SAID_TEXT);
	}
}

/* What names() makes of a message that says there are some. */
static void tell(const struct protocol *proto, const struct message *m,
		 const struct saying *s, struct namings *told)
{
	cr_assert(!s->names || proto->names, "%s: no names()", proto->name);
	if (!s->names)
		return;
	proto->names(m, told);
	cr_assert(told->n <= MESSAGE_NAMES);
	for (unsigned i = 0; i < told->n; i++)
		cr_assert(told->item[i].n && told->item[i].source &&
			  told->item[i].n <= NAME_OCTETS);
}

/* What message() says of the first n octets of a message of len. */
static bool say(const struct protocol *proto, bool udp,
		const struct said_case *c, const struct message *sent,
		struct saying *s)
{
	struct protocol_memory memory = { { 0 }, { 0 } };
	uint8_t remembered[SAID_BYTES];
	size_t n = bytes_of(c->memory, remembered);
	struct message m = *sent;

	cr_assert(n <= sizeof memory);
	memcpy(&memory, remembered, n);
	m.port[0] = c->port[0];
	m.port[1] = c->port[1];
	m.udp = udp;
	m.memory = &memory;
	*s = (struct saying){ .speech = SPEECH_NEITHER };
	if (!proto->message(&m, s))
		return false;
	tell(proto, &m, s, &(struct namings){ .n = 0 });
	return true;
}

static void check_whole(const struct protocol *proto, bool udp,
			const struct said_case *c, const uint8_t *p, size_t n)
{
	struct saying s;
	char words[SAID_TEXT];
	uint8_t *copy = exact(p, n);

	cr_expect_eq(proto->length(copy, n, udp), (int32_t)n,
		     "%s: length %d of %zu", c->name,
		     proto->length(copy, n, udp), n);
	cr_expect(say(proto, udp, c, &(struct message){ copy, n, n, { 0, 0 },
		  false, NULL }, &s), "%s: refused", c->name);
	words_of(proto, s.operations, words);
	cr_expect_eq(s.speech, c->speech, "%s: speech %u", c->name, s.speech);
	cr_expect_str_eq(words, c->operations ? c->operations : "", "%s: %s",
			 c->name, words);
	cr_expect_eq(s.pair, c->pair, "%s: pair %u", c->name, s.pair);
	free(copy);
}

/* A cut message is taken for nothing else: its length is the whole one's,
 * or not known yet. */
static void check_cuts(const struct protocol *proto, bool udp,
		       const struct said_case *c, const uint8_t *p, size_t n)
{
	for (size_t cut = 0; cut < n; cut++) {
		uint8_t *copy = exact(p, cut);
		int32_t len = proto->length(copy, cut, udp);
		struct saying s;

		cr_expect(len == NEED_MORE || len == (int32_t)n ||
			  len == NOT_MINE || (len == (int32_t)cut),
			  "%s cut to %zu: %d", c->name, cut, len);
		say(proto, udp, c, &(struct message){ copy, cut, n, { 0, 0 },
		    false, NULL }, &s);
		free(copy);
	}
}

/* Whatever stands there is survived, and claims no more than an answer. */
static void check_turned(const struct protocol *proto, bool udp,
			 const struct said_case *c, const uint8_t *p, size_t n)
{
	static const uint8_t masks[] = { 0xff, 0x80, 0x01 };

	for (size_t i = 0; i < n * sizeof masks; i++) {
		uint8_t *copy = exact(p, n);
		struct saying s;
		int32_t len;

		copy[i / sizeof masks] ^= masks[i % sizeof masks];
		len = proto->length(copy, n, udp);
		cr_expect(len >= NOT_MINE, "%s: %d", c->name, len);
		if (len > 0 &&
		    say(proto, udp, c, &(struct message){ copy,
			n < (size_t)len ? n : (size_t)len, (size_t)len,
			{ 0, 0 }, false, NULL }, &s))
			cr_expect(has_words(proto, s.operations), "%s",
				  c->name);
		free(copy);
	}
}

void said_check(const struct protocol *proto, bool udp,
		const struct said_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct said_case *c = &cases[i];
		uint8_t p[SAID_BYTES];
		size_t len = bytes_of(c->hex, p);

		check_whole(proto, udp, c, p, len);
		check_cuts(proto, udp, c, p, len);
		check_turned(proto, udp, c, p, len);
	}
}

void said_foreign(const struct protocol *proto, bool udp,
		  const char *const *hexes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct said_case c = { .name = hexes[i] };
		uint8_t p[SAID_BYTES], *copy;
		size_t have = bytes_of(hexes[i], p);
		struct saying s;
		int32_t len;

		copy = exact(p, have);
		len = proto->length(copy, have, udp);
		if (len > 0 && (!udp || (size_t)len <= have))
			cr_expect(!say(proto, udp, &c, &(struct message){ copy,
				  have < (size_t)len ? have : (size_t)len,
				  (size_t)len, { 0, 0 }, false, NULL }, &s),
				  "%s: taken", hexes[i]);
		else
			cr_expect(len == NOT_MINE || udp || have < 8,
				  "%s: %d", hexes[i], len);
		free(copy);
	}
}

/* "source:name" or "source:name@address", one behind the other. */
static void names_text(const struct namings *told, char out[SAID_TEXT])
{
	size_t n = 0;

	out[0] = '\0';
	for (unsigned i = 0; i < told->n; i++) {
		const struct naming *name = &told->item[i];
		char addr[ADDR_TEXT] = "";

		if (name->addr)
			addr_format(name->addr, addr);
		n += (size_t)snprintf(out + n, SAID_TEXT - n, "%s%s:%.*s%s%s",
				      n ? " " : "", name->source, name->n,
				      name->text, addr[0] ? "@" : "", addr);
		cr_assert(n < SAID_TEXT);
	}
}

void said_names(const struct protocol *proto, bool udp,
		const struct said_naming *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct said_naming *c = &cases[i];
		struct protocol_memory memory = { { 0 }, { 0 } };
		struct namings told = { .n = 0 };
		struct saying s = { .speech = SPEECH_NEITHER };
		uint8_t p[SAID_BYTES];
		size_t len = bytes_of(c->hex, p);
		uint8_t *copy = exact(p, len);
		struct message m = { copy, len, len,
				     { c->port[0], c->port[1] }, udp,
				     &memory };
		char text[SAID_TEXT];

		cr_expect_eq(proto->length(copy, len, udp), (int32_t)len,
			     "%s: length", c->names);
		cr_expect(proto->message(&m, &s), "%s: refused", c->names);
		tell(proto, &m, &s, &told);
		names_text(&told, text);
		cr_expect_str_eq(text, c->names);
		free(copy);
	}
}
