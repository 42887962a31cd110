/* SPDX-License-Identifier: BSD-3-Clause */
#include "ground/text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/alloc.h"
#include "ground/digits.h"
#include "ground/stamp.h"
#include "ground/utf8.h"

void text_release(struct text *t)
{
	free(t->s);
	*t = (struct text){ 0 };
}

void text_clear(struct text *t)
{
	t->len = 0;
	if (t->s)
		t->s[0] = '\0';
}

void text_enlarge(struct text *t, size_t n)
{
	size_t cap = t->cap ? t->cap : 64;

	while (cap - t->len <= n)
		cap *= 2;
	t->s = xreallocarray(t->s, cap, 1);
	t->cap = cap;
}

void text_add(struct text *t, const char *s, size_t n)
{
	text_reserve(t, n);
	memcpy(t->s + t->len, s, n);
	t->len += n;
	t->s[t->len] = '\0';
}

void text_puts(struct text *t, const char *s)
{
	text_add(t, s, strlen(s));
}

void text_printf(struct text *t, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	text_reserve(t, (size_t)n);
	va_start(ap, fmt);
	vsnprintf(t->s + t->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	t->len += (size_t)n;
}

void text_u64(struct text *t, uint64_t v)
{
	text_end(t, digits_u64(text_room(t, DIGITS_U64), v));
}

void text_addr(struct text *t, uint32_t addr)
{
	text_end(t, addr_put(text_room(t, ADDR_TEXT), addr));
}

void text_mac(struct text *t, uint64_t mac)
{
	char buf[MAC_TEXT];

	text_puts(t, mac_format(mac, buf));
}

void text_stamp(struct text *t, int64_t ns)
{
	text_end(t, stamp_put(text_room(t, STAMP_TEXT), ns));
}

void text_seconds(struct text *t, int64_t ns)
{
	text_end(t, digits_seconds(text_room(t, DIGITS_SECONDS), ns));
}

void text_duration(struct text *t, int64_t ns)
{
	static const struct {
		int64_t seconds;
		const char *word;
	} units[] = {
		{ 86400, "d" }, { 3600, "h" }, { 60, "min" }, { 1, "s" },
	};
	int64_t seconds = ns / NS_PER_SECOND;
	size_t i = 0;

	if (seconds < 60) {
		text_seconds(t, ns);
		text_puts(t, " s");
		return;
	}
	while (seconds < units[i].seconds)
		i++;
	text_u64(t, (uint64_t)(seconds / units[i].seconds));
	text_printf(t, " %s", units[i].word);
	seconds = seconds % units[i].seconds / units[i + 1].seconds;
	if (seconds)
		text_printf(t, " %lld %s", (long long)seconds,
			    units[i + 1].word);
}

void text_flush(struct text *t, FILE *out)
{
	if (t->len)
		fwrite(t->s, 1, t->len, out);
	text_clear(t);
}

/* What Windows-1252 has at 0x80 to 0x9f; 0 where it has nothing. */
static const uint16_t windows[32] = {
	0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
	0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
};

static void put_windows(struct text *t, unsigned char c)
{
	unsigned v = c < 0x80 || c >= 0xa0 ? c : windows[c - 0x80];

	if (v < 0x80) {
		text_putc(t, v ? (char)v : '?');
	} else if (v < 0x800) {
		text_putc(t, (char)(0xc0 | v >> 6));
		text_putc(t, (char)(0x80 | (v & 0x3f)));
	} else {
		text_putc(t, (char)(0xe0 | v >> 12));
		text_putc(t, (char)(0x80 | (v >> 6 & 0x3f)));
		text_putc(t, (char)(0x80 | (v & 0x3f)));
	}
}

void text_utf8(struct text *t, const char *s)
{
	text_puts(t, "");
	while (*s) {
		size_t n = utf8_len(s);

		if (n)
			text_add(t, s, n);
		else
			put_windows(t, (unsigned char)*s);
		s += n ? n : 1;
	}
}
