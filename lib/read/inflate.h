/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One member of a gzip file after another (RFC 1952), by whichever library.
 * What lies between members, and whether the input may end here, is for gunzip
 * to say. Private to gunzip.c and inflate_*.c.
 */
#ifndef OTCAP_INFLATE_H
#define OTCAP_INFLATE_H

#include "read/codec.h"

enum inflated {
	INFLATED_SOME,		/* wants more input or more room */
	INFLATED_MEMBER,	/* its end, and its checksum is right */
	INFLATED_DAMAGED	/* final; all before the damage is out */
};

struct inflater {
	/* Takes no octet of what follows the member. */
	enum inflated (*step)(struct inflater *i, struct codec_io *io);
	void (*next)(struct inflater *i);	/* another member begins */
	void (*free)(struct inflater *i);
};

/* Both NULL when there is no memory. */
struct inflater *inflate_zlib(void);
/* ISA-L: in two thirds of the time. Where it was there when otcap was built. */
struct inflater *inflate_isal(void);
extern const char inflate_isal_version[];

/* As much as both libraries can be told of. */
static inline unsigned inflate_limit(size_t n)
{
	return n < UINT32_MAX ? (unsigned)n : UINT32_MAX;
}

#endif
