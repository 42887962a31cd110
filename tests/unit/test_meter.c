/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/meter.h"

#include <criterion/criterion.h>
#include <string.h>

#include "captures.h"
#include "ground/limits.h"
#include "ground/stamp.h"
#include "packets.h"
#include "read/packet.h"
#include "understand/conn.h"
#include "understand/valueset.h"

#define N(array) (sizeof(array) / sizeof *(array))

static const int64_t minute = 60 * NS_PER_SECOND;
static const int64_t hour = 3600 * NS_PER_SECOND;

/* Packets of each side of each flow: "3/2 1/0". */
static const char *flows_of(const struct world *w)
{
	struct text t = { 0 };

	for (size_t i = 0; i < w->meter.flows.n; i++) {
		const struct flow *f = world_flow(w, i);

		text_printf(&t, "%s%llu/%llu", i ? " " : "",
			    (unsigned long long)f->side[0].packets,
			    (unsigned long long)f->side[1].packets);
	}
	text_puts(&t, "");
	return keep(t.s);
}

/* When a SYN on known endpoints opens another flow, and when not. */
static const struct {
	const char *name, *story, *want;
} openings[] = {
	{ "repeated SYN", "SSS", "3/0" },
	{ "repeated SYN after the answer", "ShS", "2/1" },
	{ "repeated SYN after data", "ShADdS", "4/2" },
	{ "repeated SYN after RST", "SqSqSq", "3/3" },
	{ "repeated SYN after both FINs", "ShAFfAS", "5/2" },
	{ "another number, never answered", "S S2 S3 S4", "4/0" },
	{ "another number after the answer", "ShA S2h", "2/1 1/1" },
	{ "another number after data", "ShADd S2hADd", "3/2 3/2" },
	{ "another number after RST", "Sq S2q S3q", "1/1 1/1 1/1" },
	{ "another number after own RST", "SR S2", "2/0 1/0" },
	{ "another number after both FINs", "ShAFfA S2", "4/2 1/0" },
	{ "a copy of the second SYN", "ShAFfA S2 S2hA S2", "4/2 4/1" },
	{ "the answered retry repeats", "S S2 hS2A", "4/1" },
	{ "a retry refused repeats", "S S2 q S2 q", "3/2" },
	{ "SYN-ACK before its SYN", "hSA", "2/1" },
	{ "refusal before its SYN", "qS", "1/1" },
	{ "midstream, then a SYN", "Dd S2hA", "1/1 2/1" },
	{ "one side only, then a SYN", "DD S2S2", "2/0 2/0" },
	{ "the other side opens", "ShAFfA s2HaA", "4/2 2/2" },
	{ "both open", "SsHh", "2/2" },
	{ "a second SYN-ACK", "ShhhA", "2/3" },
	{ "an answer after the next SYN", "ShAFfA S2 f h", "4/2 1/2" },
	{ "no flag at all", "NnN", "2/1" },
};

Test(meter, opens_anew)
{
	for (size_t i = 0; i < N(openings); i++) {
		struct world w;

		world_init(&w, NULL);
		world_tell(&w, openings[i].story);
		cr_expect_str_eq(flows_of(&w), openings[i].want,
				 "%s (%s): %s", openings[i].name,
				 openings[i].story, flows_of(&w));
		for (size_t f = 0; f < w.meter.flows.n; f++)
			cr_expect_eq(world_flow(&w, f)->generation, f);
		world_release(&w);
	}
}

/* A SYN whose flags contradict themselves opens nothing. */
Test(meter, odd_syns)
{
	static const uint8_t odd[] = { TCP_SYN | TCP_FIN, TCP_SYN | TCP_RST,
				       TCP_SYN | TCP_ACK | TCP_FIN };

	for (size_t i = 0; i < N(odd); i++) {
		struct shot last = { .at_ns = minute, .flags = odd[i],
				     .seq = 9 };
		struct world w;

		world_init(&w, NULL);
		world_tell(&w, "ShAFfA");
		world_play(&w, &last, 1);
		cr_expect_str_eq(flows_of(&w), "5/2", "flags %02x", odd[i]);
		world_release(&w);
	}
}

