/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/fragtab.h"

#include <criterion/criterion.h>

#include "ground/limits.h"
#include "ground/stamp.h"
#include "packets.h"
#include "read/packet.h"

/* A fragment of datagram id; the first one says port 7 > 9. */
static struct packet piece(uint16_t id, bool first, int64_t at_ns)
{
	struct packet p = { .time_ns = at_ns, .addr = { LOW, HIGH },
			    .proto = IP_UDP, .fragment = true,
			    .fragment_first = first, .ip_id = id,
			    .ip_len = 120, .payload_len = 100 };

	if (first) {
		p.port[0] = 7;
		p.port[1] = 9;
	}
	return p;
}

static bool join(struct fragtab *t, struct packet p, struct fragments *freed)
{
	bool complete = fragtab_join(t, &p, 0, freed);

	cr_expect(!complete || (p.port[0] == 7 && p.port[1] == 9));
	return complete;
}

Test(fragtab, in_order)
{
	struct fragtab *t = fragtab_new(0);
	struct fragments freed;

	cr_expect(join(t, piece(1, true, 0), &freed) && !freed.packets);
	cr_expect(join(t, piece(1, false, 1), &freed) && !freed.packets);
	cr_expect(join(t, piece(1, false, 2), &freed) && !freed.packets);
	fragtab_free(t);
	fragtab_free(NULL);
}

Test(fragtab, reversed)
{
	struct fragtab *t = fragtab_new(1);
	struct fragments freed;

	cr_expect_not(join(t, piece(1, false, 10), &freed));
	cr_expect_eq(freed.packets, 0);
	cr_expect_not(join(t, piece(1, false, 5), &freed));
	cr_expect(join(t, piece(1, true, 20), &freed));
	cr_expect(freed.packets == 2 && freed.bytes == 240 &&
		  freed.payload == 200);
	cr_expect(freed.port[0] == 7 && freed.port[1] == 9);
	cr_expect(freed.first_ns == 5 && freed.last_ns == 10);
	cr_expect(join(t, piece(1, false, 21), &freed) && !freed.packets,
		  "given out once");
	fragtab_free(t);
}

Test(fragtab, what_tells_datagrams_apart)
{
	struct packet other[6];
	struct fragtab *t = fragtab_new(2);
	struct fragments freed;

	for (size_t i = 0; i < 6; i++)
		other[i] = piece(1, false, 1);
	other[0].ip_id = 2;
	other[1].addr[0] = HIGH;
	other[2].addr[1] = LOW;
	other[3].proto = IP_TCP;
	other[4].n_vlan = 1;
	other[4].vlan[0] = 0;
	other[5].n_vlan = 1;
	other[5].vlan[0] = 10;
	join(t, piece(1, true, 0), &freed);
	for (size_t i = 0; i < 6; i++)
		cr_expect_not(fragtab_join(t, &other[i], 0, &freed), "%zu", i);
	cr_expect(join(t, piece(1, false, 2), &freed));
	fragtab_free(t);
}

Test(fragtab, without_the_first)
{
	struct fragtab *t = fragtab_new(3);
	struct fragments left;
	uint32_t i = 0;

	join(t, piece(1, false, 3), &left);
	join(t, piece(2, true, 4), &left);
	join(t, piece(3, false, 5), &left);
	join(t, piece(3, false, 6), &left);
	cr_expect(fragtab_left(t, &i, &left) && left.packets == 1);
	cr_expect(!left.port[0] && !left.port[1]);
	cr_expect(fragtab_left(t, &i, &left) && left.packets == 2);
	cr_expect_not(fragtab_left(t, &i, &left));
	cr_expect_not(fragtab_left(t, &i, &left), "the end stays");
	fragtab_free(t);
}

/* The IP id comes round: after a minute it is another datagram. */
Test(fragtab, id_again)
{
	const int64_t minute = 60 * NS_PER_SECOND;
	struct fragtab *t = fragtab_new(4);
	struct fragments freed;

	join(t, piece(1, true, 0), &freed);
	cr_expect(join(t, piece(1, false, minute), &freed), "just in time");
	cr_expect_not(join(t, piece(1, false, minute + 1), &freed));
	cr_expect_eq(freed.packets, 0);
	cr_expect_not(join(t, piece(1, false, 2 * minute + 2), &freed));
	cr_expect(freed.packets == 1 && !freed.port[0] && !freed.port[1],
		  "what waited in vain is handed back");
	cr_expect(join(t, piece(1, true, 2 * minute + 3), &freed));
	cr_expect(freed.packets == 1 && freed.port[0] == 7);
	fragtab_free(t);
}

Test(fragtab, times_that_cannot_be)
{
	struct fragtab *t = fragtab_new(5);
	struct fragments freed;

	join(t, piece(1, true, INT64_MIN + 1), &freed);
	cr_expect_not(join(t, piece(1, false, INT64_MAX), &freed));
	cr_expect_not(join(t, piece(1, false, INT64_MIN + 1), &freed),
		      "a clock set back is no new datagram");
	fragtab_free(t);
}

/* More datagrams than places: the oldest is given up, nothing is lost. */
Test(fragtab, eviction)
{
	enum { MANY = 3 * LIMIT_FRAGMENTS + 5 };
	struct fragtab *t = fragtab_new(6);
	struct fragments freed;
	uint64_t packets = 0, bytes = 0, n_evicted = 0;
	uint32_t i = 0;

	for (uint32_t n = 0; n < MANY; n++) {
		struct packet p = piece((uint16_t)n, false, n);

		p.addr[0] = LOW + (n >> 16);
		cr_assert_not(fragtab_join(t, &p, 0, &freed));
		cr_assert(!freed.packets || freed.last_ns + LIMIT_FRAGMENTS ==
					   (int64_t)n, "the oldest first");
		packets += freed.packets;
		bytes += freed.packets ? freed.bytes : 0;
		n_evicted += freed.packets != 0;
	}
	cr_expect_eq(n_evicted, MANY - LIMIT_FRAGMENTS);
	while (fragtab_left(t, &i, &freed)) {
		packets += freed.packets;
		bytes += freed.bytes;
	}
	cr_expect_eq(packets, MANY);
	cr_expect_eq(bytes, MANY * 120u);
	fragtab_free(t);
}
