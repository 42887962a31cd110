/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/learn_arp.h"

#include <stdlib.h>

#include "ground/addr.h"
#include "ground/alloc.h"
#include "ground/stamp.h"
#include "judge/detect_link.h"
#include "judge/joined.h"
#include "judge/learn.h"

static int addr_order(const void *pa, const void *pb)
{
	const uint32_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

static const struct finding *holder_of(const uint32_t *used_by, size_t i,
				       const struct findings *findings)
{
	return used_by[i] ? &findings->items[used_by[i] - 1] : NULL;
}

/* The upper half says who made the card. */
static bool is_one_maker(const struct record *r)
{
	uint64_t a, b;

	return !mac_parse(r->mac[0], &a) && !mac_parse(r->mac[1], &b) &&
	       a >> 24 == b >> 24;
}

/* What was known before stays so. */
static bool is_known(const struct baseline *b, const struct record *r)
{
	const struct seen *seen = b ? baseline_host(b, r->addr[0]) : NULL;

	return seen && joined_has(seen->mac[0], r->mac[0]) &&
	       joined_has(seen->mac[0], r->mac[1]);
}

void learn_arp_make(struct learn_arp *l, const struct detect_input *in,
		    const uint32_t *used_by, const struct findings *findings)
{
	*l = (struct learn_arp){ 0 };
	for (size_t i = 0; i < in->n_records; i++) {
		const struct record *r = &in->records[i];
		const struct finding *f = holder_of(used_by, i, findings);

		if (!record_is_handover(r) || !f || is_one_maker(r) ||
		    f->kind != FINDING_ADDRESS_CONFLICT ||
		    is_known(in->baseline, r))
			continue;
		l->disputed = grow(l->disputed, l->n, &l->cap,
				   sizeof *l->disputed);
		l->disputed[l->n++] = r->addr[0];
	}
	if (l->n)
		qsort(l->disputed, l->n, sizeof *l->disputed, addr_order);
}

void learn_arp_release(struct learn_arp *l)
{
	free(l->disputed);
	*l = (struct learn_arp){ 0 };
}

static bool is_disputed(const struct learn_arp *l, uint32_t addr)
{
	return l->n && bsearch(&addr, l->disputed, l->n, sizeof addr,
			       addr_order);
}

void learn_arp_clean(const struct learn_arp *l, struct memory *m)
{
	if (is_disputed(l, m->client))
		m->seen.mac[0] = "";
	if (is_disputed(l, m->server))
		m->seen.mac[1] = "";
}

void learn_arp_tell(const struct detect_input *in,
		    const struct findings *findings, bool *told,
		    struct learn_report *r)
{
	for (size_t i = 0; i < findings->n; i++) {
		const struct finding *f = &findings->items[i];
		const struct seen *seen = !in->baseline ? NULL :
			baseline_host(in->baseline, f->client);

		if (f->kind != FINDING_ADDRESS_CONFLICT &&
		    f->kind != FINDING_ARP_SCAN)
			continue;
		if (f->kind == FINDING_ARP_SCAN && seen &&
		    seen->peak_minute_asked >= f->count)
			continue;
		text_printf(&r->review, "%s: %s\n", finding_kind_name(f->kind),
			    f->summary.s);
		r->n_review++;
		told[i] = true;
	}
}

static bool is_scan(const struct finding *f)
{
	return f && (f->kind == FINDING_PORT_SCAN ||
		     f->kind == FINDING_HOST_SWEEP ||
		     f->kind == FINDING_OT_PROBE);
}

bool learn_arp_memory(const struct learn_arp *l, const struct record *r,
		      const struct finding *holder, struct memory *m)
{
	if (r->kind != RECORD_ARP || r->first_ns == STAMP_NONE ||
	    !r->addr[0] || record_is_handover(r))
		return false;
	*m = (struct memory){ .proto = MEMORY_ARP, .client = r->addr[0] };
	seen_init(&m->seen);
	m->seen.first_ns = r->first_ns;
	m->seen.last_ns = r->last_ns;
	m->seen.mac[0] = r->mac[0];
	m->seen.name[0] = r->name[0];
	if (!is_scan(holder))
		m->seen.peak_minute_asked = record_count(r, "asked");
	learn_arp_clean(l, m);
	return true;
}
