/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/export_filter.h"

#include <stdlib.h>

#include "ground/alloc.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

/* Every client with every server on every port. */
struct product {
	uint8_t proto;
	uint16_t client_port;
	struct net_set client, server;
	struct port_set port;
};

struct products {
	struct product *item;
	size_t n;
};

/* --- joining -------------------------------------------------------------- */

static int cmp_rest(const struct product *a, const struct product *b)
{
	int c = ORDER(a->proto, b->proto);

	return c ? c : ORDER(a->client_port, b->client_port);
}

/* One order for each set that may differ: it stands last. */
static int by_client(const void *pa, const void *pb)
{
	const struct product *a = pa, *b = pb;
	int c = cmp_rest(a, b);

	c = c ? c : port_set_cmp(&a->port, &b->port);
	c = c ? c : net_set_cmp(&a->server, &b->server);
	return c ? c : net_set_cmp(&a->client, &b->client);
}

static int by_server(const void *pa, const void *pb)
{
	const struct product *a = pa, *b = pb;
	int c = cmp_rest(a, b);

	c = c ? c : port_set_cmp(&a->port, &b->port);
	c = c ? c : net_set_cmp(&a->client, &b->client);
	return c ? c : net_set_cmp(&a->server, &b->server);
}

static int by_port(const void *pa, const void *pb)
{
	const struct product *a = pa, *b = pb;
	int c = cmp_rest(a, b);

	c = c ? c : net_set_cmp(&a->client, &b->client);
	c = c ? c : net_set_cmp(&a->server, &b->server);
	return c ? c : port_set_cmp(&a->port, &b->port);
}

static void release(struct product *p)
{
	net_set_release(&p->client);
	net_set_release(&p->server);
	port_set_release(&p->port);
}

/* Do all but the set of the pass agree? */
static bool agree(const struct product *a, const struct product *b, int pass)
{
	return !cmp_rest(a, b) &&
	       (pass == 0 || !net_set_cmp(&a->client, &b->client)) &&
	       (pass == 1 || !net_set_cmp(&a->server, &b->server)) &&
	       (pass == 2 || !port_set_cmp(&a->port, &b->port));
}

static void append(struct product *to, const struct product *from, int pass)
{
	for (size_t i = 0; pass == 0 && i < from->client.n; i++)
		net_set_add(&to->client, from->client.item[i]);
	for (size_t i = 0; pass == 1 && i < from->server.n; i++)
		net_set_add(&to->server, from->server.item[i]);
	for (size_t i = 0; pass == 2 && i < from->port.n; i++)
		port_set_add(&to->port, from->port.item[i].lo,
			     from->port.item[i].hi);
}

static void finish(struct product *p, int pass)
{
	if (pass == 0)
		net_set_finish(&p->client);
	else if (pass == 1)
		net_set_finish(&p->server);
	else
		port_set_finish(&p->port);
}

/*
 * What is joined grows at its end until all is there; the set that grows does
 * not count when neighbours are compared.
 */
static void join(struct products *all, int pass)
{
	static int (*const order[])(const void *, const void *) = {
		by_client, by_server, by_port
	};
	size_t n = 0;

	qsort(all->item, all->n, sizeof *all->item, order[pass]);
	for (size_t i = 0; i < all->n; i++) {
		if (n && agree(&all->item[n - 1], &all->item[i], pass)) {
			append(&all->item[n - 1], &all->item[i], pass);
			release(&all->item[i]);
			continue;
		}
		if (n)
			finish(&all->item[n - 1], pass);
		all->item[n++] = all->item[i];
	}
	finish(&all->item[n - 1], pass);
	all->n = n;
}

static void products_make(struct products *all, const struct export *x)
{
	all->n = x->n;
	all->item = xcalloc(x->n + 1, sizeof *all->item);
	for (size_t i = 0; i < x->n; i++) {
		const struct export_item *it = &x->items[i];
		struct product *p = &all->item[i];

		p->proto = it->proto;
		p->client_port = it->client_port;
		net_set_unite(&p->client, &it->client);
		net_set_unite(&p->server, &it->server);
		port_set_unite(&p->port, &it->port);
	}
	for (int pass = 0; x->n && pass < 3; pass++)
		join(all, pass);
	if (all->n)
		qsort(all->item, all->n, sizeof *all->item, by_server);
}

static void products_release(struct products *all)
{
	for (size_t i = 0; i < all->n; i++)
		release(&all->item[i]);
	free(all->item);
}

/* --- the expression ------------------------------------------------------- */

static void put_run(const struct filter_words *w, const struct filter_parts *p,
		    size_t from, size_t to, struct text *t)
{
	size_t half = from + (to - from) / 2;

	if (to - from == 1) {
		p->put(p->ctx, from, t);
		return;
	}
	text_putc(t, '(');
	put_run(w, p, from, half, t);
	text_puts(t, w->any_of);
	put_run(w, p, half, to, t);
	text_putc(t, ')');
}

void filter_parts_put(const struct filter_words *w,
		      const struct filter_parts *p, struct text *t)
{
	if (w->by_halves || p->n == 1) {
		put_run(w, p, 0, p->n, t);
		return;
	}
	text_putc(t, '(');
	for (size_t i = 0; i < p->n; i++) {
		if (i)
			text_puts(t, w->any_of);
		p->put(p->ctx, i, t);
	}
	text_putc(t, ')');
}

const char *filter_end_word(enum filter_end end)
{
	return end == FILTER_SRC ? "src" : "dst";
}

/* What is compared with each of a set. */
struct alternatives {
	const struct filter_words *w;
	enum filter_end end;
	uint8_t proto;			/* of ports */
	const struct net_set *nets;	/* or ports */
	const struct port_set *ports;
};

