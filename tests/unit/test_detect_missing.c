/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/stamp.h"
#include "ground/text.h"
#include "judge/baseline.h"
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

TestSuite(detect_missing, .init = up, .fini = down);

/* One expected conversation of 192.168.10.11. */
struct known {
	const char *server, *status;
	unsigned port, gaps, max_gap_s;
};

static void expect_from(const char *client_port, const struct known *k,
			size_t n)
{
	struct text rules = { 0 }, seen = { 0 };

	text_puts(&seen, "proto,client,client_port,server,server_port,first,"
		  "last,flows,answered,gaps,max_gap,peak_hour_packets,"
		  "peak_hour_payload,peak_hour_sessions,peak_10min_sessions,"
		  "client_ports,port_fixed,client_mac,server_mac,service,"
		  "operations,"
		  "initiator,status,direction,confidence,captures\n"
		  "format,1.0,,,,,,,,,,,,,,,,,,,,,,,,\n");
	for (size_t i = 0; i < n; i++) {
		text_printf(&rules, "tcp,192.168.10.11,%s,192.168.10.%s,%u,,"
			    "operation,,,%s,,,\n", client_port, k[i].server,
			    k[i].port, k[i].status);
		text_printf(&seen, "tcp,192.168.10.11,,192.168.10.%s,%u,"
			    "2023-10-16T00:00:00Z,2023-10-16T10:00:00Z,5,5,%u,"
			    "%u.000,100,100,1,0,49152+49153,,,,,,client,"
			    "learned,handshake,99,\n", k[i].server, k[i].port,
			    k[i].gaps, k[i].max_gap_s);
	}
	stage_memory(&s, rules.s, seen.s);
	text_release(&rules);
	text_release(&seen);
}

static void expect(const struct known *k, size_t n)
{
	expect_from("*", k, n);
}

Test(detect_missing, silence_of_more_than_three_longest_gaps)
{
	const struct known k = { "101", "learned", 502, 10, 100 };
	const struct finding *f;

	expect(&k, 1);
	stage_tcp(&s, 11, 101, 502, 0);		/* ends after 60 s */
	stage_run(&s, 0, 360);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
	stage_run(&s, 360, 361);
	stage_judge(&s);
	f = stage_one(&s, FINDING_MISSING_CONVERSATION);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_LOW);
	cr_expect_eq(f->server, ADDR(192, 168, 10, 101));
	cr_expect_eq(f->server_port, 502);
	cr_expect_str_eq(f->summary.s, "192.168.10.11 no longer talks to "
			 "192.168.10.101 tcp/502, silent for 5 min 1 s.");
	cr_expect(strstr(f->evidence.s, "the longest silence of 10 learned "
			 "gaps was 1 min 40 s; last seen 2023-10-23T00:01:00"));
}

Test(detect_missing, never_seen_counts_from_the_beginning)
{
	const struct known k = { "101", "learned", 502, 10, 100 };

	expect(&k, 1);
	stage_run(&s, 0, 301);
	stage_judge(&s);
	cr_assert(stage_one(&s, FINDING_MISSING_CONVERSATION));
	cr_expect(strstr(s.found.items[0].evidence.s, "not seen at all"));
}

