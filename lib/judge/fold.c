/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/fold.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "judge/baseline_port.h"
#include "judge/joined.h"
#include "understand/record.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

enum {
	LEAST_MEMBERS = 3, /* fewer may be chance */
	FIRST_OWN_PORT = 1024,
	WIDEST_BITS = 24, /* no network of a pattern is larger */
	FULL_ENOUGH = 4	  /* clients: one address of so many is known */
};

/* A rule that may be a member. */
struct candidate {
	const struct rule *rule;
	size_t number;
	uint16_t port; /* of the server; OCTET: less the octet */
};

struct folding {
	const struct baseline *b;
	enum fold_kind kind;
	struct candidate *items;
	size_t n, cap;
	fold_fn *tell;
	void *ctx;
};

static bool is_single(const struct party *p)
{
	return !p->name && p->net.bits == 32;
}

static uint32_t block_of(const struct party *p)
{
	return p->net.net >> (32 - WIDEST_BITS);
}

/* --- what may be one ---------------------------------------------------- */

static int cmp_words(const struct rule *a, const struct rule *b)
{
	int c = ORDER(a->status, b->status);

	c = c ? c : ORDER(a->purpose, b->purpose);
	c = c ? c : ORDER(a->client_port, b->client_port);
	c = c ? c : ORDER(a->until_ns, b->until_ns);
	/* None recorded means any: not to be given to others. */
	c = c ? c : ORDER(!a->operations[0], !b->operations[0]);
	c = c ? c : strcmp(a->by, b->by);
	c = c ? c : strcmp(a->note, b->note);
	return c ? c : strcmp(a->extra, b->extra);
}

static int cmp_group(enum fold_kind kind, const struct candidate *a,
		     const struct candidate *b)
{
	const struct rule *x = a->rule, *y = b->rule;
	int c = ORDER(x->proto, y->proto);

	if (kind == FOLD_CLIENTS)
		c = c ? c : ORDER(block_of(&x->client), block_of(&y->client));
	else
		c = c ? c : party_cmp(&x->client, &y->client);
	if (kind == FOLD_OCTET)
		c = c ? c : ORDER(block_of(&x->server), block_of(&y->server));
	else
		c = c ? c : party_cmp(&x->server, &y->server);
	if (kind == FOLD_CLIENTS)
		c = c ? c : port_spec_cmp(&x->server_port, &y->server_port);
	if (kind == FOLD_OCTET)
		c = c ? c : ORDER(a->port, b->port);
	return c ? c : cmp_words(x, y);
}

/* Within a group by what differs. */
static int cmp_within(enum fold_kind kind, const struct candidate *a,
		      const struct candidate *b)
{
	int c = 0;

	if (kind == FOLD_PORTS)
		c = ORDER(a->port, b->port);
	else if (kind == FOLD_OCTET)
		c = party_cmp(&a->rule->server, &b->rule->server);
	else
		c = party_cmp(&a->rule->client, &b->rule->client);
	return c ? c : ORDER(a->number, b->number);
}

static int candidate_order(const void *pa, const void *pb, void *kind)
{
	const struct candidate *a = pa, *b = pb;
	int c = cmp_group(*(enum fold_kind *)kind, a, b);

	return c ? c : cmp_within(*(enum fold_kind *)kind, a, b);
}

static bool is_candidate(enum fold_kind kind, const struct rule *r)
{
	uint16_t octet = r->server.net.net & 255;

	if (kind == FOLD_CLIENTS)
		return is_single(&r->client);
	if (!port_spec_is_one(&r->server_port))
		return false;
	return kind == FOLD_PORTS ||
	       (is_single(&r->server) &&
		r->server_port.range[0].lo >= FIRST_OWN_PORT + octet);
}

static void gather(struct folding *f)
{
	for (size_t i = 0; i < baseline_n_rules(f->b); i++) {
		const struct rule *r = baseline_rule(f->b, i);
		struct candidate c = { .rule = r, .number = i };

		if (!is_candidate(f->kind, r))
			continue;
		if (f->kind != FOLD_CLIENTS)
			c.port = r->server_port.range[0].lo;
		if (f->kind == FOLD_OCTET)
			c.port = (uint16_t)(c.port - (r->server.net.net & 255));
		f->items = grow(f->items, f->n, &f->cap, sizeof *f->items);
		f->items[f->n++] = c;
	}
	if (f->n)
		qsort_r(f->items, f->n, sizeof *f->items, candidate_order,
			&f->kind);
}

/* --- one pattern -------------------------------------------------------- */

/* The smallest network of both. */
static struct cidr widen(struct cidr net, uint32_t addr)
{
	while (!cidr_has(&net, addr)) {
		net.bits--;
		net.net &= net.bits ? UINT32_MAX << (32 - net.bits) : 0;
	}
	return net;
}

static bool is_full_enough(const struct cidr *net, size_t n)
{
	return n * FULL_ENOUGH >= (size_t)1 << (32 - net->bits);
}

/* What the members say together, but for the ends. */
static void join_words(struct rule *r, const struct candidate *c, size_t n,
		       struct text *operations)
{
	for (size_t i = 1; i < n; i++) {
		const struct rule *m = c[i].rule;
		struct text all = { 0 };

		joined_union(&all, operations->s, m->operations, SIZE_MAX);
		text_release(operations);
		*operations = all;
		if (strcmp(r->service, m->service))
			r->service = "";
		if (r->initiator != m->initiator)
			r->initiator = ROLE_NONE;
	}
	r->operations = operations->s;
	r->line = 0;
	r->seen = NULL;
}

