/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/kind_names.h"

#include <stdio.h>
#include <stdlib.h>

#include "read/linktype.h"
#include "read/packet.h"
#include "understand/services.h"

struct named {
	uint16_t family, lo, hi;	/* enum kind_family; inclusive */
	const char *name;
	bool by_default;	/* see kind_is_default */
};

/*
 * Sorted by family and number. Ethertypes, LLC addresses, protocols, ICMP
 * types and ports are those of the IEEE and IANA registries; frame ids of
 * PROFINET those of IEC 61158-6-10; ports of Dropbox, Spotify, CodeMeter,
 * Sentinel, MikroTik, Ubiquiti and Moxa their makers'.
 */
static const struct named table[] = {
	{ KIND_ETHERTYPE, 0x0000, 0x0000, "no network layer", false },
	{ KIND_ETHERTYPE, 0x0806, 0x0806, "ARP", false },
	{ KIND_ETHERTYPE, 0x0842, 0x0842, "Wake-on-LAN", false },
	{ KIND_ETHERTYPE, 0x22ea, 0x22ea, "SRP", false },
	{ KIND_ETHERTYPE, 0x22f0, 0x22f0, "AVTP", false },
	{ KIND_ETHERTYPE, 0x6001, 0x6004, "DEC", false },
	{ KIND_ETHERTYPE, 0x8035, 0x8035, "RARP", false },
	{ KIND_ETHERTYPE, 0x809b, 0x809b, "AppleTalk", false },
	{ KIND_ETHERTYPE, 0x80f3, 0x80f3, "AppleTalk ARP", false },
	{ KIND_ETHERTYPE, 0x8137, 0x8138, "IPX", false },
	{ KIND_ETHERTYPE, 0x8808, 0x8808, "flow control", false },
	{ KIND_ETHERTYPE, 0x8809, 0x8809, "LACP", false },
	{ KIND_ETHERTYPE, 0x8847, 0x8848, "MPLS", false },
	{ KIND_ETHERTYPE, 0x8863, 0x8864, "PPPoE", false },
	{ KIND_ETHERTYPE, 0x887b, 0x887b, "HomePlug", true },
	{ KIND_ETHERTYPE, 0x888e, 0x888e, "802.1X", false },
	{ KIND_ETHERTYPE, 0x8892, 0x8892, "PROFINET", false },
	{ KIND_ETHERTYPE, 0x8899, 0x8899, "Realtek loop detection", false },
	{ KIND_ETHERTYPE, 0x88a4, 0x88a4, "EtherCAT", false },
	{ KIND_ETHERTYPE, 0x88ab, 0x88ab, "POWERLINK", false },
	{ KIND_ETHERTYPE, 0x88b8, 0x88b8, "GOOSE", false },
	{ KIND_ETHERTYPE, 0x88b9, 0x88b9, "GSE management", false },
	{ KIND_ETHERTYPE, 0x88ba, 0x88ba, "SV", false },
	{ KIND_ETHERTYPE, 0x88cc, 0x88cc, "LLDP", false },
	{ KIND_ETHERTYPE, 0x88cd, 0x88cd, "SERCOS III", false },
	{ KIND_ETHERTYPE, 0x88e1, 0x88e1, "HomePlug", true },
	{ KIND_ETHERTYPE, 0x88e3, 0x88e3, "MRP", false },
	{ KIND_ETHERTYPE, 0x88e5, 0x88e5, "MACsec", false },
	{ KIND_ETHERTYPE, 0x88f5, 0x88f5, "MVRP", false },
	{ KIND_ETHERTYPE, 0x88f6, 0x88f6, "MMRP", false },
	{ KIND_ETHERTYPE, 0x88f7, 0x88f7, "PTP", false },
	{ KIND_ETHERTYPE, 0x88fb, 0x88fb, "PRP", false },
	{ KIND_ETHERTYPE, 0x8902, 0x8902, "CFM", false },
	{ KIND_ETHERTYPE, 0x890f, 0x890f, "CC-Link IE", false },
	{ KIND_ETHERTYPE, 0x892f, 0x892f, "HSR", false },
	{ KIND_ETHERTYPE, 0x893a, 0x893a, "IEEE 1905.1", true },
	{ KIND_ETHERTYPE, 0x9000, 0x9000, "Ethernet loopback", false },
	{ KIND_LLC, 0x06, 0x06, "IP in LLC", false },
	{ KIND_LLC, 0x42, 0x42, "STP", false },
	{ KIND_LLC, 0xaa, 0xaa, "SNAP", false },
	{ KIND_LLC, 0xe0, 0xe0, "IPX", false },
	{ KIND_LLC, 0xf0, 0xf0, "NetBEUI", true },
	{ KIND_LLC, 0xfe, 0xfe, "OSI", false },
	{ KIND_LLC, 0xff, 0xff, "IPX", false },
	{ KIND_LLC, 0x100, 0x100, "802.3", false },
	{ KIND_CISCO, 0x0102, 0x0102, "Cisco DRiP", false },
	{ KIND_CISCO, 0x0104, 0x0104, "PAgP", false },
	{ KIND_CISCO, 0x010b, 0x010b, "STP", false },
	{ KIND_CISCO, 0x0111, 0x0111, "UDLD", false },
	{ KIND_CISCO, 0x2000, 0x2000, "CDP", false },
	{ KIND_CISCO, 0x2003, 0x2003, "VTP", false },
	{ KIND_CISCO, 0x2004, 0x2004, "DTP", true },
	{ KIND_IP, 1, 1, "ICMP", false },
	{ KIND_IP, 2, 2, "IGMP", false },
	{ KIND_IP, 4, 4, "IP in IP", false },
	{ KIND_IP, 41, 41, "IPv6 in IPv4", false },
	{ KIND_IP, 47, 47, "GRE", false },
	{ KIND_IP, 50, 50, "ESP", false },
	{ KIND_IP, 51, 51, "AH", false },
	{ KIND_IP, 88, 88, "EIGRP", false },
	{ KIND_IP, 89, 89, "OSPF", false },
	{ KIND_IP, 103, 103, "PIM", false },
	{ KIND_IP, 112, 112, "VRRP", false },
	{ KIND_IP, 132, 132, "SCTP", false },
	{ KIND_ICMP, 0, 0, "ICMP echo", false },
	{ KIND_ICMP, 3, 3, "ICMP unreachable", false },
	{ KIND_ICMP, 5, 5, "ICMP redirect", false },
	{ KIND_ICMP, 8, 8, "ICMP echo", false },
	{ KIND_ICMP, 9, 10, "ICMP router discovery", false },
	{ KIND_ICMP, 11, 11, "ICMP time exceeded", false },
	{ KIND_ICMP, 13, 14, "ICMP timestamp", false },
	{ KIND_IPV6, 0, 0, "IPv6", false },
	{ KIND_IPV6, 4, 4, "IPv4 in IPv6", false },
	{ KIND_IPV6, 6, 6, "IPv6 TCP", false },
	{ KIND_IPV6, 17, 17, "IPv6 UDP", false },
	{ KIND_IPV6, 41, 41, "IPv6 in IPv6", false },
	{ KIND_IPV6, 44, 44, "IPv6 fragment", false },
	{ KIND_IPV6, 47, 47, "IPv6 GRE", false },
	{ KIND_IPV6, 50, 50, "IPv6 ESP", false },
	{ KIND_IPV6, 58, 58, "ICMPv6", false },
	{ KIND_IPV6, 59, 59, "IPv6", false },
	{ KIND_IPV6, 89, 89, "IPv6 OSPF", false },
	{ KIND_IPV6, 103, 103, "IPv6 PIM", false },
	{ KIND_IPV6, 112, 112, "IPv6 VRRP", false },
	{ KIND_IPV6, 132, 132, "IPv6 SCTP", false },
	{ KIND_ICMPV6, 1, 1, "ICMPv6 unreachable", false },
	{ KIND_ICMPV6, 2, 2, "ICMPv6 too big", false },
	{ KIND_ICMPV6, 3, 3, "ICMPv6 time exceeded", false },
	{ KIND_ICMPV6, 128, 129, "ICMPv6 echo", false },
	{ KIND_ICMPV6, 130, 132, "IPv6 MLD", true },
	{ KIND_ICMPV6, 133, 133, "IPv6 router search", true },
	{ KIND_ICMPV6, 134, 134, "IPv6 router advertisement", true },
	{ KIND_ICMPV6, 135, 136, "IPv6 neighbour discovery", true },
	{ KIND_ICMPV6, 137, 137, "ICMPv6 redirect", false },
	{ KIND_ICMPV6, 143, 143, "IPv6 MLD", true },
	{ KIND_TCP, 0, 0, "TCP fragment", false },
	{ KIND_UDP, 0, 0, "UDP fragment", false },
	{ KIND_UDP, 9, 9, "Wake-on-LAN", false },
	{ KIND_UDP, 53, 53, "DNS", false },
	{ KIND_UDP, 67, 68, "DHCP", true },
	{ KIND_UDP, 123, 123, "NTP", false },
	{ KIND_UDP, 137, 137, "NetBIOS name", true },
	{ KIND_UDP, 138, 138, "NetBIOS datagram", true },
	{ KIND_UDP, 161, 161, "SNMP", false },
	{ KIND_UDP, 162, 162, "SNMP trap", false },
	{ KIND_UDP, 319, 320, "PTP", false },
	{ KIND_UDP, 427, 427, "SLP", true },
	{ KIND_UDP, 514, 514, "syslog", false },
	{ KIND_UDP, 520, 520, "RIP", false },
	{ KIND_UDP, 521, 521, "RIPng", false },
	{ KIND_UDP, 546, 547, "DHCPv6", true },
	{ KIND_UDP, 1434, 1434, "SQL Server browser", true },
	{ KIND_UDP, 1900, 1900, "SSDP", true },
	{ KIND_UDP, 1947, 1947, "Sentinel licence search", true },
	{ KIND_UDP, 1985, 1985, "HSRP", false },
	{ KIND_UDP, 2029, 2029, "HSRP", false },
	{ KIND_UDP, 2222, 2222, "EtherNet/IP I/O", false },
	{ KIND_UDP, 3222, 3222, "GLBP", false },
	{ KIND_UDP, 3671, 3671, "KNXnet/IP", false },
	{ KIND_UDP, 3702, 3702, "WS-Discovery", true },
	{ KIND_UDP, 4800, 4800, "Moxa search", false },
	{ KIND_UDP, 5353, 5353, "mDNS", true },
	{ KIND_UDP, 5355, 5355, "LLMNR", true },
	{ KIND_UDP, 5560, 5560, "MELSOFT search", false },
	{ KIND_UDP, 5678, 5678, "MikroTik discovery", true },
	{ KIND_UDP, 10001, 10001, "Ubiquiti discovery", true },
	{ KIND_UDP, 17500, 17500, "Dropbox LAN sync", true },
	{ KIND_UDP, 22350, 22350, "CodeMeter licence search", true },
	{ KIND_UDP, 34964, 34964, "PROFINET CM", false },
	{ KIND_UDP, 44818, 44818, "EtherNet/IP", false },
	{ KIND_UDP, 47808, 47808, "BACnet", false },
	{ KIND_UDP, 57621, 57621, "Spotify", true },
	{ KIND_UDP, 61450, 61451, "CC-Link IE Field Basic", false },
	{ KIND_PROFINET, 0x0020, 0x00ff, "PROFINET PTCP", false },
	{ KIND_PROFINET, 0x0100, 0xfbff, "PROFINET RT", false },
	{ KIND_PROFINET, 0xfc01, 0xfc01, "PROFINET alarm", false },
	{ KIND_PROFINET, 0xfe01, 0xfe01, "PROFINET alarm", false },
	{ KIND_PROFINET, 0xfefc, 0xfeff, "PROFINET DCP", false },
	{ KIND_PROFINET, 0xff00, 0xff8f, "PROFINET PTCP", false },
	{ KIND_DAMAGED, 0, 0, "damaged", false },
};

