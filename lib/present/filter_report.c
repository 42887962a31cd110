/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/filter_report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/stamp.h"
#include "read/source.h"
#include "understand/setaside.h"

/* What all captures have together. */
struct totals {
	uint64_t n_frames, n_snapped, n_untimed;
	int64_t first_ns, last_ns;
};

static struct totals totals_of(const struct source *src)
{
	struct totals t = { .first_ns = STAMP_NONE };

	for (size_t i = 0; i < source_n_captures(src); i++) {
		const struct capture *c = source_capture(src, i);

		t.n_snapped += c->n_snapped;
		t.n_untimed += c->n_untimed;
		t.n_frames += c->n_frames;
		if (c->n_frames == c->n_untimed)
			continue;
		if (t.first_ns == STAMP_NONE || c->last_ns > t.last_ns)
			t.last_ns = c->last_ns;
		if (t.first_ns == STAMP_NONE || c->first_ns < t.first_ns)
			t.first_ns = c->first_ns;
	}
	return t;
}

/* A file name may hold anything; a message has no control characters. */
static void put_name(const struct capture *c, struct text *t)
{
	struct err e;

	err_set(&e, "%s", strcmp(c->name, "-") ? c->name : "standard input");
	text_puts(t, e.msg);
}

static int by_name(const void *pa, const void *pb)
{
	const struct capture *const *a = pa, *const *b = pb;
	int c = strcmp((*a)->name, (*b)->name);

	return c ? c : ((*a)->n_frames > (*b)->n_frames) -
		       ((*a)->n_frames < (*b)->n_frames);
}

/* In an order that does not show the one on the command line. */
static void put_captures(const struct source *src, bool all, struct text *t)
{
	const size_t usual = 10;
	size_t n = source_n_captures(src);
	size_t shown = all || n <= usual ? n : usual;
	const struct capture **c = xcalloc(n, sizeof *c);

	for (size_t i = 0; i < n; i++)
		c[i] = source_capture(src, i);
	qsort(c, n, sizeof *c, by_name);
	for (size_t i = 0; i < shown; i++) {
		put_name(c[i], t);
		text_printf(t, ": %" PRIu64 " packets\n", c[i]->n_frames);
	}
	if (shown < n)
		text_printf(t, "and %zu more captures; -v shows all\n",
			    n - shown);
	free(c);
}

static void put_span(const struct totals *totals, struct text *t)
{
	if (totals->first_ns != STAMP_NONE) {
		text_stamp(t, totals->first_ns);
		text_puts(t, " to ");
		text_stamp(t, totals->last_ns);
		text_putc(t, '\n');
	}
	text_putc(t, '\n');
}

/* In tenths of a percent. */
static unsigned share(uint64_t n, uint64_t total)
{
	if (!total)
		return 0;
	if (total > UINT64_MAX / 2000)
		return (unsigned)(n / (total / 1000));
	return (unsigned)((n * 2000 + total) / (total * 2));
}

static void put_row(const char *name, const struct setaside_class *class,
		    const struct setaside_class *all, struct text *t)
{
	unsigned packets = share(class->packets, all->packets);
	unsigned bytes = share(class->bytes, all->bytes);

	text_printf(t, "%-18s%15" PRIu64 "%4u.%u %%%18" PRIu64 "%4u.%u %%\n",
		    name, class->packets, packets / 10, packets % 10,
		    class->bytes, bytes / 10, bytes % 10);
}

static void sum(struct setaside_class *into, const struct setaside_class *c)
{
	into->packets += c->packets;
	into->bytes += c->bytes;
}

static void put_classes(const struct setaside *aside,
			const struct setaside_class *all, struct text *t)
{
	struct setaside_class part[2] = { { 0 } };

	text_printf(t, "%-18s%15s%8s%18s%8s\n", "class", "packets", "share",
		    "bytes", "share");
	for (unsigned s = 0; s < N_SCOPES; s++) {
		const struct setaside_class *c = &aside->class[s];

		sum(&part[scope_is_in(s)], c);
		if (c->packets || scope_is_in(s))
			put_row(scope_name(s), c, all, t);
	}
	text_putc(t, '\n');
	put_row("in scope", &part[1], all, t);
	if (aside->refused.packets)
		put_row("  but not in -f", &aside->refused, all, t);
	if (aside->left.packets)
		put_row("  but routine, -x", &aside->left, all, t);
	put_row("set aside", &part[0], all, t);
	put_row("all", all, all, t);
	text_putc(t, '\n');
}

static void put_remark(uint64_t n, const char *says, struct text *t)
{
	if (!n)
		return;
	text_u64(t, n);
	text_printf(t, " %s %s\n", n == 1 ? "packet was" : "packets were",
		    says);
}

static void put_damages(const struct source *src, struct text *t)
{
	for (size_t i = 0; i < source_n_captures(src); i++) {
		const struct capture *c = source_capture(src, i);

		if (!c->damaged && !c->cut)
			continue;
		text_puts(t, c->damaged ? "DAMAGED, not read to its end:\n" :
					  "CUT, the last record is lost:\n");
		text_puts(t, c->damage.msg);
		text_putc(t, '\n');
	}
}

void filter_report_put(const struct source *src, const struct setaside *aside,
		       const struct filter_report *how, struct text *t)
{
	struct totals totals = totals_of(src);
	struct setaside_class read = { 0 };

	for (unsigned s = 0; s < N_SCOPES; s++)
		sum(&read, &aside->class[s]);
	put_captures(src, how->all, t);
	put_span(&totals, t);
	put_classes(aside, &read, t);
	filter_report_put_machines(aside, how, t);
	put_remark(aside->tunnelled, "inside a tunnel", t);
	put_remark(totals.n_snapped, "cut by the snap length", t);
	put_remark(totals.n_untimed, "without a time", t);
	put_remark(aside->n_senders_refused,
		   "counted without a sender: too many senders", t);
	put_damages(src, t);
	text_printf(t, "%" PRIu64 " packets read; the classes add up to "
		    "%" PRIu64 "\n", totals.n_frames, read.packets);
}
