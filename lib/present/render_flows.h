/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Records as text: flow CSV, JSON lines, Zeek's conn.log. One renderer a
 * format, all over the same records; errors stay in the stream.
 */
#ifndef OTCAP_RENDER_FLOWS_H
#define OTCAP_RENDER_FLOWS_H

#include <stdio.h>

struct names;
struct run;

struct flow_renderer {
	const char *name;
	/* All records of a run that was read; names, which may be NULL, add
	 * what they say of both ends. */
	void (*render)(const struct run *run, const struct names *names,
		       FILE *out);
};

extern const struct flow_renderer render_flows_csv, render_flows_jsonl,
	render_flows_zeek;

/* NULL when there is no such format. */
const struct flow_renderer *flow_renderer_by_name(const char *name);

#endif
