/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>
#include <string.h>

#include "ground/addr.h"
#include "judge/baseline.h"
#include "scene.h"

static struct stage s;

#define BASE \
	"tcp,192.168.10.21,*,192.168.10.11,20295,,operation,,,learned,,,\n"   \
	"tcp,192.168.10.11,*,192.168.10.101,502,modbus,operation,,,learned,," \
	",\n"                                                                 \
	"tcp,192.168.10.11,*,192.168.10.102,502,modbus,operation,,,learned,," \
	",\n"                                                                 \
	"tcp,192.168.10.11,*,192.168.10.103,502,modbus,operation,,,learned,," \
	",\n"

static void up(void)
{
	stage_init(&s);
	stage_rules(&s, BASE);
}

static void down(void)
{
	stage_release(&s);
}

TestSuite(detect_ot_probe, .init = up, .fini = down);

Test(detect_ot_probe, several_ot_ports_are_one_finding_of_the_source)
{
	const struct finding *f;

	stage_syn(&s, 21, 101, 44818, CONN_REJ);
	stage_tcp(&s, 21, 101, 102, 0);
	stage_syn(&s, 21, 102, 502, CONN_S0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_OT_PROBE);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_HIGH);
	cr_expect_str_eq(f->technique, "T0846");
	cr_expect_eq(f->client, ADDR(192, 168, 10, 21));
	cr_expect_eq(f->server, 0);
	cr_expect_eq(f->count, 3);
	cr_expect_str_eq(f->summary.s, "192.168.10.21 tried 3 ports of "
			 "control protocols on 2 machines, which it is not "
			 "known to do; 1 of 3 endpoints answered.");
	cr_expect(strstr(f->evidence.s, "192.168.10.21 -> 192.168.10.101 "
			 "tcp/102 (iso-tsap): 1 flow, answered"));
	cr_expect(strstr(f->filter.s, "ip.addr == 192.168.10.21 && tcp &&"));
}

Test(detect_ot_probe, one_ot_port_of_several_hosts)
{
	const struct finding *f;

	stage_tcp(&s, 21, 101, 502, 0);
	stage_tcp(&s, 21, 102, 502, 0);
	stage_tcp(&s, 21, 103, 502, 0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_OT_PROBE);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->server_port, 502);
	cr_expect(strstr(f->summary.s, "tried tcp/502 (modbus) on 3 machines"));
}

Test(detect_ot_probe, the_bounds_are_options)
{
	stage_tcp(&s, 21, 101, 502, 0);
	stage_tcp(&s, 21, 102, 102, 0);
	stage_judge(&s);
	cr_expect_null(stage_one(&s, FINDING_OT_PROBE));
	s.options.probe_ports = 2;
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_OT_PROBE));
	s.options.probe_ports = s.options.probe_hosts = 9;
	stage_judge(&s);
	cr_expect_null(stage_one(&s, FINDING_OT_PROBE));
}

Test(detect_ot_probe, hosts_are_counted_for_one_port)
{
	stage_tcp(&s, 21, 101, 502, 0);
	stage_tcp(&s, 21, 102, 502, 0);
	stage_tcp(&s, 21, 103, 102, 0);
	stage_judge(&s);
	cr_expect_null(stage_one(&s, FINDING_OT_PROBE));
}

Test(detect_ot_probe, what_rules_allow_is_no_probe)
{
	stage_tcp(&s, 11, 101, 502, 0);
	stage_tcp(&s, 11, 102, 502, 0);
	stage_tcp(&s, 11, 103, 502, 0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_ot_probe, other_ports_are_no_probe)
{
	stage_tcp(&s, 21, 101, 22, 0);
	stage_tcp(&s, 21, 101, 80, 0);
	stage_tcp(&s, 21, 101, 443, 0);
	stage_judge(&s);
	cr_expect_null(stage_one(&s, FINDING_OT_PROBE));
}

Test(detect_ot_probe, the_payload_says_what_a_port_is_for)
{
	stage_tcp(&s, 21, 101, 10001, 0)->service = "modbus";
	stage_tcp(&s, 21, 101, 10002, 0)->service = "s7comm";
	stage_tcp(&s, 21, 101, 502, 0)->service = "ssh";
	stage_judge(&s);
	cr_expect_null(stage_one(&s, FINDING_OT_PROBE));
	stage_tcp(&s, 21, 101, 10003, 0)->service = "enip";
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_OT_PROBE));
}

