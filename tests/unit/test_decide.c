/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is decided on findings: whatever can be approved or ignored is silent
 * afterwards, on the same traffic, and nothing else changed.
 */
#include "judge/decide.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/stamp.h"
#include "judge/baseline_changes.h"
#include "judge/learn_offer.h"
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

TestSuite(decide, .init = up, .fini = down);

static void judge(void)
{
	const struct detect_input in = {
		.baseline = s.baseline,
		.names = s.names,
		.services = s.services,
		.options = &s.options,
		.records = s.records,
		.n_records = s.n,
	};

	stage_judge(&s);
	learn_offers(&in, s.used_by, &s.found);
}

enum { MAX_OFFERS = 16 };

/* Through text, as the findings file carries it. */
static int decide_one(struct baseline *b, const struct finding *f,
		      enum verdict_word word, struct err *e)
{
	const struct decision d = { .word = word,
				    .by = "me",
				    .note = "why",
				    .until_ns = INT64_MAX,
				    .now_ns = 0 };
	struct decided_finding seen = { .kind = f->kind,
					.proto = f->proto,
					.client = f->client,
					.server = f->server,
					.server_port = f->server_port };
	struct offer offers[MAX_OFFERS];
	char *lines = strdup(f->offers.s ? f->offers.s : ""), *rest = lines;
	char *line;
	int rc;

	while (*lines && (line = strsep(&rest, "\n"))) {
		cr_assert(seen.n_offers < MAX_OFFERS);
		cr_assert(!offer_parse(line, &offers[seen.n_offers]), "%s",
			  f->offers.s);
		seen.n_offers++;
	}
	seen.offers = offers;
	rc = decide_finding(b, s.names, &d, &seen, e);
	free(lines);
	return rc;
}

/* Decide on all findings; what changed in t. */
static void decide_all(enum verdict_word word, struct text *t)
{
	struct baseline *is = baseline_copy(s.baseline);
	struct err e;

	for (size_t i = 0; i < s.found.n; i++)
		cr_expect(!decide_one(is, &s.found.items[i], word, &e),
			  "%s: %s", finding_kind_name(s.found.items[i].kind),
			  e.msg);
	baseline_finish(is);
	text_clear(t);
	text_puts(t, "");
	baseline_changes_put(s.baseline, is, t);
	baseline_free(s.baseline);
	s.baseline = is;
}

/* --- scenes ------------------------------------------------------------- */

static const char known[] =
	"tcp,192.168.10.11,*,192.168.10.101,502,modbus,operation,client,"
	"read:coils,learned,learn,,\n"
	"tcp,192.168.10.11,2001,192.168.10.102,502,modbus,operation,client,"
	",learned,learn,,\n"
	"tcp,192.168.10.31,*,192.168.10.11,22,ssh,maintenance,client,"
	",learned,learn,,\n"
	"tcp,192.168.10.21,*,192.168.10.101,9000,,operation,,"
	",review,learn,,\n"
	"tcp,192.168.10.0/24,*,192.168.10.12,80,http,maintenance,client,"
	"read:page,approved,me,,\n";

static void known_service(const char *service, const char *operations,
			  uint16_t port)
{
	struct record *r = stage_tcp(&s, 31, 11, port, 0);

	r->service = service;
	r->operations = operations;
}

static void new_host(void)
{
	for (int i = 0; i < 3; i++) {
		stage_tcp(&s, 77, 101, 502, i * 1000)->operations =
			"read:coils";
		stage_tcp(&s, 77, 102, 502, i * 1000)->operations =
			"write:coils";
	}
	stage_udp(&s, 77, 11, 123);
}

static void new_service(void)
{
	stage_tcp(&s, 11, 101, 8080, 0);
	stage_tcp(&s, 21, 101, 8080, 0);
}

static void new_conversation(void)
{
	stage_tcp(&s, 21, 101, 502, 0)->operations = "read:coils";
}

