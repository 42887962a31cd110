/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/baseline.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ground/stamp.h"
#include "judge/baseline_edit.h"
#include "judge/names.h"
#include "understand/record.h"

#define HEADER "proto,client,client_port,server,server_port,service,purpose," \
	"initiator,operations,status,by,until,note"
#define SEEN "proto,client,client_port,server,server_port,first,last," \
	"flows,answered,gaps,max_gap,peak_hour_packets,peak_hour_payload," \
	"peak_hour_sessions,peak_10min_sessions,peak_hour_errors," \
	"peak_minute_asked,client_ports,port_fixed,client_mac,server_mac," \
	"client_name,server_name,service,operations,initiator,status," \
	"direction,confidence,captures\n"
#define SEEN_FORMAT "format,1.0,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n"

static void write_file(const char *path, const char *suffix, const char *text)
{
	char whole[64];
	FILE *f;

	snprintf(whole, sizeof whole, "%s%s", path, suffix);
	f = fopen(whole, "w");
	cr_assert(f);
	fputs(text, f);
	fclose(f);
}

static void cut(char *s, const char *part)
{
	char *at = strstr(s, part);

	if (at)
		memmove(at, at + strlen(part), strlen(at + strlen(part)) + 1);
}

/* seen may be NULL; the error comes without the file's name. */
static struct baseline *load(const char *rules, const char *seen,
			     const struct names *names, struct err *e)
{
	char path[] = "/tmp/otcap-base-XXXXXX", beside[64];
	struct baseline *b;

	close(mkstemp(path));
	write_file(path, "", rules);
	if (seen)
		write_file(path, ".seen", seen);
	b = baseline_load(path, names, e);
	if (!b)
		cut(e->msg, path);
	unlink(path);
	snprintf(beside, sizeof beside, "%s.seen", path);
	unlink(beside);
	return b;
}

static struct baseline *load_ok(const char *rules, const char *seen,
				const struct names *names)
{
	struct err e;
	struct baseline *b = load(rules, seen, names, &e);

	cr_assert(b, "%s", e.msg);
	return b;
}

static struct names *load_names(const char *text)
{
	char path[] = "/tmp/otcap-names-XXXXXX";
	struct names *n;
	struct err e;

	close(mkstemp(path));
	write_file(path, "", text);
	n = names_load(path, &e);
	unlink(path);
	cr_assert(n, "%s", e.msg);
	return n;
}

Test(baseline, rewrite)
{
	static const char in[] =
		"\xef\xbb\xbfstatus,note,server_port,server,client_port,client,"
		"proto,ticket,until,operations,by,service,purpose\r\n"
		"approved,\"a, \"\"b\"\"\",53,10.0.0.9,*,10.0.0.0/8,udp,"
		"T-1,2026-12-31,,hand,dns,background\r\n"
		"learned,,502|1025-1040,10.0.0.10,*,10.0.0.2,tcp,,,"
		"read:coils,learn,modbus,operation\r\n"
		"learned,,102,10.0.0.9,2001,10.0.0.2,tcp,,,,learn,,\r\n"
		"ignored,x,51000+octet,10.0.0.9,*,9.0.0.2,tcp,,"
		"2026-01-01T12:00:00Z,,,,maintenance\r\n";
	static const char out[] = HEADER ",ticket\n"
		"tcp,9.0.0.2,*,10.0.0.9,51000+octet,,maintenance,,,ignored,,"
		"2026-01-01T12:00:00.000000000Z,x,\n"
		"tcp,10.0.0.2,2001,10.0.0.9,102,,operation,,,learned,learn,,,\n"
		"tcp,10.0.0.2,*,10.0.0.10,502|1025-1040,modbus,operation,,"
		"read:coils,learned,learn,,,\n"
		"udp,10.0.0.0/8,*,10.0.0.9,53,dns,background,,,approved,hand,"
		"2026-12-31,\"a, \"\"b\"\"\",T-1\n";
	struct text once = { 0 }, twice = { 0 };
	struct baseline *b = load_ok(in, NULL, NULL);

	baseline_put_rules(b, &once);
	cr_expect_str_eq(once.s, out, "%s", once.s);
	cr_expect_null(baseline_rule(b, 0)->seen);
	cr_expect(baseline_span_ns(b) == 0);
	baseline_free(b);
	b = load_ok(once.s, NULL, NULL);
	baseline_put_rules(b, &twice);
	cr_expect_str_eq(twice.s, once.s);
	baseline_free(b);
	text_release(&once);
	text_release(&twice);
}

