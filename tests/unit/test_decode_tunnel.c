/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>

#include "frames.h"
#include "read/linktype.h"

enum { EN = LINKTYPE_ETHERNET };

/* The carrier, 192.168.0.1 > 192.168.0.2, in a VLAN of its own. */
#define OUTER(len, frag, proto) \
	"02 00 00 00 00 04 02 00 00 00 00 03 81 00 00 63 08 00 " \
	"45 00 " len " 00 01 " frag " 40 " proto " 00 00 " \
	"c0 a8 00 01 c0 a8 00 02 "
#define CARRIER "192.168.0.1 > 192.168.0.2"
#define INSIDE PLAIN_WANT " vlan 99 tunnels 1"
#define INSIDE_ETHER PLAIN_WANT " tunnels 1"
#define VXLAN_PORTS "c0 00 12 b5 "
#define VXLAN_FLOW "192.168.0.1:49152 > 192.168.0.2:4789"
#define ERSPAN2 "10 01 00 00 00 00 00 00 "
#define ERSPAN3(type_hw, o) \
	"20 01 00 00 00 00 00 00 00 00 " type_hw " " o " "
#define IP6 \
	"60 00 00 00 00 00 3b 40 " \
	"20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 " \
	"20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 02 "

static const struct frame_case gre[] = {
	{ "ipv4", EN, 0, 0, OUTER("00 44", "00 00", "2f") "00 00 08 00 " PLAIN,
	  INSIDE },
	{ "checksum, key, sequence", EN, 0, 0,
	  OUTER("00 50", "00 00", "2f") "b0 00 08 00 00 00 00 00 "
	  "00 00 00 07 00 00 00 01 " PLAIN, INSIDE },
	{ "key", EN, 0, 0,
	  OUTER("00 48", "00 00", "2f") "20 00 08 00 00 00 00 07 " PLAIN,
	  INSIDE },
	{ "ipv6", EN, 0, 0, OUTER("00 40", "00 00", "2f") "00 00 86 dd " IP6,
	  "ipv6 vlan 99 tunnels 1" },
	{ "ethernet", EN, 0, 0,
	  OUTER("00 52", "00 00", "2f") "00 00 65 58 " ETHER("08 00") PLAIN,
	  INSIDE_ETHER },
	{ "ethernet with a tag, to all", EN, 0, 0,
	  OUTER("00 56", "00 00", "2f") "00 00 65 58 ff ff ff ff ff ff "
	  "02 00 00 00 00 01 81 00 00 07 08 00 " PLAIN,
	  PLAIN_WANT " vlan 7 tunnels 1 to all" },
	{ "ethernet, lldp", EN, 0, 0,
	  OUTER("00 28", "00 00", "2f") "00 00 65 58 " ETHER("88 cc") "02 07",
	  "other tunnels 1" },
	{ "mpls", EN, 0, 0,
	  OUTER("00 48", "00 00", "2f") "00 00 88 47 00 01 01 40 " PLAIN,
	  INSIDE },
	{ "mpls of nothing known", EN, 0, 0,
	  OUTER("00 24", "00 00", "2f") "00 00 88 47 00 01 01 40 10 00 00 00",
	  "ipv4 47 " CARRIER " ip 36 vlan 99" },
	{ "routing", EN, 0, 0,
	  OUTER("00 44", "00 00", "2f") "40 00 08 00 " PLAIN,
	  "ipv4 47 " CARRIER " ip 68 vlan 99" },
	{ "version 2", EN, 0, 0,
	  OUTER("00 44", "00 00", "2f") "00 02 08 00 " PLAIN,
	  "ipv4 47 " CARRIER " ip 68 vlan 99" },
	{ "unknown payload", EN, 0, 0,
	  OUTER("00 44", "00 00", "2f") "00 00 88 3e " PLAIN,
	  "ipv4 47 " CARRIER " ip 68 vlan 99" },
	{ "inside is no ipv4", EN, 0, 0,
	  OUTER("00 2c", "00 00", "2f") "00 00 08 00 "
	  "00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13",
	  "ipv4 47 " CARRIER " ip 44 vlan 99" },
	{ "inside is cut", EN, 0, 40,
	  OUTER("00 44", "00 00", "2f") "00 00 08 00 45 00 00 2c",
	  "ipv4 47 " CARRIER " ip 68 vlan 99" },
	{ "inside is damaged further on", EN, 0, 0,
	  OUTER("00 40", "00 00", "2f") "00 00 08 00 "
	  IP("00 28", "00 00", "06") TCP("3"), "damaged vlan 99 tunnels 1" },
	{ "header cut", EN, 0, 40, OUTER("00 44", "00 00", "2f") "00 00",
	  "ipv4 47 " CARRIER " ip 68 vlan 99" },
	{ "key cut", EN, 0, 40, OUTER("00 44", "00 00", "2f") "20 00 08 00 00",
	  "ipv4 47 " CARRIER " ip 68 vlan 99" },
	{ "later fragment", EN, 0, 0,
	  OUTER("00 44", "00 40", "2f") "00 00 08 00 " PLAIN,
	  "ipv4 47 " CARRIER " ip 68 payload 48/48 later vlan 99" },
	{ "in gre", EN, 0, 0,
	  OUTER("00 5c", "00 00", "2f") "00 00 08 00 "
	  IP("00 44", "00 00", "2f") "00 00 08 00 " PLAIN,
	  PLAIN_WANT " vlan 99 tunnels 2" },
	{ "in gre, damaged", EN, 0, 0,
	  OUTER("00 2f", "00 00", "2f") "00 00 08 00 "
	  IP("00 17", "00 00", "2f") "00 00 08",
	  "ipv4 47 " HOSTS " ip 23 vlan 99 tunnels 1" },
};