static void put_net(void *ctx, size_t i, struct text *t)
{
	const struct alternatives *a = ctx;

	a->w->net(t, a->end, &a->nets->item[i]);
}

static void put_nets(const struct filter_words *w, struct text *t,
		     enum filter_end end, const struct net_set *nets)
{
	struct alternatives a = { .w = w, .end = end, .nets = nets };

	if (w->nets)
		w->nets(t, end, nets);
	else
		filter_parts_put(w, &(struct filter_parts){ nets->n, put_net,
			&a }, t);
}

static void put_port(void *ctx, size_t i, struct text *t)
{
	const struct alternatives *a = ctx;

	a->w->port(t, a->proto, a->end, &a->ports->item[i]);
}

static void put_ports(const struct filter_words *w, struct text *t,
		      uint8_t proto, enum filter_end end,
		      const struct port_set *ports)
{
	struct alternatives a = { .w = w, .end = end, .proto = proto,
				  .ports = ports };

	if (w->ports)
		w->ports(t, end, ports);
	else
		filter_parts_put(w, &(struct filter_parts){ ports->n, put_port,
			&a }, t);
}

/* Products with the same ports; a term for each way of a packet. */
struct block {
	const struct filter_words *w;
	const struct product *first;
	size_t n;
	enum filter_end server;	/* which end the server is, in this term */
};

static void put_pair(void *ctx, size_t i, struct text *t)
{
	const struct block *b = ctx;
	const struct product *p = &b->first[i];
	enum filter_end client = b->server == FILTER_DST ? FILTER_SRC :
		FILTER_DST;
	bool any_client = net_set_is_all(&p->client);
	bool any_server = net_set_is_all(&p->server);
	bool both = !any_client && !any_server;

	if (both)
		text_putc(t, '(');
	if (!any_client)
		put_nets(b->w, t, client, &p->client);
	if (both)
		text_puts(t, b->w->all_of);
	if (!any_server)
		put_nets(b->w, t, b->server, &p->server);
	if (both)
		text_putc(t, ')');
}

/* Is there a pair of anybody with anybody, so that no address matters? */
static bool is_open(const struct block *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (net_set_is_all(&b->first[i].client) &&
		    net_set_is_all(&b->first[i].server))
			return true;
	return false;
}

static void put_block(const struct block *b, struct text *t)
{
	const struct filter_words *w = b->w;
	const struct product *p = b->first;
	enum filter_end client = b->server == FILTER_DST ? FILTER_SRC :
		FILTER_DST;
	struct port_range one = { p->client_port, p->client_port };
	struct port_set fixed = { .item = &one, .n = 1 };

	text_putc(t, '(');
	put_ports(w, t, p->proto, b->server, &p->port);
	if (p->client_port) {
		text_puts(t, w->all_of);
		put_ports(w, t, p->proto, client, &fixed);
	}
	if (!is_open(b)) {
		text_puts(t, w->all_of);
		filter_parts_put(w, &(struct filter_parts){ b->n, put_pair,
			(void *)b }, t);
	}
	text_putc(t, ')');
}

/* Blocks of one protocol. */
struct section {
	struct block *block;
	size_t n;
};

/* Both ways of a block, one behind the other. */
static void put_way(void *ctx, size_t i, struct text *t)
{
	struct section *s = ctx;
	struct block b = s->block[i / 2];

	b.server = i % 2 ? FILTER_SRC : FILTER_DST;
	put_block(&b, t);
}

static void put_section(void *ctx, size_t i, struct text *t)
{
	struct section *s = (struct section *)ctx + i;
	const struct filter_words *w = s->block->w;

	if (w->proto) {
		text_putc(t, '(');
		w->proto(t, s->block->first->proto);
		text_puts(t, w->all_of);
	}
	filter_parts_put(w, &(struct filter_parts){ s->n * 2, put_way, s }, t);
	if (w->proto)
		text_putc(t, ')');
}

static void cut_blocks(const struct products *all, struct block *block,
		       struct section section[2], size_t *n_sections)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct product *p = &all->item[i];

		if (i && !cmp_rest(p - 1, p) &&
		    !port_set_cmp(&p[-1].port, &p->port)) {
			block[n - 1].n++;
			continue;
		}
		if (!i || p[-1].proto != p->proto)
			section[(*n_sections)++].block = &block[n];
		section[*n_sections - 1].n++;
		block[n].first = p;
		block[n++].n = 1;
	}
}

int export_filter_put(const struct export *x, const struct filter_words *w,
		      struct text *t, struct err *e)
{
	struct section section[2] = { 0 };	/* TCP, UDP */
	struct products all = { 0 };
	struct block *block;
	size_t n_sections = 0;

	if (!x->n)
		return err_set(e, "no rule allows anything, so there is "
			       "nothing to select");
	products_make(&all, x);
	block = xcalloc(all.n, sizeof *block);
	for (size_t i = 0; i < all.n; i++)
		block[i].w = w;
	cut_blocks(&all, block, section, &n_sections);
	filter_parts_put(w, &(struct filter_parts){ n_sections, put_section,
		section }, t);
	free(block);
	products_release(&all);
	return 0;
}

size_t export_filter_tests(const struct export *x)
{
	struct products all = { 0 };
	size_t n = 0;

	products_make(&all, x);
	for (size_t i = 0; i < all.n; i++) {
		const struct product *p = &all.item[i];

		n += 2 * (p->client.n + p->server.n + p->port.n +
			  (p->client_port != 0));
	}
	products_release(&all);
	return n;
}
