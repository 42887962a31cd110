/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Two machines with one address: it changed from one hardware address to
 * another and soon back. One machine that takes the addresses of several is
 * one finding.
 *
 * Whoever forwards frames, or answers ARP for a whole network, is a router
 * and no second machine: three or more addresses make one. What ARP says is
 * weighed by what ARP says only: a router is a good address to steal.
 */
#include "judge/detect_address.h"

#include <stdlib.h>

#include "ground/addr.h"
#include "ground/alloc.h"
#include "ground/limits.h"
#include "judge/detect_story.h"
#include "judge/names.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

enum { ROUTER_ADDRESSES = 3 };

bool address_is_router(const struct addresses *a, uint64_t mac)
{
	const struct link_pair *p;
	size_t n = link_of_mac(&a->link, mac, &p);

	if (link_count(p, n, LINK_NOW, 0) >= ROUTER_ADDRESSES ||
	    link_count(p, n, LINK_KNOWN, 0) >= ROUTER_ADDRESSES)
		return true;
	for (size_t i = 0; i < n; i++)
		if (names_role(a->scene->in->names, p[i].addr) == HOST_GATEWAY)
			return true;
	return false;
}

/* Addresses that it shares with others alone do not make a router. */
static bool answers_for_others(const struct addresses *a, uint64_t mac)
{
	const struct link_pair *p;
	size_t n = link_of_mac(&a->link, mac, &p);

	return link_count(p, n, LINK_KNOWN_ARP, 0) >= ROUTER_ADDRESSES ||
	       (link_count(p, n, LINK_ARP, 0) >= ROUTER_ADDRESSES &&
		link_count(p, n, LINK_ARP, LINK_CONTESTED) > 1);
}

uint32_t address_own(const struct addresses *a, uint64_t mac)
{
	const struct link_pair *p;
	size_t n = link_of_mac(&a->link, mac, &p);

	for (size_t i = 0; i < n; i++) {
		const struct link_pair *all;

		if (link_of_addr(&a->link, p[i].addr, &all) == 1)
			return p[i].addr;
	}
	return 0;
}

static bool have_one_name(const struct addresses *a, uint64_t x, uint64_t y)
{
	uint32_t one = address_own(a, x), other = address_own(a, y);

	return names_same_card(a->scene->in->names, x, y) ||
	       (one && other &&
		names_same_machine(a->scene->in->names, one, other));
}

bool address_is_one_machine(const struct addresses *a, uint32_t addr,
			    uint64_t x, uint64_t y)
{
	return (link_sources(&a->link, x, addr) & LINK_KNOWN &&
		link_sources(&a->link, y, addr) & LINK_KNOWN) ||
	       have_one_name(a, x, y);
}

static bool is_soon(const struct addresses *a, const struct record *r,
		    const char *word)
{
	uint64_t ms = record_count(r, word);

	return ms && ms <= a->scene->in->options->conflict_window_s *
			    UINT64_C(1000);
}

static void weigh(const struct addresses *a, struct changed *c)
{
	const struct record *r = &a->scene->in->records[c->record];
	bool arp = !answers_for_others(a, c->from) &&
		   !answers_for_others(a, c->to);
	bool frame = !address_is_router(a, c->from) &&
		     !address_is_router(a, c->to);

	if (address_is_one_machine(a, c->addr, c->from, c->to))
		return;
	c->counts = (arp && record_count(r, "arp")) ||
		    (frame && record_count(r, "frame"));
	c->conflict = (arp && is_soon(a, r, "arp-back-ms")) ||
		      (frame && is_soon(a, r, "frame-back-ms"));
}

static int changed_order(const void *pa, const void *pb)
{
	const struct changed *a = pa, *b = pb;
	int c = ORDER(a->addr, b->addr);

	c = c ? c : ORDER(a->first_ns, b->first_ns);
	c = c ? c : ORDER(a->from, b->from);
	c = c ? c : ORDER(a->to, b->to);
	return c ? c : ORDER(a->record, b->record);
}

