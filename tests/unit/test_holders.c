/* SPDX-License-Identifier: BSD-3-Clause */
/* Who holds an address: the table, and what packets put into it. */
#include "understand/holders.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "captures.h"
#include "ground/limits.h"
#include "ground/stamp.h"
#include "ground/text.h"
#include "packets.h"
#include "read/packet.h"

#define N(array) (sizeof(array) / sizeof *(array))
#define S NS_PER_SECOND

/* "A>B:2/3000 ": from, to, how often, and how soon back in ms. */
static void put(struct text *t, const struct holders *h, unsigned kind)
{
	text_puts(t, "");
	for (size_t i = 0; i < h->n_items; i++) {
		const struct changes *c = &h->items[i].by[kind];

		if (!c->n)
			continue;
		text_printf(t, "%c>%c:%u", (char)h->items[i].from,
			    (char)h->items[i].to, (unsigned)c->n);
		if (c->back_ns != INT64_MAX)
			text_printf(t, "/%lld",
				    (long long)(c->back_ns / 1000000));
		text_putc(t, ' ');
	}
}

/* Words "A12": the hardware address 'A' claims the address at 12 s; a small
 * letter is of a frame with a TTL one less. */
static void tell(struct holders *h, const char *story, unsigned kind)
{
	while (*story) {
		struct claim c = { .addr = LOW, .kind = (uint8_t)kind,
				   .ttl = 64 };
		char *end;

		c.mac = (unsigned char)*story & ~0x20u;
		c.ttl = *story & 0x20 ? 63 : 64;
		c.time_ns = strtoll(story + 1, &end, 10) * S;
		cr_assert(holders_note(h, &c));
		story = end + strspn(end, " ");
	}
}

static const struct {
	const char *name, *story, *want;
} cases[] = {
	{ "one", "A1 A2 A9", "" },
	{ "replaced", "A1 A2 B9 B12", "A>B:1 " },
	{ "back after 3 s", "A1 B9 A12", "A>B:1/3000 B>A:1 " },
	{ "to and fro", "A1 B9 A12 B13 A18 B20",
	  "A>B:3/3000 B>A:2/1000 " },
	{ "the shortest counts", "A0 B10 A20 B30 A32 B40 A60",
	  "A>B:3/2000 B>A:3/8000 " },
	{ "three", "A1 B2 C3", "A>B:1 B>C:1 " },
	{ "two of three", "A1 B2 C3 B5 A9", "A>B:1/7000 B>C:1/2000 C>B:1 "
	  "B>A:1 " },
	{ "a router in between", "A1 b2 A3 b4 A5", "" },
	{ "the relayed one first", "b1 A2 b3 A4", "" },
	{ "a router, then another machine", "A1 b2 C3 A4",
	  "A>C:1/1000 C>A:1 " },
	{ "the clock set back", "A100 B200 B900 A205", "A>B:1 B>A:1 " },
	{ "set back while neither spoke", "A100 B900 A205", "A>B:1 B>A:1 " },
	{ "the clock set on", "A100 B200 A9000",
	  "A>B:1/8800000 B>A:1 " },
	{ "in the wrong order", "A10 B11 A11", "A>B:1/0 B>A:1 " },
};

Test(holders, stories)
{
	for (size_t i = 0; i < N(cases); i++) {
		struct text got = { 0 };
		struct holders h;

		holders_init(&h, i);
		tell(&h, cases[i].story, CLAIM_FRAME);
		put(&got, &h, CLAIM_FRAME);
		cr_expect_str_eq(got.s, cases[i].want, "%s: %s",
				 cases[i].name, got.s);
		cr_expect_eq(holders_contested(&h, LOW), h.n_items > 0);
		text_release(&got);
		holders_release(&h);
	}
}

Test(holders, arp_and_frames_are_kept_apart)
{
	struct text got = { 0 };
	struct holders h;

	holders_init(&h, 1);
	tell(&h, "A1", CLAIM_ARP);
	tell(&h, "B2", CLAIM_FRAME);
	tell(&h, "A3", CLAIM_ARP);
	tell(&h, "B4", CLAIM_FRAME);
	cr_expect_eq(h.n_items, 0);
	tell(&h, "B5 A7", CLAIM_ARP);
	cr_expect_eq(h.n_items, 2);
	put(&got, &h, CLAIM_ARP);
	cr_expect_str_eq(got.s, "A>B:1/2000 B>A:1 ");
	text_clear(&got);
	put(&got, &h, CLAIM_FRAME);
	cr_expect_str_eq(got.s, "");
	text_release(&got);
	holders_release(&h);
}

Test(holders, who_is_no_holder)
{
	static const struct claim claims[] = {
		{ .mac = 7, .addr = LOW, .time_ns = 1 },
		{ .mac = 0, .addr = LOW, .time_ns = 2 },
		{ .mac = 0x00005e000101, .addr = LOW, .time_ns = 3 },
		{ .mac = 0x00000c07ac05, .addr = LOW, .time_ns = 4 },
		{ .mac = 8, .addr = LOW, .time_ns = 5, .vlan = 1 },
		{ .mac = 8, .addr = 0, .time_ns = 6 },
		{ .mac = 7, .addr = LOW, .time_ns = 7 },
	};
	struct holders h;

	holders_init(&h, 2);
	for (size_t i = 0; i < N(claims); i++)
		cr_expect(holders_note(&h, &claims[i]), "claim %zu", i);
	cr_expect_eq(h.n_items, 0);
	cr_expect_eq(h.n, 2, "on each of two VLANs one");
	holders_release(&h);
}