static const struct frame_case pptp[] = {
	{ "data", EN, 0, 0,
	  OUTER("00 50", "00 00", "2f") "30 01 88 0b 00 30 00 01 00 00 00 05 "
	  "ff 03 00 21 " PLAIN, INSIDE },
	{ "data and acknowledgment", EN, 0, 0,
	  OUTER("00 51", "00 00", "2f") "30 81 88 0b 00 2d 00 01 00 00 00 05 "
	  "00 00 00 04 21 " PLAIN, INSIDE },
	{ "acknowledgment only", EN, 0, 0,
	  OUTER("00 4d", "00 00", "2f") "20 81 88 0b 00 00 00 01 00 00 00 04 "
	  "21 " PLAIN, "ipv4 47 " CARRIER " ip 77 vlan 99" },
	{ "no key", EN, 0, 0,
	  OUTER("00 4d", "00 00", "2f") "10 01 88 0b 00 2d 00 01 00 00 00 05 "
	  "21 " PLAIN, "ipv4 47 " CARRIER " ip 77 vlan 99" },
	{ "lcp", EN, 0, 0,
	  OUTER("00 23", "00 00", "2f") "30 01 88 0b 00 03 00 01 00 00 00 05 "
	  "c0 21 09", "other vlan 99 tunnels 1" },
};

static const struct frame_case erspan[] = {
	{ "I", EN, 0, 0,
	  OUTER("00 52", "00 00", "2f") "00 00 88 be " ETHER("08 00") PLAIN,
	  INSIDE_ETHER },
	{ "II", EN, 0, 0,
	  OUTER("00 5e", "00 00", "2f") "10 00 88 be 00 00 00 01 " ERSPAN2
	  ETHER("08 00") PLAIN, INSIDE_ETHER },
	{ "II of another version", EN, 0, 0,
	  OUTER("00 5e", "00 00", "2f") "10 00 88 be 00 00 00 01 "
	  "30 01 00 00 00 00 00 00 " ETHER("08 00") PLAIN,
	  "ipv4 47 " CARRIER " ip 94 vlan 99" },
	{ "III", EN, 0, 0,
	  OUTER("00 62", "00 00", "2f") "10 00 22 eb 00 00 00 01 "
	  ERSPAN3("00", "00") ETHER("08 00") PLAIN, INSIDE_ETHER },
	{ "III of another version", EN, 0, 0,
	  OUTER("00 62", "00 00", "2f") "10 00 22 eb 00 00 00 01 "
	  "30 01 00 00 00 00 00 00 00 00 00 00 " ETHER("08 00") PLAIN,
	  "ipv4 47 " CARRIER " ip 98 vlan 99" },
	{ "III with a subheader", EN, 0, 0,
	  OUTER("00 6a", "00 00", "2f") "10 00 22 eb 00 00 00 01 "
	  ERSPAN3("00", "01") "00 00 00 00 00 00 00 00 " ETHER("08 00") PLAIN,
	  INSIDE_ETHER },
	{ "III of IP", EN, 0, 0,
	  OUTER("00 54", "00 00", "2f") "10 00 22 eb 00 00 00 01 "
	  ERSPAN3("08", "00") PLAIN, INSIDE },
	{ "III of infiniband", EN, 0, 0,
	  OUTER("00 54", "00 00", "2f") "10 00 22 eb 00 00 00 01 "
	  ERSPAN3("04", "00") PLAIN, "ipv4 47 " CARRIER " ip 84 vlan 99" },
	{ "III cut", EN, 0, 50,
	  OUTER("00 54", "00 00", "2f") "10 00 22 eb 00 00 00 01 20 01",
	  "ipv4 47 " CARRIER " ip 84 vlan 99" },
	{ "III, subheader cut", EN, 0, 50,
	  OUTER("00 54", "00 00", "2f") "10 00 22 eb 00 00 00 01 "
	  ERSPAN3("00", "01") "00", "ipv4 47 " CARRIER " ip 84 vlan 99" },
};

