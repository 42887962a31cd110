/* SPDX-License-Identifier: BSD-3-Clause */
/* Servers that command their clients in the same flow. */
#include "understand/direction.h"

#include <criterion/criterion.h>
#include <string.h>

#include "frames.h"
#include "packets.h"
#include "read/packet.h"

enum { MAX_TURNS = 12 };

/* ADS: router 5.1.2.4.1.1 and controller 5.1.2.3.1.1, read state. */
#define TO_PLC "05 01 02 03 01 01 53 03 05 01 02 04 01 01 34 80 "
#define TO_PC "05 01 02 04 01 01 34 80 05 01 02 03 01 01 53 03 "
#define ASK(route, id) \
	"00 00 20 00 00 00 " route "04 00 04 00 00 00 00 00 00 00 00 00 " id \
	" 00 00 00"
#define ANSWER(route, id) \
	"00 00 28 00 00 00 " route "04 00 05 00 08 00 00 00 00 00 00 00 " id \
	" 00 00 00 00 00 00 00 05 00 00 00"
#define NOTIFY(route) \
	"00 00 24 00 00 00 " route "08 00 04 00 04 00 00 00 00 00 00 00 00 " \
	"00 00 00 00 00 00 00"

/* S7: an ordinary read, and the request for a block. */
#define S7(len) "03 00 00 " len " 02 f0 80 32 "
#define S7_READ S7("1f") "01 00 00 00 03 00 0e 00 00 04 01 12 0a 10 02 00 01 " \
	"00 00 82 00 00 10"
#define S7_DATA S7("17") "03 00 00 00 03 00 02 00 02 00 00 04 01 0a 00"
#define S7_FETCH S7("23") "01 00 00 00 07 00 12 00 00 1b 00 00 00 00 00 00 00" \
	" 09 5f 30 42 30 30 30 30 31 41"
#define S7_BLOCK S7("18") "03 00 00 00 07 00 01 00 04 00 00 1b 00 00 00 00"

/* Turns alternate, 10.0.0.1 first; "" passes one over. */
static const struct reverse_case {
	const char *name;
	uint16_t port[2];
	const char *turn[MAX_TURNS];
	const char *client, *direction, *quirks;
} cases[] = {
	{ "the server only answers", { 40000, 48898 },
	  { ASK(TO_PLC, "01"), ANSWER(TO_PC, "01"), ASK(TO_PLC, "02"),
	    ANSWER(TO_PC, "02"), ASK(TO_PLC, "03"), ANSWER(TO_PC, "03") },
	  "10.0.0.1", "payload", "" },
	{ "the server notifies: no command", { 40000, 48898 },
	  { ASK(TO_PLC, "01"), ANSWER(TO_PC, "01"), ASK(TO_PLC, "02"),
	    ANSWER(TO_PC, "02"), "", NOTIFY(TO_PC), "", NOTIFY(TO_PC) },
	  "10.0.0.1", "payload", "" },
	{ "both ask, both are answered", { 40000, 48898 },
	  { ASK(TO_PLC, "01"), ANSWER(TO_PC, "01"), ASK(TO_PLC, "02"),
	    ANSWER(TO_PC, "02"), "", ASK(TO_PC, "71"), ANSWER(TO_PLC, "71"),
	    ASK(TO_PC, "72"), ANSWER(TO_PLC, "72") },
	  "10.0.0.1", "port", "reverse-commands" },
	{ "both ask, one is answered", { 40000, 48898 },
	  { ASK(TO_PLC, "01"), ANSWER(TO_PC, "01"), ASK(TO_PLC, "02"),
	    ANSWER(TO_PC, "02"), "", ASK(TO_PC, "71"), "",
	    ASK(TO_PC, "72"), "", ASK(TO_PC, "73") },
	  "10.0.0.1", "port", "conflict" },
	{ "S7: the controller fetches a block", { 40000, 102 },
	  { S7_READ, S7_DATA, S7_READ, S7_DATA, "", S7_FETCH, S7_BLOCK },
	  "10.0.0.1", "payload", "reverse-commands" },
};

static const char *csv_of(const struct reverse_case *c)
{
	static uint8_t bytes[MAX_TURNS][256];
	struct shot shots[MAX_TURNS];
	uint32_t seq[2] = { 1000, 5000 };
	size_t n = 0;

	for (unsigned i = 0; i < MAX_TURNS && c->turn[i]; i++) {
		unsigned from = i % 2;

		if (!*c->turn[i])
			continue;
		shots[n] = (struct shot){
			.at_ns = 1000000000 + i * INT64_C(10000000),
			.from = from, .flags = TCP_ACK | TCP_PSH,
			.seq = seq[from], .ack = seq[!from],
			.port = { c->port[0], c->port[1] }, .data = bytes[n],
		};
		shots[n].len = (uint16_t)unhex(c->turn[i], bytes[n]);
		seq[from] += shots[n].len;
		n++;
	}
	return flows_csv_of(shots_capture(shots, n));
}

static const char *field(const char *csv, const char *name)
{
	size_t i = 0;

	while (strcmp(csv_field(csv, 0, i), name) != 0)
		i++;
	return csv_field(csv, 1, i);
}

Test(direction, reverse_commands)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct reverse_case *c = &cases[i];
		const char *csv = csv_of(c);

		cr_expect_str_eq(field(csv, "client"), c->client, "%s:\n%s",
				 c->name, csv);
		cr_expect_str_eq(field(csv, "direction"), c->direction,
				 "%s:\n%s", c->name, csv);
		cr_expect_str_eq(field(csv, "quirks"), c->quirks, "%s:\n%s",
				 c->name, csv);
	}
}
