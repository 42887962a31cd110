/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/codec.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

#include "ground/alloc.h"

struct gunzip {
	struct codec codec;	/* first: the caller holds a pointer to it */
	z_stream z;
	bool in_member;
	bool usable;	/* inflateInit2 had its memory */
};

static enum codec_result damaged(struct codec_io *io, const char *why)
{
	io->why = why;
	return CODEC_DAMAGED;
}

/* Pads are skipped; true when a next member begins. */
static bool member_begins(struct gunzip *g, struct codec_io *io)
{
	while (io->in_len && !*io->in) {
		io->in++;
		io->in_len--;
	}
	if (!io->in_len || *io->in != 0x1f)
		return false;
	inflateReset(&g->z);
	g->in_member = true;
	return true;
}

static int inflate_some(struct gunzip *g, struct codec_io *io)
{
	unsigned in = io->in_len < UINT_MAX ? (unsigned)io->in_len : UINT_MAX;
	unsigned room =
		io->out_len < UINT_MAX ? (unsigned)io->out_len : UINT_MAX;
	int rc;

	g->z.next_in = (z_const Bytef *)io->in;
	g->z.avail_in = in;
	g->z.next_out = io->out;
	g->z.avail_out = room;
	rc = inflate(&g->z, Z_NO_FLUSH);
	io->in += in - g->z.avail_in;
	io->in_len -= in - g->z.avail_in;
	io->out += room - g->z.avail_out;
	io->out_len -= room - g->z.avail_out;
	return rc;
}

static enum codec_result gunzip_step(struct codec *c, struct codec_io *io)
{
	struct gunzip *g = (struct gunzip *)c;

	if (!g->usable)
		return damaged(io, "no memory to decompress");
	while (g->in_member || member_begins(g, io)) {
		int rc = inflate_some(g, io);

		if (rc == Z_STREAM_END) {
			g->in_member = false;
			continue;
		}
		if (rc != Z_OK && rc != Z_BUF_ERROR)
			return damaged(io, "compressed data damaged");
		if (!io->out_len || (!io->in_len && !io->last))
			return CODEC_MORE;
		if (!io->in_len)
			return damaged(io, "compressed data ends early");
	}
	if (io->in_len)
		return damaged(io, "garbage after the compressed data");
	return io->last ? CODEC_END : CODEC_MORE;
}

static void gunzip_free(struct codec *c)
{
	struct gunzip *g = (struct gunzip *)c;

	inflateEnd(&g->z);
	free(g);
}

struct codec *gunzip_new(void)
{
	struct gunzip *g = xcalloc(1, sizeof *g);

	g->codec.step = gunzip_step;
	g->codec.free = gunzip_free;
	g->in_member = true;
	g->usable = inflateInit2(&g->z, 15 + 16) == Z_OK;
	return &g->codec;
}