static void tried_only(void)
{
	stage_syn(&s, 21, 101, 502, CONN_S0);
}

static void reviewed(void)
{
	stage_tcp(&s, 21, 101, 9000, 0);
}

static void port_changed(void)
{
	stage_tcp(&s, 11, 102, 502, 0)->port[0] = 2002;
}

static void two_ports(void)
{
	stage_tcp(&s, 11, 102, 502, 0)->port[0] = 2002;
	stage_tcp(&s, 11, 102, 502, 9000)->port[0] = 2003;
}

static void outside(void)
{
	stage_tcp(&s, 11, ADDR(203, 0, 113, 9), 443, 0);
}

static void doubtful(void)
{
	struct record *r = stage_tcp(&s, 21, 101, 5000, 0);

	r->confidence = 60;
	r->evidence = EVIDENCE_PORT;
	r->initiator = ROLE_NONE;
}

static void burst(void)
{
	for (int i = 0; i < 25; i++)
		stage_tcp(&s, 31, 11, 22, i * 10000)->last_ns -=
			50 * NS_PER_SECOND;
}

static void new_burst(void)
{
	for (int i = 0; i < 25; i++)
		stage_tcp(&s, 21, 11, 22, i * 10000)->last_ns -=
			50 * NS_PER_SECOND;
}

static void errors(void)
{
	struct record *r = stage_tcp(&s, 11, 101, 502, 0);

	r->service = "modbus";
	r->operations = "error:busy+read:coils";
	r->errors = r->peak_hour_errors = 400;
}

static void cleartext(void)
{
	known_service("ftp", "login:password+login:user", 21);
}

static void assistance(void)
{
	known_service("anydesk", "", 7070);
	s.records[s.n - 1].evidence = EVIDENCE_PAYLOAD;
}

static void agreed(void)
{
	stage_tcp(&s, 21, 101, 49200, 0)->agreed = 135;
	stage_tcp(&s, 21, 101, 49300, 5000)->agreed = 135;
}

#define ADDED "approved,me,,why\n"

static const struct {
	const char *name;
	void (*make)(void);
	const char *changes; /* of approving */
} scenes[] = {
	{ "new host", new_host,
	  "+tcp,192.168.10.77,*,192.168.10.101,502,modbus,operation,client,"
	  "read:coils," ADDED
	  "+tcp,192.168.10.77,*,192.168.10.102,502,modbus,operation,client,"
	  "write:coils," ADDED
	  "+udp,192.168.10.77,*,192.168.10.11,123,ntp,background,,," ADDED },
	{ "new service", new_service,
	  "+tcp,192.168.10.11,*,192.168.10.101,8080,http,maintenance,"
	  "client,," ADDED
	  "+tcp,192.168.10.21,*,192.168.10.101,8080,http,maintenance,"
	  "client,," ADDED },
	{ "new conversation", new_conversation,
	  "+tcp,192.168.10.21,*,192.168.10.101,502,modbus,operation,client,"
	  "read:coils," ADDED },
	{ "tried only", tried_only,
	  "+tcp,192.168.10.21,*,192.168.10.101,502,modbus,operation,client,"
	  "," ADDED },
	{ "a rule to review", reviewed,
	  "-tcp,192.168.10.21,*,192.168.10.101,9000,,operation,,,review,learn,"
	  ",\n"
	  "+tcp,192.168.10.21,*,192.168.10.101,9000,,operation,client,"
	  "," ADDED },
	{ "client port", port_changed,
	  "-tcp,192.168.10.11,2001,192.168.10.102,502,modbus,operation,client,,"
	  "learned,learn,,\n"
	  "+tcp,192.168.10.11,2002,192.168.10.102,502,modbus,operation,client,"
	  "," ADDED },
	{ "two client ports", two_ports,
	  "+tcp,192.168.10.11,*,192.168.10.102,502,modbus,operation,client,"
	  "," ADDED
	  "-tcp,192.168.10.11,2001,192.168.10.102,502,modbus,operation,client,,"
	  "learned,learn,,\n" },
	{ "outside", outside,
	  "+tcp,192.168.10.11,*,203.0.113.9,443,https,maintenance,client,"
	  "," ADDED },
	{ "doubtful", doubtful,
	  "+tcp,192.168.10.21,*,192.168.10.101,5000,hsms,operation,,," ADDED },
	{ "burst", burst,
	  "-tcp,192.168.10.31,*,192.168.10.11,22,ssh,maintenance,client,,"
	  "learned,learn,,\n"
	  "+tcp,192.168.10.31,*,192.168.10.11,22,ssh,maintenance,client,"
	  "," ADDED },
	{ "burst of a new pair", new_burst,
	  "+tcp,192.168.10.21,*,192.168.10.11,22,ssh,maintenance,client,"
	  "," ADDED },
	{ "errors", errors,
	  "-tcp,192.168.10.11,*,192.168.10.101,502,modbus,operation,client,"
	  "read:coils,learned,learn,,\n"
	  "+tcp,192.168.10.11,*,192.168.10.101,502,modbus,operation,client,"
	  "read:coils," ADDED },
	{ "readable login", cleartext,
	  "+tcp,192.168.10.31,*,192.168.10.11,21,ftp,maintenance,client,"
	  "login:password+login:user," ADDED },
	{ "remote assistance", assistance,
	  "+tcp,192.168.10.31,*,192.168.10.11,7070,anydesk,maintenance,client,"
	  "," ADDED },
	{ "agreed ports", agreed,
	  "+tcp,192.168.10.21,*,192.168.10.101,dynamic:135,,operation,client,"
	  "," ADDED },
};

