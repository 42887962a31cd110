/* SPDX-License-Identifier: BSD-3-Clause */
/* Telecontrol and process: DNP3, IEC 104, OPC UA, HART-IP, MMS. */
#include "chat.h"

enum { TCP = 6, UDP = 17 };

/* --- DNP3 --- */

/* IEEE 1815: polynomial 3D65, reflected, complemented. */
static void dnp3_crc(struct bytes *b, size_t from)
{
	unsigned crc = 0;

	for (size_t i = from; i < b->n; i++) {
		crc ^= b->p[i];
		for (int k = 0; k < 8; k++)
			crc = crc & 1 ? crc >> 1 ^ 0xa6bc : crc >> 1;
	}
	put_le16(b, ~crc & 0xffff);
}

static void dnp3_frame(const struct chat *c, struct bytes *b, bool reply,
		       const struct bytes *user)
{
	size_t at = b->n, n;

	put_be16(b, 0x0564);
	put_u8(b, 5 + (unsigned)user->n);
	put_u8(b, reply ? 0x44 : 0xc4);
	put_le16(b, reply ? 1 : 10 + c->style % 20);
	put_le16(b, reply ? 10 + c->style % 20 : 1);
	dnp3_crc(b, at);
	for (size_t i = 0; i < user->n; i += n) {
		n = user->n - i < 16 ? user->n - i : 16;
		at = b->n;
		put_mem(b, user->p + i, n);
		dnp3_crc(b, at);
	}
}

static void dnp3_ask(const struct chat *c, struct bytes *b)
{
	struct bytes user = { 0 };

	put_u8(&user, 0xc0 | (c->n & 0x3f));
	put_u8(&user, 0xc0 | (c->n & 0x0f));
	if (c->op % 5) {
		put_mem(&user, "\1\x3c\2\6\x3c\3\6\x3c\4\6", 10);
	} else {
		put_mem(&user, "\5\x0c\1\x28\1\0", 6);
		put_le16(&user, c->at);
		put_mem(&user, "\3\1\xe8\3\0\0\0\0\0\0\0", 11);
	}
	dnp3_frame(c, b, false, &user);
	bytes_release(&user);
}

static void dnp3_reply(const struct chat *c, struct bytes *b, unsigned code)
{
	struct bytes user = { 0 };

	put_u8(&user, 0xc0 | (c->n & 0x3f));
	put_u8(&user, (code == 0x82 ? 0xf0 : 0xc0) | (c->n & 0x0f));
	put_u8(&user, code);
	put_le16(&user, 0);
	put_mem(&user, "\x1e\2\0\0\3", 5);
	put_chance(c, &user, 12 + c->size % 60);
	dnp3_frame(c, b, true, &user);
	bytes_release(&user);
}

static void dnp3_answer(const struct chat *c, struct bytes *b)
{
	dnp3_reply(c, b, 0x81);
}

static void dnp3_push(const struct chat *c, struct bytes *b)
{
	dnp3_reply(c, b, 0x82);
}

/* --- IEC 60870-5-104 --- */

static void iec_i(const struct chat *c, struct bytes *b, unsigned type,
		  unsigned cause)
{
	size_t at = b->n;

	put_u8(b, 0x68);
	put_u8(b, 0);
	put_le16(b, c->n << 1);
	put_le16(b, c->n << 1);
	put_u8(b, type);
	put_u8(b, 1);
	put_le16(b, cause);
	put_le16(b, 1 + c->style % 9);
	put_le16(b, c->at);
	put_u8(b, 0);
	if (type == 13)
		put_chance(c, b, 4);
	put_u8(b, type == 100 ? 20 : c->size & 1);
	b->p[at + 1] = (uint8_t)(b->n - at - 2);
}

static void iec_u(struct bytes *b, unsigned what)
{
	put_u8(b, 0x68);
	put_u8(b, 4);
	put_u8(b, what);
	put_fill(b, 0, 3);
}

static unsigned iec_command(const struct chat *c)
{
	return c->op & 1 ? 45 : 100;
}

static void iec_ask(const struct chat *c, struct bytes *b)
{
	if (c->n == 0)
		iec_u(b, 0x07);
	else if (c->op % 3 == 0)
		iec_u(b, 0x43);
	else
		iec_i(c, b, iec_command(c), 6);
}

static void iec_answer(const struct chat *c, struct bytes *b)
{
	if (c->n == 0) {
		iec_u(b, 0x0b);
	} else if (c->op % 3 == 0) {
		iec_u(b, 0x83);
	} else {
		iec_i(c, b, iec_command(c), 7);
		if (c->op & 2)
			iec_i(c, b, 13, 20);
	}
}

static void iec_push(const struct chat *c, struct bytes *b)
{
	iec_i(c, b, c->op & 1 ? 13 : 1, 3);
}

/* --- OPC UA --- */

static void ua_close(struct bytes *b, size_t at)
{
	size_t n = b->n - at;

	for (unsigned i = 0; i < 4; i++)
		b->p[at + 4 + i] = (uint8_t)(n >> 8 * i);
}

