/* SPDX-License-Identifier: BSD-3-Clause */
#include <arpa/inet.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/alloc.h"
#include "ground/bytes.h"
#include "ground/utf8.h"
#include "judge/names.h"
#include "present/filter_report.h"
#include "understand/machines.h"
#include "understand/record.h"

enum {
	MACHINES_SHOWN = 40,
	KINDS_SHOWN = 12,
	ADDRESS_WIDTH = 15,
	COLUMN_MAC = ADDRESS_WIDTH + 2,
	COLUMN_KINDS = COLUMN_MAC + 19,
	COLUMNS = 80
};

struct count {
	char name[KIND_TEXT];
	uint64_t packets;
};

struct counts {
	struct count *item;	/* owned */
	size_t n, cap;
};

/* A machine in one of the two lists. */
struct line {
	const struct machine *machine;
	uint64_t packets;	/* of the list's kinds */
};

struct list {
	const struct setaside *aside;
	const struct names *names;
	bool by_default;	/* which kinds are listed, see kind.h */
	bool all;
	struct line *lines;	/* owned */
	size_t n;
	struct counts counts;	/* of the machine at hand */
};

static int by_name(const void *a, const void *b)
{
	const struct count *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static int by_packets(const void *a, const void *b)
{
	const struct count *x = a, *y = b;

	if (x->packets != y->packets)
		return x->packets < y->packets ? 1 : -1;
	return strcmp(x->name, y->name);
}

/* Of the same number, the lower address. */
static int by_weight(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	const struct sender *s = &x->machine->entries->sender;
	const struct sender *o = &y->machine->entries->sender;
	int order;

	if (x->packets != y->packets)
		return x->packets < y->packets ? 1 : -1;
	if (s->version != o->version)
		return s->version < o->version ? -1 : 1;
	order = memcmp(s->addr, o->addr, sizeof s->addr);
	if (order)
		return order;
	return (s->mac > o->mac) - (s->mac < o->mac);
}

static bool is_listed(const struct list *l, const struct setaside_entry *e)
{
	return kind_is_default(e->sender.kind) == l->by_default;
}

static void gather(struct list *l, const struct machines *m)
{
	l->lines = xreallocarray(NULL, m->n, sizeof *l->lines);
	for (size_t i = 0; i < m->n; i++) {
		const struct machine *machine = &m->item[i];
		uint64_t packets = 0;

		for (size_t k = 0; k < machine->n; k++)
			if (is_listed(l, &machine->entries[k]))
				packets += machine->entries[k].packets;
		if (packets)
			l->lines[l->n++] = (struct line){ machine, packets };
	}
	qsort(l->lines, l->n, sizeof *l->lines, by_weight);
}

/* Kinds of one name (DHCP of both ends) are one. */
static void merge_counts(struct counts *c)
{
	size_t n = 0;

	if (!c->n)
		return;
	qsort(c->item, c->n, sizeof *c->item, by_name);
	for (size_t i = 1; i < c->n; i++) {
		if (!by_name(&c->item[n], &c->item[i]))
			c->item[n].packets += c->item[i].packets;
		else
			c->item[++n] = c->item[i];
	}
	c->n = n + 1;
	qsort(c->item, c->n, sizeof *c->item, by_packets);
}

static void count_kinds(struct list *l, const struct machine *m)
{
	struct counts *c = &l->counts;

	c->n = 0;
	for (size_t i = 0; i < m->n; i++) {
		const struct setaside_entry *e = &m->entries[i];
		char buf[KIND_TEXT];

		if (!is_listed(l, e))
			continue;
		c->item = grow(c->item, c->n, &c->cap, sizeof *c->item);
		snprintf(c->item[c->n].name, KIND_TEXT, "%s",
			 kind_name(e->sender.kind, l->aside->services, buf));
		c->item[c->n++].packets = e->packets;
	}
	merge_counts(c);
}

static const char *address_text(const struct sender *s,
				char buf[INET6_ADDRSTRLEN])
{
	switch ((enum sender_version)s->version) {
	case SENDER_IPV4:
		return inet_ntop(AF_INET, s->addr, buf, INET6_ADDRSTRLEN);
	case SENDER_IPV6:
		return inet_ntop(AF_INET6, s->addr, buf, INET6_ADDRSTRLEN);
	case SENDER_NO_ADDRESS:
		break;
	}
	return "-";
}

/* An IPv6 address that is too wide has a line of its own. */
static void put_sender(const struct sender *s, struct text *t)
{
	char buf[INET6_ADDRSTRLEN], mac[MAC_TEXT];
	const char *addr = address_text(s, buf);

	if (strlen(addr) > ADDRESS_WIDTH) {
		text_printf(t, "%s\n", addr);
		addr = "";
	}
	text_printf(t, "%-*s  %-17s  ", ADDRESS_WIDTH, addr,
		    s->mac ? mac_format(s->mac, mac) : "-");
}

/* One of the comma-separated words behind a sender, which is empty then;
 * *column is where the line has got to. */
static void put_word(struct text *word, size_t *column, struct text *t)
{
	size_t n;

	utf8_plain(word->s);
	n = utf8_columns(word->s);
	if (*column > COLUMN_KINDS && *column + 2 + n + 1 > COLUMNS) {
		text_printf(t, ",\n%*s", COLUMN_KINDS, "");
		*column = COLUMN_KINDS;
	} else if (*column > COLUMN_KINDS) {
		text_puts(t, ", ");
		*column += 2;
	}
	text_puts(t, word->s);
	text_clear(word);
	*column += n;
}

/* ARP's senders speak of themselves, others may come through a router. */
static void note_links(const struct setaside *aside, struct names *names)
{
	static const struct kind arp = { KIND_ETHERTYPE, 0x0806 };

	for (size_t i = 0; i < aside->n; i++) {
		const struct sender *s = &aside->entries[i].sender;
		char mac[MAC_TEXT];
		struct record r;

		if (s->version != SENDER_IPV4 || !s->mac)
			continue;
		record_init(&r, s->kind.family == arp.family &&
				s->kind.number == arp.number ? RECORD_ARP :
							       RECORD_UDP);
		r.addr[0] = load_be32(s->addr);
		r.mac[0] = mac_format(s->mac, mac);
		names_note_link(names, &r);
	}
}

static const char *name_of(const struct list *l, const struct sender *s)
{
	const char *name = s->version == SENDER_IPV4 ?
		names_name(l->names, load_be32(s->addr)) :
		names_mac_name(l->names, s->mac);

	return name ? name : "";
}

/* The site's name for it stands before what it sent. */
static void put_kinds(const struct list *l, const char *name, struct text *t)
{
	const struct counts *c = &l->counts;
	size_t column = COLUMN_KINDS, i, shown = c->n;
	struct text word = { 0 };
	uint64_t rest = 0;

	if (!l->all && shown > KINDS_SHOWN)
		shown = KINDS_SHOWN;
	text_printf(&word, "%s%s", name, name[0] ? ": " : "");
	for (i = 0; i < shown; i++) {
		text_printf(&word, "%s %" PRIu64, c->item[i].name,
			    c->item[i].packets);
		put_word(&word, &column, t);
	}
	for (; i < c->n; i++)
		rest += c->item[i].packets;
	if (rest) {
		text_printf(&word, "%zu other kinds %" PRIu64, c->n - shown,
			    rest);
		put_word(&word, &column, t);
	}
	text_putc(t, '\n');
	text_release(&word);
}

static void put_list(struct list *l, struct text *t)
{
	size_t shown = l->n;
	uint64_t rest = 0;

	if (!l->all && shown > MACHINES_SHOWN)
		shown = MACHINES_SHOWN;
	for (size_t i = 0; i < shown; i++) {
		const struct sender *s = &l->lines[i].machine->entries->sender;

		count_kinds(l, l->lines[i].machine);
		put_sender(s, t);
		put_kinds(l, name_of(l, s), t);
	}
	for (size_t i = shown; i < l->n; i++)
		rest += l->lines[i].packets;
	if (rest)
		text_printf(t, "and %zu more with %" PRIu64 " packets; "
			    "-v shows all\n", l->n - shown, rest);
	text_putc(t, '\n');
}

void filter_report_put_machines(const struct setaside *aside,
				const struct filter_report *how,
				struct text *t)
{
	const char *title = "Machines in default settings (they search, "
			    "announce, want addresses):\n";
	struct machines m;

	if (how->names)
		note_links(aside, how->names);
	machines_init(&m, aside);
	for (int by_default = 1; by_default >= 0 && m.n; by_default--) {
		struct list l = {
			.aside = aside, .names = how->names,
			.by_default = by_default, .all = how->all,
		};

		gather(&l, &m);
		if (l.n) {
			text_puts(t, title);
			put_list(&l, t);
		}
		title = l.n ? "Who sent the other packets that were set "
			      "aside:\n" :
			      "Who sent what was set aside:\n";
		free(l.lines);
		free(l.counts.item);
	}
	machines_release(&m);
}
