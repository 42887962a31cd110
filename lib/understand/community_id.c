/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/community_id.h"

#include <endian.h>
#include <sha1.h>
#include <string.h>
#include <sys/types.h>

/*
 * The one block of SHA-1, in words of network byte order: first the message,
 * which is the seed (16 bits, 0), the lower and the higher address, the
 * protocol, an octet of padding, their ports; then what FIPS 180-4, 5.1.1
 * puts behind it: a 1 bit and, last, the message's length in bits.
 */
enum { BLOCK_WORDS = SHA1_BLOCK_LENGTH / sizeof(uint64_t), MESSAGE_WORDS = 2 };
#define PAD_BIT (UINT64_C(1) << 63)

/* FIPS 180-4, 5.3.1 */
static const uint32_t initial[] = { 0x67452301, 0xefcdab89, 0x98badcfe,
				    0x10325476, 0xc3d2e1f0 };

/* The low bits of v as n characters of base64. */
static char *base64(char *p, uint64_t v, int n)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz"
				       "0123456789+/";

	while (n--)
		*p++ = alphabet[v >> 6 * n & 63];
	return p;
}

/* 160 bits are 27 characters, of which the last has 2 bits to spare. */
static char *base64_digest(char *p, const uint32_t h[5])
{
	uint64_t high = (uint64_t)h[0] << 32 | h[1];
	uint64_t middle = (uint64_t)h[2] << 32 | h[3];

	p = base64(p, high >> 4, 10);
	p = base64(p, (high & 0xf) << 56 | middle >> 8, 10);
	p = base64(p, (middle & 0xff) << 34 | (uint64_t)h[4] << 2, 7);
	*p++ = '=';
	return p;
}

char *community_id(uint8_t proto, const uint32_t addr[2],
		   const uint16_t port[2], char buf[COMMUNITY_ID_TEXT])
{
	unsigned low = addr[0] > addr[1] ||
		       (addr[0] == addr[1] && port[0] > port[1]);
	uint64_t block[BLOCK_WORDS] = {
		htobe64((uint64_t)addr[low] << 16 | addr[!low] >> 16),
		htobe64((uint64_t)addr[!low] << 48 | (uint64_t)proto << 40 |
			(uint64_t)port[low] << 16 | port[!low]),
		htobe64(PAD_BIT),
		[BLOCK_WORDS - 1] = htobe64(MESSAGE_WORDS * 64),
	};
	uint32_t h[5];

	memcpy(h, initial, sizeof h);
	SHA1Transform(h, (const uint8_t *)block);
	buf[0] = '1';
	buf[1] = ':';
	*base64_digest(buf + 2, h) = '\0';
	return buf;
}
