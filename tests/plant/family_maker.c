/* SPDX-License-Identifier: BSD-3-Clause */
/* Protocols of single makers: Mitsubishi, Beckhoff, GE, Keyence. */
#include "chat.h"

#include <stdio.h>

enum { TCP = 6, UDP = 17 };

/* --- SLMP (MC protocol), binary 3E and 4E --- */

static void slmp(const struct chat *c, struct bytes *b, bool reply, bool four)
{
	unsigned words = 1 + c->size % 60;
	bool writes = c->op % 5 == 0;
	size_t at;

	put_u8(b, (reply ? 0xd0 : 0x50) + (four ? 4 : 0));
	put_u8(b, 0);
	if (four) {
		put_le16(b, c->id & 0xffff);
		put_le16(b, 0);
	}
	put_mem(b, "\0\xff\xff\3\0", 5);
	at = b->n;
	put_le16(b, 0);
	put_le16(b, reply ? 0 : 0x10);
	if (!reply) {
		put_le16(b, writes ? 0x1401 : 0x0401);
		put_le16(b, 0);
		put_le16(b, c->at);
		put_u8(b, 0);
		put_u8(b, 0xa8);
		put_le16(b, words);
	}
	if (reply != writes)
		put_chance(c, b, 2 * (size_t)words);
	b->p[at] = (uint8_t)(b->n - at - 2);
	b->p[at + 1] = (uint8_t)((b->n - at - 2) >> 8);
}

static void slmp3_ask(const struct chat *c, struct bytes *b)
{
	slmp(c, b, false, false);
}

static void slmp3_answer(const struct chat *c, struct bytes *b)
{
	slmp(c, b, true, false);
}

static void slmp4_ask(const struct chat *c, struct bytes *b)
{
	slmp(c, b, false, true);
}

static void slmp4_answer(const struct chat *c, struct bytes *b)
{
	slmp(c, b, true, true);
}

/* --- MELSOFT --- */

static void melsoft(const struct chat *c, struct bytes *b, bool reply)
{
	unsigned n = c->size % 80;
	size_t at = b->n;

	put_u8(b, reply ? 0xd7 : 0x57);
	put_u8(b, 1);
	put_le16(b, c->id & 0xffff);
	put_mem(b, "\0\0\x11\x11\x07\0\xff\xff\x03\0\0\xfe\x03\0\0", 15);
	put_le16(b, 0);
	put_u8(b, reply ? 0x9c : 0x1c);
	put_u8(b, 0x0a);
	put_u8(b, reply ? 0x18 : 0x16);
	put_u8(b, 0x14);
	put_fill(b, 0, reply ? 22 : 20);
	put_be16(b, c->op & 1 ? 0x0401 : 0x0410);
	put_le16(b, c->id & 0xffff);
	put_le16(b, reply ? n : 6);
	put_chance(c, b, reply ? n : 6);
	b->p[at + 19] = (uint8_t)(b->n - at - 21);
	b->p[at + 20] = (uint8_t)((b->n - at - 21) >> 8);
}

static void melsoft_ask(const struct chat *c, struct bytes *b)
{
	melsoft(c, b, false);
}

static void melsoft_answer(const struct chat *c, struct bytes *b)
{
	melsoft(c, b, true);
}

/* --- Beckhoff ADS --- */

static void ads_ends(const struct chat *c, struct bytes *b, bool reply)
{
	const struct host *to = reply ? c->master : c->slave;
	const struct host *from = reply ? c->slave : c->master;

	put_be32(b, to->ip);
	put_be16(b, 0x0101);
	put_le16(b, reply ? 33000 : 851);
	put_be32(b, from->ip);
	put_be16(b, 0x0101);
	put_le16(b, reply ? 851 : 33000);
}

static void ads(const struct chat *c, struct bytes *b, bool reply)
{
	unsigned n = 4 + c->size % 120;
	bool writes = c->op % 5 == 0;
	unsigned data = reply ? (writes ? 4 : 8 + n) : (writes ? 12 + n : 12);

	put_le16(b, 0);
	put_le32(b, 32 + data);
	ads_ends(c, b, reply);
	put_le16(b, writes ? 3 : 2);
	put_le16(b, reply ? 5 : 4);
	put_le32(b, data);
	put_le32(b, 0);
	put_le32(b, c->id);
	if (!reply) {
		put_le32(b, 0x4020);
		put_le32(b, c->at);
	} else {
		put_le32(b, 0);
	}
	if (!reply || !writes)
		put_le32(b, n);
	if (reply != writes)
		put_chance(c, b, n);
}