Test(meter, sizes)
{
	const struct shot shots[] = {
		{ .at_ns = 5, .flags = TCP_SYN, .len = 7 },
		{ .at_ns = 6, .from = 1, .flags = TCP_ACK, .len = 100 },
		{ .at_ns = 7, .from = 1, .flags = TCP_ACK },
	};
	struct world w;
	const struct flow *f;

	world_init(&w, NULL);
	world_play(&w, shots, N(shots));
	f = world_flow(&w, 0);
	cr_expect(f->side[0].bytes == 47 && f->side[0].payload == 7);
	cr_expect(f->side[1].bytes == 180 && f->side[1].payload == 100);
	cr_expect(f->marks & FLOW_SYN_PAYLOAD);
	cr_expect(f->first_side == 0 && f->first_ns == 5 && f->last_ns == 7);
	cr_expect_eq(w.tally.scope[SCOPE_TCP], 3);
	world_release(&w);
}

/* Gaps are between packets in the order of their clock. */
Test(meter, times)
{
	static const struct {
		const char *name;
		int64_t at[4];
		int64_t first, last, gap;
	} cases[] = {
		{ "in order", { 10, 20, 50, 60 }, 10, 60, 30 },
		{ "one late", { 10, 50, 20, 60 }, 10, 60, 40 },
		{ "clock set back", { 100, 110, 5, 7 }, 5, 110, 10 },
		{ "back and on", { 100, 5, 130, 131 }, 5, 131, 30 },
		{ "all at once", { 9, 9, 9, 9 }, 9, 9, 0 },
		{ "before 1970", { -50, -20, -1, 3 }, -50, 3, 30 },
		{ "all of time", { INT64_MIN + 1, INT64_MAX, 0, 0 },
		  INT64_MIN + 1, INT64_MAX, INT64_MAX },
	};

	for (size_t i = 0; i < N(cases); i++) {
		struct shot shots[4];
		const struct flow *f;
		struct world w;

		for (size_t k = 0; k < 4; k++)
			shots[k] = (struct shot){ .at_ns = cases[i].at[k],
						  .proto = IP_UDP };
		world_init(&w, NULL);
		world_play(&w, shots, 4);
		f = world_flow(&w, 0);
		cr_expect_eq(f->first_ns, cases[i].first, "%s", cases[i].name);
		cr_expect_eq(f->last_ns, cases[i].last, "%s", cases[i].name);
		cr_expect_eq(f->max_gap_ns, cases[i].gap, "%s", cases[i].name);
		world_release(&w);
	}
}

/* The largest clock hour, not the largest 60 minutes. */
Test(meter, peak_hour)
{
	struct shot shots[12];
	const struct flow *f;
	struct world w;

	for (int i = 0; i < 12; i++)
		shots[i] = (struct shot){
			.at_ns = 100 * hour - 30 * minute + i * 6 * minute,
			.proto = IP_UDP, .len = (uint16_t)(i < 5 ? 100 : 10),
		};
	world_init(&w, NULL);
	world_play(&w, shots, 12);
	f = world_flow(&w, 0);
	cr_expect_eq(flow_peak_packets(f), 7, "%u", flow_peak_packets(f));
	cr_expect_eq(flow_peak_payload(f), 500);
	world_release(&w);
}

Test(meter, peak_hour_before_1970)
{
	const struct shot shots[] = {
		{ .at_ns = -1, .proto = IP_UDP },
		{ .at_ns = 0, .proto = IP_UDP },
		{ .at_ns = 1, .proto = IP_UDP },
		{ .at_ns = INT64_MAX, .proto = IP_UDP },
		{ .at_ns = INT64_MIN + 1, .proto = IP_UDP },
		{ .at_ns = INT64_MAX, .proto = IP_UDP },
	};
	struct world w;

	world_init(&w, NULL);
	world_play(&w, shots, N(shots));
	cr_expect_eq(flow_peak_packets(world_flow(&w, 0)), 2);
	world_release(&w);
}

