/* SPDX-License-Identifier: BSD-3-Clause */
/* The protocols of PLC makers, and Modbus. */
#include "chat.h"

enum { TCP = 6, UDP = 17 };

int64_t chat_between(const struct chat *c, int64_t low, int64_t high)
{
	return sim_between(c->sim, low, high);
}

void put_chance(const struct chat *c, struct bytes *b, size_t n)
{
	rng_fill(&c->sim->rng, bytes_grow(b, n), n);
}

/* --- Modbus/TCP --- */

static const uint8_t modbus_functions[] = { 3, 3, 3, 4, 1, 6, 16, 5, 23, 3 };

static unsigned modbus_function(const struct chat *c)
{
	return modbus_functions[c->op % sizeof modbus_functions];
}

static void modbus_head(const struct chat *c, struct bytes *b, unsigned n)
{
	put_be16(b, c->id & 0xffff);
	put_be16(b, 0);
	put_be16(b, n + 2);
	put_u8(b, 1 + c->style % 3);
	put_u8(b, modbus_function(c));
}

static void modbus_ask(const struct chat *c, struct bytes *b)
{
	unsigned words = 1 + c->size % 60;

	switch (modbus_function(c)) {
	case 16:
		modbus_head(c, b, 5 + 2 * words);
		put_be16(b, c->at);
		put_be16(b, words);
		put_u8(b, 2 * words);
		put_chance(c, b, 2 * (size_t)words);
		return;
	case 23:
		modbus_head(c, b, 9 + 4);
		put_be16(b, c->at);
		put_be16(b, words);
		put_be16(b, c->at + 100);
		put_be16(b, 2);
		put_u8(b, 4);
		put_chance(c, b, 4);
		return;
	case 5:
		modbus_head(c, b, 4);
		put_be16(b, c->at);
		put_be16(b, c->size & 1 ? 0xff00 : 0);
		return;
	default:
		modbus_head(c, b, 4);
		put_be16(b, c->at);
		put_be16(b, words);
	}
}

static void modbus_answer(const struct chat *c, struct bytes *b)
{
	unsigned words = 1 + c->size % 60, f = modbus_function(c);

	switch (f) {
	case 5:
	case 6:
	case 16:
		modbus_head(c, b, 4);
		put_be16(b, c->at);
		put_be16(b, f == 5 ? (c->size & 1 ? 0xff00 : 0) : words);
		return;
	case 1:
		modbus_head(c, b, 1 + (words + 7) / 8);
		put_u8(b, (words + 7) / 8);
		put_chance(c, b, (words + 7) / 8);
		return;
	default:
		modbus_head(c, b, 1 + 2 * words);
		put_u8(b, 2 * words);
		put_chance(c, b, 2 * (size_t)words);
	}
}

/* Everything that both ends send alike: setpoints, one after the other. */
static void echo_ask(const struct chat *c, struct bytes *b)
{
	put_be16(b, c->style & 1 ? 0 : c->id & 0xffff);
	put_be16(b, 0);
	put_be16(b, 6);
	put_u8(b, 1);
	put_u8(b, 6);
	put_be16(b, c->at);
	put_be16(b, c->size);
}

/* --- S7comm --- */

static void tpkt(struct bytes *b, unsigned n)
{
	put_be16(b, 0x0300);
	put_be16(b, 7 + n);
	put_mem(b, "\x02\xf0\x80", 3);
}

static void cotp_connect(struct bytes *b, unsigned type)
{
	put_mem(b, "\x03\x00\x00\x16\x11", 5);
	put_u8(b, type);
	put_mem(b, type == 0xe0 ? "\0\0\0\1\0" : "\0\1\0\2\0", 5);
	put_mem(b, "\xc0\x01\x0a\xc1\x02\x01\x00\xc2\x02\x01\x02", 11);
}

static void s7_head(const struct chat *c, struct bytes *b, unsigned rosctr,
		    unsigned param, unsigned data)
{
	tpkt(b, (rosctr == 3 ? 12 : 10) + param + data);
	put_u8(b, 0x32);
	put_u8(b, rosctr);
	put_be16(b, 0);
	put_be16(b, c->id & 0xffff);
	put_be16(b, param);
	put_be16(b, data);
	if (rosctr == 3)
		put_be16(b, 0);
}

static void s7_item(const struct chat *c, struct bytes *b, unsigned function)
{
	put_u8(b, function);
	put_mem(b, "\x01\x12\x0a\x10\x02", 5);
	put_be16(b, 1 + c->size % 100);
	put_be16(b, 1 + c->style % 40);
	put_u8(b, 0x84);
	put_u8(b, 0);
	put_be16(b, c->at & 0xfff8);
}

static void s7_ask(const struct chat *c, struct bytes *b)
{
	unsigned n = 1 + c->size % 100;

	if (c->n == 0) {
		cotp_connect(b, 0xe0);
	} else if (c->n == 1) {
		s7_head(c, b, 1, 8, 0);
		put_mem(b, "\xf0\0\0\1\0\1\1\xe0", 8);
	} else if (c->op % 5 == 0) {
		s7_head(c, b, 1, 14, 4 + n);
		s7_item(c, b, 5);
		put_be16(b, 4);
		put_be16(b, n * 8);
		put_chance(c, b, n);
	} else {
		s7_head(c, b, 1, 14, 0);
		s7_item(c, b, 4);
	}
}

