/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/learn.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "ground/stamp.h"
#include "judge/baseline_edit.h"
#include "judge/covered.h"
#include "judge/names.h"
#include "understand/services.h"

#define S NS_PER_SECOND

enum { MAX_RECORDS = 64 };

/* Records of a small plant, in the order they are made. */
struct plant {
	struct record r[MAX_RECORDS];
	size_t n;
};

static uint32_t host(uint8_t last)
{
	return ADDR(10, 0, 0, last);
}

/* An ordinary answered flow of a second; the caller changes what differs. */
static struct record *flow(struct plant *p, enum record_kind kind,
			   int64_t first_s, uint8_t client,
			   const char *endpoints)
{
	struct record *r = &p->r[p->n++];
	unsigned server = 0, ports[2] = { 0 };
	const char *s = endpoints;

	/* "CLIENT_PORT>SERVER:SERVER_PORT" */
	for (; *s != '>'; s++)
		ports[0] = ports[0] * 10 + (unsigned)(*s - '0');
	for (s++; *s != ':'; s++)
		server = server * 10 + (unsigned)(*s - '0');
	for (s++; *s; s++)
		ports[1] = ports[1] * 10 + (unsigned)(*s - '0');
	record_init(r, kind);
	r->first_ns = first_s * S;
	r->last_ns = (first_s + 1) * S;
	r->addr[0] = host(client);
	r->addr[1] = host((uint8_t)server);
	r->port[0] = (uint16_t)ports[0];
	r->port[1] = (uint16_t)ports[1];
	r->packets[0] = r->packets[1] = 5;
	r->payload[0] = r->payload[1] = 100;
	r->state = CONN_SF;
	r->initiator = kind == RECORD_TCP ? ROLE_CLIENT : ROLE_NONE;
	r->evidence = kind == RECORD_TCP ? EVIDENCE_HANDSHAKE : EVIDENCE_PORT;
	r->confidence = 99;
	return r;
}

static void unanswered(struct record *r, uint64_t packets)
{
	r->state = CONN_S0;
	r->packets[0] = packets;
	r->packets[1] = r->payload[1] = 0;
	if (r->kind == RECORD_TCP)
		r->payload[0] = 0;
}

static void capture(struct plant *p, const char *name, int64_t first_s,
		    int64_t last_s)
{
	struct record *r = &p->r[p->n++];

	record_init(r, RECORD_RUN);
	r->capture = name;
	r->first_ns = first_s * S;
	r->last_ns = last_s * S;
}

static int order(const void *a, const void *b)
{
	return record_cmp(a, b);
}

static struct baseline *learn_from(struct plant *p, const struct baseline *base,
				   struct learn_report *report)
{
	struct detect_options options;
	struct services *services = services_new();
	struct err e;
	struct names *names = names_load(NULL, &e);
	struct detect_input in = { .records = p->r, .n_records = p->n,
		.baseline = base, .names = names, .services = services,
		.options = &options };
	struct baseline *b;

	qsort(p->r, p->n, sizeof *p->r, order);
	detect_defaults(&options);
	b = learn(&in, report);
	baseline_finish(b);
	services_free(services);
	names_free(names);
	return b;
}

/* The learned lines without the header and what never changes. */
static void expect_rules(struct plant *p, const char *want, const char *name)
{
	struct learn_report report = { 0 };
	struct baseline *b = learn_from(p, NULL, &report);
	struct text t = { 0 };

	baseline_put_rules(b, &t);
	cr_expect_str_eq(strchr(t.s, '\n') + 1, want, "%s: %s", name, t.s);
	text_release(&t);
	baseline_free(b);
	learn_report_release(&report);
}

Test(learn, conversation)
{
	struct plant p = { 0 };

	flow(&p, RECORD_TCP, 10, 1, "3000>2:502")->operations =
		"error:busy+read:coils";
	flow(&p, RECORD_TCP, 20, 1, "3001>2:502")->operations =
		"write:coils";
	expect_rules(&p, "tcp,10.0.0.1,*,10.0.0.2,502,modbus,operation,client,"
		     "read:coils+write:coils,learned,learn,,\n", "plain");
}

