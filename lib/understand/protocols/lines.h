/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Looking for words in what strangers sent: for the protocols whose messages
 * are lines of text. ASCII only, whatever the locale; nothing is copied and
 * nothing needs to end in a zero octet.
 */
#ifndef OTCAP_LINES_H
#define OTCAP_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "understand/protocols/protocol.h"

/* Words are given in capitals; they match in any case. */
bool text_starts(const uint8_t *p, size_t n, const char *word);
/* Where the word begins within n octets, or NULL. */
const uint8_t *text_find(const uint8_t *p, size_t n, const char *word);
/* Nothing but printable ASCII, tabs, line ends and octets above 0x7f. */
bool text_is_plain(const uint8_t *p, size_t n);
/* Octets before the line end, or n where there is none. */
size_t text_line(const uint8_t *p, size_t n);
/* The number of a line that begins with three digits and a blank or dash, as
 * the answers of FTP and SMTP do (RFC 959, 4.2); 0 when it is none. */
unsigned text_reply(const uint8_t *p, size_t n);
/* A decimal number at *p, which moves behind it; false: none, or above max. */
bool text_number(const uint8_t **p, const uint8_t *end, uint32_t max,
		 uint32_t *out);

/* A command and what it does; the end of a table has no word. */
struct command {
	const char *word;	/* in capitals */
	uint64_t operations;
	bool shared;		/* other protocols have it, too */
};

/* The command that stands at p as a whole word, or NULL. */
const struct command *text_command(const struct command *table,
				   const uint8_t *p, size_t n);

/*
 * Say who speaks, a few times: inspect leaves a flow that has votes enough,
 * and then hears no login or data port any more. *votes is one octet of the
 * memory of the side that speaks.
 */
void text_vote(struct saying *s, enum speech speech, uint8_t *votes);

#endif
