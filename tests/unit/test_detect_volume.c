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

TestSuite(detect_volume, .init = up, .fini = down);

enum { MB = 1000000, HOUR_MS = 3600000 };

/* 192.168.10.11 -> .101 had at most this in an hour, of so many learned. */
static void known(unsigned payload, unsigned sessions, unsigned hours)
{
	struct text seen = { 0 };

	text_printf(&seen, "proto,client,client_port,server,server_port,first,"
		    "last,flows,answered,gaps,max_gap,peak_hour_packets,"
		    "peak_hour_payload,peak_hour_sessions,peak_10min_sessions,"
		    "client_ports,port_fixed,client_mac,server_mac,service,"
		    "operations,initiator,status,direction,confidence,"
		    "captures\n"
		    "format,1.0,,,,,,,,,,,,,,,,,,,,,,,,\n"
		    "run,a.pcap,,,,2023-10-16T00:00:00Z,2023-10-%02uT%02u:00:"
		    "00Z,,,,,,,,,,,,,,,,,,,00000001\n"
		    "tcp,192.168.10.11,,192.168.10.101,445,"
		    "2023-10-16T00:00:00Z,2023-10-16T10:00:00Z,5,5,1,"
		    "20.000,100,%u,%u,0,49152+49153,,,,,,client,learned,"
		    "handshake,99,00000001\n", 16 + hours / 24, hours % 24,
		    payload, sessions);
	stage_memory(&s, "tcp,192.168.10.11,*,192.168.10.101,445,smb,"
		     "operation,,,learned,,,\n", seen.s);
	text_release(&seen);
}

static void moves(uint64_t payload, int64_t at_ms)
{
	stage_tcp(&s, 11, 101, 445, at_ms)->peak_hour_payload = payload;
}

Test(detect_volume, ten_times_the_learned_peak)
{
	const struct finding *f;

	known(2 * MB, 5, 24);
	moves(20 * MB, 0);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
	moves(20 * MB + 1, 100000);
	stage_judge(&s);
	f = stage_one(&s, FINDING_VOLUME_CHANGE);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_INFO);
	cr_expect_eq(f->client, ADDR(192, 168, 10, 11));
	cr_expect_eq(f->server, ADDR(192, 168, 10, 101));
	cr_expect_eq(f->server_port, 445);
	cr_expect_eq(f->count, 2);
	cr_expect_str_eq(f->summary.s, "192.168.10.11 and 192.168.10.101 "
			 "tcp/445 (smb) had 20,000,001 payload bytes in one "
			 "clock hour; the most that is known is 2,000,000.");
	cr_expect(strstr(f->filter.s, "tcp.port == 445"));
	cr_expect_eq(s.used_by[0], 1);
}

Test(detect_volume, where_the_bounds_are)
{
	static const struct {
		unsigned known, hours;
		uint64_t payload;
		size_t n;
	} cases[] = {
		{ 1000, 24, 10 * MB, 1 },
		{ 1000, 24, 10 * MB - 1, 0 },
		{ 1000, 23, 10 * MB, 0 },
		{ 0, 24, 10 * MB, 0 },
		{ MB, 48, 10 * MB, 0 },
		{ MB, 48, 10 * MB + 1, 1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		down();
		up();
		known(cases[i].known, 5, cases[i].hours);
		moves(cases[i].payload, 0);
		stage_judge(&s);
		cr_expect_eq(s.found.n, cases[i].n, "case %zu", i);
	}
}

Test(detect_volume, sessions_of_one_clock_hour)
{
	const struct finding *f;

	known(1000, 9, 24);
	for (int i = 0; i < 198; i++)
		moves(100, HOUR_MS - 99 * 1000 + i * 1000);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
	moves(100, HOUR_MS + 500);
	stage_judge(&s);
	f = stage_one(&s, FINDING_SESSION_CHANGE);
	cr_assert(f && s.found.n == 1);
	cr_expect(strstr(f->summary.s, "had 100 sessions in one clock hour; "
			 "the most that is known is 9."));
}

Test(detect_volume, both_at_once_are_one_finding)
{
	known(1000, 1, 24);
	for (int i = 0; i < 100; i++)
		moves(11 * MB, i * 1000);
	stage_judge(&s);
	cr_assert(s.found.n == 1 && stage_one(&s, FINDING_VOLUME_CHANGE));
	cr_expect(strstr(s.found.items[0].evidence.s, "100 sessions in one "
			 "clock hour; the most that is known is 1"));
}

Test(detect_volume, what_another_finding_holds_is_told_there)
{
	known(1000, 1, 24);
	stage_tcp(&s, 11, 102, 445, 0)->peak_hour_payload = 50 * MB;
	stage_judge(&s);
	cr_assert_eq(s.found.n, 1);
	cr_expect_neq(s.found.items[0].kind, FINDING_VOLUME_CHANGE);
}

static void peers(uint32_t n, uint64_t payload)
{
	for (uint32_t i = 0; i < n; i++)
		stage_tcp(&s, 11, 101 + i, 502, 0)->peak_hour_payload =
			payload;
}

Test(detect_volume, among_its_like_where_nothing_was_learned)
{
	const struct finding *f;

	peers(4, MB);
	stage_tcp(&s, 12, 105, 502, 0)->peak_hour_payload = 20 * MB;
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
	stage_tcp(&s, 11, 106, 502, 0)->peak_hour_payload = MB;
	stage_judge(&s);
	f = stage_one(&s, FINDING_VOLUME_CHANGE);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->client, 0);
	cr_expect_eq(f->server, ADDR(192, 168, 10, 105));
	cr_expect_eq(f->server_port, 502);
	cr_expect_str_eq(f->summary.s, "192.168.10.105 served modbus with "
			 "20,000,000 payload bytes in one clock hour; the "
			 "median of its servers is 1,000,000.");
	cr_expect_eq(s.used_by[0], 0);
}

Test(detect_volume, among_clients_too)
{
	for (uint32_t i = 0; i < 7; i++)
		stage_tcp(&s, 31 + i, 11, 443, 0)->peak_hour_payload =
			i == 3 ? 40 * MB : MB;
	stage_judge(&s);
	cr_assert(s.found.n == 1 && stage_one(&s, FINDING_VOLUME_CHANGE));
	cr_expect_eq(s.found.items[0].client, ADDR(192, 168, 10, 34));
	cr_expect(strstr(s.found.items[0].summary.s, "used https with"));
}

Test(detect_volume, nameless_services_have_no_peers)
{
	for (uint32_t i = 0; i < 8; i++)
		stage_tcp(&s, 31 + i, 11, 44444, 0)->peak_hour_payload =
			i == 3 ? 40 * MB : MB;
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}
