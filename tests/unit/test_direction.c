/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/direction.h"

#include <criterion/criterion.h>

#include "ground/alloc.h"
#include "packets.h"
#include "read/packet.h"
#include "understand/community_id.h"
#include "understand/inspect.h"
#include "understand/services.h"

#define N(array) (sizeof(array) / sizeof *(array))

/* Of one flow with these ports, told as a story; UDP: its packets only. */
static const struct {
	const char *name, *story;
	uint8_t proto;
	uint16_t port[2];
	struct {
		uint8_t client, initiator, evidence;
		uint8_t confidence;	/* 0: not compared */
		uint16_t quirks;
	} want;
} cases[] = {
	{ "handshake", "ShADd", IP_TCP, { 40000, 502 },
	  { 0, 0, EVIDENCE_HANDSHAKE, 99, 0 } },
	{ "handshake beats the port", "sHaDd", IP_TCP, { 40000, 502 },
	  { 1, 1, EVIDENCE_HANDSHAKE, 99, 0 } },
	{ "SYN alone", "S", IP_TCP, { 502, 40000 },
	  { 0, 0, EVIDENCE_HANDSHAKE, 99, 0 } },
	{ "SYN-ACK only", "hAD", IP_TCP, { 502, 40000 },
	  { 0, 0, EVIDENCE_HANDSHAKE, 99, 0 } },
	{ "SYN-ACK only, from below", "Had", IP_TCP, { 40000, 502 },
	  { 1, 1, EVIDENCE_HANDSHAKE, 99, 0 } },
	{ "refusal", "q", IP_TCP, { 502, 40000 },
	  { 0, 0, EVIDENCE_HANDSHAKE, 97, 0 } },
	{ "refused SYN", "Sq", IP_TCP, { 502, 40000 },
	  { 0, 0, EVIDENCE_HANDSHAKE, 99, 0 } },
	{ "no refusal: RST without ACK", "r", IP_TCP, { 40000, 502 },
	  { 0, SIDE_NONE, EVIDENCE_PORT, 96, 0 } },
	{ "both SYN: the first", "Ss", IP_TCP, { 502, 40000 },
	  { 0, 0, EVIDENCE_HANDSHAKE, 0, QUIRK_CONFLICT } },
	{ "both SYN: the other first", "sS", IP_TCP, { 502, 40000 },
	  { 1, 1, EVIDENCE_HANDSHAKE, 0, QUIRK_CONFLICT } },
	{ "midstream, known port", "dD", IP_TCP, { 40000, 502 },
	  { 0, SIDE_NONE, EVIDENCE_PORT, 96, 0 } },
	{ "known port below", "dD", IP_TCP, { 502, 40000 },
	  { 1, SIDE_NONE, EVIDENCE_PORT, 96, 0 } },
	{ "weak port", "dD", IP_TCP, { 40000, 44818 },
	  { 0, SIDE_NONE, EVIDENCE_PORT, 50, 0 } },
	{ "strong beats weak", "dD", IP_TCP, { 502, 44818 },
	  { 1, SIDE_NONE, EVIDENCE_PORT, 93, 0 } },
	{ "strong, against none that systems hand out", "dD", IP_TCP,
	  { 5100, 20000 }, { 0, SIDE_NONE, EVIDENCE_PORT, 93, 0 } },
	{ "a client's and a server's", "dD", IP_UDP, { 68, 67 },
	  { 0, SIDE_NONE, EVIDENCE_PORT, 96, 0 } },
	{ "client's port", "dD", IP_UDP, { 40000, 68 },
	  { 1, SIDE_NONE, EVIDENCE_PORT, 0, 0 } },
	{ "low port", "dD", IP_TCP, { 40000, 1001 },
	  { 0, SIDE_NONE, EVIDENCE_PORT, 95, 0 } },
	{ "first packet", "dD", IP_UDP, { 50000, 50001 },
	  { 1, SIDE_NONE, EVIDENCE_FIRST, 50, 0 } },
	{ "first packet, low", "Dd", IP_UDP, { 50000, 50001 },
	  { 0, SIDE_NONE, EVIDENCE_FIRST, 50, 0 } },
	{ "Linux's and Windows': the first packet", "dD", IP_UDP,
	  { 40123, 50123 }, { 1, SIDE_NONE, EVIDENCE_FIRST, 50, 0 } },
	{ "two strong ports: the first packet", "dD", IP_TCP, { 22, 502 },
	  { 1, SIDE_NONE, EVIDENCE_FIRST, 50, 0 } },
	{ "same port", "dD", IP_UDP, { 9600, 9600 },
	  { 1, SIDE_NONE, EVIDENCE_FIRST, 0, QUIRK_SAME_PORT } },
	{ "a SYN with data", "S", IP_TCP, { 40000, 502 },
	  { 0, 0, EVIDENCE_HANDSHAKE, 99, QUIRK_SYN_PAYLOAD } },
};

