/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Text that grows: rows and messages are built here by hand, because printf
 * costs five times as much on a million rows.
 *
 * The buffer is always NUL-terminated once anything was added. A struct text
 * of zeros is empty and ready.
 */
#ifndef OTCAP_TEXT_H
#define OTCAP_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct text {
	char *s;		/* owned */
	size_t len, cap;
};

void text_release(struct text *t);
void text_clear(struct text *t);
void text_enlarge(struct text *t, size_t n);
/* Room for n more bytes and the NUL. */
static inline void text_reserve(struct text *t, size_t n)
{
	if (t->cap - t->len <= n)
		text_enlarge(t, n);
}

/* Where n more bytes may be written by hand; then text_end says how far that
 * went. Nothing else is added between. */
static inline char *text_room(struct text *t, size_t n)
{
	text_reserve(t, n);
	return t->s + t->len;
}

static inline void text_end(struct text *t, char *end)
{
	t->len = (size_t)(end - t->s);
	*end = '\0';
}

void text_add(struct text *t, const char *s, size_t n);
void text_puts(struct text *t, const char *s);
static inline void text_putc(struct text *t, char c)
{
	text_reserve(t, 1);
	t->s[t->len++] = c;
	t->s[t->len] = '\0';
}

void text_printf(struct text *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void text_u64(struct text *t, uint64_t v);
void text_addr(struct text *t, uint32_t addr);
void text_mac(struct text *t, uint64_t mac);
void text_stamp(struct text *t, int64_t ns);
/* s as UTF-8: bytes that are none are taken for Windows-1252, in which
 * spreadsheets save where nobody asks for more. */
void text_utf8(struct text *t, const char *s);
/* Nanoseconds as seconds with 3 decimals, rounded down. */
void text_seconds(struct text *t, int64_t ns);
/* For people, in the two largest units: "3 h 10 min"; below a minute
 * "4.250 s". */
void text_duration(struct text *t, int64_t ns);

/* Write all to out and empty the text; errors stay in the stream. */
void text_flush(struct text *t, FILE *out);

#endif
