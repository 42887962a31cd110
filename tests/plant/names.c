/* SPDX-License-Identifier: BSD-3-Clause */
/* mDNS, LLMNR, SSDP and NetBIOS: questions that nobody answers. */
#include "noise.h"

#include <string.h>

enum {
	PORT_NETBIOS_NAME = 137,
	PORT_NETBIOS_DATAGRAM = 138,
	PORT_SSDP = 1900,
	PORT_MDNS = 5353,
	PORT_LLMNR = 5355,
	TYPE_A = 1,
	TYPE_PTR = 12,
	TYPE_NETBIOS = 0x20,
	NETBIOS_NAME_LEN = 16,
	SUFFIX_WORKSTATION = 0x00,
	SUFFIX_BROWSER = 0x1d,
	SUFFIX_SERVER = 0x20,
};

static struct bytes *question(struct sim *sim, unsigned id, unsigned flags)
{
	struct bytes *b = net_body(sim);

	put_be16(b, id);
	put_be16(b, flags);
	put_be16(b, 1);
	put_fill(b, 0, 6);
	return b;
}

static void put_label(struct bytes *b, const char *s)
{
	put_u8(b, (unsigned)strlen(s));
	put_text(b, s);
}

static void put_type(struct bytes *b, unsigned type)
{
	put_u8(b, 0);
	put_be16(b, type);
	put_be16(b, 1);
}

void noise_mdns(struct sim *sim, int64_t t, const struct host *h)
{
	struct host group = host_group(IP4(224, 0, 0, 251), 255);
	struct bytes *b = question(sim, 0, 0);

	put_label(b, "_ipp");
	put_label(b, "_tcp");
	put_label(b, "local");
	put_type(b, TYPE_PTR);
	udp_send(sim, t, &(struct route){ h, &group, PORT_MDNS, PORT_MDNS });
}

void noise_llmnr(struct sim *sim, int64_t t, const struct host *h)
{
	static const uint8_t group6[16] = { 0xff, 2, [13] = 1, 0, 3 };
	struct host group = host_group(IP4(224, 0, 0, 252), 1);
	struct ip6 ip = ip6_to_group(h, group6);
	struct route r = { h, &group, 0, PORT_LLMNR };
	struct bytes *b;

	b = question(sim, (unsigned)sim_between(sim, 1, 65535), 0);
	put_label(b, "wpad");
	put_type(b, TYPE_A);
	r.sport = (uint16_t)sim_between(sim, 49152, 65535);
	ip.hops = 1;
	udp6_send(sim, t, &ip, &r);
	udp_send(sim, t + 60 * NS_PER_US, &r);
}

void noise_ssdp(struct sim *sim, int64_t t, const struct host *h)
{
	struct host group = host_group(IP4(239, 255, 255, 250), 4);
	uint16_t port = (uint16_t)sim_between(sim, 49152, 65535);

	put_text(net_body(sim),
		 "M-SEARCH * HTTP/1.1\r\n"
		 "Host: 239.255.255.250:1900\r\n"
		 "ST: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\n"
		 "Man: \"ssdp:discover\"\r\n"
		 "MX: 3\r\n"
		 "\r\n");
	for (int i = 0; i < 2; i++)
		udp_send(sim, t + i * 3 * NS_PER_S,
			 &(struct route){ h, &group, port, PORT_SSDP });
}

/* First-level encoding (RFC 1001, 14.1): half a byte a letter. */
static void put_netbios(struct bytes *b, const char *name, unsigned suffix)
{
	uint8_t padded[NETBIOS_NAME_LEN];

	memset(padded, ' ', sizeof padded);
	memcpy(padded, name, strlen(name));
	padded[NETBIOS_NAME_LEN - 1] = (uint8_t)suffix;
	put_u8(b, 2 * NETBIOS_NAME_LEN);
	for (size_t i = 0; i < NETBIOS_NAME_LEN; i++) {
		put_u8(b, 'A' + (padded[i] >> 4));
		put_u8(b, 'A' + (padded[i] & 15));
	}
	put_u8(b, 0);
}