static struct verdict judged(const char *name, const char *text,
			     uint8_t proto, const uint16_t port[2])
{
	struct shot shots[STORY_SHOTS];
	size_t n = story(text, shots);
	struct services *services = services_new();
	struct verdict v;
	struct world w;

	for (size_t i = 0; i < n; i++) {
		shots[i].proto = proto;
		shots[i].port[0] = port[0];
		shots[i].port[1] = port[1];
		if (strstr(name, "with data"))
			shots[i].len = 3;
	}
	world_init(&w, NULL);
	world_play(&w, shots, n);
	cr_assert_eq(w.meter.flows.n, 1, "%s", name);
	direction_decide(&(struct direction_input){ .flows = &w.meter.flows,
						    .inspect = &w.meter.inspect,
						    .services = services },
			 &v);
	world_release(&w);
	services_free(services);
	return v;
}

Test(direction, one_flow)
{
	for (size_t i = 0; i < N(cases); i++) {
		struct verdict v = judged(cases[i].name, cases[i].story,
					  cases[i].proto, cases[i].port);

		cr_expect_eq(v.client, cases[i].want.client, "%s: client %u",
			     cases[i].name, v.client);
		cr_expect_eq(v.initiator, cases[i].want.initiator,
			     "%s: initiator %u", cases[i].name, v.initiator);
		cr_expect_eq(v.evidence, cases[i].want.evidence, "%s: %s",
			     cases[i].name,
			     evidence_name((enum evidence)v.evidence));
		cr_expect(!cases[i].want.confidence ||
			  v.confidence == cases[i].want.confidence, "%s: %u",
			  cases[i].name, v.confidence);
		cr_expect_eq(v.quirks, cases[i].want.quirks, "%s: %x",
			     cases[i].name, v.quirks);
		cr_expect(v.confidence > 0 && v.confidence <= 100);
	}
}

/* Flows of one host towards others, in both directions of a story that says
 * nothing: only who talks with whom is left. */
static const struct {
	const char *name;
	uint16_t own[4], remote[4];	/* 0 ends */
	bool asks;			/* the host, not the others */
	uint16_t quirks;
	uint8_t confidence;
} hosts[] = {
	{ "a server and its clients", { 7000, 7000, 7000 },
	  { 51000, 40123, 60001 }, false, 0, 96 },
	{ "a client that keeps its port", { 5001, 5001, 5001 },
	  { 7107, 8613, 20017 }, true, QUIRK_FIXED_CLIENT_PORT, 96 },
	{ "one service on many hosts", { 5001, 5001, 5001 },
	  { 5562, 5562, 5562 }, true, QUIRK_FIXED_CLIENT_PORT, 96 },
	{ "ports that follow", { 51000, 52000, 60000 },
	  { 51003, 51004, 51005 }, true, QUIRK_PORT_FOLLOWS_ADDRESS, 98 },
	/* A client that keeps its port would look the same. */
	{ "two, on ports that systems hand out", { 49500, 49500 },
	  { 50777, 51234 }, false, 0, 93 },
};

Test(direction, one_host)
{
	for (size_t i = 0; i < N(hosts); i++) {
		struct services *services = services_new();
		struct verdict v[4];
		struct world w;
		size_t n = 0;

		world_init(&w, NULL);
		for (; n < 4 && hosts[i].own[n]; n++) {
			struct shot shots[STORY_SHOTS];
			size_t k = story("dDdD", shots);

			for (size_t m = 0; m < k; m++) {
				shots[m].addr[0] = LOW;
				shots[m].addr[1] = HIGH + 1 + (uint32_t)n;
				shots[m].port[0] = hosts[i].own[n];
				shots[m].port[1] = hosts[i].remote[n];
			}
			world_play(&w, shots, k);
		}
		cr_assert_eq(w.meter.flows.n, n);
		direction_decide(&(struct direction_input){
			.flows = &w.meter.flows, .inspect = &w.meter.inspect,
			.services = services }, v);
		for (size_t m = 0; m < n; m++) {
			cr_expect_eq(v[m].client, !hosts[i].asks, "%s",
				     hosts[i].name);
			cr_expect_eq(v[m].evidence, EVIDENCE_STRUCTURE, "%s",
				     hosts[i].name);
			cr_expect_eq(v[m].confidence, hosts[i].confidence,
				     "%s: %u", hosts[i].name, v[m].confidence);
			cr_expect_eq(v[m].quirks, hosts[i].quirks, "%s: %x",
				     hosts[i].name, v[m].quirks);
		}
		world_release(&w);
		services_free(services);
	}
}

