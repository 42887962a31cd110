/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/hints.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/limits.h"
#include "read/packet.h"
#include "understand/protocols/protocol.h"

/* Repeated hints come close together. */
enum { RECENT_HINTS = 16 };

void hints_release(struct hints *h)
{
	free(h->item);
}

#define COMPARE(a, b)                              \
	do {                                       \
		if ((a) != (b))                    \
			return (a) < (b) ? -1 : 1; \
	} while (0)

int hints_cmp(const struct endpoint_hint *a, const struct endpoint_hint *b)
{
	COMPARE(a->proto, b->proto);
	COMPARE(a->addr, b->addr);
	COMPARE(a->port, b->port);
	COMPARE(a->with, b->with);
	COMPARE(a->agreed, b->agreed);
	COMPARE(a->protocol, b->protocol);
	return 0;
}

static int by_hint(const void *a, const void *b)
{
	return hints_cmp(a, b);
}

/* Sorts; returns how many are left. */
static size_t sort_distinct(struct endpoint_hint *item, size_t n)
{
	size_t distinct = 0;

	qsort(item, n, sizeof *item, by_hint);
	for (size_t i = 0; i < n; i++)
		if (!i || hints_cmp(&item[i], &item[distinct - 1]))
			item[distinct++] = item[i];
	return distinct;
}

struct endpoint_hint *hints_sorted(const struct hints *h, size_t *n)
{
	struct endpoint_hint *copy = NULL;

	*n = 0;
	if (!h->n)
		return NULL;
	copy = xcalloc(h->n, sizeof *copy);
	memcpy(copy, h->item, h->n * sizeof *copy);
	*n = sort_distinct(copy, h->n);
	return copy;
}

static bool is_recent(const struct hints *h, const struct endpoint_hint *e)
{
	for (size_t i = h->n; i && h->n - i < RECENT_HINTS; i--)
		if (!hints_cmp(&h->item[i - 1], e))
			return true;
	return false;
}

/* Sorting is worth it only while it makes room. */
static bool make_room(struct hints *h)
{
	if (h->n < LIMIT_HINTS)
		return true;
	if (!h->full)
		h->n = sort_distinct(h->item, h->n);
	h->full = h->n > LIMIT_HINTS / 2;
	return h->n < LIMIT_HINTS;
}

/* The server's port of the conversation: the protocol's own, else by who says
 * so. */
static uint16_t port_of_server(const struct hint *hint,
			       const struct packet *p, uint8_t protocol)
{
	const uint16_t *own = protocols[protocol - 1]->ports;

	for (unsigned i = 0; i < PROTOCOL_PORTS && own[i]; i++)
		for (unsigned s = 0; s < 2; s++)
			if (own[i] == p->port[s])
				return own[i];
	return p->port[hint->by_client];
}

void hints_add(struct hints *h, const struct hint *hint,
	       const struct packet *p, uint8_t protocol)
{
	struct endpoint_hint e = {
		.addr = hint->addr ? hint->addr : p->addr[hint->for_peer],
		.port = hint->port,
		.agreed = port_of_server(hint, p, protocol),
		.proto = hint->proto,
		.protocol = protocol,
	};

	/* A server of several addresses may name another of its own. */
	e.with = p->addr[e.addr != p->addr[1]];
	if (is_recent(h, &e))
		return;
	if (!make_room(h)) {
		if (h->unlisted)
			++*h->unlisted;
		return;
	}
	h->item = grow(h->item, h->n, &h->cap, sizeof *h->item);
	h->item[h->n++] = e;
}
