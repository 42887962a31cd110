/* SPDX-License-Identifier: BSD-3-Clause */
/* Same port at both ends (BACnet, BSAP), and the helpers of every network. */
#include "chat.h"

enum { TCP = 6, UDP = 17 };

static void bacnet(const struct chat *c, struct bytes *b, bool reply)
{
	bool writes = c->op % 6 == 0;
	size_t at = b->n;

	put_mem(b, "\x81\x0a\0\0\1", 5);
	put_u8(b, reply ? 0 : 4);
	put_u8(b, reply ? (writes ? 0x20 : 0x30) : 0);
	if (!reply)
		put_u8(b, 5);
	put_u8(b, c->id & 0xff);
	put_u8(b, writes ? 15 : 12);
	if (!reply || !writes) {
		put_u8(b, 0x0c);
		put_be32(b, c->at % 200);
		put_mem(b, "\x19\x55", 2);
	}
	if (reply != writes) {
		put_mem(b, "\x3e\x44", 2);
		put_chance(c, b, 4);
		put_u8(b, 0x3f);
	}
	set_be16(b->p + at + 2, (unsigned)(b->n - at));
}

static void bacnet_ask(const struct chat *c, struct bytes *b)
{
	bacnet(c, b, false);
}

static void bacnet_answer(const struct chat *c, struct bytes *b)
{
	bacnet(c, b, true);
}

/* One message of the remote database in its envelope. */
static void bsap(const struct chat *c, struct bytes *b, unsigned kind,
		 unsigned n)
{
	put_le16(b, 0x0e);
	put_le16(b, 1);
	put_le16(b, kind);
	put_le32(b, c->id);
	put_le32(b, c->id);
	put_le32(b, 12 + n);
	put_u8(b, 0);
	put_le32(b, c->id);
	put_u8(b, 0xa0);
	put_u8(b, 0);
	put_u8(b, c->op % 6 ? 0 : 0x80);
	put_chance(c, b, n);
}

static void bsap_ask(const struct chat *c, struct bytes *b)
{
	bsap(c, b, 6, 10 + c->at % 20);
}

static void bsap_answer(const struct chat *c, struct bytes *b)
{
	bsap(c, b, 5, 20 + c->size);
}

static void snmp(const struct chat *c, struct bytes *b, unsigned pdu)
{
	unsigned value = pdu == 0xa2 ? 6 : 2, var = 2 + 10 + value;

	put_u8(b, 0x30);
	put_u8(b, 3 + 8 + 2 + 12 + 4 + var - 2);
	put_mem(b, "\2\1\1\4\6public", 11);
	put_u8(b, pdu);
	put_u8(b, 12 + 2 + var);
	put_mem(b, "\2\4", 2);
	put_be32(b, 0x10000000 + c->id);
	put_mem(b, "\2\1\0\2\1\0", 6);
	put_u8(b, 0x30);
	put_u8(b, var);
	put_u8(b, 0x30);
	put_u8(b, var - 2);
	put_mem(b, "\6\x08\x2b\6\1\2\1\1\3\0", 10);
	put_mem(b, pdu == 0xa2 ? "\x43\4" : "\5", pdu == 0xa2 ? 2 : 2);
	if (pdu == 0xa2)
		put_be32(b, c->at * 100);
}

static void snmp_ask(const struct chat *c, struct bytes *b)
{
	snmp(c, b, c->op % 3 ? 0xa0 : 0xa1);
}

static void snmp_answer(const struct chat *c, struct bytes *b)
{
	snmp(c, b, 0xa2);
}

static void dns(const struct chat *c, struct bytes *b, bool reply)
{
	put_be16(b, c->id & 0xffff);
	put_be16(b, reply ? 0x8580 : 0x0100);
	put_be16(b, 1);
	put_be16(b, reply);
	put_be32(b, 0);
	put_mem(b, "\7historn\5plant\4test\0\0\1\0\1", 24);
	if (!reply)
		return;
	put_mem(b, "\xc0\x0c\0\1\0\1\0\0\x0e\x10\0\4", 12);
	put_be32(b, 0xc0a80a0b);
}

static void dns_ask(const struct chat *c, struct bytes *b)
{
	dns(c, b, false);
}

static void dns_answer(const struct chat *c, struct bytes *b)
{
	dns(c, b, true);
}

static void ntp_packet(const struct chat *c, struct bytes *b, unsigned mode)
{
	put_u8(b, 0x20 | mode);
	put_u8(b, mode == 4 ? 2 : 3);
	put_u8(b, 6);
	put_u8(b, 0xe9);
	put_be32(b, 0x0212);
	put_be32(b, 0x07a1);
	put_be32(b, mode == 4 ? 0xc0a80a01 : c->slave->ip);
	put_chance(c, b, 32);
}

static void ntp_ask(const struct chat *c, struct bytes *b)
{
	ntp_packet(c, b, 3);
}

static void ntp_answer(const struct chat *c, struct bytes *b)
{
	ntp_packet(c, b, 4);
}

const struct family families_building[] = {
	{ "bacnet", UDP, 47808, 47808, bacnet_ask, bacnet_answer, 0, 0 },
	{ "bsap", UDP, 1234, 1234, bsap_ask, bsap_answer, 0, 0 },
	{ "snmp", UDP, 161, 0, snmp_ask, snmp_answer, 0, 0 },
	{ "dns", UDP, 53, 0, dns_ask, dns_answer, 0, 0 },
	{ "ntp", UDP, 123, 123, ntp_ask, ntp_answer, 0, 0 },
	{ 0 }
};
