/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Signs in who talks with whom: the end that stays while the other's ports
 * change, ports that many hosts share, ports that follow from addresses or
 * that a system handed out one after the other, roles known from elsewhere.
 */
#include "understand/direction_pass.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "read/packet.h"
#include "understand/portpattern.h"

/* From here on most systems hand out ports: Linux 32768, IANA 49152. */
enum { PORT_HANDED_OUT = 32768 };

/* Up to here old Windows and small systems do. */
enum { PORT_OLD_SYSTEMS = 5000 };

enum { LOW_PORT = 1024 };

/* Connections of one host before their ports can be a sequence. */
enum { SEQUENCE_ENOUGH = 4, SEQUENCE_STEP = 10 };

/* Hosts that share a port before it says that it is a service's. */
enum { SHARED_ENOUGH = 3 };

/* Who comes so often, one connection after the other, from another port each
 * time, is a client, whatever the ports. */
enum { AGAIN_ENOUGH = 4 };

enum weight {
	WEIGHT_PATTERN = 16,
	WEIGHT_FAN_CERTAIN = 8,
	WEIGHT_AGAIN = 14,
	WEIGHT_FAN = 6,
	WEIGHT_FAN_OF_TWO = 4,
	WEIGHT_FAN_MIXED = 2,
	WEIGHT_SHARED = 6,
	WEIGHT_SHARED_BY_TWO = 2,
	WEIGHT_SEQUENCE = 4,
	WEIGHT_ROLES = 6,
	WEIGHT_ROLE = 2
};

struct span {
	int64_t first, last;
};

static int by_first(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return x->first < y->first ? -1 : x->first > y->first;
}

/* Were the group's flows one after the other, as when a client comes again? */
static bool one_after_another(const struct direction *d,
			      const struct group *g)
{
	struct span *spans = xcalloc(g->n, sizeof *spans);
	bool apart = true;

	for (size_t i = 0; i < g->n; i++) {
		const struct flow *f =
			flowtab_at(d->in->flows, d->ends[g->at + i].flow);

		spans[i] = (struct span){ f->first_ns, f->last_ns };
	}
	qsort(spans, g->n, sizeof *spans, by_first);
	for (size_t i = 1; i < g->n && apart; i++)
		apart = spans[i].first > spans[i - 1].last;
	free(spans);
	return apart;
}

/* Distinct remote endpoints of a group by the range of their ports. */
struct ranges {
	uint32_t low, old, middle, handed_out;
};

static struct ranges ranges_of(const struct direction *d,
			       const struct group *g)
{
	struct ranges r = { 0, 0, 0, 0 };

	for (size_t i = g->at; i < g->at + g->n; i++) {
		uint16_t port = (uint16_t)d->ends[i].remote;

		if (i > g->at && d->ends[i].remote == d->ends[i - 1].remote)
			continue;
		r.low += port < LOW_PORT;
		r.old += port >= LOW_PORT && port <= PORT_OLD_SYSTEMS;
		r.middle += port > PORT_OLD_SYSTEMS && port < PORT_HANDED_OUT;
		r.handed_out += port >= PORT_HANDED_OUT;
	}
	return r;
}

/*
 * Many remote endpoints on one: a server with its clients, or a client that
 * keeps its port, with its servers. The remote ports tell: one port on many
 * hosts, or ports that no system hands out, are services.
 */
static int fan_of(const struct direction *d, const struct group *g)
{
	uint16_t own = (uint16_t)d->ends[g->at].endpoint;
	struct ranges r;
	int weight = g->n_remotes > 2 ? WEIGHT_FAN : WEIGHT_FAN_OF_TWO;

	if (g->n_remotes < 2)
		return 0;
	if (g->n_ports == 1)
		return (uint16_t)d->ends[g->at].remote == own ? 0 : -weight;
	r = ranges_of(d, g);
	if (r.low == g->n_remotes && own >= LOW_PORT)
		return -WEIGHT_FAN_CERTAIN;
	if (g->n_remotes >= AGAIN_ENOUGH && g->n_hosts == 1 && !r.low &&
	    one_after_another(d, g))
		return WEIGHT_AGAIN;
	if (r.handed_out * 4 >= g->n_remotes * 3)
		return own < PORT_HANDED_OUT ? weight :
						weight - WEIGHT_FAN_MIXED;
	if (r.handed_out)
		return r.handed_out * 2 >= g->n_remotes ? WEIGHT_FAN_MIXED :
							  -WEIGHT_FAN_MIXED;
	/* Some are where no system hands out ports. */
	if (r.middle)
		return -weight;
	return g->n_hosts == 1 && one_after_another(d, g) ? weight : 0;
}

/* Ports that one host uses once each, close together, towards different
 * hosts; towards one only, they may be services as well (a terminal server's
 * serial lines). */
static void find_sequence(struct direction *d, const struct host_groups *h)
{
	struct group *g = d->groups + h->at;
	uint64_t remote = d->ends[g->at].remote >> 16;
	size_t n = 0;
	uint16_t first = 0, last = 0;
	bool many = false;

	for (size_t i = 0; i < h->n; i++) {
		uint16_t port = (uint16_t)d->ends[g[i].at].endpoint;

		if (g[i].n_remotes > 1)
			continue;
		if (!n++)
			first = port;
		last = port;
		many |= d->ends[g[i].at].remote >> 16 != remote;
	}
	if (!many || n < SEQUENCE_ENOUGH ||
	    (size_t)(last - first) > n * SEQUENCE_STEP)
		return;
	for (size_t i = 0; i < h->n; i++)
		g[i].sequence = g[i].n_remotes == 1;
}

