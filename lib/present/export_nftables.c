/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A table of nftables for a machine that forwards: it counts and logs what no
 * rule names, and drops it only where that is asked for.
 *
 * Exact rules are elements of sets, which are as fast for a hundred thousand
 * as for ten. Networks and ranges would be elements that overlap, which the
 * kernel refuses, so each is a line of its own. Connection tracking accepts
 * what goes on; what begins must come from the end that begins.
 */
#include <stdlib.h>

#include "ground/alloc.h"
#include "judge/baseline_words.h"
#include "present/export.h"

enum { PROTO_TCP = 6 };

/* Which ports an element has, and so which set it is in. */
enum shape { SHAPE_SERVER, SHAPE_BOTH, SHAPE_CLIENT, N_SHAPES };

struct element {
	uint8_t opener;		/* enum export_opener; of UDP always either */
	uint8_t shape;		/* enum shape */
	uint16_t client_port, server_port;	/* 0: not in the element */
	uint32_t client, server;
};

struct elements {
	struct element *item;
	size_t n, cap;
};

/* --- elements ------------------------------------------------------------- */

static bool has_single_nets(const struct net_set *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->item[i].bits < 32)
			return false;
	return true;
}

static bool any_port(const struct export_item *it)
{
	return port_set_is_all(&it->port);
}

static bool is_exact(const struct export_item *it)
{
	return has_single_nets(&it->client) && has_single_nets(&it->server) &&
	       (port_set_is_single(&it->port) ||
		(any_port(it) && it->client_port));
}

static void add_element(struct elements *l, const struct element *el)
{
	l->item = grow(l->item, l->n, &l->cap, sizeof *l->item);
	l->item[l->n++] = *el;
}

static void add_item(struct elements *l, const struct export_item *it,
		     struct element *el)
{
	for (size_t s = 0; s < it->server.n; s++) {
		el->server = it->server.item[s].net;
		for (size_t p = 0; p < it->port.n; p++) {
			el->server_port = any_port(it) ? 0 :
				it->port.item[p].lo;
			add_element(l, el);
		}
	}
}

static void gather(struct elements *l, const struct export *x, uint8_t proto)
{
	for (size_t i = 0; i < x->n; i++) {
		const struct export_item *it = &x->items[i];
		struct element el = {
			.opener = it->opener,
			.client_port = it->client_port,
			.shape = !it->client_port ? SHAPE_SERVER :
				any_port(it) ? SHAPE_CLIENT : SHAPE_BOTH,
		};

		if (it->proto != proto || !is_exact(it))
			continue;
		for (size_t c = 0; c < it->client.n; c++) {
			el.client = it->client.item[c].net;
			add_item(l, it, &el);
		}
	}
}

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static int element_cmp(const void *pa, const void *pb)
{
	const struct element *a = pa, *b = pb;
	int c = ORDER(a->opener, b->opener);

	c = c ? c : ORDER(a->shape, b->shape);
	c = c ? c : ORDER(a->client, b->client);
	c = c ? c : ORDER(a->server, b->server);
	c = c ? c : ORDER(a->server_port, b->server_port);
	return c ? c : ORDER(a->client_port, b->client_port);
}

/* --- sets ----------------------------------------------------------------- */

static void put_set_name(struct text *t, uint8_t proto,
			 const struct element *el)
{
	static const char *const by_opener[N_OPENERS] = {
		[OPENER_CLIENT] = "", [OPENER_SERVER] = "_server_opens",
		[OPENER_EITHER] = "_either_opens",
	};
	static const char *const by_shape[N_SHAPES] = {
		[SHAPE_SERVER] = "", [SHAPE_BOTH] = "_both_ports",
		[SHAPE_CLIENT] = "_client_port",
	};

	text_printf(t, "known_%s%s%s", proto_name(proto),
		    proto == PROTO_TCP ? by_opener[el->opener] : "",
		    by_shape[el->shape]);
}

static const char *const set_types[N_SHAPES] = {
	[SHAPE_SERVER] = "ipv4_addr . ipv4_addr . inet_service",
	[SHAPE_BOTH] = "ipv4_addr . inet_service . ipv4_addr . inet_service",
	[SHAPE_CLIENT] = "ipv4_addr . inet_service . ipv4_addr",
};

static void put_element(struct text *t, const struct element *el)
{
	text_puts(t, "\t\t\t");
	text_addr(t, el->client);
	if (el->client_port) {
		text_puts(t, " . ");
		text_u64(t, el->client_port);
	}
	text_puts(t, " . ");
	text_addr(t, el->server);
	if (el->server_port) {
		text_puts(t, " . ");
		text_u64(t, el->server_port);
	}
	text_puts(t, ",\n");
}

/* How many from here on are in one set. */
static size_t set_size(const struct elements *l, size_t from)
{
	size_t i = from + 1;

	while (i < l->n && l->item[i].opener == l->item[from].opener &&
	       l->item[i].shape == l->item[from].shape)
		i++;
	return i - from;
}

static void put_sets(struct text *t, uint8_t proto, const struct elements *l)
{
	for (size_t i = 0, n; i < l->n; i += n) {
		const struct element *first = &l->item[i];

		n = set_size(l, i);
		text_puts(t, "\n\tset ");
		put_set_name(t, proto, first);
		text_printf(t, " {\n\t\ttype %s\n\t\telements = {\n",
			    set_types[first->shape]);
		for (size_t k = 0; k < n; k++)
			if (!k || element_cmp(&first[k - 1], &first[k]))
				put_element(t, &first[k]);
		text_puts(t, "\t\t}\n\t}\n");
	}
}

/* --- what asks them ------------------------------------------------------- */

