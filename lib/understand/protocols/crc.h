/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The checksums that protocols of serial descent end their frames with. Those
 * that many packets have come with a table.
 */
#ifndef OTCAP_CRC_H
#define OTCAP_CRC_H

#include <stddef.h>
#include <stdint.h>

/* Lowest bit first; what each octet adds. */
extern const uint16_t crc16_modbus[256], crc16_dnp[256];

/* Polynomials, highest bit first. */
enum { CRC16_CCITT = 0x1021 };

static inline uint16_t crc16_reflected(const uint8_t *p, size_t n,
				       const uint16_t table[256],
				       uint16_t start)
{
	unsigned sum = start;

	for (size_t i = 0; i < n; i++)
		sum = sum >> 8 ^ table[(sum ^ p[i]) & 0xff];
	return (uint16_t)sum;
}

/* Without a table: for what is rare. */
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
