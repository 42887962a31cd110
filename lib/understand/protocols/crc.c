/* SPDX-License-Identifier: BSD-3-Clause */
/* Sums are linear: what an octet adds is what its bits add. */
#include "understand/protocols/crc.h"

#define STEP(sum, polynomial) ((sum) >> 1 ^ ((sum) & 1 ? (polynomial) : 0))

/* What a table needs: an octet's bits alone, the highest first. */
#define BITS(name, polynomial) \
	enum { \
		name##7 = (polynomial), \
		name##6 = STEP(name##7, polynomial), \
		name##5 = STEP(name##6, polynomial), \
		name##4 = STEP(name##5, polynomial), \
		name##3 = STEP(name##4, polynomial), \
		name##2 = STEP(name##3, polynomial), \
		name##1 = STEP(name##2, polynomial), \
		name##0 = STEP(name##1, polynomial) \
	}

BITS(modbus, 0xa001);
BITS(dnp, 0xa6bc);

#define BIT(name, i, k) ((i) >> k & 1 ? name##k : 0)
#define ONE(name, i) \
	(BIT(name, i, 0) ^ BIT(name, i, 1) ^ BIT(name, i, 2) ^ \
	 BIT(name, i, 3) ^ BIT(name, i, 4) ^ BIT(name, i, 5) ^ \
	 BIT(name, i, 6) ^ BIT(name, i, 7))
#define FOUR(name, i) \
	ONE(name, i), ONE(name, (i) + 1), ONE(name, (i) + 2), \
	ONE(name, (i) + 3)
#define SIXTEEN(name, i) \
	FOUR(name, i), FOUR(name, (i) + 4), FOUR(name, (i) + 8), \
	FOUR(name, (i) + 12)
#define ALL(name) \
	SIXTEEN(name, 0x00), SIXTEEN(name, 0x10), SIXTEEN(name, 0x20), \
	SIXTEEN(name, 0x30), SIXTEEN(name, 0x40), SIXTEEN(name, 0x50), \
	SIXTEEN(name, 0x60), SIXTEEN(name, 0x70), SIXTEEN(name, 0x80), \
	SIXTEEN(name, 0x90), SIXTEEN(name, 0xa0), SIXTEEN(name, 0xb0), \
	SIXTEEN(name, 0xc0), SIXTEEN(name, 0xd0), SIXTEEN(name, 0xe0), \
	SIXTEEN(name, 0xf0)

const uint16_t crc16_modbus[256] = { ALL(modbus) };
const uint16_t crc16_dnp[256] = { ALL(dnp) };
