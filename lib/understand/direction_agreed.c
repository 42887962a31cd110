/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Server ports that were agreed in another conversation of the same pair:
 * because a message there named the endpoint, or because the flow's protocol
 * agrees its ports at a port of its own (the endpoint mapper of DCE/RPC) and
 * the pair has a conversation there, whose answer was before the capture.
 *
 * The data of FTP have no protocol of their own. Where the message that named
 * their port was not seen (a mirror port that drops packets, half a mirror),
 * they are told by all else that is so of passive data: the client of an FTP
 * conversation opens them while that goes on, and one end only sends.
 */
#include "understand/direction_pass.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "read/packet.h"
#include "understand/inspect.h"
#include "understand/protocols/protocol.h"

/* Below are services that no mapper hands out. */
enum { FIRST_AGREED = 1024 };

/* RFC 959, 5.2: the server opens an active data connection from here. */
enum { FTP_PORT = 21, FTP_DATA_PORT = 20 };

#define COMPARE(a, b)                              \
	do {                                       \
		if ((a) != (b))                    \
			return (a) < (b) ? -1 : 1; \
	} while (0)

static int by_pair(const void *a, const void *b)
{
	const struct mapped *x = a, *y = b;

	COMPARE(x->server, y->server);
	COMPARE(x->client, y->client);
	COMPARE(x->port, y->port);
	return 0;
}

static int by_mapped(const void *a, const void *b)
{
	const struct mapped *x = a, *y = b;

	COMPARE(by_pair(x, y), 0);
	COMPARE(x->from, y->from);
	return 0;
}

/* By port. */
static bool *find_mappers(void)
{
	bool *mapper = xcalloc(UINT16_MAX + 1, sizeof *mapper);

	for (size_t k = 0; protocols[k]; k++)
		mapper[protocols[k]->mapper] = true;
	mapper[0] = false;
	mapper[FTP_PORT] = true;
	return mapper;
}

static void note_mapped(struct direction *d, const struct flow *f,
			const bool *mapper, size_t *cap)
{
	for (unsigned s = 0; s < 2; s++) {
		if (!mapper[flow_port(f, s)])
			continue;
		d->mapped = grow(d->mapped, d->n_mapped, cap,
				 sizeof *d->mapped);
		d->mapped[d->n_mapped++] = (struct mapped){
			flow_addr(f, s), flow_addr(f, !s), flow_port(f, s),
			flow_proto(f) == IP_UDP ? flow_port(f, !s) :
						  (uint16_t)0,
			f->first_ns, f->last_ns
		};
	}
}

/* Those that carry payload: a scan of the port agrees nothing. Where none was
 * looked into (--no-payload, a snap length of headers) the counters tell. */
void direction_mapped_init(struct direction *d)
{
	const struct flowtab *flows = d->in->flows;
	size_t cap = 0, n = d->n_talking ? d->n_talking : flows->n;
	bool *mapper = find_mappers();

	for (size_t k = 0; k < n; k++) {
		size_t i = d->n_talking ? d->talking[k] : k;
		const struct flow *f = flowtab_at(flows, i);

		if (f->side[0].payload | f->side[1].payload)
			note_mapped(d, f, mapper, &cap);
	}
	if (d->n_mapped)
		qsort(d->mapped, d->n_mapped, sizeof *d->mapped, by_mapped);
	free(mapper);
}

/* The port, when the client has a conversation with the server there. */
static uint16_t mapped_at(const struct direction *d, uint32_t server,
			  uint32_t client, uint16_t port)
{
	const struct mapped key = { .server = server, .client = client,
				    .port = port };

	return d->n_mapped && bsearch(&key, d->mapped, d->n_mapped,
				      sizeof key, by_pair) ? port : 0;
}

uint8_t direction_going_on(const struct direction *d, const struct flow *f,
			   unsigned server)
{
	struct mapped key = { .server = flow_addr(f, server),
			      .client = flow_addr(f, !server),
			      .from = flow_port(f, !server) };

	if (flow_proto(f) != IP_UDP || !d->n_mapped ||
	    flow_port(f, server) < FIRST_AGREED)
		return 0;
	for (uint8_t k = 0; protocols[k]; k++) {
		key.port = protocols[k]->mapper;
		if (key.port && key.port != flow_port(f, server) &&
		    bsearch(&key, d->mapped, d->n_mapped, sizeof key,
			    by_mapped))
			return (uint8_t)(k + 1);
	}
	return 0;
}

