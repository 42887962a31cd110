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

TestSuite(detect_scan, .init = up, .fini = down);

#define RULE(c, p) "tcp,192.168.10.11,*,192.168.10." c "," p \
	",,operation,,,learned,,,\n"

Test(detect_scan, ten_ports_of_one_host_are_a_scan_and_nine_are_none)
{
	const struct finding *f;

	stage_rules(&s, RULE("101", "502"));
	for (uint16_t port = 1; port <= 9; port++)
		stage_syn(&s, 31, 101, port, CONN_S0);
	stage_judge(&s);
	cr_assert_null(stage_one(&s, FINDING_PORT_SCAN));
	stage_syn(&s, 31, 101, 10, CONN_REJ);
	stage_judge(&s);
	f = stage_one(&s, FINDING_PORT_SCAN);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_HIGH);
	cr_expect_eq(f->client, ADDR(192, 168, 10, 31));
	cr_expect_eq(f->server, ADDR(192, 168, 10, 101));
	cr_expect_eq(f->count, 10);
	cr_expect_str_eq(f->technique, "T0846");
	cr_expect_str_eq(f->summary.s, "192.168.10.31, a machine that no rule "
			 "names, tried 10 ports on 192.168.10.101; no port was "
			 "open.");
}

Test(detect_scan, five_hosts_on_one_port_are_a_sweep_and_four_are_none)
{
	const struct finding *f;

	stage_rules(&s, RULE("101", "502"));
	for (uint32_t host = 1; host <= 4; host++)
		stage_syn(&s, 11, host, 502, CONN_S0);
	stage_judge(&s);
	cr_assert_null(stage_one(&s, FINDING_HOST_SWEEP));
	stage_syn(&s, 11, 5, 502, CONN_S0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_HOST_SWEEP);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->server, 0);
	cr_expect_eq(f->server_port, 502);
	cr_expect_str_eq(f->summary.s, "192.168.10.11 tried tcp/502 (modbus) "
			 "on 5 addresses; nothing answered.");
}

/* PROFINET's devices answer from ports of their own. */
Test(detect_scan, answers_from_another_port_are_answers)
{
	for (uint32_t host = 1; host <= 6; host++) {
		struct record *ask = stage_udp(&s, 11, host, 34964);
		struct record *answer;

		ask->service = "profinet-cm";
		answer = stage_udp(&s, 11, host, 49155);
		answer->port[ROLE_CLIENT] = ask->port[ROLE_CLIENT];
		answer->service = "profinet-cm";
		answer->agreed = 34964;
		answer->state = CONN_SHR;
		answer->packets[ROLE_CLIENT] = answer->payload[ROLE_CLIENT] = 0;
		answer->packets[ROLE_SERVER] = 1;
		answer->payload[ROLE_SERVER] = 100;
	}
	stage_judge(&s);
	cr_expect_null(stage_one(&s, FINDING_HOST_SWEEP));
	/* Without them it is one. */
	for (size_t i = 0; i < s.n; i++)
		s.records[i].agreed = 0;
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_HOST_SWEEP));
}

Test(detect_scan, a_source_is_one_finding_whatever_it_tries)
{
	const struct finding *f;

	for (uint32_t host = 1; host <= 6; host++)
		for (uint16_t port = 1; port <= 20; port++)
			stage_syn(&s, 31, host, port, CONN_REJ);
	stage_udp(&s, 31, 77, 161);
	stage_judge(&s);
	f = stage_one(&s, FINDING_PORT_SCAN);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->count, 121);
	cr_expect_eq(f->proto, 0);
	cr_expect(strstr(f->evidence.s, "\n192.168.10.1: 20 ports tried\n"));
	cr_expect_null(strstr(f->evidence.s, "host sweep"));
	cr_expect(strstr(f->evidence.s, "121 endpoints tried: 0 answered, "
			 "120 refused, 1 silent; 6 of 7 addresses are there"));
	for (size_t i = 0; i < s.n; i++)
		cr_expect_eq(s.used_by[i], 1);
}

Test(detect_scan, a_port_tried_more_widely_is_told)
{
	const struct finding *f;

	for (uint16_t port = 1; port <= 20; port++)
		stage_syn(&s, 31, 11, port, CONN_REJ);
	for (uint32_t host = 1; host <= 9; host++)
		stage_syn(&s, 31, host, 502, CONN_S0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_PORT_SCAN);
	cr_assert(f && s.found.n == 1);
	cr_expect(strstr(f->evidence.s,
			 "host sweep: tcp/502 (modbus) on 9 addresses"));
}

Test(detect_scan, what_answers_is_told)
{
	const struct finding *f;
	struct record *r;

	for (uint16_t port = 1; port <= 20; port++)
		stage_syn(&s, 31, 11, port, CONN_REJ);
	r = stage_syn(&s, 31, 11, 22, CONN_RSTO);
	r->packets[1] = 1;
	stage_judge(&s);
	f = stage_one(&s, FINDING_PORT_SCAN);
	cr_assert(f);
	cr_expect_eq(f->count, 21);
	cr_expect(strstr(f->evidence.s, "192.168.10.11: 21 ports tried; "
			 "answered: tcp/22 (ssh)"));
	cr_expect(strstr(f->summary.s, "; 1 open port answered."));
}

