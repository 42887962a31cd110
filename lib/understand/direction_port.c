/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the port numbers say: the table of services, and the ranges from which
 * systems hand out ports.
 */
#include "understand/direction_pass.h"

#include "understand/services.h"

enum weight {
	WEIGHT_TABLE_BOTH = 14,	/* a client's port and a server's (DHCP) */
	WEIGHT_TABLE = 10,
	WEIGHT_TABLE_WEAK = 4,
	WEIGHT_RANGE = 6
};

/* What a site says of its own ports outranks the table. */
enum { RANK_SITE = 3 };

/* How strongly a port says that its side is the server; negative: client. */
static int rank_of(const struct service *s)
{
	if (!s)
		return 0;
	if (s->site)
		return RANK_SITE;
	return (s->client_side ? -1 : 1) * (s->weak ? 1 : 2);
}

/* The one rank speaks for itself, the other does not say the same. */
static bool is_sure(int rank, int other)
{
	return (rank == 2 && other <= 0) || (rank == -2 && other >= 0) ||
	       (rank == RANK_SITE && other != RANK_SITE);
}

static int weight_of(int a, int b)
{
	if (a * b == -4)
		return WEIGHT_TABLE_BOTH;
	return is_sure(a, b) || is_sure(b, a) ? WEIGHT_TABLE :
						WEIGHT_TABLE_WEAK;
}

int direction_sign_table(const struct direction *d, size_t i)
{
	const struct flow *f = flowtab_at(d->in->flows, i);
	int w[2];

	if (flow_port(f, 0) == flow_port(f, 1))
		return 0;
	for (unsigned s = 0; s < 2; s++)
		w[s] = rank_of(services_find_at(d->in->services, flow_proto(f),
						flow_addr(f, s),
						flow_port(f, s)));
	/* One of those that a system hands out is nobody's by chance only. */
	for (unsigned s = 0; s < 2; s++)
		if (direction_group(d, i, s)->sequence &&
		    !direction_group(d, i, !s)->sequence && w[s] != RANK_SITE)
			w[s] = 0;
	if (w[0] == w[1])
		return 0;
	return (w[1] > w[0] ? 1 : -1) * weight_of(w[0], w[1]);
}

/* Below 1024; registered; from 32768 on, where systems hand out ports (Linux to
 * 60999; from 49152 on what IANA says, RFC 6335, 6, and Windows and others do).
 * Which part of that it is tells nothing: Linux is client and Windows server
 * (RPC) as often as not. */
static int range_of(uint16_t port)
{
	return (port >= 1024) + (port >= 32768);
}

int direction_sign_range(const struct direction *d, size_t i)
{
	const struct flow *f = flowtab_at(d->in->flows, i);
	int r0 = range_of(flow_port(f, 0)), r1 = range_of(flow_port(f, 1));

	if (r0 == r1)
		return 0;
	return r0 > r1 ? WEIGHT_RANGE : -WEIGHT_RANGE;
}