static void s7_answer(const struct chat *c, struct bytes *b)
{
	unsigned n = 1 + c->size % 100;

	if (c->n == 0) {
		cotp_connect(b, 0xd0);
	} else if (c->n == 1) {
		s7_head(c, b, 3, 8, 0);
		put_mem(b, "\xf0\0\0\1\0\1\0\xf0", 8);
	} else if (c->op % 5 == 0) {
		s7_head(c, b, 3, 2, 1);
		put_mem(b, "\5\1\xff", 3);
	} else {
		s7_head(c, b, 3, 2, 4 + n);
		put_mem(b, "\4\1\xff\4", 4);
		put_be16(b, n * 8);
		put_chance(c, b, n);
	}
}

/* --- EtherNet/IP --- */

static void enip_head(const struct chat *c, struct bytes *b,
		      unsigned command, unsigned n)
{
	bool opens = command == 0x65;

	put_le16(b, command);
	put_le16(b, n);
	put_le32(b, opens && !(c->op & 0x100) ? 0 : 0x1a2b0000 | c->style);
	put_le32(b, 0);
	put_be32(b, c->id);
	put_be32(b, 0);
	put_le32(b, 0);
}

static void enip_register(const struct chat *c, struct bytes *b, bool reply)
{
	struct chat with = *c;

	with.op = reply ? 0x100 : 0;
	enip_head(&with, b, 0x65, 4);
	put_le16(b, 1);
	put_le16(b, 0);
}

static void enip_data(const struct chat *c, struct bytes *b, unsigned n)
{
	enip_head(c, b, 0x6f, 16 + n);
	put_le32(b, 0);
	put_le16(b, 10);
	put_le16(b, 2);
	put_le32(b, 0);
	put_le16(b, 0xb2);
	put_le16(b, n);
}

static void enip_ask(const struct chat *c, struct bytes *b)
{
	if (c->n == 0) {
		enip_register(c, b, false);
		return;
	}
	enip_data(c, b, 8);
	put_u8(b, c->op & 1 ? 0x0e : 0x03);
	put_u8(b, 3);
	put_mem(b, "\x20\x04\x24", 3);
	put_u8(b, c->at & 0xff);
	put_mem(b, "\x30\x03", 2);
}

static void enip_answer(const struct chat *c, struct bytes *b)
{
	unsigned n = 2 + c->size % 120;

	if (c->n == 0) {
		enip_register(c, b, true);
		return;
	}
	enip_data(c, b, 4 + n);
	put_u8(b, c->op & 1 ? 0x8e : 0x83);
	put_fill(b, 0, 3);
	put_chance(c, b, n);
}

/* --- Omron FINS --- */

static void fins_frame(const struct chat *c, struct bytes *b, bool reply)
{
	unsigned master = c->master->ip & 0xff, slave = c->slave->ip & 0xff;

	put_u8(b, reply ? 0xc0 : 0x80);
	put_u8(b, 0);
	put_u8(b, 2);
	put_u8(b, 0);
	put_u8(b, reply ? master : slave);
	put_be16(b, 0);
	put_u8(b, reply ? slave : master);
	put_u8(b, 0);
	put_u8(b, c->id & 0xff);
	put_be16(b, c->op % 6 == 0 ? 0x0102 : 0x0101);
}

static void fins_body(const struct chat *c, struct bytes *b, bool reply)
{
	unsigned words = 1 + c->size % 50;
	bool writes = c->op % 6 == 0;

	fins_frame(c, b, reply);
	if (reply) {
		put_be16(b, 0);
	} else {
		put_u8(b, 0x82);
		put_be16(b, c->at);
		put_u8(b, 0);
		put_be16(b, words);
	}
	if (reply != writes)
		put_chance(c, b, 2 * (size_t)words);
}

static void fins_ask(const struct chat *c, struct bytes *b)
{
	fins_body(c, b, false);
}

static void fins_answer(const struct chat *c, struct bytes *b)
{
	fins_body(c, b, true);
}

static void fins_tcp(const struct chat *c, struct bytes *b, bool reply)
{
	size_t at = b->n;

	put_text(b, "FINS");
	put_be32(b, 0);
	if (c->n) {
		put_be32(b, 2);
		put_be32(b, 0);
		fins_body(c, b, reply);
	} else {
		put_be32(b, reply);
		put_be32(b, 0);
		put_be32(b, c->master->ip & 0xff);
		if (reply)
			put_be32(b, c->slave->ip & 0xff);
	}
	set_be32(b->p + at + 4, (uint32_t)(b->n - at - 8));
}

static void fins_tcp_ask(const struct chat *c, struct bytes *b)
{
	fins_tcp(c, b, false);
}

static void fins_tcp_answer(const struct chat *c, struct bytes *b)
{
	fins_tcp(c, b, true);
}



const struct family families_plc[] = {
	{ "modbus", TCP, 502, 0, modbus_ask, modbus_answer, 0, 0 },
	{ "modbus-echo", TCP, 502, 0, echo_ask, echo_ask, 0, 0 },
	{ "s7comm", TCP, 102, 0, s7_ask, s7_answer, 0, 0 },
	{ "enip", TCP, 44818, 0, enip_ask, enip_answer, 0, 0 },
	{ "fins-tcp", TCP, 9600, 0, fins_tcp_ask, fins_tcp_answer, 0, 0 },
	{ "fins-udp", UDP, 9600, 9600, fins_ask, fins_answer, 0, 0 },
	{ 0 }
};
