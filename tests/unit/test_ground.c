/* SPDX-License-Identifier: BSD-3-Clause */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/digits.h"
#include "ground/err.h"
#include "ground/hash.h"
#include "ground/sort.h"
#include "ground/strpool.h"
#include "ground/text.h"

#define N(array) (sizeof(array) / sizeof *(array))

Test(err, message)
{
	struct err e;
	char name[4096];

	cr_expect_eq(err_set(&e, "%s: %d", "a\x1b[31m\n\x7f\t", 7), -1);
	cr_expect_str_eq(e.msg, "a?[31m???: 7");
	memset(name, 'x', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	err_set(&e, "%s: reason", name);
	cr_expect_eq(strlen(e.msg), sizeof e.msg - 1, "cut, not overrun");
	err_set(&e, "%s", "Käse");
	cr_expect_str_eq(e.msg, "Käse", "UTF-8 stays");
}

Test(addr, parse)
{
	static const struct {
		const char *s;
		int rc;
		uint32_t addr;
	} cases[] = {
		{ "0.0.0.0", 0, 0 },
		{ "255.255.255.255", 0, UINT32_MAX },
		{ "10.20.30.40", 0, ADDR(10, 20, 30, 40) },
		{ "", -1, 0 },
		{ "1.2.3", -1, 0 },
		{ "1.2.3.", -1, 0 },
		{ "1.2.3.4.", -1, 0 },
		{ "1.2.3.4.5", -1, 0 },
		{ ".1.2.3", -1, 0 },
		{ "1..2.3", -1, 0 },
		{ "256.0.0.1", -1, 0 },
		{ "4294967297.0.0.1", -1, 0 },
		{ "01.2.3.4", -1, 0 },
		{ "1.2.3.00", -1, 0 },
		{ "-1.2.3.4", -1, 0 },
		{ "+1.2.3.4", -1, 0 },
		{ " 1.2.3.4", -1, 0 },
		{ "1.2.3.4 ", -1, 0 },
		{ "1.2.3.4/8", -1, 0 },
		{ "1.2.3.0x4", -1, 0 },
		{ "localhost", -1, 0 },
	};

	for (size_t i = 0; i < N(cases); i++) {
		uint32_t addr = 42;

		cr_expect_eq(addr_parse(cases[i].s, &addr), cases[i].rc, "%s",
			     cases[i].s);
		cr_expect_eq(addr, cases[i].rc ? 42 : cases[i].addr, "%s",
			     cases[i].s);
	}
}

Test(addr, cidr)
{
	static const struct {
		const char *s, *text;	/* NULL: refused */
	} cases[] = {
		{ "10.0.0.0/8", "10.0.0.0/8" },
		{ "0.0.0.0/0", "0.0.0.0/0" },
		{ "10.1.2.3", "10.1.2.3" },
		{ "10.1.2.3/32", "10.1.2.3" },
		{ "128.0.0.0/1", "128.0.0.0/1" },
		{ "10.1.2.3/24", NULL },
		{ "10.0.0.0/33", NULL },
		{ "10.0.0.0/", NULL },
		{ "10.0.0.0/08", NULL },
		{ "10.0.0.0/-1", NULL },
		{ "10.0.0.0/8/8", NULL },
		{ "/8", NULL },
	};
	struct cidr all = { 0, 0 }, half = { ADDR(128, 0, 0, 0), 1 };

	for (size_t i = 0; i < N(cases); i++) {
		struct cidr c;
		char buf[CIDR_TEXT];
		int rc = cidr_parse(cases[i].s, &c);

		cr_expect_eq(rc, cases[i].text ? 0 : -1, "%s", cases[i].s);
		if (!rc && cases[i].text)
			cr_expect_str_eq(cidr_format(&c, buf), cases[i].text);
	}
	cr_expect(cidr_has(&all, 0) && cidr_has(&all, UINT32_MAX));
	cr_expect(cidr_has(&half, UINT32_MAX));
	cr_expect_not(cidr_has(&half, ADDR(127, 255, 255, 255)));
}

Test(addr, mac)
{
	static const struct {
		const char *s;
		int rc;
		uint64_t mac;
	} cases[] = {
		{ "00:11:22:aA:Bb:ff", 0, 0x001122aabbff },
		{ "00-11-22-33-44-55", 0, 0x001122334455 },
		{ "00:11:22:33:44", -1, 0 },
		{ "00:11:22:33:44:55:66", -1, 0 },
		{ "0:11:22:33:44:55", -1, 0 },
		{ "00:11:22:33:44:5", -1, 0 },
		{ "00:11:22:33:44:5g", -1, 0 },
		{ "001122334455", -1, 0 },
		{ "", -1, 0 },
	};

	for (size_t i = 0; i < N(cases); i++) {
		uint64_t mac = 7;
		char buf[MAC_TEXT];

		cr_expect_eq(mac_parse(cases[i].s, &mac), cases[i].rc, "%s",
			     cases[i].s);
		cr_expect_eq(mac, cases[i].rc ? 7 : cases[i].mac);
		if (!i)
			cr_expect_str_eq(mac_format(mac, buf),
					 "00:11:22:aa:bb:ff");
	}
}

Test(addr, virtual_macs)
{
	cr_expect(mac_is_virtual(0x00005e000107), "VRRP, CARP");
	cr_expect(mac_is_virtual(0x00000c07ac01), "HSRP");
	cr_expect(mac_is_virtual(0x00000c9ff123), "HSRP 2");
	cr_expect_not(mac_is_virtual(0x00005e000207));
	cr_expect_not(mac_is_virtual(0x00000c07ad01));
	cr_expect_not(mac_is_virtual(0x00000c9fe123));
}

Test(addr, kinds)
{
	cr_expect(addr_is_multicast(ADDR(224, 0, 0, 0)));
	cr_expect(addr_is_multicast(ADDR(239, 255, 255, 255)));
	cr_expect_not(addr_is_multicast(ADDR(240, 0, 0, 0)));
	cr_expect(addr_is_broadcast(UINT32_MAX) && addr_is_broadcast(1));
	cr_expect_not(addr_is_broadcast(UINT32_MAX - 1));
	cr_expect(addr_is_private(ADDR(172, 31, 255, 255)));
	cr_expect_not(addr_is_private(ADDR(172, 32, 0, 0)));
	cr_expect_not(addr_is_private(ADDR(172, 15, 255, 255)));
	cr_expect(addr_is_private(ADDR(100, 127, 255, 255)));
	cr_expect_not(addr_is_private(ADDR(100, 128, 0, 0)));
	cr_expect_not(addr_is_private(ADDR(192, 169, 0, 0)));
}

Test(text, numbers)
{
	static const struct {
		int64_t ns;
		const char *seconds, *duration;
	} cases[] = {
		{ 0, "0.000", "0.000 s" },
		{ 999999, "0.000", "0.000 s" },
		{ 1000000, "0.001", "0.001 s" },
		{ 59999999999, "59.999", "59.999 s" },
		{ 60000000000, "60.000", "1 min" },
		{ 61000000000, "61.000", "1 min 1 s" },
		{ 3600000000000, "3600.000", "1 h" },
		{ 3659000000000, "3659.000", "1 h" },
		{ 90000000000000, "90000.000", "1 d 1 h" },
		{ INT64_MAX, "9223372036.854", "106751 d 23 h" },
	};
	struct text t = { 0 };

	for (size_t i = 0; i < N(cases); i++) {
		text_clear(&t);
		text_seconds(&t, cases[i].ns);
		cr_expect_str_eq(t.s, cases[i].seconds);
		text_clear(&t);
		text_duration(&t, cases[i].ns);
		cr_expect_str_eq(t.s, cases[i].duration);
	}
	text_clear(&t);
	text_u64(&t, UINT64_MAX);
	text_u64(&t, 0);
	text_addr(&t, UINT32_MAX);
	cr_expect_str_eq(t.s, "184467440737095516150255.255.255.255");
	text_release(&t);
	cr_expect(!t.s && !t.len && !t.cap);
}

/* As libc counts: all that are short, and where numbers get longer. */
Test(digits, as_printf)
{
	uint64_t power = 1;
	char got[32], want[32];

	for (uint64_t v = 0; v < 20000; v++) {
		*digits_u64(got, v) = '\0';
		snprintf(want, sizeof want, "%llu", (unsigned long long)v);
		cr_assert_str_eq(got, want);
	}
	for (int n = 0; n < DIGITS_U64; n++, power *= 10)
		for (uint64_t v = power - 1; v != power + 2; v++) {
			*digits_u64(got, v) = '\0';
			snprintf(want, sizeof want, "%llu",
				 (unsigned long long)v);
			cr_assert_str_eq(got, want);
		}
	for (unsigned v = 0; v < 256; v++) {
		uint32_t addr = ADDR(v, 255 - v, v, v);

		snprintf(want, sizeof want, "%u.%u.%u.%u", v, 255 - v, v, v);
		cr_assert_str_eq(addr_format(addr, got), want);
	}
}

Test(text, room)
{
	struct text t = { 0 };
	char *p;

	for (int i = 0; i < 1000; i++) {
		p = text_room(&t, 3);
		cr_assert_lt(t.len + 3, t.cap);
		*p++ = 'x';
		text_end(&t, p);
		cr_assert_eq(strlen(t.s), (size_t)i + 1);
	}
	text_release(&t);
}

Test(text, grows)
{
	struct text t = { 0 }, big = { 0 };
	char *out = NULL;
	size_t len;
	FILE *f = open_memstream(&out, &len);

	text_clear(&t);
	text_flush(&t, f);
	text_add(&t, "", 0);
	cr_expect_str_eq(t.s, "", "terminated once anything was added");
	for (int i = 0; i < 1000; i++)
		text_putc(&t, 'x');
	for (int i = 0; i < 10; i++)
		text_printf(&big, "%s", t.s);
	cr_expect(big.len == 10000 && strlen(big.s) == 10000);
	text_add(&big, "a\0b", 3);
	cr_expect(big.len == 10003 && !memcmp(big.s + 10000, "a\0b", 4));
	text_flush(&big, f);
	fclose(f);
	cr_expect(len == 10003 && !big.len);
	free(out);
	text_release(&t);
	text_release(&big);
}

struct card {
	uint16_t value;
	uint16_t place;		/* before it was sorted */
};

static int by_value(const void *pa, const void *pb)
{
	const struct card *a = pa, *b = pb;

	return (a->value > b->value) - (a->value < b->value);
}

static int by_value_and_place(const void *pa, const void *pb)
{
	const struct card *a = pa, *b = pb;
	int c = by_value(pa, pb);

	return c ? c : (a->place > b->place) - (a->place < b->place);
}

/* Any number of them, in disorder, in order and the other way round: what is
 * equal stays as it stood. */
Test(sort, as_libc)
{
	struct card got[70], want[70];

	for (size_t n = 0; n <= N(got); n++) {
		for (unsigned step = 0; step < 6; step++) {
			for (size_t i = 0; i < n; i++) {
				uint16_t v = (uint16_t)(i * step * 37 % 50);

				v = step == 4 ? (uint16_t)i : v;
				v = step == 5 ? (uint16_t)(n - i) : v;
				got[i] = (struct card){ v, (uint16_t)i };
				want[i] = got[i];
			}
			sort_array(got, n, sizeof *got, by_value);
			qsort(want, n, sizeof *want, by_value_and_place);
			cr_assert(!n || !memcmp(got, want, n * sizeof *got),
				  "%zu by %u", n, step);
		}
	}
}

Test(strpool, once)
{
	struct strpool *pool = strpool_new(1);
	const char *first[5000];
	char name[32];

	for (int i = 0; i < 5000; i++) {
		snprintf(name, sizeof name, "%d", i);
		first[i] = strpool_add(pool, name);
	}
	for (int i = 0; i < 5000; i++) {
		snprintf(name, sizeof name, "%d", i);
		cr_assert(strpool_add(pool, name) == first[i] &&
			  first[i] != name);
		cr_assert_str_eq(first[i], name);
	}
	cr_expect(strpool_add(pool, "") == strpool_add(pool, ""));
	strpool_free(pool);
	strpool_free(NULL);
}

/* What an attacker may choose must not decide the slot without the seed. */
Test(hash, seed_and_spread)
{
	unsigned filled = 0;
	bool slot[256] = { false };

	cr_expect_neq(hash_pair(1, 2, 3), hash_pair(1, 2, 4));
	cr_expect_neq(hash_pair(1, 2, 3), hash_pair(2, 1, 3));
	cr_expect_neq(hash_bytes("a", 1, 0), hash_bytes("a", 2, 0));
	cr_expect_neq(hash_bytes("\0", 1, 0), hash_bytes("\0\0", 2, 0));
	for (uint64_t i = 0; i < 256; i++)
		slot[hash_pair(i << 32, i, 5) & 255] = true;
	for (unsigned i = 0; i < 256; i++)
		filled += slot[i];
	cr_expect(filled > 130 && filled < 200, "%u of 256 slots", filled);
}
