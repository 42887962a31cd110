/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Folding, on random sets of rules: what was allowed stays allowed, what was
 * kept back stays back, and ranges of ports change no answer at all.
 */
#include "judge/fold.h"

#include <criterion/criterion.h>
#include <string.h>

#include "understand/record.h"

enum { SEEDS = 300, RULES = 60 };

static uint32_t draw(uint64_t *rng, uint32_t n)
{
	*rng = *rng * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (uint32_t)(*rng >> 33) % n;
}

static const uint8_t statuses[] = {
	RULE_LEARNED, RULE_LEARNED,    RULE_LEARNED, RULE_LEARNED,
	RULE_LEARNED, RULE_LEARNED,    RULE_LEARNED, RULE_APPROVED,
	RULE_REVIEW,  RULE_UNANSWERED,
};

static uint32_t host(uint32_t last)
{
	return ADDR(10, 0, 0, last);
}

/* Dense enough that there are patterns of all kinds. */
static struct baseline *random_rules(uint64_t seed)
{
	struct baseline *b = baseline_new(NULL);

	for (int i = 0; i < RULES; i++) {
		uint32_t server = 8 + draw(&seed, 4);
		uint16_t port =
			(uint16_t)(draw(&seed, 3) == 0 ? 5000 + server
						       : 2000 + draw(&seed, 5));
		struct memory m = { .proto = 6,
				    .server_port = port,
				    .client = host(1 + draw(&seed, 4)),
				    .server = host(server) };
		struct port_range range;
		struct rule r = { .service = "",
				  .operations = "",
				  .note = "",
				  .extra = "",
				  .by = "learn",
				  .until_ns = INT64_MAX,
				  .initiator = ROLE_NONE };

		rule_set_exact(&r, &m, &range);
		r.status = statuses[draw(&seed, 10)];
		baseline_add_rule(b, &r);
	}
	baseline_derive(b);
	baseline_finish(b);
	return b;
}

static bool allows(const struct baseline *b, uint32_t client, uint32_t server,
		   uint16_t port)
{
	const struct conversation c = { .proto = 6,
					.confidence = 99,
					.answered = true,
					.client = host(client),
					.server = host(server),
					.client_port = 50000,
					.server_port = port };

	return baseline_match(b, &c, NULL);
}

static bool keeps_back(const struct baseline *b, uint32_t client,
		       uint32_t server, uint16_t port)
{
	for (size_t i = 0; i < baseline_n_rules(b); i++) {
		const struct rule *r = baseline_rule(b, i);

		if (r->client.net.net == host(client) &&
		    r->server.net.net == host(server) &&
		    r->server_port.range[0].lo == port)
			return true;
	}
	return false;
}

/* How many conversations got another answer. */
static size_t compare(const struct baseline *was, const struct baseline *is,
		      uint64_t seed)
{
	size_t n = 0;

	for (uint32_t client = 0; client < 8; client++)
		for (uint32_t server = 7; server < 17; server++)
			for (uint32_t k = 0; k < 16; k++) {
				uint16_t port =
					(uint16_t)(k < 8 ? 1999 + k : 5000 + k);
				bool before = allows(was, client, server, port);
				bool after = allows(is, client, server, port);

				n += before != after;
				cr_assert(!before || after, "seed %llu",
					  (unsigned long long)seed);
				cr_assert(before || !after ||
						  !keeps_back(was, client,
							      server, port),
					  "seed %llu",
					  (unsigned long long)seed);
			}
	return n;
}

Test(fold, keeps_what_was_said)
{
	size_t folded[N_FOLD_KINDS] = { 0 };

	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		for (int kind = 0; kind < N_FOLD_KINDS; kind++) {
			struct baseline *was = random_rules(seed);
			struct baseline *is = random_rules(seed);
			size_t n = fold(is, (enum fold_kind)kind), other;

			folded[kind] += n;
			other = compare(was, is, seed);
			cr_assert(kind != FOLD_PORTS || !other, "seed %llu",
				  (unsigned long long)seed);
			cr_assert(n || !other);
			cr_assert_eq(fold(is, (enum fold_kind)kind), 0,
				     "folding again finds nothing");
			baseline_free(was);
			baseline_free(is);
		}
	}
	for (int kind = 0; kind < N_FOLD_KINDS; kind++)
		cr_expect(folded[kind] > SEEDS / 10, "%d: %zu", kind,
			  folded[kind]);
}
