/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Protocols that nobody knows, as vendors make them up: the bytes say
 * nothing about who asks, the sizes little.
 */
#include "chat.h"

enum { TCP = 6, UDP = 17 };

/* Always the same size, both ways. */
static void fixed(const struct chat *c, struct bytes *b)
{
	put_be16(b, 0xa500 | (c->style & 0xff));
	put_chance(c, b, 16 + c->style % 48);
}

static void length_first(const struct chat *c, struct bytes *b, unsigned n)
{
	put_le16(b, n);
	put_u8(b, c->style & 0x3f);
	put_u8(b, c->id & 0xff);
	put_chance(c, b, n);
}

static void varying_ask(const struct chat *c, struct bytes *b)
{
	length_first(c, b, 6 + c->at % 10);
}

static void varying_answer(const struct chat *c, struct bytes *b)
{
	length_first(c, b, 4 + c->size % 180);
}

/* Much is written, little comes back. */
static void writing_ask(const struct chat *c, struct bytes *b)
{
	length_first(c, b, 20 + c->size % 180);
}

static void writing_answer(const struct chat *c, struct bytes *b)
{
	length_first(c, b, 4);
}

static void varying_push(const struct chat *c, struct bytes *b)
{
	length_first(c, b, 10 + c->size % 30);
}

const struct family families_unknown[] = {
	{ "fixed", TCP, 0, 0, fixed, fixed, 0, fixed },
	{ "varying", TCP, 0, 0, varying_ask, varying_answer, 0,
	  varying_push },
	{ "writing", TCP, 0, 0, writing_ask, writing_answer, 0,
	  varying_push },
	{ "fixed-udp", UDP, 0, 0, fixed, fixed, 0, fixed },
	{ "varying-udp", UDP, 0, 0, varying_ask, varying_answer, 0,
	  varying_push },
	{ 0 }
};
