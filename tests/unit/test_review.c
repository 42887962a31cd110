/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/review.h"

#include <criterion/criterion.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/stamp.h"
#include "judge/names.h"
#include "read/packet.h"
#include "read/source.h"
#include "scene.h"
#include "understand/setaside.h"

static struct stage s;
static struct setaside aside;

static void up(void)
{
	stage_init(&s);
	setaside_init(&aside, 1);
}

static void down(void)
{
	stage_release(&s);
	setaside_release(&aside);
}

TestSuite(review, .init = up, .fini = down);

static void look(void)
{
	const struct detect_input in = {
		.names = s.names, .services = s.services,
		.options = &s.options, .records = s.records,
		.n_records = s.n,
	};

	findings_release(&s.found);
	review(&in, &aside, &s.found);
}

/* The only finding, which must be of this kind, level and summary. */
static void expect(enum finding_kind kind, enum severity severity,
		   const char *summary)
{
	const struct finding *f;

	look();
	f = stage_one(&s, kind);
	cr_assert(f, "%s: %zu findings", summary, s.found.n);
	cr_expect_eq(s.found.n, 1, "%s: %zu findings", summary, s.found.n);
	cr_expect_eq(f->severity, severity, "%s", summary);
	cr_expect_str_eq(f->summary.s, summary);
}

Test(review, control_without_a_login)
{
	for (uint32_t i = 0; i < 3; i++)
		stage_tcp(&s, 11, 101 + i, 502, 0)->operations = "read:coils";
	stage_syn(&s, 11, 109, 502, CONN_REJ);
	expect(FINDING_OPEN_CONTROL, SEVERITY_LOW, "modbus: 3 machines can be "
	       "read and commanded without a login by whoever reaches them; 1 "
	       "machine does.");
	s.records[1].operations = "read:coils+write:single-coil";
	look();
	cr_expect_eq(s.found.items[0].severity, SEVERITY_MEDIUM);
	cr_expect_eq(s.found.items[0].server_port, 502);
	cr_expect_str_eq(s.found.items[0].technique, "T1692.001");
	cr_expect(strstr(s.found.items[0].evidence.s, "192.168.10.11 -> "
			 "192.168.10.103 tcp/502 (modbus)"));
}

static const struct {
	const char *service;
	uint16_t port;
	enum finding_kind kind;
	enum severity severity;
	const char *summary;
} cases[] = {
	{ "opcua", 4840, FINDING_OPEN_CONTROL, SEVERITY_INFO,
	  "opcua: 1 machine; the protocol can be protected, look whether it "
	  "is." },
	{ "ssh", 22, FINDING_REMOTE_ACCESS, SEVERITY_LOW,
	  "ssh: 1 machine can be reached that way, and 1 machine made use of "
	  "it." },
	{ "vnc", 5900, FINDING_REMOTE_ACCESS, SEVERITY_MEDIUM,
	  "vnc: 1 machine can be reached that way, and 1 machine made use "
	  "of it; anybody on the way can read along." },
	{ "http", 8080, FINDING_REMOTE_ACCESS, SEVERITY_MEDIUM,
	  "http: 1 machine can be reached that way, and 1 machine made use of "
	  "it; anybody on the way can read along." },
};

Test(review, services)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		down();
		up();
		stage_tcp(&s, 11, 101, cases[i].port, 0)->service =
			cases[i].service;
		expect(cases[i].kind, cases[i].severity, cases[i].summary);
	}
	s.records[0].service = "https";
	look();
	cr_expect_eq(s.found.n, 0);
	s.records[0].service = "ntp";
	look();
	cr_expect_eq(s.found.n, 0);
}

/* A scanner's question alone makes nobody a web server. */
Test(review, asked_and_silent)
{
	struct record *r = stage_tcp(&s, 11, 101, 502, 0);

	r->service = "http";
	r->payload[ROLE_CLIENT] = 100;
	r->payload[ROLE_SERVER] = 0;
	look();
	cr_expect_eq(s.found.n, 0);
	r->payload[ROLE_SERVER] = 9;
	look();
	cr_expect_eq(s.found.n, 1);
}

/* A decision about one service is none about another on the same port. */
Test(review, ids)
{
	stage_tcp(&s, 11, 101, 102, 0)->service = "s7comm";
	stage_tcp(&s, 12, 101, 102, 0)->service = "iso-tsap";
	look();
	cr_assert_eq(s.found.n, 2);
	cr_expect_str_neq(s.found.items[0].id, s.found.items[1].id);
}

/* A login that was seen: perhaps it is required. */
Test(review, control_with_a_login)
{
	stage_tcp(&s, 11, 101, 502, 0)->operations = "login:user+write:tag";
	expect(FINDING_OPEN_CONTROL, SEVERITY_MEDIUM, "modbus: 1 machine can "
	       "be read and commanded by whoever reaches it, unless it "
	       "requires the logins that were seen; 1 machine does.");
}