static void count_roles(struct direction *d, struct host_groups *h)
{
	const struct group *g = d->groups + h->at;
	size_t end = g[h->n - 1].at + g[h->n - 1].n;

	for (size_t i = g->at; i < end; i++) {
		const struct end *e = &d->ends[i];

		if (!direction_is_sure(d, e->flow))
			continue;
		if (d->verdicts[e->flow].client == e->side)
			h->as_client++;
		else
			h->as_server++;
	}
}

/* Remote endpoints of a host, except its proven clients; distinct. */
static size_t gather_spots(const struct direction *d,
			   const struct host_groups *h,
			   struct port_spot *out)
{
	const struct group *g = d->groups + h->at;
	size_t end = g[h->n - 1].at + g[h->n - 1].n, n = 0, distinct = 0;

	for (size_t i = g->at; i < end; i++) {
		const struct end *e = &d->ends[i];

		if (direction_is_sure(d, e->flow) &&
		    d->verdicts[e->flow].client != e->side)
			continue;
		out[n++] = (struct port_spot){
			.addr = (uint32_t)(e->remote >> 16),
			.port = (uint16_t)e->remote
		};
	}
	qsort(out, n, sizeof *out, port_spot_cmp);
	for (size_t i = 0; i < n; i++)
		if (!i || port_spot_cmp(&out[i], &out[distinct - 1]))
			out[distinct++] = out[i];
	return distinct;
}

static void mark_following(struct direction *d, const struct host_groups *h,
			   const struct port_spot *spots, size_t n)
{
	const struct group *g = d->groups + h->at;
	size_t end = g[h->n - 1].at + g[h->n - 1].n;

	for (size_t i = g->at; i < end; i++) {
		const struct end *e = &d->ends[i];
		struct port_spot key = { .addr = (uint32_t)(e->remote >> 16),
					 .port = (uint16_t)e->remote };
		const struct port_spot *s = bsearch(&key, spots, n, sizeof key,
						    port_spot_cmp);

		if (s && s->rule)
			direction_group(d, e->flow, !e->side)->follows = true;
	}
}

static void find_following(struct direction *d, const struct host_groups *h)
{
	const struct group *last = &d->groups[h->at + h->n - 1];
	size_t n = last->at + last->n - d->groups[h->at].at;
	struct port_spot *spots = xcalloc(n, sizeof *spots);

	n = gather_spots(d, h, spots);
	portpattern_find(spots, n);
	if (n)
		mark_following(d, h, spots, n);
	free(spots);
}

void direction_structure_init(struct direction *d)
{
	for (size_t k = 0; k < d->n_groups; k++)
		d->groups[k].fan = (int8_t)fan_of(d, &d->groups[k]);
	for (size_t k = 0; k < d->n_hosts; k++) {
		find_sequence(d, &d->hosts[k]);
		find_following(d, &d->hosts[k]);
		count_roles(d, &d->hosts[k]);
	}
}

int direction_sign_pattern(const struct direction *d, size_t i)
{
	return WEIGHT_PATTERN * (direction_group(d, i, 1)->follows -
				 direction_group(d, i, 0)->follows);
}

int direction_sign_fan(const struct direction *d, size_t i)
{
	return direction_group(d, i, 1)->fan - direction_group(d, i, 0)->fan;
}

int direction_sign_shared(const struct direction *d, size_t i)
{
	const struct flow *f = flowtab_at(d->in->flows, i);
	const uint16_t *users = d->users[flow_proto(f) == IP_UDP];
	unsigned n0 = users[flow_port(f, 0)], n1 = users[flow_port(f, 1)];
	unsigned more = n0 > n1 ? n0 : n1, fewer = n0 > n1 ? n1 : n0;
	int weight = 0;

	if (more >= SHARED_ENOUGH && more >= SHARED_ENOUGH * fewer)
		weight = WEIGHT_SHARED;
	else if (more >= 2 * fewer)
		weight = WEIGHT_SHARED_BY_TWO;
	return n1 > n0 ? weight : -weight;
}

int direction_sign_sequence(const struct direction *d, size_t i)
{
	return WEIGHT_SEQUENCE * (direction_group(d, i, 0)->sequence -
				  direction_group(d, i, 1)->sequence);
}

/* 1 always a client where it is known, -1 always a server. */
static int role_of(const struct host_groups *h)
{
	return !!h->as_client - !!h->as_server;
}

int direction_sign_role(const struct direction *d, size_t i)
{
	int r0 = role_of(&d->hosts[direction_group(d, i, 0)->host]);
	int r1 = role_of(&d->hosts[direction_group(d, i, 1)->host]);

	if (r0 == r1)
		return 0;
	return (r0 > r1 ? 1 : -1) * (r0 && r1 ? WEIGHT_ROLES : WEIGHT_ROLE);
}