void addresses_make(struct addresses *a, struct scene *s)
{
	*a = (struct addresses){ .scene = s };
	link_make(&a->link, s);
	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];
		struct changed c = { .addr = r->addr[0],
				     .first_ns = r->first_ns,
				     .record = (uint32_t)i };

		if (!record_is_handover(r) ||
		    mac_parse(r->mac[0], &c.from) < 0 ||
		    mac_parse(r->mac[1], &c.to) < 0)
			continue;
		weigh(a, &c);
		a->items = grow(a->items, a->n, &a->cap, sizeof *a->items);
		a->items[a->n++] = c;
	}
	if (a->n)
		qsort(a->items, a->n, sizeof *a->items, changed_order);
}

void addresses_release(struct addresses *a)
{
	link_release(&a->link);
	free(a->items);
}

static size_t first_of(const struct addresses *a, uint32_t addr)
{
	size_t lo = 0, hi = a->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (a->items[mid].addr < addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

bool address_in_conflict(const struct addresses *a, uint32_t addr)
{
	for (size_t i = first_of(a, addr);
	     i < a->n && a->items[i].addr == addr; i++)
		if (a->items[i].conflict)
			return true;
	return false;
}

/* --- one cause ----------------------------------------------------------- */

/* A hardware address in conflicts about so many addresses. */
struct party_to {
	uint64_t mac;
	uint32_t addr;
};

struct parties {
	struct party_to *items;
	size_t n;
};

static int party_order(const void *pa, const void *pb)
{
	const struct party_to *a = pa, *b = pb;
	int c = ORDER(a->mac, b->mac);

	return c ? c : ORDER(a->addr, b->addr);
}

static struct parties parties_of(const struct addresses *a)
{
	struct parties l = { xcalloc(2 * a->n + 1, sizeof *l.items), 0 };
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++) {
		const struct changed *c = &a->items[i];

		if (!c->conflict || c->told)
			continue;
		l.items[l.n++] = (struct party_to){ c->from, c->addr };
		l.items[l.n++] = (struct party_to){ c->to, c->addr };
	}
	qsort(l.items, l.n, sizeof *l.items, party_order);
	for (size_t i = 0; i < l.n; i++)
		if (!n || party_order(&l.items[n - 1], &l.items[i]))
			l.items[n++] = l.items[i];
	l.n = n;
	return l;
}

/* Who is the odd one of two that share as many addresses: whom the memory
 * does not know there, who also has an address of its own. */
static unsigned oddness(const struct addresses *a, const struct party_to *p)
{
	bool known = link_sources(&a->link, p->mac, p->addr) & LINK_KNOWN;

	return (known ? 0 : 2) + (address_own(a, p->mac) != 0);
}

/* The hardware address that is party to most; 0 when none is to several. */
static uint64_t most_involved(const struct addresses *a)
{
	struct parties l = parties_of(a);
	const struct party_to *best = NULL;
	uint64_t mac;
	size_t most = 1;

	for (size_t i = 0, end; i < l.n; i = end) {
		for (end = i + 1; end < l.n && l.items[end].mac ==
		     l.items[i].mac; end++)
			;
		if (end - i > most ||
		    (best && end - i == most &&
		     oddness(a, &l.items[i]) > oddness(a, best))) {
			most = end - i;
			best = &l.items[i];
		}
	}
	mac = best ? best->mac : 0;
	free(l.items);
	return mac;
}

/* --- findings ------------------------------------------------------------ */

static bool is_between(const struct changed *c, uint64_t x, uint64_t y)
{
	return (c->from == x && c->to == y) || (c->from == y && c->to == x);
}

/* What the change says, and those the other way around. */
static void tell(struct addresses *a, struct finding *f, size_t i)
{
	const struct changed one = a->items[i];

	for (i = first_of(a, one.addr);
	     i < a->n && a->items[i].addr == one.addr; i++)
		if (!a->items[i].told &&
		    is_between(&a->items[i], one.from, one.to))
			address_tell(a, f, &a->items[i]);
}

static void put_hint(struct finding *f)
{
	story_line(&f->evidence);
	text_puts(&f->evidence, "if it is one machine with several network "
		  "cards, give their MACs one name in the names file");
}

/* One address that several have. */
static void report_address(struct addresses *a, size_t i)
{
	const struct changed *one = &a->items[i];
	struct finding *f = findings_add(a->scene->out,
					 FINDING_ADDRESS_CONFLICT,
					 SEVERITY_HIGH);

	f->client = one->addr;
	f->technique = "T0830";		/* Adversary-in-the-Middle */
	a->n_lines = 0;
	for (size_t k = i; k < a->n && a->items[k].addr == one->addr; k++)
		if (a->items[k].conflict)
			tell(a, f, k);
	story_host(a->scene, &f->summary, f->client);
	text_puts(&f->summary, " is the address of two machines, ");
	address_put_mac(&f->summary, one->from);
	text_puts(&f->summary, " and ");
	address_put_mac(&f->summary, one->to);
	text_puts(&f->summary, ": it changed between them ");
	story_count(&f->summary, f->count, "time");
	text_putc(&f->summary, '.');
	address_put_machine(a, &f->evidence, one->from);
	address_put_machine(a, &f->evidence, one->to);
	put_hint(f);
	address_filter(f, f->client);
}

/* The addresses that mac takes from others. */
static size_t put_taken(const struct addresses *a, uint64_t mac,
			struct text *t)
{
	uint32_t last = 0;
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++) {
		const struct changed *c = &a->items[i];

		if (!c->conflict || c->addr == last ||
		    (c->from != mac && c->to != mac))
			continue;
		last = c->addr;
		if (n < LIMIT_FINDING_MEMBERS)
			text_puts(t, n ? ", " : "");
		if (n < LIMIT_FINDING_MEMBERS)
			story_host(a->scene, t, c->addr);
		n++;
	}
	if (n > LIMIT_FINDING_MEMBERS) {
		text_puts(t, " and ");
		story_number(t, n - LIMIT_FINDING_MEMBERS);
		text_puts(t, " more");
	}
	return n;
}

