/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The port table, low against high ports, and last of all who was seen
 * first.
 */
#include "understand/direction_pass.h"

#include "understand/services.h"

/* How strongly a port says that its side is the server; negative: client. */
static int weight_of(const struct service *s)
{
	if (!s)
		return 0;
	if (s->client_side)
		return -1;
	if (s->site)
		return 3;
	return s->weak ? 1 : 2;
}

static void rule_by_port(struct direction *d, size_t i, const struct flow *f)
{
	uint16_t port[2] = { flow_port(f, 0), flow_port(f, 1) };
	int w[2];

	for (unsigned s = 0; s < 2; s++)
		w[s] = weight_of(services_find_at(d->in->services,
						  flow_proto(f),
						  flow_addr(f, s), port[s]));
	if (w[0] != w[1]) {
		unsigned server = w[1] > w[0];
		bool sure = w[server] == 3 ||
			    (w[server] == 2 && w[!server] <= 0);

		direction_rule(d, i, !server,
			       sure ? GROUND_PORT : GROUND_PORT_WEAK);
	} else if ((port[0] < 1024) != (port[1] < 1024)) {
		direction_rule(d, i, port[0] < 1024, GROUND_PORT_LOW);
	}
}

void direction_port(struct direction *d)
{
	for (size_t i = 0; i < d->in->flows->n; i++) {
		const struct flow *f = flowtab_at(d->in->flows, i);

		if (direction_is_open(d, i) &&
		    flow_port(f, 0) != flow_port(f, 1))
			rule_by_port(d, i, f);
	}
}

void direction_first(struct direction *d)
{
	for (size_t i = 0; i < d->in->flows->n; i++)
		if (direction_is_open(d, i))
			direction_rule(d, i,
				       flowtab_at(d->in->flows, i)->first_side,
				       GROUND_FIRST);
}
