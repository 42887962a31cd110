/* SPDX-License-Identifier: BSD-3-Clause */
#include "ground/digits.h"

const char digits_pairs[] =
	"0001020304050607080910111213141516171819"
	"2021222324252627282930313233343536373839"
	"4041424344454647484950515253545556575859"
	"6061626364656667686970717273747576777879"
	"8081828384858687888990919293949596979899";

static unsigned count_digits(uint64_t v)
{
	uint64_t limit = 100;
	unsigned n = 2;

	for (; n < DIGITS_U64 && v >= limit; n++)
		limit *= 10;
	return n;
}

char *digits_many(char *p, uint64_t v)
{
	char *end = p + count_digits(v), *at = end;

	for (; v >= 100; v /= 100) {
		at -= 2;
		digits_pair(at, (unsigned)(v % 100));
	}
	if (v >= 10)
		digits_pair(p, (unsigned)v);
	else
		*p = (char)('0' + v);
	return end;
}

char *digits_seconds(char *p, int64_t ns)
{
	uint64_t ms = (uint64_t)ns / 1000000;
	unsigned decimals = (unsigned)(ms % 1000);

	p = digits_u64(p, ms / 1000);
	*p++ = '.';
	*p++ = (char)('0' + decimals / 100);
	return digits_pair(p, decimals % 100);
}