Test(baseline, malformed)
{
	static const struct {
		const char *line, *msg;
	} cases[] = {
		{ "icmp,10.0.0.1,*,10.0.0.2,1,,,,,learned,,,",
		  ":2:proto: 'icmp': neither tcp nor udp" },
		{ "tcp,10.0.0.1/8,*,10.0.0.2,1,,,,,learned,,,",
		  ":2:client: '10.0.0.1/8': not an address, a network or a "
		  "name of the names file" },
		{ "tcp,10.0.0.1,*,plc,1,,,,,learned,,,",
		  ":2:server: 'plc': not an address, a network or a "
		  "name of the names file" },
		{ "tcp,10.0.0.1,,10.0.0.2,1,,,,,learned,,,",
		  ":2:client_port: '': neither '*' nor a port number" },
		{ "tcp,10.0.0.1,0,10.0.0.2,1,,,,,learned,,,",
		  ":2:client_port: '0': neither '*' nor a port number" },
		{ "tcp,10.0.0.1,*,10.0.0.2,65536,,,,,learned,,,", NULL },
		{ "tcp,10.0.0.1,*,10.0.0.2,,,,,,learned,,,", NULL },
		{ "tcp,10.0.0.1,*,10.0.0.2,5-5,,,,,learned,,,", NULL },
		{ "tcp,10.0.0.1,*,10.0.0.2,7-5,,,,,learned,,,", NULL },
		{ "tcp,10.0.0.1,*,10.0.0.2,5|,,,,,learned,,,", NULL },
		{ "tcp,10.0.0.1,*,10.0.0.2,05,,,,,learned,,,", NULL },
		{ "tcp,10.0.0.1,*,10.0.0.2,65281+octet,,,,,learned,,,", NULL },
		{ "tcp,10.0.0.1,*,10.0.0.2,5+octets,,,,,learned,,,", NULL },
		{ "tcp,10.0.0.1,*,10.0.0.2,dynamic:x,,,,,learned,,,", NULL },
		{ "tcp,10.0.0.1,*,10.0.0.2,dynamic:0,,,,,learned,,,", NULL },
		{ "tcp,10.0.0.1,*,10.0.0.2,1,,fun,,,learned,,,",
		  ":2:purpose: 'fun': not operation, maintenance or "
		  "background" },
		{ "tcp,10.0.0.1,*,10.0.0.2,1,,,both,,learned,,,",
		  ":2:initiator: 'both': neither client nor server" },
		{ "tcp,10.0.0.1,*,10.0.0.2,1,,,,,,,,",
		  ":2:status: '': not learned, review, approved, ignored or "
		  "unanswered" },
		{ "tcp,10.0.0.1,*,10.0.0.2,1,,,,,learned,,2026-02-30,",
		  ":2:until: '2026-02-30': not a date (2026-12-31)" },
		{ "tcp,10.0.0.1,*,10.0.0.2,1,,,,,learned,,",
		  ":2: 12 fields where the first line names 13" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct text t = { 0 };
		struct err e;

		text_printf(&t, HEADER "\n%s\n", cases[i].line);
		cr_expect_null(load(t.s, NULL, NULL, &e), "%s", cases[i].line);
		if (cases[i].msg)
			cr_expect_str_eq(e.msg, cases[i].msg, "%s", e.msg);
		else
			cr_expect(strstr(e.msg, ":2:server_port: "), "%s",
				  e.msg);
		text_release(&t);
	}
}

/* client:port>server:port, then the confidence. */
struct question {
	const char *name;
	uint8_t proto, confidence;
	uint32_t client;
	uint16_t client_port;
	uint32_t server;
	uint16_t server_port;
	bool answered;
	int match, near;	/* line of the rule, 0 none */
};

#define A(x) ADDR(10, 0, 0, x)

static const char rules[] = HEADER "\n"
	/*  2 */ "tcp,10.0.0.1,*,10.0.0.2,502,,,,,learned,,,\n"
	/*  3 */ "tcp,10.0.0.1,2001,10.0.0.2,503,,,,,learned,,,\n"
	/*  4 */ "tcp,10.0.0.1,*,10.0.0.2,504,,,,,review,,,\n"
	/*  5 */ "tcp,10.0.0.1,*,10.0.0.2,505,,,,,ignored,,,\n"
	/*  6 */ "tcp,10.0.0.1,*,10.0.0.2,506,,,,,ignored,,,printer\n"
	/*  7 */ "tcp,10.0.0.1,*,10.0.0.2,507,,,,,unanswered,,,\n"
	/*  8 */ "tcp,10.0.0.1,*,10.0.0.2,508,,,,,approved,,1970-01-01,\n"
	/*  9 */ "tcp,10.0.0.1,*,10.0.0.2,600-699|702,,,,,approved,,,\n"
	/* 10 */ "tcp,10.0.0.1,*,10.0.0.2,5000+octet,,,,,approved,,,\n"
	/* 11 */ "tcp,10.0.0.1,*,10.0.0.2,dynamic:135,,,,,approved,,,\n"
	/* 12 */ "udp,0.0.0.0/0,*,10.0.0.3,53,,,,,approved,,,\n"
	/* 13 */ "udp,10.0.1.0/24,*,10.0.2.0/24,1000-2000,,,,,approved,,,\n"
	/* 14 */ "tcp,10.0.0.1,*,10.0.0.2,0,,,,,learned,,,\n"
	/* 15 */ "tcp,pair,*,laptops,80,,,,,approved,,,\n"
	/* 16 */ "tcp,10.0.0.8,*,10.0.0.2,502,,,,,learned,,,\n";

static const struct question questions[] = {
	{ "plain", 6, 99, A(1), 5555, A(2), 502, true, 2, 0 },
	{ "other protocol", 17, 99, A(1), 5555, A(2), 502, true, 0, 0 },
	{ "other client", 6, 99, A(4), 5555, A(2), 502, true, 0, 0 },
	{ "turned, sure", 6, 95, A(2), 502, A(1), 5555, true, 0, 0 },
	{ "turned, a guess", 6, 94, A(2), 502, A(1), 5555, true, 2, 0 },
	{ "fixed port", 6, 99, A(1), 2001, A(2), 503, true, 3, 0 },
	{ "fixed port, turned", 6, 50, A(2), 503, A(1), 2001, true, 3, 0 },
	{ "stranger's port", 6, 99, A(1), 2002, A(2), 503, true, 0, 3 },
	{ "review", 6, 99, A(1), 2002, A(2), 504, true, 0, 4 },
	{ "ignored, no note", 6, 99, A(1), 2002, A(2), 505, true, 0, 5 },
	{ "ignored", 6, 99, A(1), 2002, A(2), 506, true, 6, 0 },
	{ "unanswered", 6, 99, A(1), 2002, A(2), 507, false, 7, 0 },
	{ "answers now", 6, 99, A(1), 2002, A(2), 507, true, 0, 7 },
	{ "expired", 6, 99, A(1), 2002, A(2), 508, true, 0, 8 },
	{ "range", 6, 99, A(1), 2002, A(2), 650, true, 9, 0 },
	{ "in a list", 6, 99, A(1), 2002, A(2), 702, true, 9, 0 },
	{ "between", 6, 99, A(1), 2002, A(2), 701, true, 0, 0 },
	{ "octet", 6, 99, A(1), 2002, A(2), 5002, true, 10, 0 },
	{ "not the octet", 6, 99, A(1), 2002, A(2), 5001, true, 0, 0 },
	{ "dynamic", 6, 99, A(1), 2002, A(2), 135, true, 0, 0 },
	{ "anybody", 17, 99, A(99), 2002, A(3), 53, true, 12, 0 },
	{ "networks", 17, 99, ADDR(10, 0, 1, 7), 1, ADDR(10, 0, 2, 9), 1500,
	  true, 13, 0 },
	{ "port 0", 6, 99, A(1), 2002, A(2), 0, true, 14, 0 },
	{ "by name", 6, 99, A(6), 1, ADDR(10, 7, 0, 1), 80, true, 15, 0 },
	{ "by other line", 6, 99, A(5), 1, ADDR(10, 7, 0, 1), 80, true, 15, 0 },
	{ "named otherwise", 6, 99, A(6), 1, ADDR(10, 7, 0, 9), 80, true,
	  0, 0 },
	{ "other half of a pair", 6, 99, A(9), 1, A(2), 502, true, 16, 0 },
};

static const char names_text[] = "address,name\n"
	"10.0.0.5,pair\n10.0.0.6,pair\n10.7.0.0/24,laptops\n"
	"10.7.0.9,decoy\n10.0.0.8,twin\n10.0.0.9,twin\n";

Test(baseline, match)
{
	struct names *n = load_names(names_text);
	struct baseline *b = load_ok(rules, NULL, n);

	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		const struct question *q = &questions[i];
		struct conversation c = {
			.proto = q->proto, .confidence = q->confidence,
			.client = q->client, .client_port = q->client_port,
			.server = q->server, .server_port = q->server_port,
			.answered = q->answered,
			.time_ns = 86400 * NS_PER_SECOND,
		};
		const struct rule *near, *r = baseline_match(b, &c, &near);

		cr_expect_eq(r ? (int)r->line : 0, q->match, "%s", q->name);
		cr_expect_eq(near ? (int)near->line : 0, q->near, "%s near",
			     q->name);
		c.time_ns--;
		if (q->near == 8)
			cr_expect(baseline_match(b, &c, NULL), "the last ns");
	}
	baseline_free(b);
	names_free(n);
}

