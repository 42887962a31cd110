/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/reader.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/limits.h"
#include "read/stream.h"

static void close_input(struct reader *r)
{
	stream_close(r->in);
	r->in = NULL;
	free(r->block);
	r->block = NULL;
	r->pos = r->end = r->cap = 0;
}

void reader_free(struct reader *r)
{
	if (!r)
		return;
	close_input(r);
	if (r->state)
		r->format->free(r->state);
	free(r);
}

/* The rest of the block moves to its front, then as much as fits is read. */
static ssize_t fill(struct reader *r, size_t want, struct err *e)
{
	size_t left = r->end - r->pos;
	ssize_t got;

	if (want > r->cap) {
		r->cap = want > READ_BLOCK_BYTES ? want : READ_BLOCK_BYTES;
		r->block = xreallocarray(r->block, r->cap, 1);
	}
	if (left)
		memmove(r->block, r->block + r->pos, left);
	r->base += r->pos;
	r->pos = 0;
	r->end = left;
	do {
		got = stream_read(r->in, r->block + r->end, r->cap - r->end, e);
		if (got <= 0)
			return got;
		r->end += (size_t)got;
	} while (r->end < want);
	return 1;
}

static uint64_t offset_of(const struct reader *r)
{
	return r->base + r->pos;
}

void reader_damaged(struct reader *r, const char *why)
{
	r->capture.damaged = true;
	err_set(&r->capture.damage,
		"%s: record %" PRIu64 " at byte %" PRIu64 ": %s",
		stream_name(r->in), r->capture.n_frames + 1, offset_of(r), why);
}

static void input_ended(struct reader *r)
{
	if (r->pos == r->end)
		return;
	if (r->contradicts) {
		reader_damaged(r, "impossible length, longer than the packet "
			       "and than the rest of the capture");
		return;
	}
	r->capture.cut = true;
	err_set(&r->capture.damage,
		"%s: record %" PRIu64 " at byte %" PRIu64 ": cut, "
		"the capture ends inside it",
		stream_name(r->in), r->capture.n_frames + 1, offset_of(r));
}

bool reader_refill(struct reader *r)
{
	struct err e;
	ssize_t got;

	if (!r->in)
		return false;
	got = r->capture.damaged ? 0 : fill(r, r->want, &e);
	if (got > 0)
		return true;
	if (got < 0) {
		r->capture.damaged = true;
		r->capture.damage = e;
	} else if (!r->capture.damaged) {
		input_ended(r);
	}
	close_input(r);
	return false;
}

size_t reader_frames(struct reader *r, struct frame *out, size_t max)
{
	if (!r->in || r->capture.damaged)
		return 0;
	return r->format->frames(r, out, max);
}

bool reader_head(struct reader *r, struct frame *f)
{
	while (!reader_frames(r, f, 1))
		if (!reader_refill(r))
			return false;
	return true;
}

int reader_need(struct reader *r, size_t n, struct err *e)
{
	ssize_t got = 1;

	if (r->end - r->pos < n)
		got = fill(r, n, e);
	if (!got)
		err_set(e, "%s: cut inside the file header",
			stream_name(r->in));
	return got > 0 ? 0 : -1;
}

static int start(struct reader *r, struct err *e)
{
	const char *name = stream_name(r->in);

	if (fill(r, 12, e) < 0 && !r->end)
		return -1;
	if (!r->end)
		return err_set(e, "%s: empty file", name);
	if (r->end >= 4)
		r->format = pcapfile_format(r->block);
	if (r->end >= 4 && !r->format)
		r->format = pcapngfile_format(r->block);
	if (!r->format)
		return err_set(e, "%s: not a capture (pcap or pcapng)", name);
	r->capture.format = r->format->format;
	return r->format->begin(r, e);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash && slash[1] ? slash + 1 : path;
}

static void forget(struct reader *r)
{
	struct capture *c = &r->capture;

	*c = (struct capture){ .path = c->path, .name = c->name };
	if (r->state)
		r->format->free(r->state);
	r->state = NULL;
	r->format = NULL;
	r->base = 0;
	r->pos = r->end = r->want = 0;
}

struct reader *reader_new(struct stream *in, const char *path, uint32_t index,
			  struct err *e)
{
	struct reader *r = xcalloc(1, sizeof *r);

	r->in = in;
	r->index = index;
	r->capture.path = path;
	r->capture.name = base_name(path);
	if (!start(r, e))
		return r;
	reader_free(r);
	return NULL;
}

bool reader_sleep(struct reader *r)
{
	if (!r->in || r->capture.damaged || !stream_rewind(r->in))
		return false;
	forget(r);
	free(r->block);
	r->block = NULL;
	r->cap = 0;
	return true;
}

void reader_wake(struct reader *r)
{
	struct err e;

	if (!start(r, &e))
		return;
	r->capture.damaged = true;
	r->capture.damage = e;
	close_input(r);
}
