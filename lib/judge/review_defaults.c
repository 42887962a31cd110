/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Machines in default settings: they search services, announce names and ask
 * for addresses, to everybody. One finding, a line each thing they say.
 */
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/limits.h"
#include "ground/stamp.h"
#include "judge/detect_story.h"
#include "judge/review_work.h"
#include "understand/machines.h"

struct saying {
	char name[KIND_TEXT];
	uint32_t machine;		/* its number */
	uint64_t packets;
};

struct sayings {
	struct saying *items;		/* owned; by name, machine; each once */
	size_t n, cap;
};

/* By name, then address; machines are ordered by hardware address. */
static int saying_order(const void *pa, const void *pb, void *machines)
{
	const struct saying *a = pa, *b = pb;
	const struct machines *m = machines;
	const struct sender *x = &m->item[a->machine].entries->sender;
	const struct sender *y = &m->item[b->machine].entries->sender;
	int c = strcmp(a->name, b->name);

	c = c ? c : (x->version > y->version) - (x->version < y->version);
	c = c ? c : memcmp(x->addr, y->addr, sizeof x->addr);
	return c ? c : (a->machine > b->machine) - (a->machine < b->machine);
}

static void gather(struct sayings *l, struct machines *m,
		   const struct services *services)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++) {
		for (size_t k = 0; k < m->item[i].n; k++) {
			const struct setaside_entry *e = &m->item[i].entries[k];
			struct saying one = { .machine = (uint32_t)i,
					      .packets = e->packets };
			char buf[KIND_TEXT];

			if (!kind_is_default(e->sender.kind))
				continue;
			snprintf(one.name, sizeof one.name, "%s",
				 kind_name(e->sender.kind, services, buf));
			l->items = grow(l->items, l->n, &l->cap,
					sizeof *l->items);
			l->items[l->n++] = one;
		}
	}
	if (l->n)
		qsort_r(l->items, l->n, sizeof *l->items, saying_order, m);
	for (size_t i = 0; i < l->n; i++) {
		if (n && !saying_order(&l->items[n - 1], &l->items[i], m))
			l->items[n - 1].packets += l->items[i].packets;
		else
			l->items[n++] = l->items[i];
	}
	l->n = n;
}

static void put_machine(const struct scene *s, struct text *t,
			const struct machine *m)
{
	const struct sender *sender = &m->entries->sender;
	uint32_t addr = 0;

	for (unsigned i = 0; i < 4; i++)
		addr = addr << 8 | sender->addr[i];
	if (sender->version == SENDER_IPV4) {
		story_host(s, t, addr);
		return;
	}
	text_puts(t, "MAC ");
	text_mac(t, sender->mac);
}

/* n machines that say the same. */
static void put_line(const struct scene *s, struct text *t,
		     const struct machines *m, const struct saying *one,
		     size_t n)
{
	uint64_t packets = 0;

	story_line(t);
	text_printf(t, "%s: ", one->name);
	for (size_t i = 0; i < n; i++) {
		packets += one[i].packets;
		if (i >= LIMIT_FINDING_MEMBERS)
			continue;
		text_puts(t, i ? ", " : "");
		put_machine(s, t, &m->item[one[i].machine]);
	}
	if (n > LIMIT_FINDING_MEMBERS) {
		text_puts(t, " and ");
		story_number(t, n - LIMIT_FINDING_MEMBERS);
		text_puts(t, " more");
	}
	text_puts(t, "; ");
	story_count(t, packets, "packet");
}

static size_t count_machines(const struct sayings *l, size_t n_machines)
{
	bool *says = xcalloc(n_machines + 1, sizeof *says);
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		n += !says[l->items[i].machine];
		says[l->items[i].machine] = true;
	}
	free(says);
	return n;
}

/* The span of the captures. */
static void set_times(const struct scene *s, struct finding *f)
{
	bool any = false;

	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];

		if (r->kind != RECORD_RUN || r->first_ns == STAMP_NONE)
			continue;
		if (!any || r->first_ns < f->first_ns)
			f->first_ns = r->first_ns;
		if (!any || r->last_ns > f->last_ns)
			f->last_ns = r->last_ns;
		any = true;
	}
}

static void report(struct scene *s, const struct machines *m,
		   const struct sayings *l)
{
	struct finding *f = findings_add(s->out, FINDING_DEFAULT_SETTINGS,
					 SEVERITY_LOW);
	size_t n = count_machines(l, m->n);

	f->count = n;
	set_times(s, f);
	review_put_machines(&f->summary, n);
	text_puts(&f->summary, n == 1 ? " searches, announces itself or asks" :
		  " search, announce themselves or ask");
	text_puts(&f->summary, " for addresses as machines in default settings "
		  "do; anybody may answer.");
	for (size_t i = 0, end; i < l->n; i = end) {
		for (end = i + 1; end < l->n && !strcmp(l->items[i].name,
							l->items[end].name);
		     end++)
			;
		put_line(s, &f->evidence, m, &l->items[i], end - i);
	}
}

void review_defaults(struct scene *s, const struct setaside *aside)
{
	struct sayings l = { 0 };
	struct machines m;

	machines_init(&m, aside);
	gather(&l, &m, aside->services);
	if (l.n)
		report(s, &m, &l);
	free(l.items);
	machines_release(&m);
}