Test(baseline, match_agreed)
{
	static const struct {
		const char *name;
		uint8_t confidence;
		uint32_t client, server;
		uint16_t client_port, server_port, agreed;
		bool match;
	} cases[] = {
		{ "agreed", 99, A(1), A(2), 2002, 49200, 135, true },
		{ "not agreed", 99, A(1), A(2), 2002, 49200, 0, false },
		{ "agreed elsewhere", 99, A(1), A(2), 2002, 49200, 21, false },
		{ "by another", 99, A(4), A(2), 2002, 49200, 135, false },
		{ "turned, sure", 99, A(2), A(1), 49200, 2002, 135, false },
		{ "turned, a guess", 50, A(2), A(1), 49200, 2002, 135, true },
	};
	struct baseline *b = load_ok(
		HEADER "\n"
		"tcp,10.0.0.1,*,10.0.0.2,dynamic:135,,,,,approved,,,\n",
		NULL, NULL);

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct conversation c = {
			.proto = 6, .confidence = cases[i].confidence,
			.client = cases[i].client, .server = cases[i].server,
			.client_port = cases[i].client_port,
			.server_port = cases[i].server_port,
			.agreed = cases[i].agreed, .answered = true,
		};

		cr_expect_eq(baseline_match(b, &c, NULL) != NULL,
			     cases[i].match, "%s", cases[i].name);
	}
	cr_expect(baseline_is_server(b, A(2)));
	cr_expect(!baseline_has_server(b, 6, A(2), 135));
	baseline_free(b);
}

