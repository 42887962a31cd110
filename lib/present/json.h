/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * JSON text, written in the order in which it is called: one object a line,
 * keys in a fixed order. Only writes; commas are its own business. Strings
 * become valid UTF-8 JSON whatever bytes they hold: what is no UTF-8 is
 * written as U+FFFD.
 */
#ifndef OTCAP_JSON_H
#define OTCAP_JSON_H

#include <stdint.h>

#include "ground/text.h"

/* The bare string with its quotes. */
void json_string(struct text *t, const char *s);

/* An object: '{', members, '}' and LF. */
void json_open(struct text *t);
void json_close(struct text *t);

/* "key":value members. */
void json_put_string(struct text *t, const char *key, const char *s);
void json_put_u64(struct text *t, const char *key, uint64_t v);
/* value is JSON text already: a number with decimals, true, null. */
void json_put_raw(struct text *t, const char *key, const char *value);
/* "a+b" as ["a","b"]; "" as []. */
void json_put_list(struct text *t, const char *key, const char *joined);

#endif
