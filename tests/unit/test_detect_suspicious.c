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

TestSuite(detect_suspicious, .init = up, .fini = down);

static void rule(const char *port_and_service, const char *status)
{
	struct text t = { 0 };

	text_printf(&t, "tcp,192.168.10.31,*,192.168.10.11,%s,maintenance,,,%s,"
		    ",,why\n", port_and_service, status);
	stage_rules(&s, t.s);
	text_release(&t);
}

static struct record *session(uint16_t port, const char *service)
{
	struct record *r = stage_tcp(&s, 31, 11, port, (int64_t)s.n * 100000);

	r->service = service;
	return r;
}

Test(detect_suspicious, remote_assistance_of_one_pair_is_one_finding)
{
	const struct finding *f;

	session(4899, "");
	session(4899, "");
	stage_judge(&s);
	f = stage_one(&s, FINDING_SUSPICIOUS_PROTOCOL);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_MEDIUM);
	cr_expect_str_eq(f->technique, "T0886");
	cr_expect_str_eq(f->service, "radmin");
	cr_expect_eq(f->count, 2);
	cr_expect_eq(f->server_port, 4899);
	cr_expect_str_eq(f->summary.s, "192.168.10.31 used tcp/4899 (radmin) "
			 "on 192.168.10.11: a tool for remote assistance.");
	cr_expect(strstr(f->filter.s, "tcp.port == 4899"));
	cr_expect_eq(s.used_by[0], 1);
}

Test(detect_suspicious, a_syn_with_payload)
{
	const struct finding *f;

	rule("502,modbus", "learned");
	session(502, "modbus");
	session(502, "modbus")->quirks = QUIRK_SYN_PAYLOAD;
	stage_judge(&s);
	f = stage_one(&s, FINDING_SUSPICIOUS_PROTOCOL);
	cr_assert(f && s.found.n == 1);
	cr_expect_eq(f->severity, SEVERITY_MEDIUM);
	cr_expect_eq(f->count, 1);
	cr_expect_str_eq(f->summary.s, "192.168.10.31 sent data to "
			 "192.168.10.11 tcp/502 (modbus) on the SYN, before "
			 "the connection was open.");
	cr_expect(strstr(f->evidence.s, "\nrule: "));
}

Test(detect_suspicious, what_is_suspicious_and_how_much)
{
	static const struct {
		const char *service;
		int severity;
		uint16_t port;
		enum evidence evidence;
	} cases[] = {
		{ "irc", SEVERITY_MEDIUM, 9999, EVIDENCE_PAYLOAD },
		{ "irc-tls", SEVERITY_MEDIUM, 6697, EVIDENCE_HANDSHAKE },
		{ "anydesk", SEVERITY_LOW, 7070, EVIDENCE_HANDSHAKE },
		{ "", SEVERITY_LOW, 7070, EVIDENCE_HANDSHAKE },
		{ "anydesk", SEVERITY_MEDIUM, 7070, EVIDENCE_PAYLOAD },
		{ "anydesk", SEVERITY_MEDIUM, 7071, EVIDENCE_HANDSHAKE },
		{ "quic", SEVERITY_LOW, 443, EVIDENCE_PAYLOAD },
		{ "vnc", -1, 5900, EVIDENCE_PAYLOAD },
		{ "rdp", -1, 3389, EVIDENCE_PAYLOAD },
		{ "", -1, 12345, EVIDENCE_HANDSHAKE },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		down();
		up();
		session(cases[i].port, cases[i].service)->evidence =
			cases[i].evidence;
		stage_judge(&s);
		cr_expect_eq(findings_worst(&s.found), cases[i].severity,
			     "case %zu", i);
	}
}

Test(detect_suspicious, what_a_rule_allows)
{
	static const struct {
		const char *rule, *status, *service;
		uint16_t port, quirks;
		size_t n;
	} cases[] = {
		{ "4899,radmin", "learned", "radmin", 4899, 0, 0 },
		{ "4899,", "learned", "radmin", 4899, 0, 1 },
		{ "4899,", "ignored", "radmin", 4899, 0, 0 },
		{ "443,https", "approved", "irc", 443, 0, 1 },
		/* A site's own protocol on a port of ill repute. */
		{ "7070,", "learned", "anydesk", 7070, 0, 0 },
		{ "502,modbus", "approved", "modbus", 502, QUIRK_SYN_PAYLOAD,
		  1 },
		{ "502,modbus", "ignored", "modbus", 502, QUIRK_SYN_PAYLOAD,
		  0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		down();
		up();
		rule(cases[i].rule, cases[i].status);
		session(cases[i].port, cases[i].service)->quirks =
			cases[i].quirks;
		stage_judge(&s);
		cr_expect_eq(s.found.n, cases[i].n, "case %zu", i);
	}
}

Test(detect_suspicious, it_is_told_within_another_finding)
{
	struct record *r;

	rule("502,modbus", "learned");
	r = session(443, "quic");
	r->addr[1] = ADDR(203, 0, 113, 7);
	session(4899, "radmin")->addr[1] = r->addr[1];
	stage_judge(&s);
	cr_assert_eq(s.found.n, 2);
	for (size_t i = 0; i < 2; i++) {
		cr_expect_eq(s.found.items[i].kind, FINDING_OUTSIDE_CONTACT);
		cr_expect(strstr(s.found.items[i].evidence.s,
				 s.found.items[i].server_port == 443 ?
				 "1 flow of quic: an encrypted" :
				 "1 flow of radmin: a tool for remote"));
	}
}
