/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>
#include <string.h>

#include "ground/addr.h"
#include "scene.h"

static struct stage s;

/* 11 asks 101; 21 asks 11, so that 11 is no new role. */
#define OPENS_BY(who) \
	"tcp,192.168.10.11,*,192.168.10.101,502,modbus,operation," who ",," \
	"learned,,,\n" \
	"tcp,192.168.10.101,*,192.168.10.21,20295,,operation,client,," \
	"learned,,,\n" \
	"tcp,192.168.10.11,*,192.168.10.21,22,ssh,maintenance,client,," \
	"learned,,,\n"

static void set(const char *rules)
{
	stage_release(&s);
	stage_init(&s);
	stage_rules(&s, rules);
}

static void up(void)
{
	stage_init(&s);
	set(OPENS_BY("client"));
}

static void down(void)
{
	stage_release(&s);
}

TestSuite(detect_reversed, .init = up, .fini = down);

/* A record in which the server's endpoint of the rule asks. */
static struct record *from_its_port(void)
{
	struct record *r = stage_tcp(&s, 101, 11, 0, 0);

	r->port[0] = 502;
	r->port[1] = 49200;
	return r;
}

Test(detect_reversed, the_server_asks_from_its_own_port)
{
	const struct finding *f;

	from_its_port()->service = "modbus";
	from_its_port()->service = "modbus";
	s.records[1].port[1] = 49201;
	stage_judge(&s);
	f = stage_one(&s, FINDING_DIRECTION_REVERSED);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->count, 2);
	cr_expect_eq(f->severity, SEVERITY_HIGH);
	cr_expect_eq(f->client, ADDR(192, 168, 10, 101));
	cr_expect_eq(f->server_port, 502);
	cr_expect_str_eq(f->technique, "T0848");
	cr_expect_str_eq(f->summary.s, "192.168.10.101 commands 192.168.10.11 "
			 "by tcp/502 (modbus), which it is only known to "
			 "answer.");
	cr_expect(strstr(f->evidence.s, "rule of the other direction: line 2"));
}

Test(detect_reversed, or_at_the_clients_port_of_the_service)
{
	stage_tcp(&s, 101, 11, 502, 0)->service = "modbus";
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_DIRECTION_REVERSED));
	cr_expect_eq(s.found.n, 1);
}

Test(detect_reversed, logging_in_to_each_other_is_none)
{
	stage_tcp(&s, 21, 11, 22, 0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 1);
	cr_expect(!stage_one(&s, FINDING_DIRECTION_REVERSED));
}

Test(detect_reversed, a_guess_never_makes_one)
{
	struct record *r = from_its_port();

	r->initiator = ROLE_NONE;
	r->evidence = EVIDENCE_PORT;
	r->confidence = 94;
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_reversed, nor_does_a_conflict)
{
	from_its_port()->quirks = QUIRK_CONFLICT;
	stage_judge(&s);
	cr_expect(!stage_one(&s, FINDING_DIRECTION_REVERSED));
}

/* The master asks, over a connection that the server opened. */
static void opened_by_server(const char *rules, bool own_port)
{
	struct record *r;

	set(rules);
	r = stage_tcp(&s, 11, 101, 502, 0);
	r->initiator = ROLE_SERVER;
	r->evidence = EVIDENCE_PAYLOAD;
	r->service = "modbus";
	if (!own_port) {
		r->port[0] = 502;
		r->port[1] = 49300;
	}
	stage_judge(&s);
}

Test(detect_reversed, the_server_opens)
{
	const struct finding *f;

	opened_by_server(OPENS_BY("client"), true);
	f = stage_one(&s, FINDING_DIRECTION_REVERSED);
	cr_assert(f && s.found.n == 1);
	cr_expect_str_eq(f->summary.s, "192.168.10.101 opened a connection to "
			 "192.168.10.11 by tcp/502 (modbus), which it is only "
			 "known to wait for.");
	opened_by_server(OPENS_BY("client"), false);
	f = stage_one(&s, FINDING_DIRECTION_REVERSED);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->client, ADDR(192, 168, 10, 101));
	cr_expect_eq(f->server_port, 502);
}

Test(detect_reversed, a_server_that_opens_by_nature)
{
	opened_by_server(OPENS_BY("server"), true);
	cr_expect_eq(s.found.n, 0);
	opened_by_server(OPENS_BY(""), true);
	cr_expect_eq(s.found.n, 0);
	opened_by_server(OPENS_BY("server"), false);
	cr_expect(!stage_one(&s, FINDING_DIRECTION_REVERSED));
}

#define MEMORY(direction, confidence) \
	"proto,client,client_port,server,server_port,first,last,flows," \
	"answered,gaps,max_gap,peak_hour_packets,peak_hour_payload," \
	"peak_hour_sessions,peak_10min_sessions,client_ports,port_fixed," \
	"client_mac,server_mac,service,operations,initiator,status," \
	"direction,confidence,captures\n" \
	"format,1.0,,,,,,,,,,,,,,,,,,,,,,,,\n" \
	"tcp,192.168.10.11,,192.168.10.101,502,2023-10-16T00:00:00Z," \
	"2023-10-16T10:00:00Z,5,5,1,20.000,100,10,5,0,49152+49153,,,,,,," \
	"learned," direction "," confidence ",\n"

Test(detect_reversed, a_rule_that_guessed_never_makes_one)
{
	static const struct {
		const char *memory;
		bool finds;
	} cases[] = {
		{ MEMORY("handshake", "99"), true },
		{ MEMORY("port", "94"), false },
		{ MEMORY("peer", "50"), false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		stage_release(&s);
		stage_init(&s);
		stage_memory(&s, OPENS_BY(""), cases[i].memory);
		from_its_port();
		stage_judge(&s);
		cr_expect_eq(stage_one(&s, FINDING_DIRECTION_REVERSED) != NULL,
			     cases[i].finds, "case %zu", i);
	}
}

Test(detect_reversed, rules_of_both_directions_allow_both)
{
	set(OPENS_BY("client")
	    "tcp,192.168.10.101,*,192.168.10.11,502,modbus,operation,client,,"
	    "learned,,,\n");
	stage_tcp(&s, 101, 11, 502, 0);
	stage_tcp(&s, 11, 101, 502, 0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

/* 101 alone serves: then more than the turned conversation is a new role. */
Test(detect_reversed, a_server_that_also_opens_others_has_a_new_role)
{
	set("tcp,192.168.10.11,*,192.168.10.101,502,modbus,operation,client,,"
	    "learned,,,\n");
	from_its_port();
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_DIRECTION_REVERSED));
	stage_tcp(&s, 101, 11, 8080, 0);
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	cr_expect_eq(s.found.items[0].kind, FINDING_NEW_ROLE);
	cr_expect_eq(s.found.items[0].count, 2);
}
