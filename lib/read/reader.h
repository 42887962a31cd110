/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One capture as blocks of bytes and the frames inside them (private to
 * source, merge and the two formats).
 *
 * Frames point into the block: they are valid until reader_refill or
 * reader_sleep, which only the caller calls, so the caller knows when frames
 * die. Nothing is copied or allocated for a packet.
 */
#ifndef OTCAP_READER_H
#define OTCAP_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ground/err.h"
#include "read/source.h"

struct stream;
struct reader;

struct reader_format {
	enum capture_format format;
	/* Read what stands before the first record; 0, or -1 with *e. */
	int (*begin)(struct reader *r, struct err *e);
	/*
	 * Take up to max frames that lie whole in the block. When it takes
	 * none, want says how many bytes from pos on it needs (and contradicts
	 * what they are like), or damage was reported.
	 */
	size_t (*frames)(struct reader *r, struct frame *out, size_t max);
	void (*free)(void *state);
};

struct reader {
	struct stream *in;	/* owned; NULL once the capture has ended */
	const struct reader_format *format;
	void *state;	/* of the format, owned */
	uint8_t *block;	/* owned */
	size_t pos, end, cap;	/* next byte, end of bytes, size of block */
	size_t want;
	bool contradicts;	/* the record at pos: no program wrote it so,
				 * and an end inside of it is no mere cut */
	uint64_t base;	/* offset of block[0] in the capture */
	uint32_t index;
	struct capture capture;
};

/* The format whose first four bytes these are, or NULL. */
const struct reader_format *pcapfile_format(const uint8_t *magic);
const struct reader_format *pcapngfile_format(const uint8_t *magic);

/*
 * Take over in (closed also on failure) and read the header. NULL with *e.
 */
struct reader *reader_new(struct stream *in, const char *path, uint32_t index,
			  struct err *e);
void reader_free(struct reader *r); /* NULL is fine */
/* 0: refill. */
size_t reader_frames(struct reader *r, struct frame *out, size_t max);
/* False at the end, for whatever reason: it is in the capture. */
bool reader_refill(struct reader *r);
/* The next frame, refilling as needed; false at the end. */
bool reader_head(struct reader *r, struct frame *f);
/*
 * Give back block and decompressor and stand before the first frame again;
 * false, and nothing done, where the input cannot be read twice.
 */
bool reader_sleep(struct reader *r);
/* After reader_sleep; a header that is gone by now is damage. */
void reader_wake(struct reader *r);

/* For begin: at least n bytes from pos on, or -1 with *e. */
int reader_need(struct reader *r, size_t n, struct err *e);
/* For formats: the record at pos is damaged; nothing is read after it. */
void reader_damaged(struct reader *r, const char *why);

/* For formats: a frame is being handed out. What has no time has no part in
 * the span of the capture. */
static inline void reader_count(struct capture *c, const struct frame *f,
				bool timed)
{
	bool first = c->n_frames++ == c->n_untimed;

	c->n_snapped += f->len > f->caplen;
	if (!timed) {
		c->n_untimed++;
		return;
	}
	if (first || f->time_ns < c->first_ns)
		c->first_ns = f->time_ns;
	if (first || f->time_ns > c->last_ns)
		c->last_ns = f->time_ns;
}

/* The same for n frames that all have a time. */
static inline void reader_count_all(struct capture *c, const struct frame *f,
				    size_t n)
{
	int64_t first_ns = c->first_ns, last_ns = c->last_ns;
	uint64_t n_snapped = 0;

	if (!n)
		return;
	if (c->n_frames == c->n_untimed)
		first_ns = last_ns = f->time_ns;
	for (size_t i = 0; i < n; i++) {
		n_snapped += f[i].len > f[i].caplen;
		if (f[i].time_ns < first_ns)
			first_ns = f[i].time_ns;
		if (f[i].time_ns > last_ns)
			last_ns = f[i].time_ns;
	}
	c->n_frames += n;
	c->n_snapped += n_snapped;
	c->first_ns = first_ns;
	c->last_ns = last_ns;
}

#endif
