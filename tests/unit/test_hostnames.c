/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/hostnames.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frames.h"
#include "ground/addr.h"
#include "ground/limits.h"
#include "packets.h"
#include "read/decode.h"
#include "read/packet.h"
#include "read/source.h"
#include "understand/announced.h"
#include "understand/protocols/naming.h"

static const uint32_t plc = ADDR(10, 0, 0, 1);

static void tell_of(struct hostnames *h, uint32_t addr, const char *source,
		    const char *name)
{
	struct packet p = { .addr = { plc, ADDR(10, 0, 0, 2) } };
	struct namings told = { .n = 0 };
	struct naming *given = naming_of(&told, addr, source, name,
					 strlen(name));

	if (given)
		given->hearsay = !strcmp(source, "dns");
	hostnames_tell(h, &told, &p);
}

static void expect_names(const struct hostnames *h, uint32_t addr,
			 const char *want)
{
	uint32_t number = hostnames_find(h, addr);
	struct text t = { 0 };

	text_puts(&t, "");
	if (number)
		hostnames_put(h, number, &t);
	cr_expect_str_eq(t.s, want);
	text_release(&t);
}

Test(hostnames, each_name_once_and_sorted)
{
	struct hostnames h = { .n = 0 };

	expect_names(&h, plc, "");
	tell_of(&h, 0, "s7", "CPU 315-2 PN/DP");
	tell_of(&h, 0, "dhcp", "HMI-1");
	tell_of(&h, 0, "s7", "CPU 315-2 PN/DP");
	tell_of(&h, plc, "dhcp", "HMI-1");
	tell_of(&h, 0, "s7", "A");
	tell_of(&h, ADDR(10, 0, 0, 9), "dns", "www.plant");
	tell_of(&h, ADDR(224, 0, 0, 9), "dns", "group.plant");
	tell_of(&h, ADDR(0, 0, 0, 9), "dns", "nobody.plant");
	tell_of(&h, UINT32_MAX, "dns", "all.plant");
	expect_names(&h, plc, "dhcp:HMI-1+s7:A+s7:CPU 315-2 PN/DP");
	expect_names(&h, ADDR(10, 0, 0, 9), "dns:www.plant");
	cr_expect_eq(h.n, 2);
	hostnames_release(&h);
}

Test(hostnames, strangers_choose_them)
{
	static const struct {
		const char *told, *kept;
	} cases[] = {
		{ "a+b", "x:a_b" },
		{ "\033[31mred\a\x7f", "x:?[31mred??" },
		{ "M\xc3\xbchle", "x:M\xc3\xbchle" },
		{ "M\xfchle", "x:M?hle" },
		{ "\xc2\x9b" "2J", "x:?2J" },
		{ "=cmd|' /C calc'!A0", "x:=cmd|' /C calc'!A0" },
		{ "\"quoted\", twice", "x:\"quoted\", twice" },
	};
	char longest[NAME_OCTETS + 2], want[NAME_OCTETS + 8];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct hostnames h = { .n = 0 };

		tell_of(&h, 0, "x", cases[i].told);
		expect_names(&h, plc, cases[i].kept);
		hostnames_release(&h);
	}
	/* A character that does not fit whole is left out. */
	for (size_t from = NAME_OCTETS - 3; from < NAME_OCTETS; from++) {
		struct hostnames h = { .n = 0 };

		memset(longest, 'n', sizeof longest);
		memcpy(longest + from, "\xe2\x82\xac", from < NAME_OCTETS - 1 ?
							 3 : 2);
		longest[NAME_OCTETS + 1] = '\0';
		snprintf(want, sizeof want, "x:%.*s",
			 (int)(from == NAME_OCTETS - 3 ? NAME_OCTETS : from),
			 longest);
		tell_of(&h, 0, "x", longest);
		expect_names(&h, plc, want);
		hostnames_release(&h);
	}
}

/* Of one machine those that sort first, however they came. */
Test(hostnames, a_machine_of_many_names)
{
	for (int step = 1; step <= 3; step += 2) {
		struct hostnames h = { .n = 0 };
		uint64_t unlisted = 0;
		struct text want = { 0 };
		char name[8];

		h.unlisted = &unlisted;
		for (int i = 0; i < 40; i++) {
			snprintf(name, sizeof name, "n%02d", i * step % 40);
			tell_of(&h, 0, "x", name);
		}
		for (int i = 0; i < LIMIT_HOST_NAMES; i++)
			text_printf(&want, "%sx:n%02d", i ? "+" : "", i);
		expect_names(&h, plc, want.s);
		cr_expect_eq(unlisted, 40 - LIMIT_HOST_NAMES);
		cr_expect_eq(h.n_names, LIMIT_HOST_NAMES);
		text_release(&want);
		hostnames_release(&h);
	}
}

