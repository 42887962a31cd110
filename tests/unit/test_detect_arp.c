/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/stamp.h"
#include "ground/text.h"
#include "judge/baseline.h"
#include "judge/names.h"
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

TestSuite(detect_arp, .init = up, .fini = down);

#define M "00:50:56:00:00:31"
#define ROUTER "00:80:63:00:00:01"

static char words[32];

static struct record *asks(uint32_t addr, const char *mac, unsigned n)
{
	snprintf(words, sizeof words, "asked:%u", n);
	return stage_arp(&s, addr, mac, "", words);
}

Test(detect_arp, asks_for_many)
{
	const struct finding *f;

	asks(31, M, 20);
	stage_judge(&s);
	f = stage_one(&s, FINDING_ARP_SCAN);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_MEDIUM);
	cr_expect_eq(f->client, ADDR(192, 168, 10, 31));
	cr_expect_eq(f->count, 20);
	cr_expect_str_eq(f->technique, "T0846");
	cr_expect_str_eq(f->summary.s, "192.168.10.31 asked in ARP for 20 "
			 "addresses within a minute.");
	cr_expect_str_eq(f->filter.s, "arp.opcode == 1 && arp.src.hw_mac == "
			 M " && frame.time_epoch >= 1698019200.000000000 && "
			 "frame.time_epoch <= 1698019260.000000000");
	cr_expect_eq(s.used_by[0], 1);
	s.records[0].operations = "asked:19";
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
	s.records[0].operations = "asked:256";
	stage_judge(&s);
	cr_expect(strstr(s.found.items[0].summary.s, "for at least 256 "));
}

Test(detect_arp, without_an_address)
{
	asks(UINT32_MAX, M, 30)->addr[0] = 0;
	stage_judge(&s);
	cr_assert(s.found.n == 1 && stage_one(&s, FINDING_ARP_SCAN));
	cr_expect_str_eq(s.found.items[0].summary.s, "MAC " M ", which names "
			 "no address, asked in ARP for 30 addresses within a "
			 "minute.");
}

/* A machine of two addresses is one. */
Test(detect_arp, one_finding_a_machine)
{
	asks(31, M, 25);
	stage_arp(&s, 32, M, "", "asked:24");
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	cr_expect_eq(s.found.items[0].client, ADDR(192, 168, 10, 31));
}

/* A SCADA server that starts asks for all its controllers. */
Test(detect_arp, its_own_partners)
{
	for (uint32_t i = 0; i < 20; i++)
		stage_tcp(&s, 31, 101 + i, 502, 0)->mac[0] = M;
	asks(31, M, 39);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
	s.records[20].operations = "asked:40";
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_ARP_SCAN));
}

Test(detect_arp, partners_that_rules_name)
{
	struct text rules = { 0 };

	for (int i = 0; i < 20; i++)
		text_printf(&rules, "tcp,192.168.10.31,*,192.168.10.%d,502,"
			    "modbus,operation,,,learned,,,\n", 101 + i);
	stage_rules(&s, rules.s);
	asks(31, M, 39);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
	s.records[0].operations = "asked:40";
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_ARP_SCAN));
	text_release(&rules);
}

Test(detect_arp, what_it_asked_for_while_learning)
{
	stage_memory(&s, "tcp,192.168.10.31,*,192.168.10.101,502,modbus,"
		     "operation,,,learned,,,\n",
		     "proto,client,client_port,server,server_port,first,last,"
		     "flows,answered,gaps,max_gap,peak_hour_packets,"
		     "peak_hour_payload,peak_hour_sessions,"
		     "peak_10min_sessions,peak_minute_asked,client_ports,"
		     "port_fixed,client_mac,server_mac,service,operations,"
		     "initiator,status,direction,confidence,captures\n"
		     "format,1.0,,,,,,,,,,,,,,,,,,,,,,,,,\n"
		     "arp,192.168.10.31,,,,2023-10-16T00:00:00Z,"
		     "2023-10-16T10:00:00Z,,,,,,,,,100,,," M ",,,,,,,,\n");
	asks(31, M, 119);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
	s.records[0].operations = "asked:120";
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_ARP_SCAN));
}

static void sweep(uint32_t source, const char *mac)
{
	for (uint32_t i = 0; i < 30; i++)
		stage_syn(&s, source, 101 + i, 502, CONN_S0)->mac[0] = mac;
}

/* One cause: the scan, by its source or by the router it comes through. */
Test(detect_arp, belongs_to_a_scan)
{
	sweep(31, M);
	asks(31, M, 30);
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	cr_expect_eq(s.found.items[0].kind, FINDING_HOST_SWEEP);
	cr_expect(strstr(s.found.items[0].evidence.s, "192.168.10.31 asked in "
			 "ARP for 30 addresses within a minute"));
	down();
	up();
	sweep(ADDR(192, 168, 20, 9), ROUTER);
	asks(1, ROUTER, 30);
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	cr_expect_eq(s.found.items[0].kind, FINDING_HOST_SWEEP);
	down();
	up();
	sweep(31, M);
	asks(32, ROUTER, 30);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 2, "another machine's");
}

Test(detect_arp, an_allowed_scanner)
{
	stage_names(&s, "address,mac,name,zone,role\n"
		    "192.168.10.31,,,,scanner\n");
	asks(31, M, 200);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}
