/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/stamp.h"
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

TestSuite(detect_login, .init = up, .fini = down);

#define SSH "tcp,192.168.10.31,*,192.168.10.11,22,ssh,maintenance,,," \
	"learned,,,\n"

static void sessions(int n, int64_t every_ms, int64_t from_ms)
{
	for (int i = 0; i < n; i++) {
		struct record *r = stage_tcp(&s, 31, 11, 22,
					     from_ms + i * every_ms);

		r->last_ns = r->first_ns + 3 * NS_PER_SECOND;
	}
}

Test(detect_login, a_burst_on_a_known_conversation)
{
	const struct finding *f;

	stage_rules(&s, SSH);
	sessions(9, 14000, 0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
	sessions(16, 14000, 9 * 14000);
	stage_judge(&s);
	f = stage_one(&s, FINDING_LOGIN_ATTEMPTS);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_HIGH);
	cr_expect_eq(f->client, ADDR(192, 168, 10, 31));
	cr_expect_eq(f->server, ADDR(192, 168, 10, 11));
	cr_expect_eq(f->server_port, 22);
	cr_expect_eq(f->count, 25);
	cr_expect(strstr(f->summary.s, "opened 25 short or refused sessions to "
			 "192.168.10.11 tcp/22 (ssh) in 5 min 39 s"));
}

Test(detect_login, ordinary_sessions_before_and_after_are_not_counted)
{
	stage_rules(&s, SSH);
	sessions(1, 1000, 0);
	sessions(25, 13000, 100000);
	sessions(1, 1000, 700000);
	stage_judge(&s);
	cr_assert(stage_one(&s, FINDING_LOGIN_ATTEMPTS));
	cr_expect_eq(s.found.items[0].count, 25);
}

Test(detect_login, a_burst_longer_than_the_window_is_one_finding)
{
	stage_rules(&s, SSH);
	sessions(200, 14000, 0);
	stage_judge(&s);
	cr_assert(stage_one(&s, FINDING_LOGIN_ATTEMPTS));
	cr_expect_eq(s.found.items[0].count, 200);
}

Test(detect_login, slow_sessions_are_ordinary)
{
	stage_rules(&s, SSH);
	sessions(40, 70000, 0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_login, long_sessions_are_ordinary)
{
	stage_rules(&s, SSH);
	for (int i = 0; i < 40; i++)
		stage_tcp(&s, 31, 11, 22, i * 14000);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_login, refused_ones_count)
{
	stage_rules(&s, SSH);
	for (int i = 0; i < 10; i++)
		stage_syn(&s, 31, 11, 22, CONN_REJ);
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_LOGIN_ATTEMPTS));
}

Test(detect_login, control_protocols_have_no_logins)
{
	stage_rules(&s, "tcp,192.168.10.11,*,192.168.10.101,502,modbus,"
		    "operation,,,learned,,,\n");
	for (int i = 0; i < 40; i++)
		stage_syn(&s, 11, 101, 502, CONN_REJ);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_login, three_of_an_unknown_pair_are_told_within_its_finding)
{
	const struct finding *f;

	stage_rules(&s, SSH "tcp,192.168.10.21,*,192.168.10.11,20295,,"
		    "operation,,,learned,,,\n");
	for (int i = 0; i < 3; i++) {
		struct record *r = stage_tcp(&s, 21, 11, 22, i * 5000);

		r->last_ns = r->first_ns + NS_PER_SECOND;
	}
	stage_judge(&s);
	f = stage_one(&s, FINDING_NEW_CONVERSATION);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_HIGH);
	cr_expect(strstr(f->evidence.s, "3 short or refused sessions within "
			 "10 min: looks like login attempts"));
}

Test(detect_login, without_a_baseline_ten_are_a_burst)
{
	sessions(10, 14000, 0);
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_LOGIN_ATTEMPTS));
}
