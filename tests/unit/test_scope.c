/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/scope.h"

#include <criterion/criterion.h>

#include "ground/addr.h"

enum { SRC = ADDR(10, 0, 0, 1), DST = ADDR(10, 0, 0, 2) };

static const struct {
	const char *name;
	struct packet p;
	enum scope want;
} cases[] = {
	{ "tcp", { .proto = IP_TCP, .addr = { SRC, DST } }, SCOPE_TCP },
	{ "udp", { .proto = IP_UDP, .addr = { SRC, DST } }, SCOPE_UDP },
	{ "icmp", { .proto = IP_ICMP, .addr = { SRC, DST } }, SCOPE_ICMP },
	{ "igmp", { .proto = IP_IGMP, .addr = { SRC, DST } }, SCOPE_IGMP },
	{ "gre", { .proto = 47, .addr = { SRC, DST } }, SCOPE_IP_OTHER },
	{ "ipv6", { .net = NET_IPV6 }, SCOPE_IPV6 },
	{ "arp", { .net = NET_ARP, .link_group = LINK_BROADCAST }, SCOPE_ARP },
	{ "ethertype", { .net = NET_OTHER }, SCOPE_ETHERTYPE_OTHER },
	{ "damaged", { .net = NET_DAMAGED, .proto = IP_TCP }, SCOPE_DAMAGED },
	{ "linktype", { .net = NET_LINKTYPE }, SCOPE_LINKTYPE_OTHER },
	{ "protocol before address",
	  { .proto = IP_ICMP, .addr = { SRC, ADDR(224, 0, 0, 1) } },
	  SCOPE_ICMP },
	{ "first multicast",
	  { .proto = IP_UDP, .addr = { SRC, ADDR(224, 0, 0, 0) } },
	  SCOPE_MULTICAST },
	{ "last multicast",
	  { .proto = IP_UDP, .addr = { SRC, ADDR(239, 255, 255, 255) } },
	  SCOPE_MULTICAST },
	{ "below multicast",
	  { .proto = IP_UDP, .addr = { SRC, ADDR(223, 255, 255, 255) } },
	  SCOPE_UDP },
	{ "class E is unicast",
	  { .proto = IP_TCP, .addr = { SRC, ADDR(240, 0, 0, 0) } },
	  SCOPE_TCP },
	{ "last of class E",
	  { .proto = IP_TCP, .addr = { SRC, ADDR(255, 255, 255, 254) } },
	  SCOPE_TCP },
	{ "limited broadcast",
	  { .proto = IP_UDP, .addr = { SRC, ADDR(255, 255, 255, 255) } },
	  SCOPE_BROADCAST },
	{ "this network",
	  { .proto = IP_UDP, .addr = { SRC, ADDR(0, 255, 255, 255) } },
	  SCOPE_BROADCAST },
	{ "first of all networks",
	  { .proto = IP_TCP, .addr = { SRC, ADDR(1, 0, 0, 0) } }, SCOPE_TCP },
	{ "from nowhere", { .proto = IP_UDP, .addr = { 0, DST } },
	  SCOPE_BROADCAST },
	{ "from multicast",
	  { .proto = IP_UDP, .addr = { ADDR(239, 1, 1, 1), DST } },
	  SCOPE_MULTICAST },
	{ "from broadcast",
	  { .proto = IP_TCP, .addr = { ADDR(255, 255, 255, 255), DST } },
	  SCOPE_BROADCAST },
	{ "destination before source",
	  { .proto = IP_UDP, .addr = { 0, ADDR(239, 1, 1, 1) } },
	  SCOPE_MULTICAST },
	{ "link layer broadcast",
	  { .proto = IP_UDP, .addr = { SRC, ADDR(10, 0, 0, 255) },
	    .link_group = LINK_BROADCAST }, SCOPE_BROADCAST },
	{ "link layer multicast",
	  { .proto = IP_TCP, .addr = { SRC, DST },
	    .link_group = LINK_MULTICAST }, SCOPE_MULTICAST },
	{ "address before link layer",
	  { .proto = IP_UDP, .addr = { SRC, ADDR(224, 0, 0, 1) },
	    .link_group = LINK_BROADCAST }, SCOPE_MULTICAST },
	{ "later fragment", { .proto = IP_UDP, .addr = { SRC, DST },
	    .fragment = true }, SCOPE_UDP },
};

Test(scope, of)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		enum scope s = scope_of(&cases[i].p);

		cr_expect_eq(s, cases[i].want, "%s: %s", cases[i].name,
			     scope_name(s));
	}
}

Test(scope, names)
{
	static const char *const names[] = {
		"tcp", "udp", "icmp", "igmp", "ip-other", "ipv6", "arp",
		"ethertype-other", "multicast", "broadcast", "damaged",
		"linktype-other"
	};

	cr_assert_eq(sizeof names / sizeof *names, N_SCOPES);
	for (int i = 0; i < N_SCOPES; i++) {
		cr_expect_str_eq(scope_name((enum scope)i), names[i]);
		cr_expect_eq(scope_is_in((enum scope)i), i < 2);
	}
}