Test(baseline, hosts)
{
	struct baseline *b = load_ok(
		HEADER "\n"
		"tcp,10.0.0.1,*,10.0.0.2,502,,,,,learned,,2026-12-31,\n"
		"tcp,10.0.0.1,*,10.0.0.3,502,,,,,unanswered,,,\n"
		"tcp,10.0.0.4,*,10.0.0.5,502,,,,,review,,,\n"
		"tcp,0.0.0.0/0,*,10.0.1.0/24,80-90,,,,,approved,,,\n",
		NULL, NULL);

	cr_expect(baseline_has_host(b, A(1)) && baseline_is_client(b, A(1)));
	cr_expect(baseline_has_host(b, A(2)) && baseline_is_server(b, A(2)));
	cr_expect(!baseline_is_server(b, A(1)) && !baseline_is_client(b, A(2)));
	cr_expect(!baseline_has_host(b, A(3)), "nobody was there");
	cr_expect(!baseline_has_host(b, A(4)) && !baseline_has_host(b, A(5)));
	cr_expect(baseline_has_host(b, ADDR(10, 0, 1, 77)));
	cr_expect(!baseline_has_host(b, ADDR(8, 8, 8, 8)));
	cr_expect(baseline_has_server(b, 6, A(2), 502));
	cr_expect(!baseline_has_server(b, 17, A(2), 502));
	cr_expect(!baseline_has_server(b, 6, A(2), 503));
	cr_expect(!baseline_has_server(b, 6, A(3), 502));
	cr_expect(baseline_has_server(b, 6, ADDR(10, 0, 1, 3), 85));
	baseline_set_now(b, INT64_C(1798761600) * NS_PER_SECOND);
	cr_expect(!baseline_has_host(b, A(2)), "ended");
	baseline_free(b);
}

