/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Any bytes as a capture or flow CSV, through the whole run: its flow CSV is
 * accepted and comes back byte for byte the same, under another hash seed;
 * the classes of every capture add up; damage is said again.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "ground/stamp.h"
#include "present/render_flows.h"
#include "read/scope.h"
#include "understand/run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_classes(const struct run *run)
{
	struct record r;

	for (size_t i = 0; i < run_n_records(run); i++) {
		uint64_t n = 0;

		run_record(run, i, &r);
		for (unsigned s = 0; s < N_SCOPES; s++)
			n += record_count(&r, scope_name((enum scope)s));
		if (r.kind == RECORD_RUN && n != r.packets[0] + r.packets[1])
			abort();
	}
}

static char *render(const struct flow_renderer *r, const struct run *run,
		    size_t *len)
{
	char *s = NULL;
	FILE *out = open_memstream(&s, len);

	r->render(run, NULL, out);
	fclose(out);
	return s;
}

static void check_again(const struct run *run, struct run_options o)
{
	size_t len, again_len;
	char *csv = render(&render_flows_csv, run, &len), *csv_again;
	struct run *again;

	o.hash_seed = 0x9e3779b97f4a7c15u;
	again = memory_run(csv, len, &o);
	if (!again || !run_trouble(run, 0) != !run_trouble(again, 0))
		abort();
	csv_again = render(&render_flows_csv, again, &again_len);
	if (again_len != len || memcmp(csv, csv_again, len) != 0)
		abort();
	run_free(again);
	free(csv);
	free(csv_again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool is_csv = size && data[0] >= ' ' && data[0] < 0x7f;
	struct run_options o = {
		.dedup = size & 1, .by_vlan = size & 2, .strict = size & 8,
		.idle_timeout_ns = size & 4 ? NS_PER_SECOND : 0,
	};
	struct run *run = memory_run(data, size, &o);
	size_t len;

	if (!run)
		return 0;
	/* The numbers of a stranger's CSV need not add up. */
	if (!is_csv)
		check_classes(run);
	free(render(&render_flows_zeek, run, &len));
	free(render(&render_flows_jsonl, run, &len));
	check_again(run, o);
	run_free(run);
	return 0;
}
