/* SPDX-License-Identifier: BSD-3-Clause */
/* What detect_address and detect_device say in the same words. */
#include "ground/limits.h"
#include "ground/stamp.h"
#include "judge/baseline.h"
#include "judge/detect_address.h"
#include "judge/detect_story.h"

void address_put_mac(struct text *t, uint64_t mac)
{
	text_puts(t, "MAC ");
	text_mac(t, mac);
}

static void put_changes(struct text *t, const struct record *r,
			const char *word, const char *where)
{
	struct text back = { 0 };
	uint64_t n = record_count(r, word), ms;

	if (!n)
		return;
	text_puts(t, ", ");
	story_count(t, n, "time");
	text_printf(t, " %s", where);
	text_printf(&back, "%s-back-ms", word);
	ms = record_count(r, back.s);
	text_release(&back);
	if (!ms)
		return;
	text_puts(t, " (and back after ");
	text_duration(t, ms < INT64_MAX / 1000000 ?
			 (int64_t)ms * 1000000 : INT64_MAX);
	text_puts(t, n > 1 ? " at the earliest)" : ")");
}

static void put_change(const struct addresses *a, struct text *t,
		       const struct changed *c)
{
	const struct record *r = &a->scene->in->records[c->record];

	story_line(t);
	story_host(a->scene, t, c->addr);
	text_puts(t, " went from ");
	address_put_mac(t, c->from);
	text_puts(t, " to ");
	address_put_mac(t, c->to);
	put_changes(t, r, "arp", "in ARP");
	put_changes(t, r, "frame", "in frames");
	text_puts(t, ", first ");
	text_stamp(t, r->first_ns);
}

void address_tell(struct addresses *a, struct finding *f, struct changed *c)
{
	const struct record *r = &a->scene->in->records[c->record];

	if (!f->count || r->first_ns < f->first_ns)
		f->first_ns = r->first_ns;
	if (!f->count || r->last_ns > f->last_ns)
		f->last_ns = r->last_ns;
	f->count += record_count(r, "arp") + record_count(r, "frame");
	if (a->n_lines++ < LIMIT_FINDING_MEMBERS)
		put_change(a, &f->evidence, c);
	a->scene->fact[c->record].finding = (uint32_t)a->scene->out->n;
	c->told = true;
}

/* Addresses that go with the MAC by some of the sources. */
static void put_addresses(const struct addresses *a, struct text *t,
			  uint64_t mac, unsigned any)
{
	const struct link_pair *p;
	size_t n = link_of_mac(&a->link, mac, &p), told = 0;

	for (size_t i = 0; i < n && told < LIMIT_FINDING_MEMBERS; i++) {
		if (!(p[i].sources & any))
			continue;
		text_puts(t, told++ ? ", " : " with ");
		story_host(a->scene, t, p[i].addr);
	}
}

static bool has_any(const struct addresses *a, uint64_t mac, unsigned any)
{
	const struct link_pair *p;
	size_t n = link_of_mac(&a->link, mac, &p);

	return link_count(p, n, any, 0) > 0;
}

void address_put_machine(const struct addresses *a, struct text *t,
			 uint64_t mac)
{
	const unsigned here = LINK_NOW | LINK_CONTESTED;

	story_line(t);
	address_put_mac(t, mac);
	text_puts(t, has_any(a, mac, here) ? ": seen" : ": not seen");
	put_addresses(a, t, mac, here);
	if (!a->scene->in->baseline)
		return;
	text_puts(t, "; the baseline ");
	text_puts(t, has_any(a, mac, LINK_KNOWN) ? "knows it" :
		  "does not know it");
	put_addresses(a, t, mac, LINK_KNOWN);
}

void address_filter(struct finding *f, uint32_t addr)
{
	text_puts(&f->filter, "(arp.src.proto_ipv4 == ");
	text_addr(&f->filter, addr);
	text_puts(&f->filter, " || ip.src == ");
	text_addr(&f->filter, addr);
	text_putc(&f->filter, ')');
	story_filter_time(&f->filter, f->first_ns, f->last_ns);
}