/* Only TCP says which packet begins something. */
static const char going_on[] = "tcp flags & (syn | ack) != syn ";

static const char *condition(uint8_t proto, uint8_t opener, bool from_client)
{
	if (proto != PROTO_TCP || opener == OPENER_EITHER ||
	    (opener == OPENER_CLIENT) == from_client)
		return "";
	return going_on;
}

static void put_question(struct text *t, uint8_t proto,
			 const struct element *el, bool from_client)
{
	const char *client = from_client ? "s" : "d";
	const char *server = from_client ? "d" : "s";
	const char *p = proto_name(proto);

	text_printf(t, "\t\t%sip %saddr", condition(proto, el->opener,
		    from_client), client);
	if (el->shape != SHAPE_SERVER)
		text_printf(t, " . %s %sport", p, client);
	text_printf(t, " . ip %saddr", server);
	if (el->shape != SHAPE_CLIENT)
		text_printf(t, " . %s %sport", p, server);
	text_puts(t, " @");
	put_set_name(t, proto, el);
	text_puts(t, " counter name known accept\n");
}

static void put_questions(struct text *t, uint8_t proto,
			  const struct elements *l)
{
	for (size_t i = 0; i < l->n; i += set_size(l, i)) {
		put_question(t, proto, &l->item[i], true);
		put_question(t, proto, &l->item[i], false);
	}
}

/* --- rules that are no elements ------------------------------------------- */

static void put_nets(struct text *t, const char *key,
		     const struct net_set *nets)
{
	if (net_set_is_all(nets))
		return;
	text_printf(t, "ip %s ", key);
	text_puts(t, nets->n > 1 ? "{ " : "");
	for (size_t i = 0; i < nets->n; i++) {
		text_puts(t, i ? ", " : "");
		net_put(t, &nets->item[i]);
	}
	text_puts(t, nets->n > 1 ? " } " : " ");
}

static void put_ports(struct text *t, const struct export_item *it,
		      const char *key)
{
	const struct port_set *ports = &it->port;

	text_printf(t, "%s %s ", proto_name(it->proto), key);
	text_puts(t, ports->n > 1 ? "{ " : "");
	for (size_t i = 0; i < ports->n; i++) {
		const struct port_range *r = &ports->item[i];

		text_printf(t, r->lo == r->hi ? "%s%u" : "%s%u-%u",
			    i ? ", " : "", r->lo, r->hi);
	}
	text_puts(t, ports->n > 1 ? " } " : " ");
}

static void put_wide(struct text *t, const struct export_item *it,
		     bool from_client)
{
	text_puts(t, "\t\t");
	text_puts(t, condition(it->proto, it->opener, from_client));
	put_nets(t, from_client ? "saddr" : "daddr", &it->client);
	put_nets(t, from_client ? "daddr" : "saddr", &it->server);
	if (it->client_port)
		text_printf(t, "%s %s %u ", proto_name(it->proto),
			    from_client ? "sport" : "dport", it->client_port);
	put_ports(t, it, from_client ? "dport" : "sport");
	text_puts(t, "counter name known accept\n");
}

static void put_wide_all(struct text *t, const struct export *x)
{
	for (size_t i = 0; i < x->n; i++) {
		if (is_exact(&x->items[i]))
			continue;
		put_wide(t, &x->items[i], true);
		put_wide(t, &x->items[i], false);
	}
}

/* --- the table ------------------------------------------------------------ */

static const char about[] =
	"# Load with nft -f; loading again replaces the table. Only unicast "
	"IPv4 TCP and UDP\n"
	"# that is forwarded is judged: add rules of your own for the rest, "
	"and for what\n"
	"# this machine sends and receives itself.\n"
	"table inet otcap\n"
	"delete table inet otcap\n"
	"\n"
	"table inet otcap {\n"
	"\tcounter known { }\n"
	"\tcounter unknown { }\n"
	"\tcounter other { }\n";

static const char chain[] =
	"\n"
	"\tchain judge {\n";

static const char forward[] =
	"\t\tlimit rate 10/second burst 50 packets log prefix \"otcap "
	"unknown: \"\n";

static const char hook[] =
	"\t}\n"
	"\n"
	"\tchain forward {\n"
	"\t\ttype filter hook forward priority filter; policy accept;\n"
	"\t\tct state established,related counter name known accept\n"
	"\t\tmeta nfproto ipv4 meta l4proto { tcp, udp } ip daddr != { "
	"0.0.0.0/8, 224.0.0.0/4, 255.255.255.255 } jump judge\n"
	"\t\tcounter name other\n"
	"\t}\n"
	"}\n";

static int put(const struct export *x, const struct export_options *o,
	       struct text *t, struct err *e)
{
	static const uint8_t protos[] = { PROTO_TCP, 17 };
	struct elements l[2] = { 0 };

	(void)e;
	export_put_summary(x, o, "# ", t);
	text_puts(t, about);
	for (int i = 0; i < 2; i++) {
		gather(&l[i], x, protos[i]);
		if (l[i].n)
			qsort(l[i].item, l[i].n, sizeof *l[i].item,
			      element_cmp);
		put_sets(t, protos[i], &l[i]);
	}
	text_puts(t, chain);
	for (int i = 0; i < 2; i++)
		put_questions(t, protos[i], &l[i]);
	put_wide_all(t, x);
	text_puts(t, forward);
	text_puts(t, o->enforce ? "\t\tcounter name unknown drop\n" :
		  "\t\tcounter name unknown accept\n");
	text_puts(t, hook);
	free(l[0].item);
	free(l[1].item);
	return 0;
}

const struct export_format export_nftables = {
	.name = "nftables", .has_comments = true, .has_enforce = true,
	.put = put,
};
