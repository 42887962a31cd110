/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/protocols/ber.h"

bool ber_next(struct cursor *c, struct ber *v)
{
	uint8_t len;

	v->tag = cursor_u8(c);
	len = cursor_u8(c);
	v->len = len;
	if ((v->tag & 0x1f) == 0x1f || len == 0x80 || len > 0x84)
		c->overrun = true;
	if (len > 0x80) {
		v->len = 0;
		for (; len > 0x80; len--)
			v->len = v->len << 8 | cursor_u8(c);
	}
	if (c->overrun)
		return false;
	v->n = v->len < c->left ? v->len : c->left;
	v->p = cursor_take(c, v->n);
	return true;
}

bool ber_take(struct cursor *c, uint8_t tag, struct ber *v)
{
	return c->left && c->p[0] == tag && ber_next(c, v);
}

uint32_t ber_uint(const struct ber *v)
{
	uint32_t value = 0;

	if (!v->n || v->len != v->n || v->n > 4)
		return UINT32_MAX;
	for (size_t i = 0; i < v->n; i++)
		value = value << 8 | v->p[i];
	return value;
}

uint64_t ber_size(const uint8_t *p, size_t n)
{
	struct cursor c = cursor_of(p, n);
	struct ber v;

	if (!ber_next(&c, &v))
		return 0;
	return (uint64_t)(v.p - p) + v.len;
}