static const struct frame_case ip_in_ip[] = {
	{ "ipip", EN, 0, 0, OUTER("00 40", "00 00", "04") PLAIN, INSIDE },
	{ "6in4", EN, 0, 0, OUTER("00 3c", "00 00", "29") IP6,
	  "ipv6 vlan 99 tunnels 1" },
	{ "6in4 that is not", EN, 0, 0, OUTER("00 40", "00 00", "29") PLAIN,
	  "ipv4 41 " CARRIER " ip 64 vlan 99" },
	{ "ipip that is not", EN, 0, 0, OUTER("00 3c", "00 00", "04") IP6,
	  "ipv4 4 " CARRIER " ip 60 vlan 99" },
	{ "inside a fragment", EN, 0, 0,
	  OUTER("00 30", "00 00", "04") IP("00 1c", "00 09", "11")
	  "01 02 03 04 05 06 07 08",
	  "ipv4 17 " HOSTS " ip 28 payload 8/8 later vlan 99 tunnels 1" },
	{ "first fragment outside", EN, 0, 0,
	  OUTER("00 40", "20 00", "04") PLAIN, INSIDE },
};

static const struct frame_case vxlan[] = {
	{ "tcp", EN, 0, 0,
	  OUTER("00 5e", "00 00", "11") VXLAN_PORTS "00 4a 00 00 "
	  "08 00 00 00 00 00 07 00 " ETHER("08 00") PLAIN, INSIDE_ETHER },
	{ "arp to all", EN, 0, 0,
	  OUTER("00 4e", "00 00", "11") VXLAN_PORTS "00 3a 00 00 "
	  "08 00 00 00 00 00 07 00 ff ff ff ff ff ff 02 00 00 00 00 01 08 06 "
	  "00 01 08 00 06 04 00 01 02 00 00 00 00 01 0a 00 00 01 "
	  "00 00 00 00 00 00 0a 00 00 02",
	  "arp 1 02:00:00:00:00:01 " HOSTS " tunnels 1 to all" },
	{ "without the flag", EN, 0, 0,
	  OUTER("00 5e", "00 00", "11") VXLAN_PORTS "00 4a 00 00 "
	  "00 00 00 00 00 00 07 00 " ETHER("08 00") PLAIN,
	  "ipv4 17 " VXLAN_FLOW " ip 94 payload 66/66 vlan 99" },
	{ "reserved bits", EN, 0, 0,
	  OUTER("00 5e", "00 00", "11") VXLAN_PORTS "00 4a 00 00 "
	  "08 00 00 00 00 00 07 01 " ETHER("08 00") PLAIN,
	  "ipv4 17 " VXLAN_FLOW " ip 94 payload 66/66 vlan 99" },
	{ "no frame inside", EN, 0, 0,
	  OUTER("00 26", "00 00", "11") VXLAN_PORTS "00 12 00 00 "
	  "08 00 00 00 00 00 07 00 01 02",
	  "ipv4 17 " VXLAN_FLOW " ip 38 payload 10/10 vlan 99" },
	{ "inside is no ipv4", EN, 0, 0,
	  OUTER("00 36", "00 00", "11") VXLAN_PORTS "00 22 00 00 "
	  "08 00 00 00 00 00 07 00 " ETHER("08 00") "00 01 02 03",
	  "ipv4 17 " VXLAN_FLOW " ip 54 payload 26/26 vlan 99" },
	{ "udp length ends it", EN, 0, 0,
	  OUTER("00 5e", "00 00", "11") VXLAN_PORTS "00 48 00 00 "
	  "08 00 00 00 00 00 07 00 " ETHER("08 00")
	  IP("00 00", "00 00", "06") TCP("5") "01 02 03 04",
	  "ipv4 6 " FLOW " ip 42 payload 2/2 flags 18 tso tunnels 1" },
	{ "from the port", EN, 0, 0,
	  OUTER("00 5e", "00 00", "11") "12 b5 c0 00 00 4a 00 00 "
	  "08 00 00 00 00 00 07 00 " ETHER("08 00") PLAIN,
	  "ipv4 17 192.168.0.1:4789 > 192.168.0.2:49152 ip 94 payload 66/66 "
	  "vlan 99" },
};

