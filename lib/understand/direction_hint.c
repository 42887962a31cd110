/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Endpoints that other conversations gave away: the port of an FTP data
 * connection, of a DCE/RPC interface, HART-IP's second one. Who is named
 * there serves.
 */
#include "understand/direction_pass.h"

#include "understand/inspect.h"

/* Where an endpoint stands among the hints: the conversation left out. */
static int by_endpoint(const struct endpoint_hint *a,
		       const struct endpoint_hint *b)
{
	struct endpoint_hint x = *a, y = *b;

	x.with = y.with = 0;
	x.agreed = y.agreed = 0;
	x.protocol = y.protocol = 0;
	return hints_cmp(&x, &y);
}

const struct endpoint_hint *direction_named(const struct direction *d,
					    const struct flow *f, unsigned s)
{
	const struct endpoint_hint key = { .addr = flow_addr(f, s),
					   .port = flow_port(f, s),
					   .proto = flow_proto(f) };
	size_t low = 0, high = d->n_named;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (by_endpoint(&d->named[middle], &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < d->n_named && !by_endpoint(&d->named[low], &key) ?
		       &d->named[low] : NULL;
}

static bool is_named(const struct direction *d, const struct flow *f,
		     unsigned s)
{
	return direction_named(d, f, s) || direction_going_on(d, f, s);
}

void direction_hint(struct direction *d)
{
	d->named = hints_sorted(&d->in->inspect->hints, &d->n_named);
	if (!d->n_named && !d->n_mapped)
		return;
	for (size_t i = 0; i < d->in->flows->n; i++) {
		const struct flow *f = flowtab_at(d->in->flows, i);
		bool side0, side1;

		if (!direction_is_open(d, i))
			continue;
		side0 = is_named(d, f, 0);
		side1 = is_named(d, f, 1);
		if (side0 != side1)
			direction_rule(d, i, side0, GROUND_HINT);
	}
}
