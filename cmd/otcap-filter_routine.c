/* SPDX-License-Identifier: BSD-3-Clause */
/* -x: read everything a first time, to know which packets are routine. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "ground/alloc.h"
#include "ground/stamp.h"
#include "judge/baseline.h"
#include "judge/baseline_known.h"
#include "judge/detect.h"
#include "judge/names.h"
#include "judge/routine.h"
#include "otcap-filter.h"
#include "understand/run.h"
#include "understand/services.h"

struct first_reading {
	struct names *names;
	struct baseline *baseline;
	struct run *run;
	struct services *services;
	struct record *records;
	size_t n;
};

/* What cannot be opened is told when it is to be copied. */
static int check_inputs(const struct job *j, const char *const *paths,
			size_t n)
{
	struct err e;

	for (size_t i = 0; i < n; i++) {
		struct stat st;
		bool is_stream = !strcmp(paths[i], "-");

		if (!is_stream && (stat(paths[i], &st) || S_ISREG(st.st_mode)))
			continue;
		err_set(&e, "%s: -x reads captures twice, and this can be read "
			"only once: name a file", is_stream ?
			"standard input" : paths[i]);
		return cli_fail(&j->cli, &e);
	}
	return 0;
}

static int open_run(struct job *j, struct first_reading *f,
		    const char *const *paths, size_t n, struct err *e)
{
	const struct run_options o = {
		.services = f->services,
		.hash_seed = cli_hash_seed(),
		.known = baseline_known,
		.known_ctx = f->baseline,
		.progress = progress_packets,
		.progress_ctx = &j->progress,
	};

	f->run = run_open(paths, n, &o, e);
	if (!f->run)
		return -1;
	run_read(f->run);
	return 0;
}

/* As otdiff does without a window of time. */
static void gather(struct first_reading *f)
{
	int64_t last_ns = STAMP_NONE;

	f->n = run_n_records(f->run);
	f->records = xcalloc(f->n, sizeof *f->records);
	for (size_t i = 0; i < f->n; i++) {
		struct record *r = &f->records[i];

		run_record(f->run, i, r);
		names_note_link(f->names, r);
		if (r->kind == RECORD_RUN && r->last_ns > last_ns)
			last_ns = r->last_ns;
	}
	if (last_ns != STAMP_NONE)
		baseline_set_now(f->baseline, last_ns);
}

static void judge(struct job *j, const struct first_reading *f)
{
	struct detect_options options;
	const struct detect_input in = {
		.records = f->records, .n_records = f->n,
		.baseline = f->baseline, .names = f->names,
		.services = f->services, .options = &options,
	};

	detect_defaults(&options);
	j->routine = routine_new(&in, cli_hash_seed());
	progress_end(&j->progress);
	if (j->cli.verbose)
		fprintf(stderr, "otcap-filter: %s: %zu of %zu flows are "
			"routine\n", j->known, routine_n_routine(j->routine),
			routine_n_flows(j->routine));
}

int job_find_routine(struct job *j, const char *const *paths, size_t n)
{
	struct first_reading f = { 0 };
	struct err e;
	int rc = -1;

	if (check_inputs(j, paths, n))
		return CLI_TROUBLE;
	f.names = names_load(j->cli.names, &e);
	if (f.names)
		f.baseline = baseline_load(j->known, f.names, &e);
	f.services = services_new();
	if (!f.baseline || open_run(j, &f, paths, n, &e) < 0)
		goto out;
	gather(&f);
	judge(j, &f);
	rc = 0;
out:
	progress_end(&j->progress);
	if (rc)
		cli_fail(&j->cli, &e);
	free(f.records);
	run_free(f.run);
	services_free(f.services);
	baseline_free(f.baseline);
	names_free(f.names);
	return rc ? CLI_TROUBLE : CLI_DONE;
}
