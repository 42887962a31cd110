/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>
#include <string.h>

#include "ground/addr.h"
#include "scene.h"

static struct stage s;

static void up(void)
{
	stage_init(&s);
}

static void down(void)
{
	stage_release(&s);
}

TestSuite(detect_error, .init = up, .fini = down);

/* 192.168.10.11 polls 192.168.10.101, which is known for so many errors. */
static void known(unsigned errors)
{
	struct text seen = { 0 };

	text_printf(&seen, "proto,client,client_port,server,server_port,first,"
		    "last,flows,answered,gaps,max_gap,peak_hour_packets,"
		    "peak_hour_payload,peak_hour_sessions,peak_10min_sessions,"
		    "peak_hour_errors,client_ports,port_fixed,client_mac,"
		    "server_mac,service,operations,initiator,status,direction,"
		    "confidence,captures\n"
		    "format,1.0,,,,,,,,,,,,,,,,,,,,,,,,,\n"
		    "tcp,192.168.10.11,,192.168.10.101,502,"
		    "2023-10-16T00:00:00Z,2023-10-16T10:00:00Z,5,5,10,"
		    "2000.000,100,100,1,0,%u,49152+49153,,,,,,client,learned,"
		    "handshake,99,\n", errors);
	stage_memory(&s, "tcp,192.168.10.11,*,192.168.10.101,502,modbus,"
		     "operation,,,learned,,,\n", seen.s);
	text_release(&seen);
}

static struct record *poll(uint64_t errors, uint64_t peak)
{
	struct record *r = stage_tcp(&s, 11, 101, 502, (int64_t)s.n * 100000);

	r->service = "modbus";
	r->operations = "error:busy+error:illegal-address+read:coils";
	r->errors = errors;
	r->peak_hour_errors = peak;
	return r;
}

Test(detect_error, a_burst_beyond_what_is_known)
{
	const struct finding *f;

	known(0);
	poll(14, 12);
	poll(2, 2);
	stage_judge(&s);
	f = stage_one(&s, FINDING_OT_ERROR);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_MEDIUM);
	cr_expect_str_eq(f->technique, "T0861");
	cr_expect_eq(f->client, ADDR(192, 168, 10, 11));
	cr_expect_eq(f->server, ADDR(192, 168, 10, 101));
	cr_expect_eq(f->server_port, 502);
	cr_expect_eq(f->count, 2);
	cr_expect_str_eq(f->summary.s, "192.168.10.101 tcp/502 (modbus) "
			 "answered 192.168.10.11 with 16 error replies: busy, "
			 "illegal-address.");
	cr_expect(strstr(f->evidence.s, "12 error replies in one clock hour; "
			 "most known: 0"));
	cr_expect(strstr(f->filter.s, "tcp.port == 502"));
	cr_expect_eq(s.used_by[0], 1);
}

Test(detect_error, where_the_bounds_are)
{
	static const struct {
		unsigned known, peak, burst, factor;
		size_t n;
	} cases[] = {
		{ 0, 9, 10, 3, 0 },
		{ 0, 10, 10, 3, 1 },
		{ 0, 10, 11, 3, 0 },
		{ 4, 12, 10, 3, 0 },
		{ 4, 13, 10, 3, 1 },
		{ 4, 13, 10, 4, 0 },
		{ 3600, 3600, 10, 3, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		down();
		up();
		known(cases[i].known);
		s.options.error_burst = cases[i].burst;
		s.options.error_factor = cases[i].factor;
		poll(cases[i].peak, cases[i].peak);
		stage_judge(&s);
		cr_expect_eq(s.found.n, cases[i].n, "case %zu", i);
	}
}

/* A slow trickle over a week is no burst. */
Test(detect_error, only_the_worst_hour_counts)
{
	known(0);
	poll(500, 3);
	for (int i = 0; i < 20; i++)
		poll(3, 3);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_error, control_protocols_only)
{
	stage_rules(&s, "tcp,192.168.10.11,*,192.168.10.101,502,http,"
		    "operation,,,learned,,,\n");
	poll(100, 100)->service = "http";
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_error, who_was_not_heard_did_not_answer)
{
	struct record *r = poll(100, 100);

	r->packets[ROLE_SERVER] = 0;
	stage_judge(&s);
	cr_assert(stage_one(&s, FINDING_OT_ERROR));
	cr_expect_not(strstr(s.found.items[0].summary.s, "answered"));
}

Test(detect_error, without_a_baseline_nothing_is_held_back)
{
	poll(100, 100);
	stage_judge(&s);
	cr_assert(stage_one(&s, FINDING_OT_ERROR));
	cr_expect(strstr(s.found.items[0].evidence.s, "in one clock hour"));
	cr_expect_not(strstr(s.found.items[0].evidence.s, "known"));
	cr_expect_eq(s.used_by[0], 0);
}

Test(detect_error, of_an_unknown_pair_within_its_finding)
{
	known(0);
	for (int i = 0; i < 2; i++) {
		struct record *r = poll(40, 40);

		r->addr[0] = ADDR(192, 168, 10, 99);
	}
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	cr_expect_eq(s.found.items[0].kind, FINDING_NEW_HOST);
	cr_expect(strstr(s.found.items[0].evidence.s, "80 error replies: "
			 "busy, illegal-address"));
}

Test(detect_error, no_word_no_technique)
{
	known(0);
	poll(20, 20)->operations = "read:coils";
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	cr_expect_str_eq(s.found.items[0].technique, "");
	cr_expect(strstr(s.found.items[0].summary.s, "20 error replies."));
}