static const char seen_text[] = SEEN SEEN_FORMAT
	"run,a.pcap,,,,2023-01-01T00:00:00.000000000Z,"
	"2023-01-02T00:00:00.000000000Z,,,,,,,,,,,,,,,,,,,,,,,1a\n"
	"run,b.pcap,,,,2023-01-01T12:00:00.000000000Z,"
	"2023-01-02T12:00:00.000000000Z,,,,,,,,,,,,,,,,,,,,,,,2b\n"
	"tcp,10.0.0.1,,10.0.0.2,502,2023-01-01T00:00:00.000000000Z,"
	"2023-01-02T00:00:00.000000000Z,3,2,99,1.500,100,2000,4,1,6,20,"
	"2001+2002,,00:00:00:00:00:01,,dhcp:HMI+dhcp:OLD,,modbus,read:coils,"
	"client,learned,timing,80,1a\n"
	"tcp,10.0.0.1,,10.0.0.2,dynamic:135,2023-01-01T00:00:00.000000000Z,"
	"2023-01-02T00:00:00.000000000Z,1,1,19,9.500,1,2,1,1,0,0,*,,"
	"00:00:00:00:00:02,00:00:00:00:00:03,dhcp:HMI+dhcp:OLD,,dcerpc,,"
	"client,learned,payload,97,1a\n"
	"arp,10.0.0.1,,,,2022-12-31T00:00:00.000000000Z,"
	"2023-01-01T00:00:00.000000000Z,,,,,,,,,,7,,,00:00:00:00:00:01,,"
	"dhcp:HMI+dhcp:OLD,,,,,,,,1a\n";

Test(baseline, seen)
{
	struct conversation turned = { .proto = 6, .confidence = 99,
		.client = A(2), .server = A(1), .client_port = 502,
		.server_port = 3000, .answered = true };
	struct baseline *b = load_ok(
		HEADER "\ntcp,10.0.0.1,*,10.0.0.2,502,,,,,learned,,,\n"
		"tcp,10.0.0.1,*,10.0.0.2,dynamic:135,,,,,learned,,,\n",
		seen_text, NULL);
	const struct seen *s = baseline_rule(b, 0)->seen;
	struct text t = { 0 };

	cr_assert(s);
	cr_expect_eq(s->max_gap_ns, 1500000000);
	cr_expect_eq(s->n_gaps, 99);
	cr_expect_eq(s->confidence, 80);
	cr_expect(baseline_span_ns(b) == 36 * 3600 * NS_PER_SECOND);
	cr_expect(baseline_match(b, &turned, NULL), "the rule is a guess");
	s = baseline_rule(b, 1)->seen;
	cr_assert(s, "dynamic");
	cr_expect_eq(s->confidence, 97);
	cr_expect_eq(baseline_n_memories(b), 2);
	cr_expect_eq(baseline_n_arp(b), 1);
	baseline_put_seen(b, &t);
	cr_expect_str_eq(t.s, seen_text, "%s", t.s);
	text_release(&t);
	baseline_free(b);
}

