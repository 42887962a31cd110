/* SPDX-License-Identifier: BSD-3-Clause */
/* Fragments on their way through the meter: nothing is lost, all join. */
#include <criterion/criterion.h>

#include "packets.h"
#include "read/packet.h"
#include "understand/valueset.h"

#define N(array) (sizeof(array) / sizeof *(array))

/* Three pieces of one datagram of 2008 bytes behind its UDP header. */
static const struct shot pieces[] = {
	{ .at_ns = 1, .proto = IP_UDP, .id = 9, .len = 792, .fragment = MORE },
	{ .at_ns = 2, .proto = IP_UDP, .id = 9, .len = 800,
	  .fragment = MORE | 100 },
	{ .at_ns = 3, .proto = IP_UDP, .id = 9, .len = 400, .fragment = 200 },
};

static const struct {
	const char *name;
	size_t order[3];
} orders[] = {
	{ "in order", { 0, 1, 2 } },	 { "reversed", { 2, 1, 0 } },
	{ "first in the middle", { 1, 0, 2 } },
};

static void expect_one_flow(const struct world *w, const char *name)
{
	const struct flow *f = world_flow(w, 0);

	cr_expect_eq(w->meter.flows.n, 1, "%s: %zu flows", name,
		     w->meter.flows.n);
	cr_expect_eq(f->side[0].packets, 3, "%s", name);
	cr_expect_eq(f->side[0].bytes, 3 * 20 + 8 + 1992, "%s", name);
	cr_expect_eq(f->side[0].payload, 1992, "%s", name);
	cr_expect_eq(flow_port(f, 0), LOW_PORT, "%s", name);
	cr_expect_eq(flow_peak_packets(f), 3, "%s", name);
	cr_expect_eq(valueset_get(w->meter.macs, f->side[0].macs).n, 1,
		     "%s", name);
	cr_expect_eq(valueset_get(w->meter.vlans, f->vlans).n, 1, "%s", name);
	cr_expect(f->first_ns == 10 && f->last_ns == 12, "%s", name);
}

Test(meter_fragments, any_order)
{
	for (size_t i = 0; i < 2 * N(orders); i++) {
		const struct meter_options o = { .by_vlan = i % 2 };
		struct shot shots[3];
		struct world w;

		for (size_t k = 0; k < 3; k++) {
			shots[k] = pieces[orders[i / 2].order[k]];
			shots[k].at_ns = (int64_t)(10 + k);
			shots[k].vlan[0] = 33;
		}
		world_init(&w, &o);
		world_play(&w, shots, 3);
		meter_finish(&w.meter, &w.tally);
		expect_one_flow(&w, orders[i / 2].name);
		world_release(&w);
	}
}

/* Two cells with the same addresses and IP ids, by VLAN. */
Test(meter_fragments, cells_apart)
{
	const struct meter_options o = { .by_vlan = true };
	struct shot shots[6];
	struct world w;

	for (size_t k = 0; k < 6; k++) {
		shots[k] = pieces[2 - k / 2];
		shots[k].vlan[0] = (uint16_t)(1 + k % 2);
		shots[k].port[0] = (uint16_t)(1000 + k % 2);
	}
	world_init(&w, &o);
	world_play(&w, shots, 6);
	meter_finish(&w.meter, &w.tally);
	cr_assert_eq(w.meter.flows.n, 2);
	for (size_t i = 0; i < 2; i++) {
		cr_expect_eq(world_flow(&w, i)->side[0].packets, 3);
		cr_expect_eq(flow_port(world_flow(&w, i), 0), 1000 + i);
	}
	world_release(&w);
}

Test(meter_fragments, never_the_first)
{
	struct world w;
	const struct flow *f;

	world_init(&w, NULL);
	world_play(&w, pieces + 1, 2);
	cr_expect_eq(w.meter.flows.n, 0);
	meter_finish(&w.meter, &w.tally);
	f = world_flow(&w, 0);
	cr_expect(f->side[0].packets == 2 && f->side[0].bytes == 1240);
	cr_expect(!flow_port(f, 0) && !flow_port(f, 1));
	cr_expect(f->first_ns == 2 && f->last_ns == 3);
	cr_expect_eq(valueset_get(w.meter.macs, f->side[1].macs).n, 1);
	cr_expect_eq(w.tally.scope[SCOPE_UDP], 2);
	world_release(&w);
}

/* TCP flags are in the first fragment; what follows is no segment. */
Test(meter_fragments, tcp)
{
	const struct shot shots[] = {
		{ .at_ns = 1, .id = 4, .flags = TCP_SYN, .fragment = MORE,
		  .len = 4, .seq = 1 },
		{ .at_ns = 2, .id = 4, .fragment = 3, .len = 40,
		  .fill = 0xff },
		{ .at_ns = 3, .from = 1, .flags = TCP_RST | TCP_ACK, .ack = 2 },
	};
	struct world w;
	const struct flow *f;

	world_init(&w, NULL);
	world_play(&w, shots, N(shots));
	cr_assert_eq(w.meter.flows.n, 1);
	f = world_flow(&w, 0);
	cr_expect_eq(f->side[0].packets, 2);
	cr_expect_eq(f->side[0].seen & ~SEEN_ISN, SEEN_SYN);
	world_release(&w);
}

/* A mirror that sends every fragment twice. */
Test(meter_fragments, copies)
{
	const struct meter_options o = { .dedup = true };
	struct shot shots[6];
	struct world w;

	for (size_t k = 0; k < 6; k++) {
		shots[k] = pieces[k / 2];
		shots[k].at_ns = (int64_t)k;
	}
	world_init(&w, &o);
	world_play(&w, shots, 6);
	cr_expect_eq(world_flow(&w, 0)->side[0].packets, 3);
	cr_expect_eq(w.tally.copies, 3);
	world_release(&w);
}

/* A first fragment whose flow finds no room, before, after and without what
 * waits for it: every packet is told of. */
Test(meter_fragments, unmetered_when_full)
{
	const struct meter_options o = { .max_flows = 1 };
	static const size_t n_pieces[] = { 3, 3, 3, 2 };

	for (size_t i = 0; i < N(n_pieces); i++) {
		const size_t *order = orders[i % N(orders)].order;
		struct shot shots[4] = { { .at_ns = 1, .proto = IP_UDP,
					   .port = { 7, 8 } } };
		struct world w;

		/* The last round is reversed and never sees the first. */
		if (i == N(orders))
			order = orders[1].order;
		for (size_t k = 0; k < n_pieces[i]; k++)
			shots[1 + k] = pieces[order[k]];
		world_init(&w, &o);
		world_play(&w, shots, 1 + n_pieces[i]);
		meter_finish(&w.meter, &w.tally);
		cr_expect_eq(w.meter.flows.n, 1);
		cr_expect_eq(w.tally.unmetered, n_pieces[i], "%zu: %llu", i,
			     (unsigned long long)w.tally.unmetered);
		world_release(&w);
	}
}
