/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Endpoints that other conversations gave away: the port of an FTP data
 * connection, of a DCE/RPC interface, HART-IP's second one. Who is named
 * there serves.
 */
#include "understand/direction_pass.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "understand/inspect.h"

/* Protocol above address above port. */
static uint64_t named(uint32_t addr, uint16_t port, uint8_t proto)
{
	return (uint64_t)proto << 48 | flow_endpoint(addr, port);
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static bool is_named(const uint64_t *names, size_t n, const struct flow *f,
		     unsigned s)
{
	uint64_t e = named(flow_addr(f, s), flow_port(f, s), flow_proto(f));

	return bsearch(&e, names, n, sizeof *names, by_value) != NULL;
}

void direction_hint(struct direction *d)
{
	const struct inspect *in = d->in->inspect;
	uint64_t *names;

	if (!in->n_hints)
		return;
	names = xcalloc(in->n_hints, sizeof *names);
	for (size_t i = 0; i < in->n_hints; i++)
		names[i] = named(in->hints[i].addr, in->hints[i].port,
				 in->hints[i].proto);
	qsort(names, in->n_hints, sizeof *names, by_value);
	for (size_t i = 0; i < d->in->flows->n; i++) {
		const struct flow *f = flowtab_at(d->in->flows, i);
		bool side0, side1;

		if (!direction_is_open(d, i))
			continue;
		side0 = is_named(names, in->n_hints, f, 0);
		side1 = is_named(names, in->n_hints, f, 1);
		if (side0 != side1)
			direction_rule(d, i, side0, GROUND_HINT);
	}
	free(names);
}
