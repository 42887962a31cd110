/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a gist promises (protocol.h): of two payloads of one length and one
 * gist, what is said by one that leaves the memory as it was is said by the
 * other, too, with the same memory, whatever the transport.
 */
#include "gists.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/hash.h"

enum { SLOTS = 1 << 20, TRIALS = 1 << 18 };

/* All that a payload said. */
struct heard {
	bool plain;		/* accepted, nothing special, memory kept */
	unsigned requests, responses, errors;
	uint64_t operations;
};

struct slot {
	uint64_t gist;
	size_t n;
	unsigned memory;
	struct heard heard;
};

struct trial {
	const struct protocol *proto;
	struct slot *slots;
	size_t n_slots;
	uint64_t state;
	unsigned known, looked;
};

static uint64_t errors_of(const struct protocol *proto)
{
	uint64_t bits = 0;

	for (unsigned i = 0; proto->operations && proto->operations[i]; i++)
		if (!strncmp(proto->operations[i], "error:", 6))
			bits |= OPERATION(i);
	return bits;
}

/* Memories that flows have: nothing, known, a message under way; of MMS who
 * asked, and that names were looked for long enough. The last none has. */
static const struct protocol_memory memories[] = {
	{ { 0 }, { 0 } },
	{ { 1 }, { 1 } },
	{ { 3 }, { 1 } },
	{ { 1, 0, 64 }, { 1 } },
	{ { 1, 1, 64 }, { 1, 0, 64 } },
	{ { 1, 1, 64 }, { 1, 1, 64 } },
	{ { 1, 3, 64 }, { 1, 2, 64 } },
	{ { 0xa5, 0xa5, 0xa5, 0xa5 }, { 0x5a, 0x5a, 0x5a, 0x5a } },
};

enum { N_MEMORIES = sizeof memories / sizeof *memories };

static bool add(struct heard *out, const struct saying *s, uint64_t errors)
{
	out->requests += s->speech == SPEECH_REQUEST;
	out->responses += s->speech == SPEECH_RESPONSE;
	out->errors += (s->operations & errors) != 0;
	out->operations |= s->operations;
	return !s->names && !s->hint.port && s->speech != SPEECH_REVERSE;
}

/* A payload in memory of its exact size, at ports of its own. */
static struct heard hear(const struct protocol *proto, const uint8_t *p,
			 size_t n, unsigned number, uint64_t dice)
{
	struct heard out = { .plain = true };
	struct protocol_memory memory = memories[number];
	struct message m = { .port = { proto->ports[0], (uint16_t)dice },
			     .udp = dice >> 32 & 1, .memory = &memory };
	uint64_t errors = errors_of(proto);

	for (size_t at = 0; at < n && out.plain; at += m.len) {
		struct saying said = { .speech = SPEECH_NEITHER };
		int32_t len = proto->length(p + at, n - at, m.udp);

		m.p = p + at;
		m.n = m.len = (size_t)len;
		out.plain = len > 0 && (size_t)len <= n - at &&
			    proto->message(&m, &said) &&
			    add(&out, &said, errors);
		cr_assert(!proto->peer || !said.pair);
	}
	out.plain &= !memcmp(&memory, &memories[number], sizeof memory);
	return out;
}

static bool is_same(const struct heard *a, const struct heard *b)
{
	return a->requests == b->requests &&
	       a->responses == b->responses && a->errors == b->errors &&
	       a->operations == b->operations;
}

/* True when the gist was known before and means something. */
static bool compare(struct trial *t, const struct slot *now)
{
	const char *name = t->proto->name;
	struct slot *slots = t->slots;
	size_t i = hash_pair(now->gist, now->n << 8 | now->memory, 0) % SLOTS;

	while (slots[i].gist &&
	       (slots[i].gist != now->gist || slots[i].n != now->n ||
		slots[i].memory != now->memory))
		i = (i + 1) % SLOTS;
	if (!slots[i].gist) {
		slots[i] = *now;
		cr_assert(++t->n_slots < SLOTS);
		return false;
	}
	cr_assert_eq(slots[i].heard.plain, now->heard.plain,
		     "%s: gist %llx of %zu octets, taken or not", name,
		     (unsigned long long)now->gist, now->n);
	if (!now->heard.plain)
		return false;
	cr_assert(is_same(&slots[i].heard, &now->heard),
		  "%s: gist %llx of %zu octets", name,
		  (unsigned long long)now->gist, now->n);
	return true;
}

static void try(struct trial *t, const uint8_t *p, size_t n)
{
	uint8_t *own = xmalloc(n ? n : 1);
	struct slot now = { .n = n };

	memcpy(own, p, n);
	now.gist = t->proto->gist(own, n);
	t->looked += !now.gist;
	for (; now.gist && now.memory < N_MEMORIES; now.memory++) {
		now.heard = hear(t->proto, own, n, now.memory,
				 gists_next(&t->state));
		t->known += compare(t, &now);
	}
	free(own);
}

static void promise(const struct gists *g, size_t k)
{
	struct trial t = { .proto = gists_protocol(k), .state = k };
	uint8_t p[GISTS_OCTETS];

	t.slots = xcalloc(SLOTS, sizeof *t.slots);
	for (unsigned i = 0; i < TRIALS; i++)
		try(&t, p, gists_payload(g, k, &t.state, p));
	for (unsigned i = 0; i < TRIALS / 1024; i++) {
		size_t n = gists_sample(g, k, &t.state, p);

		for (size_t cut = 0; cut <= n; cut++)
			try(&t, p, cut);
	}
	cr_expect_gt(t.known, TRIALS / 16, "%s: %u", t.proto->name, t.known);
	cr_expect_gt(t.looked, TRIALS / 64, "%s: %u", t.proto->name,
		     t.looked);
	free(t.slots);
}

Test(gist, keeps_its_promise)
{
	struct gists *g = gists_new();
	size_t n = 0;

	for (size_t k = 0; k < gists_n(); k++) {
		cr_assert(gists_protocol(k)->ot && gists_protocol(k)->gist);
		promise(g, k);
	}
	for (size_t i = 0; protocols[i]; i++)
		n += protocols[i]->gist != NULL;
	cr_expect_eq(n, gists_n(), "each is tried here");
	gists_free(g);
}
