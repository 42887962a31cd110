/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * UDP: an address that never sent anything can hardly be the end that asks.
 * It may be one whose packets the mirror does not show, or no machine at all:
 * a directed broadcast that looks like unicast, because a router or the
 * capture changed its link layer. Whoever speaks to such a one begins.
 */
#include "understand/direction_pass.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "read/packet.h"
#include "understand/calls.h"

/* A reply that was recognised shows that there is somebody. */
enum { CONFIDENCE_OF_SILENT = 60, CONFIDENCE_OF_REPLIED = 90 };

/* Of most networks: all ones in what is left of the address. */
enum { BROADCAST_OCTET = 255 };

struct listener {
	uint32_t addr;
	bool sent;		/* in some other flow */
};

static int by_addr(const void *a, const void *b)
{
	const struct listener *x = a, *y = b;

	return x->addr < y->addr ? -1 : x->addr > y->addr;
}

/* Said to be the client, and did not send a packet of this flow. */
static bool is_doubtful(const struct direction *d, size_t i)
{
	const struct flow *f = flowtab_at(d->in->flows, i);
	const struct verdict *v = &d->verdicts[i];

	/* Only TCP has handshakes: no need to look at the flow. */
	return v->evidence != EVIDENCE_HANDSHAKE &&
	       v->evidence != EVIDENCE_BASELINE &&
	       v->evidence != EVIDENCE_PEER && flow_proto(f) == IP_UDP &&
	       !f->side[v->client].packets && f->side[!v->client].packets;
}

static size_t gather(const struct direction *d, struct listener **out)
{
	size_t n = 0, cap = 0, distinct = 0;

	for (size_t i = 0; i < d->in->flows->n; i++) {
		if (!is_doubtful(d, i))
			continue;
		*out = grow(*out, n, &cap, sizeof **out);
		(*out)[n++] = (struct listener){
			flow_addr(flowtab_at(d->in->flows, i),
				  d->verdicts[i].client), false
		};
	}
	if (n)
		qsort(*out, n, sizeof **out, by_addr);
	for (size_t i = 0; i < n; i++)
		if (!i || (*out)[i].addr != (*out)[distinct - 1].addr)
			(*out)[distinct++] = (*out)[i];
	return distinct;
}

static struct listener *find(struct listener *l, size_t n, uint32_t addr)
{
	const struct listener key = { addr, false };

	return bsearch(&key, l, n, sizeof *l, by_addr);
}

static void note_sender(struct listener *l, size_t n, uint32_t addr)
{
	struct listener *found = find(l, n, addr);

	if (found)
		found->sent = true;
}

static void note_senders(const struct direction *d, struct listener *l,
			 size_t n)
{
	for (size_t i = 0; i < d->in->flows->n; i++) {
		const struct flow *f = flowtab_at(d->in->flows, i);

		for (unsigned s = 0; s < 2; s++)
			if (f->side[s].packets)
				note_sender(l, n, flow_addr(f, s));
	}
	for (size_t i = 0; i < d->n_calls; i++)
		note_sender(l, n, d->calls[i].addr);
}

static void doubt(struct direction *d, size_t i)
{
	struct verdict *v = &d->verdicts[i];
	uint32_t addr = flow_addr(flowtab_at(d->in->flows, i), v->client);
	uint8_t most = v->evidence == EVIDENCE_PAYLOAD ?
			       CONFIDENCE_OF_REPLIED : CONFIDENCE_OF_SILENT;

	if ((addr & 0xff) == BROADCAST_OCTET)
		direction_rule(d, i, !v->client, GROUND_FIRST);
	else if (v->confidence > most)
		v->confidence = most;
}

void direction_silent(struct direction *d)
{
	struct listener *l = NULL;
	size_t n = gather(d, &l);

	if (n)
		note_senders(d, l, n);
	for (size_t i = 0; n && i < d->in->flows->n; i++) {
		const struct flow *f = flowtab_at(d->in->flows, i);

		if (is_doubtful(d, i) &&
		    !find(l, n, flow_addr(f, d->verdicts[i].client))->sent)
			doubt(d, i);
	}
	free(l);
}