enum { N_SCENES = sizeof scenes / sizeof *scenes };

static void stage_scene(size_t i)
{
	down();
	up();
	stage_rules(&s, known);
	scenes[i].make();
	judge();
	cr_assert(s.found.n, "%s: no finding", scenes[i].name);
}

Test(decide, approved_is_silent)
{
	struct text t = { 0 };

	for (size_t i = 0; i < N_SCENES; i++) {
		stage_scene(i);
		decide_all(DECIDE_APPROVE, &t);
		cr_expect_str_eq(t.s, scenes[i].changes, "%s:\n%s",
				 scenes[i].name, t.s);
		judge();
		cr_expect(!s.found.n, "%s: still %s", scenes[i].name,
			  s.found.n ? s.found.items[0].summary.s : "");
	}
	text_release(&t);
}

/* Where a rule allows the rest it is refused; else it is silent. */
Test(decide, ignored_is_silent_or_refused)
{
	for (size_t i = 0; i < N_SCENES; i++) {
		struct baseline *is;
		bool refused = false;
		struct err e;

		stage_scene(i);
		is = baseline_copy(s.baseline);
		for (size_t k = 0; k < s.found.n; k++)
			refused |= decide_one(is, &s.found.items[k],
					      DECIDE_IGNORE, &e) < 0;
		baseline_finish(is);
		baseline_free(s.baseline);
		s.baseline = is;
		judge();
		cr_expect(refused == !!strstr(scenes[i].changes, "learned"),
			  "%s", scenes[i].name);
		cr_expect(refused == !!s.found.n, "%s", scenes[i].name);
		if (refused)
			cr_expect(strstr(e.msg, "cannot be ignored: line "),
				  "%s", e.msg);
	}
}

