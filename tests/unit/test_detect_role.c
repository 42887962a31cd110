/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>
#include <string.h>

#include "ground/addr.h"
#include "scene.h"

static struct stage s;

/* 101 and 102 only serve; 102 asks for the time, 103 dials its master. */
#define BASE \
	"tcp,192.168.10.11,*,192.168.10.101,502,modbus,operation,client,," \
	"learned,,,\n" \
	"tcp,192.168.10.11,*,192.168.10.102,502,modbus,operation,client,," \
	"learned,,,\n" \
	"udp,192.168.10.102,*,192.168.10.1,123,ntp,background,,,learned,,," \
	"\n" \
	"tcp,192.168.10.21,*,192.168.10.11,20295,,operation,client,,learned," \
	",,\n" \
	"tcp,192.168.10.11,20000,192.168.10.103,1-65535,dnp3,operation," \
	"server,,learned,,,\n"

static void up(void)
{
	stage_init(&s);
	stage_rules(&s, BASE);
}

static void down(void)
{
	stage_release(&s);
}

TestSuite(detect_role, .init = up, .fini = down);

Test(detect_role, a_server_that_begins_to_open)
{
	const struct finding *f;

	stage_tcp(&s, 101, 21, 8080, 0)->service = "http";
	stage_judge(&s);
	f = stage_one(&s, FINDING_NEW_ROLE);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_MEDIUM);
	cr_expect_eq(f->client, ADDR(192, 168, 10, 101));
	cr_expect_eq(f->server, ADDR(192, 168, 10, 21));
	cr_expect_eq(f->server_port, 8080);
	cr_expect_str_eq(f->summary.s, "192.168.10.101, which only answered "
			 "until now, opened tcp/8080 (http) on 192.168.10.21.");
}

Test(detect_role, towards_control_and_login_services_it_is_high)
{
	const struct finding *f;

	stage_tcp(&s, 101, 21, 22, 0);
	stage_tcp(&s, 102, 101, 502, 0);
	stage_judge(&s);
	cr_assert_eq(s.found.n, 2);
	f = &s.found.items[0];
	cr_expect_eq(f[0].kind, FINDING_NEW_ROLE);
	cr_expect_eq(f[0].severity, SEVERITY_HIGH);
	cr_expect_str_eq(f[0].technique, "T0886");
	cr_expect_eq(f[1].kind, FINDING_NEW_ROLE);
	cr_expect_eq(f[1].severity, SEVERITY_HIGH);
	cr_expect_str_eq(f[1].technique, "T0848");
}

Test(detect_role, all_that_it_opens_is_one_finding)
{
	const struct finding *f;

	stage_tcp(&s, 101, 21, 8080, 0);
	stage_tcp(&s, 101, 11, 8080, 0);
	stage_tcp(&s, 101, 99, 8080, 0);	/* nobody knows 99 */
	stage_udp(&s, 101, 1, 53)->confidence = 97;
	stage_judge(&s);
	f = stage_one(&s, FINDING_NEW_ROLE);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->count, 4);
	cr_expect_eq(f->server, 0);
	cr_expect(strstr(f->summary.s, "opened conversations with 4 machines"));
}

Test(detect_role, an_attempt_is_one)
{
	stage_syn(&s, 101, 21, 8080, CONN_S0);
	stage_judge(&s);
	cr_assert(stage_one(&s, FINDING_NEW_ROLE) && s.found.n == 1);
	cr_expect(strstr(s.found.items[0].summary.s, "tried to open"));
	cr_expect(strstr(s.found.items[0].summary.s, "; nothing answered."));
}

Test(detect_role, who_opened_before_has_none)
{
	stage_tcp(&s, 21, 101, 8080, 0);
	stage_tcp(&s, 11, 21, 8080, 0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 2);
	cr_expect(!stage_one(&s, FINDING_NEW_ROLE));
}

Test(detect_role, an_outstation_that_dials_its_master_has_none)
{
	stage_tcp(&s, 103, 21, 8080, 0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 1);
	cr_expect(!stage_one(&s, FINDING_NEW_ROLE));
}

Test(detect_role, time_and_names_are_no_role)
{
	stage_udp(&s, 101, 1, 53)->confidence = 97;
	stage_judge(&s);
	cr_expect_eq(s.found.n, 1);
	cr_expect(!stage_one(&s, FINDING_NEW_ROLE));
}

Test(detect_role, a_guess_is_none)
{
	struct record *r = stage_tcp(&s, 101, 21, 8080, 0);

	r->initiator = ROLE_NONE;
	r->evidence = EVIDENCE_PORT;
	r->confidence = 94;
	stage_judge(&s);
	cr_expect(!stage_one(&s, FINDING_NEW_ROLE));
}

Test(detect_role, the_other_machine_of_a_pair_counts)
{
	down();
	stage_init(&s);
	stage_names(&s, "address,name\n192.168.10.101,scada\n"
		    "192.168.10.21,scada\n");
	stage_rules(&s, BASE);
	stage_tcp(&s, 101, 102, 8080, 0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 1);
	cr_expect(!stage_one(&s, FINDING_NEW_ROLE));
}

Test(detect_role, a_probe_tells_it_inside)
{
	stage_tcp(&s, 101, 21, 502, 0);
	stage_tcp(&s, 101, 21, 102, 0);
	stage_tcp(&s, 101, 21, 44818, 0);
	stage_tcp(&s, 101, 11, 8080, 0);
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	cr_expect_eq(s.found.items[0].kind, FINDING_OT_PROBE);
	cr_expect_eq(s.found.items[0].count, 4);
	cr_expect(strstr(s.found.items[0].evidence.s, "192.168.10.101 only "
			 "answered until now"));
}
