/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Every endpoint and every host with its flows, and what a sure verdict on
 * one flow of an endpoint lends to the others: a server proven once is a
 * server always.
 */
#include "understand/direction_pass.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/sort.h"
#include "read/packet.h"

/* Flows between two hosts that are looked at for one that proves. */
enum { PORTS_TRIED = 64 };

static int by_endpoint(const void *a, const void *b)
{
	const struct end *x = a, *y = b;

	if (x->proto != y->proto)
		return x->proto < y->proto ? -1 : 1;
	if (x->endpoint != y->endpoint)
		return x->endpoint < y->endpoint ? -1 : 1;
	if (x->remote != y->remote)
		return x->remote < y->remote ? -1 : 1;
	return x->flow < y->flow ? -1 : x->flow > y->flow;
}

/* A flow without payload that is decided neither needs nor has a word to
 * lend: a scan's flows cost nothing here. */
static bool takes_part(const struct direction *d, size_t i)
{
	return direction_is_open(d, i) || flowtab_at(d->in->flows, i)->talk;
}

static void fill_ends(struct direction *d)
{
	for (size_t i = 0; i < d->in->flows->n; i++) {
		const struct flow *f = flowtab_at(d->in->flows, i);
		uint64_t e[2];

		if (!takes_part(d, i))
			continue;
		for (unsigned s = 0; s < 2; s++)
			e[s] = flow_endpoint(flow_addr(f, s),
					     flow_port(f, s));
		for (unsigned s = 0; s < 2; s++)
			d->ends[d->n_ends++] = (struct end){
				.endpoint = e[s], .remote = e[!s],
				.flow = (uint32_t)i, .side = (uint8_t)s,
				.proto = flow_proto(f),
			};
	}
	sort_array(d->ends, d->n_ends, sizeof *d->ends, by_endpoint);
}

static bool same_endpoint(const struct end *a, const struct end *b)
{
	return a->endpoint == b->endpoint && a->proto == b->proto;
}

static int by_port(const void *a, const void *b)
{
	uint16_t x = *(const uint16_t *)a, y = *(const uint16_t *)b;

	return x < y ? -1 : x > y;
}

/* Distinct remote ports; the ends are sorted by address first. */
static uint32_t distinct_ports(const struct end *e, size_t n)
{
	uint16_t *ports = xcalloc(n, sizeof *ports);
	uint32_t distinct = 0;

	for (size_t i = 0; i < n; i++)
		ports[i] = (uint16_t)e[i].remote;
	sort_array(ports, n, sizeof *ports, by_port);
	for (size_t i = 0; i < n; i++)
		distinct += !i || ports[i] != ports[i - 1];
	free(ports);
	return distinct;
}

static void measure(const struct direction *d, struct group *g)
{
	const struct end *e = &d->ends[g->at];

	for (size_t i = 0; i < g->n; i++) {
		g->n_remotes += !i || e[i].remote != e[i - 1].remote;
		g->n_hosts += !i || e[i].remote >> 16 != e[i - 1].remote >> 16;
	}
	g->n_ports = g->n == 1 ? 1 : distinct_ports(e, g->n);
}

static bool same_host(const struct end *a, const struct end *b)
{
	return a->endpoint >> 16 == b->endpoint >> 16 &&
	       a->proto == b->proto;
}

/* Endpoints are in order: those of one address stand together. */
static void find_hosts(struct direction *d)
{
	size_t cap = 0;

	for (size_t k = 0; k < d->n_groups; k++) {
		const struct end *e = &d->ends[d->groups[k].at];
		uint16_t *users;

		if (!k || !same_host(e, &d->ends[d->groups[k - 1].at])) {
			d->hosts = grow(d->hosts, d->n_hosts, &cap,
					sizeof *d->hosts);
			d->hosts[d->n_hosts++] = (struct host_groups){
				.at = k
			};
		}
		d->hosts[d->n_hosts - 1].n++;
		d->groups[k].host = (uint32_t)(d->n_hosts - 1);
		users = &d->users[e->proto == IP_UDP][e->endpoint & 0xffff];
		if (*users < UINT16_MAX)
			++*users;
	}
}

static size_t count_ends(const struct direction *d)
{
	size_t n = d->n_talking;

	for (size_t i = 0; i < d->in->flows->n; i++)
		n += direction_is_open(d, i) &&
		     !flowtab_at(d->in->flows, i)->talk;
	return 2 * n;
}

void direction_endpoints_init(struct direction *d)
{
	size_t n = count_ends(d), cap = 0;

	if (!n)
		return;
	d->ends = xcalloc(n, sizeof *d->ends);
	for (unsigned s = 0; s < 2; s++) {
		d->group_of[s] = xcalloc(d->in->flows->n,
					 sizeof *d->group_of[s]);
		d->users[s] = xcalloc(UINT16_MAX + 1, sizeof *d->users[s]);
	}
	fill_ends(d);
	for (size_t i = 0; i < d->n_ends; i++) {
		if (!i || !same_endpoint(&d->ends[i], &d->ends[i - 1])) {
			d->groups = grow(d->groups, d->n_groups, &cap,
					 sizeof *d->groups);
			d->groups[d->n_groups++] = (struct group){ .at = i };
		}
		d->groups[d->n_groups - 1].n++;
		d->group_of[d->ends[i].side][d->ends[i].flow] =
			(uint32_t)(d->n_groups - 1);
	}
	for (size_t k = 0; k < d->n_groups; k++)
		measure(d, &d->groups[k]);
	find_hosts(d);
}