Test(holders, limits)
{
	struct claim c = { .mac = 7, .time_ns = 1 };
	struct holders h;

	holders_init(&h, 3);
	for (c.addr = 1; c.addr <= LIMIT_HOLDERS; c.addr++)
		cr_assert(holders_note(&h, &c));
	cr_expect_not(holders_note(&h, &c), "refused, and said so");
	c.mac = 8;
	for (c.addr = 1; c.addr <= LIMIT_HANDOVERS; c.addr++)
		cr_assert(holders_note(&h, &c));
	cr_expect_not(holders_note(&h, &c));
	cr_expect_eq(h.n_items, LIMIT_HANDOVERS);
	c.addr = 5;
	c.mac = 7;
	cr_expect_not(holders_note(&h, &c), "back is a change, too");
	cr_expect_eq(h.items[4].by[CLAIM_ARP].back_ns, 0, "and is known");
	holders_release(&h);
}

/* --- from packets --------------------------------------------------------- */

/* The rows of ARP alone, of one capture. */
static const char *arp_rows(const char *csv)
{
	struct text t = { 0 };

	text_puts(&t, "");
	for (const char *p = csv; *p; p += *p == '\n') {
		size_t n = strcspn(p, "\n");
		const char *arp = strstr(p, ",arp,");

		if (arp && arp < p + n)
			text_printf(&t, "%.*s\n", (int)n, p);
		p += n;
	}
	return keep(t.s);
}

#define ROW(first, last, words, from, to)                               \
	"1970-01-01T00:00:" first ".000000000Z,1970-01-01T00:00:" last  \
	".000000000Z,arp,10.0.0.1,,,,,,0,0,,,,,,,,," words ",0.000,,,"  \
	"00:00:00:00:00:" from ",00:00:00:00:00:" to ",,,,,,,\n"

/* Two machines, each with one long connection of its own. */
static size_t two_machines(struct shot shots[8])
{
	for (unsigned i = 0; i < 8; i++)
		shots[i] = (struct shot){
			.at_ns = (10 + i) * S, .proto = IP_UDP, .len = 8,
			.id = (uint16_t)(100 + i), .ttl = 64,
			.port = { i % 2 ? 5000 : 4000 },
			.mac = { i % 2 ? 0x0d : 0x0a },
		};
	return 8;
}

Test(holders, two_long_flows_of_two_machines)
{
	struct shot shots[8];
	size_t n = two_machines(shots);
	const char *csv = flows_csv_of(shots_capture(shots, n));

	cr_expect_str_eq(arp_rows(csv),
			 ROW("12", "16", "frame:3+frame-back-ms:1000", "0d",
			     "0a")
			 ROW("11", "17", "frame:4+frame-back-ms:1000", "0a",
			     "0d"));
}

Test(holders, parts_in_any_order)
{
	struct shot shots[8];
	size_t n = two_machines(shots);
	const char *whole = arp_rows(flows_csv_of(shots_capture(shots, n)));

	for (size_t cut = 1; cut < n; cut++) {
		const char *parts[] = {
			shots_capture(shots, cut),
			shots_capture(shots + cut, n - cut)
		};
		const char *turned[] = { parts[1], parts[0] };

		cr_expect_str_eq(arp_rows(flows_csv(parts, 2, NULL)), whole);
		cr_expect_str_eq(arp_rows(flows_csv(turned, 2, NULL)), whole);
	}
}

/* The rows read back are the same rows. */
Test(holders, round_trip)
{
	struct shot shots[8];
	size_t n = two_machines(shots);
	const char *csv = flows_csv_of(shots_capture(shots, n));

	cr_expect_str_eq(flows_csv_of(memory_file(csv, strlen(csv))), csv);
}

/* Only what the other end sent has named the address until then. */
Test(holders, a_server_that_only_answers)
{
	const struct shot shots[] = {
		{ .at_ns = 1 * S, .flags = TCP_SYN, .ttl = 64 },
		{ .at_ns = 2 * S, .flags = TCP_SYN | TCP_ACK, .from = 1,
		  .ttl = 64 },
		{ .at_ns = 3 * S, .flags = TCP_ACK, .mac = { 0, 0x0e } },
		{ .at_ns = 4 * S, .flags = TCP_ACK, .from = 1, .ttl = 64,
		  .mac = { 0, 0x0e } },
	};
	const char *csv = flows_csv_of(shots_capture(shots, N(shots)));

	cr_expect(strstr(arp_rows(csv), ",arp,10.0.0.2,"), "%s", csv);
	cr_expect(strstr(arp_rows(csv), "frame:1,"), "%s", csv);
}

/* A router between two places that the mirror port shows. */
Test(holders, relayed_packets)
{
	struct shot shots[8];
	size_t n = two_machines(shots);

	for (size_t i = 1; i < n; i += 2) {
		shots[i] = shots[i - 1];
		shots[i].at_ns += 1000;
		shots[i].ttl = 63;
		shots[i].mac[0] = 0x0d;
	}
	cr_expect_str_eq(arp_rows(flows_csv_of(shots_capture(shots, n))), "");
	for (size_t i = 0; i < n; i++)
		shots[i].id = 0;	/* then copies are not seen as such */
	cr_expect_str_eq(arp_rows(flows_csv_of(shots_capture(shots, n))), "");
}
