/* SPDX-License-Identifier: BSD-3-Clause */
/* The tables that packets fill: valueset, flowtab, arptab, tally. */
#include <criterion/criterion.h>
#include <string.h>

#include "ground/limits.h"
#include "packets.h"
#include "read/linktype.h"
#include "read/packet.h"
#include "read/source.h"
#include "understand/arptab.h"
#include "understand/flowtab.h"
#include "understand/record.h"
#include "understand/tally.h"
#include "understand/valueset.h"

Test(valueset, one_number_a_set)
{
	struct valueset_table *t = valueset_new(0);
	uint32_t ab = valueset_add(t, valueset_add(t, 0, 7), 3);
	uint32_t ba = valueset_add(t, valueset_add(t, 0, 3), 7);
	struct valueset v = valueset_get(t, ab);

	cr_expect_eq(ab, ba, "the order of adding does not show");
	cr_expect(v.n == 2 && v.value[0] == 3 && v.value[1] == 7 && !v.more);
	cr_expect_eq(valueset_add(t, ab, 3), ab);
	cr_expect_eq(valueset_get(t, 0).n, 0);
	cr_expect_eq(valueset_n(t), 4, "{} {7} {3,7} {3}");
	cr_expect_neq(valueset_add(t, 0, 0), 0, "0 is a value");
	cr_expect_neq(valueset_add(t, 0, UINT64_MAX), 0);
	valueset_free(t);
	valueset_free(NULL);
}

Test(valueset, full_set_says_more)
{
	struct valueset_table *t = valueset_new(1);
	uint32_t set = 0, full, more;
	struct valueset v;

	for (uint64_t i = LIMIT_SET_MEMBERS; i > 0; i--)
		set = valueset_add(t, set, i * 10);
	full = set;
	v = valueset_get(t, full);
	cr_expect(v.n == LIMIT_SET_MEMBERS && !v.more);
	cr_expect_eq(valueset_add(t, full, 50), full, "a member is no more");
	more = valueset_add(t, full, 5);
	v = valueset_get(t, more);
	cr_expect(v.n == LIMIT_SET_MEMBERS && v.more && v.value[0] == 10);
	cr_expect_eq(valueset_add(t, more, 6), more);
	cr_expect_eq(valueset_add(t, full, 999), more, "one set, whatever "
		     "did not fit");
	cr_expect_not(valueset_get(t, full).more, "sets never change");
	valueset_free(t);
}

Test(valueset, full_collection_keeps_what_it_has)
{
	struct valueset_table *t = valueset_new(2);
	uint32_t last = 0;

	for (uint64_t i = 0; valueset_n(t) < LIMIT_INTERNED; i++)
		last = valueset_add(t, 0, i);
	cr_expect_eq(valueset_add(t, 0, UINT64_MAX), 0, "no room: as it was");
	cr_expect_eq(valueset_add(t, last, UINT64_MAX), last);
	cr_expect_eq(valueset_n(t), LIMIT_INTERNED);
	for (uint64_t i = 0; i < LIMIT_INTERNED - 1; i += 1001) {
		uint32_t set = valueset_add(t, 0, i);

		cr_assert(set && valueset_get(t, set).value[0] == i);
	}
	valueset_free(t);
}

static struct flow_key key(uint32_t n)
{
	return flow_key_of(flow_endpoint(LOW, (uint16_t)n),
			   flow_endpoint(HIGH + (n >> 16), 502), IP_TCP, 0);
}

static struct flow *get(struct flowtab *t, uint32_t n)
{
	struct flow_key k = key(n);

	return flowtab_get(t, &k, flowtab_hash(t, &k));
}

Test(flowtab, key_holds_what_was_put_in)
{
	struct flow f = { .key = flow_key_of(
				  flow_endpoint(0xfffffffe, 65535),
				  flow_endpoint(0xffffffff, 0), IP_UDP,
				  65535) };

	cr_expect_eq(flow_addr(&f, 0), 0xfffffffe);
	cr_expect_eq(flow_addr(&f, 1), 0xffffffff);
	cr_expect_eq(flow_port(&f, 0), 65535);
	cr_expect_eq(flow_port(&f, 1), 0);
	cr_expect_eq(flow_proto(&f), IP_UDP);
}

Test(flowtab, grows_and_nothing_moves)
{
	enum { MANY = 50000 };
	static struct flow *flows[MANY];
	struct flowtab t;

	flowtab_init(&t, 3, MANY);
	for (uint32_t i = 0; i < MANY; i++) {
		flows[i] = get(&t, i * 3);
		cr_assert(flows[i] && !flows[i]->side[0].packets);
		flows[i]->side[0].packets = i + 1;
	}
	cr_expect(!get(&t, 1), "at its maximum a new key is refused");
	for (uint32_t i = 0; i < MANY; i++) {
		cr_assert(get(&t, i * 3) == flows[i], "an old one is found");
		cr_assert(flowtab_at(&t, i) == flows[i], "first packet first");
		cr_assert(flows[i]->side[0].packets == i + 1);
	}
	cr_expect_eq(t.n, MANY);
	flowtab_release(&t);
	cr_expect(!t.chunks && !t.slots);
}

