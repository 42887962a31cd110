/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/codec.h"

#include <stdlib.h>
#include <zstd.h>

#include "ground/alloc.h"

struct unzstd {
	struct codec codec;	/* first: the caller holds a pointer to it */
	ZSTD_DStream *d;
	size_t want;	/* input of the next call */
	bool whole;	/* between frames */
};

static const char bad[] = "compressed data damaged";
static const char garbage[] = "garbage after the compressed data";

static enum codec_result damaged(struct codec_io *io, const char *why)
{
	io->why = why;
	return CODEC_DAMAGED;
}

/*
 * A failing call loses what it had already made, so each call is fed no more
 * than the one block it asked for.
 */
static size_t decompress_some(struct unzstd *u, struct codec_io *io)
{
	size_t feed = u->want < io->in_len ? u->want : io->in_len;
	ZSTD_inBuffer in = { io->in, feed, 0 };
	ZSTD_outBuffer out = { io->out, io->out_len, 0 };
	size_t rc = ZSTD_decompressStream(u->d, &out, &in);

	io->in += in.pos;
	io->in_len -= in.pos;
	io->out += out.pos;
	io->out_len -= out.pos;
	return rc;
}

static enum codec_result unzstd_step(struct codec *c, struct codec_io *io)
{
	struct unzstd *u = (struct unzstd *)c;

	if (!u->d)
		return damaged(io, "no memory to decompress");
	for (;;) {
		size_t in_before = io->in_len, out_before = io->out_len, rc;

		if (!io->in_len && u->whole)
			return io->last ? CODEC_END : CODEC_MORE;
		rc = decompress_some(u, io);
		if (ZSTD_isError(rc))
			return damaged(io, u->whole ? garbage : bad);
		u->whole = rc == 0;
		u->want = rc ? rc : 1;
		if (!io->out_len)
			return CODEC_MORE;
		if (io->in_len == in_before && io->out_len == out_before)
			break;
	}
	if (io->in_len)
		return damaged(io, bad);
	if (!io->last)
		return CODEC_MORE;
	return damaged(io, "compressed data ends early");
}

static void unzstd_free(struct codec *c)
{
	struct unzstd *u = (struct unzstd *)c;

	ZSTD_freeDStream(u->d);
	free(u);
}

struct codec *unzstd_new(void)
{
	struct unzstd *u = xcalloc(1, sizeof *u);

	u->codec.step = unzstd_step;
	u->codec.free = unzstd_free;
	u->d = ZSTD_createDStream();
	u->want = u->d ? ZSTD_initDStream(u->d) : 0;
	return &u->codec;
}
