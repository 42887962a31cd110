/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>
#include <string.h>

#include "ground/addr.h"
#include "scene.h"

static struct stage s;

#define NAMES \
	"address,name,zone,role\n" \
	"192.168.10.250,decoy,,unused\n" \
	"192.168.10.251,decoy2,,unused\n" \
	"192.168.10.40,scanner,,scanner\n"
#define BASE \
	"tcp,192.168.10.21,*,192.168.10.11,20295,,operation,,,learned,,,\n" \
	"tcp,192.168.10.0/24,*,192.168.10.0/24,80,http,operation,,,approved," \
	"me,,\n"

static void up(void)
{
	stage_init(&s);
	stage_names(&s, NAMES);
	stage_rules(&s, BASE);
}

static void down(void)
{
	stage_release(&s);
}

TestSuite(detect_decoy, .init = up, .fini = down);

Test(detect_decoy, one_packet_is_enough)
{
	const struct finding *f;

	stage_syn(&s, 21, 250, 22, CONN_S0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_DECOY_CONTACT);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_HIGH);
	cr_expect_eq(f->client, ADDR(192, 168, 10, 21));
	cr_expect_eq(f->server, ADDR(192, 168, 10, 250));
	cr_expect_eq(f->server_port, 22);
	cr_expect_str_eq(f->technique, "T0846");
	cr_expect_str_eq(f->summary.s, "192.168.10.21 touched 192.168.10.250 "
			 "(decoy), an address that nobody should use; nothing "
			 "answered.");
}

Test(detect_decoy, no_rule_allows_it)
{
	const struct finding *f;

	stage_tcp(&s, 21, 250, 80, 0);
	stage_tcp(&s, 21, 251, 80, 0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_DECOY_CONTACT);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->server, 0);
	cr_expect(strstr(f->summary.s, "touched 2 addresses that nobody should "
			 "use; there was an answer."));
	cr_expect(strstr(f->evidence.s, "rule that does not count: line 3, "
			 "approved"));
}

Test(detect_decoy, nor_does_one_of_this_address)
{
	down();
	stage_init(&s);
	stage_names(&s, NAMES);
	stage_rules(&s, BASE
		    "tcp,192.168.10.21,*,192.168.10.250,80,http,operation,,,"
		    "approved,me,,\n");
	stage_tcp(&s, 21, 250, 80, 0);
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_DECOY_CONTACT));
}

Test(detect_decoy, a_decoy_that_speaks_is_told_as_what_it_is)
{
	const struct finding *f;

	stage_tcp(&s, 250, 11, 445, 0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_DECOY_CONTACT);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->client, ADDR(192, 168, 10, 250));
	cr_expect(strstr(f->summary.s, "192.168.10.250 (decoy), an address "
			 "that nobody should use, reached out to "
			 "192.168.10.11"));
}

Test(detect_decoy, a_stranger_that_touches_one_is_one_finding)
{
	const struct finding *f;

	down();
	stage_init(&s);
	stage_names(&s, NAMES);
	stage_rules(&s, "tcp,192.168.10.21,*,192.168.10.11,20295,,operation,,"
		    ",learned,,,\n");
	stage_syn(&s, 99, 250, 22, CONN_S0);
	stage_tcp(&s, 99, 11, 20295, 0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_DECOY_CONTACT);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->count, 2);
	cr_expect(strstr(f->evidence.s, "192.168.10.99 is new"));
}

Test(detect_decoy, a_scan_names_it_in_its_own_finding)
{
	const struct finding *f;

	for (uint32_t host = 240; host < 252; host++)
		stage_syn(&s, 99, host, 502, CONN_S0);
	stage_judge(&s);
	f = stage_one(&s, FINDING_HOST_SWEEP);
	cr_assert(f && s.found.n == 1);
	cr_expect(strstr(f->evidence.s, "192.168.10.250 (decoy), an address "
			 "that nobody should use, was touched 1 time"));
}

Test(detect_decoy, a_scanner_of_the_site_may)
{
	stage_syn(&s, 40, 250, 22, CONN_S0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

Test(detect_decoy, needs_no_baseline)
{
	down();
	stage_init(&s);
	stage_names(&s, NAMES);
	stage_tcp(&s, 21, 250, 80, 0);
	stage_tcp(&s, 21, 11, 20295, 0);
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_DECOY_CONTACT) && s.found.n == 1);
}

/* Gateways ask for every address there is. */
Test(detect_decoy, asking_for_hardware_addresses_is_none)
{
	struct record *r = stage_tcp(&s, 21, 11, 20295, 0);

	r = stage_run(&s, 0, 60);
	r->kind = RECORD_ARP;
	r->addr[0] = ADDR(192, 168, 10, 250);
	r->packets[0] = r->packets[1] = 4;
	r->mac[0] = "00:11:22:33:44:55";
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}

/* Machines that both called decoys and were called by them are two causes. */
Test(detect_decoy, a_finding_names_its_machine)
{
	for (uint32_t host = 21; host < 23; host++) {
		stage_syn(&s, host, 250, 22, CONN_S0);
		stage_syn(&s, 251, host, 22, CONN_S0);
	}
	stage_syn(&s, 250, 30, 22, CONN_S0);
	stage_judge(&s);
	cr_assert_eq(s.found.n, 3);
	for (size_t i = 0; i < 3; i++) {
		const struct finding *f = &s.found.items[i];

		cr_expect_eq(f->kind, FINDING_DECOY_CONTACT);
		cr_expect(f->client == ADDR(192, 168, 10, 21) ||
			  f->client == ADDR(192, 168, 10, 22) ||
			  (f->client == ADDR(192, 168, 10, 250) &&
			   f->server == ADDR(192, 168, 10, 30)));
		for (size_t j = 0; j < i; j++)
			cr_expect_str_neq(f->id, s.found.items[j].id);
	}
}
