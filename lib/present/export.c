/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/export.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/limits.h"
#include "judge/baseline_edit.h"
#include "judge/baseline_port.h"
#include "judge/baseline_words.h"
#include "judge/names.h"
#include "understand/record.h"

enum {
	PROTO_UDP = 17,
	/* Ports that systems give away by themselves begin here; what was
	 * agreed in another conversation is one of them. */
	FIRST_AGREED_PORT = 1024
};

const struct export_format *export_format_by_name(const char *name)
{
	static const struct export_format *const all[] = {
		&export_bpf,	  &export_wireshark, &export_arkime,
		&export_nftables, &export_suricata,  &export_zeek,
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (!strcmp(all[i]->name, name))
			return all[i];
	return NULL;
}

/* --- rules, resolved ------------------------------------------------------ */

/* A rule for one address of a machine holds for all of them. */
static void add_machine(const struct names *names, uint32_t addr,
			struct net_set *set)
{
	const char *name = names_name(names, addr);
	uint32_t other;
	bool is_one = false;

	for (size_t i = 0; name && names_member(names, name, i, &other); i++)
		if (other == addr)
			is_one = true;
	net_set_add(set, (struct cidr){ addr, 32 });
	for (size_t i = 0; is_one && names_member(names, name, i, &other); i++)
		net_set_add(set, (struct cidr){ other, 32 });
}

static void resolve(const struct names *names, const struct party *p,
		    struct net_set *set)
{
	if (p->name)
		set->n = set->cap = names_nets(names, p->name, &set->item);
	else if (p->net.bits == 32)
		add_machine(names, p->net.net, set);
	else
		net_set_add(set, p->net);
	net_set_finish(set);
}

static uint8_t opener_of(const struct rule *r)
{
	/* A long silence, and the next datagram is the first again. */
	if (r->proto == PROTO_UDP || rule_is_unsure(r))
		return OPENER_EITHER;
	return r->initiator == ROLE_CLIENT ? OPENER_CLIENT :
	       r->initiator == ROLE_SERVER ? OPENER_SERVER : OPENER_EITHER;
}

static struct export_item *add_item(struct export *x, const struct rule *r,
				    const struct net_set *client)
{
	struct export_item *it;

	x->items = grow(x->items, x->n, &x->cap, sizeof *x->items);
	it = &x->items[x->n++];
	*it = (struct export_item){
		.rule = r, .proto = r->proto, .client_port = r->client_port,
		.opener = opener_of(r),
	};
	net_set_unite(&it->client, client);
	return it;
}

/* One item for each address: the port is another one each time. */
static void add_following(struct export *x, const struct rule *r,
			  const struct net_set *client,
			  const struct net_set *server)
{
	for (size_t i = 0; i < server->n; i++) {
		const struct cidr *net = &server->item[i];
		uint32_t size = UINT32_C(1) << (32 - net->bits);

		for (uint32_t k = 0; k < size; k++) {
			struct export_item *it = add_item(x, r, client);
			uint32_t addr = net->net + k;
			uint16_t port = (uint16_t)(r->server_port.base +
						   (addr & 255));

			net_set_add(&it->server, (struct cidr){ addr, 32 });
			port_set_add(&it->port, port, port);
		}
	}
}

static void add_plain(struct export *x, const struct rule *r,
		      const struct net_set *client,
		      const struct net_set *server)
{
	struct export_item *it = add_item(x, r, client);

	net_set_unite(&it->server, server);
	if (r->server_port.kind == PORT_DYNAMIC)
		port_set_add(&it->port, FIRST_AGREED_PORT, UINT16_MAX);
	for (size_t i = 0; i < r->server_port.n; i++)
		port_set_add(&it->port, r->server_port.range[i].lo,
			     r->server_port.range[i].hi);
	port_set_finish(&it->port);
}

static void add_rule(struct export *x, const struct names *names,
		     const struct rule *r)
{
	struct net_set client = { 0 }, server = { 0 };

	resolve(names, &r->client, &client);
	resolve(names, &r->server, &server);
	if (!client.n || !server.n) {
		x->counts.nowhere++;
	} else if (r->server_port.kind != PORT_OCTET) {
		x->counts.exported++;
		x->counts.dynamic += r->server_port.kind == PORT_DYNAMIC;
		add_plain(x, r, &client, &server);
	} else if (net_set_count(&server, LIMIT_EXPORT_FOLLOWING + 1) <=
		   LIMIT_EXPORT_FOLLOWING) {
		x->counts.exported++;
		add_following(x, r, &client, &server);
	} else {
		x->counts.follows++;
	}
	net_set_release(&client);
	net_set_release(&server);
}

void export_make(struct export *x, const struct baseline *b,
		 const struct names *names, int64_t now_ns)
{
	struct export_counts *c = &x->counts;

	*x = (struct export){ .counts.rules = baseline_n_rules(b) };
	for (size_t i = 0; i < c->rules; i++) {
		const struct rule *r = baseline_rule(b, i);

		if (r->status == RULE_REVIEW)
			c->review++;
		else if (r->until_ns <= now_ns)
			c->ended++;
		else if (r->status == RULE_UNANSWERED)
			c->unanswered++;
		else if (!rule_can_allow(r))
			c->unexplained++;
		else
			add_rule(x, names, r);
	}
}

void export_release(struct export *x)
{
	for (size_t i = 0; i < x->n; i++) {
		net_set_release(&x->items[i].client);
		net_set_release(&x->items[i].server);
		port_set_release(&x->items[i].port);
	}
	free(x->items);
	*x = (struct export){ 0 };
}

/* --- words ---------------------------------------------------------------- */

static void put_clean(struct text *t, const char *s)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		text_putc(t, c < 0x20 || c == 0x7f ? ' ' : *s);
	}
}

_Static_assert(LIMIT_EXPORT_FOLLOWING == 4096, "stands in a text below");
_Static_assert(FIRST_AGREED_PORT == 1024, "likewise");

void export_put_summary(const struct export *x, const struct export_options *o,
			const char *begin, struct text *t)
{
	const struct export_counts *c = &x->counts;
	const struct {
		size_t n;
		const char *what;
	} lines[] = {
		{ c->review, "left out, to be reviewed" },
		{ c->unanswered, "left out, unanswered: allowed only as long "
		  "as nobody answers" },
		{ c->ended, "left out, ended" },
		{ c->unexplained, "left out, ignored without a note why" },
		{ c->nowhere, "left out: a name without an address" },
		{ c->follows, "left out: a port that follows the address of "
		  "more than 4096 servers" },
		{ c->dynamic, "with any port from 1024 on: the port is agreed "
		  "each time" },
	};

	text_puts(t, begin);
	put_clean(t, o->source);
	text_printf(t, ": %zu of %zu rule%s\n", c->exported, c->rules,
		    c->rules == 1 ? "" : "s");
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (lines[i].n)
			text_printf(t, "%s%zu %s\n", begin, lines[i].n,
				    lines[i].what);
}

static void put_party(struct text *t, const struct party *p)
{
	if (p->name)
		put_clean(t, p->name);
	else
		net_put(t, &p->net);
}

void export_put_rule(const struct rule *r, struct text *t)
{
	text_printf(t, "%s ", proto_name(r->proto));
	put_party(t, &r->client);
	if (r->client_port)
		text_printf(t, ":%u", r->client_port);
	text_puts(t, " -> ");
	put_party(t, &r->server);
	text_putc(t, ':');
	port_spec_put(t, &r->server_port);
	if (!r->service[0])
		return;
	text_puts(t, " (");
	put_clean(t, r->service);
	text_putc(t, ')');
}
