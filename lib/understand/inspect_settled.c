/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How a flow goes on whose protocol is known: message by message, and what was
 * said in words that may come again is learned by its gist.
 */
#include "understand/inspect_impl.h"

#include <string.h>

#include "read/packet.h"

static bool is_remembered(const struct talk *t, unsigned s,
			  const struct protocol_memory *memory)
{
	return !memcmp(t->memory[s], memory->own, PROTOCOL_MEMORY) &&
	       !memcmp(t->memory[!s], memory->peer, PROTOCOL_MEMORY);
}

/* The begun header at the end of a segment waits for the next one. */
static bool keep_cut(struct inspect *in, struct talk *t, unsigned s,
		     const struct hearing *h)
{
	if (h->udp || h->n > PROTOCOL_CARRY || h->n != h->wire)
		return false;
	inspect_store_carry(in, t, s, h->at, (uint8_t)h->n);
	return true;
}

static struct talk_votes votes_of(const struct saying *said)
{
	return (struct talk_votes){ said->speech == SPEECH_REQUEST,
				    said->speech == SPEECH_RESPONSE };
}

static void hear(struct inspect *in, struct talk *t, unsigned s,
		 const struct hearing *h, const struct saying *said)
{
	struct talk_side *side = &t->side[s];
	struct talk_votes votes = votes_of(said);

	side->operations |= said->operations;
	if (said->operations & h->errors)
		inspect_errors(t, 1);
	inspect_vote(side, &votes);
	if (said->speech == SPEECH_REVERSE)
		inspect_reverse(t, s, 1);
	if (said->pair)
		inspect_pair(t, s, said->pair);
	if (said->hint.port) {
		struct hint hint = inspect_hint(said);

		hints_add(&in->hints, &hint, h->p, t->protocol);
	}
}

/* What a payload of a settled flow said, in all its messages. */
struct told {
	struct protocol_memory memory;
	struct meaning sum;
	bool special;		/* more than a meaning holds */
};

static void add_up(struct told *told, const struct hearing *h,
		   const struct saying *said)
{
	struct meaning *sum = &told->sum;

	sum->operations |= said->operations;
	if (said->speech == SPEECH_REQUEST)
		sum->votes.requests++;
	else if (said->speech == SPEECH_RESPONSE)
		sum->votes.responses++;
	if (said->operations & h->errors)
		sum->errors++;
	told->special |= said->names | (said->hint.port != 0) |
			 (said->speech == SPEECH_REVERSE);
}

static uint16_t tongue_of(struct inspect *in, const struct talk *t,
			  const struct protocol_memory *memory)
{
	unsigned i = 0;

	while (i < in->n_memories &&
	       memcmp(&in->memories[i], memory, sizeof *memory) != 0)
		i++;
	if (i == MEMORIES)
		return MEMORY_UNNUMBERED << 8;
	if (i == in->n_memories)
		in->memories[in->n_memories++] = *memory;
	return (uint16_t)((i + 1) << 8 | t->protocol);
}

/* A payload that was whole messages, changed nothing and has a gist need not
 * be read again, on whatever flow. More than IP carries at once, as network
 * cards put together, may be more messages than a meaning counts. */
static void learn(struct inspect *in, struct talk *t, unsigned s,
		  const struct hearing *h, struct told *told)
{
	struct meaning *sum = &told->sum;

	if (told->special || h->n > UINT16_MAX)
		return;
	sum->gist = h->proto->gist(h->at, h->n);
	if (!sum->gist)
		return;
	if (!t->tongue[s])
		t->tongue[s] = tongue_of(in, t, &told->memory);
	if (t->tongue[s] >> 8 == MEMORY_UNNUMBERED)
		return;
	sum->of = inspect_of(t, s, (uint32_t)h->n);
	*inspect_meaning(in, sum->gist, sum->of) = *sum;
}

/* The chain of a settled flow: nothing to weigh, nothing to take back. False
 * when it is lost. */
static bool follow_settled(struct inspect *in, struct talk *t, unsigned s,
			   struct hearing h, struct told *told)
{
	struct talk_side *side = &t->side[s];

	inspect_pass_over(&h, &side->skip);
	while (h.n) {
		struct message m = { h.at, h.n, 0,
				     { h.p->port[0], h.p->port[1] },
				     h.udp, &told->memory };
		struct saying said = { .speech = SPEECH_NEITHER };
		int32_t len = h.proto->length(h.at, h.n, h.udp);

		if (len <= 0 || (h.udp && (size_t)len > h.wire))
			return len == NEED_MORE && keep_cut(in, t, s, &h);
		m.len = (size_t)len;
		if (m.n > m.len)
			m.n = m.len;
		if (!h.proto->message(&m, &said))
			return false;
		hear(in, t, s, &h, &said);
		if (said.names)
			inspect_tell_names(in, &h, &m);
		add_up(told, &h, &said);
		side->skip = (uint32_t)len;
		inspect_pass_over(&h, &side->skip);
	}
	return true;
}

/* As follow_settled; what it brings to memory and to mind is kept. */
static bool follow_on(struct inspect *in, struct talk *t, unsigned s,
		      const struct hearing *h)
{
	struct talk_side *side = &t->side[s];
	bool fresh = !side->skip, found;
	struct told told = { .special = false };

	memcpy(told.memory.own, t->memory[s], PROTOCOL_MEMORY);
	memcpy(told.memory.peer, t->memory[!s], PROTOCOL_MEMORY);
	found = follow_settled(in, t, s, *h, &told);
	if (!is_remembered(t, s, &told.memory))
		inspect_remember(t, s, &told.memory);
	else if (found && fresh && h->proto->gist && h->n == h->wire &&
		 !(side->skip | side->carry_len))
		learn(in, t, s, h, &told);
	return found;
}

void inspect_go_on(struct inspect *in, struct talk *t, unsigned s,
		   struct hearing *h)
{
	struct talk_side *side = &t->side[s];
	bool found;

	h->proto = protocols[t->protocol - 1];
	h->errors = in->errors[t->protocol - 1];
	found = side->carry_len ? inspect_try(in, t, s, h, t->protocol) :
				  follow_on(in, t, s, h);
	if (found)
		return;
	side->skip = 0;
	side->carry_len = 0;
}
