/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Points in time: int64_t nanoseconds since 1970-01-01T00:00:00Z, and their
 * text (RFC 3339, UTC, always 9 decimals). Locale and zone play no part.
 */
#ifndef OTCAP_STAMP_H
#define OTCAP_STAMP_H

#include <stdint.h>

enum { STAMP_TEXT = 31 };

#define NS_PER_SECOND INT64_C(1000000000)

/* No point in time; its text elsewhere is the empty field. */
#define STAMP_NONE INT64_MIN

/* Returns buf. Any int64_t has a form (years 1677 to 2262). */
char *stamp_format(int64_t ns, char buf[STAMP_TEXT]);
/* The same without the NUL; returns the end. */
char *stamp_put(char *p, int64_t ns);
/* Likewise, where before_ns was put at before: often the same second. */
char *stamp_put_next(char *p, int64_t ns, const char *before,
		     int64_t before_ns);
/* Exactly the form above, 0 to 9 decimals; 0 or -1. */
int stamp_parse(const char *s, int64_t *ns);
/* Seconds and nanoseconds to a stamp, held to the range of int64_t; never
 * STAMP_NONE. */
int64_t stamp_of(int64_t seconds, int64_t ns);
/* From one stamp to another in nanoseconds, likewise held to the range. */
int64_t stamp_between(int64_t from, int64_t to);
/* The UTC clock hour a stamp lies in, counted from 1970. */
int64_t stamp_hour(int64_t ns);

#endif