void direction_endpoints_release(struct direction *d)
{
	free(d->ends);
	free(d->groups);
	free(d->hosts);
	for (unsigned s = 0; s < 2; s++) {
		free(d->group_of[s]);
		free(d->users[s]);
	}
}

/* Of an endpoint's sure verdicts: how many make it the server, how many the
 * client. */
struct proof_of {
	uint32_t server, client;
};

static struct proof_of proof_of_group(const struct direction *d,
				      const struct group *g)
{
	struct proof_of p = { 0, 0 };

	for (size_t i = g->at; i < g->at + g->n; i++) {
		const struct end *e = &d->ends[i];
		const struct verdict *v = &d->verdicts[e->flow];

		if (!direction_is_sure(d, e->flow))
			continue;
		p.client += v->client == e->side;
		p.server += v->client != e->side;
	}
	return p;
}

/* What is proven of an endpoint. */
enum standing {
	STANDING_UNKNOWN,
	STANDING_ASKED,		/* once a client: of this host perhaps */
	STANDING_CLIENT,	/* with a port of its own */
	STANDING_SERVER
};

static enum standing standing_of(const struct direction *d,
				 const struct group *g)
{
	struct proof_of p;

	if (g->n < 2)
		return STANDING_UNKNOWN;
	p = proof_of_group(d, g);
	if (p.server && !p.client)
		return STANDING_SERVER;
	if (!p.client || p.server)
		return STANDING_UNKNOWN;
	return p.client > 1 ? STANDING_CLIENT : STANDING_ASKED;
}

/* The first end of a group whose remote endpoint is at this address. */
static size_t first_towards(const struct direction *d, const struct group *g,
			    uint32_t host)
{
	size_t low = g->at, high = g->at + g->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if ((uint32_t)(d->ends[middle].remote >> 16) < host)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * UDP: the one flow in which side s is known to be the client is with this
 * host, too: the server goes on from a port of its own (TFTP, HART-IP,
 * PROFINET).
 */
static bool has_asked(const struct direction *d, size_t i, unsigned s)
{
	const struct flow *f = flowtab_at(d->in->flows, i);
	const struct group *g = direction_group(d, i, s);
	size_t at, end = g->at + g->n;

	if (flow_proto(f) != IP_UDP)
		return false;
	at = first_towards(d, g, flow_addr(f, !s));
	for (size_t k = 0; k < PORTS_TRIED && at < end; k++, at++) {
		if ((uint32_t)(d->ends[at].remote >> 16) != flow_addr(f, !s))
			return false;
		if (direction_is_sure(d, d->ends[at].flow))
			return true;
	}
	return false;
}

/* The client, by what is proven of the ends, or SIDE_NONE. */
static enum side lent_to(const struct direction *d, size_t i,
			 const uint8_t *standing)
{
	int proof[2];	/* of being the server */

	for (unsigned s = 0; s < 2; s++) {
		enum standing is = standing[d->group_of[s][i]];

		proof[s] = is == STANDING_SERVER ? 1 : 0;
		if (is == STANDING_CLIENT ||
		    (is == STANDING_ASKED && has_asked(d, i, s)))
			proof[s] = -1;
	}
	if (proof[0] == proof[1])
		return SIDE_NONE;
	return proof[0] > proof[1] ? SIDE_1 : SIDE_0;
}

/* Nobody borrows what is only lent: verdicts are frozen until all are read. */
void direction_lent(struct direction *d)
{
	uint8_t *standing, *client;

	if (!d->n_groups)
		return;
	standing = xcalloc(d->n_groups, sizeof *standing);
	client = xcalloc(d->in->flows->n, sizeof *client);
	for (size_t k = 0; k < d->n_groups; k++)
		standing[k] = (uint8_t)standing_of(d, &d->groups[k]);
	for (size_t i = 0; i < d->in->flows->n; i++)
		client[i] = (uint8_t)(direction_is_open(d, i) ?
					      lent_to(d, i, standing) :
					      SIDE_NONE);
	for (size_t i = 0; i < d->in->flows->n; i++)
		if (client[i] != SIDE_NONE)
			direction_rule(d, i, client[i], GROUND_LENT);
	free(standing);
	free(client);
}

void direction_baseline(struct direction *d)
{
	const struct direction_input *in = d->in;

	for (size_t i = 0; in->known && i < in->flows->n; i++) {
		const struct flow *f = flowtab_at(in->flows, i);
		bool known[2];

		if (!direction_is_open(d, i))
			continue;
		for (unsigned c = 0; c < 2; c++)
			known[c] = in->known(in->known_ctx, flow_proto(f),
					     flow_addr(f, c), flow_addr(f, !c),
					     flow_port(f, !c));
		if (known[0] != known[1])
			direction_rule(d, i, known[1], GROUND_BASELINE);
	}
}
