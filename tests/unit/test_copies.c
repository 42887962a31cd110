/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/copies.h"

#include <criterion/criterion.h>

#include "packets.h"
#include "read/packet.h"

static const uint8_t bytes[64] = "0123456789abcdef0123456789abcdef";

static const struct packet original = {
	.time_ns = 1000000000, .addr = { LOW, HIGH }, .port = { 1, 2 },
	.proto = IP_TCP, .ttl = 64, .tcp_flags = TCP_ACK, .ip_id = 77,
	.checksum = 5, .ip_len = 90, .payload_len = 50, .payload_caplen = 50,
	.payload = bytes, .seq = 10, .ack = 20,
};

static bool seen(struct copies *c, const struct packet *p)
{
	return copies_seen(c, p, copies_print(p));
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
	static const uint8_t middle[64] = "0123456789abcdefX123456789abcdef";
	static const uint8_t first[64] = "X123456789abcdef0123456789abcdef";

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
	EXPECT(false, ip_id, 0);
	EXPECT(false, addr[0], LOW + 1);
	EXPECT(false, addr[1], LOW);
	EXPECT(false, port[0], 3);
	EXPECT(false, port[1], 3);
	EXPECT(false, proto, IP_UDP);
	EXPECT(false, ip_len, 91);
	EXPECT(false, seq, 11);
	EXPECT(false, ack, 21);
	EXPECT(false, tcp_flags, TCP_ACK | TCP_PSH);
	EXPECT(false, checksum, 6);
	EXPECT(false, payload_caplen, 49);
	EXPECT(false, payload, first);
	/* Between its ends the payload is for the checksum to tell apart. */
	EXPECT(true, payload, middle);
}

/* Short payloads differ by every byte and by their length. */
Test(copies, short_payloads)
{
	for (uint32_t n = 0; n < 33; n++) {
		struct copies *c = copies_new();
		struct packet p = original;
		uint8_t other[64];

		p.payload_len = n;
		p.payload_caplen = n;
		cr_expect_not(seen(c, &p));
		cr_expect(seen(c, &p));
		for (uint32_t i = 0; i < n; i++) {
			memcpy(other, bytes, sizeof other);
			other[i] ^= 1;
			p.payload = other;
			cr_expect_not(seen(c, &p), "byte %u of %u", i, n);
			p.payload = bytes;
		}
		copies_free(c);
	}
}

Test(copies, id_0_is_never_remembered)
{
	struct copies *c = copies_new();
	struct packet p = original;

	p.ip_id = 0;
	for (int i = 0; i < 3; i++)
		cr_expect_not(seen(c, &p));
	copies_free(c);
}

/* Four packets of one bucket are remembered; a fifth drives out the one that
 * came first, also when it was seen again since. */
Test(copies, full_bucket)
{
	struct copies *c = copies_new();
	struct packet p = original;
	const uint64_t print = 5 << 8;

	for (uint64_t i = 0; i < 4; i++)
		cr_expect_not(copies_seen(c, &p, print + (i << 8)));
	for (uint64_t i = 4; i-- > 0;)
		cr_expect(copies_seen(c, &p, print + (i << 8)));
	cr_expect_not(copies_seen(c, &p, print + (9 << 8)));
	for (uint64_t i = 1; i < 4; i++)
		cr_expect(copies_seen(c, &p, print + (i << 8)));
	cr_expect(copies_seen(c, &p, print + (9 << 8)));
	cr_expect_not(copies_seen(c, &p, print), "the first went");
	copies_free(c);
}

/* The table grows as far as its packets come in quick succession; what is in
 * it stays. */
Test(copies, grows)
{
	struct copies *c = copies_new();
	struct packet p = original;
	unsigned wrong = 0, missed = 0;
	enum { N = 4096 };

	for (uint32_t i = 0; i < N; i++) {
		p.seq = i;
		p.time_ns = original.time_ns + i;
		wrong += seen(c, &p);
	}
	for (uint32_t i = 0; i < N; i++) {
		p.seq = i;
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
		p.seq = i;
		p.time_ns = original.time_ns + i * 1000;
		wrong += seen(c, &p);
		if (i < 256)
			continue;
		p.seq = i - 256;
		missed += !seen(c, &p);
	}
	cr_expect_eq(wrong, 0);
	cr_expect_eq(missed, 0);
	copies_free(c);
	copies_free(NULL);
}
