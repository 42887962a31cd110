/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>
#include <string.h>

#include "ground/addr.h"
#include "scene.h"

static struct stage s;

#define NAMES \
	"address,name,zone\n" \
	"192.168.10.0/28,,control\n" \
	"192.168.10.101,plc1,cell\n" \
	"192.168.10.102,plc2,cell\n" \
	"192.168.20.0/24,,office\n"
#define OFFICE(octet) ADDR(192, 168, 20, octet)
#define BASE \
	"tcp,192.168.10.11,*,192.168.10.101,502,modbus,operation,,,learned,," \
	",\n" \
	"tcp,192.168.10.12,*,192.168.10.11,8000,,operation,,,learned,,,\n" \
	"tcp,192.168.20.5,*,192.168.20.6,8000,,operation,,,learned,,,\n"

static void set(const char *more)
{
	char rules[2048];

	stage_release(&s);
	stage_init(&s);
	stage_names(&s, NAMES);
	snprintf(rules, sizeof rules, "%s%s", BASE, more);
	stage_rules(&s, rules);
}

static void up(void)
{
	stage_init(&s);
	set("");
}

static void down(void)
{
	stage_release(&s);
}

TestSuite(detect_zone, .init = up, .fini = down);

Test(detect_zone, no_rule_joins_them)
{
	const struct finding *f;

	stage_tcp(&s, OFFICE(5), 11, 8000, 0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_ZONE_CROSSING);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_HIGH);
	cr_expect_eq(f->client, OFFICE(5));
	cr_expect_eq(f->server, ADDR(192, 168, 10, 11));
	cr_expect_eq(f->server_port, 8000);
	cr_expect_str_eq(f->summary.s, "192.168.20.5 of zone office talked "
			 "with 192.168.10.11 of zone control on tcp/8000 "
			 "(http), and no rule joins these zones.");
}

Test(detect_zone, one_machine_that_crosses_is_one_finding)
{
	const struct finding *f;

	stage_tcp(&s, OFFICE(5), 11, 8000, 0);
	stage_syn(&s, OFFICE(5), 101, 502, CONN_S0);
	stage_tcp(&s, OFFICE(6), 11, 8000, 0);
	stage_judge(&s);
	cr_assert_eq(s.found.n, 2);
	f = &s.found.items[0];
	cr_expect_eq(f->client, OFFICE(5));
	cr_expect_eq(f->server, 0);
	cr_expect_eq(f->count, 2);
	cr_expect(strstr(f->summary.s, "with 2 machines of other zones, and"));
}

Test(detect_zone, one_attempt_is_enough)
{
	stage_syn(&s, OFFICE(5), 11, 8000, CONN_S0);
	stage_judge(&s);
	cr_assert(stage_one(&s, FINDING_ZONE_CROSSING));
	cr_expect(strstr(s.found.items[0].summary.s, "tried to reach"));
	cr_expect(strstr(s.found.items[0].summary.s, "nothing answered."));
}

Test(detect_zone, a_stranger_that_crosses_is_told_once)
{
	const struct finding *f;

	stage_tcp(&s, OFFICE(99), 11, 8000, 0);
	stage_tcp(&s, OFFICE(99), OFFICE(6), 8000, 0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_ZONE_CROSSING);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->count, 2);
	cr_expect(strstr(f->evidence.s, "192.168.20.99 is new"));
	cr_expect(strstr(f->summary.s, "with 192.168.10.11 of zone control"));
}

/* Which kind, if the zones are joined by more than BASE? */
static void expect(const char *rule, bool crossing, const char *what)
{
	set(rule);
	stage_tcp(&s, OFFICE(5), 11, 8000, 0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 1, "%s", what);
	cr_expect_eq(stage_one(&s, FINDING_ZONE_CROSSING) != NULL, crossing,
		     "%s", what);
}

Test(detect_zone, which_rules_join_zones)
{
	expect("tcp,192.168.20.6,*,192.168.10.12,443,,operation,,,learned,,,\n",
	       false, "office to control");
	expect("tcp,192.168.10.12,*,192.168.20.6,443,,operation,,,learned,,,\n",
	       false, "control to office");
	expect("tcp,192.168.20.0/24,*,192.168.10.12,443,,operation,,,learned,,"
	       ",\n", false, "a network");
	expect("tcp,192.168.0.0/16,*,192.168.10.12,443,,operation,,,learned,,"
	       ",\n", false, "a wide network");
	expect("tcp,192.168.20.6,*,plc1,443,,operation,,,learned,,,\n", true,
	       "to the cell");
	expect("tcp,192.168.20.6,*,192.168.10.12,443,,operation,,,review,,,\n",
	       true, "it waits");
	expect("tcp,192.168.20.6,*,192.168.10.12,443,,operation,,,learned,,"
	       "2020-01-01,\n", true, "it has ended");
	expect("tcp,192.168.20.6,*,192.168.10.12,443,,operation,,,unanswered,"
	       ",,\n", true, "nobody was there");
}

Test(detect_zone, both_zones_must_be_known)
{
	stage_tcp(&s, 77, 11, 8000, 0);
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_NEW_HOST) && s.found.n == 1);
}

Test(detect_zone, what_a_rule_allows_and_one_zone_is_silent)
{
	stage_tcp(&s, 11, 101, 502, 0);
	stage_tcp(&s, 12, 11, 8000, 0);
	stage_tcp(&s, OFFICE(5), OFFICE(6), 8000, 0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_zone, learning_knows_no_crossings)
{
	stage_release(&s);
	stage_init(&s);
	stage_names(&s, NAMES);
	stage_tcp(&s, OFFICE(5), 11, 8000, 0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

/* A rule that joins them until a day does so until that day, whether it names
 * machines or networks. */
Test(detect_zone, zones_are_joined_as_long_as_the_rule_lasts)
{
	static const char *const rules[] = {
		"tcp,192.168.20.6,*,192.168.10.12,80,,operation,,,approved,"
		"me,2023-10-24,\n",
		"tcp,192.168.20.0/24,*,192.168.10.0/28,80,,operation,,,"
		"approved,me,2023-10-24,\n",
	};

	for (size_t i = 0; i < 2; i++) {
		const struct finding *f;

		set(rules[i]);
		for (int day = 0; day < 5; day++)
			stage_tcp(&s, OFFICE(5), 11, 8000, day * 86400000);
		stage_judge(&s);
		f = stage_one(&s, FINDING_ZONE_CROSSING);
		cr_assert(f, "%zu", i);
		cr_expect_eq(f->count, 3, "%zu", i);
	}
}
