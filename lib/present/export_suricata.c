/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Rules of Suricata: one that passes for each rule of the baseline, and two
 * that alert on the rest, once a flow.
 */
#include "present/export.h"

enum { PROTO_TCP = 6 };

static void put_list_begin(struct text *t, size_t n)
{
	if (n > 1)
		text_putc(t, '[');
}

static void put_list_end(struct text *t, size_t n)
{
	if (n > 1)
		text_putc(t, ']');
}

static void put_nets(struct text *t, const struct net_set *nets)
{
	if (net_set_is_all(nets)) {
		text_puts(t, "any");
		return;
	}
	put_list_begin(t, nets->n);
	for (size_t i = 0; i < nets->n; i++) {
		if (i)
			text_putc(t, ',');
		net_put(t, &nets->item[i]);
	}
	put_list_end(t, nets->n);
}

static void put_ports(struct text *t, const struct port_set *ports)
{
	put_list_begin(t, ports->n);
	for (size_t i = 0; i < ports->n; i++) {
		const struct port_range *r = &ports->item[i];

		if (i)
			text_putc(t, ',');
		text_u64(t, r->lo);
		if (r->lo == r->hi)
			continue;
		text_putc(t, ':');
		text_u64(t, r->hi);
	}
	put_list_end(t, ports->n);
}

/* What ends a text, or an option, has a backslash before it. */
static void put_msg(struct text *t, const char *s)
{
	for (; *s; s++) {
		if (*s == '"' || *s == ';' || *s == '\\')
			text_putc(t, '\\');
		text_putc(t, *s);
	}
}

/* Either way: not all versions let a rule that passes speak for the answer. */
static void put_pass(struct text *t, const struct export_item *it,
		     uint64_t sid)
{
	struct text words = { 0 };

	text_puts(t, it->proto == PROTO_TCP ? "pass tcp " : "pass udp ");
	put_nets(t, &it->client);
	text_putc(t, ' ');
	if (it->client_port)
		text_u64(t, it->client_port);
	else
		text_puts(t, "any");
	text_puts(t, " <> ");
	put_nets(t, &it->server);
	text_putc(t, ' ');
	put_ports(t, &it->port);
	text_puts(t, " (msg:\"otcap known: ");
	export_put_rule(it->rule, &words);
	put_msg(t, words.s);
	text_puts(t, "\"; sid:");
	text_u64(t, sid);
	text_puts(t, "; rev:1;)\n");
	text_release(&words);
}

static void put_alert(struct text *t, const char *proto, uint64_t sid)
{
	text_printf(t, "alert %s any any -> [0.0.0.0/0,!0.0.0.0/8,"
		    "!224.0.0.0/4,!255.255.255.255] any (msg:\"otcap: %s "
		    "conversation that no rule of the baseline names\"; "
		    "flowbits:isnotset,otcap.told; flowbits:set,otcap.told; "
		    "sid:%llu; rev:1;)\n", proto, proto,
		    (unsigned long long)sid);
}

static const char about[] =
	"# A rule that passes ends all inspection of what it matches: other "
	"rules loaded\n"
	"# beside these say nothing about known conversations. For both, run "
	"these in a\n"
	"# Suricata of their own.\n"
	"# The first two ids are the alerts; the others count the rules.\n";

static int put(const struct export *x, const struct export_options *o,
	       struct text *t, struct err *e)
{
	uint64_t sid = o->sid;

	if (sid + x->n + 1 > UINT32_MAX)
		return err_set(e, "--sid: no room for %zu ids from %u on",
			       x->n + 2, o->sid);
	export_put_summary(x, o, "# ", t);
	text_puts(t, about);
	put_alert(t, "tcp", sid++);
	put_alert(t, "udp", sid++);
	for (size_t i = 0; i < x->n; i++)
		put_pass(t, &x->items[i], sid++);
	return 0;
}

const struct export_format export_suricata = {
	.name = "suricata", .has_comments = true, .has_sid = true, .put = put,
};
