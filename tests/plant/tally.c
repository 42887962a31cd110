/* SPDX-License-Identifier: BSD-3-Clause */
#include "tally.h"

enum {
	IP = 14,		/* where the IPv4 header begins */
	PROTO_ICMP = 1,
	PROTO_IGMP = 2,
	PROTO_TCP = 6,
	PROTO_UDP = 17,
};

const char *tally_name(enum packet_class c)
{
	static const char *const names[N_CLASSES] = {
		"tcp", "udp", "icmp", "igmp", "ip-other", "ipv6", "arp",
		"ethertype-other", "multicast", "broadcast", "damaged",
		"linktype-other",
	};

	return names[c];
}

static enum packet_class cast_of(const uint8_t *p, bool has_mac,
				 enum packet_class unicast)
{
	uint32_t to = get_be32(p + IP + 16);
	bool all = p[0] == 0xff && p[1] == 0xff;

	if (to >> 28 == 14)
		return CLASS_MULTICAST;
	if (to == UINT32_MAX || to >> 24 == 0 || p[IP + 12] == 0)
		return CLASS_BROADCAST;
	if (has_mac && p[0] & 1)
		return all ? CLASS_BROADCAST : CLASS_MULTICAST;
	return unicast;
}

static enum packet_class class_of(const uint8_t *p, bool has_mac)
{
	switch (get_be16(p + 12)) {
	case 0x0800:
		break;
	case 0x0806:
		return CLASS_ARP;
	case 0x86dd:
		return CLASS_IPV6;
	default:
		return CLASS_ETHERTYPE_OTHER;
	}
	switch (p[IP + 9]) {
	case PROTO_ICMP:
		return CLASS_ICMP;
	case PROTO_IGMP:
		return CLASS_IGMP;
	case PROTO_TCP:
		return cast_of(p, has_mac, CLASS_TCP);
	case PROTO_UDP:
		return cast_of(p, has_mac, CLASS_UDP);
	default:
		return CLASS_IP_OTHER;
	}
}

void tally_frame(struct tally *t, const uint8_t *p, size_t n, bool has_mac)
{
	enum packet_class c = class_of(p, has_mac);
	size_t ip_header = (size_t)(p[IP] & 15) * 4;
	size_t total = get_be16(p + IP + 2);

	t->n[c]++;
	if (c != CLASS_TCP && c != CLASS_UDP)
		return;
	/* Segmentation offload: the length did not fit, the frame tells it. */
	if (!total)
		total = n - IP;
	/* A later fragment has no header of TCP or UDP, all is payload. */
	if (get_be16(p + IP + 6) & 0x1fff)
		t->udp_payload += total - ip_header;
	else if (c == CLASS_TCP)
		t->tcp_payload += total - ip_header -
				  (size_t)(p[IP + ip_header + 12] >> 4) * 4;
	else
		t->udp_payload += total - ip_header - 8;
}

void tally_tape(struct tally *t, const struct tape *tape)
{
	for (size_t i = 0; i < tape->n_shots; i++)
		tally_frame(t, tape_frame(tape, &tape->shots[i]),
			    tape->shots[i].wire_len, true);
}

unsigned long tally_total(const struct tally *t)
{
	unsigned long sum = 0;

	for (int i = 0; i < N_CLASSES; i++)
		sum += t->n[i];
	return sum;
}
