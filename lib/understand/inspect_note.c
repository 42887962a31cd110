/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/inspect_impl.h"

#include <string.h>

#include "ground/alloc.h"

/* A side's votes stop here. */
enum { VOTES_ENOUGH = 60000 };

/* The second message of a transaction shows who began it, unless all have
 * the same number: then it may be the next question to a late answer. Less
 * than what messages say, so not asked any more when they do. */
void inspect_pair(struct talk *t, unsigned s, uint32_t number)
{
	if (inspect_has_votes(t))
		return;
	if (t->pending == number && t->pending_side != s) {
		if (t->paired != number && t->side[!s].paired < VOTES_ENOUGH)
			t->side[!s].paired++;
		t->paired = number;
		t->pending = 0;
	} else if (t->pending != number) {
		t->pending = number;
		t->pending_side = s & 1;
	}
}

uint16_t inspect_enough(unsigned votes)
{
	return votes < VOTES_ENOUGH ? (uint16_t)votes : VOTES_ENOUGH;
}

void inspect_vote(struct talk_side *side, const struct talk_votes *votes)
{
	side->requests = inspect_enough(side->requests + votes->requests);
	side->responses = inspect_enough(side->responses + votes->responses);
}

void inspect_store_carry(struct inspect *in, struct talk *t, unsigned s,
			 const uint8_t *carry, uint8_t len)
{
	t->side[s].carry_len = len;
	if (!len)
		return;
	if (!t->carry) {
		in->carries = grow(in->carries, in->n_carries,
				   &in->cap_carries, sizeof *in->carries);
		t->carry = (uint32_t)++in->n_carries;
	}
	memcpy(in->carries[t->carry - 1][s], carry, len);
}

void inspect_tell_names(struct inspect *in, const struct hearing *h,
			const struct message *m)
{
	struct namings told;

	told.n = 0;
	h->proto->names(m, &told);
	hostnames_tell(&in->names, &told, h->p);
}

void inspect_errors(struct talk *t, unsigned n)
{
	t->errors += n;
	t->hour_errors += n;
	if (t->hour_errors > t->peak_errors)
		t->peak_errors = t->hour_errors;
}

void inspect_reverse(struct talk *t, unsigned s, unsigned n)
{
	n += t->reverse[s];
	t->reverse[s] = (uint8_t)(n < UINT8_MAX ? n : UINT8_MAX);
}

void inspect_remember(struct talk *t, unsigned s,
		      const struct protocol_memory *memory)
{
	memcpy(t->memory[s], memory->own, PROTOCOL_MEMORY);
	memcpy(t->memory[!s], memory->peer, PROTOCOL_MEMORY);
	memset(t->tongue, 0, sizeof t->tongue);
}
