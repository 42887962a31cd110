/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/decode.h"

#include <criterion/criterion.h>
#include <string.h>

#include "frames.h"
#include "read/linktype.h"

enum { EN = LINKTYPE_ETHERNET, RAW = LINKTYPE_RAW };

#define SNAP "aa aa 03 00 00 00 "
#define ARP_BODY \
	"02 00 00 00 00 01 0a 00 00 01 00 00 00 00 00 00 0a 00 00 02 "
#define ARP_WANT "arp 1 02:00:00:00:00:01 " HOSTS
#define IP6 "60 00 00 00 00 00 3b 40 "
#define IP6_ADDRS \
	"20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 " \
	"20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 02 "

static const struct frame_case links[] = {
	{ "ethernet", EN, 0, 0, ETHER("08 00") PLAIN, PLAIN_WANT },
	{ "padding is no payload", EN, 0, 0,
	  ETHER("08 00") IP("00 28", "00 00", "06") TCP("5") "00 00 00 00",
	  "ipv4 6 " FLOW " ip 40 flags 18" },
	{ "no link header", EN, 0, 50, MACS "08", "damaged" },
	{ "nothing", EN, 0, 0, "", "damaged" },
	{ "unknown ethertype", EN, 0, 0, ETHER("88 cc") "02 07", "other" },
	{ "profinet", EN, 0, 0, ETHER("88 92") "80 00", "other" },
	{ "pppoe discovery", EN, 0, 0, ETHER("88 63") "11 09", "other" },
	{ "between length and type", EN, 0, 0,
	  ETHER("05 dd") SNAP "08 00 " PLAIN, "other" },
	{ "broadcast", EN, 0, 0,
	  "ff ff ff ff ff ff 02 00 00 00 00 01 08 00 " PLAIN,
	  PLAIN_WANT " to all" },
	{ "multicast", EN, 0, 0,
	  "01 00 5e 00 00 01 02 00 00 00 00 01 08 00 " PLAIN,
	  PLAIN_WANT " to many" },
	{ "vlan", EN, 0, 0, ETHER("81 00") "e0 07 08 00 " PLAIN,
	  PLAIN_WANT " vlan 7" },
	{ "priority tag", EN, 0, 0, ETHER("81 00") "e0 00 08 00 " PLAIN,
	  PLAIN_WANT },
	{ "802.1ad", EN, 0, 0,
	  ETHER("88 a8") "00 64 81 00 0f ff 08 00 " PLAIN,
	  PLAIN_WANT " vlan 100 vlan 4095" },
	{ "five tags", EN, 0, 0,
	  ETHER("91 00") "00 01 92 00 00 02 93 00 00 03 81 00 00 04 "
	  "81 00 00 05 08 00 " PLAIN,
	  PLAIN_WANT " vlan 1 vlan 2 vlan 3 vlan 4" },
	{ "tag cut", EN, 0, 60, ETHER("81 00") "00 07 08", "damaged" },
	{ "length in a tag", EN, 0, 0,
	  ETHER("81 00") "00 07 00 34 " SNAP "08 00 " PLAIN,
	  PLAIN_WANT " vlan 7" },
	{ "snap", EN, 0, 0, ETHER("00 34") SNAP "08 00 " PLAIN, PLAIN_WANT },
	{ "snap of another house", EN, 0, 0,
	  ETHER("00 34") "aa aa 03 00 00 0c 20 00 " PLAIN, "other" },
	{ "spanning tree", EN, 0, 0, ETHER("00 26") "42 42 03 00 00 00 00 00",
	  "other" },
	{ "snap cut", EN, 0, 40, ETHER("00 34") "aa aa 03 00", "damaged" },
	{ "llc too short for snap", EN, 0, 0, ETHER("00 03") "aa aa 03",
	  "other" },
	{ "no payload", EN, 0, 0, ETHER("00 00"), "other" },
	{ "fcs", EN, 4, 0,
	  ETHER("08 00") IP("00 00", "00 00", "06") TCP("5") "01 f0 f1 f2 f3",
	  "ipv4 6 " FLOW " ip 41 payload 1/1 flags 18 tso" },
	{ "fcs cut away", EN, 4, 3,
	  ETHER("08 00") IP("00 00", "00 00", "06") TCP("5") "01 02 f0",
	  "ipv4 6 " FLOW " ip 42 payload 2/2 flags 18 tso" },
	{ "fcs longer than the frame", RAW, 4, 0, "60 00", "damaged" },
	{ "linktype", 147, 0, 0, ETHER("08 00") PLAIN, "linktype" },
};

