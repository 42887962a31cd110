/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Calls to a group, which are no rows, as evidence for what answers; and ends
 * that never said anything.
 */
#include "understand/direction.h"

#include <criterion/criterion.h>
#include <string.h>

#include "frames.h"
#include "ground/limits.h"
#include "packets.h"
#include "read/packet.h"
#include "understand/calls.h"

enum { MAX_SAID = 6, EVERYBODY = 255 };

#define GROUP_MAC UINT64_C(0xffffffffffff)

/* From 10.0.0.FROM to 10.0.0.TO; hex. */
struct said {
	uint8_t from, to;
	uint16_t port[2];
	const char *what;
	bool unicast;		/* to 255, but not by its link layer */
};

static const struct call_case {
	const char *name;
	struct said said[MAX_SAID];
	/* Of the row in which the answer is. */
	const char *client, *client_port, *server, *direction, *confidence;
} call_cases[] = {
	{ "an unknown search, answered from the port that was called",
	  { { 7, EVERYBODY, { 5200, 5100 }, "01 02", false },
	    { 3, 7, { 5100, 5200 }, "03 04", false } },
	  "10.0.0.7", "5200", "10.0.0.3", "structure", "0.96" },
	{ "without the search",
	  { { 3, 7, { 5100, 5200 }, "03 04", false } },
	  "10.0.0.3", "5100", "10.0.0.7", "first", "0.50" },
	{ "the search came later",
	  { { 3, 7, { 5100, 5200 }, "03 04", false },
	    { 7, EVERYBODY, { 5200, 5100 }, "01 02", false } },
	  "10.0.0.3", "5100", "10.0.0.7", "first", "0.50" },
	{ "from a port of its own",
	  { { 7, EVERYBODY, { 5200, 5100 }, "01 02", false },
	    { 3, 7, { 5300, 5200 }, "03 04", false } },
	  "10.0.0.7", "5200", "10.0.0.3", "structure", "0.96" },
	{ "another port of the caller",
	  { { 7, EVERYBODY, { 5200, 5100 }, "01 02", false },
	    { 3, 7, { 5100, 5201 }, "03 04", false } },
	  "10.0.0.3", "5100", "10.0.0.7", "first", "0.50" },
	{ "both call",
	  { { 7, EVERYBODY, { 5100, 5100 }, "01 02", false },
	    { 3, EVERYBODY, { 5100, 5100 }, "01 02", false },
	    { 3, 7, { 5100, 5100 }, "03 04", false } },
	  "10.0.0.3", "5100", "10.0.0.7", "first", "0.50" },
	/* BACnet: Who-Is to all, I-Am to the one that asked. */
	{ "Who-Is, I-Am",
	  { { 7, EVERYBODY, { 47808, 47808 },
	      "81 0b 00 0c 01 20 ff ff 00 ff 10 08", false },
	    { 3, 7, { 47808, 47808 },
	      "81 0a 00 14 01 00 10 00 c4 02 00 00 01 22 01 e0 91 03 21 08",
	      false } },
	  "10.0.0.7", "47808", "10.0.0.3", "structure", "0.96" },
	/* A device tells at its start what it is: it asks nobody. */
	{ "I-Am to all, then a stranger's word",
	  { { 7, EVERYBODY, { 47808, 47808 },
	      "81 0b 00 18 01 20 ff ff 00 ff 10 00 c4 02 00 00 01 22 01 e0 "
	      "91 03 21 08", false },
	    { 3, 7, { 47808, 47808 }, "81 0a 00 08 01 00 10 09", false } },
	  "10.0.0.3", "47808", "10.0.0.7", "first", "0.50" },
	/* A directed broadcast whose link layer was changed is no client. */
	{ "I-Am to a broadcast that looks like unicast",
	  { { 7, 3, { 47808, 47808 },
	      "81 0a 00 11 01 04 00 05 01 0c 0c 02 00 00 01 19 55", false },
	    { 3, 7, { 47808, 47808 },
	      "81 0a 00 14 01 00 30 01 0c 0c 02 00 00 01 19 55 3e 21 01 3f",
	      false },
	    { 7, 3, { 47808, 47808 },
	      "81 0a 00 11 01 04 00 05 02 0c 0c 02 00 00 01 19 55", false },
	    { 3, 7, { 47808, 47808 },
	      "81 0a 00 14 01 00 30 02 0c 0c 02 00 00 01 19 55 3e 21 01 3f",
	      false },
	    { 3, EVERYBODY, { 47808, 47808 },
	      "81 0a 00 14 01 00 10 00 c4 02 00 00 01 22 01 e0 91 03 21 08",
	      true } },
	  "10.0.0.3", "47808", "10.0.0.255", "first", "0.50" },
	/* Only one way is seen: somebody is there, who never shows. */
	{ "a known port answers one that never says anything",
	  { { 3, 7, { 502, 50000 }, "03 04", false } },
	  "10.0.0.7", "50000", "10.0.0.3", "port", "0.60" },
	{ "one that does say something elsewhere",
	  { { 7, 9, { 50001, 502 }, "03 04", false },
	    { 3, 7, { 502, 50000 }, "03 04", false } },
	  "10.0.0.7", "50000", "10.0.0.3", "port", "0.96" },
};

