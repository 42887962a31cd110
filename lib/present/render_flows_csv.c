/* SPDX-License-Identifier: BSD-3-Clause */
#include "ground/limits.h"
#include "ground/text.h"
#include "present/render_flows.h"
#include "present/render_flows_site.h"
#include "understand/run.h"

static void render(const struct run *run, const struct names *names, FILE *out)
{
	const char *header = run_extra_columns(run);
	struct text t = { 0 }, extra = { 0 };
	struct record r;

	if (names)
		site_put_header(&extra, header);
	record_put_header(&t, names ? extra.s : header);
	for (size_t i = 0; i < run_n_records(run); i++) {
		run_record(run, i, &r);
		if (names) {
			site_put_values(&extra, header, &r, names);
			r.extra = extra.s;
		}
		record_put(&t, &r);
		if (t.len >= TEXT_FLUSH_BYTES)
			text_flush(&t, out);
	}
	text_flush(&t, out);
	text_release(&t);
	text_release(&extra);
}

const struct flow_renderer render_flows_csv = { "csv", render };