/* A wide rule stays as it is; an exact one stands beside it. */
Test(decide, widens_no_rule)
{
	struct finding f = { .kind = FINDING_NEW_OPERATION };
	struct baseline *is;
	struct text t = { 0 };
	struct err e;

	stage_rules(&s, known);
	text_puts(&f.offers, "tcp 192.168.10.5 -> 192.168.10.12:80 service=http"
			     " operations=write:page seen=1-2/1/1/0/0/1/1/1 "
			     "by=handshake/99");
	is = baseline_copy(s.baseline);
	cr_assert(!decide_one(is, &f, DECIDE_APPROVE, &e));
	baseline_finish(is);
	baseline_changes_put(s.baseline, is, &t);
	cr_expect_str_eq(t.s, "+tcp,192.168.10.5,*,192.168.10.12,80,http,"
			      "maintenance,,read:page+write:page," ADDED);
	text_release(&t);
	text_release(&f.offers);
	baseline_free(is);
}

Test(decide, an_operation_joins_the_rule)
{
	struct finding f = { .kind = FINDING_NEW_OPERATION };
	struct baseline *is;
	struct text t = { 0 };
	struct err e;

	stage_rules(&s, known);
	text_puts(&f.offers,
		  "tcp 192.168.10.11 -> 192.168.10.101:502 "
		  "operations=control:plc-stop seen=1-2/1/1/0/0/1/1/1 "
		  "by=handshake/99");
	is = baseline_copy(s.baseline);
	cr_assert(!decide_one(is, &f, DECIDE_APPROVE, &e));
	baseline_finish(is);
	baseline_changes_put(s.baseline, is, &t);
	cr_expect(strstr(t.s,
			 "+tcp,192.168.10.11,*,192.168.10.101,502,modbus,"
			 "operation,client,control:plc-stop+read:coils," ADDED),
		  "%s", t.s);
	text_release(&t);
	text_release(&f.offers);
	baseline_free(is);
}

Test(decide, missing)
{
	struct finding host = { .kind = FINDING_MISSING_HOST,
				.server = ADDR(192, 168, 10, 101) };
	struct finding one = host;
	struct text t = { 0 };
	struct baseline *is;
	struct err e;

	one.kind = FINDING_MISSING_CONVERSATION;
	one.client = ADDR(192, 168, 10, 11);
	one.server_port = 502;
	one.proto = 6;
	stage_rules(&s, known);
	is = baseline_copy(s.baseline);
	cr_assert(!decide_one(is, &one, DECIDE_IGNORE, &e));
	baseline_finish(is);
	baseline_changes_put(s.baseline, is, &t);
	cr_expect_str_eq(t.s, "-tcp,192.168.10.11,*,192.168.10.101,502,modbus,"
			      "operation,client,read:coils,learned,learn,,\n"
			      "+tcp,192.168.10.11,*,192.168.10.101,502,modbus,"
			      "operation,client,read:coils,ignored,me,,why\n");
	baseline_free(is);
	is = baseline_copy(s.baseline);
	cr_assert(!decide_one(is, &host, DECIDE_APPROVE, &e));
	baseline_finish(is);
	text_clear(&t);
	baseline_changes_put(s.baseline, is, &t);
	cr_expect_str_eq(t.s, "-tcp,192.168.10.11,*,192.168.10.101,502,modbus,"
			      "operation,client,read:coils,learned,learn,,\n");
	host.server = ADDR(192, 168, 10, 99);
	cr_expect(decide_one(is, &host, DECIDE_APPROVE, &e) < 0);
	cr_expect_str_eq(e.msg, "no rule is about it any more");
	text_release(&t);
	baseline_free(is);
}

/* What changes when f is approved, in t. */
static void approve(const char *rules, const struct finding *f, size_t n,
		    struct text *t)
{
	struct baseline *is;
	struct err e;

	stage_rules(&s, rules);
	is = baseline_copy(s.baseline);
	for (size_t i = 0; i < n; i++)
		cr_assert(!decide_one(is, &f[i], DECIDE_APPROVE, &e), "%s",
			  e.msg);
	baseline_finish(is);
	text_clear(t);
	baseline_changes_put(s.baseline, is, t);
	baseline_free(is);
}

#define MISSED "tcp,192.168.10.11,*,192.168.10.101,"

