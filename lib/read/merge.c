/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/merge.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "read/reader.h"

static int order_u64(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int bytes_order(const struct frame *a, const struct frame *b)
{
	size_t n = a->caplen < b->caplen ? a->caplen : b->caplen;
	int order = n ? memcmp(a->bytes, b->bytes, n) : 0;

	if (!order)
		order = order_u64(a->caplen, b->caplen);
	if (!order)
		order = order_u64(a->len, b->len);
	if (!order)
		order = order_u64(a->linktype, b->linktype);
	return order;
}

/*
 * Sleepers come first among equals: they are woken on top and placed again.
 * Equal frames of different captures are told apart by path, because what
 * follows them differs.
 */
static bool before(const struct head *a, const struct head *b)
{
	int order;

	if (a->frame.time_ns != b->frame.time_ns)
		return a->frame.time_ns < b->frame.time_ns;
	if (a->asleep || b->asleep)
		return a->asleep && !b->asleep;
	order = bytes_order(&a->frame, &b->frame);
	if (!order)
		order = strcmp(a->reader->capture.path,
			       b->reader->capture.path);
	return order ? order < 0 : a->reader->index < b->reader->index;
}

static void sink_top(struct merge *m)
{
	struct head top = m->heads[0];
	size_t at = 0, child;

	for (child = 1; child < m->n; child = 2 * at + 1) {
		if (child + 1 < m->n &&
		    before(&m->heads[child + 1], &m->heads[child]))
			child++;
		if (!before(&m->heads[child], &top))
			break;
		m->heads[at] = m->heads[child];
		at = child;
	}
	m->heads[at] = top;
}

void merge_add(struct merge *m, const struct head *h)
{
	size_t at = m->n;

	m->heads = grow(m->heads, m->n, &m->cap, sizeof *m->heads);
	m->n++;
	while (at && before(h, &m->heads[(at - 1) / 2])) {
		m->heads[at] = m->heads[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	m->heads[at] = *h;
}

static void remove_top(struct merge *m)
{
	m->n--;
	if (!m->n)
		return;
	m->heads[0] = m->heads[m->n];
	sink_top(m);
}

void merge_release(struct merge *m)
{
	free(m->heads);
	*m = (struct merge){ 0 };
}

static void feed_starved(struct merge *m)
{
	struct head h = { .reader = m->starved };

	m->starved = NULL;
	if (h.reader && reader_head(h.reader, &h.frame))
		merge_add(m, &h);
}

static void wake_top(struct merge *m)
{
	struct head *top = &m->heads[0];

	reader_wake(top->reader);
	top->asleep = false;
	if (reader_head(top->reader, &top->frame))
		sink_top(m);
	else
		remove_top(m);
}

int merge_next(struct merge *m, struct batch *b)
{
	b->n = 0;
	feed_starved(m);
	while (m->n && b->n < BATCH_FRAMES && !m->starved) {
		struct head *top = &m->heads[0];

		if (top->asleep) {
			wake_top(m);
			continue;
		}
		b->frames[b->n++] = top->frame;
		if (reader_frames(top->reader, &top->frame, 1)) {
			sink_top(m);
			continue;
		}
		m->starved = top->reader;
		remove_top(m);
	}
	return b->n > 0;
}
