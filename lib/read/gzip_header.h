/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The header of a gzip member (RFC 1952, 2.3), octet by octet: it may come in
 * pieces, and what is in it (a name, a time) is of no use to us.
 *
 *    0    1    2      3       4       8      9
 *   +----+----+------+-------+-------+------+----+----------------------------
 *   | 1f | 8b | 08   | flags | time  | extra|  OS| length 2 and extra (flag 4),
 *   +----+----+------+-------+-------+------+----+ name, comment (8, 10), to a
 *                                                  NUL each, checksum 2 (2)
 */
#ifndef OTCAP_GZIP_HEADER_H
#define OTCAP_GZIP_HEADER_H

#include "read/codec.h"

struct gzip_header {
	uint32_t crc;		/* of the octets so far */
	uint16_t at;		/* octets of the part under way */
	uint16_t extra;
	uint8_t flags;
	uint8_t part;		/* 0: nothing yet */
};

enum gzip_header_result {
	GZIP_HEADER_MORE,	/* all input is used, and more wanted */
	GZIP_HEADER_END,
	GZIP_HEADER_BAD
};

/* Takes the header's octets from io, and none behind it. h: zeros before the
 * first step. */
enum gzip_header_result gzip_header_step(struct gzip_header *h,
					 struct codec_io *io);

#endif
