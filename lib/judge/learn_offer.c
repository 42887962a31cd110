/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/learn_offer.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "judge/detect_work.h"
#include "judge/joined.h"
#include "judge/learn_talk.h"
#include "judge/offer.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static int by_finding(const void *pa, const void *pb)
{
	const struct talk_part *a = pa, *b = pb;
	int c = ORDER(a->finding, b->finding);

	c = c ? c : memory_cmp(&a->about, &b->about);
	return c ? c : ORDER(a->record, b->record);
}

static bool is_same(const struct talk_part *a, const struct talk_part *b)
{
	return a->finding == b->finding && !memory_cmp(&a->about, &b->about);
}

/* Where the port is what the finding is about, one opening says enough. */
static uint16_t client_port(const struct finding *f, const struct talk *t)
{
	struct seen seen = t->about.seen;

	if (t->about.client_port)
		return t->about.client_port;
	if (f->kind == FINDING_CLIENT_PORT_CHANGED)
		seen.port_fixed = joined_count(seen.client_ports) == 1;
	return seen_fixed_port(&seen);
}

/* What is approved is no burst any more, but the measure of the next one. */
static void offer_talk(const struct detect_input *in,
		       const struct talk_captures *captures, struct finding *f,
		       struct talk_part *parts, size_t n)
{
	struct offer o;
	struct talk t;

	for (size_t i = 0; i < n; i++)
		parts[i].finding = 0;
	talk_sum(&t, in, captures, parts, n);
	o = (struct offer){ .about = t.about,
			    .client_port = client_port(f, &t) };
	if (f->offers.len)
		text_putc(&f->offers, '\n');
	offer_put(&f->offers, &o);
	talk_release(&t);
}

static bool *held(const struct detect_input *in, const uint32_t *used_by,
		  const struct findings *found)
{
	bool *keep = xcalloc(in->n_records + 1, sizeof *keep);

	for (size_t i = 0; i < in->n_records; i++)
		keep[i] = used_by[i] && flow_is(&in->records[i]) &&
			  offer_use(found->items[used_by[i] - 1].kind) !=
				  OFFER_NOTHING;
	return keep;
}

void learn_offers(const struct detect_input *in, const uint32_t *used_by,
		  struct findings *found)
{
	bool *keep = held(in, used_by, found);
	struct talk_captures captures = { 0 };
	struct talk_parts l = { 0 };

	talk_captures_make(&captures, in);
	talk_parts_make(&l, in, used_by, keep);
	if (l.n)
		qsort(l.items, l.n, sizeof *l.items, by_finding);
	for (size_t i = 0, end; i < l.n; i = end) {
		struct finding *f = &found->items[l.items[i].finding - 1];

		for (end = i + 1;
		     end < l.n && is_same(&l.items[i], &l.items[end]); end++)
			;
		offer_talk(in, &captures, f, &l.items[i], end - i);
	}
	talk_parts_release(&l);
	talk_captures_release(&captures);
	free(keep);
}