static void ads_ask(const struct chat *c, struct bytes *b)
{
	ads(c, b, false);
}

static void ads_answer(const struct chat *c, struct bytes *b)
{
	ads(c, b, true);
}

static void ads_search(const struct chat *c, struct bytes *b, bool reply)
{
	put_le32(b, 0x71146603);
	put_le32(b, c->id);
	put_le32(b, reply ? 0x80000001 : 1);
	put_be32(b, reply ? c->slave->ip : c->master->ip);
	put_be16(b, 0x0101);
	put_le16(b, 10000);
	put_le32(b, reply ? 2 : 0);
	if (!reply)
		return;
	put_le16(b, 5);
	put_le16(b, 8);
	put_mem(b, "CX-1234", 8);
	put_le16(b, 4);
	put_le16(b, 20);
	put_chance(c, b, 20);
}

static void ads_search_ask(const struct chat *c, struct bytes *b)
{
	ads_search(c, b, false);
}

static void ads_search_answer(const struct chat *c, struct bytes *b)
{
	ads_search(c, b, true);
}

/* --- GE SRTP: 56 octets of header, text only where there is much --- */

static void srtp(const struct chat *c, struct bytes *b, bool reply)
{
	unsigned text = reply && c->size % 40 > 6 ? 2 * (c->size % 40) : 0;
	size_t at = b->n;
	uint8_t *p = bytes_grow(b, 56);

	p[0] = reply ? 3 : 2;
	p[2] = (uint8_t)c->id;
	p[4] = (uint8_t)text;
	p[9] = reply ? 0 : 1;
	p[17] = 1;
	p[30] = (uint8_t)c->id;
	p[31] = reply ? (text ? 0x94 : 0xd4) : 0xc0;
	p[36] = 0x10;
	p[37] = 0x0e;
	if (!reply) {
		p[42] = 4;
		p[43] = 8;
		p[44] = (uint8_t)c->at;
		p[46] = (uint8_t)(c->size % 40);
	}
	if (text)
		put_chance(c, b, text);
	b->p[at + 26] = 0;
}

static void srtp_ask(const struct chat *c, struct bytes *b)
{
	srtp(c, b, false);
}

static void srtp_answer(const struct chat *c, struct bytes *b)
{
	srtp(c, b, true);
}

/* --- Keyence KV host link --- */

static void keyence_ask(const struct chat *c, struct bytes *b)
{
	char text[40];

	snprintf(text, sizeof text,
		 c->op % 4 ? "RDS DM%u.U %u\r" : "WR DM%u.U %u\r",
		 c->at % 1000, 1 + c->size % 20);
	put_text(b, text);
}

static void keyence_answer(const struct chat *c, struct bytes *b)
{
	char text[8];

	if (c->op % 4 == 0) {
		put_text(b, "OK\r\n");
		return;
	}
	for (unsigned i = 0; i < 1 + c->size % 20; i++) {
		snprintf(text, sizeof text, "%s%05u", i ? " " : "",
			 (unsigned)chat_between(c, 0, 65535));
		put_text(b, text);
	}
	put_text(b, "\r\n");
}

const struct family families_maker[] = {
	{ "slmp-3e", TCP, 5010, 0, slmp3_ask, slmp3_answer, 0, 0 },
	{ "slmp-4e", TCP, 5011, 0, slmp4_ask, slmp4_answer, 0, 0 },
	{ "slmp-udp", UDP, 5000, 0, slmp3_ask, slmp3_answer, 0, 0 },
	{ "melsoft", TCP, 5562, 0, melsoft_ask, melsoft_answer, 0, 0 },
	{ "ads", TCP, 48898, 0, ads_ask, ads_answer, 0, 0 },
	{ "ads-search", UDP, 48899, 48899, ads_search_ask, ads_search_answer,
	  0, 0 },
	{ "ge-srtp", TCP, 18245, 0, srtp_ask, srtp_answer, 0, 0 },
	{ "keyence", TCP, 8501, 0, keyence_ask, keyence_answer, 0, 0 },
	{ 0 }
};
