/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Frames in, those of the scope out: to a sink, to a count of what was set
 * aside, or both. Nothing is changed, ordered or joined here, and nothing is
 * remembered between frames, so filtering twice changes nothing; what a caller
 * leaves out besides is his.
 */
#ifndef OTCAP_FILTER_H
#define OTCAP_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#include "ground/err.h"

struct batch;
struct packet;
struct bpf;
struct setaside;
struct sink;
struct source;

/* All borrowed; NULL: does without. */
struct filter {
	struct bpf *bpf;
	struct sink *sink;
	struct setaside *aside;
	/* The longest frame of which the sink can take; a longer one ends
	 * the run with too_long. */
	uint32_t snaplen;
	uint32_t too_long;	/* 0, or the length of such a frame */
	/* A packet in scope that is not kept all the same; may be NULL. */
	bool (*leave)(void *ctx, struct packet *p);
	void *leave_ctx;
	/* Called now and then with packets so far; may be NULL. */
	void (*progress)(void *ctx, uint64_t n_packets);
	void *progress_ctx;
};

/* Read all of src. -1 with *e, or with too_long set and *e untouched. */
int filter_run(struct filter *f, struct source *src, struct err *e);

#endif
