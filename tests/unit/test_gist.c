/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a gist promises: payloads of one length and one gist are whole messages
 * that say the same, whoever sends them by whatever transport, and leave
 * nothing to remember.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/hash.h"
#include "understand/protocols/families.h"
#include "understand/protocols/protocol.h"

enum { SLOTS = 1 << 20, TRIALS = 1 << 20, LONGEST = 300 };

struct heard {
	uint64_t gist;
	size_t n;
	struct saying said;
};

static uint64_t next(uint64_t *state)
{
	*state += 0x9e3779b97f4a7c15u;
	return hash_pair(*state, 0, 1);
}

/* Often right, mostly small, any function, any data. */
static size_t make_modbus(uint8_t *p, uint64_t *state)
{
	size_t n = 7 + next(state) % (next(state) % 8 ? 20 : LONGEST - 7);
	uint64_t dice = next(state);

	for (size_t i = 0; i < n; i++)
		p[i] = (uint8_t)(next(state) % (dice & 1 ? 8 : 256));
	if (dice >> 8 & 15)
		p[2] = p[3] = 0;
	if (dice >> 16 & 15) {
		p[4] = (uint8_t)((n - 6) >> 8);
		p[5] = (uint8_t)(n - 6);
	}
	if (dice >> 24 & 1)
		p[8] = (uint8_t)(n - 9);
	if (dice >> 32 & 1)
		p[12] = (uint8_t)(n - 13);
	return n;
}

static const struct {
	const struct protocol *proto;
	size_t (*make)(uint8_t *p, uint64_t *state);
} makers[] = {
	{ &modbus_tcp, make_modbus },
};

/* A payload in memory of its exact size. */
static void hear(const struct protocol *proto, const uint8_t *p, size_t n,
		 uint64_t dice, struct saying *said)
{
	struct protocol_memory memory, before;
	struct message m = { p, n, n, { (uint16_t)dice,
					(uint16_t)(dice >> 16) },
			     dice >> 32 & 1, &memory };

	memset(&memory, (int)(dice >> 40 & 0xff), sizeof memory);
	before = memory;
	*said = (struct saying){ .speech = SPEECH_NEITHER };
	cr_assert_eq(proto->length(p, n, dice >> 32 & 1), (int32_t)n);
	cr_assert(proto->message(&m, said));
	cr_assert_eq(memcmp(&memory, &before, sizeof memory), 0);
	cr_assert_eq(said->hint.port, 0);
	cr_assert(!said->names);
}

/* True when the gist was known before. */
static bool compare(struct heard *slots, uint64_t gist, size_t n,
		    const struct saying *said)
{
	size_t i = hash_pair(gist, n, 0) % SLOTS;

	while (slots[i].gist && (slots[i].gist != gist || slots[i].n != n))
		i = (i + 1) % SLOTS;
	if (!slots[i].gist) {
		slots[i] = (struct heard){ gist, n, *said };
		return false;
	}
	cr_assert_eq(slots[i].said.speech, said->speech, "%zu octets", n);
	cr_assert_eq(slots[i].said.operations, said->operations,
		     "%zu octets", n);
	return true;
}

static void promise(const struct protocol *proto,
		    size_t (*make)(uint8_t *p, uint64_t *state))
{
	struct heard *slots = xcalloc(SLOTS, sizeof *slots);
	uint8_t p[LONGEST];
	uint64_t state = 1;
	unsigned known = 0, looked = 0;

	for (unsigned i = 0; i < TRIALS; i++) {
		size_t n = make(p, &state);
		uint8_t *own = xmalloc(n);
		struct saying said;
		uint64_t gist;

		memcpy(own, p, n);
		gist = proto->gist(own, n);
		if (gist) {
			hear(proto, own, n, next(&state), &said);
			known += compare(slots, gist, n, &said);
		} else {
			looked++;
		}
		free(own);
	}
	cr_expect_gt(known, TRIALS / 8, "%s: %u", proto->name, known);
	cr_expect_gt(looked, TRIALS / 64, "%s: %u", proto->name, looked);
	free(slots);
}

Test(gist, keeps_its_promise)
{
	size_t n = 0;

	for (size_t i = 0; i < sizeof makers / sizeof *makers; i++)
		promise(makers[i].proto, makers[i].make);
	for (size_t i = 0; protocols[i]; i++)
		n += protocols[i]->gist != NULL;
	cr_expect_eq(n, sizeof makers / sizeof *makers, "each is tried here");
}
