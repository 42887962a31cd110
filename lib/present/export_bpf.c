/* SPDX-License-Identifier: BSD-3-Clause */
/* A filter of libpcap, for tcpdump and all that takes its language. */
#include "present/export_filter.h"

#include "ground/limits.h"
#include "judge/baseline_words.h"
#include "read/bpf.h"
#include "read/linktype.h"

/* "ip" each time: without it the compiler thinks of ARP, too. */
static void put_net(struct text *t, enum filter_end end, const struct cidr *net)
{
	text_printf(t, "ip %s %s ", filter_end_word(end),
		    net->bits == 32 ? "host" : "net");
	net_put(t, net);
}

static void put_port(struct text *t, uint8_t proto, enum filter_end end,
		     const struct port_range *r)
{
	text_printf(t, "%s %s ", proto_name(proto), filter_end_word(end));
	if (r->lo == r->hi)
		text_printf(t, "port %u", r->lo);
	else
		text_printf(t, "portrange %u-%u", r->lo, r->hi);
}

static const struct filter_words words = {
	.all_of = " and ", .any_of = " or ", .net = put_net, .port = put_port,
};

_Static_assert(LIMIT_EXPORT_BPF_TESTS == 6000, "stands in the message below");

/* vlan, and vlan in vlan, are all comparisons once more. */
static int check_size(const struct export *x, const struct export_options *o,
		      struct err *e)
{
	size_t n = export_filter_tests(x) * (o->no_vlan ? 1 : 3);

	if (n <= LIMIT_EXPORT_BPF_TESTS)
		return 0;
	return err_set(e, "%zu rules make %zu comparisons, more than the 6000 "
		       "that libpcap compiles in seconds: %stake another "
		       "format, or cut the baseline by line or cell",
		       x->counts.exported, n,
		       o->no_vlan ? "" : "leave out VLANs (--no-vlan), ");
}

static void put_once(const struct export_options *o, const char *known,
		     struct text *t)
{
	if (o->unknown)
		text_printf(t, "(%s and not ", bpf_scope(LINKTYPE_RAW));
	else
		text_puts(t, "(ip and ");
	text_puts(t, known);
	text_putc(t, ')');
}

/*
 * vlan moves all that follows by one tag: so each tag is inside the last, and
 * the link layer's address comes first. Other link layers have no such words.
 */
static int put(const struct export *x, const struct export_options *o,
	       struct text *t, struct err *e)
{
	struct text known = { 0 };

	if (check_size(x, o, e) < 0 ||
	    export_filter_put(x, &words, &known, e) < 0) {
		text_release(&known);
		return -1;
	}
	if (o->unknown && !o->no_vlan)
		text_puts(t, "not ether multicast and (");
	put_once(o, known.s, t);
	for (int tags = 0; !o->no_vlan && tags < 2; tags++) {
		text_puts(t, " or (vlan and (");
		put_once(o, known.s, t);
	}
	text_puts(t, o->no_vlan ? "\n" : o->unknown ? ")))))\n" : "))))\n");
	text_release(&known);
	return 0;
}

const struct export_format export_bpf = {
	.name = "bpf", .by_file = "tcpdump takes it with -F",
	.has_unknown = true, .has_no_vlan = true, .put = put,
};
