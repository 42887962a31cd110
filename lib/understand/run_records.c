/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/run_records.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/strpool.h"
#include "ground/utf8.h"
#include "read/source.h"
#include "understand/direction.h"
#include "understand/run_records_impl.h"
#include "understand/tally.h"

void run_facts_init(struct run_facts *f, const struct meter_options *o,
		    const struct services *services)
{
	*f = (struct run_facts){ .services = services, .extra = "",
				 .no_extra = "" };
	meter_init(&f->meter, o);
	f->pool = strpool_new(o->hash_seed);
}

void run_facts_release(struct run_facts *f)
{
	meter_release(&f->meter);
	strpool_free(f->pool);
	free(f->tallies);
	free(f->verdicts);
	free(f->mac_texts);
	free(f->vlan_texts);
	free(f->name_texts);
	free(f->rows);
	free(f->tables);
	free(f->order);
}

void run_facts_begin_table(struct run_facts *f)
{
	f->tables = grow(f->tables, f->n_tables, &f->cap_tables,
			 sizeof *f->tables);
	f->tables[f->n_tables++] = f->n_rows;
}

void run_facts_add_record(struct run_facts *f, const struct record *r)
{
	f->rows = grow(f->rows, f->n_rows, &f->cap_rows, sizeof *f->rows);
	f->rows[f->n_rows++] = *r;
}

void run_facts_drop_extra(struct run_facts *f)
{
	f->extra = "";
	for (size_t i = 0; i < f->n_rows; i++)
		f->rows[i].extra = "";
}

static void add_run_row(struct run_facts *f, const char *name,
			const struct tally *t, const struct capture *c)
{
	struct text operations = { 0 };
	char *plain = xstrdup(name);	/* a row is UTF-8 and one line */
	struct record r;

	utf8_plain(plain);
	record_init(&r, RECORD_RUN);
	if (c && c->n_frames) {
		r.first_ns = c->first_ns;
		r.last_ns = c->last_ns;
	}
	r.packets[0] = tally_in_scope(t);
	r.packets[1] = tally_set_aside(t);
	tally_put(t, c, &operations);
	r.capture = strpool_add(f->pool, plain);
	r.operations = strpool_add(f->pool, operations.s);
	run_facts_add_record(f, &r);
	free(plain);
	text_release(&operations);
}

void run_facts_add_capture(struct run_facts *f, const struct capture *c,
			   const struct tally *t)
{
	add_run_row(f, c->name, t, c);
}

void run_facts_add_unread(struct run_facts *f, const char *name)
{
	static const struct tally nothing;

	add_run_row(f, name, &nothing, NULL);
}

/* As many empty fields as there are unknown columns. */
static const char *blanks(struct strpool *pool, const char *extra)
{
	struct text t = { 0 };
	bool quoted = false;
	const char *result;

	for (; *extra; extra++) {
		quoted ^= *extra == '"';
		if (*extra == ',' && !quoted)
			text_putc(&t, ',');
	}
	result = strpool_add(pool, t.s ? t.s : "");
	text_release(&t);
	return result;
}

void run_facts_finish(struct run_facts *f)
{
	struct direction_input in = { .flows = &f->meter.flows,
				      .inspect = &f->meter.inspect,
				      .services = f->services,
				      .known = f->known,
				      .known_ctx = f->known_ctx };

	f->verdicts = xcalloc(f->meter.flows.n, sizeof *f->verdicts);
	direction_decide(&in, f->verdicts);
	run_records_texts(f);
	f->no_extra = blanks(f->pool, f->extra);
	run_records_order(f);
}

size_t run_facts_n(const struct run_facts *f)
{
	return f->n_order;
}

void run_facts_record(const struct run_facts *f, size_t i,
		      struct record *out)
{
	run_records_build(f, f->order[i], out);
}

const struct verdict *run_facts_verdict(const struct run_facts *f, size_t i)
{
	return f->order[i] < f->meter.flows.n ? &f->verdicts[f->order[i]] :
						NULL;
}
