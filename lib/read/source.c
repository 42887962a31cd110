/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/source.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "read/merge.h"
#include "read/reader.h"
#include "read/stream.h"

enum {
	/* Captures that keep their buffers while they wait for their turn;
	 * the others give them back (a disk of thousands of rotated files). */
	WAITING_AWAKE = 16
};

struct source {
	struct reader **readers; /* owned */
	size_t n, cap;
	struct merge merge;
};

bool source_is_capture(struct stream *s)
{
	uint8_t magic[4];
	struct err e;

	return stream_peek(s, magic, sizeof magic, &e) == sizeof magic &&
	       (pcapfile_format(magic) || pcapngfile_format(magic));
}

struct source *source_new(void)
{
	return xcalloc(1, sizeof(struct source));
}

void source_free(struct source *src)
{
	if (!src)
		return;
	for (size_t i = 0; i < src->n; i++)
		reader_free(src->readers[i]);
	free(src->readers);
	merge_release(&src->merge);
	free(src);
}

int source_add(struct source *src, struct stream *s, const char *path,
	       struct err *e)
{
	struct head h = { .asleep = false };

	if (src->n == LIMIT_CAPTURES) {
		err_set(e, "%s: more than %d captures", stream_name(s),
			LIMIT_CAPTURES);
		stream_close(s);
		return -1;
	}
	h.reader = reader_new(s, path, (uint32_t)src->n, e);
	if (!h.reader)
		return -1;
	src->readers = grow(src->readers, src->n, &src->cap,
			    sizeof(struct reader *));
	src->readers[src->n++] = h.reader;
	if (!reader_head(h.reader, &h.frame))
		return 0;
	if (src->n > WAITING_AWAKE)
		h.asleep = reader_sleep(h.reader);
	merge_add(&src->merge, &h);
	return 0;
}

/* One capture needs no merging: whole batches from its blocks. */
static int next_of_one(struct reader *r, struct merge *m, struct batch *b)
{
	b->n = 0;
	if (m->n) {
		b->frames[b->n++] = m->heads[0].frame;
		m->n = 0;
		b->n += reader_frames(r, b->frames + 1, BATCH_FRAMES - 1);
		return 1;
	}
	do
		b->n = reader_frames(r, b->frames, BATCH_FRAMES);
	while (!b->n && reader_refill(r));
	return b->n > 0;
}

int source_next(struct source *src, struct batch *b)
{
	if (src->n == 1)
		return next_of_one(src->readers[0], &src->merge, b);
	return merge_next(&src->merge, b);
}

size_t source_n_captures(const struct source *src)
{
	return src->n;
}

const struct capture *source_capture(const struct source *src, size_t i)
{
	return &src->readers[i]->capture;
}
