/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * UTF-8 (RFC 3629), as far as text of strangers needs it: file names, labels
 * and notes that go to a terminal or into a format that must be UTF-8.
 *
 * Knows bytes, not what they mean: no case, no width, no locale.
 */
#ifndef OTCAP_UTF8_H
#define OTCAP_UTF8_H

#include <stddef.h>

/* Bytes of the character at s; 0 where none is. */
size_t utf8_len(const char *s);
/* In place: every control character (C0, DEL, C1) and every byte that is no
 * UTF-8 becomes a question mark. Returns the length, which may shrink. */
size_t utf8_plain(char *s);
/* Columns of a terminal, as far as bytes tell: one a character. */
size_t utf8_columns(const char *s);

#endif