/* A row that lost its columns, or has no port, is about no other rule. */
Test(decide, missing_is_no_wider)
{
	static const char rules[] =
		MISSED "502,modbus,operation,client,,learned,learn,,\n"
		MISSED "dynamic:135,,operation,client,,learned,learn,,\n"
		MISSED "1-65535,,operation,client,,learned,learn,,\n";
	struct finding f = { .kind = FINDING_MISSING_CONVERSATION, .proto = 6,
			     .client = ADDR(192, 168, 10, 11),
			     .server = ADDR(192, 168, 10, 101) };
	struct text t = { 0 };
	struct err e;

	approve(rules, &f, 1, &t);
	cr_expect_str_eq(t.s, "-" MISSED "dynamic:135,,operation,client,,"
			      "learned,learn,,\n");
	f.client = 0;
	cr_expect(decide_one(s.baseline, &f, DECIDE_APPROVE, &e) < 0);
	text_release(&t);
}

/* The rule went with the missing host; what is back is a rule of its own. */
Test(decide, what_is_gone_takes_nothing)
{
	static const char rules[] =
		MISSED "502,modbus,operation,client,,learned,learn,,\n";
	struct finding f[] = { { .kind = FINDING_MISSING_HOST,
				 .server = ADDR(192, 168, 10, 101) },
			       { .kind = FINDING_NEW_CONVERSATION } };
	struct text t = { 0 };

	text_puts(&f[1].offers, "tcp 192.168.10.11 -> 192.168.10.101:502 "
				"seen=1-2/1/1/0/0/1/1/1 by=handshake/99");
	approve(rules, f, 2, &t);
	cr_expect(strstr(t.s, "\n+" MISSED "502,"), "%s", t.s);
	text_release(&t);
	text_release(&f[1].offers);
}

/* Who let something in until a day did not let it in for good. */
Test(decide, what_ends_still_ends)
{
	static const char rules[] =
		MISSED "502,,operation,client,read:coils,approved,you,"
		       "2030-12-31,contract\n";
	struct finding f = { .kind = FINDING_NEW_OPERATION };
	struct text t = { 0 };

	text_puts(&f.offers, "tcp 192.168.10.11 -> 192.168.10.101:502 "
			     "operations=write:coils seen=1-2/1/1/0/0/1/1/1 "
			     "by=handshake/99");
	approve(rules, &f, 1, &t);
	cr_expect(strstr(t.s, "read:coils+write:coils,approved,me,2030-12-31,"),
		  "%s", t.s);
	text_release(&t);
	text_release(&f.offers);
}

/* Of a conversation's rules the one with the port, else the first. */
Test(decide, finds_exact_rules)
{
	struct memory about = { .proto = 6, .client = ADDR(10, 0, 0, 1),
				.server = ADDR(10, 0, 0, 2) };
	struct baseline *b = baseline_new(NULL);
	struct port_range range;
	struct rule r = { .service = "", .operations = "", .by = "",
			  .note = "", .extra = "" };

	for (uint16_t port = 1; port <= 300; port++) {
		about.server_port = port;
		cr_assert(!baseline_find_exact(b, &about, 0));
		for (uint16_t own = 1; own <= 2; own++) {
			rule_set_exact(&r, &about, &range);
			r.client_port = own;
			baseline_add_rule(b, &r);
		}
	}
	for (uint16_t port = 1; port <= 300; port++) {
		struct rule *first;

		about.server_port = port;
		first = baseline_find_exact(b, &about, 0);
		cr_assert(first && first->client_port == 1);
		cr_expect_eq(baseline_find_exact(b, &about, 2), first + 1);
		first->gone = RULE_FORGOTTEN;
		cr_expect_eq(baseline_find_exact(b, &about, 1), first + 1);
	}
	baseline_free(b);
}