Test(learn, client_port)
{
	struct plant twice = { 0 }, once = { 0 }, proved = { 0 }, cut = { 0 };

	flow(&twice, RECORD_TCP, 10, 1, "2001>2:9000");
	flow(&twice, RECORD_TCP, 20, 1, "2001>2:9000");
	expect_rules(&twice, "tcp,10.0.0.1,2001,10.0.0.2,9000,,operation,"
		     "client,,learned,learn,,\n", "two openings");
	flow(&once, RECORD_TCP, 10, 1, "2001>2:9000");
	expect_rules(&once, "tcp,10.0.0.1,*,10.0.0.2,9000,,operation,client,,"
		     "learned,learn,,\n", "one opening");
	flow(&proved, RECORD_UDP, 10, 1, "2001>2:9000")->quirks =
		QUIRK_FIXED_CLIENT_PORT;
	expect_rules(&proved, "udp,10.0.0.1,2001,10.0.0.2,9000,,operation,,,"
		     "learned,learn,,\n", "proved");
	for (int i = 0; i < 2; i++)
		flow(&cut, RECORD_TCP, 10 * i, 1, "2001>2:9000")->initiator =
			ROLE_NONE;
	expect_rules(&cut, "tcp,10.0.0.1,*,10.0.0.2,9000,,operation,,,"
		     "learned,learn,,\n", "no opening seen");
}

Test(learn, nobody_there)
{
	struct plant steady = { 0 }, once = { 0 }, retry = { 0 };

	for (int i = 0; i < 3; i++)
		unanswered(flow(&steady, RECORD_TCP, 100 * i, 1,
				"3000>2:9000"), 1);
	expect_rules(&steady, "tcp,10.0.0.1,3000,10.0.0.2,9000,,operation,"
		     "client,,unanswered,learn,,\n", "three openings");
	unanswered(flow(&once, RECORD_TCP, 0, 1, "3000>2:9000"), 7);
	expect_rules(&once, "", "one opening");
	unanswered(flow(&retry, RECORD_TCP, 0, 1, "3000>2:9000"), 100);
	expect_rules(&retry, "tcp,10.0.0.1,*,10.0.0.2,9000,,operation,client,,"
		     "unanswered,learn,,\n", "always the same port");
}

Test(learn, datagrams)
{
	struct plant log = { 0 }, dns = { 0 }, few = { 0 };

	unanswered(flow(&log, RECORD_UDP, 0, 1, "3000>2:514"), 50);
	expect_rules(&log, "udp,10.0.0.1,*,10.0.0.2,514,syslog,background,,,"
		     "learned,learn,,\n", "one way by nature");
	unanswered(flow(&dns, RECORD_UDP, 0, 1, "3000>2:53"), 50);
	expect_rules(&dns, "udp,10.0.0.1,*,10.0.0.2,53,dns,background,,,"
		     "unanswered,learn,,\n", "should be answered");
	unanswered(flow(&few, RECORD_UDP, 0, 1, "3000>2:9000"), 2);
	expect_rules(&few, "", "two datagrams");
}

static void guess(struct record *r, enum evidence evidence, uint8_t confidence)
{
	r->initiator = ROLE_NONE;
	r->evidence = evidence;
	r->confidence = confidence;
}

Test(learn, one_conversation_both_ways)
{
	struct plant sure = { 0 }, guesses = { 0 }, apart = { 0 };

	flow(&sure, RECORD_TCP, 0, 1, "3000>2:9000");
	guess(flow(&sure, RECORD_TCP, 10, 2, "9000>1:3001"), EVIDENCE_FIRST,
	      55);
	expect_rules(&sure, "tcp,10.0.0.1,*,10.0.0.2,9000,,operation,client,,"
		     "learned,learn,,\n", "a guess joins what is sure");
	guess(flow(&guesses, RECORD_UDP, 0, 1, "3000>2:9000"), EVIDENCE_FIRST,
	      50);
	guess(flow(&guesses, RECORD_UDP, 10, 2, "9000>1:3000"),
	      EVIDENCE_STRUCTURE, 80);
	expect_rules(&guesses, "udp,10.0.0.2,*,10.0.0.1,3000,,operation,,,"
		     "learned,learn,,\n", "the better guess");
	flow(&apart, RECORD_TCP, 0, 1, "9001>2:9000");
	flow(&apart, RECORD_TCP, 10, 2, "9000>1:9001");
	expect_rules(&apart,
		     "tcp,10.0.0.1,*,10.0.0.2,9000,,operation,client,,"
		     "learned,learn,,\n"
		     "tcp,10.0.0.2,*,10.0.0.1,9001,,operation,client,,"
		     "learned,learn,,\n", "both are sure");
}

