/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One hash table answers every question. A rule lies under a key of kind,
 * protocol, both ends at their prefix lengths and, where it is a single one,
 * the port; a question is asked once for each shape of key that any rule has.
 * A plant has two or three shapes, so that is two or three probes.
 */
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/hash.h"
#include "judge/baseline_impl.h"
#include "judge/baseline_port.h"
#include "judge/names.h"

/* What a key is about. The last two have one end and no port. */
enum kind { BY_CONVERSATION, BY_ENDPOINT, BY_SERVER, BY_CLIENT, N_KINDS };

enum {
	BITS_NAME = 33,		/* an end given by name */
	BITS_NONE = 34		/* no such end in the key */
};

/* What of the server port is in a key. */
enum ports { PORTS_ANY, PORTS_ONE, PORTS_AGREED };

struct shape {
	uint8_t kind, cbits, sbits;
	uint8_t ports;		/* enum ports */
};

struct key {
	uint64_t ends;		/* client, server */
	uint64_t rest;		/* shape, proto, port */
};

struct slot {
	struct key key;
	uint32_t first;		/* 1 + index of a link; 0: the slot is free */
	uint32_t last;
};

struct link {
	uint32_t rule;
	uint32_t next;		/* 1 + index; 0 none */
};

struct base_index {
	struct slot *slots;
	size_t n_slots_used, mask;
	struct link *links;
	size_t n_links, cap_links;
	struct shape *shapes;	/* most specific first */
	size_t n_shapes, cap_shapes;
	uint64_t seed;
};

/* An address as rules may name it. */
struct place {
	uint32_t addr, machine;
	const char *name;
	uint32_t name_key;
};

/* A question, or the place of a rule. */
struct ask {
	struct place client, server;
	uint8_t proto;
	uint16_t port;		/* of the server */
	uint16_t agreed;	/* where that was asked for; 0 */
};

/* Equal names have equal keys; the rule is compared in full later. */
static uint32_t name_key(const char *name)
{
	return (uint32_t)hash_bytes(name, strlen(name), 0);
}

static struct place place_of(const struct names *names, uint32_t addr)
{
	struct place p = { .addr = addr };

	p.machine = names_machine(names, addr);
	p.name = names_name(names, addr);
	p.name_key = p.name ? name_key(p.name) : 0;
	return p;
}

static struct place place_of_party(const struct names *names,
				   const struct party *party)
{
	struct place p = { .addr = party->net.net, .name = party->name };

	p.machine = party->net.bits == 32 ? names_machine(names, p.addr) :
		p.addr;
	p.name_key = p.name ? name_key(p.name) : 0;
	return p;
}

static uint8_t bits_of(const struct party *p)
{
	return p->name ? BITS_NAME : p->net.bits;
}

static uint32_t value_of(const struct place *p, uint8_t bits)
{
	if (bits == BITS_NONE || !bits)
		return 0;
	if (bits == BITS_NAME)
		return p->name_key;
	return bits == 32 ? p->machine : p->addr & UINT32_MAX << (32 - bits);
}

static struct key key_of(const struct shape *s, const struct ask *a)
{
	uint16_t port = s->ports == PORTS_ONE ? a->port :
		s->ports == PORTS_AGREED ? a->agreed : 0;
	bool hosts = s->kind == BY_SERVER || s->kind == BY_CLIENT;

	return (struct key){
		.ends = (uint64_t)value_of(&a->client, s->cbits) << 32 |
			value_of(&a->server, s->sbits),
		.rest = (uint64_t)s->kind << 56 | (uint64_t)s->cbits << 48 |
			(uint64_t)s->sbits << 40 |
			(uint64_t)(hosts ? 0 : a->proto) << 32 |
			(uint64_t)s->ports << 16 | port,
	};
}

static struct slot *find_slot(const struct base_index *x, struct key key)
{
	size_t i = hash_pair(key.ends, key.rest, x->seed) & x->mask;

	while (x->slots[i].first && (x->slots[i].key.ends != key.ends ||
				     x->slots[i].key.rest != key.rest))
		i = (i + 1) & x->mask;
	return &x->slots[i];
}

static void enlarge(struct base_index *x)
{
	struct slot *old = x->slots;
	size_t n_old = x->mask + 1;

	x->mask = n_old * 2 - 1;
	x->slots = xcalloc(n_old * 2, sizeof *x->slots);
	for (size_t i = 0; i < n_old; i++)
		if (old[i].first)
			*find_slot(x, old[i].key) = old[i];
	free(old);
}

