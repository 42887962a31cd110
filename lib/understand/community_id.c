/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/community_id.h"

#include <sha1.h>
#include <string.h>
#include <sys/types.h>

/* seed, lower and higher address, protocol, padding, their ports: as the
 * specification orders them, in network byte order. */
enum { MESSAGE_LEN = 2 + 4 + 4 + 1 + 1 + 2 + 2 };

/* The message fills less than one block of SHA-1, so it is padded (FIPS 180-4,
 * 5.1.1) where it is made: a 1 bit behind it, its length in bits at the end. */
enum { PAD_BIT = 0x80, LENGTH_AT = SHA1_BLOCK_LENGTH - 1 };
_Static_assert(MESSAGE_LEN < SHA1_BLOCK_LENGTH - 8 &&
		       MESSAGE_LEN * 8 <= UINT8_MAX,
	       "one block, one octet of length");

/* FIPS 180-4, 5.3.1 */
static const uint32_t initial[] = { 0x67452301, 0xefcdab89, 0x98badcfe,
				    0x10325476, 0xc3d2e1f0 };

static uint8_t *put(uint8_t *p, uint32_t v, int octets)
{
	while (octets--)
		*p++ = (uint8_t)(v >> 8 * octets);
	return p;
}

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
	uint8_t block[SHA1_BLOCK_LENGTH] = { 0 };
	uint32_t h[5];
	uint8_t *p = block;

	p = put(p, 0, 2);
	p = put(p, addr[low], 4);
	p = put(p, addr[!low], 4);
	p = put(p, proto, 1);
	p = put(p, 0, 1);
	p = put(p, port[low], 2);
	p = put(p, port[!low], 2);
	*p = PAD_BIT;
	block[LENGTH_AT] = MESSAGE_LEN * 8;
	memcpy(h, initial, sizeof h);
	SHA1Transform(h, block);
	buf[0] = '1';
	buf[1] = ':';
	*base64_digest(buf + 2, h) = '\0';
	return buf;
}