Test(learn, opened_by_the_server)
{
	struct plant p = { 0 };

	flow(&p, RECORD_TCP, 0, 1, "4999>2:50001")->initiator = ROLE_SERVER;
	flow(&p, RECORD_TCP, 10, 1, "4999>2:50002")->initiator = ROLE_SERVER;
	expect_rules(&p, "tcp,10.0.0.1,4999,10.0.0.2,1-65535,melsec,operation,"
		     "server,,learned,learn,,\n", "the client waits");
}

/* One call each is enough where the answer came, if from another port. */
Test(learn, answered_from_another_port)
{
	struct plant p = { 0 };
	struct record *r;

	unanswered(flow(&p, RECORD_UDP, 0, 1, "49152>2:34964"), 1);
	unanswered(flow(&p, RECORD_UDP, 5, 1, "49152>3:34964"), 1);
	r = flow(&p, RECORD_UDP, 0, 1, "49152>2:49155");
	r->agreed = 34964;
	r->packets[0] = r->payload[0] = 0;
	expect_rules(&p, "udp,10.0.0.1,*,10.0.0.2,34964,profinet-cm,operation,"
		     ",,learned,learn,,\n"
		     "udp,10.0.0.1,*,10.0.0.2,dynamic:34964,,operation,,,"
		     "learned,learn,,\n", "asked, and answered elsewhere");
}

/* Each session has another port, and was asked for at 135 or 21. */
Test(learn, agreed_ports)
{
	struct plant p = { 0 };
	struct learn_report report = { 0 };
	struct record *active;
	struct baseline *b;

	flow(&p, RECORD_TCP, 0, 1, "3000>2:135");
	flow(&p, RECORD_TCP, 1, 1, "3001>2:49201")->agreed = 135;
	flow(&p, RECORD_TCP, 9, 1, "3002>2:49202")->agreed = 135;
	/* FTP, active: the server opens. */
	active = flow(&p, RECORD_TCP, 20, 1, "3003>3:20");
	active->initiator = ROLE_SERVER;
	active->agreed = 21;
	expect_rules(&p, "tcp,10.0.0.1,*,10.0.0.2,135,epmap,background,client"
		     ",,learned,learn,,\n"
		     "tcp,10.0.0.1,*,10.0.0.2,dynamic:135,,operation,client,,"
		     "learned,learn,,\n"
		     "tcp,10.0.0.1,*,10.0.0.3,dynamic:21,,operation,server,,"
		     "learned,learn,,\n", "one rule for all");
	b = learn_from(&p, NULL, &report);
	cr_expect_eq(baseline_n_memories(b), 3);
	cr_assert(baseline_rule(b, 1)->seen);
	cr_expect_eq(baseline_rule(b, 1)->seen->n_flows, 2);
	baseline_free(b);
	learn_report_release(&report);
}

Test(learn, arp)
{
	struct plant p = { 0 };
	struct learn_report report = { 0 };
	struct baseline *b;

	capture(&p, "a.pcap", 0, 1000);
	for (int i = 0; i < 2; i++) {
		struct record *r = &p.r[p.n++];

		record_init(r, RECORD_ARP);
		r->addr[0] = host(7);
		r->mac[0] = i ? "00:00:00:00:00:02" : "00:00:00:00:00:01";
		r->operations = i ? "asked:3+flap:1" : "asked:30";
		r->first_ns = 10 * S;
		r->last_ns = (20 + i) * S;
		r->packets[0] = 5;
	}
	b = learn_from(&p, NULL, &report);
	cr_expect_eq(baseline_n_rules(b), 0);
	cr_assert_eq(baseline_n_arp(b), 1, "one of two MACs");
	cr_expect_str_eq(baseline_arp(b, 0)->seen.mac[0],
			 "00:00:00:00:00:01+00:00:00:00:00:02");
	cr_expect_eq(baseline_arp(b, 0)->seen.peak_minute_asked, 30);
	cr_expect_eq(baseline_arp(b, 0)->seen.last_ns, 21 * S);
	cr_assert(baseline_host(b, host(7)));
	cr_expect_eq(baseline_host(b, host(7))->peak_minute_asked, 30);
	baseline_free(b);
	learn_report_release(&report);
}

