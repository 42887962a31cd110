/* SPDX-License-Identifier: BSD-3-Clause */
#include "bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void bytes_release(struct bytes *b)
{
	free(b->p);
	*b = (struct bytes){ 0 };
}

void bytes_clear(struct bytes *b)
{
	b->n = 0;
}

static void make_room(struct bytes *b, size_t n)
{
	size_t cap = b->cap ? b->cap : 256;
	uint8_t *p;

	while (cap - b->n < n)
		cap *= 2;
	if (cap == b->cap)
		return;
	p = realloc(b->p, cap);
	if (!p) {
		fputs("plant: out of memory\n", stderr);
		exit(2);
	}
	b->p = p;
	b->cap = cap;
}

uint8_t *bytes_grow(struct bytes *b, size_t n)
{
	uint8_t *p;

	make_room(b, n);
	p = b->p + b->n;
	memset(p, 0, n);
	b->n += n;
	return p;
}

void put_u8(struct bytes *b, unsigned v)
{
	*bytes_grow(b, 1) = (uint8_t)v;
}

void put_be16(struct bytes *b, unsigned v)
{
	set_be16(bytes_grow(b, 2), v);
}

void put_be32(struct bytes *b, uint32_t v)
{
	set_be32(bytes_grow(b, 4), v);
}

void put_le16(struct bytes *b, unsigned v)
{
	put_u8(b, v & 0xff);
	put_u8(b, v >> 8 & 0xff);
}

void put_le32(struct bytes *b, uint32_t v)
{
	put_le16(b, v & 0xffff);
	put_le16(b, v >> 16);
}

void put_mem(struct bytes *b, const void *p, size_t n)
{
	uint8_t *to = bytes_grow(b, n);

	if (n)
		memcpy(to, p, n);
}

void put_text(struct bytes *b, const char *s)
{
	put_mem(b, s, strlen(s));
}

void put_fill(struct bytes *b, unsigned v, size_t n)
{
	memset(bytes_grow(b, n), (int)v, n);
}

void set_be16(uint8_t *p, unsigned v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

void set_be32(uint8_t *p, uint32_t v)
{
	set_be16(p, v >> 16);
	set_be16(p + 2, v & 0xffff);
}

unsigned get_be16(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

uint32_t get_be32(const uint8_t *p)
{
	return (uint32_t)get_be16(p) << 16 | get_be16(p + 2);
}

uint32_t sum_add(uint32_t sum, const uint8_t *p, size_t n)
{
	size_t i;

	for (i = 0; i + 1 < n; i += 2)
		sum += get_be16(p + i);
	if (n & 1)
		sum += (uint32_t)p[n - 1] << 8;
	return (sum & 0xffff) + (sum >> 16);
}

unsigned sum_fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum & 0xffff;
}
