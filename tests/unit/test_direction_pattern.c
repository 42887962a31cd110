/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/direction_pass.h"

#include <criterion/criterion.h>

#include "ground/addr.h"

enum { MAX_SPOTS = 8 };

/* Devices of one network, in order: last octet, port, does it follow? */
static const struct {
	const char *name;
	struct {
		uint8_t octet;
		uint16_t port;
		bool follows;
	} spot[MAX_SPOTS];	/* octet 0 ends */
} cases[] = {
	{ "offset", { { 3, 51003, true }, { 17, 51017, true },
		      { 40, 51040, true } } },
	{ "offset, one breaks it", { { 3, 51003, true }, { 9, 7777, false },
				     { 17, 51017, true },
				     { 40, 51040, true } } },
	{ "two are chance", { { 3, 51003, false }, { 17, 51017, false } } },
	{ "last digits", { { 7, 6007, true }, { 21, 4021, true },
			   { 105, 5105, true } } },
	{ "one port a device", { { 11, 9101, true }, { 15, 9103, true },
				 { 23, 9102, true }, { 90, 9104, true } } },
	{ "far apart", { { 11, 9101, false }, { 15, 12500, false },
			 { 23, 30102, false }, { 90, 2104, false } } },
	{ "one port for all", { { 11, 502, false }, { 15, 502, false },
				{ 23, 502, false }, { 90, 502, false } } },
	{ "fresh systems", { { 11, 49153, false }, { 15, 49160, false },
			     { 23, 49155, false }, { 90, 49161, false } } },
	{ "two ports on one", { { 11, 9101, false }, { 11, 9102, false },
				{ 23, 9103, false }, { 90, 9104, false } } },
};

Test(direction_pattern, spots)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct spot spots[MAX_SPOTS];
		size_t n = 0;

		for (; cases[i].spot[n].octet; n++)
			spots[n] = (struct spot){
				ADDR(10, 0, 0, 0) | cases[i].spot[n].octet,
				cases[i].spot[n].port, false
			};
		direction_find_pattern(spots, n);
		for (size_t k = 0; k < n; k++)
			cr_expect_eq(spots[k].follows,
				     cases[i].spot[k].follows, "%s: %u",
				     cases[i].name, spots[k].port);
	}
}

/* A scanned host with all its ports is no pattern, and no work. */
Test(direction_pattern, scanned)
{
	static struct spot spots[3 * 20000];
	size_t n = 0;

	for (uint32_t host = 1; host <= 3; host++)
		for (uint16_t port = 1; port <= 20000; port++)
			spots[n++] = (struct spot){ ADDR(10, 0, 0, 0) | host,
						    port, false };
	direction_find_pattern(spots, n);
	for (size_t i = 0; i < n; i++)
		cr_assert(!spots[i].follows);
}
