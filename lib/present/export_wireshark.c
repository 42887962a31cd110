/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A display filter of Wireshark. In the words of all versions: lists in braces
 * changed their form more than once.
 */
#include "present/export_filter.h"

enum { PROTO_TCP = 6 };

static const char *end_word(enum filter_end end)
{
	return end == FILTER_SRC ? "src" : "dst";
}

struct nets {
	const struct net_set *set;
	enum filter_end end;
};

static void put_net(void *ctx, size_t i, struct text *t)
{
	const struct nets *n = ctx;

	text_printf(t, "ip.%s == ", end_word(n->end));
	net_put(t, &n->set->item[i]);
}

struct ports {
	const struct port_set *set;
	enum filter_end end;
	uint8_t proto;
};

static void put_port(void *ctx, size_t i, struct text *t)
{
	const struct ports *p = ctx;
	const struct port_range *r = &p->set->item[i];
	const char *proto = p->proto == PROTO_TCP ? "tcp" : "udp";
	const char *end = end_word(p->end);

	if (r->lo == r->hi)
		text_printf(t, "%s.%sport == %u", proto, end, r->lo);
	else
		text_printf(t, "(%s.%sport >= %u && %s.%sport <= %u)", proto,
			    end, r->lo, proto, end, r->hi);
}

static const struct filter_words words;

static void put_nets(struct text *t, enum filter_end end,
		     const struct net_set *nets)
{
	struct nets n = { nets, end };

	filter_parts_put(&words, &(struct filter_parts){ nets->n, put_net, &n },
			 t);
}

static void put_ports(struct text *t, uint8_t proto, enum filter_end end,
		      const struct port_set *ports)
{
	struct ports p = { ports, end, proto };

	filter_parts_put(&words, &(struct filter_parts){ ports->n, put_port,
		&p }, t);
}

static const struct filter_words words = {
	.all_of = " && ", .any_of = " || ",
	.nets = put_nets, .ports = put_ports,
};

/* An ICMP error shows the packet that it is about, ports and all. */
static int put(const struct export *x, const struct export_options *o,
	       struct text *t, struct err *e)
{
	struct text known = { 0 };

	if (export_filter_put(x, &words, &known, e) < 0)
		return -1;
	text_puts(t, "!icmp && ");
	if (o->unknown)
		text_puts(t, "!(eth.dst[0] & 1) && ip && (tcp || udp) && "
			  "!(ip.dst == 224.0.0.0/4) && !(ip.addr == 0.0.0.0/8) "
			  "&& !(ip.dst == 255.255.255.255) && !");
	text_puts(t, known.s);
	text_putc(t, '\n');
	text_release(&known);
	return 0;
}

const struct export_format export_wireshark = {
	.name = "wireshark", .has_unknown = true, .put = put,
	.by_file = "Wireshark takes it from its file dfilters",
};