Test(meter, idle_timeout)
{
	const struct meter_options o = { .idle_timeout_ns = 10 };
	const struct shot shots[] = {
		{ .at_ns = 100, .proto = IP_UDP },
		{ .at_ns = 110, .proto = IP_UDP, .from = 1 },
		{ .at_ns = 121, .proto = IP_UDP },
		{ .at_ns = 5, .proto = IP_UDP },
		{ .at_ns = INT64_MAX, .proto = IP_UDP, .from = 1 },
		{ .at_ns = INT64_MIN + 1, .proto = IP_UDP },
	};
	struct world w;

	world_init(&w, &o);
	world_play(&w, shots, N(shots));
	cr_expect_str_eq(flows_of(&w), "1/1 2/0 1/1");
	for (size_t i = 0; i < 3; i++)
		cr_expect(world_flow(&w, i)->marks & FLOW_SPLIT);
	cr_expect_eq(world_flow(&w, 2)->first_side, 1);
	cr_expect_eq(world_flow(&w, 1)->first_ns, 5, "a clock set back cuts "
		     "nothing");
	world_release(&w);
}

/* No flow is ever cut by silence unless that is asked for. */
Test(meter, silence)
{
	const struct shot shots[] = {
		{ .at_ns = 0, .flags = TCP_ACK },
		{ .at_ns = 400 * 24 * hour, .flags = TCP_ACK, .from = 1 },
	};
	struct world w;

	world_init(&w, NULL);
	world_play(&w, shots, N(shots));
	cr_expect_str_eq(flows_of(&w), "1/1");
	cr_expect_eq(world_flow(&w, 0)->max_gap_ns, 400 * 24 * hour);
	world_release(&w);
}

/* The mirror port tags one direction: one flow, unless VLANs are apart. */
Test(meter, vlans)
{
	const struct shot shots[] = {
		{ .at_ns = 1, .proto = IP_UDP },
		{ .at_ns = 2, .proto = IP_UDP, .from = 1, .vlan = { 10 } },
		{ .at_ns = 3, .proto = IP_UDP, .vlan = { 10, 20 } },
		{ .at_ns = 4, .proto = IP_UDP, .vlan = { 10 } },
	};

	for (int by_vlan = 0; by_vlan < 2; by_vlan++) {
		const struct meter_options o = { .by_vlan = by_vlan };
		struct world w;
		struct valueset v;

		world_init(&w, &o);
		world_play(&w, shots, N(shots));
		cr_expect_str_eq(flows_of(&w),
				 by_vlan ? "1/0 1/1 1/0" : "3/1");
		v = valueset_get(w.meter.vlans, world_flow(&w, 0)->vlans);
		cr_expect_eq(v.n, by_vlan ? 0 : 2);
		world_release(&w);
	}
}

/* A VLAN 0 tag (priority only) is a tag like any other. */
Test(meter, vlan_stack)
{
	struct packet p = { .n_vlan = 4, .vlan = { 4095, 0, 1, 2 } };

	cr_expect_eq(meter_vlan_stack(&p), 0x8fff800080018002u);
	p.n_vlan = 1;
	cr_expect_eq(meter_vlan_stack(&p), 0x8fff000000000000u);
	p.n_vlan = 0;
	cr_expect_eq(meter_vlan_stack(&p), 0);
}