static const struct frame_case cooked[] = {
	{ "null, little endian", LINKTYPE_NULL, 0, 0, "02 00 00 00 " PLAIN,
	  PLAIN_WANT },
	{ "null, big endian", LINKTYPE_NULL, 0, 0, "00 00 00 02 " PLAIN,
	  PLAIN_WANT },
	{ "loop", LINKTYPE_LOOP, 0, 0, "00 00 00 02 " PLAIN, PLAIN_WANT },
	{ "null, ipv6 of linux", LINKTYPE_NULL, 0, 0,
	  "0a 00 00 00 " IP6 IP6_ADDRS, "ipv6" },
	{ "null, ipv6 of netbsd", LINKTYPE_NULL, 0, 0,
	  "18 00 00 00 " IP6 IP6_ADDRS, "ipv6" },
	{ "null, ipv6 of freebsd", LINKTYPE_NULL, 0, 0,
	  "1c 00 00 00 " IP6 IP6_ADDRS, "ipv6" },
	{ "loop, ipv6 of darwin", LINKTYPE_LOOP, 0, 0,
	  "00 00 00 1e " IP6 IP6_ADDRS, "ipv6" },
	{ "null, another family", LINKTYPE_NULL, 0, 0, "07 00 00 00 " PLAIN,
	  "other" },
	{ "null cut", LINKTYPE_NULL, 0, 40, "02 00 00", "damaged" },
	{ "raw", RAW, 0, 0, PLAIN, PLAIN_WANT },
	{ "raw, DLT 12", LINKTYPE_RAW_DLT_12, 0, 0, PLAIN, PLAIN_WANT },
	{ "raw, DLT 14", LINKTYPE_RAW_DLT_14, 0, 0, PLAIN, PLAIN_WANT },
	{ "raw, ipv6", RAW, 0, 0, IP6 IP6_ADDRS, "ipv6" },
	{ "raw, neither", RAW, 0, 0, "55 00", "damaged" },
	{ "raw, empty", RAW, 0, 0, "", "damaged" },
	{ "ipv4", LINKTYPE_IPV4, 0, 0, PLAIN, PLAIN_WANT },
	{ "ipv4 that is not", LINKTYPE_IPV4, 0, 0, IP6 IP6_ADDRS, "damaged" },
	{ "ipv6", LINKTYPE_IPV6, 0, 0, IP6 IP6_ADDRS, "ipv6" },
	{ "ipv6 that is not", LINKTYPE_IPV6, 0, 0, PLAIN, "damaged" },
	{ "ipv6, cut", LINKTYPE_IPV6, 0, 33, IP6, "ipv6" },
	{ "ipv6, too short", LINKTYPE_IPV6, 0, 0, IP6, "damaged" },
	{ "sll", LINKTYPE_LINUX_SLL, 0, 0,
	  "00 04 00 01 00 06 02 00 00 00 00 01 00 00 08 00 " PLAIN,
	  PLAIN_WANT },
	{ "sll, broadcast", LINKTYPE_LINUX_SLL, 0, 0,
	  "00 01 00 01 00 06 02 00 00 00 00 01 00 00 08 00 " PLAIN,
	  PLAIN_WANT " to all" },
	{ "sll, multicast, vlan", LINKTYPE_LINUX_SLL, 0, 0,
	  "00 02 00 01 00 06 02 00 00 00 00 01 00 00 81 00 "
	  "00 07 08 00 " PLAIN, PLAIN_WANT " vlan 7 to many" },
	{ "sll, llc", LINKTYPE_LINUX_SLL, 0, 0,
	  "00 00 00 01 00 06 02 00 00 00 00 01 00 00 00 04 "
	  SNAP "08 00 " PLAIN, PLAIN_WANT },
	{ "sll, a number of linux", LINKTYPE_LINUX_SLL, 0, 0,
	  "00 00 00 01 00 06 02 00 00 00 00 01 00 00 00 0c "
	  SNAP "08 00 " PLAIN, "other" },
	{ "sll, netlink", LINKTYPE_LINUX_SLL, 0, 0,
	  "00 04 03 38 00 00 00 00 00 00 00 00 00 00 08 00 " PLAIN,
	  "other" },
	{ "sll, cut", LINKTYPE_LINUX_SLL, 0, 60, "00 04 00 01", "damaged" },
	{ "sll2", LINKTYPE_LINUX_SLL2, 0, 0,
	  "08 00 00 00 00 00 00 02 00 01 00 06 02 00 00 00 00 01 00 00 "
	  PLAIN, PLAIN_WANT },
	{ "sll2, broadcast", LINKTYPE_LINUX_SLL2, 0, 0,
	  "08 00 00 00 00 00 00 02 00 01 01 06 02 00 00 00 00 01 00 00 "
	  PLAIN, PLAIN_WANT " to all" },
	{ "sll2, arp", LINKTYPE_LINUX_SLL2, 0, 0,
	  "08 06 00 00 00 00 00 02 00 01 01 06 02 00 00 00 00 01 00 00 "
	  "00 01 08 00 06 04 00 01 " ARP_BODY, ARP_WANT " to all" },
	{ "sll2, netlink", LINKTYPE_LINUX_SLL2, 0, 0,
	  "08 00 00 00 00 00 00 02 03 38 04 00 00 00 00 00 00 00 00 00 "
	  PLAIN, "other" },
	{ "sll2, cut", LINKTYPE_LINUX_SLL2, 0, 60, "08 00 00 00", "damaged" },
};

