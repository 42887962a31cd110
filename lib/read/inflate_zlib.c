/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/inflate.h"

#include <stdlib.h>
#include <zlib.h>

#include "ground/alloc.h"

enum { WINDOW_GZIP = 15 + 16 };	/* 32 KiB, in gzip's wrapping */

struct by_zlib {
	struct inflater inflater;	/* first: the caller points at it */
	z_stream z;
};

static enum inflated step(struct inflater *i, struct codec_io *io)
{
	z_stream *z = &((struct by_zlib *)i)->z;
	unsigned in = inflate_limit(io->in_len);
	unsigned room = inflate_limit(io->out_len);
	int rc;

	z->next_in = (z_const Bytef *)io->in;
	z->avail_in = in;
	z->next_out = io->out;
	z->avail_out = room;
	rc = inflate(z, Z_NO_FLUSH);
	codec_moved(io, in - z->avail_in, room - z->avail_out);
	if (rc == Z_STREAM_END)
		return INFLATED_MEMBER;
	return rc == Z_OK || rc == Z_BUF_ERROR ? INFLATED_SOME :
						 INFLATED_DAMAGED;
}

static void next(struct inflater *i)
{
	inflateReset(&((struct by_zlib *)i)->z);
}

static void release(struct inflater *i)
{
	inflateEnd(&((struct by_zlib *)i)->z);
	free(i);
}

struct inflater *inflate_zlib(void)
{
	struct by_zlib *own = xcalloc(1, sizeof *own);

	own->inflater = (struct inflater){ step, next, release };
	if (inflateInit2(&own->z, WINDOW_GZIP) == Z_OK)
		return &own->inflater;
	free(own);
	return NULL;
}
