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

TestSuite(detect_cleartext, .init = up, .fini = down);

/* A rule for 192.168.10.31 -> 192.168.10.11 with these operations. */
static void rule(const char *port_and_service, const char *operations)
{
	struct text t = { 0 };

	text_printf(&t, "tcp,192.168.10.31,*,192.168.10.11,%s,maintenance,,%s,"
		    "approved,,,\n", port_and_service, operations);
	stage_rules(&s, t.s);
	text_release(&t);
}

static struct record *session(uint16_t port, const char *service,
			      const char *operations)
{
	struct record *r = stage_tcp(&s, 31, 11, port, (int64_t)s.n * 100000);

	r->service = service;
	r->operations = operations;
	return r;
}

Test(detect_cleartext, without_a_baseline_always_and_how_it_went)
{
	const struct finding *f;

	session(21, "ftp", "error:login-failed+login:password+login:user");
	session(21, "ftp", "login:accepted+login:password+login:user");
	stage_judge(&s);
	f = stage_one(&s, FINDING_CLEARTEXT_LOGIN);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_MEDIUM);
	cr_expect_str_eq(f->technique, "T0842");
	cr_expect_str_eq(f->service, "ftp");
	cr_expect_eq(f->client, ADDR(192, 168, 10, 31));
	cr_expect_eq(f->server, ADDR(192, 168, 10, 11));
	cr_expect_eq(f->server_port, 21);
	cr_expect_eq(f->count, 2);
	cr_expect_str_eq(f->summary.s, "192.168.10.31 logged in to "
			 "192.168.10.11 tcp/21 (ftp) in clear text, refused "
			 "and accepted: anybody on the way can read the "
			 "password.");
	cr_expect(strstr(f->evidence.s, "login in clear text (ftp), 2 "
			 "sessions: 1 accepted, 1 refused"));
	cr_expect(strstr(f->filter.s, "tcp.port == 21"));
	/* Learning is not stopped by a habit. */
	cr_expect_eq(s.used_by[0], 0);
}

Test(detect_cleartext, tried_and_refused_are_told_apart)
{
	session(80, "http", "error:login-failed+login:http-basic+read:get");
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	cr_expect(strstr(s.found.items[0].summary.s, "tried to log in to "
			 "192.168.10.11 tcp/80 (http) in clear text, "
			 "refused at least once:"));
	down();
	up();
	session(23, "telnet", "login:user");
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	cr_expect(strstr(s.found.items[0].summary.s, "how it went is not "
			 "seen"));
}

Test(detect_cleartext, what_is_a_readable_login)
{
	static const struct {
		const char *service, *operations;
		size_t n;
	} cases[] = {
		{ "telnet", "", 1 },
		{ "telnet", "login:password", 1 },
		{ "rlogin", "", 1 },
		{ "ftp", "read:directory", 0 },
		{ "http", "login:http-basic", 1 },
		{ "http", "login:http-form+read:get", 1 },
		{ "http", "login:http-digest", 0 },
		{ "http", "", 0 },
		{ "pop3", "login:password+login:user", 1 },
		{ "ldap", "login:simple-bind", 1 },
		{ "ldap", "login:sasl-bind", 0 },
		{ "mssql", "login:user", 1 },
		{ "snmp", "login:community+read:get", 1 },
		{ "ssh", "", 0 },
		{ "modbus", "login:umas-reservation", 0 },
		{ "vnc", "login:vnc-password", 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		down();
		up();
		session(999, cases[i].service, cases[i].operations);
		stage_judge(&s);
		cr_expect_eq(s.found.n, cases[i].n, "case %zu", i);
	}
}

Test(detect_cleartext, nobody_spoke_and_nothing_was_typed)
{
	stage_syn(&s, 31, 11, 23, CONN_REJ);
	stage_syn(&s, 31, 11, 23, CONN_S0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_cleartext, a_known_login_is_silent)
{
	static const struct {
		const char *operations;
		size_t n;
	} cases[] = {
		{ "", 0 },
		{ "login:password+login:user", 0 },
		{ "read:file+login", 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		down();
		up();
		rule("21,ftp", cases[i].operations);
		session(21, "ftp", "login:password+login:user");
		stage_judge(&s);
		cr_expect_eq(s.found.n, cases[i].n, "case %zu", i);
	}
}

/* No word of what is done there: what is done is not compared. */
Test(detect_cleartext, a_rule_that_only_reads_does_not_know_it)
{
	const struct finding *f;

	rule("23,telnet", "read:screen");
	session(23, "telnet", "");
	stage_judge(&s);
	f = stage_one(&s, FINDING_CLEARTEXT_LOGIN);
	cr_assert(f && s.found.n == 1);
	cr_expect(strstr(f->evidence.s, "rule without logins: line 2"));
	cr_expect_eq(s.used_by[0], 1);
}

Test(detect_cleartext, it_is_told_within_the_finding_about_the_pair)
{
	rule("502,modbus", "");
	session(23, "telnet", "error:login-failed+login:user");
	session(23, "telnet", "error:login-failed+login:user");
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	cr_expect_neq(s.found.items[0].kind, FINDING_CLEARTEXT_LOGIN);
	cr_expect(strstr(s.found.items[0].evidence.s, "login in clear text "
			 "(telnet), 2 sessions: 2 refused at least once; an "
			 "acceptance would not show"));
}

Test(detect_cleartext, communities_are_one_finding_a_sender)
{
	const struct finding *f;

	for (uint32_t i = 0; i < 5; i++) {
		struct record *r = stage_udp(&s, 31, 101 + i, 161);

		r->service = "snmp";
		r->operations = "login:community+read:get";
		r->packets[1] = 1;
		r->payload[1] = 40;
	}
	stage_judge(&s);
	f = stage_one(&s, FINDING_CLEARTEXT_LOGIN);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->server, 0);
	cr_expect_eq(f->count, 5);
	cr_expect(strstr(f->summary.s, "192.168.10.31 sends the community of "
			 "snmp"));
}
