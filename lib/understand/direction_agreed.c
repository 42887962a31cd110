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
#include "understand/inspect.h"
#include "understand/protocols/protocol.h"

/* Below are services that no mapper hands out. */
enum { FIRST_AGREED = 1024 };

/* RFC 959, 5.2: the server opens an active data connection from here. */
enum { FTP_PORT = 21, FTP_DATA_PORT = 20 };

/* A conversation with a port at which others are agreed. */
struct mapped {
	uint32_t server, client;
	uint16_t port;
	int64_t first_ns, last_ns;
};

struct mappings {
	struct mapped *item;
	size_t n, cap;
};

#define COMPARE(a, b)                              \
	do {                                       \
		if ((a) != (b))                    \
			return (a) < (b) ? -1 : 1; \
	} while (0)

static int by_mapped(const void *a, const void *b)
{
	const struct mapped *x = a, *y = b;

	COMPARE(x->server, y->server);
	COMPARE(x->client, y->client);
	COMPARE(x->port, y->port);
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

/* Those that carry payload: a scan of the port agrees nothing. */
static void gather(const struct direction *d, struct mappings *m)
{
	bool *mapper = find_mappers();

	for (size_t i = 0; i < d->in->flows->n; i++) {
		const struct flow *f = flowtab_at(d->in->flows, i);

		for (unsigned s = 0; f->talk && s < 2; s++) {
			if (!mapper[flow_port(f, s)])
				continue;
			m->item = grow(m->item, m->n, &m->cap,
				       sizeof *m->item);
			m->item[m->n++] = (struct mapped){
				flow_addr(f, s), flow_addr(f, !s),
				flow_port(f, s), f->first_ns, f->last_ns
			};
		}
	}
	if (m->n)
		qsort(m->item, m->n, sizeof *m->item, by_mapped);
	free(mapper);
}

/* The port, when the client has a conversation with the server there. */
static uint16_t mapped_at(const struct mappings *m, uint32_t server,
			  uint32_t client, uint16_t port)
{
	const struct mapped key = { .server = server, .client = client,
				    .port = port };

	return m->n && bsearch(&key, m->item, m->n, sizeof *m->item,
			       by_mapped) ? port : 0;
}

/* Opened by its client, to no service's port, and used one way. */
static bool is_like_data(const struct flow *f, const struct verdict *v)
{
	enum { IPPROTO_OF_TCP = 6 };

	return flow_proto(f) == IPPROTO_OF_TCP && v->initiator == v->client &&
	       flow_port(f, !v->client) >= FIRST_AGREED &&
	       !f->side[0].payload != !f->side[1].payload;
}

/* An FTP conversation of the two goes on while the flow begins. */
static bool is_within_ftp(const struct mappings *m, const struct flow *f,
			  unsigned server)
{
	const struct mapped key = { .server = flow_addr(f, server),
				    .client = flow_addr(f, !server),
				    .port = FTP_PORT };
	const struct mapped *end = m->item + m->n, *at;

	at = m->n ? bsearch(&key, m->item, m->n, sizeof *at, by_mapped) : NULL;
	while (at && at > m->item && !by_mapped(at - 1, &key))
		at--;
	for (; at && at < end && !by_mapped(at, &key); at++)
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

static uint16_t by_protocol(const struct direction *d, size_t i,
			    const struct mappings *m)
{
	const struct flow *f = flowtab_at(d->in->flows, i);
	const struct verdict *v = &d->verdicts[i];
	const struct talk *t = direction_talk(d, i);
	unsigned protocol = t && t->protocol ? t->protocol : v->hinted;
	unsigned s = !v->client;
	uint16_t port;

	for (unsigned k = 0; k < 2; k++)
		if (flow_port(f, k) == FTP_DATA_PORT)
			return mapped_at(m, flow_addr(f, k), flow_addr(f, !k),
					 FTP_PORT);
	if (!protocol)
		return is_like_data(f, v) && is_within_ftp(m, f, s) ?
			FTP_PORT : 0;
	if (flow_port(f, s) < FIRST_AGREED)
		return 0;
	port = protocols[protocol - 1]->mapper;
	if (!port || port == flow_port(f, s))
		return 0;
	return mapped_at(m, flow_addr(f, s), flow_addr(f, !s), port);
}

void direction_agreed(struct direction *d)
{
	struct mappings m = { .n = 0 };

	gather(d, &m);
	for (size_t i = 0; (d->n_named || m.n) && i < d->in->flows->n; i++) {
		const struct flow *f = flowtab_at(d->in->flows, i);
		struct verdict *v = &d->verdicts[i];

		if (d->n_named && !note_named(d, f, !v->client, v) &&
		    v->evidence == EVIDENCE_PEER)
			note_named(d, f, v->client, v);
		if (!v->agreed)
			v->agreed = by_protocol(d, i, &m);
	}
	free(m.item);
}
