/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "ground/addr.h"
#include "judge/detect_grave.h"
#include "scene.h"

static struct stage s;

static void set(const char *rules)
{
	stage_release(&s);
	stage_init(&s);
	stage_rules(&s, rules);
}

/* A rule of 11 -> 101:502 with these operations. */
#define RULE_BY(initiator, operations, by) \
	"tcp,192.168.10.11,*,192.168.10.101,502,modbus,operation," \
	initiator "," operations ",learned," by ",,\n"
#define RULE(operations) RULE_BY("client", operations, "learn")

static void up(void)
{
	stage_init(&s);
}

static void down(void)
{
	stage_release(&s);
}

TestSuite(detect_operation, .init = up, .fini = down);

static void ask(uint32_t client, const char *operations)
{
	struct record *r = stage_tcp(&s, client, 101, 502, 0);

	r->service = "modbus";
	r->operations = operations;
}

enum { NOTHING = N_SEVERITIES };

static const struct {
	const char *name, *rule, *asked;
	int severity;			/* enum severity, or NOTHING */
	const char *technique;
} cases[] = {
	{ "what is known", RULE("read:coils+write:single-coil"), "read:coils",
	  NOTHING, NULL },
	{ "nothing recorded is anything", RULE(""), "control:plc-stop",
	  NOTHING, NULL },
	{ "nothing recognised", RULE("read:coils"), "", NOTHING, NULL },
	{ "errors are answers", RULE("read:coils"),
	  "error:illegal-address+read:coils", NOTHING, NULL },
	{ "a class stands for all", RULE("read+write"),
	  "read:coils+write:single-coil", NOTHING, NULL },
	{ "another way to read", RULE("read:holding-registers"),
	  "read:input-registers", SEVERITY_INFO, "T0801" },
	{ "the first to read", RULE("write:single-coil"), "read:coils",
	  SEVERITY_LOW, "T0801" },
	{ "identity, of who reads", RULE("read:coils"),
	  "diagnostic:device-identification", SEVERITY_INFO, "T0888" },
	{ "identity", RULE("write:single-coil"),
	  "diagnostic:device-identification", SEVERITY_LOW, "T0888" },
	{ "a write", RULE("read:coils"), "read:coils+write:single-coil",
	  SEVERITY_MEDIUM, "T0836" },
	{ "another write", RULE("write:single-coil"),
	  "write:multiple-coils", SEVERITY_MEDIUM, "T0836" },
	{ "a stop", RULE("read:coils"), "control:plc-stop+read:coils",
	  SEVERITY_HIGH, "T0858" },
	{ "a stop beside another control", RULE("control:plc-start"),
	  "control:plc-stop", SEVERITY_HIGH, "T0858" },
	{ "a command", RULE("read:coils"), "control:direct-operate",
	  SEVERITY_HIGH, "T1692.001" },
	{ "a restart", RULE("read:coils"), "control:cold-restart",
	  SEVERITY_HIGH, "T0816" },
	{ "a download", RULE("read:coils"), "program:request-download",
	  SEVERITY_HIGH, "T0843" },
	{ "an upload", RULE("read:coils"), "program:upload", SEVERITY_HIGH,
	  "T0845" },
	{ "a login", RULE("read:coils"), "login:user", SEVERITY_HIGH,
	  "T0859" },
	{ "the end of a session", RULE("login:session+read:coils"),
	  "login:disconnect", SEVERITY_INFO, "T0859" },
	{ "a session, of one always open",
	  RULE_BY("", "read:coils", "learn"), "login:session",
	  SEVERITY_INFO, "T0859" },
	{ "a session, by a rule of a person",
	  RULE_BY("", "read:coils", "me"), "login:session", SEVERITY_HIGH,
	  "T0859" },
	{ "a stop, of one always open",
	  RULE_BY("", "read:coils", "learn"), "control:plc-stop",
	  SEVERITY_HIGH, "T0858" },
	{ "the gravest counts", RULE("read:coils"),
	  "control:plc-stop+read:input-registers+write:single-coil",
	  SEVERITY_HIGH, "T0858" },
};

Test(detect_operation, how_grave)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct finding *f;

		set(cases[i].rule);
		ask(11, cases[i].asked);
		stage_judge(&s);
		if (cases[i].severity == NOTHING) {
			cr_expect_eq(s.found.n, 0, "%s", cases[i].name);
			continue;
		}
		f = stage_one(&s, FINDING_NEW_OPERATION);
		cr_assert(f && s.found.n == 1, "%s", cases[i].name);
		cr_expect_eq((int)f->severity, cases[i].severity, "%s",
			     cases[i].name);
		cr_expect_str_eq(f->technique, cases[i].technique, "%s",
				 cases[i].name);
	}
}

Test(detect_operation, one_conversation_is_one_finding)
{
	const struct finding *f;

	set(RULE("read:coils"));
	ask(11, "read:coils");
	ask(11, "control:plc-stop+read:coils");
	ask(11, "error:busy+write:single-coil");
	stage_judge(&s);
	f = stage_one(&s, FINDING_NEW_OPERATION);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->count, 2);
	cr_expect_eq(f->client, ADDR(192, 168, 10, 11));
	cr_expect_eq(f->server_port, 502);
	cr_expect_str_eq(f->summary.s, "192.168.10.11 commanded 192.168.10.101 "
			 "tcp/502 (modbus), which is new: "
			 "control:plc-stop and 1 more.");
	cr_expect(strstr(f->evidence.s, "new: control:plc-stop, "
			 "write:single-coil\nknown: read:coils\n"));
	cr_expect(strstr(f->evidence.s, "rule: line 2, learned"));
	cr_expect(strstr(f->filter.s, "ip.addr == 192.168.10.101 && "
			 "tcp.port == 502"));
}

