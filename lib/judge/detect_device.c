/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Devices that were replaced: an address went from one hardware address to
 * another for good, within the captures or since the baseline was learned.
 *
 * An address that moves between two machines which both have another one of
 * their own is a redundant pair's; one that many had is handed out by DHCP.
 */
#include <stdlib.h>

#include "ground/addr.h"
#include "judge/detect_address.h"
#include "judge/detect_story.h"
#include "judge/names.h"

/* So many known holders: whoever comes next is no news. */
enum { HOLDERS_OF_A_LEASE = 3 };

static bool is_lent(const struct addresses *a, uint32_t addr)
{
	const struct link_pair *p;
	size_t n = link_of_addr(&a->link, addr, &p);

	return names_role(a->scene->in->names, addr) == HOST_TRANSIENT ||
	       link_count(p, n, LINK_KNOWN, 0) >= HOLDERS_OF_A_LEASE;
}

/* Does an address of a pair move? */
static bool is_switch_over(const struct addresses *a, uint64_t from,
			   uint64_t to)
{
	return address_own(a, from) && address_own(a, to);
}

static struct finding *begin(struct addresses *a, uint32_t addr, uint64_t from,
			     uint64_t to)
{
	struct finding *f = findings_add(a->scene->out,
					 FINDING_DEVICE_CHANGED, SEVERITY_LOW);

	f->client = addr;
	story_host(a->scene, &f->summary, addr);
	text_puts(&f->summary, " is at another hardware address: ");
	address_put_mac(&f->summary, to);
	text_puts(&f->summary, " after ");
	address_put_mac(&f->summary, from);
	text_puts(&f->summary, "; was the device replaced?");
	return f;
}

/* --- within the captures ------------------------------------------------- */

static bool is_replaced(const struct addresses *a, const struct changed *c)
{
	return c->counts && !is_switch_over(a, c->from, c->to);
}

/* The last of the changes of an address that count. */
static const struct changed *last_change(const struct addresses *a,
					 const struct changed *c, size_t n)
{
	const struct record *records = a->scene->in->records;
	const struct changed *last = NULL;

	for (size_t i = 0; i < n; i++)
		if (is_replaced(a, &c[i]) &&
		    (!last || records[c[i].record].last_ns >=
		     records[last->record].last_ns))
			last = &c[i];
	return last;
}

/* n changes of one address. */
static void judge_changes(struct addresses *a, struct changed *c, size_t n)
{
	const struct changed *last = last_change(a, c, n);
	struct finding *f;

	if (!last || is_lent(a, c->addr) || address_in_conflict(a, c->addr))
		return;
	f = begin(a, c->addr, last->from, last->to);
	a->n_lines = 0;
	for (size_t i = 0; i < n; i++)
		if (c[i].counts)
			address_tell(a, f, &c[i]);
	address_put_machine(a, &f->evidence, last->from);
	address_put_machine(a, &f->evidence, last->to);
	address_filter(f, c->addr);
}

/* --- since learning ------------------------------------------------------ */

/* What is there of n pairs of one address. */
struct holding {
	const struct link_pair *was, *is;	/* known alone, new alone */
	bool was_in_arp;	/* a known one still says so in ARP */
	bool both;		/* a known one is still seen */
};

static struct holding holding_of(const struct addresses *a,
				 const struct link_pair *p, size_t n)
{
	struct holding h = { 0 };

	for (size_t i = 0; i < n; i++) {
		unsigned sources = p[i].sources;

		if (address_is_router(a, p[i].mac))
			continue;
		if (sources & LINK_KNOWN)
			h.was = h.was ? h.was : &p[i];
		else if (!h.is || (sources & LINK_ARP &&
				   !(h.is->sources & LINK_ARP)))
			h.is = &p[i];
		h.both |= sources & LINK_KNOWN && sources & LINK_NOW;
		h.was_in_arp |= sources & LINK_KNOWN && sources & LINK_ARP;
	}
	return h;
}

static bool has_changed(const struct addresses *a, const struct holding *h)
{
	if (!h->was || !h->is || !(h->is->sources & LINK_NOW))
		return false;
	/* Frames to the old one may still be under way. */
	if (h->both && (h->was_in_arp || !(h->is->sources & LINK_ARP)))
		return false;
	return !address_is_one_machine(a, h->is->addr, h->was->mac,
				       h->is->mac) &&
	       !is_switch_over(a, h->was->mac, h->is->mac) &&
	       !is_lent(a, h->is->addr);
}

static bool names_mac(const struct record *r, enum role role, uint64_t mac)
{
	const char *list = r->mac[role];
	uint64_t one;

	while (mac_next(&list, &one))
		if (one == mac)
			return true;
	return false;
}

static bool shows(const struct record *r, const struct link_pair *p)
{
	if (r->kind == RECORD_RUN)
		return false;
	return (r->addr[0] == p->addr && names_mac(r, ROLE_CLIENT, p->mac)) ||
	       (flow_is(r) && r->addr[1] == p->addr &&
		names_mac(r, ROLE_SERVER, p->mac));
}

static void set_times(const struct scene *s, struct finding *f,
		      const struct link_pair *p)
{
	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];

		if (!shows(r, p))
			continue;
		if (!f->count || r->first_ns < f->first_ns)
			f->first_ns = r->first_ns;
		if (!f->count || r->last_ns > f->last_ns)
			f->last_ns = r->last_ns;
		f->count = 1;
	}
}

/* n pairs of one address. */
static void judge_memory(struct addresses *a, const struct link_pair *p,
			 size_t n)
{
	struct holding h = holding_of(a, p, n);
	struct finding *f;

	if (!has_changed(a, &h))
		return;
	f = begin(a, p->addr, h.was->mac, h.is->mac);
	set_times(a->scene, f, h.is);
	address_put_machine(a, &f->evidence, h.was->mac);
	address_put_machine(a, &f->evidence, h.is->mac);
	address_filter(f, p->addr);
}

/* A change within the captures says more, whatever it came to. */
static bool is_contested(const struct link_pair *p, size_t n)
{
	return link_count(p, n, LINK_CONTESTED, 0) > 0;
}

void detect_device(struct addresses *a)
{
	for (size_t i = 0, end; i < a->n; i = end) {
		for (end = i + 1; end < a->n &&
		     a->items[end].addr == a->items[i].addr; end++)
			;
		judge_changes(a, &a->items[i], end - i);
	}
	if (!a->scene->in->baseline)
		return;
	for (size_t i = 0, end; i < a->link.n; i = end) {
		const struct link_pair *p = &a->link.by_addr[i];

		for (end = i + 1; end < a->link.n &&
		     a->link.by_addr[end].addr == p->addr; end++)
			;
		if (!is_contested(p, end - i))
			judge_memory(a, p, end - i);
	}
}