Test(hostnames, hearsay_leaves_room)
{
	struct hostnames h = { .n = 0 };
	uint64_t unlisted = 0;

	h.unlisted = &unlisted;
	for (uint32_t i = 0; i < LIMIT_NAMES; i++)
		tell_of(&h, plc + i, "dns", "x");
	cr_expect_eq(h.n_names, LIMIT_NAMES / 2);
	cr_expect_eq(unlisted, LIMIT_NAMES / 2);
	for (uint32_t i = 0; i < LIMIT_NAMES; i++)
		tell_of(&h, plc + i, "dhcp", "x");
	cr_expect_eq(h.n_names, LIMIT_NAMES);
	cr_expect_eq(unlisted, LIMIT_NAMES);
	expect_names(&h, plc, "dhcp:x+dns:x");
	hostnames_release(&h);
}

/* Whoever answers for a name server takes no device the name it says itself. */
Test(hostnames, hearsay_gives_way)
{
	for (int own_first = 0; own_first < 2; own_first++) {
		struct hostnames h = { .n = 0 };
		struct text want = { 0 };
		char name[8];

		for (int i = 0; i < 40; i++) {
			if (i == (own_first ? 0 : 39)) {
				tell_of(&h, 0, "s7", "PLC-1");
				tell_of(&h, 0, "arp", "A");
			}
			snprintf(name, sizeof name, "n%02d", i * 3 % 40);
			tell_of(&h, plc, "dns", name);
		}
		text_puts(&want, "arp:A");
		for (int i = 0; i < LIMIT_HOST_NAMES - 2; i++)
			text_printf(&want, "+dns:n%02d", i);
		text_puts(&want, "+s7:PLC-1");
		expect_names(&h, plc, want.s);
		cr_expect_eq(h.n_names, LIMIT_HOST_NAMES);
		text_release(&want);
		hostnames_release(&h);
	}
}

/* --- on the link ---------------------------------------------------------- */

static void hear(struct hostnames *h, const char *hex)
{
	uint8_t bytes[1024];
	size_t n = unhex(hex, bytes);

	for (size_t cut = 0; cut <= n; cut++) {
		uint8_t *copy = malloc(cut + 1);
		struct frame f = { .bytes = copy, .caplen = (uint32_t)cut,
				   .len = (uint32_t)n, .linktype = 1 };
		struct packet p;

		memcpy(copy, bytes, cut);
		decode_frame(&f, &p);
		if (p.net != NET_DAMAGED)
			announced_hear(h, &f, &p, announced_namers(&p));
		free(copy);
	}
}

#define DCP ETHER("88 92") "fe ff 05 01 00 00 00 07 00 00 "
#define STATION "02 02 00 06 00 00 70 6c 63 31 "
#define ADDRESS "01 02 00 0e 00 01 c0 a8 0a 07 ff ff ff 00 c0 a8 0a 01 "

Test(hostnames, announced_on_the_link)
{
	struct hostnames h = { .n = 0 };

	hear(&h, DCP "00 1c " STATION ADDRESS);
	expect_names(&h, ADDR(192, 168, 10, 7), "profinet:plc1");
	hostnames_release(&h);
	/* Not an answer; no address; a name that is cut in its padding. */
	hear(&h, ETHER("88 92") "fe fe 05 00 00 00 00 07 00 00 00 1c " STATION
	     ADDRESS);
	hear(&h, DCP "00 0a " STATION);
	hear(&h, DCP "00 12 " ADDRESS);
	cr_expect_eq(h.n, 0);
	/* Chassis, port, time, system, management address, end. */
	hear(&h, ETHER("88 cc") "02 02 07 61 04 02 07 62 06 02 00 78 "
	     "0a 03 73 77 31 10 0c 05 01 c0 a8 0a 02 02 00 00 00 01 00 00 00");
	expect_names(&h, ADDR(192, 168, 10, 2), "lldp:sw1");
	cr_expect_eq(h.n, 1);
	hostnames_release(&h);
}

static const uint8_t datagram[] =
	"\x11\x0a\x12\x34\x0a\x00\x00\x01\x00\x8a\x00\x46\x00\x00"
	" FAEMEBEOFECNFAEDCACACACACACACAAA\0"
	" FAEMEBEOFECNFAEDCACACACACACACABO\0hi";

/* Set aside by scope, and heard all the same. */
Test(hostnames, announced_to_all)
{
	struct shot shot = { .proto = 17, .addr = { ADDR(10, 0, 0, 1),
						    UINT32_MAX },
			     .port = { 138, 138 }, .data = datagram,
			     .len = sizeof datagram - 1,
			     .mac = { 0, 0xffffffffffff } };
	struct world w;

	world_init(&w, NULL);
	world_play(&w, &shot, 1);
	cr_expect_eq(w.tally.scope[SCOPE_BROADCAST], 1);
	expect_names(&w.meter.inspect.names, plc, "netbios:PLANT-PC");
	world_release(&w);
	world_init(&w, &(struct meter_options){ .no_payload = true,
						.max_flows = 10 });
	world_play(&w, &shot, 1);
	cr_expect_eq(w.meter.inspect.names.n, 0, "no payload is looked at");
	world_release(&w);
}