/* After a switch-over the standby does what the other one did. */
Test(detect_operation, what_a_pair_may_both_may)
{
	stage_release(&s);
	stage_init(&s);
	stage_names(&s, "address,name\n192.168.10.11,scada\n"
		    "192.168.10.12,scada\n");
	stage_rules(&s, RULE("read:coils+write:single-coil")
		    "tcp,192.168.10.12,*,192.168.10.101,502,modbus,operation,"
		    "client,read:coils,learned,learn,,\n");
	ask(12, "write:single-coil");
	ask(11, "write:single-coil");
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
	ask(12, "write:multiple-coils");
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_NEW_OPERATION) && s.found.n == 1);
}

Test(detect_operation, what_is_not_allowed_is_told_elsewhere)
{
	set(RULE("read:coils"));
	ask(99, "control:plc-stop");
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	cr_expect_eq(s.found.items[0].kind, FINDING_NEW_HOST);
	cr_expect_eq(s.found.items[0].severity, SEVERITY_HIGH);
}

/* The port was asked for over a conversation of other operations. */
Test(detect_operation, a_port_that_was_agreed_has_operations_of_its_own)
{
	struct record *r;

	set("tcp,192.168.10.11,*,192.168.10.101,135,dcerpc,operation,client,"
	    "diagnostic:endpoint-mapper,learned,learn,,\n");
	r = stage_tcp(&s, 11, 101, 49777, 0);
	r->agreed = 135;
	r->operations = "read:opc-items";
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

/* Who may look up an endpoint may not for that start services. */
Test(detect_operation, what_is_grave_needs_a_rule_at_an_agreed_port_too)
{
	const struct finding *f;
	struct record *r;

	set("tcp,192.168.10.11,*,192.168.10.101,135,dcerpc,operation,client,"
	    "diagnostic:endpoint-mapper,learned,learn,,\n");
	r = stage_tcp(&s, 11, 101, 49777, 0);
	r->agreed = 135;
	r->operations = "control:service-manager+read:opc-items";
	stage_judge(&s);
	f = stage_one(&s, FINDING_NEW_OPERATION);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_HIGH);
	cr_expect_str_eq(f->technique, "T0886");
	cr_expect(strstr(f->evidence.s, "new: control:service-manager\n"));
}

/* What somebody approved for a day, or for one port, ends with it. */
Test(detect_operation, rules_that_have_ended_allow_nothing_later)
{
	static const char *const widers[] = {
		"tcp,192.168.10.11,*,192.168.10.0/24,502,modbus,operation,"
		"client,program:upload,approved,me,2023-10-24,\n",
		"tcp,192.168.10.11,40000,192.168.10.0/24,502,modbus,operation,"
		"client,,approved,me,,\n",
	};

	for (size_t i = 0; i < 2; i++) {
		char rules[512];
		struct record *r;

		snprintf(rules, sizeof rules, "%s%s", RULE("read:coils"),
			 widers[i]);
		set(rules);
		r = stage_tcp(&s, 11, 101, 502, 0);
		r->operations = "program:upload";
		r->port[0] = 40000;
		r = stage_tcp(&s, 11, 101, 502, 3 * 86400000);
		r->operations = "program:upload";
		stage_judge(&s);
		cr_expect(stage_one(&s, FINDING_NEW_OPERATION) &&
			  s.found.n == 1 && s.found.items[0].count == 1,
			  "%zu", i);
	}
}

Test(detect_operation, what_was_met_while_learning_is_said)
{
	const struct finding *f;

	stage_release(&s);
	stage_init(&s);
	stage_memory(&s, RULE("read:coils"),
		     "proto,client,client_port,server,server_port,first,last,"
		     "flows,answered,gaps,max_gap,peak_hour_packets,"
		     "peak_hour_payload,peak_hour_sessions,"
		     "peak_10min_sessions,client_ports,port_fixed,client_mac,"
		     "server_mac,service,operations,initiator,status,"
		     "direction,confidence,captures\n"
		     "format,1.0,,,,,,,,,,,,,,,,,,,,,,,,\n"
		     "tcp,192.168.10.11,,192.168.10.101,502,"
		     "2023-10-16T00:00:00Z,2023-10-16T10:00:00Z,5,5,1,20.000,"
		     "100,10,5,0,49152+49153,,,,modbus,"
		     "control:plc-stop+read:coils,client,learned,handshake,99,"
		     "\n");
	ask(11, "control:plc-stop+write:single-coil");
	stage_judge(&s);
	f = stage_one(&s, FINDING_NEW_OPERATION);
	cr_assert(f && s.found.n == 1);
	cr_expect(strstr(f->evidence.s, "met while learning, and not approved: "
			 "control:plc-stop\n"));
}

Test(detect_operation, a_burst_of_logins_goes_before_its_words)
{
	set("tcp,192.168.10.11,*,192.168.10.101,21,ftp,maintenance,client,"
	    "read:file,learned,learn,,\n");
	for (int i = 0; i < 40; i++) {
		struct record *r = stage_tcp(&s, 11, 101, 21, i * 2000);

		r->last_ns = r->first_ns + 1000000;
		r->service = "ftp";
		r->operations = "error:login-failed+login:password+login:user";
	}
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	cr_expect_eq(s.found.items[0].kind, FINDING_LOGIN_ATTEMPTS);
}

Test(detect_operation, words_of_unknown_classes_are_small)
{
	cr_expect_eq(operation_class("new:thing"), OPERATION_OTHER);
	cr_expect_eq(operation_severity("new:thing"), SEVERITY_LOW);
	cr_expect_str_eq(operation_technique("new:thing"), "");
	cr_expect(operation_is_end("login:logoff+login:logon"));
	cr_expect(!operation_is_end("login:logon"));
}
