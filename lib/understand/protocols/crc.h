/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The checksums that protocols of serial descent end their frames with.
 * Frames are short: no tables.
 */
#ifndef OTCAP_CRC_H
#define OTCAP_CRC_H

#include <stddef.h>
#include <stdint.h>

/* Reflected polynomials. */
enum { CRC16_MODBUS = 0xa001, CRC16_DNP = 0xa6bc };
/* Plain ones. */
enum { CRC16_CCITT = 0x1021 };

/* Lowest bit first. */
static inline uint16_t crc16_reflected(const uint8_t *p, size_t n,
				       uint16_t polynomial, uint16_t start)
{
	uint16_t sum = start;

	for (size_t i = 0; i < n; i++) {
		sum ^= p[i];
		for (unsigned k = 0; k < 8; k++)
			sum = (uint16_t)(sum >> 1 ^
					 (sum & 1 ? polynomial : 0));
	}
	return sum;
}

/* Highest bit first. */
static inline uint16_t crc16_plain(const uint8_t *p, size_t n,
				   uint16_t polynomial, uint16_t start)
{
	uint16_t sum = start;

	for (size_t i = 0; i < n; i++) {
		sum ^= (uint16_t)(p[i] << 8);
		for (unsigned k = 0; k < 8; k++)
			sum = (uint16_t)(sum << 1 ^
					 (sum & 0x8000 ? polynomial : 0));
	}
	return sum;
}

#endif
