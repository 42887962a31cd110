/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A script of Zeek: ports for its guess who the server is, sets of what is
 * known, and a function that looks a connection up in them. What it does with
 * the answer is the site's own script's.
 */
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "judge/baseline_words.h"
#include "present/export.h"

enum {
	PROTO_TCP = 6,
	/* Ports of one rule that are written one by one; zeek has no set of
	 * ranges. */
	FEW_PORTS = 64
};

static size_t count_ports(const struct port_set *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += (size_t)(s->item[i].hi - s->item[i].lo) + 1;
	return n;
}

/* Single addresses and few ports: a line of a set for each combination. */
static bool is_exact(const struct export_item *it)
{
	for (size_t i = 0; i < it->client.n; i++)
		if (it->client.item[i].bits < 32)
			return false;
	for (size_t i = 0; i < it->server.n; i++)
		if (it->server.item[i].bits < 32)
			return false;
	return count_ports(&it->port) <= FEW_PORTS;
}

/* --- likely_server_ports -------------------------------------------------- */

static int number_cmp(const void *pa, const void *pb)
{
	const uint32_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

struct numbers {
	uint32_t *item;		/* proto << 16 | port */
	size_t n, cap;
};

static void add_ports(struct numbers *l, const struct export_item *it)
{
	for (size_t i = 0; i < it->port.n; i++) {
		const struct port_range *r = &it->port.item[i];

		for (uint32_t p = r->lo; p <= r->hi; p++) {
			l->item = grow(l->item, l->n, &l->cap,
				       sizeof *l->item);
			l->item[l->n++] = (uint32_t)it->proto << 16 | p;
		}
	}
}

static void put_server_ports(const struct export *x, struct text *t)
{
	struct numbers l = { 0 };

	for (size_t i = 0; i < x->n; i++)
		if (count_ports(&x->items[i].port) <= FEW_PORTS)
			add_ports(&l, &x->items[i]);
	if (!l.n)
		return;
	qsort(l.item, l.n, sizeof *l.item, number_cmp);
	text_puts(t, "redef likely_server_ports += {\n");
	for (size_t i = 0; i < l.n; i++)
		if (!i || l.item[i] != l.item[i - 1])
			text_printf(t, "\t%u/%s,\n", l.item[i] & UINT16_MAX,
				    proto_name((uint8_t)(l.item[i] >> 16)));
	text_puts(t, "};\n\n");
	free(l.item);
}

/* --- the sets ------------------------------------------------------------- */

static void put_port(struct text *t, const struct export_item *it, uint32_t p)
{
	text_u64(t, p);
	text_puts(t, it->proto == PROTO_TCP ? "/tcp" : "/udp");
}

static void put_exact(struct text *t, const struct export_item *it,
		      uint32_t client, uint32_t server)
{
	for (size_t i = 0; i < it->port.n; i++) {
		const struct port_range *r = &it->port.item[i];

		for (uint32_t p = r->lo; p <= r->hi; p++) {
			text_puts(t, "\t\t[");
			text_addr(t, client);
			text_puts(t, ", ");
			if (it->client_port) {
				put_port(t, it, it->client_port);
				text_puts(t, ", ");
			}
			text_addr(t, server);
			text_puts(t, ", ");
			put_port(t, it, p);
			text_puts(t, "],\n");
		}
	}
}

static void put_set(const struct export *x, bool fixed, struct text *t)
{
	for (size_t i = 0; i < x->n; i++) {
		const struct export_item *it = &x->items[i];

		if (!is_exact(it) || (it->client_port != 0) != fixed)
			continue;
		for (size_t c = 0; c < it->client.n; c++)
			for (size_t s = 0; s < it->server.n; s++)
				put_exact(t, it, it->client.item[c].net,
					  it->server.item[s].net);
	}
}

static void put_subnets(struct text *t, const struct net_set *nets)
{
	char buf[CIDR_TEXT];

	text_puts(t, "set(");
	for (size_t i = 0; i < nets->n; i++) {
		text_puts(t, i ? ", " : "");
		text_puts(t, cidr_format(&nets->item[i], buf));
		if (nets->item[i].bits == 32)
			text_puts(t, "/32");
	}
	text_putc(t, ')');
}

static void put_wide(struct text *t, const struct export_item *it,
		     const struct port_range *r)
{
	text_puts(t, "\t\t[$clients = ");
	put_subnets(t, &it->client);
	text_puts(t, ", $client_low = ");
	put_port(t, it, it->client_port);
	text_puts(t, ", $client_high = ");
	put_port(t, it, it->client_port ? it->client_port : UINT16_MAX);
	text_puts(t, ",\n\t\t $servers = ");
	put_subnets(t, &it->server);
	text_puts(t, ", $low = ");
	put_port(t, it, r->lo);
	text_puts(t, ", $high = ");
	put_port(t, it, r->hi);
	text_puts(t, "],\n");
}

static void put_wide_all(const struct export *x, struct text *t)
{
	for (size_t i = 0; i < x->n; i++) {
		const struct export_item *it = &x->items[i];

		for (size_t p = 0; !is_exact(it) && p < it->port.n; p++)
			put_wide(t, it, &it->port.item[p]);
	}
}

/* The text of the script around the data. */
static const char types[] =
	"module OTCAP;\n"
	"\n"
	"export {\n"
	"\t## Rules of networks or of many ports; both ends of a range "
	"count.\n"
	"\ttype Wide: record {\n"
	"\t\tclients: set[subnet];\n"
	"\t\tclient_low: port;\n"
	"\t\tclient_high: port;\n"
	"\t\tservers: set[subnet];\n"
	"\t\tlow: port;\n"
	"\t\thigh: port;\n"
	"\t};\n"
	"\n"
	"\t## Client, server, port of the server.\n"
	"\tconst known: set[addr, addr, port] = {\n";
static const char fixed_ports[] =
	"\t} &redef;\n"
	"\n"
	"\t## Where the client's port is fixed: client and its port, server "
	"and its port.\n"
	"\tconst known_fixed: set[addr, port, addr, port] = {\n";
static const char wide[] =
	"\t} &redef;\n"
	"\n"
	"\tconst known_wide: vector of Wide = vector(\n";
static const char functions[] =
	"\t) &redef;\n"
	"\n"
	"\t## Does the baseline name this connection, whoever began it?\n"
	"\tglobal is_known: function(c: conn_id): bool;\n"
	"}\n"
	"\n"
	"function names_it(client: addr, client_port: port, server: addr, "
	"server_port: port): bool\n"
	"\t{\n"
	"\tif ( [client, server, server_port] in known )\n"
	"\t\treturn T;\n"
	"\tif ( [client, client_port, server, server_port] in known_fixed )\n"
	"\t\treturn T;\n"
	"\tfor ( i in known_wide )\n"
	"\t\t{\n"
	"\t\tlocal w = known_wide[i];\n"
	"\t\tif ( client in w$clients && server in w$servers &&\n"
	"\t\t     client_port >= w$client_low && client_port <= "
	"w$client_high &&\n"
	"\t\t     server_port >= w$low && server_port <= w$high )\n"
	"\t\t\treturn T;\n"
	"\t\t}\n"
	"\treturn F;\n"
	"\t}\n"
	"\n"
	"function is_known(c: conn_id): bool\n"
	"\t{\n"
	"\treturn names_it(c$orig_h, c$orig_p, c$resp_h, c$resp_p) ||\n"
	"\t       names_it(c$resp_h, c$resp_p, c$orig_h, c$orig_p);\n"
	"\t}\n";

/* No comma behind the last: a vector takes none. */
static void drop_comma(struct text *t)
{
	if (t->len > 2 && !strcmp(t->s + t->len - 2, ",\n")) {
		t->len -= 2;
		t->s[t->len] = '\0';
		text_putc(t, '\n');
	}
}

static int put(const struct export *x, const struct export_options *o,
	       struct text *t, struct err *e)
{
	(void)e;
	export_put_summary(x, o, "# ", t);
	put_server_ports(x, t);
	text_puts(t, types);
	put_set(x, false, t);
	text_puts(t, fixed_ports);
	put_set(x, true, t);
	text_puts(t, wide);
	put_wide_all(x, t);
	drop_comma(t);
	text_puts(t, functions);
	return 0;
}

const struct export_format export_zeek = {
	.name = "zeek", .has_comments = true, .put = put,
};
