/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A search expression of Arkime: of sessions, not packets, whose source is who
 * sent the first packet that was seen. The database behind it takes trees of
 * small depth and some thousand comparisons, hence the halves and the limit.
 */
#include "present/export_filter.h"

#include "ground/limits.h"
#include "judge/baseline_words.h"

static void put_nets(struct text *t, enum filter_end end,
		     const struct net_set *nets)
{
	text_printf(t, "ip.%s == ", filter_end_word(end));
	if (nets->n > 1)
		text_putc(t, '[');
	for (size_t i = 0; i < nets->n; i++) {
		if (i)
			text_putc(t, ',');
		net_put(t, &nets->item[i]);
	}
	if (nets->n > 1)
		text_putc(t, ']');
}

/* Single ports first, as one list. */
static void put_singles(struct text *t, enum filter_end end,
			const struct port_set *ports)
{
	size_t n = 0;

	text_printf(t, "port.%s == ", filter_end_word(end));
	text_putc(t, '[');
	for (size_t i = 0; i < ports->n; i++)
		if (ports->item[i].lo == ports->item[i].hi)
			text_printf(t, "%s%u", n++ ? "," : "",
				    ports->item[i].lo);
	text_putc(t, ']');
}

struct ranges {
	const struct port_set *set;
	enum filter_end end;
	bool singles;		/* part 0 is their list */
};

static void put_range(void *ctx, size_t i, struct text *t)
{
	const struct ranges *p = ctx;
	const struct port_range *r = p->set->item;
	const char *end = filter_end_word(p->end);

	if (p->singles && !i) {
		put_singles(t, p->end, p->set);
		return;
	}
	for (i -= p->singles; r->lo == r->hi || i--; r++)
		;
	text_printf(t, "(port.%s >= %u && port.%s <= %u)", end, r->lo, end,
		    r->hi);
}

static const struct filter_words words;

static void put_ports(struct text *t, enum filter_end end,
		      const struct port_set *ports)
{
	struct ranges p = { .set = ports, .end = end };
	size_t n = 0;

	for (size_t i = 0; i < ports->n; i++) {
		if (ports->item[i].lo == ports->item[i].hi)
			p.singles = true;
		else
			n++;
	}
	if (ports->n == 1 && p.singles)
		text_printf(t, "port.%s == %u", filter_end_word(end),
			    ports->item[0].lo);
	else
		filter_parts_put(&words, &(struct filter_parts){
			n + p.singles, put_range, &p }, t);
}

static void put_proto(struct text *t, uint8_t proto)
{
	text_printf(t, "ip.protocol == %s", proto_name(proto));
}

static const struct filter_words words = {
	.all_of = " && ", .any_of = " || ", .by_halves = true, .nets = put_nets,
	.ports = put_ports, .proto = put_proto,
};

_Static_assert(LIMIT_EXPORT_ARKIME_TESTS == 1000, "stands in the message");

static int check_size(const struct export *x, struct err *e)
{
	size_t n = export_filter_tests(x);

	if (n <= LIMIT_EXPORT_ARKIME_TESTS)
		return 0;
	return err_set(e, "%zu rules make %zu comparisons, more than the 1000 "
		       "that the database behind Arkime is sure to take: cut "
		       "the baseline by line or cell",
		       x->counts.exported, n);
}

static int put(const struct export *x, const struct export_options *o,
	       struct text *t, struct err *e)
{
	struct text known = { 0 };

	if (check_size(x, e) < 0 ||
	    export_filter_put(x, &words, &known, e) < 0) {
		text_release(&known);
		return -1;
	}
	if (o->unknown)
		text_puts(t, "(ip.protocol == tcp || ip.protocol == udp) && "
			  "ip.dst == 0.0.0.0/0 && ip.dst != [0.0.0.0/8,"
			  "224.0.0.0/4,255.255.255.255] && !");
	text_puts(t, known.s);
	text_putc(t, '\n');
	text_release(&known);
	return 0;
}

const struct export_format export_arkime = {
	.name = "arkime", .has_unknown = true, .put = put,
};