/* Opened by its client, to no service's port, and used one way. */
static bool is_like_data(const struct flow *f, const struct verdict *v)
{
	return flow_proto(f) == IP_TCP && v->initiator == v->client &&
	       flow_port(f, !v->client) >= FIRST_AGREED &&
	       !f->side[0].payload != !f->side[1].payload;
}

/* An FTP conversation of the two goes on while the flow begins. */
static bool is_within_ftp(const struct direction *d, const struct flow *f,
			  unsigned server)
{
	const struct mapped key = { .server = flow_addr(f, server),
				    .client = flow_addr(f, !server),
				    .port = FTP_PORT };
	const struct mapped *end = d->mapped + d->n_mapped, *at;

	at = d->n_mapped ? bsearch(&key, d->mapped, d->n_mapped, sizeof *at,
				   by_pair) : NULL;
	while (at && at > d->mapped && !by_pair(at - 1, &key))
		at--;
	for (; at && at < end && !by_pair(at, &key); at++)
		if (f->first_ns >= at->first_ns && f->first_ns <= at->last_ns)
			return true;
	return false;
}

/* Of the hints that name side s the first of this pair, else the first. */
static bool note_named(const struct direction *d, const struct flow *f,
		       unsigned s, struct verdict *v)
{
	const struct endpoint_hint *h = direction_named(d, f, s);
	const struct endpoint_hint *end = d->named + d->n_named;

	if (!h)
		return false;
	v->hinted = h->protocol;
	for (; h < end && h->addr == flow_addr(f, s) &&
	       h->port == flow_port(f, s) && h->proto == flow_proto(f); h++)
		if (h->with == flow_addr(f, !s) && h->agreed != h->port) {
			v->hinted = h->protocol;
			v->agreed = h->agreed;
			break;
		}
	return true;
}

/* A name for a flow that nothing else names. */
static void note_going_on(const struct direction *d, size_t i)
{
	const struct talk *t = direction_talk(d, i);
	struct verdict *v = &d->verdicts[i];

	if (!v->hinted && t && !t->protocol)
		v->hinted = direction_going_on(d,
					       flowtab_at(d->in->flows, i),
					       !v->client);
}

static uint16_t by_protocol(const struct direction *d, size_t i)
{
	const struct flow *f = flowtab_at(d->in->flows, i);
	const struct verdict *v = &d->verdicts[i];
	const struct talk *t = direction_talk(d, i);
	unsigned protocol = t && t->protocol ? t->protocol : v->hinted;
	unsigned s = !v->client;
	uint16_t port;

	for (unsigned k = 0; k < 2; k++)
		if (flow_port(f, k) == FTP_DATA_PORT)
			return mapped_at(d, flow_addr(f, k), flow_addr(f, !k),
					 FTP_PORT);
	if (!protocol)
		return is_like_data(f, v) && is_within_ftp(d, f, s) ?
			FTP_PORT : 0;
	if (flow_port(f, s) < FIRST_AGREED)
		return 0;
	port = protocols[protocol - 1]->mapper;
	if (!port || port == flow_port(f, s))
		return 0;
	return mapped_at(d, flow_addr(f, s), flow_addr(f, !s), port);
}

void direction_agreed(struct direction *d)
{
	bool any = d->n_named || d->n_mapped;

	for (size_t i = 0; any && i < d->in->flows->n; i++) {
		const struct flow *f = flowtab_at(d->in->flows, i);
		struct verdict *v = &d->verdicts[i];

		if (d->n_named && !note_named(d, f, !v->client, v) &&
		    v->evidence == EVIDENCE_PEER)
			note_named(d, f, v->client, v);
		note_going_on(d, i);
		if (!v->agreed)
			v->agreed = by_protocol(d, i);
	}
}
