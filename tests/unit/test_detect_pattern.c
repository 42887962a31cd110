/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>
#include <string.h>

#include "ground/addr.h"
#include "scene.h"

static struct stage s;

#define DEVICE(octet, port) \
	"tcp,192.168.10.11,*,192.168.10." octet "," port ",,operation," \
	"client,,learned,learn,,\n"
#define OFFSET \
	DEVICE("3", "51003") DEVICE("17", "51017") DEVICE("40", "51040") \
	DEVICE("9", "51009")
#define DIGITS \
	DEVICE("103", "4103") DEVICE("117", "5117") DEVICE("140", "6140")
#define OTHERS \
	"tcp,192.168.10.21,*,192.168.10.60,8080,http,operation,client,," \
	"learned,learn,,\n" \
	"tcp,192.168.10.60,*,192.168.10.21,8080,http,operation,client,," \
	"learned,learn,,\n"
#define OCTET_RULE \
	"tcp,192.168.10.11,*,192.168.10.0/26,51000+octet,slmp,operation," \
	"client,,approved,me,,\n" OTHERS

static void set(const char *rules)
{
	stage_release(&s);
	stage_init(&s);
	stage_rules(&s, rules);
}

static void up(void)
{
	stage_init(&s);
	set(OFFSET OTHERS);
}

static void down(void)
{
	stage_release(&s);
}

TestSuite(detect_pattern, .init = up, .fini = down);

Test(detect_pattern, a_device_that_leaves_it)
{
	const struct finding *f;

	stage_tcp(&s, 11, 3, 51003, 0);
	stage_tcp(&s, 11, 9, 51010, 0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_PATTERN_BROKEN);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_MEDIUM);
	cr_expect_eq(f->client, ADDR(192, 168, 10, 11));
	cr_expect_eq(f->server, ADDR(192, 168, 10, 9));
	cr_expect_eq(f->server_port, 51010);
	cr_expect_str_eq(f->summary.s, "192.168.10.9 answers 192.168.10.11 on "
			 "tcp/51010, not where the ports of its like follow "
			 "the address (51000 + last octet: 51009).");
}

Test(detect_pattern, wherever_it_goes)
{
	stage_tcp(&s, 11, 9, 28888, 0);
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_PATTERN_BROKEN) && s.found.n == 1);
}

Test(detect_pattern, a_second_service_leaves_nothing)
{
	stage_tcp(&s, 11, 9, 51009, 0);
	stage_tcp(&s, 11, 9, 51010, 0);
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_NEW_SERVICE) && s.found.n == 1);
}

/* It moved in the middle of the capture. */
Test(detect_pattern, what_it_did_before_does_not_hold_it)
{
	stage_tcp(&s, 11, 9, 51009, 0);
	stage_tcp(&s, 11, 9, 51010, 120000);
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_PATTERN_BROKEN) && s.found.n == 1);
	cr_expect(strstr(s.found.items[0].evidence.s, "instead of: line 5"));
}

/* Polled every second while learning, for ten hours. */
#define SEEN(octet, port) \
	"tcp,192.168.10.11,,192.168.10." octet "," port "," \
	"2023-10-16T00:00:00Z,2023-10-16T10:00:00Z,1,1,36000,1.000,3600,100," \
	"1,0,49152,,,,,,client,learned,handshake,99,\n"

Test(detect_pattern, what_moved_is_not_missing)
{
	stage_release(&s);
	stage_init(&s);
	stage_memory(&s, OFFSET OTHERS,
		     "proto,client,client_port,server,server_port,first,last,"
		     "flows,answered,gaps,max_gap,peak_hour_packets,"
		     "peak_hour_payload,peak_hour_sessions,"
		     "peak_10min_sessions,client_ports,port_fixed,client_mac,"
		     "server_mac,service,operations,initiator,status,"
		     "direction,confidence,captures\n"
		     "format,1.0,,,,,,,,,,,,,,,,,,,,,,,,\n"
		     SEEN("9", "51009") SEEN("17", "51017")
		     SEEN("3", "51003") SEEN("40", "51040"));
	stage_run(&s, 0, 60);
	stage_tcp(&s, 11, 3, 51003, 0);
	stage_tcp(&s, 11, 9, 51010, 0);
	stage_tcp(&s, 11, 40, 51040, 0);
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_PATTERN_BROKEN));
	cr_expect(stage_one(&s, FINDING_MISSING_CONVERSATION));
	cr_expect_eq(stage_one(&s, FINDING_MISSING_CONVERSATION)->server,
		     ADDR(192, 168, 10, 17));
	cr_expect_eq(s.found.n, 2);
}