Test(decide, what_no_rule_can_do)
{
	static const enum finding_kind kinds[] = {
		FINDING_PORT_SCAN,	FINDING_HOST_SWEEP,
		FINDING_OT_PROBE,	FINDING_ARP_SCAN,
		FINDING_DECOY_CONTACT,	FINDING_ADDRESS_CONFLICT,
		FINDING_DEVICE_CHANGED, FINDING_RETURNED_HOST,
	};

	stage_rules(&s, known);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct finding f = { .kind = kinds[i] };
		struct err e;

		cr_expect(decide_one(s.baseline, &f, DECIDE_APPROVE, &e) < 0);
		cr_expect(strstr(e.msg, "cannot be approved: "), "%s", e.msg);
		cr_expect(decide_one(s.baseline, &f, DECIDE_IGNORE, &e) < 0);
		cr_expect(strstr(e.msg, "cannot be ignored: "), "%s", e.msg);
	}
}

Test(decide, words)
{
	static const struct {
		const char *word;
		int means;
	} words[] = {
		{ "", DECIDE_NOTHING },
		{ "Approve", DECIDE_APPROVE },
		{ "APPROVED", DECIDE_APPROVE },
		{ "ignore", DECIDE_IGNORE },
		{ "Rejected", DECIDE_NOTHING },
		{ "aprove", -1 },
		{ "x", -1 },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		cr_expect_eq(decide_parse(words[i].word), words[i].means, "%s",
			     words[i].word);
}

Test(offer, text)
{
	static const struct {
		const char *in;
		bool fine;
	} lines[] = {
		{ "tcp 10.0.0.1 -> 10.0.0.2:502 seen=1-2/1/1/0/0/9/8/1 "
		  "by=payload/80",
		  true },
		{ "udp 10.0.0.1:123 -> 10.0.0.2:123 service=a%20b%7c%25 "
		  "opened=server operations=read:x+write:y "
		  "seen=0-0/0/0/0/0/0/0/0 by=peer/0",
		  true },
		{ "tcp 10.0.0.1:9 -> 10.0.0.2:* seen=1-2/1/1/0/0/9/8/1 "
		  "by=first/50",
		  true },
		{ "tcp 10.0.0.1 -> 10.0.0.2:dynamic:135 "
		  "seen=1-2/1/1/0/0/9/8/1 by=first/50",
		  true },
		{ "tcp 10.0.0.1 -> 10.0.0.2:502", false },
		{ "tcp 10.0.0.1 -> 10.0.0.2:502 seen=1-2/1/1/0/0/9/8 "
		  "by=payload/80",
		  false },
		{ "tcp 10.0.0.1 -> 10.0.0.2:502 seen=1-2/1/1/0/0/9/8/1/1 "
		  "by=payload/80",
		  false },
		{ "tcp 10.0.0.1 -> 10.0.0.2:502 seen=2-1/1/1/0/0/9/8/1",
		  false },
		{ "tcp 10.0.0.1 -> 10.0.0.2:1-9 seen=1-2/1/1/0/0/9/8/1",
		  false },
		{ "tcp 10.0.0.1 -> 10.0.0.2:* seen=1-2/1/1/0/0/9/8/1", false },
		{ "tcp 10.0.0.1 -> 10.0.0.2 seen=1-2/1/1/0/0/9/8/1", false },
		{ "tcp 10.0.0.1 -> 10.0.0.2:502 service=%00 "
		  "seen=1-2/1/1/0/0/9/8/1",
		  false },
		{ "tcp 10.0.0.1 > 10.0.0.2:502 seen=1-2/1/1/0/0/9/8/1", false },
		{ "tcp", false },
		{ "", false },
	};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		char *s1 = strdup(lines[i].in);
		struct text t = { 0 };
		struct offer o;

		cr_expect_eq(!offer_parse(s1, &o), lines[i].fine, "%s",
			     lines[i].in);
		if (lines[i].fine) {
			offer_put(&t, &o);
			cr_expect_str_eq(t.s, lines[i].in);
		}
		text_release(&t);
		free(s1);
	}
}
