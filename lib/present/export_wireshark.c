/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A display filter of Wireshark. In the words of all versions: lists in braces
 * changed their form more than once.
 */
#include "present/export_filter.h"

#include "judge/baseline_words.h"

static void put_net(struct text *t, enum filter_end end, const struct cidr *net)
{
	text_printf(t, "ip.%s == ", filter_end_word(end));
	net_put(t, net);
}

static void put_port(struct text *t, uint8_t proto, enum filter_end end,
		     const struct port_range *r)
{
	const char *name = proto_name(proto), *side = filter_end_word(end);

	if (r->lo == r->hi)
		text_printf(t, "%s.%sport == %u", name, side, r->lo);
	else
		text_printf(t, "(%s.%sport >= %u && %s.%sport <= %u)", name,
			    side, r->lo, name, side, r->hi);
}

static const struct filter_words words = {
	.all_of = " && ", .any_of = " || ", .net = put_net, .port = put_port,
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