/* Where there is no name: the number, as its registry writes it. */
static const struct {
	const char *word;
	int hex_digits;		/* 0: decimal */
} plain[] = {
	[KIND_ETHERTYPE] = { "ethertype", 4 },
	[KIND_LLC] = { "LLC", 2 },
	[KIND_CISCO] = { "Cisco SNAP", 4 },
	[KIND_IP] = { "IP protocol", 0 },
	[KIND_ICMP] = { "ICMP type", 0 },
	[KIND_IPV6] = { "IPv6 header", 0 },
	[KIND_ICMPV6] = { "ICMPv6 type", 0 },
	[KIND_TCP] = { "TCP", 0 },
	[KIND_UDP] = { "UDP", 0 },
	[KIND_PROFINET] = { "PROFINET", 4 },
	[KIND_DAMAGED] = { "damaged", 0 },
	[KIND_LINKTYPE] = { "link type", 0 },
};

static int compare(const void *key, const void *item)
{
	const struct kind *k = key;
	const struct named *n = item;

	if (k->family != n->family)
		return k->family < n->family ? -1 : 1;
	return k->number < n->lo ? -1 : k->number > n->hi;
}

static const struct named *find(struct kind k)
{
	return bsearch(&k, table, sizeof table / sizeof *table, sizeof *table,
		       compare);
}

