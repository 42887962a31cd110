/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/run.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "captures.h"
#include "ground/stamp.h"
#include "packets.h"
#include "present/render_flows.h"
#include "read/packet.h"

#define N(array) (sizeof(array) / sizeof *(array))

/* Without the rows of captures, whose names are of the test's making. */
static const char *without_runs(const char *csv)
{
	struct text t = { 0 };

	for (const char *p = csv; *p; p += *p == '\n') {
		size_t n = strcspn(p, "\n");
		const char *run = strstr(p, ",run,");

		if (!run || run > p + n)
			text_printf(&t, "%.*s\n", (int)n, p);
		p += n;
	}
	return keep(t.s);
}

/* A talk with everything: openings, fragments, copies, a clock that jumps. */
static size_t rich(struct shot shots[STORY_SHOTS])
{
	size_t n = story("ShADdADdFfA _ S2hAD DdD _ s3Ha", shots);

	shots[n] = shots[n - 2];
	shots[n++].at_ns += 2;
	for (uint16_t i = 3; i-- > 0;)
		shots[n++] = (struct shot){
			.at_ns = 9 * NS_PER_SECOND + i, .proto = IP_UDP,
			.id = 7, .len = 80, .vlan = { 4 },
			.fragment = (uint16_t)((i < 2 ? MORE : 0) | i * 11),
		};
	for (uint16_t i = 0; i < 8; i++)
		shots[n++] = (struct shot){
			.at_ns = 10 * NS_PER_SECOND + (i ^ 1), .proto = IP_UDP,
			.id = 100, .len = 8, .fill = (uint8_t)(i / 2),
			.port = { 0, (uint16_t)(53 + i % 4) }, .from = i % 2,
		};
	return n;
}

/* Split anywhere and named in any order, it is one capture. */
Test(run, parts_in_any_order)
{
	struct shot shots[STORY_SHOTS];
	size_t n = rich(shots);
	const char *whole = without_runs(
		flows_csv_of(shots_capture(shots, n)));

	for (size_t cut = 1; cut < n; cut++) {
		const char *parts[2] = {
			shots_capture(shots, cut),
			shots_capture(shots + cut, n - cut)
		};
		const char *turned[2] = { parts[1], parts[0] };

		/* Within the last second the clock goes back: there a part
		 * may not begin. */
		if (shots[cut].at_ns < shots[cut - 1].at_ns)
			continue;
		cr_expect_str_eq(without_runs(flows_csv(parts, 2, NULL)),
				 whole, "cut at %zu", cut);
		cr_expect_str_eq(without_runs(flows_csv(turned, 2, NULL)),
				 whole, "cut at %zu, turned", cut);
	}
}

/* Many parts, all orders of four. */
Test(run, all_orders)
{
	struct shot shots[STORY_SHOTS];
	size_t n = story("ShADdFfA _ S2hADd _ FfA S3 _ q S4 h", shots);
	const char *whole = without_runs(
		flows_csv_of(shots_capture(shots, n)));
	const char *parts[4];

	for (size_t i = 0; i < 4; i++)
		parts[i] = shots_capture(shots + i * n / 4,
					 (i + 1) * n / 4 - i * n / 4);
	for (size_t code = 0; code < 24; code++) {
		const char *order[4], *left[4];
		size_t digits = code;

		memcpy(left, parts, sizeof left);
		for (size_t i = 0; i < 4; i++) {
			size_t k = digits % (4 - i);

			digits /= 4 - i;
			order[i] = left[k];
			memmove(left + k, left + k + 1,
				(3 - k) * sizeof *left);
		}
		cr_expect_str_eq(without_runs(flows_csv(order, 4, NULL)),
				 whole, "order %zu", code);
	}
}

Test(run, seed_never_shows)
{
	struct shot shots[STORY_SHOTS];
	const char *path = shots_capture(shots, rich(shots));
	const char *want = flows_csv_of(path);

	for (int i = 1; i < 200; i++) {
		struct run_options o = {
			.hash_seed = (uint64_t)i * 0x9e3779b97f4a7c15u
		};

		cr_assert_str_eq(flows_csv(&path, 1, &o), want);
	}
}

/* The initiator may be the upper endpoint: words and roles turn together. */
Test(run, state_is_the_initiators)
{
	struct shot shots[STORY_SHOTS];
	const char *csv = flows_csv_of(
		shots_capture(shots, story("sHaDdF", shots)));

	cr_expect_str_eq(csv_field(csv, 1, 8), "S3");
	cr_expect_str_eq(csv_field(csv, 1, 3), "10.0.0.2");
	cr_expect_str_eq(csv_field(csv, 1, 15), "client");
}

