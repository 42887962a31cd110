/* SPDX-License-Identifier: BSD-3-Clause */
#include "catalogue.h"

#include <string.h>

#include "captures.h"

#define LINK(layer, about) \
	{ "link-" layer, "link-" layer ".pcap", 1, make_link, about, NULL }
#define SAMPLE(name, extension, make, about) \
	{ name, name extension, 1, make, about, NULL }

const struct entry catalogue[] = {
	{ "normal", "normal.pcap", 1, make_normal,
	  "a normal week, all connections begin inside",
	  "13 TCP connections (3 of the HMI, 3 Modbus, 7 SSH), 3 of UDP (2 "
	  "NTP, 1 DHCP)" },
	{ "week", NULL, 2, make_week,
	  "another normal week; the seed says what happens in it (week.c)",
	  NULL },
	{ "week-cut", NULL, 2, make_week_cut,
	  "the same, and the last record is cut", NULL },
	{ "site", NULL, 1, make_site,
	  "a normal week of the larger plant; the seed says what happens in "
	  "it (site.c)", NULL },
	{ "scenario1", "scenario1.pcap", 2, make_scenario1,
	  "day 3: 192.168.10.31 scans, then guesses SSH passwords",
	  "200 ports of each of .11 .21 .101 .102 .103 (open: 4, 3, 2, 2, 2), "
	  "5 of each of .50 to .53 asked twice and not answered, ARP requests "
	  "for .40 to .47 not answered; 25 logins on 192.168.10.11:22 in 6 "
	  "minutes; 1058 TCP connections in all" },
	{ "scenario2a", "scenario2a.pcap", 2, make_scenario2a,
	  "day 4: the HMI calls 203.0.113.66:4441, no answer",
	  "8 tries from 8 ports, 4 SYNs each" },
	{ "scenario2b", "scenario2b.pcap", 2, make_scenario2b,
	  "the same, answered",
	  "one connection, 540,000 bytes out, 6,000 bytes in" },
	{ "midstream", "midstream.pcap", 1, make_midstream,
	  "two minutes, no connection begins or ends",
	  "no SYN, FIN or RST; four TCP conversations" },
	{ "damaged", "damaged.pcap", 1, make_damaged,
	  "normal, but a record header in the middle says caplen 0xfffffff0",
	  "counts are of the records before it" },
	LINK("ethernet", "plain Ethernet"),
	LINK("vlan", "802.1Q, VLAN 10"),
	LINK("qinq", "802.1ad 100 over 802.1Q 10"),
	LINK("mpls", "IP behind two MPLS labels"),
	LINK("pppoe", "IP in PPPoE"),
	LINK("sll", "Linux cooked v1"),
	LINK("sll2", "Linux cooked v2"),
	LINK("raw101", "LINKTYPE_RAW"),
	LINK("raw12", "DLT_RAW 12, written unmapped"),
	LINK("raw14", "DLT_RAW 14, written unmapped by OpenBSD"),
	LINK("ipv4", "LINKTYPE_IPV4"),
	LINK("null", "BSD loopback, little-endian file"),
	LINK("null-be", "BSD loopback, big-endian file"),
	LINK("loop", "OpenBSD loopback"),
	LINK("ppp", "PPP, with and without address and control"),
	LINK("ppp-hdlc", "PPP in HDLC, and Cisco HDLC"),
	LINK("unknown", "LINKTYPE_USER0: nothing can be told"),
	LINK("gre", "IP in GRE, Ethernet in GRE"),
	LINK("erspan", "ERSPAN type II"),
	LINK("erspan3", "ERSPAN type III"),
	LINK("vxlan", "VXLAN"),
	SAMPLE("nanosecond", ".pcap", make_nanosecond, "magic 0xa1b23c4d"),
	SAMPLE("big-endian", ".pcap", make_big_endian, "big-endian pcap"),
	SAMPLE("snaplen", ".pcap", make_snaplen, "snap length 60"),
	SAMPLE("truncated", ".pcap", make_truncated,
	       "ends in the data of the last record, which is not counted"),
	SAMPLE("truncated-header", ".pcap", make_truncated_header,
	       "ends in the header of the last record, which is not counted"),
	SAMPLE("pcapng", ".pcapng", make_pcapng,
	       "two Ethernet interfaces, microseconds and nanoseconds"),
	SAMPLE("pcapng-be", ".pcapng", make_pcapng_be,
	       "the same, big-endian"),
	SAMPLE("pcapng-sections", ".pcapng", make_pcapng_sections,
	       "a big-endian section, then a little-endian one; libpcap reads "
	       "only the first"),
	SAMPLE("pcapng-mixed", ".pcapng", make_pcapng_mixed,
	       "two link types, resolutions 6, 9 and 2^-20, a time offset, a "
	       "simple packet block without a time (the first ARP frame), "
	       "names, statistics, an unknown block; libpcap refuses it"),
	SAMPLE("zst", ".pcap.zst", make_zst, "two zstd frames"),
	SAMPLE("empty", ".pcap", make_empty, "a file header and no record"),
	SAMPLE("out-of-scope", ".pcap", make_out_of_scope,
	       "nothing that is unicast IPv4 TCP or UDP"),
	SAMPLE("fragments", ".pcap", make_fragments,
	       "UDP datagrams in IPv4 fragments: in order, reversed, with an "
	       "overlapping fragment, without the first fragment"),
	SAMPLE("tso", ".pcap", make_tso,
	       "one frame of 8,000 bytes whose IPv4 total length is 0"),
	SAMPLE("ip-options", ".pcap", make_ip_options,
	       "IPv4 headers of 24, 28, 60 and 32 bytes"),
	{ "gz-members", "normal.pcap.gz", 1, make_gz_members,
	  "normal, as two gzip members", NULL },
	{ "gz-damaged", "gz-damaged.pcap.gz", 1, make_gz_damaged,
	  "the first day of normal; 16 bytes flipped in the middle",
	  "counts are of the undamaged file" },
	{ "gz-cut", "gz-cut.pcap.gz", 1, make_gz_cut,
	  "the first day of normal; the gzip trailer is lost",
	  "all packets are there" },
	{ 0 }
};

const struct entry *catalogue_find(const char *name)
{
	for (const struct entry *e = catalogue; e->name; e++)
		if (strcmp(e->name, name) == 0)
			return e;
	return NULL;
}
