/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Findings as text for people, CSV for spreadsheets and `otbase approve`,
 * JSON lines for programs, or CEF for a SIEM. One renderer a format, all over
 * the same report; they decide nothing, and errors stay in the stream.
 */
#ifndef OTCAP_RENDER_H
#define OTCAP_RENDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "judge/finding.h"

struct coverage;

/* All pointers are borrowed. */
struct report {
	const struct findings *findings;	/* finished */
	const struct coverage *coverage;
	const char *window;	/* what --since and --until left out, a line;
				 * "" all was looked at */
	const char *inside;	/* what was taken for inside */
	const char *explanation;	/* of the one finding, as lines; NULL
					 * none. Only text shows it */
	size_t n_rules;
	int64_t learned_ns;	/* 0 unknown */
	bool review;		/* there was no baseline */
	bool incomplete;	/* some input was damaged or unreadable */
	bool quiet;		/* text: no coverage, nothing for nothing */
	bool color;		/* text only */
	size_t width;		/* text: break lines that are wider; 0 never */
};

struct renderer {
	const char *name;
	void (*render)(const struct report *r, FILE *out);
};

extern const struct renderer render_text, render_csv, render_jsonl, render_cef;

/* NULL when there is no such format. */
const struct renderer *renderer_by_name(const char *name);

/* The coverage with what was inside and what was learned, as lines. */
void render_coverage(const struct report *r, struct text *t);

#endif