Test(verdict, words)
{
	for (int i = 0; i < N_EVIDENCE; i++)
		cr_expect_eq(evidence_parse(evidence_name((enum evidence)i)),
			     i);
	for (int i = 0; i < N_CONN_STATES; i++)
		cr_expect_eq(conn_state_parse(
				     conn_state_name((enum conn_state)i)), i);
	for (unsigned i = 0; i < N_QUIRKS; i++)
		cr_expect_eq(quirks_parse(quirk_name(i)), 1 << i);
	cr_expect_eq(evidence_parse(""), -1);
	cr_expect_eq(evidence_parse("Handshake"), -1);
	cr_expect_eq(conn_state_parse("S"), -1);
	cr_expect_eq(conn_state_parse("S00"), -1);
	cr_expect_eq(quirks_parse(""), 0);
	cr_expect_eq(quirks_parse("split+same-port"),
		     QUIRK_SPLIT | QUIRK_SAME_PORT);
	cr_expect_eq(quirks_parse("split+"), -1);
	cr_expect_eq(quirks_parse("+split"), -1);
	cr_expect_eq(quirks_parse("split++same-port"), -1);
	cr_expect_eq(quirks_parse("split same-port"), -1);
	cr_expect_eq(quirks_parse("spli"), -1);
}

/* The IPv4 vectors of the specification with ports (baseline_deflt.json). */
Test(community_id, vectors)
{
	static const struct {
		uint8_t proto;
		uint32_t addr[2];
		uint16_t port[2];
		const char *id;
	} vectors[] = {
		{ IP_TCP, { ADDR(128, 232, 110, 120), ADDR(66, 35, 250, 204) },
		  { 34855, 80 }, "1:LQU9qZlK+B5F3KDmev6m5PMibrg=" },
		{ IP_UDP, { ADDR(192, 168, 1, 52), ADDR(8, 8, 8, 8) },
		  { 54585, 53 }, "1:d/FP5EW3wiY1vCndhwleRRKHowQ=" },
		{ 132, { ADDR(192, 168, 170, 8), ADDR(192, 168, 170, 56) },
		  { 7, 7 }, "1:MP2EtRCAUIZvTw6MxJHLV7N7JDs=" },
	};

	for (size_t i = 0; i < N(vectors); i++) {
		const uint32_t addr[2] = { vectors[i].addr[1],
					   vectors[i].addr[0] };
		const uint16_t port[2] = { vectors[i].port[1],
					   vectors[i].port[0] };
		char there[COMMUNITY_ID_TEXT], back[COMMUNITY_ID_TEXT];

		community_id(vectors[i].proto, vectors[i].addr,
			     vectors[i].port, there);
		cr_expect_str_eq(there, vectors[i].id);
		cr_expect_str_eq(community_id(vectors[i].proto, addr, port,
					      back), there);
	}
}

Test(community_id, one_address)
{
	const uint32_t addr[2] = { LOW, LOW };
	const uint16_t there[2] = { 1, 65535 }, back[2] = { 65535, 1 };
	char a[COMMUNITY_ID_TEXT], b[COMMUNITY_ID_TEXT];

	cr_expect_str_eq(community_id(IP_TCP, addr, there, a),
			 community_id(IP_TCP, addr, back, b));
	cr_expect_eq(strlen(a), 30);
}

/* An endpoint that a message of another conversation named is a server's,
 * on either side, for its own protocol only. */
static struct verdict hinted(uint32_t addr, uint16_t port, uint8_t proto)
{
	struct shot shots[STORY_SHOTS];
	size_t n = story("dDdD", shots);
	struct services *services = services_new();
	struct endpoint_hint hint = { .addr = addr, .port = port,
				      .proto = proto };
	struct direction_input in = { .services = services };
	struct verdict v;
	struct world w;

	for (size_t i = 0; i < n; i++) {
		shots[i].proto = IP_TCP;
		shots[i].port[0] = 41001;
		shots[i].port[1] = 41002;
	}
	world_init(&w, NULL);
	world_play(&w, shots, n);
	w.meter.inspect.hints.item = grow(NULL, 0,
					  &w.meter.inspect.hints.cap,
					  sizeof hint);
	w.meter.inspect.hints.item[w.meter.inspect.hints.n++] = hint;
	in.flows = &w.meter.flows;
	in.inspect = &w.meter.inspect;
	direction_decide(&in, &v);
	world_release(&w);
	services_free(services);
	return v;
}

Test(direction, hints)
{
	struct verdict v = hinted(HIGH, 41002, IP_TCP);

	cr_expect_eq(v.client, SIDE_0);
	cr_expect_eq(v.evidence, EVIDENCE_STRUCTURE);
	cr_expect_eq(v.confidence, 95);
	v = hinted(LOW, 41001, IP_TCP);
	cr_expect_eq(v.client, SIDE_1);
	cr_expect_eq(v.evidence, EVIDENCE_STRUCTURE);
	v = hinted(HIGH, 41002, IP_UDP);
	cr_expect_neq(v.evidence, EVIDENCE_STRUCTURE);
	v = hinted(HIGH, 41001, IP_TCP);
	cr_expect_neq(v.evidence, EVIDENCE_STRUCTURE);
}
