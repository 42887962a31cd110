/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>
#include <string.h>

#include "ground/addr.h"
#include "scene.h"

static struct stage s;

#define BASE \
	"tcp,192.168.10.21,*,192.168.10.11,20295,,operation,,,learned,,,\n" \
	"tcp,192.168.10.11,*,192.168.10.101,502,modbus,operation,,,learned,," \
	",\n" \
	"tcp,192.168.10.22,4000,192.168.10.11,20296,,operation,,,learned,,,\n"

static void up(void)
{
	stage_init(&s);
	stage_rules(&s, BASE);
}

static void down(void)
{
	stage_release(&s);
}

TestSuite(detect_new, .init = up, .fini = down);

Test(detect_new, what_is_known_is_silent)
{
	stage_tcp(&s, 21, 11, 20295, 0);
	stage_tcp(&s, 11, 101, 502, 0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

/* It is there, but talked with nobody. */
Test(detect_new, a_new_host_that_nobody_answers)
{
	const struct finding *f;

	stage_syn(&s, 99, 11, 20295, CONN_S0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_NEW_HOST);
	cr_assert(f && s.found.n == 1);
	cr_expect_str_eq(f->summary.s, "192.168.10.99 is new: no rule names "
			 "it; it sent to 192.168.10.11, and nothing answered.");
}

Test(detect_new, a_new_host_is_one_finding_with_its_conversations)
{
	const struct finding *f;

	stage_tcp(&s, 99, 11, 20295, 0)->mac[0] = "00:11:22:33:44:55";
	stage_tcp(&s, 99, 101, 502, 0);
	stage_tcp(&s, 99, 101, 502, 5000);
	stage_tcp(&s, 21, 99, 80, 0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_NEW_HOST);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_MEDIUM);
	cr_expect_eq(f->client, ADDR(192, 168, 10, 99));
	cr_expect_eq(f->count, 4);
	cr_expect_str_eq(f->technique, "T0848");
	cr_expect_str_eq(f->summary.s, "192.168.10.99 is new: no rule names "
			 "it; it talked with 3 machines.");
	cr_expect(strstr(f->evidence.s, "MAC 00:11:22:33:44:55"));
	cr_expect(strstr(f->evidence.s, "192.168.10.99 -> 192.168.10.101 "
			 "tcp/502 (modbus): 2 flows, answered, 200 payload "
			 "bytes sent, 2,000 received (direction: handshake, "
			 "confidence 0.99)"));
}

Test(detect_new, a_new_peer_of_a_new_host_is_told_inside)
{
	stage_tcp(&s, 98, 99, 80, 0);
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	cr_expect_eq(s.found.items[0].client, ADDR(192, 168, 10, 98));
	cr_expect(strstr(s.found.items[0].evidence.s, "192.168.10.99"));
}

Test(detect_new, a_new_peer_that_meets_others_is_named_too)
{
	stage_tcp(&s, 98, 99, 80, 0);
	stage_tcp(&s, 21, 99, 80, 0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 2);
	cr_expect_eq(s.found.items[0].kind, FINDING_NEW_HOST);
	cr_expect_eq(s.found.items[1].kind, FINDING_NEW_HOST);
}

Test(detect_new, an_address_that_never_answers_is_no_host)
{
	const struct finding *f;

	stage_syn(&s, 21, 77, 8000, CONN_S0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_NEW_CONVERSATION);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_LOW);
	cr_expect(strstr(f->summary.s, "nothing answered"));
}

Test(detect_new, a_new_service_is_one_finding_for_all_its_clients)
{
	const struct finding *f;

	stage_tcp(&s, 21, 101, 8081, 0);
	stage_tcp(&s, 11, 101, 8081, 0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_NEW_SERVICE);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_MEDIUM);
	cr_expect_eq(f->client, 0);
	cr_expect_eq(f->server_port, 8081);
	cr_expect(strstr(f->summary.s, "2 machines used it"));
}

