/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/render_flows.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "captures.h"
#include "ground/stamp.h"
#include "packets.h"
#include "read/packet.h"

/* A file as this format; lives to the end. */
static const char *rendered(const char *path, const char *format)
{
	const struct run_options o = { .hash_seed = 1 };
	struct err e;
	struct run *run = run_open(&path, 1, &o, &e);
	char *s = NULL;
	size_t len;
	FILE *out = open_memstream(&s, &len);

	cr_assert(run != NULL, "%s", e.msg);
	run_read(run);
	flow_renderer_by_name(format)->render(run, NULL, out);
	fclose(out);
	run_free(run);
	return keep(s);
}

static const char *told(const char *text, const char *format)
{
	struct shot shots[STORY_SHOTS];

	return rendered(shots_capture(shots, story(text, shots)), format);
}

static const char *csv_file(const char *rows)
{
	struct text t = { 0 };

	text_puts(&t, "first,last,proto,client,client_port,server,server_port,"
		      "state,c_packets,s_packets,c_bytes,s_bytes,c_payload,"
		      "s_payload,direction,confidence,operations,initiator,"
		      "service,vlan\n");
	text_puts(&t, rows);
	return memory_text(&t);
}

Test(render_flows, names)
{
	cr_expect(flow_renderer_by_name("csv") == &render_flows_csv);
	cr_expect(flow_renderer_by_name("jsonl") == &render_flows_jsonl);
	cr_expect(flow_renderer_by_name("zeek") == &render_flows_zeek);
	cr_expect(!flow_renderer_by_name("json") && !flow_renderer_by_name(""));
}

/* A column of conn.log by the name that #fields gives it. */
static const char *zeek(const char *log, const char *name)
{
	const char *fields = strstr(log, "\n#fields\t"), *row, *at;
	struct text t = { 0 };
	size_t i = 0, len = strlen(name);

	cr_assert(fields != NULL, "%s", log);
	for (at = fields + 9; strncmp(at, name, len) ||
			      !strchr("\t\n", at[len]); i++) {
		at = strpbrk(at, "\t\n");
		cr_assert(at && *at == '\t', "no field %s", name);
		at++;
	}
	row = strchr(strstr(fields, "\n#types"), '\n');
	row = strchr(row + 1, '\n') + 1;
	while (i--)
		row = strchr(row, '\t') + 1;
	text_add(&t, row, strcspn(row, "\t\n"));
	return keep(t.s);
}