Test(flowtab, generations)
{
	struct flowtab t;
	struct flow_key k = key(1);
	uint64_t h;
	struct flow *first, *second;

	flowtab_init(&t, 4, 3);
	h = flowtab_hash(&t, &k);
	cr_expect(!flowtab_find(&t, &k, h));
	cr_expect_eq(t.n, 0, "looking is not taking");
	first = flowtab_get(&t, &k, h);
	second = flowtab_renew(&t, &k, h);
	cr_expect(second != first && second->generation == 1);
	cr_expect(flowtab_get(&t, &k, h) == second, "the newest answers");
	cr_expect(flowtab_find(&t, &k, h) == second);
	cr_expect(flowtab_at(&t, 0) == first && !first->generation);
	cr_expect_eq(flowtab_renew(&t, &k, h)->generation, 2);
	cr_expect(!flowtab_renew(&t, &k, h), "full");
	cr_expect_eq(flowtab_get(&t, &k, h)->generation, 2);
	flowtab_release(&t);
}

/* A seed that sends all keys to one slot would only be slow. */
Test(flowtab, colliding_slots)
{
	struct flowtab t;
	struct flow *flows[200];

	flowtab_init(&t, 0, 1000);
	for (uint32_t i = 0; i < 200; i++) {
		struct flow_key k = key(i);

		flows[i] = flowtab_get(&t, &k, 42 | (uint64_t)(i & 1) << 32);
	}
	for (uint32_t i = 0; i < 200; i++) {
		struct flow_key k = key(i);

		cr_assert(flowtab_get(&t, &k, 42 | (uint64_t)(i & 1) << 32) ==
			  flows[i]);
	}
	cr_expect_eq(t.n, 200);
	flowtab_release(&t);
}

static bool arp(struct arptab *t, uint32_t addr, uint64_t mac, int64_t ns)
{
	struct packet p = { .addr = { addr, HIGH }, .arp_mac = mac,
			    .arp_op = (uint16_t)(1 + (ns & 1)), .time_ns = ns };

	return arptab_add(t, &p);
}

Test(arptab, pairs)
{
	struct arptab t;

	arptab_init(&t, 5);
	cr_expect(arp(&t, LOW, 1, 10) && arp(&t, LOW, 1, 5) &&
		  arp(&t, LOW, 2, 7) && arp(&t, LOW, 1, 20));
	cr_expect(arp(&t, 0, 1, 10), "a probe says nothing, and is no loss");
	cr_assert_eq(t.n, 2);
	cr_expect_eq(t.pairs[0].requests, 2);
	cr_expect_eq(t.pairs[0].replies, 1);
	cr_expect(t.pairs[0].first_ns == 5 && t.pairs[0].last_ns == 20);
	cr_expect_eq(t.pairs[1].mac, 2);
	arptab_release(&t);
}

Test(arptab, limit)
{
	struct arptab t;

	arptab_init(&t, 6);
	for (uint32_t i = 1; i <= LIMIT_ARP_PAIRS; i++)
		cr_assert(arp(&t, i, 9, 0));
	cr_expect_not(arp(&t, UINT32_MAX, 9, 0), "refused, and said so");
	cr_expect_not(arp(&t, 1, 10, 0));
	cr_expect(arp(&t, 77, 9, 0), "a known pair goes on");
	cr_expect_eq(t.pairs[76].requests, 2);
	cr_expect_eq(t.n, LIMIT_ARP_PAIRS);
	arptab_release(&t);
}

static bool ask(struct arptab *t, uint32_t from, uint32_t for_addr, int64_t s)
{
	struct packet p = { .addr = { from, for_addr }, .arp_mac = 9,
			    .arp_op = 1, .time_ns = s * 1000000000 };

	return arptab_add(t, &p);
}

Test(arptab, asked_within_a_minute)
{
	struct arptab t;

	arptab_init(&t, 7);
	for (uint32_t i = 0; i < 10; i++)
		ask(&t, LOW, HIGH + i % 5, 10 + i);
	cr_expect_eq(t.pairs[0].peak_asked, 5, "each once");
	ask(&t, LOW, LOW, 20);
	cr_expect_eq(t.pairs[0].peak_asked, 5, "an announcement");
	for (uint32_t i = 0; i < 100; i++)
		ask(&t, LOW, HIGH + 10 + i, 100 + i * 10);
	cr_expect_eq(t.pairs[0].peak_asked, 6, "no more than 6 in a minute");
	ask(&t, LOW, HIGH, 100);
	cr_expect_eq(t.pairs[0].peak_asked, 6, "the clock was set back");
	for (uint32_t i = 0; i < 25; i++)
		ask(&t, LOW, 500 + i, 2000 + i * 60 / 25);
	cr_expect_eq(t.pairs[0].peak_asked, 25);
	for (uint32_t i = 0; i < 1000; i++)
		ask(&t, LOW, 5000 + i, 3000);
	cr_expect_eq(t.pairs[0].peak_asked, LIMIT_ASKED, "not told apart");
	arptab_release(&t);
}

