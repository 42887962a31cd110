/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Messages of a protocol, as hex, against what its recogniser makes of them.
 *
 * Hex digits may have blanks between them; what stands between apostrophes is
 * text. A whole message is tried as it is, cut at every octet and with bits
 * of every octet turned over; octets lie in memory of their exact size,
 * so that a sanitizer sees each read beyond them.
 */
#ifndef OTCAP_TEST_SAID_H
#define OTCAP_TEST_SAID_H

#include <stddef.h>

#include "understand/protocols/protocol.h"

struct said_case {
	const char *name, *hex;
	enum speech speech;
	const char *operations;	/* "+"-joined in the order of the list */
	uint32_t pair;
	/* NULL: nothing remembered. Else hex, own then peer. */
	const char *memory;
	uint16_t port[2];	/* of the sender, of the receiver */
};

/* A case by what it is: request, response, neither; more as .member = value. */
#define ASKS(named, octets, words, number, ...) \
	{ .name = (named), .hex = (octets), .speech = SPEECH_REQUEST, \
	  .operations = (words), .pair = (number), __VA_ARGS__ }
#define REPLIES(named, octets, words, number, ...) \
	{ .name = (named), .hex = (octets), .speech = SPEECH_RESPONSE, \
	  .operations = (words), .pair = (number), __VA_ARGS__ }
#define SEARCHES(named, octets, words, number, ...) \
	{ .name = (named), .hex = (octets), .speech = SPEECH_SEARCH, \
	  .operations = (words), .pair = (number), __VA_ARGS__ }
#define REVERSES(named, octets, words, number, ...) \
	{ .name = (named), .hex = (octets), .speech = SPEECH_REVERSE, \
	  .operations = (words), .pair = (number), __VA_ARGS__ }
#define TELLS(named, octets, words, number, ...) \
	{ .name = (named), .hex = (octets), .speech = SPEECH_NEITHER, \
	  .operations = (words), .pair = (number), __VA_ARGS__ }

void said_check(const struct protocol *proto, bool udp,
		const struct said_case *cases, size_t n);
/* Each is somebody else's, or refused by message(). */
void said_foreign(const struct protocol *proto, bool udp,
		  const char *const *hexes, size_t n);

/* A message and whom it names: "source:name", "source:name@address" where it
 * is another than the sender, with blanks between; "" none. */
struct said_naming {
	const char *hex, *names;
	uint16_t port[2];
};

void said_names(const struct protocol *proto, bool udp,
		const struct said_naming *cases, size_t n);

#endif