Test(meter, hardware_addresses)
{
	struct shot shots[20];
	struct world w;
	struct valueset low, high;

	for (size_t i = 0; i < N(shots); i++)
		shots[i] = (struct shot){ .at_ns = (int64_t)i,
					  .proto = IP_UDP,
					  .mac = { 100 + i, 7 + (i == 9) } };
	world_init(&w, NULL);
	world_play(&w, shots, N(shots));
	low = valueset_get(w.meter.macs, world_flow(&w, 0)->side[0].macs);
	high = valueset_get(w.meter.macs, world_flow(&w, 0)->side[1].macs);
	cr_expect(low.n == LIMIT_SET_MEMBERS && low.more);
	cr_expect(high.n == 2 && high.value[0] == 7 && high.value[1] == 8);
	world_release(&w);
}

static const struct shot relayed[] = {
	{ .at_ns = 1000000, .proto = IP_UDP, .id = 5, .ttl = 64, .len = 20 },
	{ .at_ns = 1500000, .proto = IP_UDP, .id = 5, .ttl = 63, .len = 20,
	  .vlan = { 2 } },
	{ .at_ns = 3000000, .proto = IP_UDP, .id = 6, .ttl = 64, .len = 20 },
};

Test(meter, copies)
{
	for (int i = 0; i < 4; i++) {
		const struct meter_options o = { .dedup = i & 1,
						 .by_vlan = i & 2 };
		static const char *const want[] = { "3/0", "2/0", "2/0 1/0",
						    "2/0" };
		struct world w;

		world_init(&w, &o);
		world_play(&w, relayed, N(relayed));
		cr_expect_str_eq(flows_of(&w), want[i],
				 "dedup %d by-vlan %d: %s", o.dedup, o.by_vlan,
				 flows_of(&w));
		cr_expect_eq(w.tally.copies, 1, "counted either way");
		cr_expect_eq(w.tally.scope[SCOPE_UDP], 3);
		cr_expect_eq(!!(world_flow(&w, 0)->marks & FLOW_COPIES),
			     !o.by_vlan);
		world_release(&w);
	}
}

/* Beyond the maximum packets are counted, not metered; what is known goes
 * on, another generation has no room. */
Test(meter, max_flows)
{
	const struct meter_options o = { .max_flows = 2 };
	struct shot shots[5];
	struct world w;

	for (size_t i = 0; i < N(shots); i++)
		shots[i] = (struct shot){ .at_ns = (int64_t)i, .id = 3,
					  .proto = IP_UDP,
					  .port = { (uint16_t)(i % 3 + 1) } };
	world_init(&w, &o);
	world_play(&w, shots, N(shots));
	cr_expect_str_eq(flows_of(&w), "2/0 2/0");
	cr_expect_eq(w.tally.unmetered, 1);
	world_tell(&w, "ShA S2");
	cr_expect_eq(w.tally.unmetered, 5);
	cr_expect_str_eq(flows_of(&w), "2/0 2/0");
	world_release(&w);
}

Test(meter, max_flows_and_generations)
{
	const struct meter_options o = { .max_flows = 1 };
	struct world w;

	world_init(&w, &o);
	world_tell(&w, "ShAFfA S2 hAD");
	cr_expect_str_eq(flows_of(&w), "6/3", "%s", flows_of(&w));
	cr_expect_eq(w.tally.unmetered, 1);
	world_release(&w);
}

/* Bigger than a batch and a stride, many flows at once. */
Test(meter, many)
{
	enum { MANY = 3000, FLOWS = 700 };
	static struct shot shots[MANY];
	struct world w;
	uint64_t n = 0;

	for (size_t i = 0; i < MANY; i++)
		shots[i] = (struct shot){
			.at_ns = (int64_t)i, .proto = IP_UDP, .from = i % 2,
			.port = { (uint16_t)(1 + i % FLOWS), 53 },
		};
	world_init(&w, NULL);
	world_play(&w, shots, MANY);
	cr_assert_eq(w.meter.flows.n, FLOWS);
	for (size_t i = 0; i < FLOWS; i++)
		n += world_flow(&w, i)->side[0].packets +
		     world_flow(&w, i)->side[1].packets;
	cr_expect_eq(n, MANY);
	world_release(&w);
}