/* A machine that looks for a free address, and one that scans. */
Test(arptab, asked_without_an_address)
{
	struct arptab t;

	arptab_init(&t, 8);
	for (uint32_t i = 0; i < 4; i++)
		cr_expect(ask(&t, 0, HIGH + i, i));
	cr_expect_eq(t.n, 0);
	for (uint32_t i = 0; i < 30; i++)
		cr_expect(ask(&t, 0, HIGH + i, i));
	cr_assert_eq(t.n, 1);
	cr_expect_eq(t.pairs[0].addr, 0);
	cr_expect_eq(t.pairs[0].peak_asked, 30);
	arptab_release(&t);
}

Test(arptab, asker_limit)
{
	struct packet p = { .addr = { LOW, HIGH }, .arp_op = 1 };
	struct arptab t;

	arptab_init(&t, 9);
	for (p.arp_mac = 1; p.arp_mac <= LIMIT_ASKERS; p.arp_mac++)
		cr_assert(arptab_add(&t, &p));
	cr_expect_not(arptab_add(&t, &p), "its question is not counted");
	cr_expect_eq(t.n, LIMIT_ASKERS + 1, "the pair is");
	p.arp_op = 2;
	cr_expect(arptab_add(&t, &p), "a reply asks nothing");
	arptab_release(&t);
}

static const char plain_tally[] =
	"arp:0+broadcast:0+damaged:0+ethertype-other:0+format:1+icmp:0+igmp:0+"
	"ip-other:0+ipv6:0+linktype-other:0+multicast:0+tcp:0+udp:0";

Test(tally, words)
{
	struct tally t = { .copies = 0 };
	struct capture c = { .n_frames = 0 };
	struct text text = { 0 };

	tally_put(&t, &c, &text);
	cr_expect_str_eq(text.s, plain_tally);
	text_clear(&text);
	t = (struct tally){ .copies = 1, .tunnelled = 2, .tso = 3,
			    .unmetered = 4, .arp_unlisted = UINT64_MAX,
			    .claims_unlisted = 6, .names_unlisted = 6,
			    .hints_unlisted = 7 };
	c = (struct capture){ .n_untimed = 5, .n_snapped = 6, .cut = true,
			      .damaged = true };
	tally_put(&t, &c, &text);
	cr_expect_str_eq(text.s,
			 "arp:0+arp-unlisted:18446744073709551615+broadcast:0+"
			 "claims-unlisted:6+copies:1+cut:1+damage:1+damaged:0+"
			 "ethertype-other:0+format:1+hints-unlisted:7+icmp:0+"
			 "igmp:0+ip-other:0+ipv6:0+linktype-other:0+"
			 "multicast:0+"
			 "names-unlisted:6+snapped:6+tcp:0+tso:3+tunnelled:2+"
			 "udp:0+unmetered:4+untimed:5");
	text_clear(&text);
	tally_put(&(struct tally){ .copies = 0 }, NULL, &text);
	cr_expect(strstr(text.s, "damage:1"), "what could not be read");
	text_release(&text);
}

Test(tally, classes_add_up)
{
	struct tally t = { .copies = 9 };
	uint64_t sum = 0;

	for (unsigned i = 0; i < N_SCOPES; i++)
		sum += t.scope[i] = UINT64_C(1) << i;
	cr_expect_eq(tally_in_scope(&t), 3);
	cr_expect_eq(tally_in_scope(&t) + tally_set_aside(&t), sum);
}

/* Link types beyond the places share one counter, under no one's name. */
Test(tally, linktypes)
{
	struct tally t = { .copies = 0 };
	struct text text = { 0 };
	struct record r;
	uint64_t sum = 0;

	tally_linktype(&t, LINKTYPE_ETHERNET);
	tally_put(&t, NULL, &text);
	cr_expect(strstr(text.s, "+linktype-en10mb:1+"), "%s", text.s);
	text_clear(&text);
	t.other[0].n = 0;
	for (int round = 0; round < 2; round++)
		for (uint16_t i = 0; i < 12; i++)
			tally_linktype(&t, (uint16_t)(147 + i));
	for (size_t i = 0; i < TALLY_LINKTYPES; i++)
		sum += t.other[i].n;
	cr_expect_eq(sum, 24);
	tally_put(&t, NULL, &text);
	record_init(&r, RECORD_RUN);
	r.operations = text.s;
	cr_expect_eq(record_count(&r, "linktype-147"), 2, "%s", text.s);
	cr_expect_eq(record_count(&r, "linktype-153"), 2);
	cr_expect_eq(record_count(&r, "linktype-154"), 0);
	cr_expect_eq(record_count(&r, "linktype-more"), 10);
	text_release(&text);
}