Test(detect_scan, known_polling_is_no_sweep)
{
	stage_rules(&s, "tcp,192.168.10.11,*,192.168.10.0/24,502,,operation,"
		    ",,approved,,,\n");
	for (uint32_t host = 1; host <= 200; host++)
		stage_syn(&s, 11, host, 502, CONN_S0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_scan, without_baseline_who_talks_is_exempt)
{
	for (uint32_t host = 1; host <= 200; host++)
		stage_tcp(&s, 250, host, 502, host);
	for (uint32_t host = 201; host <= 240; host++)
		stage_syn(&s, 250, host, 502, CONN_S0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_scan, without_baseline_steady_retries_are_exempt)
{
	for (uint32_t host = 1; host <= 6; host++)
		for (int i = 0; i < 12; i++)
			stage_syn(&s, 11, host, 502, CONN_S0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

/* Only the victim's side is in the mirror: resets and SYN-ACKs to the
 * scanner, which guesses of direction take for a client. */
Test(detect_scan, victims_are_no_scanners)
{
	const struct finding *f;

	for (uint16_t port = 1; port <= 50; port++) {
		struct record *r = stage_syn(&s, 11, 31, 0, CONN_RSTOS0);

		r->port[1] = r->port[0];
		r->port[0] = port;
		r->initiator = ROLE_NONE;
		r->evidence = EVIDENCE_FIRST;
		r->confidence = 73;
	}
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	f = stage_one(&s, FINDING_PORT_SCAN);
	cr_assert(f);
	cr_expect_eq(f->client, ADDR(192, 168, 10, 31));
	cr_expect_eq(f->server, ADDR(192, 168, 10, 11));
}

/* The same with an opener inferred from the refusal, as otflows does. */
Test(detect_scan, refusals_seen_alone_are_refusals)
{
	const struct finding *f;

	for (uint16_t port = 1; port <= 50; port++) {
		struct record *r = stage_syn(&s, 31, 11, port, CONN_RSTRH);

		r->packets[0] = 0;
		r->packets[1] = 1;
	}
	stage_judge(&s);
	f = stage_one(&s, FINDING_PORT_SCAN);
	cr_assert(f && s.found.n == 1);
	cr_expect(strstr(f->summary.s, "everything was refused"));
}

/* A name server's replies, seen without the questions. */
Test(detect_scan, half_a_datagram_service_is_no_scan)
{
	for (uint16_t i = 0; i < 100; i++) {
		struct record *r = stage_udp(&s, 21, 1, 53);

		r->packets[0] = 0;
		r->payload[0] = 0;
		r->packets[1] = 1;
		r->payload[1] = 100;
		r->state = CONN_SHR;
	}
	for (uint32_t host = 1; host < 40; host++) {
		struct record *r = stage_udp(&s, host, 250, 123);

		r->port[0] = 123;
		r->packets[0] = 0;
		r->packets[1] = 1;
		r->state = CONN_SHR;
	}
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_scan, datagrams_from_a_trusted_port_are_seen_through)
{
	const struct finding *f;

	for (uint16_t port = 1; port <= 30; port++) {
		struct record *r = stage_udp(&s, 101, 31, 53);

		r->port[0] = (uint16_t)(port + 200);
		r->packets[0] = r->payload[0] = 0;
		r->packets[1] = 1;
		r->state = CONN_SHR;
	}
	stage_judge(&s);
	f = stage_one(&s, FINDING_PORT_SCAN);
	cr_assert(f);
	cr_expect_eq(f->client, ADDR(192, 168, 10, 31));
}

Test(detect_scan, fin_scans_are_scans)
{
	for (uint16_t port = 1; port <= 30; port++) {
		struct record *r = stage_syn(&s, 31, 11, port, CONN_SH);

		r->initiator = ROLE_NONE;
		r->evidence = EVIDENCE_PORT;
		r->confidence = 85;
	}
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_PORT_SCAN));
}

/* A SYN is seen, the server's side of the mirror is missing. */
Test(detect_scan, one_sided_sessions_are_no_sweep)
{
	for (uint32_t host = 101; host <= 140; host++) {
		struct record *r = stage_tcp(&s, 11, host, 502, host);

		r->packets[1] = r->payload[1] = 0;
		r->state = CONN_OTH;
	}
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

/* Idle connections at the edge of a capture: keep-alives without data. */
Test(detect_scan, idle_connections_are_no_sweep)
{
	for (uint32_t host = 101; host <= 140; host++) {
		struct record *r = stage_tcp(&s, 11, host, 502, host);

		r->initiator = ROLE_NONE;
		r->payload[0] = r->payload[1] = 0;
		r->state = CONN_OTH;
		r->evidence = EVIDENCE_PORT;
	}
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_scan, data_in_a_syn_hides_nothing)
{
	for (uint16_t port = 1; port <= 10; port++) {
		struct record *r = stage_syn(&s, 31, 11, port, CONN_S0);

		r->payload[0] = 24;
		r->quirks = QUIRK_SYN_PAYLOAD;
	}
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_PORT_SCAN));
}

Test(detect_scan, a_scanner_by_name_may_scan)
{
	stage_names(&s, "address,name,role\n192.168.10.31,audit,scanner\n");
	for (uint16_t port = 1; port <= 100; port++)
		stage_syn(&s, 31, 11, port, CONN_REJ);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_scan, bounds_are_options)
{
	s.options.scan_ports = 3;
	for (uint16_t port = 1; port <= 3; port++)
		stage_syn(&s, 31, 11, port, CONN_REJ);
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_PORT_SCAN));
}

Test(detect_scan, long_lists_end_and_count_the_rest)
{
	const struct finding *f;

	for (uint32_t host = 1; host <= 50; host++)
		stage_syn(&s, 250, host, 44818, CONN_RSTO)->packets[1] = 1;
	stage_judge(&s);
	f = stage_one(&s, FINDING_HOST_SWEEP);
	cr_assert(f);
	cr_expect(strstr(f->evidence.s, "\nand 30 machines more\n"));
	cr_expect_null(strstr(f->filter.s, "ip.addr in"));
}
