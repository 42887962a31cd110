/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/community_id.h"

#include <sha1.h>
#include <sys/types.h>

/* seed, lower and higher address, protocol, padding, their ports: as the
 * specification orders them, in network byte order. */
enum { MESSAGE_LEN = 2 + 4 + 4 + 1 + 1 + 2 + 2 };

static uint8_t *put(uint8_t *p, uint32_t v, int octets)
{
	while (octets--)
		*p++ = (uint8_t)(v >> 8 * octets);
	return p;
}

static char *base64(const uint8_t *digest, char *p)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz"
				       "0123456789+/";

	for (int i = 0; i < SHA1_DIGEST_LENGTH; i += 3) {
		uint32_t v = (uint32_t)digest[i] << 16 |
			     (uint32_t)digest[i + 1] << 8;

		if (i + 2 < SHA1_DIGEST_LENGTH)
			v |= digest[i + 2];
		*p++ = alphabet[v >> 18];
		*p++ = alphabet[v >> 12 & 63];
		*p++ = alphabet[v >> 6 & 63];
		*p++ = alphabet[v & 63];
	}
	/* 20 octets fill the last group but for one character. */
	p[-1] = '=';
	*p = '\0';
	return p;
}

char *community_id(uint8_t proto, const uint32_t addr[2],
		   const uint16_t port[2], char buf[COMMUNITY_ID_TEXT])
{
	unsigned low = addr[0] > addr[1] ||
		       (addr[0] == addr[1] && port[0] > port[1]);
	uint8_t message[MESSAGE_LEN], digest[SHA1_DIGEST_LENGTH];
	uint8_t *p = message;
	SHA1_CTX sha;

	p = put(p, 0, 2);
	p = put(p, addr[low], 4);
	p = put(p, addr[!low], 4);
	p = put(p, proto, 1);
	p = put(p, 0, 1);
	p = put(p, port[low], 2);
	put(p, port[!low], 2);
	SHA1Init(&sha);
	SHA1Update(&sha, message, sizeof message);
	SHA1Final(digest, &sha);
	buf[0] = '1';
	buf[1] = ':';
	base64(digest, buf + 2);
	return buf;
}
