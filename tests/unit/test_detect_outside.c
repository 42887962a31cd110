/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>
#include <string.h>

#include "ground/addr.h"
#include "scene.h"

#define OUTSIDE ADDR(203, 0, 113, 66)

static struct stage s;

static void up(void)
{
	stage_init(&s);
}

static void down(void)
{
	stage_release(&s);
}

TestSuite(detect_outside, .init = up, .fini = down);

#define RULE(status) "tcp,192.168.10.21,*,203.0.113.66,4441,,operation,,," \
	status ",,,\n"

Test(detect_outside, many_attempts_are_one_finding)
{
	const struct finding *f;

	stage_rules(&s, "");
	for (int i = 0; i < 8; i++)
		stage_syn(&s, 21, OUTSIDE, 4441, CONN_S0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_OUTSIDE_CONTACT);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_MEDIUM);
	cr_expect_eq(f->count, 8);
	cr_expect_eq(f->server_port, 4441);
	cr_expect_str_eq(f->summary.s, "192.168.10.21 tried to reach "
			 "203.0.113.66 outside on tcp/4441 8 times; nothing "
			 "answered.");
}

Test(detect_outside, refusal_is_told_and_no_worse)
{
	const struct finding *f;

	stage_syn(&s, 21, OUTSIDE, 4441, CONN_REJ);
	stage_judge(&s);
	f = stage_one(&s, FINDING_OUTSIDE_CONTACT);
	cr_assert(f);
	cr_expect_eq(f->severity, SEVERITY_MEDIUM);
	cr_expect(strstr(f->summary.s, " 1 time; it was refused."));
}

Test(detect_outside, an_answer_is_high_with_bytes_each_way)
{
	const struct finding *f;
	struct record *r = stage_tcp(&s, 21, OUTSIDE, 4441, 0);

	r->payload[0] = 540000;
	r->payload[1] = 6000;
	stage_judge(&s);
	f = stage_one(&s, FINDING_OUTSIDE_CONTACT);
	cr_assert(f);
	cr_expect_eq(f->severity, SEVERITY_HIGH);
	cr_expect_eq(f->c_payload, 540000);
	cr_expect_eq(f->s_payload, 6000);
	cr_expect_str_eq(f->summary.s, "192.168.10.21 reached 203.0.113.66 "
			 "outside on tcp/4441: 540,000 bytes went out, 6,000 "
			 "came in.");
}

Test(detect_outside, who_began_from_outside_is_told)
{
	const struct finding *f;

	stage_tcp(&s, OUTSIDE, 21, 3389, 0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_OUTSIDE_CONTACT);
	cr_assert(f);
	cr_expect_eq(f->severity, SEVERITY_HIGH);
	cr_expect_str_eq(f->technique, "T0883");
	cr_expect(strstr(f->summary.s, "203.0.113.66 from outside reached "
			 "192.168.10.21 on tcp/3389"));
	cr_expect(strstr(f->summary.s, "1,000 bytes went out, 100 came in."));
}

Test(detect_outside, only_a_rule_that_allows_silences)
{
	static const struct {
		const char *rule;
		size_t n;
	} cases[] = {
		{ RULE("learned"), 0 }, { RULE("approved"), 0 },
		{ RULE("review"), 1 }, { RULE("unanswered"), 1 },
		{ "", 1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		down();
		up();
		stage_rules(&s, cases[i].rule);
		stage_tcp(&s, 21, OUTSIDE, 4441, 0);
		stage_judge(&s);
		cr_expect_eq(s.found.n, cases[i].n, "%s", cases[i].rule);
	}
}

Test(detect_outside, the_names_file_says_what_is_inside)
{
	stage_names(&s, "address,name,inside\n203.0.113.0/24,plant,yes\n");
	stage_tcp(&s, 21, OUTSIDE, 4441, 0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_outside, logins_from_outside_are_told_inside)
{
	const struct finding *f;

	stage_rules(&s, "");
	for (int i = 0; i < 5; i++) {
		struct record *r = stage_tcp(&s, OUTSIDE, 11, 22, i * 5000);

		r->last_ns = r->first_ns + 2000000000;
	}
	stage_judge(&s);
	f = stage_one(&s, FINDING_OUTSIDE_CONTACT);
	cr_assert(f && s.found.n == 1);
	cr_expect(strstr(f->evidence.s, "5 short or refused sessions within "
			 "10 min: looks like login attempts"));
}

/* As severe as what is tried there. */
Test(detect_outside, a_burst_of_refused_logins_is_high)
{
	const struct finding *f;

	stage_rules(&s, "");
	for (int i = 0; i < 30; i++)
		stage_syn(&s, OUTSIDE, 21, 22, CONN_REJ);
	stage_judge(&s);
	f = stage_one(&s, FINDING_OUTSIDE_CONTACT);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_HIGH);
	cr_expect(strstr(f->evidence.s, "30 short or refused sessions within "
			 "10 min: looks like login attempts"));
}
