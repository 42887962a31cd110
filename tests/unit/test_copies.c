/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/copies.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "packets.h"
#include "read/packet.h"

/* A TCP header of 20 octets and a payload of 30. */
static const uint8_t bytes[64] = "PpPpSSSSAAAAofwwccuu"
				 "0123456789abcdefghijklmnop";

static const struct packet original = {
	.time_ns = 1000000000, .addr = { LOW, HIGH }, .port = { 1, 2 },
	.proto = IP_TCP, .ttl = 64, .ip_id = 77, .ip_len = 70, .body = bytes,
	.body_caplen = 50,
};

static bool seen(struct copies *c, const struct packet *p)
{
	return copies_seen(c, copies_print(p), p->ttl, p->time_ns);
}

/* Is p a copy of the original? */
static bool is_copy(const struct packet *p)
{
	struct copies *c = copies_new();
	bool copy;

	cr_assert_not(seen(c, &original), "the first is no copy");
	copy = seen(c, p);
	copies_free(c);
	return copy;
}

#define EXPECT(want, field, value)                                \
	do {                                                      \
		struct packet p_ = original;                      \
		p_.field = (value);                               \
		cr_expect_eq(is_copy(&p_), want, #field " = " #value); \
	} while (0)

Test(copies, what_is_one)
{
	EXPECT(true, ttl, 64);
	EXPECT(true, ttl, 63);
	EXPECT(true, ttl, 65);
	EXPECT(false, ttl, 62);
	EXPECT(false, ttl, 66);
	EXPECT(true, time_ns, 1010000000);
	EXPECT(false, time_ns, 1010000001);
	EXPECT(true, time_ns, 990000000);
	EXPECT(false, time_ns, 989999999);
	EXPECT(false, time_ns, INT64_MAX);
	EXPECT(false, time_ns, INT64_MIN);
	EXPECT(true, mac[0], 99);
	EXPECT(true, n_vlan, 1);
	EXPECT(false, ip_id, 78);
	EXPECT(false, addr[0], LOW + 1);
	EXPECT(false, addr[1], LOW);
	EXPECT(false, port[0], 3);
	EXPECT(false, port[1], 3);
	EXPECT(false, proto, IP_UDP);
	EXPECT(false, ip_len, 91);
	EXPECT(false, body_caplen, 49);
}

/* Is a packet whose body differs in octet i a copy? */
static bool is_copy_but(size_t i)
{
	struct packet p = original;
	uint8_t other[64];

	memcpy(other, bytes, sizeof other);
	other[i] ^= 1;
	p.body = other;
	return is_copy(&p);
}

/* Ports are compared as numbers; between the header and the last octets the
 * payload is for the checksum to tell apart. */
Test(copies, octets_of_the_body)
{
	for (size_t i = 0; i < 50; i++) {
		bool matters = (i >= 4 && i < COPIES_HEAD) ||
			       i >= 50 - COPIES_TAIL;

		cr_expect_eq(is_copy_but(i), !matters, "octet %zu", i);
	}
}

/* Short bodies differ by every octet, and are not read beyond their end. */
Test(copies, short_bodies)
{
	for (uint32_t n = 0; n < 30; n++) {
		struct copies *c = copies_new();
		struct packet p = original;
		uint8_t *exact = xmalloc(n ? n : 1);

		p.body = n ? exact : NULL;
		p.body_caplen = n;
		memcpy(exact, bytes, n);
		cr_expect_not(seen(c, &p));
		cr_expect(seen(c, &p));
		for (uint32_t i = 4; i < n; i++) {
			exact[i] ^= 1;
			cr_expect_eq(seen(c, &p), i >= COPIES_HEAD &&
				     i + COPIES_TAIL < n, "octet %u of %u", i,
				     n);
			exact[i] ^= 1;
		}
		free(exact);
		copies_free(c);
	}
}

static bool again(struct copies *c, uint64_t print)
{
	return copies_seen(c, print, original.ttl, original.time_ns);
}

/* Four packets of one bucket are remembered; a fifth drives out the one that
 * came first, also when it was seen again since. */
Test(copies, full_bucket)
{
	struct copies *c = copies_new();
	const uint64_t print = 5 << 8;

	for (uint64_t i = 0; i < 4; i++)
		cr_expect_not(again(c, print + (i << 8)));
	for (uint64_t i = 4; i-- > 0;)
		cr_expect(again(c, print + (i << 8)));
	cr_expect_not(again(c, print + (9 << 8)));
	for (uint64_t i = 1; i < 4; i++)
		cr_expect(again(c, print + (i << 8)));
	cr_expect(again(c, print + (9 << 8)));
	cr_expect_not(again(c, print), "the first went");
	copies_free(c);
}

/* The table grows as far as its packets come in quick succession; what is in
 * it stays. */
Test(copies, grows)
{
	struct copies *c = copies_new();
	struct packet p = original;
	unsigned wrong = 0, missed = 0;
	enum { N = 2048 };

	for (uint32_t i = 0; i < N; i++) {
		p.addr[0] = i;
		p.time_ns = original.time_ns + i;
		wrong += seen(c, &p);
	}
	for (uint32_t i = 0; i < N; i++) {
		p.addr[0] = i;
		missed += !seen(c, &p);
	}
	cr_expect_eq(wrong, 0);
	cr_expect_eq(missed, 0);
	copies_free(c);
}

/* Many flows at once push nothing out that is 256 packets old. */
Test(copies, holds_a_batch)
{
	struct copies *c = copies_new();
	struct packet p = original;
	unsigned missed = 0, wrong = 0;

	for (uint32_t i = 0; i < 20000; i++) {
		p.addr[0] = i;
		p.time_ns = original.time_ns + i * 1000;
		wrong += seen(c, &p);
		if (i < 256)
			continue;
		p.addr[0] = i - 256;
		missed += !seen(c, &p);
	}
	cr_expect_eq(wrong, 0);
	cr_expect_eq(missed, 0);
	copies_free(c);
	copies_free(NULL);
}
