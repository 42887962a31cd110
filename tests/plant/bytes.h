/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A growing run of bytes, written from front to back.
 *
 * The put_ functions append; the set_ functions overwrite what is there.
 * Running out of memory ends the program: a half-written capture is of no
 * use to a test. Reads nothing and checks no protocol.
 */
#ifndef PLANT_BYTES_H
#define PLANT_BYTES_H

#include <stddef.h>
#include <stdint.h>

struct bytes {
	uint8_t *p;
	size_t n, cap;
};

void bytes_release(struct bytes *b);
void bytes_clear(struct bytes *b);

/* Append n zero bytes; the result is valid until the next append. */
uint8_t *bytes_grow(struct bytes *b, size_t n);

void put_u8(struct bytes *b, unsigned v);
void put_be16(struct bytes *b, unsigned v);
void put_be32(struct bytes *b, uint32_t v);
void put_le16(struct bytes *b, unsigned v);
void put_le32(struct bytes *b, uint32_t v);
void put_mem(struct bytes *b, const void *p, size_t n);
void put_text(struct bytes *b, const char *s);
void put_fill(struct bytes *b, unsigned v, size_t n);

void set_be16(uint8_t *p, unsigned v);
void set_be32(uint8_t *p, uint32_t v);
unsigned get_be16(const uint8_t *p);
uint32_t get_be32(const uint8_t *p);

/* RFC 1071: add up bytes, carry the sum on, fold it at the end. */
uint32_t sum_add(uint32_t sum, const uint8_t *p, size_t n);
unsigned sum_fold(uint32_t sum);

#endif
