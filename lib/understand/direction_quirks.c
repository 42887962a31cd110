/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The port habits of OT that mislead statistics: a client that keeps one
 * port, and servers whose port follows from their address. Same-port flows
 * are marked where the verdicts begin.
 */
#include "understand/direction_pass.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/limits.h"
#include "ground/sort.h"
#include "understand/portpattern.h"

/* One flow, as who uses which service from which port. */
struct use {
	uint32_t client, server;
	uint32_t flow;
	uint16_t server_port, client_port;
	uint8_t proto;
};

#define COMPARE(a, b)                              \
	do {                                       \
		if ((a) != (b))                    \
			return (a) < (b) ? -1 : 1; \
	} while (0)

static int by_use(const void *a, const void *b)
{
	const struct use *x = a, *y = b;

	COMPARE(x->client, y->client);
	COMPARE(x->proto, y->proto);
	COMPARE(x->server, y->server);
	COMPARE(x->server_port, y->server_port);
	COMPARE(x->client_port, y->client_port);
	COMPARE(x->flow, y->flow);
	return 0;
}

static size_t gather(const struct direction *d, struct use *out)
{
	size_t n = 0;

	for (size_t i = 0; i < d->in->flows->n; i++) {
		const struct flow *f = flowtab_at(d->in->flows, i);
		unsigned c = d->verdicts[i].client;

		/* What --idle-timeout cut is no opening. */
		if (f->talk && flow_port(f, 0) != flow_port(f, 1) &&
		    !(f->marks & FLOW_SPLIT))
			out[n++] = (struct use){
				flow_addr(f, c), flow_addr(f, !c),
				(uint32_t)i, flow_port(f, !c),
				flow_port(f, c), flow_proto(f)
			};
	}
	sort_array(out, n, sizeof *out, by_use);
	return n;
}

static bool same_service(const struct use *a, const struct use *b)
{
	return a->server == b->server && a->server_port == b->server_port;
}

/* How many of u[0..n), from the first on, use the same service. */
static size_t run_of_service(const struct use *u, size_t n)
{
	size_t k = 1;

	while (k < n && same_service(&u[k], &u[0]))
		k++;
	return k;
}

/* One service that one client uses: the port it does so from, when it is
 * always the same one. */
struct habit {
	uint16_t port;		/* 0: changing */
	bool told;		/* who is the client is no mere guess */
	uint32_t at, n;		/* its flows */
};

static void mark_flows(struct direction *d, const struct use *u,
		       const struct habit *h)
{
	for (size_t i = h->at; i < h->at + h->n; i++)
		d->verdicts[u[i].flow].quirks |= QUIRK_FIXED_CLIENT_PORT;
}

static bool is_told(const struct direction *d, const struct use *u, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (d->verdicts[u[i].flow].evidence != EVIDENCE_FIRST)
			return true;
	return false;
}

/* How many services are used from this port; told: is that no mere guess for
 * one of them? */
static uint32_t count_port(const struct habit *h, size_t n, uint16_t port,
			   bool *told)
{
	uint32_t count = 0;

	*told = false;
	for (size_t i = 0; i < n; i++) {
		count += h[i].port == port;
		*told |= h[i].port == port && h[i].told;
	}
	return count;
}

/*
 * A client's port is fixed when it opened a service twice from the same port
 * and never from another, or when at least half of the services it uses, and
 * two or more, see it on one port. A system that hands out ports meets the
 * same one again now and then, but not for half of its connections. Where only
 * the first packet tells who is the client, the ports of a client that comes
 * again would be services, used from its server's port.
 */
static void mark_fixed(struct direction *d, const struct use *u, size_t n)
{
	struct habit *h = xcalloc(n, sizeof *h);
	size_t n_habits = 0, k;

	for (size_t i = 0; i < n; i += k) {
		k = run_of_service(u + i, n - i);
		h[n_habits++] = (struct habit){
			u[i].client_port == u[i + k - 1].client_port ?
				u[i].client_port : 0,
			is_told(d, u + i, k), (uint32_t)i, (uint32_t)k
		};
	}
	for (size_t i = 0; i < n_habits && n_habits <= LIMIT_HABITS; i++) {
		bool told;
		uint32_t same = count_port(h, n_habits, h[i].port, &told);

		if (h[i].port && told &&
		    (h[i].n > 1 || (same > 1 && same * 2 >= n_habits)))
			mark_flows(d, u, &h[i]);
	}
	free(h);
}

/* The servers of one client, e[0..n), whose ports follow from addresses. */
static void mark_following(struct direction *d, const struct use *e,
			   size_t n)
{
	struct port_spot *spots = xcalloc(n, sizeof *spots);
	size_t n_spots = 0;

	for (size_t i = 0; i < n; i++)
		if (!i || !same_service(&e[i], &e[i - 1]))
			spots[n_spots++] = (struct port_spot){
				.addr = e[i].server,
				.port = e[i].server_port
			};
	portpattern_find(spots, n_spots);
	for (size_t i = 0; i < n; i++) {
		struct port_spot key = { .addr = e[i].server,
					 .port = e[i].server_port };
		const struct port_spot *s = bsearch(&key, spots, n_spots,
						    sizeof key, port_spot_cmp);

		if (s->rule)
			d->verdicts[e[i].flow].quirks |=
				QUIRK_PORT_FOLLOWS_ADDRESS;
	}
	free(spots);
}

void direction_quirks(struct direction *d)
{
	struct use *uses;
	size_t n, begin = 0;

	if (!d->n_groups)
		return;
	uses = xcalloc(d->in->flows->n, sizeof *uses);
	n = gather(d, uses);
	for (size_t i = 1; i <= n; i++)
		if (i == n || uses[i].client != uses[begin].client ||
		    uses[i].proto != uses[begin].proto) {
			mark_fixed(d, uses + begin, i - begin);
			mark_following(d, uses + begin, i - begin);
			begin = i;
		}
	free(uses);
}
