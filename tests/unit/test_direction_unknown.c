/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Conversations of which nothing is known: one port at both ends, octets that
 * mean nothing. Who waits, who keeps to a clock, who hangs up, and what kind
 * of machine it is.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "ground/limits.h"
#include "packets.h"
#include "read/packet.h"
#include "understand/direction.h"
#include "understand/hints.h"
#include "understand/protocols/protocol.h"
#include "understand/services.h"

#define N(array) (sizeof(array) / sizeof *(array))
#define MS INT64_C(1000000)

enum { EXCHANGES = 40, MAX_SHOTS = 2 * EXCHANGES + 2 };

/* Side 0 speaks, side 1 after reply_ms, side 0 again after pause_ms, or, with
 * a clock, period_ms after it last spoke. Delays vary by a fifth. */
struct conversation {
	const char *name;
	unsigned exchanges;
	int64_t reply_ms, pause_ms, period_ms;
	uint8_t ttl[2];
	const char *end;	/* of TCP: who speaks and who sends FIN, as
				 * in a story; "": nobody */
	struct {
		uint8_t client, evidence, confidence;
	} want;
};

static const struct conversation cases[] = {
	{ "who waits for seconds asks", 20, 4, 5000, 0, { 64, 64 }, "",
	  { 0, EVIDENCE_TIMING, 95 } },
	{ "for less than two: a slow server?", 20, 4, 900, 0, { 64, 64 }, "",
	  { 0, EVIDENCE_TIMING, 87 } },
	{ "milliseconds", 20, 1, 60, 0, { 64, 64 }, "",
	  { 0, EVIDENCE_TIMING, 86 } },
	{ "nearly the same", 20, 3, 20, 0, { 64, 64 }, "",
	  { 0, EVIDENCE_TIMING, 50 } },
	{ "few, but clear", 4, 4, 5000, 0, { 64, 64 }, "",
	  { 0, EVIDENCE_TIMING, 95 } },
	{ "too few", 2, 4, 5000, 0, { 64, 64 }, "",
	  { 0, EVIDENCE_FIRST, 50 } },
	{ "by the clock, though the answer takes longer", 40, 600, 0, 1000,
	  { 64, 64 }, "", { 0, EVIDENCE_TIMING, 95 } },
	{ "Windows asks", 2, 4, 5000, 0, { 64, 126 }, "",
	  { 1, EVIDENCE_STRUCTURE, 86 } },
	{ "both are Windows", 2, 4, 5000, 0, { 128, 126 }, "",
	  { 0, EVIDENCE_FIRST, 50 } },
	{ "no Windows: 255", 2, 4, 5000, 0, { 255, 30 }, "",
	  { 0, EVIDENCE_FIRST, 50 } },
	{ "a slow server against Windows", 20, 4, 900, 0, { 64, 128 }, "",
	  { 0, EVIDENCE_TIMING, 70 } },
	{ "hangs up after the answer", 20, 900, 4, 0, { 64, 64 }, "F",
	  { 0, EVIDENCE_STRUCTURE, 93 } },
	{ "hangs up, and is backed", 20, 4, 900, 0, { 64, 64 }, "Ff",
	  { 0, EVIDENCE_STRUCTURE, 96 } },
	{ "hangs up after its own word", 20, 4, 900, 0, { 64, 64 }, "f",
	  { 0, EVIDENCE_TIMING, 87 } },
	{ "a last word of the other end", 20, 4, 900, 0, { 64, 64 }, "DfF",
	  { 1, EVIDENCE_STRUCTURE, 93 } },
};

/* Between four and six fifths, the same in every run. */
static int64_t vary(int64_t ns, unsigned *chance)
{
	*chance = *chance * 1103515245 + 12345;
	return ns * (800 + (*chance >> 16) % 401) / 1000;
}

static size_t play(const struct conversation *c, struct shot *shots)
{
	unsigned chance = 7;
	int64_t t = 1000 * MS;
	size_t n = 0;

	for (unsigned i = 0; i < c->exchanges; i++) {
		int64_t answered = t + vary(c->reply_ms * MS, &chance);

		shots[n++] = (struct shot){ .at_ns = t, .from = 0 };
		shots[n++] = (struct shot){ .at_ns = answered, .from = 1 };
		t = c->period_ms ? t + c->period_ms * MS :
				   answered + vary(c->pause_ms * MS, &chance);
	}
	for (const char *p = c->end; *p; p++)
		shots[n++] = (struct shot){
			.at_ns = t += MS, .from = *p > 'Z',
			.flags = (*p | 32) == 'f' ? TCP_FIN | TCP_ACK : 0
		};
	for (size_t i = 0; i < n; i++) {
		bool fin = shots[i].flags & TCP_FIN;

		shots[i].proto = *c->end ? IP_TCP : IP_UDP;
		shots[i].flags |= *c->end ? TCP_ACK : 0;
		shots[i].ttl = c->ttl[shots[i].from];
		shots[i].id = (uint16_t)(i + 1);
		shots[i].len = fin ? 0 : 20;
		shots[i].fill = (uint8_t)(0xd1 + 7 * i);
		shots[i].seq = (uint32_t)(20 * i);
		shots[i].port[0] = 21077;
		shots[i].port[1] = 21077;
	}
	return n;
}

