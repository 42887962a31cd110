/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/kind.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "frames.h"
#include "read/decode.h"
#include "read/linktype.h"
#include "read/source.h"
#include "understand/services.h"

#define LINK "0180c2000000 00d0c9000001 "
#define IP4(proto) \
	"0800 45000028 00000000 40" proto "0000 c0a80a15 e00000fb "
/* 8 octets of payload, from fe80::1 to ff02::16 */
#define IP6(next)                                             \
	"86dd 60000000 0008" next "ff fe800000000000000000000000000001 " \
	"ff020000000000000000000000000016 "

static const struct {
	const char *hex, *want;
	bool by_default;
} cases[] = {
	{ LINK "0000", "no network layer", false },
	{ LINK "0026", "802.3", false },
	{ LINK "0842", "Wake-on-LAN", false },
	{ LINK "0806 0001 0800 06 04 0001 00d0c9000001 c0a80a15 "
	  "000000000000 c0a80a16", "ARP", false },
	{ LINK "0806 0006 0800 06 04 0001", "ARP", false },
	{ LINK "0026 424203 0000", "STP", false },
	{ LINK "0026 aaaa03 00000c 010b", "STP", false },
	{ LINK "0026 aaaa03 00000c 2000", "CDP", false },
	{ LINK "0026 aaaa03 00000c 2004", "DTP", true },
	{ LINK "0026 aaaa03 00000c 2009", "Cisco SNAP 0x2009", false },
	{ LINK "0026 aaaa03 00e02b 00bb", "SNAP", false },
	{ LINK "0026 f0f003", "NetBEUI", true },
	{ LINK "0026 ffff 0022", "IPX", false },
	{ LINK "0026 83 83 03", "LLC 0x83", false },
	{ LINK "88cc", "LLDP", false },
	{ LINK "8100 000a 88cc", "LLDP", false },
	{ LINK "8892 8000", "PROFINET RT", false },
	{ LINK "8892 fefe", "PROFINET DCP", false },
	{ LINK "8892 ff40", "PROFINET PTCP", false },
	{ LINK "8892 fc01", "PROFINET alarm", false },
	{ LINK "8892", "PROFINET", false },
	{ LINK "88b8", "GOOSE", false },
	{ LINK "88ba", "SV", false },
	{ LINK "88a4", "EtherCAT", false },
	{ LINK "8100 e000 88a4", "EtherCAT", false },
	{ LINK "9000", "Ethernet loopback", false },
	{ LINK "cafe", "ethertype 0xcafe", false },
	{ LINK IP4("02") "1600000000000000", "IGMP", false },
	{ LINK IP4("70") "0000", "VRRP", false },
	{ LINK IP4("84") "0000", "SCTP", false },
	{ LINK IP4("fd") "0000", "IP protocol 253", false },
	{ LINK IP4("01") "0800", "ICMP echo", false },
	{ LINK IP4("01") "0300", "ICMP unreachable", false },
	{ LINK IP4("01") "2a00", "ICMP type 42", false },
	{ LINK IP4("01"), "ICMP", false },
	{ LINK IP4("11") "14e914e900080000", "mDNS", true },
	{ LINK IP4("11") "c00014eb00080000", "LLMNR", true },
	{ LINK IP4("11") "0044004300080000", "DHCP", true },
	/* An answer to a port that changes: the other one has the name. */
	{ LINK IP4("11") "15b8c00000080000", "MELSOFT search", false },
	{ LINK IP4("11") "c00006cc00080000", "codesys-v3", false },
	{ LINK IP4("11") "c000c00100080000", "UDP 49153", false },
	{ LINK IP4("06") "c000c001000000000000000050000000", "TCP 49153",
	  false },
	{ LINK IP6("3a") "8700000000000000", "IPv6 neighbour discovery", true },
	{ LINK IP6("00") "3a00050200000000 8f00", "IPv6 MLD", true },
	{ LINK IP6("00") "3a00050200000000", "ICMPv6", false },
	{ LINK IP6("3a"), "ICMPv6", false },
	{ LINK IP6("2c") "1100000100000000 14e914e9", "mDNS", true },
	{ LINK IP6("2c") "1100000900000000 14e914e9", "IPv6 fragment", false },
	{ LINK IP6("11") "0222022300080000", "DHCPv6", true },
	{ LINK IP6("06") "c000c00100080000", "IPv6 TCP", false },
	{ LINK IP6("3b"), "IPv6", false },
	{ "0180c2", "damaged", false },
};

static struct kind kind_at(const uint8_t *bytes, uint32_t n,
			   uint16_t linktype, const struct services *services)
{
	/* Exactly as long as it is, so that reading on is noticed. */
	uint8_t *exact = malloc(n ? n : 1);
	struct frame f = { .bytes = exact, .caplen = n, .len = n,
			   .linktype = linktype };
	struct packet p;
	struct kind k;

	memcpy(exact, bytes, n);
	decode_frame(&f, &p);
	k = kind_of(&f, &p, services);
	free(exact);
	return k;
}

Test(kind, names)
{
	struct services *services = services_new();
	char buf[KIND_TEXT];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint8_t bytes[1024];
		uint32_t n = (uint32_t)unhex(cases[i].hex, bytes);
		struct kind k = kind_at(bytes, n, LINKTYPE_ETHERNET, services);

		cr_expect_str_eq(kind_name(k, services, buf), cases[i].want,
				 "%s: %s", cases[i].want,
				 kind_name(k, services, buf));
		cr_expect_eq(kind_is_default(k), cases[i].by_default, "%s",
			     cases[i].want);
		while (n--)
			kind_at(bytes, n, LINKTYPE_ETHERNET, services);
	}
	services_free(services);
}

Test(kind, linktype)
{
	struct services *services = services_new();
	const uint8_t byte = 0;
	char buf[KIND_TEXT];

	cr_expect_str_eq(kind_name(kind_at(&byte, 1, 147, services), services,
				   buf), "LINKTYPE_147");
	services_free(services);
}
