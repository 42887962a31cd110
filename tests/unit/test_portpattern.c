/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/portpattern.h"

#include <criterion/criterion.h>

#include "ground/addr.h"

enum { MAX_SPOTS = 8 };

#define NONE PORT_RULE_NONE, 0
#define OFFSET(base) PORT_RULE_OFFSET, base
#define DIGITS(base) PORT_RULE_DIGITS, base
#define OWN PORT_RULE_OWN, 0

/* Devices of one network, in order: last octet, port, by which rule? */
static const struct {
	const char *name;
	struct {
		uint8_t octet;
		uint16_t port;
		enum port_rule rule;
		uint16_t base;
	} spot[MAX_SPOTS];	/* octet 0 ends */
} cases[] = {
	{ "offset", { { 3, 51003, OFFSET(51000) }, { 17, 51017, OFFSET(51000) },
		      { 40, 51040, OFFSET(51000) } } },
	{ "offset, not round", { { 3, 2353, OFFSET(2350) },
				 { 17, 2367, OFFSET(2350) },
				 { 40, 2390, OFFSET(2350) } } },
	{ "offset, one breaks it", { { 3, 51003, OFFSET(51000) },
				     { 9, 7777, NONE },
				     { 17, 51017, OFFSET(51000) },
				     { 40, 51040, OFFSET(51000) } } },
	{ "two offsets", { { 3, 2003, OFFSET(2000) }, { 3, 4003, OFFSET(4000) },
			   { 17, 2017, OFFSET(2000) },
			   { 17, 4017, OFFSET(4000) },
			   { 40, 2040, OFFSET(2000) },
			   { 40, 4040, OFFSET(4000) } } },
	{ "two are chance", { { 3, 51003, NONE }, { 17, 51017, NONE } } },
	{ "last digits", { { 7, 6007, DIGITS(6000) },
			   { 21, 4021, DIGITS(4000) },
			   { 105, 5105, DIGITS(5000) } } },
	{ "one port a device", { { 11, 9101, OWN }, { 15, 9103, OWN },
				 { 23, 9102, OWN }, { 90, 9104, OWN } } },
	{ "far apart", { { 11, 9101, NONE }, { 15, 12500, NONE },
			 { 23, 30102, NONE }, { 90, 2104, NONE } } },
	{ "one port for all", { { 11, 502, NONE }, { 15, 502, NONE },
				{ 23, 502, NONE }, { 90, 502, NONE } } },
	{ "fresh systems", { { 11, 49153, NONE }, { 15, 49160, NONE },
			     { 23, 49155, NONE }, { 90, 49161, NONE } } },
	{ "two ports on one", { { 11, 9101, NONE }, { 11, 9102, NONE },
				{ 23, 9103, NONE }, { 90, 9104, NONE } } },
};

static struct port_spot spot_of(uint8_t octet, uint16_t port)
{
	return (struct port_spot){ .addr = ADDR(10, 0, 0, 0) | octet,
				   .port = port };
}

Test(portpattern, spots)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct port_spot s[MAX_SPOTS];
		size_t n = 0;

		for (; cases[i].spot[n].octet; n++)
			s[n] = spot_of(cases[i].spot[n].octet,
				       cases[i].spot[n].port);
		portpattern_find(s, n);
		for (size_t k = 0; k < n; k++) {
			cr_expect_eq(s[k].rule, cases[i].spot[k].rule,
				     "%s: %u: rule %u", cases[i].name,
				     s[k].port, s[k].rule);
			cr_expect_eq(s[k].base, cases[i].spot[k].base,
				     "%s: %u: base %u", cases[i].name,
				     s[k].port, s[k].base);
		}
	}
}

/* A scanned host with all its ports is no pattern, and no work. */
Test(portpattern, scanned)
{
	static struct port_spot spots[3 * 20000];
	size_t n = 0;

	for (uint8_t host = 1; host <= 3; host++)
		for (uint16_t port = 1; port <= 20000; port++)
			spots[n++] = spot_of(host, port);
	portpattern_find(spots, n);
	for (size_t i = 0; i < n; i++)
		cr_assert(!spots[i].rule);
}

/* Beside .3, .17 and .40 on 51000 + octet, and .7 on 102. */
static const struct {
	const char *name;
	uint8_t octet;
	uint16_t port;
	uint16_t wanted;	/* 0: breaks nothing */
} breaks[] = {
	{ "a new device keeps it", 9, 51009, 0 },
	{ "a new device has another's port", 9, 51017, 51009 },
	{ "a new device, no device's port", 9, 51100, 51009 },
	{ "a known device's second port", 17, 51100, 0 },
	{ "the device that never followed", 7, 51008, 51007 },
	{ "a service of its own", 9, 22, 0 },
	{ "below the band", 9, 50999, 0 },
	{ "its last port", 9, 51255, 51009 },
	{ "beyond it", 9, 51256, 0 },
};

Test(portpattern, breaks)
{
	struct port_spot known[] = { spot_of(3, 51003), spot_of(7, 102),
				     spot_of(17, 51017), spot_of(40, 51040) };
	size_t n = sizeof known / sizeof *known;

	portpattern_find(known, n);
	for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
		struct port_spot out = { 0 };
		bool broken = portpattern_breaks(
			known, n, spot_of(breaks[i].octet, breaks[i].port),
			&out);

		cr_expect_eq(broken, breaks[i].wanted != 0, "%s",
			     breaks[i].name);
		cr_expect_eq(out.port, breaks[i].wanted, "%s: wants %u",
			     breaks[i].name, out.port);
		cr_expect(!broken || (out.rule == PORT_RULE_OFFSET &&
				      out.base == 51000), "%s",
			  breaks[i].name);
	}
}

/* Where digits are the rule, the thousands stay the device's own. */
Test(portpattern, breaks_digits)
{
	struct port_spot known[] = { spot_of(7, 6007), spot_of(21, 4021),
				     spot_of(105, 5105) };
	struct port_spot out = { 0 };

	portpattern_find(known, 3);
	cr_expect(portpattern_breaks(known, 3, spot_of(9, 4021), &out));
	cr_expect_eq(out.port, 4009);
	cr_expect_eq(out.rule, PORT_RULE_DIGITS);
	cr_expect_not(portpattern_breaks(known, 3, spot_of(9, 5009), &out));
}

Test(portpattern, port)
{
	cr_expect_eq(portpattern_port(PORT_RULE_OFFSET, 51000, 0x0a000009),
		     51009);
	cr_expect_eq(portpattern_port(PORT_RULE_OFFSET, 65500, 0x0a0000ff), 0);
	cr_expect_eq(portpattern_port(PORT_RULE_OWN, 0, 0x0a000009), 0);
	cr_expect_eq(portpattern_port(PORT_RULE_NONE, 0, 0x0a000009), 0);
}
