/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The heads of BER values (ITU-T X.690, 8.1): one octet of tag, definite
 * lengths only; what needs more is none of ours. A value may be longer than
 * what is there of it: the snap length cuts, the length still counts.
 */
#ifndef OTCAP_BER_H
#define OTCAP_BER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ground/bytes.h"

struct ber {
	const uint8_t *p;	/* the content */
	size_t n;		/* of it, octets that are there */
	uint32_t len;		/* of it, octets in all */
	uint8_t tag;
};

/* The value at the cursor, which moves behind what is there of it; false and
 * an overrun cursor when its head is cut or none. */
bool ber_next(struct cursor *c, struct ber *v);
/* The same, of one tag only; another one leaves the cursor where it is. */
bool ber_take(struct cursor *c, uint8_t tag, struct ber *v);
/* The value of an INTEGER of up to four octets that are all there; else
 * 0xffffffff. */
uint32_t ber_uint(const struct ber *v);
/* Octets of head and content, or 0 when n octets do not tell. */
uint64_t ber_size(const uint8_t *p, size_t n);

#endif
