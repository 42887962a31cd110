/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/coverage.h"

#include <criterion/criterion.h>
#include <string.h>

#include "ground/stamp.h"

static struct record capture(const char *name, const char *operations,
			     int64_t first_s, int64_t last_s)
{
	struct record r;

	record_init(&r, RECORD_RUN);
	r.capture = name;
	r.operations = operations;
	r.first_ns = first_s * NS_PER_SECOND;
	r.last_ns = last_s * NS_PER_SECOND;
	r.packets[0] = 10;
	r.packets[1] = 5;
	return r;
}

static void gather(struct coverage *c)
{
	struct record r[5];

	r[0] = capture("a.pcap", "arp:2+copies:3+damage:1+ipv6:3", 0, 60);
	r[1] = capture("b.pcap", "arp:5+cut:1+icmp:0", 60, 120);
	record_init(&r[2], RECORD_TCP);
	r[2].confidence = 94;
	record_init(&r[3], RECORD_UDP);
	r[3].confidence = 50;
	r[3].evidence = EVIDENCE_PEER;
	record_init(&r[4], RECORD_ARP);
	coverage_init(c);
	for (size_t i = 0; i < 5; i++)
		coverage_add(c, &r[i]);
	coverage_finish(c);
}

Test(coverage, adds_up)
{
	struct coverage c;

	gather(&c);
	cr_expect_eq(c.n_captures, 2);
	cr_expect_eq(c.n_in_scope, 20);
	cr_expect_eq(c.n_set_aside, 10);
	cr_expect_eq(c.n_flows, 2);
	cr_expect_eq(c.n_doubtful, 1);
	cr_expect_eq(c.n_damaged, 1);
	cr_expect_eq(c.n_cut, 1);
	cr_expect_eq(c.first_ns, 0);
	cr_expect_eq(c.last_ns, 120 * NS_PER_SECOND);
	cr_expect_eq(coverage_count(&c, "arp"), 7);
	cr_expect_eq(coverage_count(&c, "nothing"), 0);
	coverage_release(&c);
}

Test(coverage, for_people)
{
	struct coverage c;
	struct text t = { 0 };

	gather(&c);
	coverage_put(&c, &t);
	cr_expect_str_eq(t.s,
			 "capture a.pcap: 1970-01-01T00:00:00.000000000Z to "
			 "1970-01-01T00:01:00.000000000Z, 10 packets in scope, "
			 "5 set aside; DAMAGED: the rest was not read\n"
			 "capture b.pcap: 1970-01-01T00:01:00.000000000Z to "
			 "1970-01-01T00:02:00.000000000Z, 10 packets in scope, "
			 "5 set aside; CUT: the last record is not whole\n"
			 "set aside: arp 7, ipv6 3\n"
			 "3 packets were copies made by the mirror port\n"
			 "2 flows, 1 of doubtful direction\n");
	text_release(&t);
	coverage_release(&c);
}

Test(coverage, of_nothing)
{
	struct coverage c;
	struct text t = { 0 };

	coverage_init(&c);
	coverage_finish(&c);
	coverage_put(&c, &t);
	cr_expect_str_eq(t.s, "no capture is named: the input is incomplete\n"
			 "0 flows, 0 of doubtful direction\n");
	text_release(&t);
	coverage_release(&c);
}