static void add_shape(struct base_index *x, const struct shape *s)
{
	for (size_t i = 0; i < x->n_shapes; i++) {
		const struct shape *have = &x->shapes[i];

		if (have->kind == s->kind && have->cbits == s->cbits &&
		    have->sbits == s->sbits && have->ports == s->ports)
			return;
	}
	x->shapes = grow(x->shapes, x->n_shapes, &x->cap_shapes,
			 sizeof *x->shapes);
	x->shapes[x->n_shapes++] = *s;
}

/*
 * A question about a host walks no list: the rule that lasts longest stands
 * for all.
 */
static void let_longest_stand(struct link *l, const struct baseline *b,
			      size_t rule)
{
	if (b->rules[rule].until_ns > b->rules[l->rule].until_ns)
		l->rule = (uint32_t)rule;
}

static void add(struct base_index *x, const struct baseline *b,
		const struct shape *s, size_t rule)
{
	const struct rule *r = &b->rules[rule];
	const struct ask a = {
		.client = place_of_party(b->names, &r->client),
		.server = place_of_party(b->names, &r->server),
		.proto = r->proto,
		.port = s->ports == PORTS_ONE ? r->server_port.range[0].lo : 0,
		.agreed = r->server_port.base,
	};
	struct slot *slot;

	add_shape(x, s);
	slot = find_slot(x, key_of(s, &a));
	if (slot->first && (s->kind == BY_SERVER || s->kind == BY_CLIENT)) {
		let_longest_stand(&x->links[slot->first - 1], b, rule);
		return;
	}
	x->links = grow(x->links, x->n_links, &x->cap_links,
			sizeof *x->links);
	x->links[x->n_links++] = (struct link){ .rule = (uint32_t)rule };
	if (slot->first) {
		x->links[slot->last - 1].next = (uint32_t)x->n_links;
		slot->last = (uint32_t)x->n_links;
		return;
	}
	slot->key = key_of(s, &a);
	slot->first = slot->last = (uint32_t)x->n_links;
	if (++x->n_slots_used * 2 > x->mask)
		enlarge(x);
}

static uint8_t ports_of(const struct port_spec *p)
{
	if (p->kind == PORT_DYNAMIC)
		return PORTS_AGREED;
	return port_spec_is_one(p) ? PORTS_ONE : PORTS_ANY;
}

static void add_rule(struct base_index *x, const struct baseline *b, size_t i)
{
	const struct rule *r = &b->rules[i];
	uint8_t cbits = bits_of(&r->client), sbits = bits_of(&r->server);
	uint8_t ports = ports_of(&r->server_port);
	bool counts = rule_can_allow(r);

	add(x, b, &(struct shape){ BY_CONVERSATION, cbits, sbits, ports }, i);
	if (counts && cbits)
		add(x, b, &(struct shape){ BY_CLIENT, cbits, BITS_NONE,
					   PORTS_ANY }, i);
	if (!counts || r->status == RULE_UNANSWERED || !sbits)
		return;
	add(x, b, &(struct shape){ BY_SERVER, BITS_NONE, sbits, PORTS_ANY }, i);
	if (ports != PORTS_AGREED)
		add(x, b, &(struct shape){ BY_ENDPOINT, BITS_NONE, sbits,
					   ports }, i);
}

static int shape_cmp(const void *pa, const void *pb)
{
	const struct shape *a = pa, *b = pb;
	int sa = a->cbits + a->sbits, sb = b->cbits + b->sbits;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (sa != sb)
		return sa > sb ? -1 : 1;
	if (a->ports != b->ports)
		return a->ports == PORTS_ONE || b->ports == PORTS_ANY ? -1 : 1;
	return (int)b->sbits - (int)a->sbits;
}

struct base_index *base_index_new(const struct baseline *b)
{
	struct base_index *x = xcalloc(1, sizeof *x);

	x->mask = 63;
	x->slots = xcalloc(x->mask + 1, sizeof *x->slots);
	x->seed = (uint64_t)(uintptr_t)x;
	for (size_t i = 0; i < b->n_rules; i++)
		add_rule(x, b, i);
	if (x->n_shapes)
		qsort(x->shapes, x->n_shapes, sizeof *x->shapes, shape_cmp);
	return x;
}

void base_index_free(struct base_index *x)
{
	if (!x)
		return;
	free(x->slots);
	free(x->links);
	free(x->shapes);
	free(x);
}