/* One machine that has the addresses of several. */
static void report_machine(struct addresses *a, uint64_t mac)
{
	struct finding *f = findings_add(a->scene->out,
					 FINDING_ADDRESS_CONFLICT,
					 SEVERITY_HIGH);
	struct text taken = { 0 };

	f->client = address_own(a, mac);
	f->cause = f->client ? 0 : mac;
	f->technique = "T0830";		/* Adversary-in-the-Middle */
	address_put_mac(&f->summary, mac);
	if (f->client) {
		text_puts(&f->summary, ", ");
		story_host(a->scene, &f->summary, f->client);
		text_putc(&f->summary, ',');
	}
	text_puts(&f->summary, " also uses ");
	story_number(&f->summary, put_taken(a, mac, &taken));
	text_printf(&f->summary, " addresses of other machines (%s): it may "
		    "stand between them.", taken.s);
	text_release(&taken);
	a->n_lines = 0;
	for (size_t i = 0; i < a->n; i++) {
		const struct changed *c = &a->items[i];

		if (c->conflict && !c->told &&
		    (c->from == mac || c->to == mac))
			tell(a, f, i);
	}
	address_put_machine(a, &f->evidence, mac);
	put_hint(f);
	text_puts(&f->filter, "(arp.src.hw_mac == ");
	text_mac(&f->filter, mac);
	text_puts(&f->filter, " || eth.addr == ");
	text_mac(&f->filter, mac);
	text_putc(&f->filter, ')');
	story_filter_time(&f->filter, f->first_ns, f->last_ns);
}

void detect_address(struct scene *s)
{
	struct addresses a;
	uint64_t mac;

	addresses_make(&a, s);
	for (int i = 0; i < LIMIT_FINDING_MEMBERS; i++) {
		mac = most_involved(&a);
		if (!mac)
			break;
		report_machine(&a, mac);
	}
	for (size_t i = 0; i < a.n; i++)
		if (a.items[i].conflict && !a.items[i].told)
			report_address(&a, i);
	detect_device(&a);
	addresses_release(&a);
}