Test(baseline, host)
{
	struct baseline *b = load_ok(HEADER "\n", seen_text, NULL);
	const struct seen *s = baseline_host(b, A(1));
	int64_t day;

	cr_assert(s);
	cr_expect_str_eq(s->mac[0], "00:00:00:00:00:01+00:00:00:00:00:02");
	cr_expect_str_eq(s->name[0], "dhcp:HMI+dhcp:OLD");
	cr_expect_eq(s->peak_minute_asked, 20);
	/* Of the least silent conversation. */
	cr_expect_eq(s->max_gap_ns, 1500000000);
	cr_expect_eq(s->n_gaps, 99);
	stamp_parse("2022-12-31T00:00:00Z", &day);
	cr_expect_eq(s->first_ns, day, "from ARP");
	stamp_parse("2023-01-02T00:00:00Z", &day);
	cr_expect_eq(s->last_ns, day);
	s = baseline_host(b, A(2));
	cr_assert(s);
	cr_expect_str_eq(s->mac[0], "00:00:00:00:00:03", "its own role");
	cr_expect_null(baseline_host(b, A(3)));
	baseline_free(b);
	b = load_ok(HEADER "\n", NULL, NULL);
	cr_expect_null(baseline_host(b, A(1)));
	baseline_free(b);
}

Test(baseline, seen_malformed)
{
	static const struct {
		const char *text, *msg;
	} cases[] = {
		{ "", ".seen: empty: the line that names the columns is "
		  "missing" },
		{ SEEN "run,a,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n",
		  ".seen:2:proto: 'run': "
		  "the first row must be the format" },
		{ SEEN "format,2.0,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n",
		  ".seen:2:client: '2.0': written by a newer otbase; this one "
		  "reads format 1" },
		{ SEEN SEEN_FORMAT "tcp,x,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n",
		  ".seen:3:client: 'x': not an address" },
		{ SEEN SEEN_FORMAT "tcp,10.0.0.1,,10.0.0.2,5-6,,,,,,,,,,,,,,,,"
		  ",,,,,,,,,\n",
		  ".seen:3:server_port: '5-6': not a port number" },
		{ SEEN SEEN_FORMAT "arp,10.0.0.1,,,,2023-01-01T00:00:00Z,"
		  "2023-01-01T00:00:00Z,,,,,,,,,,x,,,,,,,,,,,,,\n",
		  ".seen:3:peak_minute_asked: 'x': not a number" },
		{ "proto\n", ".seen:1: column 'client' is missing" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct err e;

		cr_expect_null(load(HEADER "\n", cases[i].text, NULL, &e));
		cr_expect_str_eq(e.msg, cases[i].msg, "%s", e.msg);
	}
}

/* --- merging ---------------------------------------------------------- */

static uint32_t draw(uint64_t *state, uint32_t n)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*state >> 33) % n;
}

static void random_seen(uint64_t *rng, struct seen *s)
{
	static const char *const ports[] = { "2001", "2001+2002", "*", "2003" };
	static const char *const words[] = { "", "a", "b+c", "a+c" };

	*s = (struct seen){
		.first_ns = draw(rng, 100), .last_ns = 100 + draw(rng, 100),
		.max_gap_ns = draw(rng, 9) * 1000000, .n_gaps = draw(rng, 9),
		.n_flows = draw(rng, 9), .client_ports = ports[draw(rng, 4)],
		.mac = { words[draw(rng, 4)], words[draw(rng, 4)] },
		.name = { words[draw(rng, 4)], words[draw(rng, 4)] },
		.peak_hour_errors = draw(rng, 9),
		.peak_minute_asked = draw(rng, 9),
		.service = words[draw(rng, 2)],
		.operations = words[draw(rng, 4)],
		.captures = words[draw(rng, 4)],
		.initiator = (uint8_t)draw(rng, 3),
		.evidence = (uint8_t)draw(rng, N_EVIDENCE),
		.confidence = (uint8_t)draw(rng, 101),
		.port_fixed = draw(rng, 2),
	};
}