/* How a rule and a question were brought together. */
struct match {
	const struct baseline *b;
	const struct conversation *c;
	const struct rule *allows, *near;
};

static bool names_it(const struct party *p, const struct place *at)
{
	return !p->name || (at->name && !strcmp(p->name, at->name));
}

static bool has_port(const struct port_spec *p, const struct ask *a)
{
	if (p->kind == PORT_DYNAMIC)
		return a->agreed == p->base;
	return port_spec_has(p, a->port, a->server.addr);
}

bool rule_is_unsure(const struct rule *r)
{
	return r->seen && (r->seen->confidence < CONFIDENCE_SURE ||
			   r->seen->evidence == EVIDENCE_PEER);
}

static bool rule_allows(const struct rule *r, const struct conversation *c,
			uint16_t client_port)
{
	if (!rule_can_allow(r) || c->time_ns >= r->until_ns)
		return false;
	if (r->client_port && r->client_port != client_port)
		return false;
	return r->status != RULE_UNANSWERED || !c->answered;
}

static void try_rule(struct match *m, const struct rule *r,
		     const struct ask *a, bool turned)
{
	const struct conversation *c = m->c;

	if (m->allows || !names_it(&r->client, &a->client) ||
	    !names_it(&r->server, &a->server) ||
	    !has_port(&r->server_port, a))
		return;
	if (turned && c->confidence >= CONFIDENCE_SURE && !rule_is_unsure(r))
		return;
	if (rule_allows(r, c, turned ? c->server_port : c->client_port))
		m->allows = r;
	else if (!m->near)
		m->near = r;
}

static void try_all(struct match *m, const struct ask *a, bool turned)
{
	const struct base_index *x = m->b->index;

	for (size_t i = 0; i < x->n_shapes && !m->allows; i++) {
		uint32_t at;

		if (x->shapes[i].kind != BY_CONVERSATION)
			break;
		at = find_slot(x, key_of(&x->shapes[i], a))->first;
		for (; at; at = x->links[at - 1].next)
			try_rule(m, &m->b->rules[x->links[at - 1].rule], a,
				 turned);
	}
}

const struct rule *baseline_match(const struct baseline *b,
				  const struct conversation *c,
				  const struct rule **near)
{
	struct match m = { .b = b, .c = c };
	struct ask a = {
		.client = place_of(b->names, c->client),
		.server = place_of(b->names, c->server),
		.proto = c->proto, .port = c->server_port,
		.agreed = c->agreed,
	};
	struct ask turned = {
		.client = a.server, .server = a.client,
		.proto = c->proto, .port = c->client_port,
		.agreed = c->agreed,
	};

	try_all(&m, &a, false);
	if (!m.allows)
		try_all(&m, &turned, true);
	if (near)
		*near = m.allows ? NULL : m.near;
	return m.allows;
}

static bool answers(const struct baseline *b, const struct rule *r,
		    enum kind kind, const struct ask *a)
{
	if (r->until_ns <= b->now_ns)
		return false;
	if (kind == BY_CLIENT)
		return names_it(&r->client, &a->client);
	return names_it(&r->server, &a->server) &&
	       (kind != BY_ENDPOINT ||
		has_port(&r->server_port, a));
}

static bool any(const struct baseline *b, enum kind kind, const struct ask *a)
{
	const struct base_index *x = b->index;

	for (size_t i = 0; i < x->n_shapes; i++) {
		uint32_t at = 0;

		if (x->shapes[i].kind == kind)
			at = find_slot(x, key_of(&x->shapes[i], a))->first;
		for (; at; at = x->links[at - 1].next)
			if (answers(b, &b->rules[x->links[at - 1].rule], kind,
				    a))
				return true;
	}
	return false;
}

bool baseline_has_server(const struct baseline *b, uint8_t proto,
			 uint32_t addr, uint16_t port)
{
	struct ask a = { .server = place_of(b->names, addr), .proto = proto,
			 .port = port };

	return any(b, BY_ENDPOINT, &a);
}

bool baseline_is_server(const struct baseline *b, uint32_t addr)
{
	struct ask a = { .server = place_of(b->names, addr) };

	return any(b, BY_SERVER, &a);
}

bool baseline_is_client(const struct baseline *b, uint32_t addr)
{
	struct ask a = { .client = place_of(b->names, addr) };

	return any(b, BY_CLIENT, &a);
}

bool baseline_has_host(const struct baseline *b, uint32_t addr)
{
	return baseline_is_server(b, addr) || baseline_is_client(b, addr);
}
