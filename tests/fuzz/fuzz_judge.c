/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Captures or flow CSV from any bytes, judged as otbase, otdiff and otgraph do
 * it: what stands before the line "%%" is learned, what stands behind it (or
 * all, where there is none) is compared with that. What was learned is a
 * baseline that can be read, and learning the same twice changes nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "base_files.h"
#include "memory.h"
#include "ground/alloc.h"
#include "judge/baseline_edit.h"
#include "judge/baseline_known.h"
#include "judge/learn.h"
#include "judge/learn_offer.h"
#include "judge/names.h"
#include "judge/review.h"
#include "present/coverage.h"
#include "present/graph_dot.h"
#include "present/render.h"
#include "understand/run.h"
#include "understand/services.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What one run brought, and all that it is judged by. */
struct material {
	struct run *run;
	struct record *records;
	struct names *names;
	struct services *services;
	struct detect_options options;
	struct detect_input in;
};

/* false where the bytes are refused. */
static bool gather(struct material *m, const void *p, size_t n,
		   const struct baseline *b)
{
	const struct run_options o = { .known = b ? baseline_known : NULL,
				       .known_ctx = b };
	struct err e;

	*m = (struct material){ .run = memory_run(p, n, &o) };
	if (!m->run)
		return false;
	m->names = names_load(NULL, &e);
	m->services = services_new();
	m->in.n_records = run_n_records(m->run);
	m->records = xcalloc(m->in.n_records, sizeof *m->records);
	for (size_t i = 0; i < m->in.n_records; i++) {
		run_record(m->run, i, &m->records[i]);
		names_note_link(m->names, &m->records[i]);
	}
	detect_defaults(&m->options);
	m->in.records = m->records;
	m->in.baseline = b;
	m->in.names = m->names;
	m->in.services = m->services;
	m->in.options = &m->options;
	return true;
}

static void release(struct material *m)
{
	free(m->records);
	services_free(m->services);
	names_free(m->names);
	run_free(m->run);
}

static struct baseline *learn_more(const struct detect_input *in,
				   struct baseline *base)
{
	struct learn_report report = { 0 };
	struct baseline *learned = learn(in, &report);

	baseline_merge(base, learned);
	baseline_finish(base);
	baseline_free(learned);
	learn_report_release(&report);
	return base;
}

static void put(const struct baseline *b, struct text *rules,
		struct text *seen)
{
	text_clear(rules);
	text_clear(seen);
	baseline_put_rules(b, rules);
	baseline_put_seen(b, seen);
}

/* Owned by the caller; borrows nothing. */
static struct baseline *learned_from(const void *p, size_t n)
{
	struct text rules = { 0 }, seen = { 0 }, again = { 0 }, more = { 0 };
	struct baseline *b, *read;
	struct material m;
	struct err e;

	if (!gather(&m, p, n, NULL))
		return NULL;
	b = learn_more(&m.in, baseline_new(NULL));
	put(b, &rules, &seen);
	base_file_write(base_path, rules.s, rules.len);
	base_file_write(seen_path, seen.s, seen.len);
	read = baseline_load(base_path, NULL, &e);
	require(read != NULL);
	put(read, &again, &more);
	require(!strcmp(rules.s, again.s) && !strcmp(seen.s, more.s));
	learn_more(&m.in, b);
	put(b, &again, &more);
	require(!strcmp(rules.s, again.s) && !strcmp(seen.s, more.s));
	release(&m);
	baseline_free(b);
	text_release(&rules);
	text_release(&seen);
	text_release(&again);
	text_release(&more);
	return read;
}

static void show(const struct material *m, const struct findings *found,
		 FILE *out)
{
	const struct renderer *const all[] = { &render_text, &render_csv,
					       &render_jsonl, &render_cef };
	struct coverage coverage;
	const struct report report = {
		.findings = found, .coverage = &coverage, .window = "",
		.inside = "", .review = !m->in.baseline, .width = 80,
	};

	coverage_init(&coverage);
	for (size_t i = 0; i < m->in.n_records; i++)
		coverage_add(&coverage, &m->in.records[i]);
	coverage_finish(&coverage);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		all[i]->render(&report, out);
	coverage_release(&coverage);
}

static void draw(const struct material *m, FILE *out)
{
	const struct graph_options o = { .names = m->names,
		.baseline = m->in.baseline, .max_edges = 1000 };
	struct graph_builder *b = graph_builder_new(&o);
	struct graph g = { 0 };
	struct err e;

	for (size_t i = 0; i < m->in.n_records; i++)
		graph_builder_add(b, &m->in.records[i]);
	if (graph_builder_finish(b, &g, &e) == 0)
		graph_put_dot(&g, out);
	graph_release(&g);
	graph_builder_free(b);
}

static void judge(const void *p, size_t n, const struct baseline *b, FILE *out)
{
	struct findings found = { 0 };
	struct material m;
	uint32_t *used_by;

	if (!gather(&m, p, n, b))
		return;
	used_by = xcalloc(m.in.n_records + 1, sizeof *used_by);
	if (b) {
		detect(&m.in, &found, used_by);
		learn_offers(&m.in, used_by, &found);
	} else {
		review(&m.in, NULL, &found);
	}
	show(&m, &found, out);
	draw(&m, out);
	findings_release(&found);
	free(used_by);
	release(&m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *cut = size ? memmem(data, size, "\n%%\n", 4) : NULL;
	const uint8_t *now = cut ? cut + 4 : data;
	size_t n_now = cut ? size - (size_t)(cut + 4 - data) : size;
	size_t n_before = cut ? (size_t)(cut + 1 - data) : size;
	FILE *out = fopen("/dev/null", "w");
	struct baseline *b;

	require(out != NULL);
	base_files_begin();
	b = learned_from(data, n_before);
	if (b)
		judge(now, n_now, b, out);
	judge(now, n_now, NULL, out);
	baseline_free(b);
	fclose(out);
	return 0;
}