Test(detect_missing, who_expects_what)
{
	static const struct {
		struct known known;
		size_t n;
	} cases[] = {
		{ { "101", "learned", 502, 10, 100 }, 1 },
		{ { "101", "approved", 502, 10, 100 }, 1 },
		{ { "101", "learned", 502, 9, 100 }, 0 },
		{ { "101", "review", 502, 10, 100 }, 0 },
		{ { "101", "ignored", 502, 10, 100 }, 0 },
		{ { "101", "unanswered", 502, 10, 100 }, 0 },
		{ { "101", "learned", 502, 10, 5000 }, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		down();
		up();
		expect(&cases[i].known, 1);
		stage_run(&s, 0, 1000);
		stage_judge(&s);
		cr_expect_eq(s.found.n, cases[i].n, "case %zu", i);
	}
}

Test(detect_missing, time_between_captures_does_not_count)
{
	const struct known k = { "101", "learned", 502, 10, 100 };

	expect(&k, 1);
	stage_tcp(&s, 11, 101, 502, 0);
	stage_run(&s, 0, 100);
	stage_run(&s, 100000, 100200);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_missing, after_damage_nothing_is_called_silent)
{
	const struct known k = { "101", "learned", 502, 10, 100 };

	expect(&k, 1);
	stage_tcp(&s, 11, 101, 502, 0);
	stage_run(&s, 0, 200)->operations = "damage:1";
	stage_run(&s, 200, 10000);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_missing, an_attempt_is_no_sign_of_life)
{
	const struct known k = { "101", "learned", 502, 10, 100 };

	expect(&k, 1);
	for (int i = 0; i < 9; i++)
		stage_syn(&s, 11, 101, 502, CONN_S0)->last_ns +=
			999 * NS_PER_SECOND;
	stage_run(&s, 0, 1000);
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_MISSING_CONVERSATION));
}

Test(detect_missing, half_a_session_is_a_sign_of_life)
{
	const struct known k = { "101", "learned", 502, 10, 100 };
	struct record *r;

	expect(&k, 1);
	r = stage_tcp(&s, 11, 101, 502, 0);
	r->last_ns += 900 * NS_PER_SECOND;
	r->packets[1] = r->payload[1] = 0;
	r->state = CONN_SH;
	stage_run(&s, 0, 1000);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_missing, a_host_of_which_all_is_missing_is_one_finding)
{
	static const struct known k[] = {
		{ "101", "learned", 502, 10, 100 },
		{ "101", "learned", 80, 10, 100 },
		{ "102", "learned", 502, 10, 100 },
	};

	expect(k, 3);
	stage_tcp(&s, 11, 102, 502, 0)->last_ns += 900 * NS_PER_SECOND;
	stage_run(&s, 0, 1000);
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	cr_expect_eq(s.found.items[0].server, ADDR(192, 168, 10, 101));
	cr_expect_eq(s.found.items[0].server_port, 0);
	cr_expect_str_eq(s.found.items[0].summary.s, "192.168.10.101 fell "
			 "silent: all 2 conversations known of it are "
			 "missing.");
}

Test(detect_missing, laptops_may_leave)
{
	const struct known k = { "101", "learned", 502, 10, 100 };

	stage_names(&s, "address,name,role\n192.168.10.101,laptop,"
		    "transient\n");
	expect(&k, 1);
	stage_run(&s, 0, 1000);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

/* The other one of a pair asks, and from another port than was fixed. */
Test(detect_missing, any_address_of_a_machine_is_a_sign_of_life)
{
	const struct known k = { "101", "learned", 502, 10, 100 };

	expect_from("5551", &k, 1);
	stage_tcp(&s, 12, 101, 502, 900000);
	stage_run(&s, 0, 1000);
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_MISSING_CONVERSATION));

	down();
	up();
	stage_names(&s, "address,name\n192.168.10.11,scada\n"
		    "192.168.10.12,scada\n");
	expect_from("5551", &k, 1);
	stage_tcp(&s, 12, 101, 502, 900000);
	stage_run(&s, 0, 1000);
	stage_judge(&s);
	cr_expect_not(stage_one(&s, FINDING_MISSING_CONVERSATION));
}

Test(detect_missing, stamps_far_apart_do_not_overflow)
{
	const struct known k = { "101", "learned", 502, 10, 100 };
	struct record *r;

	expect(&k, 1);
	r = stage_run(&s, 0, 0);
	r->first_ns = INT64_MIN + 1;
	r->last_ns = INT64_MAX - 1;
	stage_judge(&s);
	cr_expect_eq(s.found.n, 1);
}