static const struct frame_case mpls[] = {
	{ "ipv4", EN, 0, 0, ETHER("88 47") "00 01 01 40 " PLAIN, PLAIN_WANT },
	{ "multicast type", EN, 0, 0, ETHER("88 48") "00 01 01 40 " PLAIN,
	  PLAIN_WANT },
	{ "three labels", EN, 0, 0,
	  ETHER("88 47") "00 01 00 40 00 02 00 40 00 03 01 40 " PLAIN,
	  PLAIN_WANT },
	{ "ipv6", EN, 0, 0, ETHER("88 47") "00 00 21 40 " IP6, "ipv6" },
	{ "no bottom", EN, 0, 40, ETHER("88 47") "00 01 00 40 00 02 00 40",
	  "damaged" },
	{ "nothing below", EN, 0, 0, ETHER("88 47") "00 01 01 40", "other" },
	{ "cut below", EN, 0, 40, ETHER("88 47") "00 01 01 40", "damaged" },
	{ "pseudowire", EN, 0, 0,
	  ETHER("88 47") "00 01 01 40 00 00 00 00 "
	  "ff ff ff ff ff ff 02 00 00 00 00 01 81 00 00 07 08 00 " PLAIN,
	  PLAIN_WANT " vlan 7 to all" },
	{ "pseudowire without control word", EN, 0, 0,
	  ETHER("88 47") "00 01 01 40 " ETHER("08 00") PLAIN, PLAIN_WANT },
	{ "pseudowire of no known type", EN, 0, 0,
	  ETHER("88 47") "00 01 01 40 00 00 00 00 ff ff ff ff ff ff "
	  "02 00 00 00 00 01 88 cc 02 07", "other" },
	{ "pseudowire of something else", EN, 0, 0,
	  ETHER("88 47") "00 01 01 40 00 00 00 00 01 02 03", "other" },
	{ "associated channel", EN, 0, 0,
	  ETHER("88 47") "00 01 01 40 10 00 00 21 " PLAIN, "other" },
	{ "looks like ipv4 only", EN, 0, 0,
	  ETHER("88 47") "00 01 01 40 44 00 00 14 00 00", "other" },
};

#define CHECK(cases) check_cases(cases, sizeof(cases) / sizeof *(cases))

Test(decode_tunnel, gre)
{
	CHECK(gre);
	CHECK(pptp);
	CHECK(erspan);
}

Test(decode_tunnel, ip_in_ip)
{
	CHECK(ip_in_ip);
}

Test(decode_tunnel, vxlan)
{
	CHECK(vxlan);
}

Test(decode_tunnel, mpls)
{
	CHECK(mpls);
}

/* n IPv4 headers of protocol 4 around one packet. */
static void nested(uint16_t linktype, unsigned n, struct packet *p)
{
	uint8_t bytes[1024];
	struct frame f = { .bytes = bytes, .linktype = linktype };
	struct text hex = { 0 };

	for (; n > 0; n--)
		text_printf(&hex, "45 00 %02x %02x 00 00 00 00 40 04 00 00 "
			    ADDRS, (44 + 20 * n) >> 8, (44 + 20 * n) & 255);
	text_puts(&hex, PLAIN);
	f.caplen = f.len = (uint32_t)unhex(hex.s, bytes);
	decode_exact(&f, p);
	text_release(&hex);
}

/* Both link types, since one ends before and one behind a tunnel's header. */
Test(decode_tunnel, depth_has_a_limit)
{
	static const uint16_t linktypes[] = { LINKTYPE_RAW, LINKTYPE_IPV4 };

	for (int i = 0; i < 2; i++) {
		struct packet p;

		nested(linktypes[i], 6, &p);
		cr_expect_eq(p.net, NET_IPV4);
		cr_expect_eq(p.proto, IP_TCP);
		cr_expect_eq(p.n_tunnels, 6);
		nested(linktypes[i], LIMIT_DECODE_DEPTH, &p);
		cr_expect_eq(p.net, NET_DAMAGED);
	}
}