/* Who takes the address of another does not become normal. */
Test(learn, disputed_addresses)
{
	static const struct {
		const char *from, *to, *learned;
	} cases[] = {
		{ "00:80:f4:00:00:01", "00:50:56:00:00:02", "" },
		{ "00:80:f4:00:00:01", "00:80:f4:00:00:02",
		  "00:80:f4:00:00:01+00:80:f4:00:00:02" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct plant p = { 0 };
		struct learn_report report = { 0 };
		struct baseline *b;

		capture(&p, "a.pcap", 0, 1000);
		flow(&p, RECORD_TCP, 10, 20, "3000>7:502")->mac[1] =
			i ? cases[i].learned :
			"00:50:56:00:00:02+00:80:f4:00:00:01";
		for (int k = 0; k < 3; k++) {
			struct record *r = &p.r[p.n++];

			record_init(r, RECORD_ARP);
			r->addr[0] = host(7);
			r->mac[0] = k == 1 ? cases[i].to : cases[i].from;
			r->mac[1] = k == 2 ? cases[i].to : "";
			r->operations = k == 2 ? "arp:3+arp-back-ms:9" : "";
			r->first_ns = 10 * S;
			r->last_ns = 20 * S;
		}
		b = learn_from(&p, NULL, &report);
		cr_assert_eq(baseline_n_arp(b), 1);
		cr_expect_str_eq(baseline_host(b, host(7))->mac[0],
				 cases[i].learned);
		cr_expect_eq(report.n_review, 1);
		cr_expect(strstr(report.review.s, "address-conflict: "
				 "10.0.0.7 is the address of two machines"),
			  "%s", report.review.s);
		baseline_free(b);
		learn_report_release(&report);
	}
}

Test(learn, review)
{
	struct plant stop = { 0 }, only = { 0 }, outside = { 0 },
		     login = { 0 };

	flow(&stop, RECORD_TCP, 0, 1, "3000>2:102")->operations =
		"control:plc-stop+read:data";
	expect_rules(&stop, "tcp,10.0.0.1,*,10.0.0.2,102,iso-tsap,operation,"
		     "client,read:data,learned,learn,,\n", "control beside");
	flow(&only, RECORD_TCP, 0, 1, "3000>2:102")->operations =
		"control:plc-stop+program:download";
	expect_rules(&only, "tcp,10.0.0.1,*,10.0.0.2,102,iso-tsap,operation,"
		     "client,control:plc-stop+program:download,review,learn,"
		     ",\n", "nothing but control");
	flow(&outside, RECORD_TCP, 0, 1, "3000>2:9000")->addr[1] =
		ADDR(8, 8, 8, 8);
	expect_rules(&outside, "tcp,10.0.0.1,*,8.8.8.8,9000,,operation,client,"
		     ",review,learn,,\n", "outside");
	for (int i = 0; i < 20; i++) {
		char ends[32];

		snprintf(ends, sizeof ends, "%d>2:22", 3000 + i);
		flow(&login, RECORD_TCP, i, 1, ends);
	}
	expect_rules(&login, "tcp,10.0.0.1,*,10.0.0.2,22,ssh,maintenance,"
		     "client,,review,learn,,\n", "a burst of logins");
}

Test(learn, scan)
{
	struct plant p = { 0 };
	struct learn_report report = { 0 };
	struct baseline *b;

	flow(&p, RECORD_TCP, 0, 1, "3000>2:502");
	for (int i = 0; i < 20; i++) {
		char ends[32];
		struct record *r;

		snprintf(ends, sizeof ends, "%d>2:%d", 4000 + i, 100 + i);
		r = flow(&p, RECORD_TCP, i, 9, ends);
		unanswered(r, 1);
		r->state = CONN_REJ;
		r->packets[1] = 1;
	}
	b = learn_from(&p, NULL, &report);
	cr_expect_eq(baseline_n_rules(b), 1);
	cr_expect_eq(report.n_left_out, 1);
	cr_expect(!strncmp(report.left_out.s, "port-scan: 10.0.0.9 ", 20),
		  "%s", report.left_out.s);
	baseline_free(b);
	learn_report_release(&report);
}

Test(learn, memory)
{
	struct plant p = { 0 };
	struct learn_report report = { 0 };
	struct baseline *b;
	const struct seen *s;

	capture(&p, "a.pcap", 0, 1000);
	capture(&p, "b.pcap", 100000, 101000);
	capture(&p, "c.pcap", 200000, 201000);
	flow(&p, RECORD_TCP, 10, 1, "3000>2:9000")->max_gap_ns = 5 * S;
	flow(&p, RECORD_TCP, 900, 1, "3001>2:9000")->mac[0] =
		"00:00:00:00:00:01";
	flow(&p, RECORD_TCP, 100200, 1, "3002>2:9000");
	b = learn_from(&p, NULL, &report);
	s = baseline_rule(b, 0)->seen;
	cr_assert(s);
	/* Each capture by itself, and then the most of them. */
	cr_expect_eq(s->max_gap_ns, 889 * S);
	cr_expect_eq(s->n_flows, 2);
	cr_expect_eq(s->n_gaps, 19);
	/* It is nowhere in the third. */
	cr_expect_eq(baseline_silence_ns(b, s), 1000 * S);
	cr_expect_eq(s->peak_hour_sessions, 2);
	cr_expect_eq(s->peak_10min_sessions, 1);
	cr_expect_str_eq(s->client_ports, "3000+3001+3002");
	cr_expect_str_eq(s->mac[0], "00:00:00:00:00:01");
	cr_expect_eq(strlen(s->captures), 17, "two of three: %s", s->captures);
	cr_expect(baseline_span_ns(b) == 3000 * S);
	baseline_free(b);
	learn_report_release(&report);
}

/* Files that follow one another are one recording. */
Test(learn, rotated)
{
	struct plant p = { 0 };
	struct learn_report report = { 0 };
	struct baseline *b;
	const struct seen *s;

	capture(&p, "a.pcap", 0, 1000);
	capture(&p, "b.pcap", 1001, 2000);
	capture(&p, "c.pcap", 2005, 3000);
	flow(&p, RECORD_TCP, 10, 1, "3000>2:9000");
	flow(&p, RECORD_TCP, 2500, 1, "3000>2:9000");
	b = learn_from(&p, NULL, &report);
	s = baseline_rule(b, 0)->seen;
	cr_expect_eq(s->n_flows, 2);
	cr_expect_eq(s->max_gap_ns, (2500 - 11 - 1 - 5) * S);
	cr_expect(s->port_fixed, "two openings from one port");
	cr_expect_eq(baseline_silence_ns(b, s), s->max_gap_ns);
	baseline_free(b);
	learn_report_release(&report);
}

/* Learned at once or one after the other is the same. */
Test(learn, apart)
{
	struct plant p[3] = { 0 };
	struct learn_report report[3] = { 0 };
	struct baseline *b[3], *both = baseline_new(NULL);
	struct text at_once = { 0 }, merged = { 0 };

	for (int64_t i = 0; i < 2; i++) {
		for (int k = 0; k < 2; k++) {
			struct plant *to = &p[k ? 2 : i];
			int64_t at = i * 100000;

			capture(to, i ? "b.pcap" : "a.pcap", at, at + 1000);
			flow(to, RECORD_TCP, at + 10, 1,
			     i ? "3000>2:9000" : "3001>2:9000");
			flow(to, RECORD_TCP, at + 400 + i, 1,
			     i ? "3002>2:9000" : "3003>2:9000");
			unanswered(flow(to, RECORD_TCP, at + 9, 1,
					i ? "5000>7:80" : "5001>7:80"), 8);
			if (i)
				flow(to, RECORD_TCP, at + 70, 4, "9>2:9000");
		}
	}
	for (int i = 0; i < 3; i++)
		b[i] = learn_from(&p[i], NULL, &report[i]);
	/* The names that learned them are gone by now. */
	baseline_merge(both, b[0]);
	baseline_merge(both, b[1]);
	baseline_finish(both);
	baseline_put_rules(b[2], &at_once);
	baseline_put_seen(b[2], &at_once);
	baseline_put_rules(both, &merged);
	baseline_put_seen(both, &merged);
	baseline_free(both);
	cr_expect_str_eq(at_once.s, merged.s, "%s\n%s", at_once.s, merged.s);
	text_release(&at_once);
	text_release(&merged);
	for (int i = 0; i < 3; i++) {
		baseline_free(b[i]);
		learn_report_release(&report[i]);
	}
}

/* A flow that lives through the time between two captures. */
Test(learn, hole)
{
	struct plant p = { 0 };
	struct learn_report report = { 0 };
	struct baseline *b;
	struct record *r;

	capture(&p, "a.pcap", 0, 1000);
	capture(&p, "b.pcap", 100000, 101000);
	r = flow(&p, RECORD_TCP, 10, 1, "3000>2:9000");
	r->last_ns = 101000 * S;
	r->max_gap_ns = 99010 * S;
	b = learn_from(&p, NULL, &report);
	cr_expect_eq(baseline_rule(b, 0)->seen->max_gap_ns, 10 * S);
	baseline_free(b);
	learn_report_release(&report);
}

Test(learn, update)
{
	struct plant p = { 0 };
	struct learn_report report = { 0 };
	struct baseline *base = baseline_new(NULL), *b;
	struct port_range range = { 9000, 9000 };
	struct rule r = { .proto = 6, .status = RULE_APPROVED,
		.client = { { host(0), 24 }, NULL },
		.server = { { host(2), 32 }, NULL },
		.server_port = { .n = 1, .range = &range },
		.service = "", .operations = "", .by = "", .note = "",
		.extra = "", .until_ns = INT64_MAX };

	baseline_add_rule(base, &r);
	baseline_finish(base);
	flow(&p, RECORD_TCP, 0, 1, "3000>2:9000");
	flow(&p, RECORD_TCP, 0, 1, "3000>2:9001");
	b = learn_from(&p, base, &report);
	cr_expect_eq(baseline_n_rules(b), 1, "the network's rule covers one");
	cr_expect_eq(baseline_n_memories(b), 2);
	baseline_free(b);
	baseline_free(base);
	learn_report_release(&report);
}

Test(learn, covered)
{
	struct plant p = { 0 };
	struct covered c;

	capture(&p, "a", 0, 10);
	capture(&p, "b", 5, 20);
	capture(&p, "c", 30, 40);
	capture(&p, "d", 70, 80);
	covered_make(&c, p.r, p.n, INT64_MAX);
	cr_expect_eq(c.n, 3);
	cr_expect_eq(covered_between(&c, 0, 100 * S), 40 * S);
	cr_expect_eq(covered_between(&c, 15 * S, 35 * S), 10 * S);
	cr_expect_eq(covered_between(&c, 21 * S, 29 * S), 0);
	cr_expect_eq(covered_between(&c, 35 * S, 15 * S), 0);
	cr_expect_eq(covered_hole(&c, 15 * S, 35 * S), 10 * S);
	cr_expect_eq(covered_hole(&c, 15 * S, 75 * S), 30 * S);
	cr_expect_eq(covered_hole(&c, 31 * S, 39 * S), 0);
	covered_release(&c);
	/* Damage at 35: what begins behind it, or goes on, is not covered. */
	covered_make(&c, p.r, p.n, 35 * S);
	cr_expect_eq(covered_between(&c, 0, 100 * S), 25 * S);
	covered_release(&c);
	covered_make(&c, p.r, 0, INT64_MAX);
	cr_expect_eq(covered_between(&c, 1, 9), 8);
	covered_release(&c);
}
