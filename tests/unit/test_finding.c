/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/finding.h"

#include <criterion/criterion.h>
#include <string.h>

#include "ground/addr.h"

static struct finding *add(struct findings *f, enum finding_kind kind,
			   enum severity severity, int64_t first_ns)
{
	struct finding *item = findings_add(f, kind, severity);

	item->first_ns = first_ns;
	return item;
}

Test(finding, words_and_back)
{
	for (int k = 0; k < N_FINDING_KINDS; k++)
		cr_expect_eq(finding_kind_parse(
				     finding_kind_name((enum finding_kind)k)),
			     k);
	for (int s = 0; s < N_SEVERITIES; s++)
		cr_expect_eq(severity_parse(severity_name((enum severity)s)),
			     s);
	cr_expect_eq(finding_kind_parse("new"), -1);
	cr_expect_eq(severity_parse(""), -1);
}

/* People's decisions refer to ids: they must never change. */
Test(finding, ids_are_for_ever)
{
	struct findings f = { 0 };
	struct finding *item = add(&f, FINDING_NEW_CONVERSATION,
				   SEVERITY_LOW, 5);

	item->proto = 6;
	item->client = ADDR(192, 168, 10, 21);
	item->server = ADDR(192, 168, 10, 101);
	item->server_port = 502;
	findings_finish(&f);
	cr_expect_str_eq(f.items[0].id, "6cec93d9a518dbd0");
	findings_release(&f);
}

Test(finding, ids_depend_on_all_that_names_a_finding_and_nothing_else)
{
	struct findings f = { 0 };

	for (int i = 0; i < 8; i++)
		add(&f, FINDING_NEW_CONVERSATION, SEVERITY_LOW, 5)->proto = 6;
	f.items[1].proto = 17;
	f.items[2].client = 1;
	f.items[3].server = 1;
	f.items[4].client_port = 1;
	f.items[5].server_port = 1;
	f.items[6].kind = FINDING_NEW_HOST;
	f.items[7].count = 9;
	f.items[7].first_ns = 4;
	findings_finish(&f);
	for (size_t i = 0; i < f.n; i++)
		for (size_t j = i + 1; j < f.n; j++) {
			bool same = f.items[i].made % 7 == 0 &&
				    f.items[j].made % 7 == 0;

			cr_expect_eq(!strcmp(f.items[i].id, f.items[j].id),
				     same, "%u %u", f.items[i].made,
				     f.items[j].made);
		}
	findings_release(&f);
}

/* What is the same cause, seen in two weeks, and what is another. */
static const struct {
	const char *name;
	struct finding one, two;
	bool same;
} weeks[] = {
	{ "a scanner meets others",
	  { .kind = FINDING_PORT_SCAN, .proto = 6, .client = 7, .server = 8,
	    .cause = 7 },
	  { .kind = FINDING_PORT_SCAN, .client = 7, .server_port = 502,
	    .cause = 7 }, true },
	{ "another scanner",
	  { .kind = FINDING_PORT_SCAN, .client = 7, .cause = 7 },
	  { .kind = FINDING_PORT_SCAN, .client = 8, .cause = 8 }, false },
	{ "another kind",
	  { .kind = FINDING_PORT_SCAN, .client = 7, .cause = 7 },
	  { .kind = FINDING_OT_PROBE, .client = 7, .cause = 7 }, false },
	{ "two machines of no address",
	  { .kind = FINDING_ARP_SCAN, .cause = 0x020000000001 },
	  { .kind = FINDING_ARP_SCAN, .cause = 0x020000000002 }, false },
	{ "others use a new service",
	  { .kind = FINDING_NEW_SERVICE, .proto = 6, .client = 7, .server = 8,
	    .server_port = 80 },
	  { .kind = FINDING_NEW_SERVICE, .proto = 6, .server = 8,
	    .server_port = 80 }, true },
	{ "another service",
	  { .kind = FINDING_NEW_SERVICE, .proto = 6, .server = 8,
	    .server_port = 80 },
	  { .kind = FINDING_NEW_SERVICE, .proto = 6, .server = 8,
	    .server_port = 81 }, false },
	{ "a port that is not the fixed one",
	  { .kind = FINDING_CLIENT_PORT_CHANGED, .proto = 6, .client = 7,
	    .client_port = 50001, .server = 8, .server_port = 502 },
	  { .kind = FINDING_CLIENT_PORT_CHANGED, .proto = 6, .client = 7,
	    .client_port = 50002, .server = 8, .server_port = 502 }, true },
	{ "a fixed port of a review",
	  { .kind = FINDING_FIXED_PORT, .client = 7, .client_port = 50001 },
	  { .kind = FINDING_FIXED_PORT, .client = 7, .client_port = 50002 },
	  false },
};

Test(finding, ids_depend_on_what_names_the_cause)
{
	for (size_t i = 0; i < sizeof weeks / sizeof *weeks; i++) {
		struct findings f = { 0 };

		*findings_add(&f, FINDING_NEW_HOST, SEVERITY_LOW) =
			weeks[i].one;
		*findings_add(&f, FINDING_NEW_HOST, SEVERITY_LOW) =
			weeks[i].two;
		findings_finish(&f);
		cr_expect_eq(!strcmp(f.items[0].id, f.items[1].id),
			     weeks[i].same, "%s", weeks[i].name);
		findings_release(&f);
	}
}

Test(finding, the_worst_comes_first_then_kind_and_time)
{
	static const uint32_t order[] = { 3, 1, 4, 2, 0 };
	struct findings f = { 0 };

	add(&f, FINDING_PORT_SCAN, SEVERITY_LOW, 1);
	add(&f, FINDING_NEW_HOST, SEVERITY_HIGH, 9);
	add(&f, FINDING_NEW_HOST, SEVERITY_MEDIUM, 2);
	add(&f, FINDING_PORT_SCAN, SEVERITY_HIGH, 8);
	add(&f, FINDING_NEW_HOST, SEVERITY_MEDIUM, 1);
	findings_finish(&f);
	for (size_t i = 0; i < f.n; i++)
		cr_expect_eq(f.items[i].made, order[i]);
	cr_expect_eq(findings_worst(&f), SEVERITY_HIGH);
	findings_release(&f);
}

Test(finding, only_the_kinds_asked_for_are_kept)
{
	struct findings f = { 0 };

	cr_expect_eq(findings_worst(&f), -1);
	add(&f, FINDING_PORT_SCAN, SEVERITY_HIGH, 1);
	text_puts(&add(&f, FINDING_NEW_HOST, SEVERITY_LOW, 1)->summary, "x");
	text_puts(&add(&f, FINDING_NEW_HOST, SEVERITY_LOW, 2)->summary, "y");
	findings_finish(&f);
	findings_keep(&f, 1u << FINDING_NEW_HOST);
	cr_assert_eq(f.n, 2);
	cr_expect_str_eq(f.items[1].summary.s, "y");
	cr_expect_eq(findings_worst(&f), SEVERITY_LOW);
	findings_release(&f);
}