static struct shot shot_of(const struct said *said, unsigned i,
			   uint8_t buf[256])
{
	unsigned from = said->from > said->to;
	uint32_t addr[2] = { ADDR(10, 0, 0, said->from),
			     ADDR(10, 0, 0, said->to) };
	struct shot s = {
		.at_ns = 1000000000 + i * INT64_C(1000000),
		.from = from, .proto = IP_UDP, .data = buf,
		.addr = { addr[from], addr[!from] },
		.port = { said->port[from], said->port[!from] },
		.mac = { said->from, said->to },
	};

	if (said->to == EVERYBODY && !said->unicast)
		s.mac[!from] = GROUP_MAC;
	s.len = (uint16_t)unhex(said->what, buf);
	return s;
}

static size_t column_of(const char *csv, const char *name)
{
	size_t i = 0;

	while (strcmp(csv_field(csv, 0, i), name) != 0)
		i++;
	return i;
}

/* The flow between the wanted client and server, whoever is which. */
static size_t row_of(const char *csv, const struct call_case *c)
{
	for (size_t i = 1; *csv_field(csv, i, 0); i++)
		if (!strcmp(csv_field(csv, i, 3), c->client) &&
		    !strcmp(csv_field(csv, i, 5), c->server))
			return i;
	return 0;
}

Test(direction, calls)
{
	for (size_t i = 0; i < sizeof call_cases / sizeof *call_cases; i++) {
		static uint8_t bytes[MAX_SAID][256];
		const struct call_case *c = &call_cases[i];
		struct shot shots[MAX_SAID];
		const char *csv;
		size_t n = 0, row;

		for (; n < MAX_SAID && c->said[n].what; n++)
			shots[n] = shot_of(&c->said[n], (unsigned)n,
					   bytes[n]);
		csv = flows_csv_of(shots_capture(shots, n));
		row = row_of(csv, c);
		cr_expect(row, "%s:\n%s", c->name, csv);
		cr_expect_str_eq(csv_field(csv, row, 4), c->client_port, "%s",
				 c->name);
		cr_expect_str_eq(csv_field(csv, row,
					   column_of(csv, "direction")),
				 c->direction, "%s:\n%s", c->name, csv);
		cr_expect_str_eq(csv_field(csv, row,
					   column_of(csv, "confidence")),
				 c->confidence, "%s:\n%s", c->name, csv);
	}
}

static struct call key_of(uint32_t addr)
{
	return (struct call){ .addr = addr, .port = 1, .group_port = 2 };
}

/* Full: those known go on, others are refused. */
Test(calls, bounded)
{
	struct calls calls;
	struct call key = key_of(1);

	calls_init(&calls, 7);
	for (uint32_t i = 1; i <= LIMIT_CALLS; i++) {
		key = key_of(i);
		cr_assert(calls_get(&calls, &key));
	}
	key = key_of(LIMIT_CALLS + 1);
	cr_expect_null(calls_get(&calls, &key));
	key = key_of(77);
	cr_expect_eq(calls_get(&calls, &key), &calls.item[76]);
	key.group_port = 3;
	cr_expect_null(calls_get(&calls, &key));
	cr_expect_eq(calls.n, LIMIT_CALLS);
	calls_release(&calls);
}

/* And the coverage counts them. */
Test(calls, unlisted)
{
	struct shot shot = { .from = 0, .proto = IP_UDP, .len = 1,
			     .addr = { 0, ADDR(255, 255, 255, 255) },
			     .mac = { 1, GROUP_MAC } };
	struct world w;

	world_init(&w, NULL);
	for (uint32_t i = 0; i < LIMIT_CALLS + 3; i++) {
		shot.addr[0] = ADDR(10, 0, 0, 0) + i;
		world_play(&w, &shot, 1);
	}
	cr_expect_eq(w.meter.inspect.calls.n, LIMIT_CALLS);
	cr_expect_eq(w.tally.calls_unlisted, 3);
	cr_expect_eq(w.tally.scope[SCOPE_BROADCAST], LIMIT_CALLS + 3);
	cr_expect_eq(w.meter.flows.n, 0);
	world_release(&w);
}