Test(detect_new, severity_of_a_new_conversation)
{
	const struct finding *f;

	stage_tcp(&s, 22, 11, 20295, 0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_NEW_CONVERSATION);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_MEDIUM);

	stage_tcp(&s, 21, 101, 502, 0);
	stage_judge(&s);
	cr_assert_eq(s.found.n, 2);
	cr_expect_eq(s.found.items[0].severity, SEVERITY_HIGH);
	cr_expect_eq(s.found.items[0].server_port, 502);
}

/* The zones are joined by a rule, so it is not a crossing. */
Test(detect_new, another_zone_is_high)
{
	down();
	stage_init(&s);
	stage_names(&s, "address,name,zone\n192.168.10.22,hmi,cell\n"
		    "192.168.10.11,scada,control\n");
	stage_rules(&s, BASE);
	stage_tcp(&s, 22, 11, 20295, 0);
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	cr_expect_eq(s.found.items[0].kind, FINDING_NEW_CONVERSATION);
	cr_expect_eq(s.found.items[0].severity, SEVERITY_HIGH);
	cr_expect(strstr(s.found.items[0].summary.s, "192.168.10.22 (hmi)"));
}

Test(detect_new, a_changed_client_port_is_no_new_conversation)
{
	const struct finding *f;

	stage_tcp(&s, 22, 11, 20296, 0)->port[0] = 4001;
	stage_judge(&s);
	f = stage_one(&s, FINDING_CLIENT_PORT_CHANGED);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_MEDIUM);
	cr_expect_eq(f->client_port, 4001);
	cr_expect(strstr(f->summary.s, "port 4001 instead of its fixed port "
			 "4000"));
}

Test(detect_new, several_other_client_ports_are_one_finding_of_none)
{
	const struct finding *f;

	for (uint16_t i = 0; i < 3; i++)
		stage_tcp(&s, 22, 11, 20296, i)->port[0] =
			(uint16_t)(50000 + i);
	stage_judge(&s);
	f = stage_one(&s, FINDING_CLIENT_PORT_CHANGED);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->client_port, 0);
	cr_expect(strstr(f->summary.s, " talks from several ports instead of "
			 "its fixed port 4000 to "));
}

/* Line 4: the server opens, from any port, to one at which 22 waits. */
Test(detect_new, where_a_client_waits_its_other_ports_are_no_change)
{
	const struct finding *f;

	down();
	stage_init(&s);
	stage_rules(&s, BASE
		    "tcp,192.168.10.22,20000,192.168.10.11,1-65535,dnp3,"
		    "operation,server,,learned,,,\n");
	stage_tcp(&s, 22, 11, 8080, 0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_NEW_SERVICE);
	cr_expect(f && s.found.n == 1);
}

Test(detect_new, who_is_named_by_rules_that_wait_is_new_all_the_same)
{
	const struct finding *f;

	down();
	stage_init(&s);
	stage_rules(&s, BASE
		    "tcp,192.168.10.99,*,192.168.10.11,22,ssh,maintenance,,,"
		    "review,,,\n");
	stage_tcp(&s, 99, 11, 22, 0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_NEW_HOST);
	cr_assert(f && s.found.n == 1);
	cr_expect(strstr(f->summary.s, "no rule that is in force names it"));
	cr_expect(strstr(f->evidence.s, "nearest rule: line 5, review"));
}

Test(detect_new, a_new_host_is_as_severe_as_what_it_commands)
{
	stage_tcp(&s, 99, 101, 502, 0)->operations =
		"control:plc-stop+read:coils";
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	cr_expect_eq(s.found.items[0].kind, FINDING_NEW_HOST);
	cr_expect_eq(s.found.items[0].severity, SEVERITY_HIGH);
}

#define MAPPER \
	"tcp,192.168.10.21,*,192.168.10.11,135,dcerpc,operation,,,learned,,,\n"

