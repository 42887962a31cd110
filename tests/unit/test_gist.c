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

enum { SLOTS = 1 << 20, TRIALS = 1 << 18, MEMORIES_TRIED = 6 };

/* All that a payload said. */
struct heard {
	bool plain;		/* accepted, nothing special, memory kept */
	bool paired;
	unsigned requests, responses, errors;
	uint64_t operations;
};

struct slot {
	uint64_t gist;
	size_t n;
	unsigned memory;
	struct heard heard;
};

static uint64_t errors_of(const struct protocol *proto)
{
	uint64_t bits = 0;

	for (unsigned i = 0; proto->operations && proto->operations[i]; i++)
		if (!strncmp(proto->operations[i], "error:", 6))
			bits |= OPERATION(i);
	return bits;
}

/* Some memories that flows have, and some that none has. */
static void remember(unsigned number, struct protocol_memory *memory)
{
	memset(memory, 0, sizeof *memory);
	if (number & 1)
		memory->own[0] = memory->peer[0] = 1;
	if (number == 2 || number == 3)
		memory->own[0] |= 2;
	if (number > 3)
		memset(memory, (int)number, sizeof *memory);
}

static bool add(struct heard *out, const struct saying *s, uint64_t errors)
{
	out->requests += s->speech == SPEECH_REQUEST;
	out->responses += s->speech == SPEECH_RESPONSE;
	out->errors += (s->operations & errors) != 0;
	out->operations |= s->operations;
	out->paired |= s->pair && !out->requests && !out->responses;
	return !s->names && !s->hint.port && s->speech != SPEECH_REVERSE;
}

/* A payload in memory of its exact size, at ports of its own. */
static struct heard hear(const struct protocol *proto, const uint8_t *p,
			 size_t n, unsigned number, uint64_t dice)
{
	struct heard out = { .plain = true };
	struct protocol_memory memory, before;
	struct message m = { .port = { proto->ports[0], (uint16_t)dice },
			     .udp = dice >> 32 & 1, .memory = &memory };
	uint64_t errors = errors_of(proto);

	remember(number, &memory);
	before = memory;
	for (size_t at = 0; at < n && out.plain; at += m.len) {
		struct saying said = { .speech = SPEECH_NEITHER };
		int32_t len = proto->length(p + at, n - at, m.udp);

		m.p = p + at;
		m.n = m.len = (size_t)len;
		out.plain = len > 0 && (size_t)len <= n - at &&
			    proto->message(&m, &said) &&
			    add(&out, &said, errors);
	}
	out.plain &= !memcmp(&memory, &before, sizeof memory);
	return out;
}

static bool is_same(const struct heard *a, const struct heard *b)
{
	return a->paired == b->paired && a->requests == b->requests &&
	       a->responses == b->responses && a->errors == b->errors &&
	       a->operations == b->operations;
}

/* True when the gist was known before and means something. */
static bool compare(struct slot *slots, const struct slot *now,
		    const char *name)
{
	size_t i = hash_pair(now->gist, now->n << 8 | now->memory, 0) % SLOTS;

	while (slots[i].gist &&
	       (slots[i].gist != now->gist || slots[i].n != now->n ||
		slots[i].memory != now->memory))
		i = (i + 1) % SLOTS;
	if (!slots[i].gist) {
		slots[i] = *now;
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

struct trial {
	const struct protocol *proto;
	struct slot *slots;
	uint64_t state;
	unsigned known, looked;
};

static void try(struct trial *t, const uint8_t *p, size_t n)
{
	uint8_t *own = xmalloc(n ? n : 1);
	struct slot now = { .n = n };

	memcpy(own, p, n);
	now.gist = t->proto->gist(own, n);
	t->looked += !now.gist;
	for (; now.gist && now.memory < MEMORIES_TRIED; now.memory++) {
		now.heard = hear(t->proto, own, n, now.memory,
				 gists_next(&t->state));
		t->known += compare(t->slots, &now, t->proto->name);
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