/* The filter names all ports of a service, or there is none. */
Test(review, filters)
{
	for (uint32_t i = 0; i < 2; i++)
		stage_tcp(&s, 11, 101, (uint16_t)(8080 + i), 0)->service =
			"http";
	expect(FINDING_REMOTE_ACCESS, SEVERITY_MEDIUM, "http: 1 machine can be "
	       "reached that way, and 1 machine made use of it; anybody on the "
	       "way can read along.");
	cr_expect(strstr(s.found.items[0].filter.s,
			 "tcp.port in {8080, 8081} && frame.time_epoch"));
	s.records[1].kind = RECORD_UDP;
	look();
	cr_expect(strstr(s.found.items[0].filter.s, "(tcp.port == 8080 || "
			 "udp.port == 8081) && frame.time_epoch"));
	for (uint32_t i = 2; i <= LIMIT_FINDING_MEMBERS; i++)
		stage_tcp(&s, 11, 101, (uint16_t)(8080 + i), 0)->service =
			"http";
	look();
	cr_expect_eq(s.found.items[0].filter.len, 0);
}

/* What a scan reached is no use of a service. */
Test(review, scans)
{
	for (uint32_t i = 0; i < 40; i++)
		stage_syn(&s, 66, 101 + i, 502, CONN_S0);
	stage_syn(&s, 66, 150, 502, CONN_S1)->packets[1] = 1;
	look();
	cr_expect(s.found.n == 1 && stage_one(&s, FINDING_HOST_SWEEP));
}

Test(review, fixed_ports)
{
	stage_tcp(&s, 11, 101, 40000, 0)->quirks = QUIRK_FIXED_CLIENT_PORT;
	expect(FINDING_FIXED_PORT, SEVERITY_INFO, "unnamed services: 1 client "
	       "always begins from the same port.");
	s.records[0].quirks = QUIRK_SAME_PORT;
	expect(FINDING_FIXED_PORT, SEVERITY_INFO, "unnamed services: 1 client "
	       "has the same port number as its server.");
}

Test(review, zones)
{
	stage_names(&s, "address,mac,name,zone\n192.168.10.11,,,office\n"
		    "192.168.10.12,,,office\n192.168.10.101,,,cell\n");
	stage_tcp(&s, 11, 101, 40000, 0);
	stage_tcp(&s, 12, 101, 40001, 0);
	stage_tcp(&s, 11, 12, 40001, 0);
	stage_tcp(&s, 11, 102, 40001, 0);
	expect(FINDING_ZONE_CROSSING, SEVERITY_LOW, "zone office reaches into "
	       "zone cell: 2 machines talk to 1 machine there.");
	stage_tcp(&s, 101, 11, 40001, 0);
	look();
	cr_expect_eq(s.found.n, 2, "the other way is another one");
	cr_expect(strcmp(s.found.items[0].id, s.found.items[1].id));
}

Test(review, readable_logins)
{
	for (uint32_t i = 0; i < 3; i++) {
		struct record *r = stage_tcp(&s, 11, 101 + i, 21, 0);

		r->service = "ftp";
		r->operations = "login:user";
	}
	look();
	cr_assert(stage_one(&s, FINDING_CLEARTEXT_LOGIN));
	cr_expect(s.found.n == 2 && stage_one(&s, FINDING_REMOTE_ACCESS));
	cr_expect_str_eq(stage_one(&s, FINDING_CLEARTEXT_LOGIN)->summary.s,
			 "ftp: 3 pairs of machines log in where anybody on the "
			 "way can read the password.");
	cr_expect(strstr(stage_one(&s, FINDING_CLEARTEXT_LOGIN)->evidence.s,
			 "192.168.10.102 tcp/21 (ftp)"));
}

static void says(uint32_t addr, uint64_t mac, uint16_t port)
{
	const struct packet p = {
		.net = NET_IPV4, .proto = IP_UDP, .has_ports = true,
		.addr = { addr, ADDR(224, 0, 0, 251) }, .mac = { mac, 1 },
		.port = { port, port }, .link_group = LINK_MULTICAST,
	};

	setaside_add(&aside, &(struct frame){ .len = 60 }, &p);
}

Test(review, default_settings)
{
	says(ADDR(192, 168, 10, 21), 7, 5353);
	says(ADDR(192, 168, 10, 21), 7, 5353);
	says(ADDR(192, 168, 10, 11), 9, 5353);
	says(ADDR(192, 168, 10, 11), 9, 1900);
	says(ADDR(192, 168, 10, 12), 8, 319);
	expect(FINDING_DEFAULT_SETTINGS, SEVERITY_LOW, "2 machines search, "
	       "announce themselves or ask for addresses as machines in "
	       "default settings do; anybody may answer.");
	cr_expect_str_eq(s.found.items[0].evidence.s,
			 "SSDP: 192.168.10.11; 1 packet\n"
			 "mDNS: 192.168.10.11, 192.168.10.21; 3 packets");
}

Test(review, an_empty_site)
{
	look();
	cr_expect_eq(s.found.n, 0);
}
