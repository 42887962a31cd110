/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/run.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/limits.h"
#include "ground/strpool.h"
#include "read/source.h"
#include "read/stream.h"
#include "understand/meter.h"
#include "understand/record_csv.h"
#include "understand/run_records.h"
#include "understand/services.h"
#include "understand/tally.h"

/* A growing list of messages. */
struct notes {
	char **item;
	size_t n, cap;
};

/* An input that is flow CSV. */
struct table {
	struct stream *stream;
	const char *path;
};

struct run {
	struct run_options options;
	struct services *own_services;
	struct source *source;
	struct table *tables;
	size_t n_tables, cap_tables;
	struct notes trouble, warnings;
	struct run_facts facts;
	bool extra_differs;	/* between inputs: kept of none */
};

static void note(struct notes *n, const char *msg)
{
	n->item = grow(n->item, n->n, &n->cap, sizeof *n->item);
	n->item[n->n++] = xstrdup(msg);
}

static void notes_release(struct notes *n)
{
	for (size_t i = 0; i < n->n; i++)
		free(n->item[i]);
	free(n->item);
}

static const char *note_at(const struct notes *n, size_t i)
{
	return i < n->n ? n->item[i] : NULL;
}

const char *run_trouble(const struct run *r, size_t i)
{
	return note_at(&r->trouble, i);
}

const char *run_warning(const struct run *r, size_t i)
{
	return note_at(&r->warnings, i);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Text that may be CSV: a first line with a comma and nothing binary. */
static bool may_be_csv(struct stream *s)
{
	unsigned char head[4096];
	struct err e;
	ssize_t n = stream_peek(s, head, sizeof head, &e);
	bool comma = false;

	for (ssize_t i = 0; i < n && head[i] != '\n'; i++) {
		if (head[i] < 0x20 && head[i] != '\r' && head[i] != '\t')
			return false;
		comma |= head[i] == ',';
	}
	return comma;
}

/* Why this is no input; what cannot be read says so itself. */
static void refuse(struct stream *s, struct err *e)
{
	char byte;
	ssize_t n = stream_peek(s, &byte, 1, e);

	if (n >= 0)
		err_set(e, "%s: %s", stream_name(s),
			n ? "neither a capture nor flow CSV" : "empty file");
}

static int open_input(struct run *r, const char *path, struct err *e)
{
	struct stream *s = stream_open(path, e);

	if (!s)
		return -1;
	if (source_is_capture(s))
		return source_add(r->source, s, path, e);
	if (!may_be_csv(s)) {
		refuse(s, e);
		stream_close(s);
		return -1;
	}
	r->tables = grow(r->tables, r->n_tables, &r->cap_tables,
			 sizeof *r->tables);
	r->tables[r->n_tables++] = (struct table){ s, path };
	return 0;
}

static struct run *run_new(const struct run_options *o)
{
	struct run *r = xcalloc(1, sizeof *r);
	struct meter_options m = {
		.hash_seed = o->hash_seed,
		.max_flows = o->max_flows ? o->max_flows : LIMIT_FLOWS,
		.idle_timeout_ns = o->idle_timeout_ns,
		.dedup = o->dedup,
		.by_vlan = o->by_vlan,
		.no_payload = o->no_payload,
		.aside = o->aside,
	};

	r->options = *o;
	if (!o->services) {
		r->own_services = services_new();
		r->options.services = r->own_services;
	}
	r->source = source_new();
	run_facts_init(&r->facts, &m, r->options.services);
	r->facts.known = o->known;
	r->facts.known_ctx = o->known_ctx;
	return r;
}

struct run *run_open(const char *const *paths, size_t n,
		     const struct run_options *o, struct err *e)
{
	static const char *const standard_input[] = { "-" };
	struct run *r = run_new(o);
	size_t n_open = 0;

	if (!n) {
		paths = standard_input;
		n = 1;
	}
	for (size_t i = 0; i < n; i++) {
		if (!open_input(r, paths[i], e)) {
			n_open++;
			continue;
		}
		note(&r->trouble, e->msg);
		run_facts_add_unread(&r->facts, base_name(paths[i]));
	}
	if (n_open)
		return r;
	err_set(e, "%s", r->trouble.item[0]);
	if (n > 1)
		err_set(e, "none of the %zu inputs can be read, first: %s", n,
			r->trouble.item[0]);
	run_free(r);
	return NULL;
}

void run_free(struct run *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->n_tables; i++)
		stream_close(r->tables[i].stream);
	free(r->tables);
	source_free(r->source);
	run_facts_release(&r->facts);
	services_free(r->own_services);
	notes_release(&r->trouble);
	notes_release(&r->warnings);
	free(r);
}