static const char *text_file(const char *s)
{
	return memory_file(s, strlen(s));
}

/* Rows of flow CSV beside packets of a capture. What both hold is one
 * session, and one run. */
Test(run, capture_and_csv)
{
	struct shot shots[STORY_SHOTS];
	size_t n = story("ShADd _ S2h", shots);
	const char *capture = shots_capture(shots, n);
	const char *csv = text_file(flows_csv_of(capture));
	const char *both[2] = { capture, csv }, *turned[2] = { csv, capture };
	const char *want = flows_csv_of(capture), *said;

	said = flows_csv(both, 2, NULL);
	cr_expect(!strncmp(said, want, strlen(want)));
	cr_expect(strstr(said, "?rows in more than one input, counted "
			"once: 3"));
	cr_expect_str_eq(flows_csv(turned, 2, NULL), said);
}

/* Two openings in the same nanosecond, the bigger one first: only the order
 * of rows tells them apart. */
Test(run, generations_survive_csv)
{
	struct shot shots[STORY_SHOTS];
	size_t n = story("ShADdDFf S2", shots);
	const char *csv;

	for (size_t i = 0; i < n; i++)
		shots[i].at_ns = 5;
	csv = flows_csv_of(shots_capture(shots, n));
	cr_expect_str_eq(csv_field(csv, 1, 8), "SF");
	cr_expect_str_eq(csv_field(csv, 2, 8), "S0");
	cr_expect_str_eq(flows_csv_of(text_file(csv)), csv);
}

#define HEADER                                                            \
	"first,last,proto,client,client_port,server,server_port,service," \
	"state,c_packets,s_packets,c_bytes,s_bytes,c_payload,s_payload,"  \
	"initiator,direction,confidence,quirks,operations,max_gap,"       \
	"peak_hour_packets,peak_hour_payload,client_mac,server_mac,vlan," \
	"community_id,errors,peak_hour_errors,agreed,client_name,server_name"
#define RUN(name, rest) \
	",,run," name ",,,,,,9,0,,,,,,,,,format:1,,,,,,,,,,,," rest

static void expect_both(const char *a, const char *b, const char *want)
{
	const char *paths[2] = { text_file(a), text_file(b) };
	const char *turned[2] = { paths[1], paths[0] };

	cr_expect_str_eq(flows_csv(paths, 2, NULL), want);
	cr_expect_str_eq(flows_csv(turned, 2, NULL), want);
}

/* Which unknown columns are kept does not hang on who is named first. */
Test(run, unknown_columns)
{
	expect_both(HEADER "\n" RUN("a", "") "\n",
		    HEADER ",new\n" RUN("b", ",7") "\n",
		    HEADER ",new\n" RUN("a", ",") "\n" RUN("b", ",7") "\n");
	expect_both(HEADER ",new\n" RUN("a", ",1") "\n",
		    HEADER ",new\n" RUN("b", ",7") "\n",
		    HEADER ",new\n" RUN("a", ",1") "\n" RUN("b", ",7") "\n");
}

Test(run, unknown_columns_that_differ)
{
	const char *paths[3] = {
		text_file(HEADER ",new\n" RUN("a", ",1") "\n"),
		text_file(HEADER ",old\n" RUN("b", ",7") "\n"),
		text_file(HEADER "\n" RUN("c", "") "\n"),
	};
	const char *want = HEADER "\n" RUN("a", "") "\n" RUN("b", "") "\n"
			   RUN("c", "") "\n";
	const char *csv;

	for (int i = 0; i < 3; i++) {
		const char *first = paths[0];

		csv = flows_csv(paths, 3, NULL);
		cr_expect(!strncmp(csv, want, strlen(want)), "%s", csv);
		cr_expect(strstr(csv, "\n?/proc") &&
			  strstr(csv, " are left out: "), "%s", csv);
		memmove(paths, paths + 1, 2 * sizeof *paths);
		paths[2] = first;
	}
}