static const struct frame_case ppp[] = {
	{ "ppp", LINKTYPE_PPP, 0, 0, "00 21 " PLAIN, PLAIN_WANT },
	{ "address and control", LINKTYPE_PPP, 0, 0, "ff 03 00 21 " PLAIN,
	  PLAIN_WANT },
	{ "compressed protocol", LINKTYPE_PPP, 0, 0, "21 " PLAIN, PLAIN_WANT },
	{ "all and compressed", LINKTYPE_PPP_HDLC, 0, 0, "ff 03 21 " PLAIN,
	  PLAIN_WANT },
	{ "ipv6", LINKTYPE_PPP, 0, 0, "00 57 " IP6 IP6_ADDRS, "ipv6" },
	{ "lcp", LINKTYPE_PPP, 0, 0, "ff 03 c0 21 01", "other" },
	{ "mpls", LINKTYPE_PPP, 0, 0, "02 81 00 01 01 40 " PLAIN, PLAIN_WANT },
	{ "cut", LINKTYPE_PPP, 0, 9, "ff 03 00", "damaged" },
	{ "nothing", LINKTYPE_PPP, 0, 0, "", "damaged" },
	{ "cisco hdlc", LINKTYPE_PPP_HDLC, 0, 0, "0f 00 08 00 " PLAIN,
	  PLAIN_WANT },
	{ "cisco hdlc, keepalive", LINKTYPE_PPP_HDLC, 0, 0, "8f 00 80 35 00",
	  "other" },
	{ "cisco hdlc, cut", LINKTYPE_PPP_HDLC, 0, 9, "0f 00 08", "damaged" },
	{ "pppd, in", LINKTYPE_PPP_PPPD, 0, 0, "00 03 00 21 " PLAIN,
	  PLAIN_WANT },
	{ "pppd, out", LINKTYPE_PPP_PPPD, 0, 0, "01 03 00 21 " PLAIN,
	  PLAIN_WANT },
	{ "pppoe", EN, 0, 0, ETHER("88 64") "11 00 00 01 00 2e 00 21 " PLAIN,
	  PLAIN_WANT },
	{ "pppoe, length ends it", EN, 0, 0,
	  ETHER("88 64") "11 00 00 01 00 2a 00 21 " IP("00 00", "00 00", "06")
	  TCP("5") "00 00", "ipv4 6 " FLOW " ip 40 flags 18 tso" },
	{ "pppoe, bad version", EN, 0, 0,
	  ETHER("88 64") "21 00 00 01 00 2e 00 21 " PLAIN, "damaged" },
	{ "pppoe, another code", EN, 0, 0,
	  ETHER("88 64") "11 a7 00 01 00 2e 00 21 " PLAIN, "other" },
	{ "pppoe, cut", EN, 0, 9, ETHER("88 64") "11 00", "damaged" },
	{ "pppoe as link type", LINKTYPE_PPP_ETHER, 0, 0,
	  "11 00 00 01 00 2e 00 21 " PLAIN, PLAIN_WANT },
};