/* The rule of n members; false when it would say too much. */
static bool make_rule(const struct folding *f, const struct candidate *c,
		      size_t n, struct rule *r)
{
	struct party *wide = f->kind == FOLD_CLIENTS ? &r->client : &r->server;

	if (f->kind == FOLD_PORTS) {
		r->server_port.range[0].hi = c[n - 1].port;
		return true;
	}
	for (size_t i = 1; i < n; i++)
		wide->net =
			widen(wide->net, f->kind == FOLD_CLIENTS
						 ? c[i].rule->client.net.net
						 : c[i].rule->server.net.net);
	if (f->kind == FOLD_CLIENTS)
		return is_full_enough(&wide->net, n);
	r->server_port =
		(struct port_spec){ .kind = PORT_OCTET, .base = c[0].port };
	return true;
}

static bool is_member(const size_t *members, size_t n, size_t number)
{
	for (size_t i = 0; i < n; i++)
		if (members[i] == number)
			return true;
	return false;
}

static bool allows_for_good(const struct rule *r)
{
	return rule_allows_at(r, INT64_MAX - 1);
}

/* 0: the rule's client may be one of wide's; else on which side of those it
 * stands. */
static int cmp_place(const struct rule *r, const struct rule *wide)
{
	const struct party *p = &wide->client;
	int c = ORDER(r->proto, wide->proto);

	if (c || party_is_anybody(p))
		return c;
	if (p->name || r->client.name)
		return party_cmp(&r->client, p);
	if (cidr_has(&p->net, r->client.net.net))
		return 0;
	return ORDER(r->client.net.net, p->net.net);
}

/* Rules are in the file's order: those of one client, or network, together. */
static size_t first_held(const struct baseline *b, const struct rule *wide)
{
	size_t lo = 0, hi = baseline_n_rules(b);

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (cmp_place(baseline_rule(b, mid), wide) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Would it allow what another rule keeps back, or the other way around? */
static bool overrules(const struct folding *f, const struct fold_pattern *p)
{
	bool allows = allows_for_good(p->rule);

	for (size_t i = first_held(f->b, p->rule); i < baseline_n_rules(f->b);
	     i++) {
		const struct rule *r = baseline_rule(f->b, i);

		if (cmp_place(r, p->rule))
			return false;
		if (allows_for_good(r) != allows && rule_holds(p->rule, r) &&
		    !is_member(p->members, p->n, i))
			return true;
	}
	return false;
}

static size_t n_ends(const struct folding *f, const struct candidate *c,
		     size_t n)
{
	size_t count = n > 0;

	for (size_t i = 1; i < n; i++) {
		struct candidate before = c[i - 1];

		before.number = c[i].number;
		count += cmp_within(f->kind, &before, &c[i]) != 0;
	}
	return count;
}

static void tell(const struct folding *f, const struct candidate *c, size_t n)
{
	struct fold_pattern p = { .kind = f->kind,
				  .n = n,
				  .n_ends = n_ends(f, c, n) };
	struct rule r = *c[0].rule;
	struct text operations = { 0 };
	struct port_range *range;
	size_t *members;

	if (p.n_ends < LEAST_MEMBERS)
		return;
	members = xcalloc(n, sizeof *members);
	for (size_t i = 0; i < n; i++)
		members[i] = c[i].number;
	port_spec_copy(&r.server_port, &c[0].rule->server_port);
	range = r.server_port.range;
	p.members = members;
	p.rule = &r;
	text_puts(&operations, r.operations);
	join_words(&r, c, n, &operations);
	if (make_rule(f, c, n, &r) && !overrules(f, &p))
		f->tell(f->ctx, &p);
	free(range);
	text_release(&operations);
	free(members);
}

/* Does b go on where a stops? */
static bool goes_on(const struct folding *f, const struct candidate *a,
		    const struct candidate *b)
{
	return !cmp_group(f->kind, a, b) &&
	       (f->kind != FOLD_PORTS || b->port - a->port <= 1);
}

void fold_find(const struct baseline *b, enum fold_kind kind, fold_fn *told,
	       void *ctx)
{
	struct folding f = { .b = b, .kind = kind, .tell = told, .ctx = ctx };

	gather(&f);
	for (size_t i = 0, end; i < f.n; i = end) {
		for (end = i + 1;
		     end < f.n && goes_on(&f, &f.items[end - 1], &f.items[end]);
		     end++)
			;
		tell(&f, &f.items[i], end - i);
	}
	free(f.items);
}

/* --- in their place ----------------------------------------------------- */

struct replacing {
	struct baseline *to;
	size_t n;
};

static void replace(void *ctx, const struct fold_pattern *p)
{
	struct replacing *r = ctx;

	for (size_t i = 0; i < p->n; i++)
		baseline_edit_rule(r->to, p->members[i])->gone = RULE_REPLACED;
	baseline_add_rule(r->to, p->rule);
	r->n++;
}

size_t fold(struct baseline *b, enum fold_kind kind)
{
	struct baseline *was = baseline_copy(b);
	struct replacing r = { b, 0 };

	fold_find(was, kind, replace, &r);
	baseline_finish(b);
	baseline_free(was);
	return r.n;
}
