/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/stamp.h"
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

TestSuite(detect_address, .init = up, .fini = down);

#define A "00:80:f4:00:00:0a"
#define B "00:1b:1b:00:00:0b"
#define C "00:50:56:00:00:0c"
#define SOON "arp:3+arp-back-ms:2000"

/* What is remembered, a line each: "arp|ADDR|MACS" in the memory's columns. */
#define SEEN                                                              \
	"proto,client,client_port,server,server_port,first,last,flows,"   \
	"answered,gaps,max_gap,peak_hour_packets,peak_hour_payload,"      \
	"peak_hour_sessions,peak_10min_sessions,peak_minute_asked,"       \
	"client_ports,port_fixed,"                                        \
	"client_mac,server_mac,service,operations,initiator,status,"      \
	"direction,confidence,captures\n"                                 \
	"format,1.0,,,,,,,,,,,,,,,,,,,,,,,,,\n"
#define KNOWN(addr, macs)                                           \
	"arp,192.168.10." addr ",,,,2023-10-16T00:00:00Z,"          \
	"2023-10-16T10:00:00Z,,,,,,,,,4,,," macs ",,,,,,,,\n"
#define RULE                                                          \
	"tcp,192.168.10.11,*,192.168.10.101,502,modbus,operation,,," \
	"learned,,,\n"

static void row(uint32_t addr, const char *from, const char *to,
		const char *words)
{
	stage_arp(&s, addr, from, to, words);
}

Test(detect_address, two_machines)
{
	const struct finding *f;

	row(101, A, B, SOON);
	row(101, B, A, "arp:3");
	stage_judge(&s);
	f = stage_one(&s, FINDING_ADDRESS_CONFLICT);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_HIGH);
	cr_expect_eq(f->client, ADDR(192, 168, 10, 101));
	cr_expect_eq(f->count, 6);
	cr_expect_str_eq(f->technique, "T0830");
	cr_expect_str_eq(f->summary.s, "192.168.10.101 is the address of two "
			 "machines, MAC " A " and MAC " B ": it changed "
			 "between them 6 times.");
	cr_expect(strstr(f->evidence.s, "192.168.10.101 went from MAC " A
			 " to MAC " B ", 3 times in ARP (and back after "
			 "2.000 s at the earliest), first 2023-10-23T00:00:"
			 "00"), "%s", f->evidence.s);
	cr_expect_str_eq(f->filter.s, "(arp.src.proto_ipv4 == 192.168.10.101 "
			 "|| ip.src == 192.168.10.101) && frame.time_epoch >= "
			 "1698019200.000000000 && frame.time_epoch <= "
			 "1698019260.000000000");
	cr_expect(s.used_by[0] == 1 && s.used_by[1] == 1);
}

Test(detect_address, the_window)
{
	row(101, A, B, "frame:1+frame-back-ms:600000");
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_ADDRESS_CONFLICT));
	s.options.conflict_window_s = 599;
	stage_judge(&s);
	cr_expect(s.found.n == 1 && stage_one(&s, FINDING_DEVICE_CHANGED),
		  "late, but it did change");
	s.records[0].operations = "frame:1+frame-back-ms:600001";
	s.options.conflict_window_s = 600;
	stage_judge(&s);
	cr_expect(s.found.n == 1 && stage_one(&s, FINDING_DEVICE_CHANGED));
}

/* One machine takes the addresses of two others. */
Test(detect_address, in_the_middle)
{
	const struct finding *f;

	row(101, A, C, SOON);
	row(101, C, A, SOON);
	row(1, B, C, SOON);
	row(1, C, B, SOON);
	row(66, C, "", "");
	row(101, A, "", "");
	row(1, B, "", "");
	stage_judge(&s);
	f = stage_one(&s, FINDING_ADDRESS_CONFLICT);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->client, ADDR(192, 168, 10, 66));
	cr_expect_str_eq(f->summary.s, "MAC " C ", 192.168.10.66, also uses 2 "
			 "addresses of other machines (192.168.10.1, "
			 "192.168.10.101): it may stand between them.");
	cr_expect(strstr(f->filter.s, "arp.src.hw_mac == " C), "%s",
		  f->filter.s);
}

/* The more he takes, the less is he a router. */
Test(detect_address, in_the_middle_of_many)
{
	for (uint32_t i = 101; i < 140; i++) {
		row(i, A, C, SOON);
		row(i, C, "", "");
	}
	row(66, C, "", "");
	stage_judge(&s);
	cr_assert(s.found.n == 1 &&
		  stage_one(&s, FINDING_ADDRESS_CONFLICT));
	cr_expect(strstr(s.found.items[0].summary.s, " also uses 39 addresses "
			 "of other machines (192.168.10.101, "));
	cr_expect(strstr(s.found.items[0].summary.s, " and 19 more)"));
	cr_expect_eq(s.found.items[0].count, 39 * 3);
}

/* Routers answer for whole networks, and forward for them. */
Test(detect_address, routers)
{
	row(101, A, C, SOON);
	row(1, C, "", "");
	row(2, C, "", "");
	row(3, C, "", "");
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0, "proxy ARP");
	down();
	up();
	row(101, A, C, "frame:3+frame-back-ms:2000");
	for (uint32_t i = 0; i < 3; i++)
		stage_tcp(&s, 11, ADDR(10, 0, 0, 7 + i), 502, 0)->mac[1] = C;
	stage_judge(&s);
	cr_expect_null(stage_one(&s, FINDING_ADDRESS_CONFLICT));
	down();
	up();
	stage_names(&s, "address,mac,name,zone,role\n"
		    "192.168.10.1,,gw,,gateway\n");
	row(101, A, C, "frame:3+frame-back-ms:2000");
	row(1, C, "", "");
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0, "the names file says so");
}

