/* SPDX-License-Identifier: BSD-3-Clause */
#include "ground/limits.h"
#include "ground/text.h"
#include "present/render_flows.h"
#include "understand/run.h"

static void render(const struct run *run, FILE *out)
{
	struct text t = { 0 };
	struct record r;

	record_put_header(&t, run_extra_columns(run));
	for (size_t i = 0; i < run_n_records(run); i++) {
		run_record(run, i, &r);
		record_put(&t, &r);
		if (t.len >= TEXT_FLUSH_BYTES)
			text_flush(&t, out);
	}
	text_flush(&t, out);
	text_release(&t);
}

const struct flow_renderer render_flows_csv = { "csv", render };
