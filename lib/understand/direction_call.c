/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who called a group before: what comes to the port that called answers it.
 * Never decides alone against messages: devices call too, when they start.
 */
#include "understand/direction_pass.h"

#include "read/packet.h"
#include "understand/inspect.h"

enum weight { WEIGHT_ASKED = 8, WEIGHT_CALLED = 6, WEIGHT_OTHER_PORT = 4 };

/* The first call of this endpoint; others follow. NULL when it made none. */
static const struct call *first_call(const struct direction *d,
				     const struct flow *f, unsigned s)
{
	const struct call key = { .addr = flow_addr(f, s),
				  .port = flow_port(f, s) };
	size_t low = 0, high = d->n_calls;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (calls_cmp(&d->calls[middle], &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < d->n_calls && d->calls[low].addr == key.addr &&
			       d->calls[low].port == key.port ?
		       &d->calls[low] : NULL;
}

static bool is_of(const struct call *c, const struct call *first)
{
	return c->addr == first->addr && c->port == first->port;
}

/* How much the calls of side s say that it is the client. */
static int weight_of(const struct direction *d, const struct flow *f,
		     unsigned s)
{
	const struct call *first = first_call(d, f, s);
	const struct call *end = d->calls + d->n_calls;
	int weight = 0;

	for (const struct call *c = first; c && c < end && is_of(c, first);
	     c++) {
		if (c->first_ns > f->first_ns || c->said == CALL_TOLD)
			continue;
		if (c->group_port == flow_port(f, !s))
			return c->said & CALL_ASKED ? WEIGHT_ASKED :
						      WEIGHT_CALLED;
		/* From another port of its own, as some devices answer. */
		if (f->first_side != s)
			weight = WEIGHT_OTHER_PORT;
	}
	return weight;
}

int direction_sign_call(const struct direction *d, size_t i)
{
	const struct flow *f = flowtab_at(d->in->flows, i);

	if (!d->n_calls || flow_proto(f) != IP_UDP)
		return 0;
	return weight_of(d, f, 0) - weight_of(d, f, 1);
}

bool direction_called(const struct direction *d, size_t i, unsigned s,
		      uint8_t protocol)
{
	const struct flow *f = flowtab_at(d->in->flows, i);
	const struct call *first, *end;

	if (!d->n_calls || flow_proto(f) != IP_UDP)
		return false;
	end = d->calls + d->n_calls;
	first = first_call(d, f, s);
	for (const struct call *c = first; c && c < end && is_of(c, first);
	     c++)
		if (c->group_port == flow_port(f, !s) &&
		    c->said & CALL_ASKED && c->protocol == protocol)
			return true;
	return false;
}

void direction_calls_init(struct direction *d)
{
	d->calls = calls_sorted(&d->in->inspect->calls);
	d->n_calls = d->in->inspect->calls.n;
}
