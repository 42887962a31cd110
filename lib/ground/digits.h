/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Numbers as decimal text at a place that has room for it: each function
 * writes there, without a NUL, and returns the end of what it wrote. Rows are
 * made of these; text.h has the same for text that grows by itself.
 */
#ifndef OTCAP_DIGITS_H
#define OTCAP_DIGITS_H

#include <stdint.h>
#include <string.h>

/* The longest of each. */
enum { DIGITS_U64 = 20, DIGITS_SECONDS = 24 };

/* "00" to "99", one behind the other */
extern const char digits_pairs[];

/* Two digits of a number below 100. */
static inline char *digits_pair(char *p, unsigned v)
{
	memcpy(p, digits_pairs + 2 * v, 2);
	return p + 2;
}

/* 10 and above */
char *digits_many(char *p, uint64_t v);

static inline char *digits_u64(char *p, uint64_t v)
{
	if (v >= 10)
		return digits_many(p, v);
	*p = (char)('0' + v);
	return p + 1;
}

/* One octet of an address. */
static inline char *digits_octet(char *p, unsigned v)
{
	if (v >= 100) {
		*p++ = (char)('0' + v / 100);
		return digits_pair(p, v % 100);
	}
	if (v >= 10)
		return digits_pair(p, v);
	*p = (char)('0' + v);
	return p + 1;
}

/* Nanoseconds as seconds with 3 decimals, rounded down. */
char *digits_seconds(char *p, int64_t ns);

#endif
