/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/filter.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "read/bpf.h"
#include "read/decode.h"
#include "read/scope.h"
#include "read/sink.h"
#include "read/source.h"
#include "understand/setaside.h"

static int keep(struct filter *f, const struct frame *frame, struct err *e)
{
	if (!f->sink)
		return 0;
	if (frame->caplen <= f->snaplen)
		return sink_write(f->sink, frame, e);
	f->too_long = frame->caplen;
	return -1;
}

static int keep_or_leave(struct filter *f, const struct frame *frame,
			 struct packet *p, struct err *e)
{
	if (!f->leave || !f->leave(f->leave_ctx, p))
		return keep(f, frame, e);
	if (f->aside)
		setaside_leave(f->aside, frame);
	return 0;
}

static int in_scope(struct filter *f, const struct frame *frame,
		    struct packet *p, struct err *e)
{
	int match = f->bpf ? bpf_match(f->bpf, frame, e) : 1;

	if (match > 0)
		return keep_or_leave(f, frame, p, e);
	if (!match && f->aside)
		setaside_refuse(f->aside, frame);
	return match;
}

static int filter_frame(struct filter *f, const struct frame *frame,
			struct err *e)
{
	struct packet p;

	decode_frame(frame, &p);
	if (f->aside)
		setaside_add(f->aside, frame, &p);
	if (scope_is_in(scope_of(&p)))
		return in_scope(f, frame, &p, e);
	return 0;
}

int filter_run(struct filter *f, struct source *src, struct err *e)
{
	struct batch *b = xcalloc(1, sizeof *b);
	uint64_t n_packets = 0;
	int rc = 0;

	while (!rc && source_next(src, b)) {
		for (size_t i = 0; !rc && i < b->n; i++)
			rc = filter_frame(f, &b->frames[i], e);
		n_packets += b->n;
		if (f->progress)
			f->progress(f->progress_ctx, n_packets);
	}
	free(b);
	return rc;
}