Test(detect_ot_probe, a_guessed_direction_makes_no_prober)
{
	for (uint32_t i = 101; i <= 103; i++) {
		struct record *r = stage_tcp(&s, 21, i, 502, 0);

		r->initiator = ROLE_NONE;
		r->evidence = EVIDENCE_PORT;
		r->confidence = 90;
	}
	stage_judge(&s);
	cr_expect_null(stage_one(&s, FINDING_OT_PROBE));
}

Test(detect_ot_probe, all_that_a_new_machine_did_is_told_inside)
{
	const struct finding *f;

	stage_tcp(&s, 99, 101, 502, 0);
	stage_tcp(&s, 99, 101, 102, 0);
	stage_tcp(&s, 99, 101, 44818, 0);
	stage_tcp(&s, 99, 101, 12401, 0);
	stage_tcp(&s, 99, 11, 80, 0);
	stage_tcp(&s, 21, 99, 445, 0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_OT_PROBE);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->count, 6);
	cr_expect_eq(f->client, ADDR(192, 168, 10, 99));
	cr_expect(strstr(f->summary.s, "a machine that no rule names, tried 3 "
			 "ports of control protocols on 192.168.10.101"));
	cr_expect(strstr(f->evidence.s, "192.168.10.99 is new"));
	cr_expect(strstr(f->evidence.s, "tcp/12401"));
}

Test(detect_ot_probe, of_a_known_machine_only_what_it_did_to_these_hosts)
{
	stage_tcp(&s, 21, 101, 502, 0);
	stage_tcp(&s, 21, 101, 102, 0);
	stage_tcp(&s, 21, 101, 44818, 0);
	stage_tcp(&s, 21, 101, 12401, 0);
	stage_tcp(&s, 21, 103, 80, 0);
	stage_judge(&s);
	cr_assert_eq(s.found.n, 2);
	cr_expect_eq(stage_one(&s, FINDING_OT_PROBE)->count, 4);
	cr_expect(stage_one(&s, FINDING_NEW_SERVICE));
}

Test(detect_ot_probe, a_burst_of_logins_inside_is_named)
{
	stage_tcp(&s, 99, 101, 502, 0);
	stage_tcp(&s, 99, 102, 502, 0);
	stage_tcp(&s, 99, 103, 502, 0);
	for (uint16_t i = 0; i < 5; i++)
		stage_syn(&s, 99, 11, 22, CONN_REJ);
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	cr_expect(strstr(s.found.items[0].evidence.s, "5 short or refused "
			 "sessions within 10 min: looks like login attempts"));
}

Test(detect_ot_probe, a_scan_stays_a_scan)
{
	for (uint16_t i = 1; i <= 12; i++)
		stage_syn(&s, 21, 101, i, CONN_REJ);
	stage_syn(&s, 21, 101, 502, CONN_REJ);
	stage_syn(&s, 21, 101, 102, CONN_REJ);
	stage_syn(&s, 21, 101, 44818, CONN_REJ);
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	cr_expect_eq(s.found.items[0].kind, FINDING_PORT_SCAN);
}

Test(detect_ot_probe, a_machine_that_may_scan_may_probe)
{
	down();
	stage_init(&s);
	stage_names(&s, "address,role\n192.168.10.21,scanner\n");
	stage_rules(&s, BASE);
	stage_tcp(&s, 21, 101, 502, 0);
	stage_tcp(&s, 21, 102, 502, 0);
	stage_tcp(&s, 21, 103, 502, 0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_ot_probe, nothing_is_known_without_a_baseline)
{
	baseline_free(s.baseline);
	s.baseline = NULL;
	stage_tcp(&s, 21, 101, 502, 0);
	stage_tcp(&s, 21, 102, 502, 0);
	stage_tcp(&s, 21, 103, 502, 0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_ot_probe, the_id_does_not_depend_on_what_answered)
{
	char id[FINDING_ID_TEXT];

	stage_syn(&s, 21, 101, 502, CONN_S0);
	stage_syn(&s, 21, 102, 502, CONN_S0);
	stage_syn(&s, 21, 103, 502, CONN_S0);
	stage_judge(&s);
	memcpy(id, stage_one(&s, FINDING_OT_PROBE)->id, sizeof id);
	stage_tcp(&s, 21, 102, 502, 90000);
	stage_judge(&s);
	cr_expect_str_eq(stage_one(&s, FINDING_OT_PROBE)->id, id);
}
