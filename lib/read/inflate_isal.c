/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * ISA-L keeps what found no room in the output, also that of damaged data, and
 * says of damage at once: it is given out before the damage is told. Its own
 * reading of headers takes one for damaged that has a checksum and comes in
 * pieces (2.30).
 */
#include "read/inflate.h"

#include <isa-l.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "read/gzip_header.h"

#define TEXT_OF(number) #number
#define VERSION_OF(major, minor, patch) \
	TEXT_OF(major) "." TEXT_OF(minor) "." TEXT_OF(patch)

/* It does not tell which one it runs with. */
const char inflate_isal_version[] = "ISA-L " VERSION_OF(ISAL_MAJOR_VERSION,
	ISAL_MINOR_VERSION, ISAL_PATCH_VERSION);

struct by_isal {
	struct inflater inflater;	/* first: the caller points at it */
	bool damaged;
	struct gzip_header header;
	struct inflate_state z;
};

static void inflate_some(struct by_isal *own, struct codec_io *io)
{
	struct inflate_state *z = &own->z;
	unsigned in = inflate_limit(io->in_len);
	unsigned room = inflate_limit(io->out_len);

	z->next_in = (uint8_t *)io->in;
	z->avail_in = in;
	z->next_out = io->out;
	z->avail_out = room;
	own->damaged = isal_inflate(z) < 0;
	codec_moved(io, in - z->avail_in, room - z->avail_out);
}

/* What was made before the damage; true when all of it is out. */
static bool give_out(struct inflate_state *z, struct codec_io *io)
{
	size_t n = (size_t)(z->tmp_out_valid - z->tmp_out_processed);

	if (n > io->out_len)
		n = io->out_len;
	memcpy(io->out, z->tmp_out_buffer + z->tmp_out_processed, n);
	z->tmp_out_processed += (int32_t)n;
	codec_moved(io, 0, n);
	return z->tmp_out_processed == z->tmp_out_valid;
}

static enum inflated step(struct inflater *i, struct codec_io *io)
{
	struct by_isal *own = (struct by_isal *)i;

	switch (gzip_header_step(&own->header, io)) {
	case GZIP_HEADER_MORE:
		return INFLATED_SOME;
	case GZIP_HEADER_BAD:
		return INFLATED_DAMAGED;
	case GZIP_HEADER_END:
		break;
	}
	if (!own->damaged)
		inflate_some(own, io);
	if (own->damaged)
		return give_out(&own->z, io) ? INFLATED_DAMAGED :
					       INFLATED_SOME;
	return own->z.block_state == ISAL_BLOCK_FINISH ? INFLATED_MEMBER :
							 INFLATED_SOME;
}

static void next(struct inflater *i)
{
	struct by_isal *own = (struct by_isal *)i;

	own->header = (struct gzip_header){ 0 };
	isal_inflate_reset(&own->z);
	own->z.crc_flag = ISAL_GZIP_NO_HDR_VER;
}

static void release(struct inflater *i)
{
	free(i);
}

struct inflater *inflate_isal(void)
{
	struct by_isal *own = xcalloc(1, sizeof *own);

	own->inflater = (struct inflater){ step, next, release };
	isal_inflate_init(&own->z);
	own->z.crc_flag = ISAL_GZIP_NO_HDR_VER;
	return &own->inflater;
}
