/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/setaside.h"

#include <criterion/criterion.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/limits.h"
#include "read/packet.h"
#include "read/source.h"
#include "understand/machines.h"

enum { A = ADDR(10, 0, 0, 1), B = ADDR(10, 0, 0, 2), MAC1 = 1, MAC2 = 2 };

static const struct frame frame = { .len = 100 };

static void add(struct setaside *s, uint64_t mac, uint32_t addr)
{
	struct packet p = { .net = NET_IPV4, .proto = IP_IGMP, .mac = { mac } };

	p.addr[0] = addr;
	p.addr[1] = ADDR(224, 0, 0, 22);
	setaside_add(s, &frame, &p);
}

static void add_ether(struct setaside *s, uint64_t mac)
{
	struct packet p = { .net = NET_OTHER, .ethertype = 0x88cc,
			    .mac = { mac } };

	setaside_add(s, &frame, &p);
}

/* As many as the table takes, and some: all counted, the rest without. */
Test(setaside, limit)
{
	const uint32_t beyond = 7;
	struct setaside s;
	uint64_t n = 0;

	setaside_init(&s, 1);
	for (uint32_t i = 1; i <= LIMIT_SENDERS + beyond; i++)
		add(&s, 0, i);
	add(&s, 0, 1);
	for (size_t i = 0; i < s.n; i++)
		n += s.entries[i].packets;
	cr_expect_eq(s.n, LIMIT_SENDERS);
	cr_expect_eq(n, LIMIT_SENDERS + 1);
	cr_expect_eq(s.n_senders_refused, beyond);
	cr_expect_eq(s.class[SCOPE_IGMP].packets, LIMIT_SENDERS + beyond + 1);
	cr_expect_eq(s.class[SCOPE_IGMP].bytes,
		     100 * (uint64_t)(LIMIT_SENDERS + beyond + 1));
	setaside_release(&s);
}

static size_t n_machines(const struct setaside *s)
{
	struct machines m;
	size_t n, n_entries = 0;

	machines_init(&m, s);
	n = m.n;
	for (size_t i = 0; i < n; i++)
		n_entries += m.item[i].n;
	cr_expect_eq(n_entries, s->n);
	machines_release(&m);
	return n;
}

Test(machines, one_of_many_kinds)
{
	struct setaside s;

	setaside_init(&s, 1);
	cr_expect_eq(n_machines(&s), 0);
	add_ether(&s, MAC1);
	cr_expect_eq(n_machines(&s), 1);
	add(&s, MAC1, A);
	add(&s, MAC1, 0);	/* before it had its address */
	cr_expect_eq(n_machines(&s), 1);
	add(&s, MAC2, A);	/* the same address elsewhere */
	cr_expect_eq(n_machines(&s), 2);
	setaside_release(&s);
}

Test(machines, one_mac_of_many_addresses)
{
	struct setaside s;

	setaside_init(&s, 1);
	add(&s, MAC1, A);
	add(&s, MAC1, B);
	cr_expect_eq(n_machines(&s), 2);
	add_ether(&s, MAC1);
	cr_expect_eq(n_machines(&s), 3);
	setaside_release(&s);
}

Test(machines, without_macs)
{
	struct setaside s;

	setaside_init(&s, 1);
	add(&s, 0, A);
	add(&s, 0, B);
	add_ether(&s, 0);
	cr_expect_eq(n_machines(&s), 3);
	setaside_release(&s);
}
