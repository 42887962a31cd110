/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * DOT to a picture, through Graphviz in a child process.
 *
 * Layout of a large graph can take minutes, or crash: the child has a time
 * limit, and the next engine is tried when it fails. Nothing of a failed
 * attempt reaches the output. Call it while the process has one thread.
 */
#ifndef OTCAP_GRAPH_LAYOUT_H
#define OTCAP_GRAPH_LAYOUT_H

#include <stdint.h>
#include <stdio.h>

#include "ground/err.h"
#include "ground/text.h"

struct graph_layout {
	const char *format;	/* of Graphviz: "svg", "png", "pdf" */
	unsigned seconds;	/* for each engine */
	int64_t date_ns;	/* stands in a PDF as its date: not today's, so
				 * that the same graph gives the same bytes */
	const char *engine;	/* out: which one drew it */
	struct text why;	/* out: why the ones before did not, owned */
};

/* 0 with the picture written to out (errors stay in the stream), or -1. */
int graph_draw(struct graph_layout *l, const char *dot, FILE *out,
	       struct err *e);

#endif