/* A baseline as learn makes it, with some lines that a person decided. */
static void random_baseline(uint64_t *rng, struct baseline *b)
{
	static const enum rule_status derived[] = {
		RULE_LEARNED, RULE_REVIEW, RULE_UNANSWERED,
	};

	for (uint32_t n = draw(rng, 12); n; n--) {
		uint16_t port = (uint16_t)(500 + draw(rng, 2));
		struct port_range range;
		struct memory m = { .proto = 6, .server_port = port,
			.client = draw(rng, 3), .server = draw(rng, 2) };
		bool turned = draw(rng, 4) == 0;
		bool agreed = !turned && draw(rng, 5) == 0;
		bool decided = draw(rng, 4) == 0;
		struct rule r = { .service = "", .operations = "", .note = "",
			.extra = "", .by = decided ? "" : "learn",
			.until_ns = INT64_MAX, .initiator = ROLE_NONE };

		random_seen(rng, &m.seen);
		if (turned) {
			m.client_port = port;
			m.server_port = 0;
		}
		if (agreed) {
			m.agreed = 135;
			m.server_port = 0;
		}
		rule_set_exact(&r, &m, &range);
		r.status = m.seen.status = (uint8_t)derived[draw(rng, 3)];
		if (decided)
			r.status = draw(rng, 2) ? RULE_APPROVED : RULE_IGNORED;
		if (decided && !turned && draw(rng, 2))
			r.client_port = 2001;
		if (decided && draw(rng, 2)) {
			r.note = draw(rng, 2) ? "x" : "y";
			r.by = draw(rng, 2) ? "anna" : "bert";
			r.until_ns = draw(rng, 3);
			r.purpose = (uint8_t)draw(rng, 3);
		}
		if (decided && draw(rng, 4) == 0)
			r.client.net = (struct cidr){ 0, 24 };
		r.operations = decided && draw(rng, 2) ? "x+y" : "";
		baseline_add_rule(b, &r);
		baseline_add_memory(b, &m);
	}
	for (uint32_t n = draw(rng, 3); n; n--) {
		struct memory m = { .proto = MEMORY_ARP,
				    .client = draw(rng, 3) };

		random_seen(rng, &m.seen);
		baseline_add_memory(b, &m);
	}
	baseline_add_capture(b, &(struct base_capture){
		.id = draw(rng, 2) ? "1" : "2", .name = "c",
		.last_ns = draw(rng, 9) });
	baseline_derive(b);
	baseline_finish(b);
}

static struct text whole_text(const struct baseline *b)
{
	struct text t = { 0 };

	baseline_put_rules(b, &t);
	baseline_put_seen(b, &t);
	return t;
}

/* ((x + y) + z), freed again, as text. */
static struct text sum(const struct baseline *x, const struct baseline *y,
		       const struct baseline *z)
{
	struct baseline *b = baseline_new(NULL);
	struct text t;

	baseline_merge(b, x);
	baseline_merge(b, y);
	if (z)
		baseline_merge(b, z);
	baseline_finish(b);
	t = whole_text(b);
	baseline_free(b);
	return t;
}

static struct text sum_right(const struct baseline *x,
			     const struct baseline *y,
			     const struct baseline *z)
{
	struct baseline *right = baseline_new(NULL);
	struct text t;

	baseline_merge(right, y);
	baseline_merge(right, z);
	baseline_finish(right);
	t = sum(x, right, NULL);
	baseline_free(right);
	return t;
}