enum { TIMES = 4 };

/* Though its ports look like services, and it is the quicker one. */
Test(direction, comes_again)
{
	static const struct conversation c = {
		.exchanges = 10, .reply_ms = 900, .pause_ms = 4,
		.ttl = { 64, 64 }, .end = "" };
	struct services *services = services_new();
	struct shot shots[MAX_SHOTS];
	struct verdict v[TIMES];
	struct world w;

	world_init(&w, NULL);
	for (unsigned k = 0; k < TIMES; k++) {
		size_t n = play(&c, shots);

		for (size_t i = 0; i < n; i++) {
			shots[i].at_ns += k * 3600 * 1000 * MS;
			shots[i].id = (uint16_t)(shots[i].id + 100 * k);
			shots[i].port[0] = (uint16_t)(3000 + k);
			shots[i].port[1] = 50000;
		}
		world_play(&w, shots, n);
	}
	cr_assert_eq(w.meter.flows.n, TIMES);
	direction_decide(&(struct direction_input){
		.flows = &w.meter.flows, .inspect = &w.meter.inspect,
		.services = services }, v);
	for (unsigned k = 0; k < TIMES; k++) {
		cr_expect_eq(v[k].client, SIDE_0, "%u", k);
		cr_expect_eq(v[k].evidence, EVIDENCE_STRUCTURE, "%u: %s %u", k,
			     evidence_name((enum evidence)v[k].evidence),
			     v[k].confidence);
		cr_expect_eq(v[k].quirks, 0, "%u: %x", k, v[k].quirks);
	}
	world_release(&w);
	services_free(services);
}

static struct verdict judged(const struct conversation *c)
{
	static struct shot shots[MAX_SHOTS];
	struct services *services = services_new();
	struct verdict v;
	struct world w;
	size_t n = play(c, shots);

	world_init(&w, NULL);
	world_play(&w, shots, n);
	cr_assert_eq(w.meter.flows.n, 1, "%s", c->name);
	direction_decide(&(struct direction_input){
		.flows = &w.meter.flows, .inspect = &w.meter.inspect,
		.services = services }, &v);
	world_release(&w);
	services_free(services);
	return v;
}

Test(direction, unknown)
{
	for (size_t i = 0; i < N(cases); i++) {
		struct verdict v = judged(&cases[i]);

		cr_expect_eq(v.client, cases[i].want.client, "%s: client %u",
			     cases[i].name, v.client);
		cr_expect_eq(v.evidence, cases[i].want.evidence, "%s: %s",
			     cases[i].name,
			     evidence_name((enum evidence)v.evidence));
		cr_expect_eq(v.confidence, cases[i].want.confidence, "%s: %u",
			     cases[i].name, v.confidence);
	}
}

static uint8_t number_of(const char *name)
{
	uint8_t k = 0;

	while (strcmp(protocols[k]->name, name) != 0)
		k++;
	return (uint8_t)(k + 1);
}

static const char *const ftp[] = {
	"220 ready\r\n", "USER plc\r\n", "230 come in\r\n", "PASV\r\n",
	"227 Entering Passive Mode (10,0,0,2,200,21)\r\n"
};

/* One that finds no room is counted, and one that is there already is not. */
Test(hints, unlisted)
{
	struct hint hint = { .proto = IP_TCP };
	struct packet p = { .addr = { HIGH, LOW }, .port = { 21, 40000 } };
	struct shot shots[N(ftp)];
	struct world w;

	for (size_t i = 0; i < N(ftp); i++)
		shots[i] = (struct shot){
			.at_ns = (int64_t)(i + 1) * MS, .from = !(i & 1),
			.flags = TCP_ACK, .port = { 40000, 21 },
			.id = (uint16_t)(i + 1), .seq = (uint32_t)(100 * i),
			.len = (uint16_t)strlen(ftp[i]),
			.data = (const uint8_t *)ftp[i] };
	for (unsigned full = 0; full < 2; full++) {
		world_init(&w, NULL);
		for (uint32_t i = 0; i < LIMIT_HINTS - 1 + full; i++) {
			hint.addr = ADDR(11, 0, 0, 0) + i;
			hint.port = 2000;
			hints_add(&w.meter.inspect.hints, &hint, &p,
				  number_of("ftp"));
		}
		world_play(&w, shots, N(ftp));
		cr_expect_eq(w.meter.inspect.hints.n, LIMIT_HINTS);
		cr_expect_eq(w.tally.hints_unlisted, full, "%lu",
			     (unsigned long)w.tally.hints_unlisted);
		world_release(&w);
	}
}