Test(render_flows, zeek_originator)
{
	static const struct {
		const char *story, *orig, *orig_port, *state, *orig_bytes;
	} cases[] = {
		{ "ShADd", "10.0.0.1", "40000", "S1", "10" },
		{ "sHaDDd", "10.0.0.2", "502", "S1", "10" },
		{ "Dd", "10.0.0.1", "40000", "OTH", "10" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *log = told(cases[i].story, "zeek");

		cr_expect_str_eq(zeek(log, "id.orig_h"), cases[i].orig);
		cr_expect_str_eq(zeek(log, "id.orig_p"), cases[i].orig_port);
		cr_expect_str_eq(zeek(log, "conn_state"), cases[i].state);
		cr_expect_str_eq(zeek(log, "orig_bytes"), cases[i].orig_bytes);
	}
}

/* By the record: the server may be who opened. */
Test(render_flows, zeek_server_opens)
{
	const char *log = rendered(csv_file(
		"1969-12-31T23:59:59.5Z,1970-01-01T00:00:00.7500009Z,tcp,"
		"10.0.0.9,20,10.0.0.7,5000,RSTO,1,2,3,4,5,6,handshake,0.5,,"
		"server,,1\n"
		",,run,x,,,,,1,0,,,,,,,,,,\n"), "zeek");

	cr_expect_str_eq(zeek(log, "id.orig_h"), "10.0.0.7");
	cr_expect_str_eq(zeek(log, "id.orig_p"), "5000");
	cr_expect_str_eq(zeek(log, "id.resp_h"), "10.0.0.9");
	cr_expect_str_eq(zeek(log, "orig_pkts"), "2");
	cr_expect_str_eq(zeek(log, "orig_ip_bytes"), "4");
	cr_expect_str_eq(zeek(log, "orig_bytes"), "6");
	cr_expect_str_eq(zeek(log, "resp_bytes"), "5");
	cr_expect_str_eq(zeek(log, "conn_state"), "RSTO");
	cr_expect_str_eq(zeek(log, "ts"), "-0.500000");
	cr_expect_str_eq(zeek(log, "duration"), "1.250000");
	cr_expect_str_eq(zeek(log, "service"), "-");
	cr_expect_eq(strlen(zeek(log, "uid")), 12);
}

Test(render_flows, zeek_times_at_the_limits)
{
	const char *log = rendered(csv_file(
		"0001-01-01T00:00:00Z,9999-01-01T00:00:00Z,udp,10.0.0.9,20,"
		"10.0.0.7,5000,SF,1,2,3,4,5,6,first,0.5,,,a\tb,\n"
		",,run,x,,,,,1,0,,,,,,,,,,\n"), "zeek");

	cr_expect_str_eq(zeek(log, "ts"), "-9223372036.854775");
	cr_expect_str_eq(zeek(log, "duration"), "9223372036.854775");
	cr_expect_str_eq(zeek(log, "service"), "a\\x09b");
	cr_expect_str_eq(zeek(log, "conn_state"), "SF");
}

/* Nothing to show is still a whole log. */
Test(render_flows, nothing)
{
	const char *log = told("", "zeek");

	cr_expect(strstr(log, "\n#open\t1970-01-01-00-00-00\n"));
	cr_expect(strstr(log, "\n#close\t1970-01-01-00-00-00\n"));
	cr_expect(!strncmp(log, "#separator \\x09\n", 16));
	log = told("", "jsonl");
	cr_expect(!strncmp(log, "{\"proto\":\"run\",\"client\":\"", 25), "%s",
		  log);
}

Test(render_flows, jsonl)
{
	const char *log = rendered(csv_file(
		"1970-01-01T00:00:00Z,1970-01-01T00:00:01Z,udp,10.0.0.9,20,"
		"10.0.0.7,5000,SF,1,2,3,4,5,6,first,1,read:x+write:y,,"
		"\"q\"\"\",10.20+30\n"
		",,run,\"a\nb\",,,,,1,0,,,,,,,cut:1,,,\n"), "jsonl");

	cr_expect_str_eq(log,
		"{\"first\":\"1970-01-01T00:00:00.000000000Z\","
		"\"last\":\"1970-01-01T00:00:01.000000000Z\",\"proto\":\"udp\","
		"\"client\":\"10.0.0.9\",\"client_port\":20,"
		"\"server\":\"10.0.0.7\",\"server_port\":5000,"
		"\"service\":\"q\\\"\",\"state\":\"SF\",\"c_packets\":1,"
		"\"s_packets\":2,\"c_bytes\":3,\"s_bytes\":4,\"c_payload\":5,"
		"\"s_payload\":6,\"initiator\":\"\",\"direction\":\"first\","
		"\"confidence\":1.00,\"quirks\":[],"
		"\"operations\":[\"read:x\",\"write:y\"],\"max_gap\":0.000,"
		"\"peak_hour_packets\":0,\"peak_hour_payload\":0,"
		"\"client_mac\":[],\"server_mac\":[],"
		"\"vlan\":[\"10.20\",\"30\"],"
		"\"community_id\":\"1:eBcEcGpE9FvyT9g5MIUMfwI6xNw=\","
		"\"errors\":0,\"peak_hour_errors\":0,\"client_name\":[],"
		"\"server_name\":[]}\n"
		"{\"proto\":\"run\",\"client\":\"a\\nb\",\"c_packets\":1,"
		"\"s_packets\":0,\"operations\":[\"cut:1\"]}\n", "%s", log);
}
