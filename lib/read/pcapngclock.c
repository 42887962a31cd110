/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/pcapngclock.h"

#include "ground/stamp.h"

__extension__ typedef __int128 wide;

enum { POWER_OF_TWO = 0x80 };

static uint64_t power_of_ten(unsigned exponent)
{
	uint64_t p = 1;

	while (exponent--)
		p *= 10;
	return p;
}

void pcapng_clock_set(struct pcapng_clock *c, uint8_t resolution)
{
	unsigned exponent = resolution & 0x7f;

	c->resolution = resolution;
	c->unit_ns = 0;
	c->plain_max = 0;
	c->fine = exponent > (resolution & POWER_OF_TWO ? 19 : 6);
	if (resolution & POWER_OF_TWO || exponent > 9)
		return;
	c->unit_ns = power_of_ten(9 - exponent);
	c->plain_max = INT64_MAX / c->unit_ns;
}

/* 2^64 units of 10^-29 seconds and less are no nanosecond. */
static wide nanoseconds(const struct pcapng_clock *c, uint64_t stamp)
{
	unsigned exponent = c->resolution & 0x7f;

	if (c->resolution & POWER_OF_TWO)
		return (wide)stamp * NS_PER_SECOND >> exponent;
	if (exponent <= 9)
		return (wide)stamp * (int64_t)c->unit_ns;
	return exponent < 29 ? stamp / power_of_ten(exponent - 9) : 0;
}

int64_t pcapng_clock_ns_slow(const struct pcapng_clock *c, uint64_t stamp)
{
	wide ns = nanoseconds(c, stamp) + (wide)c->offset_s * NS_PER_SECOND;

	if (ns > INT64_MAX)
		return INT64_MAX;
	return ns <= STAMP_NONE ? STAMP_NONE + 1 : (int64_t)ns;
}
