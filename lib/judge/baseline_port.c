/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/baseline_port.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static const char octet_word[] = "+octet";
static const char dynamic_word[] = "dynamic:";

/* A number up to 65535 without leading zeros; advances *s. */
static int number(const char **s, uint16_t *port)
{
	const char *p = *s;
	unsigned v = 0;

	if (*p < '0' || *p > '9' || (*p == '0' && p[1] >= '0' && p[1] <= '9'))
		return -1;
	for (; *p >= '0' && *p <= '9'; p++) {
		v = v * 10 + (unsigned)(*p - '0');
		if (v > UINT16_MAX)
			return -1;
	}
	*s = p;
	*port = (uint16_t)v;
	return 0;
}

int port_parse(const char *s, uint16_t *port)
{
	uint16_t v;

	if (number(&s, &v) < 0 || *s)
		return -1;
	*port = v;
	return 0;
}

static int range_cmp(const void *pa, const void *pb)
{
	const struct port_range *a = pa, *b = pb;
	int c = ORDER(a->lo, b->lo);

	return c ? c : ORDER(a->hi, b->hi);
}

static int parse_ranges(const char *s, struct port_spec *p)
{
	struct port_range r;
	size_t cap = 0;

	*p = (struct port_spec){ .kind = PORT_RANGES };
	for (;; s++) {
		if (number(&s, &r.lo) < 0)
			goto bad;
		r.hi = r.lo;
		if (*s == '-') {
			s++;
			if (number(&s, &r.hi) < 0 || r.hi <= r.lo)
				goto bad;
		}
		p->range = grow(p->range, p->n, &cap, sizeof *p->range);
		p->range[p->n++] = r;
		if (*s != '|')
			break;
	}
	if (*s)
		goto bad;
	qsort(p->range, p->n, sizeof *p->range, range_cmp);
	return 0;
bad:
	free(p->range);
	*p = (struct port_spec){ 0 };
	return -1;
}

int port_spec_parse(const char *s, struct port_spec *p)
{
	const char *plus = strchr(s, '+');
	uint16_t base;

	if (!strncmp(s, dynamic_word, sizeof dynamic_word - 1)) {
		if (port_parse(s + sizeof dynamic_word - 1, &base) < 0 ||
		    !base)
			return -1;
		*p = (struct port_spec){ .kind = PORT_DYNAMIC, .base = base };
		return 0;
	}
	if (!plus)
		return parse_ranges(s, p);
	if (number(&s, &base) < 0 || strcmp(s, octet_word) ||
	    base > UINT16_MAX - 255)
		return -1;
	*p = (struct port_spec){ .kind = PORT_OCTET, .base = base };
	return 0;
}

void port_spec_put(struct text *t, const struct port_spec *p)
{
	if (p->kind == PORT_DYNAMIC)
		text_puts(t, dynamic_word);
	if (p->kind != PORT_RANGES)
		text_u64(t, p->base);
	if (p->kind == PORT_OCTET)
		text_puts(t, octet_word);
	for (size_t i = 0; i < p->n; i++) {
		if (i)
			text_putc(t, '|');
		text_u64(t, p->range[i].lo);
		if (p->range[i].hi == p->range[i].lo)
			continue;
		text_putc(t, '-');
		text_u64(t, p->range[i].hi);
	}
}

void port_spec_copy(struct port_spec *to, const struct port_spec *from)
{
	*to = *from;
	to->range = NULL;
	if (!from->n)
		return;
	to->range = xreallocarray(NULL, from->n, sizeof *to->range);
	memcpy(to->range, from->range, from->n * sizeof *to->range);
}

int port_spec_cmp(const struct port_spec *a, const struct port_spec *b)
{
	int c = ORDER(a->kind, b->kind);

	c = c ? c : ORDER(a->base, b->base);
	for (size_t i = 0; !c && i < a->n && i < b->n; i++)
		c = range_cmp(&a->range[i], &b->range[i]);
	return c ? c : ORDER(a->n, b->n);
}

bool port_spec_is_one(const struct port_spec *p)
{
	return p->kind == PORT_RANGES && p->n == 1 &&
	       p->range[0].lo == p->range[0].hi;
}

bool port_spec_has(const struct port_spec *p, uint16_t port, uint32_t server)
{
	if (p->kind == PORT_OCTET)
		return port == p->base + (server & 255);
	for (size_t i = 0; i < p->n; i++)
		if (port >= p->range[i].lo && port <= p->range[i].hi)
			return true;
	return false;
}

static bool range_holds(const struct port_spec *wide,
			const struct port_range *r)
{
	for (size_t i = 0; i < wide->n; i++)
		if (wide->range[i].lo <= r->lo && r->hi <= wide->range[i].hi)
			return true;
	return false;
}

bool port_spec_holds(const struct port_spec *wide, const struct port_spec *p)
{
	if (wide->kind != PORT_RANGES || p->kind != PORT_RANGES)
		return !port_spec_cmp(wide, p);
	for (size_t i = 0; i < p->n; i++)
		if (!range_holds(wide, &p->range[i]))
			return false;
	return true;
}
