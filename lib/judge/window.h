/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A window of time: of the records only those that lie in it, at least in
 * part, and of the captures the spans inside it. A flow that began before or
 * ended after is taken whole: its counters cannot be cut.
 */
#ifndef OTCAP_WINDOW_H
#define OTCAP_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

#include "ground/text.h"

struct record;

struct window {
	int64_t since_ns, until_ns;	/* from the one to before the other */
	uint64_t n_outside;		/* flows that were left out */
	uint64_t n_covered;		/* captures that lie in it */
};

/* All of time. */
void window_init(struct window *w);
/*
 * A moment (RFC 3339, UTC) or a day (2023-10-27); as an end, a day is whole.
 * 0, or -1 when s is neither.
 */
int window_since(struct window *w, const char *s);
int window_until(struct window *w, const char *s);
bool window_is_set(const struct window *w);
/*
 * False: the record is outside and counted. A run row inside is cut to the
 * window; one outside keeps its counters and loses its times.
 */
bool window_clip(struct window *w, struct record *r);
/* One line for the coverage; nothing where the window is all of time. */
void window_put(const struct window *w, struct text *t);

#endif