static const struct frame_case network[] = {
	{ "arp", EN, 0, 0,
	  ETHER("08 06") "00 01 08 00 06 04 00 01 " ARP_BODY, ARP_WANT },
	{ "arp, padded reply", EN, 0, 0,
	  ETHER("08 06") "00 01 08 00 06 04 00 02 " ARP_BODY "00 00 00 00",
	  "arp 2 02:00:00:00:00:01 " HOSTS },
	{ "arp of another hardware", EN, 0, 0,
	  ETHER("08 06") "00 06 08 00 06 04 00 01 " ARP_BODY, "other" },
	{ "arp of another protocol", EN, 0, 0,
	  ETHER("08 06") "00 01 80 9b 06 04 00 01 " ARP_BODY, "other" },
	{ "arp, other lengths", EN, 0, 0,
	  ETHER("08 06") "00 01 08 00 08 04 00 01 " ARP_BODY, "other" },
	{ "arp cut", EN, 0, 9, ETHER("08 06") "00 01 08 00 06 04 00 01 02",
	  "damaged" },
	{ "rarp", EN, 0, 0,
	  ETHER("80 35") "00 01 08 00 06 04 00 03 " ARP_BODY, "other" },
	{ "ipv6", EN, 0, 0, ETHER("86 dd") IP6 IP6_ADDRS, "ipv6" },
	{ "icmp", RAW, 0, 0, IP("00 1c", "00 00", "01") "08 00 00 00 00 00",
	  "ipv4 1 " HOSTS " ip 28" },
	{ "igmp", RAW, 0, 0, IP("00 1c", "00 00", "02") "16 00 00 00 00 00",
	  "ipv4 2 " HOSTS " ip 28" },
	{ "ospf", RAW, 0, 0, IP("00 18", "00 00", "59") "02 01 00 2c",
	  "ipv4 89 " HOSTS " ip 24" },
	{ "options", RAW, 0, 0,
	  "46 00 00 31 12 34 00 00 40 06 00 00 " ADDRS "94 04 00 00 "
	  TCP("5") "01 02 03 04 05",
	  "ipv4 6 " FLOW " ip 49 payload 5/5 flags 18" },
	{ "cut in the options", RAW, 0, 23,
	  "46 00 00 31 12 34 00 00 40 06 00 00 " ADDRS "94 04", "damaged" },
	{ "later fragment cut in the options", RAW, 0, 23,
	  "46 00 00 31 12 34 00 10 40 06 00 00 " ADDRS "94 04",
	  "ipv4 6 " HOSTS " ip 49 payload 25/0 later" },
	{ "version 5", EN, 0, 0,
	  ETHER("08 00") "55 00 00 28 12 34 00 00 40 06 00 00 " ADDRS
	  TCP("5"), "damaged" },
	{ "header of 16 bytes", RAW, 0, 0,
	  "44 00 00 14 12 34 00 00 40 01 00 00 " ADDRS, "damaged" },
	{ "total below header", RAW, 0, 0, IP("00 13", "00 00", "01") "08 00",
	  "damaged" },
	{ "header cut", EN, 0, 40, ETHER("08 00") "45 00 00 28", "damaged" },
	{ "nothing behind ethernet", EN, 0, 0, ETHER("08 00"), "damaged" },
	{ "tso", EN, 0, 1000,
	  ETHER("08 00") IP("00 00", "00 00", "06") TCP("5") "01 02",
	  "ipv4 6 " FLOW " ip 1042 payload 1002/2 flags 18 tso" },
	{ "longer than the frame", EN, 0, 0,
	  ETHER("08 00") IP("00 64", "00 00", "06") TCP("5") "01 02",
	  "ipv4 6 " FLOW " ip 100 payload 60/2 flags 18" },
	{ "first fragment", RAW, 0, 0,
	  IP("00 24", "20 00", "11") UDP("00 40") "01 02 03 04 05 06 07 08",
	  "ipv4 17 " FLOW " ip 36 payload 8/8 first" },
	{ "later fragment", RAW, 0, 0,
	  IP("00 1c", "20 02", "11") UDP("00 40"),
	  "ipv4 17 " HOSTS " ip 28 payload 8/8 later" },
	{ "last fragment", RAW, 0, 0, IP("00 1c", "00 02", "06") UDP("00 40"),
	  "ipv4 6 " HOSTS " ip 28 payload 8/8 later" },
	{ "may not be fragmented", RAW, 0, 0,
	  IP("00 2c", "40 00", "06") TCP("5") "01 02 03 04", PLAIN_WANT },
};

