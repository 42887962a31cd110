/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/gzip_header.h"

#include <zlib.h>

enum part { FIXED, EXTRA_LENGTH, EXTRA, NAME, COMMENT, CHECKSUM, WHOLE };

enum { FIXED_OCTETS = 10, FLAGS_AT = 3 };

enum flag { FLAG_CHECKSUM = 0x02, FLAG_EXTRA = 0x04, FLAG_NAME = 0x08,
	    FLAG_COMMENT = 0x10, FLAGS_UNKNOWN = 0xe0 };

static bool is_there(const struct gzip_header *h, unsigned part)
{
	static const uint8_t flag[] = {
		[EXTRA_LENGTH] = FLAG_EXTRA, [EXTRA] = FLAG_EXTRA,
		[NAME] = FLAG_NAME, [COMMENT] = FLAG_COMMENT,
		[CHECKSUM] = FLAG_CHECKSUM,
	};

	return part == WHOLE ||
	       (h->flags & flag[part] && (part != EXTRA || h->extra));
}

static void next_part(struct gzip_header *h)
{
	do
		h->part++;
	while (!is_there(h, h->part));
	h->at = 0;
}

/* False where it is no octet of a header. Of the checksum, low octet first,
 * what is left is compared. */
static bool accept(struct gzip_header *h, uint8_t octet)
{
	static const uint8_t magic[FLAGS_AT] = { 0x1f, 0x8b, 8 };
	unsigned at = h->at++;

	switch (h->part) {
	case FIXED:
		if (at < FLAGS_AT)
			return octet == magic[at];
		if (at == FLAGS_AT) {
			h->flags = octet;
			return !(octet & FLAGS_UNKNOWN);
		}
		break;
	case EXTRA_LENGTH:
		h->extra |= (uint16_t)(octet << 8 * at);
		break;
	case CHECKSUM:
		return octet == (h->crc >> 8 * at & 0xff);
	default:
		break;
	}
	return true;
}

static bool is_last(const struct gzip_header *h, uint8_t octet)
{
	switch (h->part) {
	case FIXED:
		return h->at == FIXED_OCTETS;
	case EXTRA:
		return h->at == h->extra;
	case NAME:
	case COMMENT:
		return !octet;
	default:
		return h->at == 2;
	}
}

enum gzip_header_result gzip_header_step(struct gzip_header *h,
					 struct codec_io *io)
{
	while (h->part != WHOLE) {
		const uint8_t *octet = io->in;

		if (!io->in_len)
			return GZIP_HEADER_MORE;
		if (!accept(h, *octet))
			return GZIP_HEADER_BAD;
		if (h->part != CHECKSUM)
			h->crc = (uint32_t)crc32(h->crc, octet, 1);
		codec_moved(io, 1, 0);
		if (is_last(h, *octet))
			next_part(h);
	}
	return GZIP_HEADER_END;
}
