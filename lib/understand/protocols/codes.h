/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a protocol's code numbers mean: ranges of them, each with the number
 * of an operation in the protocol's list.
 */
#ifndef OTCAP_CODES_H
#define OTCAP_CODES_H

#include <stddef.h>
#include <stdint.h>

enum { CODE_UNKNOWN = 0xff };

struct code {
	uint16_t first, last;
	uint8_t operation;
};

#define CODE(value, operation) { (value), (value), (operation) }

static inline unsigned code_find(const struct code *codes, size_t n,
				 unsigned value)
{
	for (size_t i = 0; i < n; i++)
		if (value >= codes[i].first && value <= codes[i].last)
			return codes[i].operation;
	return CODE_UNKNOWN;
}

/* Of an array, not of a pointer. */
#define CODE_FIND(codes, value) \
	code_find((codes), sizeof(codes) / sizeof *(codes), (value))

#endif