/* A router's own address is worth stealing. */
Test(detect_address, a_router_robbed)
{
	stage_memory(&s, RULE, SEEN KNOWN("1", A));
	row(1, A, B, SOON);
	row(1, A, "", "");
	for (uint32_t i = 0; i < 3; i++)
		stage_tcp(&s, 11, ADDR(10, 0, 0, 7 + i), 502, 0)->mac[1] = A;
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_ADDRESS_CONFLICT));
}

Test(detect_address, cards_of_one_machine)
{
	static const char *const names[] = {
		("address,mac,name\n192.168.10.101," A ",plc\n"
		 "192.168.10.101," B ",plc\n"),
		("address,mac,name\n," A ",plc\n," B ",plc\n"),
		("address,mac,name\n192.168.10.11,,pair\n"
		 "192.168.10.12,,pair\n"),
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		down();
		up();
		stage_names(&s, names[i]);
		row(101, A, B, SOON);
		row(101, B, A, SOON);
		if (i == 2) {
			row(11, A, "", "");
			row(12, B, "", "");
		}
		stage_judge(&s);
		cr_expect_eq(s.found.n, 0, "names %zu", i);
	}
	down();
	up();
	stage_memory(&s, RULE, SEEN KNOWN("101", A "+" B));
	row(101, A, B, SOON);
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0, "known to share it");
	down();
	up();
	stage_memory(&s, RULE, SEEN KNOWN("101", A) KNOWN("102", B));
	row(101, A, B, SOON);
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_ADDRESS_CONFLICT),
		  "each is known elsewhere");
}

/* --- device-changed ------------------------------------------------------ */

Test(detect_address, replaced_in_the_capture)
{
	const struct finding *f;

	row(101, A, B, "arp:1+frame:1");
	stage_judge(&s);
	f = stage_one(&s, FINDING_DEVICE_CHANGED);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_LOW);
	cr_expect_eq(f->client, ADDR(192, 168, 10, 101));
	cr_expect_str_eq(f->summary.s, "192.168.10.101 is at another hardware "
			 "address: MAC " B " after MAC " A "; was the device "
			 "replaced?");
}

/* A virtual address that moves in a redundant pair. */
Test(detect_address, switch_over)
{
	row(10, A, B, "arp:1+frame:1");
	row(11, A, "", "");
	row(12, B, "", "");
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
	s.records[0].operations = SOON;
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_ADDRESS_CONFLICT),
		  "to and fro is another thing");
}

static void now(uint32_t addr, const char *mac)
{
	stage_tcp(&s, 11, addr, 502, 0)->mac[1] = mac;
}

Test(detect_address, replaced_since_learning)
{
	const struct finding *f;

	stage_memory(&s, RULE, SEEN KNOWN("101", A));
	now(101, B);
	stage_judge(&s);
	f = stage_one(&s, FINDING_DEVICE_CHANGED);
	cr_assert(f && s.found.n == 1);
	cr_expect(strstr(f->summary.s, "MAC " B " after MAC " A));
	cr_expect(strstr(f->evidence.s, "MAC " A ": not seen; the "
			 "baseline knows it with 192.168.10.101"), "%s",
		  f->evidence.s);
	cr_expect(f->first_ns == s.records[0].first_ns && f->count == 1);
}

static const struct {
	const char *name, *known, *mac;
	bool changed;
} since[] = {
	{ "the same", KNOWN("101", A), A, false },
	{ "nothing is known", "", A, false },
	{ "no MAC in this capture", KNOWN("101", A), "", false },
	{ "one of two", KNOWN("101", A "+" B), B, false },
	{ "the old one is on the way, too", KNOWN("101", A), A "+" B, false },
	{ "a lease of three", KNOWN("101", A "+" C "+00:00:00:00:00:01"), B,
	  false },
	{ "was behind a router", KNOWN("101", A) KNOWN("102", A)
	  KNOWN("103", A), B, false },
	{ "a virtual router's", KNOWN("101", A), "00:00:5e:00:01:05", false },
	{ "another", KNOWN("101", A), B, true },
	{ "of a machine that is known elsewhere", KNOWN("101", A)
	  KNOWN("102", B), B, true },
	{ "in a pair", KNOWN("101", A) KNOWN("102", B) KNOWN("103", A), B,
	  false },
};

Test(detect_address, since_learning)
{
	for (size_t i = 0; i < sizeof since / sizeof *since; i++) {
		struct text seen = { 0 };

		down();
		up();
		text_puts(&seen, SEEN);
		text_puts(&seen, since[i].known);
		stage_memory(&s, RULE, seen.s);
		now(101, since[i].mac);
		stage_judge(&s);
		cr_expect_eq(s.found.n, since[i].changed, "%s",
			     since[i].name);
		text_release(&seen);
	}
}

/* Who says in ARP that it is there now outweighs frames to the old one. */
Test(detect_address, replaced_while_frames_were_under_way)
{
	stage_memory(&s, RULE, SEEN KNOWN("101", A));
	now(101, A "+" B);
	row(101, B, "", "");
	stage_judge(&s);
	cr_expect(stage_one(&s, FINDING_DEVICE_CHANGED));
	row(101, A, "", "");
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0, "both are there: nothing changed hands");
}

Test(detect_address, transient_machines)
{
	stage_names(&s, "address,mac,name,zone,role\n"
		    "192.168.10.101,,,,transient\n");
	row(101, A, B, "arp:1");
	stage_judge(&s);
	cr_expect_eq(s.found.n, 0);
}