bool kind_has_name(struct kind k)
{
	return find(k) != NULL;
}

bool kind_is_default(struct kind k)
{
	const struct named *n = find(k);

	return n && n->by_default;
}

static const char *service_name(struct kind k, const struct services *services)
{
	const struct service *s;

	if (k.family != KIND_UDP && k.family != KIND_TCP)
		return NULL;
	s = services_find(services, k.family == KIND_UDP ? IP_UDP : IP_TCP,
			  k.number);
	return s ? s->name : NULL;
}

static const char *number_text(struct kind k, char buf[KIND_TEXT])
{
	char name[LINKTYPE_TEXT];

	if (k.family == KIND_LINKTYPE)
		snprintf(buf, KIND_TEXT, "%s", linktype_name(k.number, name));
	else if (plain[k.family].hex_digits)
		snprintf(buf, KIND_TEXT, "%s 0x%0*x", plain[k.family].word,
			 plain[k.family].hex_digits, k.number);
	else
		snprintf(buf, KIND_TEXT, "%s %u", plain[k.family].word,
			 k.number);
	return buf;
}

const char *kind_name(struct kind k, const struct services *services,
		      char buf[KIND_TEXT])
{
	const struct named *n = find(k);
	const char *name = n ? n->name : service_name(k, services);

	return name ? name : number_text(k, buf);
}
