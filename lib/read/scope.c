/* SPDX-License-Identifier: BSD-3-Clause */
#include "read/scope.h"

#include "ground/addr.h"

/* SCOPE_MULTICAST, SCOPE_BROADCAST, or N_SCOPES for a unicast address. */
static enum scope addr_scope(uint32_t addr)
{
	if (addr_is_multicast(addr))
		return SCOPE_MULTICAST;
	return addr_is_broadcast(addr) ? SCOPE_BROADCAST : N_SCOPES;
}

/* The destination decides before the source, both before the link layer. */
static enum scope transport_scope(const struct packet *p)
{
	enum scope in = p->proto == IP_TCP ? SCOPE_TCP : SCOPE_UDP;
	enum scope s = N_SCOPES;

	if (!scope_is_plain(p->addr[1]))
		s = addr_scope(p->addr[1]);
	if (s == N_SCOPES && !scope_is_plain(p->addr[0]))
		s = addr_scope(p->addr[0]);
	if (s != N_SCOPES)
		return s;
	switch ((enum link_group)p->link_group) {
	case LINK_BROADCAST:
		return SCOPE_BROADCAST;
	case LINK_MULTICAST:
		return SCOPE_MULTICAST;
	case LINK_UNICAST:
		break;
	}
	return in;
}

static enum scope ipv4_scope(const struct packet *p)
{
	switch (p->proto) {
	case IP_TCP:
	case IP_UDP:
		return transport_scope(p);
	case IP_ICMP:
		return SCOPE_ICMP;
	case IP_IGMP:
		return SCOPE_IGMP;
	default:
		return SCOPE_IP_OTHER;
	}
}

enum scope scope_of_any(const struct packet *p)
{
	switch ((enum net)p->net) {
	case NET_IPV4:
		return ipv4_scope(p);
	case NET_IPV6:
		return SCOPE_IPV6;
	case NET_ARP:
		return SCOPE_ARP;
	case NET_OTHER:
		return SCOPE_ETHERTYPE_OTHER;
	case NET_DAMAGED:
		return SCOPE_DAMAGED;
	case NET_LINKTYPE:
		break;
	}
	return SCOPE_LINKTYPE_OTHER;
}

const char *scope_name(enum scope s)
{
	static const char *const names[N_SCOPES] = {
		[SCOPE_TCP] = "tcp",
		[SCOPE_UDP] = "udp",
		[SCOPE_ICMP] = "icmp",
		[SCOPE_IGMP] = "igmp",
		[SCOPE_IP_OTHER] = "ip-other",
		[SCOPE_IPV6] = "ipv6",
		[SCOPE_ARP] = "arp",
		[SCOPE_ETHERTYPE_OTHER] = "ethertype-other",
		[SCOPE_MULTICAST] = "multicast",
		[SCOPE_BROADCAST] = "broadcast",
		[SCOPE_DAMAGED] = "damaged",
		[SCOPE_LINKTYPE_OTHER] = "linktype-other",
	};

	return names[s];
}