static const struct frame_case transport[] = {
	{ "options", RAW, 0, 0,
	  IP("00 2d", "00 00", "06") TCP("6") "02 04 05 b4 01",
	  "ipv4 6 " FLOW " ip 45 payload 1/1 flags 18" },
	{ "cut behind the ports", RAW, 0, 90,
	  IP("00 64", "00 00", "06") PORTS "00 00",
	  "ipv4 6 " FLOW " ip 100 payload 60/0 cut" },
	{ "cut behind the flags", RAW, 0, 90,
	  IP("00 64", "00 00", "06")
	  PORTS "00 00 00 01 00 00 00 02 80 12",
	  "ipv4 6 " FLOW " ip 100 payload 48/0 flags 12 cut" },
	{ "cut in the options", RAW, 0, 90,
	  IP("00 64", "00 00", "06") TCP("8") "01 01",
	  "ipv4 6 " FLOW " ip 100 payload 48/0 flags 18" },
	{ "cut in the payload", RAW, 0, 58,
	  IP("00 64", "00 00", "06") TCP("5") "01 02",
	  "ipv4 6 " FLOW " ip 100 payload 60/2 flags 18" },
	{ "cut in the ports", RAW, 0, 90,
	  IP("00 64", "00 00", "06") "04 01 01", "damaged" },
	{ "no ports on the wire", RAW, 0, 0,
	  IP("00 16", "00 00", "06") TCP("5"), "damaged" },
	{ "offset below 5", RAW, 0, 0, IP("00 28", "00 00", "06") TCP("4"),
	  "damaged" },
	{ "offset beyond the packet", RAW, 0, 0,
	  IP("00 28", "00 00", "06") TCP("6"), "damaged" },
	{ "header beyond the packet", RAW, 0, 0,
	  IP("00 22", "00 00", "06") TCP("5"), "damaged" },
	{ "first fragment ends in the header", RAW, 0, 0,
	  IP("00 1c", "20 00", "06") TCP("5"),
	  "ipv4 6 " FLOW " ip 28 cut first" },
	{ "all flags", RAW, 0, 0,
	  IP("00 28", "00 00", "06")
	  PORTS "00 00 00 01 00 00 00 02 50 ff 10 00 ab cd 00 00",
	  "ipv4 6 " FLOW " ip 40 flags 3f" },
	{ "udp", RAW, 0, 0, IP("00 1e", "00 00", "11") UDP("00 0a") "01 02",
	  "ipv4 17 " FLOW " ip 30 payload 2/2" },
	{ "udp without payload", RAW, 0, 0,
	  IP("00 1c", "00 00", "11") UDP("00 08"), "ipv4 17 " FLOW " ip 28" },
	{ "udp shorter than ip", RAW, 0, 0,
	  IP("00 1f", "00 00", "11") UDP("00 09") "01 02 03",
	  "ipv4 17 " FLOW " ip 31 payload 1/1" },
	{ "udp longer than ip", RAW, 0, 0,
	  IP("00 1e", "00 00", "11") UDP("00 ff") "01 02",
	  "ipv4 17 " FLOW " ip 30 payload 2/2" },
	{ "udp length 0", RAW, 0, 0,
	  IP("00 1e", "00 00", "11") UDP("00 00") "01 02",
	  "ipv4 17 " FLOW " ip 30 payload 2/2" },
	{ "udp length 7", RAW, 0, 0,
	  IP("00 1e", "00 00", "11") UDP("00 07") "01 02", "damaged" },
	{ "udp header beyond ip", RAW, 0, 0,
	  IP("00 1b", "00 00", "11") UDP("00 08"), "damaged" },
	{ "udp cut behind the ports", RAW, 0, 40,
	  IP("00 40", "00 00", "11") PORTS "00",
	  "ipv4 17 " FLOW " ip 64 payload 36/0" },
	{ "udp cut behind the length", RAW, 0, 40,
	  IP("00 40", "00 00", "11") PORTS "00 09",
	  "ipv4 17 " FLOW " ip 64 payload 1/0" },
	{ "udp cut in the ports", RAW, 0, 40,
	  IP("00 40", "00 00", "11") "04 01", "damaged" },
};