/* Ports that are agreed each time, and those agreed before the capture. */
Test(detect_new, what_two_machines_may_ask_for_they_may_use)
{
	struct record *r;

	down();
	stage_init(&s);
	stage_rules(&s, BASE MAPPER
		    "tcp,192.168.10.21,*,192.168.10.11,21,ftp,maintenance,,,"
		    "learned,,,\n");
	stage_tcp(&s, 21, 11, 49777, 0)->agreed = 135;
	stage_tcp(&s, 21, 11, 50111, 0)->agreed = 21;
	stage_tcp(&s, 11, 21, 50112, 0)->agreed = 21;	/* active FTP */
	r = stage_tcp(&s, 21, 11, 49778, 0);
	r->service = "dcerpc";
	r->initiator = ROLE_NONE;
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_new, who_may_not_ask_may_not_use)
{
	down();
	stage_init(&s);
	stage_rules(&s, BASE MAPPER);
	stage_tcp(&s, 22, 11, 49777, 0)->agreed = 135;
	stage_tcp(&s, 21, 11, 50111, 0)->agreed = 21;
	stage_judge(&s);
	cr_expect_eq(s.found.n, 2);
}

Test(detect_new, what_was_agreed_is_told_where_it_was_asked_for)
{
	const struct finding *f;
	struct record *r;

	stage_tcp(&s, 22, 11, 135, 0)->service = "dcerpc";
	r = stage_tcp(&s, 22, 11, 49777, 1000);
	r->agreed = 135;
	r->service = "dcerpc";
	r->operations = "read:opc-items";
	stage_tcp(&s, 11, 22, 50112, 1000)->agreed = 135;
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	f = &s.found.items[0];
	cr_expect_eq(f->kind, FINDING_NEW_SERVICE);
	cr_expect_eq(f->server_port, 135);
	cr_expect_eq(f->count, 3);
	cr_expect(!strstr(f->filter.s, ".port"));
}

Test(detect_new, opc_classic_is_a_control_protocol)
{
	struct record *r;

	down();
	stage_init(&s);
	stage_rules(&s, BASE MAPPER);
	stage_tcp(&s, 22, 11, 135, 0)->service = "dcerpc";
	r = stage_tcp(&s, 22, 11, 49777, 1000);
	r->agreed = 135;
	r->service = "dcerpc";
	r->operations = "read:opc-items";
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	cr_expect_eq(s.found.items[0].kind, FINDING_NEW_CONVERSATION);
	cr_expect_eq(s.found.items[0].severity, SEVERITY_HIGH);
	cr_expect_str_eq(s.found.items[0].technique, "T0848");
}

/* The opening tells who opens, not who asks: here the outstation does. */
Test(detect_new, a_server_that_opens_finds_nobody)
{
	down();
	stage_init(&s);
	stage_rules(&s, BASE
		    "tcp,192.168.10.21,20000,192.168.10.11,1-65535,dnp3,"
		    "operation,server,,learned,,,\n");
	stage_syn(&s, 11, 21, 20000, CONN_REJ);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_new, a_doubtful_direction_matches_either_way)
{
	struct record *r = stage_tcp(&s, 101, 11, 0, 0);

	r->port[0] = 502;
	r->port[1] = 50000;
	r->initiator = ROLE_NONE;
	r->evidence = EVIDENCE_FIRST;
	r->confidence = 73;
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_new, a_scan_goes_before_everything_else)
{
	for (uint16_t port = 1; port <= 20; port++)
		stage_syn(&s, 99, 11, port, CONN_REJ);
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	cr_expect_eq(s.found.items[0].kind, FINDING_PORT_SCAN);
}

Test(detect_new, allowed_flows_of_a_scanner_stay_out_of_its_scan)
{
	const struct finding *f;

	for (uint16_t port = 1; port <= 20; port++)
		stage_syn(&s, 21, 11, port, CONN_REJ);
	stage_syn(&s, 21, 11, 20295, CONN_RSTO)->packets[1] = 1;
	stage_judge(&s);
	f = stage_one(&s, FINDING_PORT_SCAN);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->count, 20);
	cr_expect_eq(s.used_by[s.n - 1], 0);
}

Test(detect_new, long_lists_end_and_count_the_rest)
{
	const struct finding *f;

	for (uint16_t port = 1; port <= 30; port++)
		stage_tcp(&s, 99, 11, port, port * 100);
	stage_judge(&s);
	f = stage_one(&s, FINDING_NEW_HOST);
	cr_assert(f);
	cr_expect(strstr(f->evidence.s, "\nand 10 more conversations"));
}
