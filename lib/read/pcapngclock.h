/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Time stamps of a pcapng interface: 64 bits in a unit that the interface
 * names (a power of ten or of two), from a zero it may move. Held to the
 * range of a stamp, never wrapped.
 */
#ifndef OTCAP_PCAPNGCLOCK_H
#define OTCAP_PCAPNGCLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct pcapng_clock {
	uint64_t unit_ns;	/* 0: below a nanosecond, or of two */
	uint64_t plain_max;	/* stamps to here are a product, no more */
	int64_t offset_s;	/* seconds to add */
	uint8_t resolution;	/* if_tsresol */
	bool fine;	/* finer than microseconds */
};

/* From if_tsresol; keeps the offset. */
void pcapng_clock_set(struct pcapng_clock *c, uint8_t resolution);
int64_t pcapng_clock_ns_slow(const struct pcapng_clock *c, uint64_t stamp);

static inline int64_t pcapng_clock_ns(const struct pcapng_clock *c,
				      uint64_t stamp)
{
	if (stamp < c->plain_max && !c->offset_s)
		return (int64_t)(stamp * c->unit_ns);
	return pcapng_clock_ns_slow(c, stamp);
}

#endif