static void read_captures(struct run *r)
{
	size_t n = source_n_captures(r->source);
	struct batch *b = xcalloc(1, sizeof *b);
	uint64_t n_packets = 0;

	r->facts.tallies = xcalloc(n, sizeof *r->facts.tallies);
	while (source_next(r->source, b)) {
		meter_batch(&r->facts.meter, b, r->facts.tallies);
		n_packets += b->n;
		if (r->options.progress)
			r->options.progress(r->options.progress_ctx,
					    n_packets);
	}
	meter_finish(&r->facts.meter, r->facts.tallies);
	free(b);
}

static void judge_captures(struct run *r)
{
	for (size_t i = 0; i < source_n_captures(r->source); i++) {
		struct capture c = *source_capture(r->source, i);

		c.damaged |= c.cut && r->options.strict;
		if (c.damaged)
			note(&r->trouble, c.damage.msg);
		else if (c.cut)
			note(&r->warnings, c.damage.msg);
		run_facts_add_capture(&r->facts, &c, &r->facts.tallies[i]);
	}
}

static ssize_t read_stream(void *ctx, void *buf, size_t n, struct err *e)
{
	return stream_read(ctx, buf, n, e);
}

/* A run row of another program's run speaks of damage there. */
static void judge_row(struct run *r, const char *name,
		      const struct record *rec)
{
	struct err e;

	if (rec->kind != RECORD_RUN)
		return;
	if (record_is_damaged(rec) ||
	    (record_is_cut(rec) && r->options.strict)) {
		err_set(&e, "%s: capture '%s' was damaged or unreadable", name,
			rec->capture);
		note(&r->trouble, e.msg);
	} else if (record_is_cut(rec)) {
		err_set(&e, "%s: the last record of capture '%s' is cut", name,
			rec->capture);
		note(&r->warnings, e.msg);
	}
}

/* Unknown columns are kept when all inputs that have any agree on them, so
 * that the order of the inputs never shows. */
static void note_extra(struct run *r, const char *name, const char *extra)
{
	struct err e;

	if (!*extra || r->facts.extra == extra)
		return;
	if (!*r->facts.extra && !r->extra_differs) {
		r->facts.extra = extra;
		return;
	}
	err_set(&e, "%s: the inputs' further columns differ and are left out: "
		"%s", name, extra + 1);
	note(&r->warnings, e.msg);
	r->extra_differs = true;
}

static void read_table(struct run *r, const struct table *t)
{
	const char *name = stream_name(t->stream);
	struct record_reader *reader;
	struct record rec;
	struct err e;
	int more;

	reader = record_reader_new(name, read_stream, t->stream, r->facts.pool,
				   &e);
	if (!reader) {
		note(&r->trouble, e.msg);
		run_facts_add_unread(&r->facts, base_name(t->path));
		return;
	}
	note_extra(r, name, record_reader_extra(reader));
	run_facts_begin_table(&r->facts);
	while ((more = record_reader_next(reader, &rec, &e)) > 0) {
		judge_row(r, name, &rec);
		run_facts_add_record(&r->facts, &rec);
	}
	if (more < 0) {
		note(&r->trouble, e.msg);
		run_facts_add_unread(&r->facts, base_name(t->path));
	}
	record_reader_free(reader);
}

static void note_repeated(struct run *r)
{
	struct err e;

	if (!r->facts.n_repeated)
		return;
	err_set(&e, "rows in more than one input, counted once: %zu",
		r->facts.n_repeated);
	note(&r->warnings, e.msg);
}

void run_read(struct run *r)
{
	read_captures(r);
	judge_captures(r);
	for (size_t i = 0; i < r->n_tables; i++)
		read_table(r, &r->tables[i]);
	if (r->extra_differs)
		run_facts_drop_extra(&r->facts);
	run_facts_finish(&r->facts);
	note_repeated(r);
}

size_t run_n_records(const struct run *r)
{
	return run_facts_n(&r->facts);
}

void run_record(const struct run *r, size_t i, struct record *out)
{
	run_facts_record(&r->facts, i, out);
}

const struct verdict *run_verdict(const struct run *r, size_t i)
{
	return run_facts_verdict(&r->facts, i);
}

const char *run_extra_columns(const struct run *r)
{
	return r->facts.extra;
}