void noise_netbios_query(struct sim *sim, int64_t t, const struct host *h)
{
	struct bytes *b;

	b = question(sim, (unsigned)sim_between(sim, 1, 65535), 0x0110);
	put_netbios(b, "WPAD", SUFFIX_WORKSTATION);
	put_be16(b, TYPE_NETBIOS);
	put_be16(b, 1);
	for (int i = 0; i < 3; i++)
		udp_send(sim, t + i * 750 * NS_PER_MS,
			 &(struct route){ h, &cast_subnet, PORT_NETBIOS_NAME,
					  PORT_NETBIOS_NAME });
}

void noise_netbios_register(struct sim *sim, int64_t t, const struct host *h)
{
	struct bytes *b;

	b = question(sim, (unsigned)sim_between(sim, 1, 65535), 0x2910);
	set_be16(b->p + 10, 1);
	put_netbios(b, h->name, SUFFIX_WORKSTATION);
	put_be16(b, TYPE_NETBIOS);
	put_be16(b, 1);
	put_be16(b, 0xc00c);
	put_be16(b, TYPE_NETBIOS);
	put_be16(b, 1);
	put_be32(b, 300000);
	put_be16(b, 6);
	put_be16(b, 0);
	put_be32(b, h->ip);
	for (int i = 0; i < 4; i++)
		udp_send(sim, t + i * 750 * NS_PER_MS,
			 &(struct route){ h, &cast_subnet, PORT_NETBIOS_NAME,
					  PORT_NETBIOS_NAME });
}

/* An SMB transaction to \MAILSLOT\BROWSE (MS-BRWS 2.2.1). */
static void put_announcement(struct bytes *b, const struct host *h)
{
	static const uint8_t smb[32] = { 0xff, 'S', 'M', 'B', 0x25 };
	static const char slot[] = "\\MAILSLOT\\BROWSE";
	unsigned n_data = 32 + 1, at = 32 + 1 + 34 + 2 + sizeof slot;
	size_t start;

	put_mem(b, smb, sizeof smb);
	put_u8(b, 17);
	put_le16(b, 0);
	put_le16(b, n_data);
	put_fill(b, 0, 6);
	put_le16(b, 0);
	put_le32(b, 1000);
	put_le16(b, 0);
	put_le16(b, 0);
	put_le16(b, 0);
	put_le16(b, n_data);
	put_le16(b, at);
	put_u8(b, 3);
	put_u8(b, 0);
	put_le16(b, 1);
	put_le16(b, 1);
	put_le16(b, 2);
	put_le16(b, sizeof slot + n_data);
	put_mem(b, slot, sizeof slot);
	start = b->n;
	put_u8(b, 1);
	put_u8(b, 0);
	put_le32(b, 720000);
	put_text(b, h->name);
	put_fill(b, 0, start + 22 - b->n);
	put_u8(b, 10);
	put_u8(b, 0);
	put_le32(b, 0x00001003);
	put_u8(b, 15);
	put_u8(b, 1);
	put_le16(b, 0xaa55);
	put_u8(b, 0);
}

/* Direct group datagram (RFC 1002, 4.4.2). */
void noise_browser(struct sim *sim, int64_t t, const struct host *h)
{
	struct bytes *b = net_body(sim);
	size_t start;

	put_u8(b, 0x11);
	put_u8(b, 0x0a);
	put_be16(b, (unsigned)sim_between(sim, 0x8000, 0xffff));
	put_be32(b, h->ip);
	put_be16(b, PORT_NETBIOS_DATAGRAM);
	put_be16(b, 0);
	put_be16(b, 0);
	start = b->n;
	put_netbios(b, h->name, SUFFIX_SERVER);
	put_netbios(b, "PLANT", SUFFIX_BROWSER);
	put_announcement(b, h);
	set_be16(b->p + 10, (unsigned)(b->n - start));
	udp_send(sim, t, &(struct route){ h, &cast_subnet,
					  PORT_NETBIOS_DATAGRAM,
					  PORT_NETBIOS_DATAGRAM });
}