Test(run, unknown_columns_beside_a_capture)
{
	struct shot shots[STORY_SHOTS];
	const char *paths[2] = {
		text_file(HEADER ",\"a,b\",c\n" RUN("x", ",1,\"2,3\"") "\n"),
		shots_capture(shots, story("S", shots)),
	};
	const char *csv = flows_csv(paths, 2, NULL);

	cr_expect(strstr(csv, ",server_name,\"a,b\",c\n"), "%s", csv);
	cr_expect(strstr(csv, "=,0,0,,,,,\n"), "flows have empty ones: %s",
		  csv);
	cr_expect_str_eq(flows_csv_of(text_file(csv)), csv);
}

static void expect_trouble(const char *const *paths, size_t n,
			   const struct run_options *o, const char *want)
{
	const char *csv = flows_csv(paths, n, o);

	cr_expect(strstr(csv, want), "%s\nnot in\n%s", want, csv);
}

/* What is said of damage elsewhere is said again here. */
Test(run, damage_travels)
{
	const struct run_options strict = { .strict = true };
	struct text t = { 0 };
	struct shot shots[STORY_SHOTS];
	const char *path, *csv;

	shots_pcap(&t, shots, story("ShADd", shots));
	path = memory_file(t.s, t.len - 1);
	csv = flows_csv_of(path);
	cr_expect(strstr(csv, "+cut:1+damaged:0+") && strstr(csv, "\n?/proc"),
		  "%s", csv);
	expect_trouble(&path, 1, &strict, "+cut:1+damage:1+damaged:0+");
	csv = text_file(HEADER "\n,,run,\"x,y\",,,,,,1,0,,,,,,,,,cut:1"
			",,,,,,,,,,,,\n");
	expect_trouble(&csv, 1, &strict,
		       ": capture 'x,y' was damaged or unreadable");
	expect_trouble(&csv, 1, NULL,
		       ": the last record of capture 'x,y' is cut");
	csv = text_file(HEADER "\n,,run,x,,,,,,1,0,,,,,,,,,damage:1"
			",,,,,,,,,,,,\n");
	expect_trouble(&csv, 1, NULL,
		       ": capture 'x' was damaged or unreadable");
	text_release(&t);
}

/* An input that cannot be read leaves a run row that says so. */
Test(run, unreadable_among_others)
{
	struct shot shots[STORY_SHOTS];
	const char *paths[] = {
		"/nonexistent/one.pcap",
		shots_capture(shots, story("S", shots)),
		"/proc", text_file("no capture, no table\n"), text_file(""),
		text_file("words\n"),
	};
	const char *csv = flows_csv(paths, N(paths), NULL);

	cr_expect(strstr(csv, ",run,one.pcap,,,,,,0,0,"), "%s", csv);
	cr_expect(strstr(csv, ",run,proc,,,,,,0,0,"));
	cr_expect(strstr(csv, "!/nonexistent/one.pcap: No such file"));
	cr_expect(strstr(csv, "!/proc: "));
	cr_expect(strstr(csv, "(column 'first' is missing)"));
	cr_expect(strstr(csv, ": empty file\n"));
	cr_expect(strstr(csv, ": neither a capture nor flow CSV\n"));
	cr_expect(strstr(csv, ",tcp,10.0.0.1,"), "the rest is there");
}

Test(run, nothing_at_all)
{
	const char *paths[] = { "/nonexistent/a", "/nonexistent/b" };
	const struct run_options o = { .strict = false };
	struct err e;

	cr_expect(!run_open(paths, 1, &o, &e));
	cr_expect_str_eq(e.msg, "/nonexistent/a: No such file or directory");
	cr_expect(!run_open(paths, 2, &o, &e));
	cr_expect_str_eq(e.msg, "none of the 2 inputs can be read, first: "
			 "/nonexistent/a: No such file or directory");
	run_free(NULL);
}

static void count_calls(void *ctx, uint64_t n_packets)
{
	uint64_t *last = ctx;

	cr_assert(n_packets > *last);
	*last = n_packets;
}

Test(run, progress)
{
	struct shot shots[STORY_SHOTS];
	uint64_t last = 0;
	const struct run_options o = { .progress = count_calls,
				       .progress_ctx = &last };
	size_t n = rich(shots);
	const char *path = shots_capture(shots, n);

	flows_csv(&path, 1, &o);
	cr_expect_eq(last, n);
}

Test(run, max_flows)
{
	const struct run_options o = { .max_flows = 1 };
	struct shot shots[STORY_SHOTS];
	const char *path = shots_capture(shots, rich(shots));
	const char *csv = flows_csv(&path, 1, &o);

	cr_expect(strstr(csv, "+unmetered:"), "%s", csv);
}