static void ua_hello(struct bytes *b, bool reply)
{
	static const char url[] = "opc.tcp://server:4840";
	size_t at = b->n;

	put_text(b, reply ? "ACKF" : "HELF");
	put_le32(b, 0);
	put_le32(b, 0);
	put_le32(b, 65536);
	put_le32(b, 65536);
	put_le32(b, 0);
	put_le32(b, 0);
	if (!reply) {
		put_le32(b, sizeof url - 1);
		put_text(b, url);
	}
	ua_close(b, at);
}

static void ua_message(const struct chat *c, struct bytes *b, unsigned type,
		       size_t n)
{
	static const char policy[] =
		"http://opcfoundation.org/UA/SecurityPolicy#None";
	bool opens = type == 446 || type == 449;
	size_t at = b->n;

	put_text(b, opens ? "OPNF" : "MSGF");
	put_le32(b, 0);
	put_le32(b, 7 + c->style);
	if (opens) {
		put_le32(b, sizeof policy - 1);
		put_text(b, policy);
		put_le32(b, 0xffffffff);
		put_le32(b, 0xffffffff);
	} else {
		put_le32(b, 1);
	}
	put_le32(b, 51 + c->n);
	put_le32(b, 1 + c->n);
	put_u8(b, 1);
	put_u8(b, 0);
	put_le16(b, type);
	put_chance(c, b, n);
	ua_close(b, at);
}

static unsigned ua_type(const struct chat *c)
{
	if (c->n == 1)
		return 446;
	return c->op % 6 == 0 ? 673 : c->op % 6 == 1 ? 826 : 631;
}

static void ua_ask(const struct chat *c, struct bytes *b)
{
	if (c->n == 0)
		ua_hello(b, false);
	else
		ua_message(c, b, ua_type(c), 40 + c->size % 60);
}

static void ua_answer(const struct chat *c, struct bytes *b)
{
	if (c->n == 0)
		ua_hello(b, true);
	else
		ua_message(c, b, ua_type(c) + 3, 40 + c->size % 200);
}

/* --- HART-IP --- */

static void hart(const struct chat *c, struct bytes *b, bool reply)
{
	unsigned n = c->n == 0 ? 5 : reply ? 12 + c->size % 20 : 10;

	put_u8(b, 1);
	put_u8(b, reply);
	put_u8(b, c->n == 0 ? 0 : 3);
	put_u8(b, 0);
	put_be16(b, c->id & 0xffff);
	put_be16(b, 8 + n);
	if (c->n == 0) {
		put_u8(b, 1);
		put_be32(b, 30000);
		return;
	}
	put_u8(b, reply ? 0x86 : 0x82);
	put_mem(b, "\x26\x06\x12\x34\x56", 5);
	put_u8(b, c->op % 4);
	put_u8(b, n - 9);
	put_chance(c, b, n - 9);
	put_u8(b, 0x5a);
}

static void hart_ask(const struct chat *c, struct bytes *b)
{
	hart(c, b, false);
}

static void hart_answer(const struct chat *c, struct bytes *b)
{
	hart(c, b, true);
}

/* --- MMS (IEC 61850) --- */

static void mms(const struct chat *c, struct bytes *b, bool reply)
{
	unsigned data = reply ? 4 + c->size % 60 : 12 + c->at % 30;
	unsigned pdu = 4 + 2 + data;

	if (c->n == 0) {
		put_mem(b, "\x03\x00\x00\x16\x11", 5);
		put_u8(b, reply ? 0xd0 : 0xe0);
		put_mem(b, reply ? "\0\1\0\2\0" : "\0\0\0\1\0", 5);
		put_mem(b, "\xc0\1\x0a\xc1\2\0\1\xc2\2\0\1", 11);
		return;
	}
	put_be16(b, 0x0300);
	put_be16(b, 7 + 4 + 9 + pdu);
	put_mem(b, "\2\xf0\x80\1\0\1\0", 7);
	put_u8(b, 0x61);
	put_u8(b, 7 + pdu);
	put_u8(b, 0x30);
	put_u8(b, 5 + pdu);
	put_mem(b, "\2\1\3", 3);
	put_u8(b, 0xa0);
	put_u8(b, pdu);
	put_u8(b, reply ? 0xa1 : 0xa0);
	put_u8(b, pdu - 2);
	put_be16(b, 0x0201);
	put_u8(b, c->id & 0x7f);
	put_u8(b, 0xa4);
	put_u8(b, data - 1);
	put_chance(c, b, data - 1);
}

static void mms_ask(const struct chat *c, struct bytes *b)
{
	mms(c, b, false);
}

static void mms_answer(const struct chat *c, struct bytes *b)
{
	mms(c, b, true);
}

const struct family families_scada[] = {
	{ "dnp3", TCP, 20000, 0, dnp3_ask, dnp3_answer, 0, dnp3_push },
	{ "dnp3-udp", UDP, 20000, 20000, dnp3_ask, dnp3_answer, 0, dnp3_push },
	{ "iec104", TCP, 2404, 0, iec_ask, iec_answer, 0, iec_push },
	{ "opcua", TCP, 4840, 0, ua_ask, ua_answer, 0, 0 },
	{ "hart-ip", TCP, 5094, 0, hart_ask, hart_answer, 0, 0 },
	{ "hart-ip-udp", UDP, 5094, 0, hart_ask, hart_answer, 0, 0 },
	{ "mms", TCP, 102, 0, mms_ask, mms_answer, 0, 0 },
	{ 0 }
};
