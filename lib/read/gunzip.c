/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/codec.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "read/inflate.h"

struct gunzip {
	struct codec codec;	/* first: the caller holds a pointer to it */
	struct inflater *inflater;	/* NULL: no memory */
	bool in_member;
};

static enum codec_result damaged(struct codec_io *io, const char *why)
{
	io->why = why;
	return CODEC_DAMAGED;
}

/* Pads are skipped; true when a next member begins. */
static bool member_begins(struct gunzip *g, struct codec_io *io)
{
	while (io->in_len && !*io->in)
		codec_moved(io, 1, 0);
	if (!io->in_len || *io->in != 0x1f)
		return false;
	g->inflater->next(g->inflater);
	g->in_member = true;
	return true;
}

static enum codec_result gunzip_step(struct codec *c, struct codec_io *io)
{
	struct gunzip *g = (struct gunzip *)c;

	if (!g->inflater)
		return damaged(io, "no memory to decompress");
	while (g->in_member || member_begins(g, io)) {
		enum inflated got = g->inflater->step(g->inflater, io);

		if (got == INFLATED_DAMAGED)
			return damaged(io, "compressed data damaged");
		g->in_member = got != INFLATED_MEMBER;
		if (!g->in_member)
			continue;
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

	if (g->inflater)
		g->inflater->free(g->inflater);
	free(g);
}

static struct codec *gunzip_by(struct inflater *inflater)
{
	struct gunzip *g = xcalloc(1, sizeof *g);

	g->codec.step = gunzip_step;
	g->codec.free = gunzip_free;
	g->inflater = inflater;
	g->in_member = true;
	return &g->codec;
}

struct codec *gunzip_zlib_new(void)
{
	return gunzip_by(inflate_zlib());
}

#ifdef OTCAP_ISAL
struct codec *gunzip_new(void)
{
	return gunzip_by(inflate_isal());
}

const char *gunzip_isal_version(void)
{
	return inflate_isal_version;
}
#else
struct codec *gunzip_new(void)
{
	return gunzip_zlib_new();
}

const char *gunzip_isal_version(void)
{
	return NULL;
}
#endif