Test(detect_pattern, another_service_is_another_service)
{
	stage_tcp(&s, 11, 9, 22, 0)->service = "ssh";
	stage_judge(&s);
	cr_expect_eq(s.found.n, 1);
	cr_expect(!stage_one(&s, FINDING_PATTERN_BROKEN));
}

Test(detect_pattern, what_was_not_answered_is_none)
{
	stage_syn(&s, 11, 9, 51010, CONN_S0);
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_NEW_CONVERSATION) && s.found.n == 1);
}

Test(detect_pattern, nor_is_a_guess)
{
	struct record *r = stage_tcp(&s, 11, 9, 51010, 0);

	r->initiator = ROLE_NONE;
	r->evidence = EVIDENCE_PORT;
	r->confidence = 80;
	stage_judge(&s);
	cr_expect(!stage_one(&s, FINDING_PATTERN_BROKEN));
}

Test(detect_pattern, another_clients_business_is_none)
{
	stage_tcp(&s, 21, 9, 51010, 0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 1);
	cr_expect(!stage_one(&s, FINDING_PATTERN_BROKEN));
}

Test(detect_pattern, a_known_host_joins_beside_it)
{
	const struct finding *f;

	stage_tcp(&s, 11, 60, 51061, 0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_PATTERN_BROKEN);
	cr_assert(f && s.found.n == 1);
	cr_expect(strstr(f->summary.s, "(51000 + last octet: 51060)"));
}

Test(detect_pattern, who_joins_in_the_pattern_is_only_new)
{
	stage_tcp(&s, 11, 60, 51060, 0);
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_NEW_SERVICE) && s.found.n == 1);
}

Test(detect_pattern, a_new_host_beside_it_says_so)
{
	const struct finding *f;

	stage_tcp(&s, 11, 44, 51045, 0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_NEW_HOST);
	cr_assert(f && s.found.n == 1);
	cr_expect(strstr(f->evidence.s, "192.168.10.44 is not where the ports "
			 "of its like follow the address (51000 + last octet: "
			 "51044)"));
}

Test(detect_pattern, two_devices_are_no_pattern)
{
	set(DEVICE("3", "51003") DEVICE("9", "51009") OTHERS);
	stage_tcp(&s, 11, 9, 51010, 0);
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_NEW_SERVICE) && s.found.n == 1);
}

Test(detect_pattern, last_digits)
{
	const struct finding *f;

	set(DIGITS OTHERS);
	stage_tcp(&s, 11, 117, 5118, 0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_PATTERN_BROKEN);
	cr_assert(f && s.found.n == 1);
	cr_expect(strstr(f->summary.s, "(the last digits are the address's "
			 "last octet: 5117)"));
}

Test(detect_pattern, by_a_rule_that_says_it)
{
	const struct finding *f;

	set(OCTET_RULE);
	stage_tcp(&s, 11, 9, 51009, 0);
	stage_tcp(&s, 11, 17, 51018, 0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_PATTERN_BROKEN);
	cr_assert(f && s.found.n == 1);
	cr_expect(strstr(f->evidence.s, "rule of the pattern: line 2, "
			 "approved"));
}

Test(detect_pattern, beyond_the_rules_network_or_service_is_none)
{
	set(OCTET_RULE);
	stage_tcp(&s, 11, 60, 8081, 0)->service = "http";
	stage_tcp(&s, 11, 21, 51022, 0)->service = "ssh";
	stage_judge(&s);
	cr_expect(!stage_one(&s, FINDING_PATTERN_BROKEN));
	cr_expect_eq(s.found.n, 2);
}