/* A name is the address's, in whichever capture it was told. */
Test(baseline, names_are_of_addresses)
{
	struct baseline *b[2] = { baseline_new(NULL), baseline_new(NULL) };
	struct memory m = { .proto = 6, .client = 1, .server = 2,
			    .server_port = 502 };

	seen_init(&m.seen);
	m.seen.name[1] = "s7:CPU";
	baseline_add_memory(b[0], &m);
	m.client = 2;
	m.server = 3;
	m.seen.name[0] = "dhcp:plc+s7:CPU";
	m.seen.name[1] = "";
	baseline_add_memory(b[1], &m);
	m = (struct memory){ .proto = MEMORY_ARP, .client = 2 };
	seen_init(&m.seen);
	baseline_add_memory(b[1], &m);
	baseline_merge(b[0], b[1]);
	baseline_finish(b[0]);
	cr_assert_eq(baseline_n_memories(b[0]), 2);
	for (size_t i = 0; i < 2; i++) {
		const struct memory *got = baseline_memory(b[0], i);

		cr_expect_str_eq(got->seen.name[got->server == 2],
				 "dhcp:plc+s7:CPU");
		cr_expect_str_eq(got->seen.name[got->server != 2], "");
	}
	cr_expect_str_eq(baseline_arp(b[0], 0)->seen.name[0],
			 "dhcp:plc+s7:CPU");
	baseline_free(b[0]);
	baseline_free(b[1]);
}

static void expect_same(struct text a, struct text b, const char *law,
			uint64_t seed)
{
	cr_expect_str_eq(a.s, b.s, "%s, seed %llu:\n%s\n%s", law,
			 (unsigned long long)seed, a.s, b.s);
	text_release(&a);
	text_release(&b);
}

Test(baseline, merge_laws)
{
	for (uint64_t seed = 1; seed <= 1000; seed++) {
		struct baseline *b[3];
		uint64_t rng = seed;

		for (int i = 0; i < 3; i++) {
			b[i] = baseline_new(NULL);
			random_baseline(&rng, b[i]);
		}
		expect_same(sum(b[0], b[1], NULL), sum(b[1], b[0], NULL),
			    "commutative", seed);
		expect_same(sum(b[0], b[1], b[2]), sum_right(b[0], b[1], b[2]),
			    "associative", seed);
		expect_same(sum(b[0], b[0], NULL), whole_text(b[0]),
			    "idempotent", seed);
		expect_same(sum(b[0], b[1], b[1]), sum(b[0], b[1], NULL),
			    "absorbs", seed);
		for (int i = 0; i < 3; i++)
			baseline_free(b[i]);
	}
}

static struct text merged(const char *x, const char *y)
{
	struct baseline *a = load_ok(x, NULL, NULL);
	struct baseline *b = load_ok(y, NULL, NULL);
	struct text t = { 0 };

	baseline_merge(a, b);
	baseline_finish(a);
	baseline_put_rules(a, &t);
	baseline_free(a);
	baseline_free(b);
	return t;
}

Test(baseline, merge_unknown_columns)
{
	struct text t = merged(
		HEADER ",a,b\n"
		"tcp,10.0.0.1,*,10.0.0.2,1,,,,,learned,,,,1,\"x,\"\"y\"\n",
		HEADER ",c,a\ntcp,10.0.0.1,*,10.0.0.2,2,,,,,learned,,,,3,4\n");

	cr_expect_str_eq(t.s, HEADER ",a,b,c\n"
		"tcp,10.0.0.1,*,10.0.0.2,1,,operation,,,learned,,,,1,"
		"\"x,\"\"y\",\n"
		"tcp,10.0.0.1,*,10.0.0.2,2,,operation,,,learned,,,,4,,3\n",
		"%s", t.s);
	text_release(&t);
}

Test(baseline, merge_precedence)
{
	static const char *const order[] = {
		"unanswered", "learned", "review", "ignored", "approved",
	};

	for (size_t i = 0; i < 5; i++) {
		for (size_t k = 0; k < 5; k++) {
			static const char line[] =
				"tcp,10.0.0.1,*,10.0.0.2,1,,,,,";
			struct text x = { 0 }, y = { 0 }, t;

			text_printf(&x, HEADER "\n%s%s,,,\n", line, order[i]);
			text_printf(&y, HEADER "\n%s%s,,,\n", line, order[k]);
			t = merged(x.s, y.s);
			cr_expect(strstr(t.s, order[i > k ? i : k]), "%s + %s",
				  order[i], order[k]);
			text_release(&x);
			text_release(&y);
			text_release(&t);
		}
	}
}