#define CHECK(cases) check_cases(cases, sizeof(cases) / sizeof *(cases))

Test(decode, link_layers)
{
	CHECK(links);
}

Test(decode, cooked_and_raw)
{
	CHECK(cooked);
}

Test(decode, ppp)
{
	CHECK(ppp);
}

Test(decode, network)
{
	CHECK(network);
}

Test(decode, transport)
{
	CHECK(transport);
}

static void decode_hex(uint16_t linktype, const char *hex, struct packet *p)
{
	static uint8_t bytes[1024];
	struct frame f = { .bytes = bytes, .linktype = linktype,
			   .time_ns = -5 };

	f.caplen = f.len = (uint32_t)unhex(hex, bytes);
	decode_exact(&f, p);
}

Test(decode, every_field_of_tcp)
{
	struct packet p;

	decode_hex(EN, ETHER("08 00") PLAIN, &p);
	cr_expect_eq(p.time_ns, -5);
	cr_expect_eq(p.mac[0], 0x020000000001);
	cr_expect_eq(p.mac[1], 0x020000000002);
	cr_expect_eq(p.addr[0], 0x0a000001);
	cr_expect_eq(p.addr[1], 0x0a000002);
	cr_expect_eq(p.ttl, 64);
	cr_expect_eq(p.ip_id, 0x1234);
	cr_expect_eq(p.checksum, 0xabcd);
	cr_expect_eq(p.seq, 1);
	cr_expect_eq(p.ack, 2);
	cr_expect_eq(p.tcp_flags, TCP_PSH | TCP_ACK);
	cr_expect(p.has_ports && p.has_tcp);
	cr_expect_eq(memcmp(p.payload, "\xde\xad\xbe\xef", 4), 0);
}

Test(decode, udp_checksum_and_cooked_mac)
{
	struct packet p;

	decode_hex(LINKTYPE_LINUX_SLL,
		   "00 00 00 01 00 06 02 00 00 00 00 01 00 00 08 00 "
		   IP("00 1c", "00 00", "11") UDP("00 08"), &p);
	cr_expect_eq(p.mac[0], 0x020000000001);
	cr_expect_eq(p.mac[1], 0);
	cr_expect_eq(p.checksum, 0xabcd);
	cr_expect_not(p.has_tcp);
}

Test(decode, many_tags_are_no_depth)
{
	struct text hex = { 0 };
	struct packet p;

	text_puts(&hex, MACS);
	for (int i = 0; i < 100; i++)
		text_puts(&hex, "81 00 00 05 ");
	text_puts(&hex, "08 00 " PLAIN);
	decode_hex(EN, hex.s, &p);
	cr_expect_eq(p.net, NET_IPV4);
	cr_expect_eq(p.n_vlan, LIMIT_VLAN_TAGS);
	text_release(&hex);
}
