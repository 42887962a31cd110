/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whose payload is it? Each protocol may try, on all of its octets; only what
 * one accepts as a whole becomes fact.
 */
#include "understand/inspect_impl.h"

#include <string.h>

#include "read/packet.h"

/* Points that settle a flow's protocol. */
enum { POINTS_SETTLED = 4 };

/* Of a message whose header was cut by a segment: what it gets to see. */
enum { MENDED_OCTETS = 192 };

enum { HEARD_PAIRS = 8, HEARD_HINTS = 4 };

/* What was heard, kept apart until the whole payload is accepted. */
struct heard {
	struct protocol_memory memory;
	uint64_t operations;
	uint32_t pairs[HEARD_PAIRS];
	struct hint hints[HEARD_HINTS];
	unsigned n_pairs, n_hints, n_messages, requests, responses, errors;
	struct message names;	/* the first one that tells names; len 0 */
	unsigned reverse;
	uint32_t skip;
	uint8_t carry_len;
	uint8_t carry[PROTOCOL_CARRY];
};

static void add(struct heard *out, const struct saying *said)
{
	out->n_messages++;
	out->operations |= said->operations;
	out->requests += said->speech == SPEECH_REQUEST;
	out->responses += said->speech == SPEECH_RESPONSE;
	out->reverse += said->speech == SPEECH_REVERSE;
	if (said->pair && out->n_pairs < HEARD_PAIRS)
		out->pairs[out->n_pairs++] = said->pair;
	if (said->hint.port && out->n_hints < HEARD_HINTS)
		out->hints[out->n_hints++] = inspect_hint(said);
}

static bool message(const struct hearing *h, const uint8_t *p, size_t n,
		    size_t len, struct heard *out)
{
	struct message m = { p, n < len ? n : len, len,
			     { h->p->port[0], h->p->port[1] }, h->udp,
			     &out->memory };
	struct saying said = { .speech = SPEECH_NEITHER };

	if (!h->proto->message(&m, &said))
		return false;
	out->errors += (said.operations & h->errors) != 0;
	add(out, &said);
	if (said.names && !out->names.len)
		out->names = m;
	return true;
}

/* A header that a segment boundary has cut: the carried octets and the first
 * of this segment, put together as far as needed. Moves h on. */
static bool mend(struct hearing *h, struct heard *out)
{
	uint8_t whole[2 * PROTOCOL_CARRY + MENDED_OCTETS];
	size_t carried = out->carry_len, n = sizeof whole - carried;
	int32_t len;

	if (n > h->n)
		n = h->n;
	memcpy(whole, out->carry, carried);
	memcpy(whole + carried, h->at, n);
	out->carry_len = 0;
	len = h->proto->length(whole, carried + n, false);
	if (len <= (int32_t)carried ||
	    !message(h, whole, carried + n, (size_t)len, out))
		return false;
	/* The octets put together do not last until they are accepted. */
	out->names.len = 0;
	out->skip = (uint32_t)((size_t)len - carried);
	return true;
}

static bool keep_rest(const struct hearing *h, struct heard *out)
{
	if (h->udp || h->n > PROTOCOL_CARRY || h->n != h->wire)
		return false;
	memcpy(out->carry, h->at, h->n);
	out->carry_len = (uint8_t)h->n;
	return true;
}

/*
 * Follow the chain of messages. True when every octet belongs to the
 * protocol as far as can be seen; *out then holds what was said.
 */
static bool follow(struct hearing h, struct heard *out)
{
	bool whole = true;

	if (out->carry_len && !mend(&h, out))
		return false;
	inspect_pass_over(&h, &out->skip);
	while (h.n) {
		int32_t len = h.proto->length(h.at, h.n, h.udp);

		if (len == NEED_MORE)
			return keep_rest(&h, out);
		if (len < 0 || (h.udp && (size_t)len > h.wire) ||
		    !message(&h, h.at, h.n, (size_t)len, out))
			return false;
		whole = (size_t)len <= h.n;
		out->skip = (uint32_t)len;
		inspect_pass_over(&h, &out->skip);
	}
	/* Where a short snap length cut a message away before its end, only a
	 * length that ends with the payload agrees with anything. */
	return !h.wire || whole || h.proto->proof == PROOF_STRONG;
}

/* What a protocol remembers of a flow so far: nothing when it is new to it. */
static void recall(const struct inspect *in, const struct talk *t, unsigned s,
		   bool known, struct heard *out)
{
	const struct talk_side *side = &t->side[s];

	*out = (struct heard){ .skip = 0 };
	if (!known)
		return;
	memcpy(out->memory.own, t->memory[s], PROTOCOL_MEMORY);
	memcpy(out->memory.peer, t->memory[!s], PROTOCOL_MEMORY);
	if (!side->in_step)
		return;
	out->skip = side->skip;
	out->carry_len = side->carry_len;
	if (out->carry_len)
		memcpy(out->carry, in->carries[t->carry - 1][s],
		       out->carry_len);
}

/* The payload is this protocol's: what was heard becomes fact. */
static void accept(struct inspect *in, struct talk *t, unsigned s,
		   const struct hearing *h, const struct heard *out)
{
	struct talk_side *side = &t->side[s];

	inspect_remember(t, s, &out->memory);
	side->operations |= out->operations;
	side->requests = inspect_enough(side->requests + out->requests);
	side->responses = inspect_enough(side->responses + out->responses);
	inspect_reverse(t, s, out->reverse);
	side->skip = out->skip;
	inspect_store_carry(in, t, s, out->carry, out->carry_len);
	inspect_errors(t, out->errors);
	for (unsigned i = 0; i < out->n_pairs; i++)
		inspect_pair(t, s, out->pairs[i]);
	for (unsigned i = 0; i < out->n_hints; i++)
		hints_add(&in->hints, &out->hints[i], h->p, t->candidate);
	if (out->names.len)
		inspect_tell_names(in, h, &out->names);
}

static void forget(struct talk *t)
{
	for (unsigned s = 0; s < 2; s++) {
		struct talk_side *side = &t->side[s];

		side->operations = 0;
		side->votes = (struct talk_votes){ 0 };
		t->reverse[s] = 0;
		side->paired = 0;
		side->skip = 0;
		side->carry_len = 0;
	}
	memset(t->memory, 0, sizeof t->memory);
	memset(t->tongue, 0, sizeof t->tongue);
	t->candidate = 0;
	t->points = 0;
	t->spoke = 0;
	t->pending = 0;
	t->errors = 0;
	t->hour_errors = 0;
	t->peak_errors = 0;
}

static void collect_points(struct talk *t, unsigned s,
			   const struct hearing *h, const struct heard *out)
{
	unsigned points = t->points;

	if (!out->n_messages)
		return;
	t->spoke |= (uint8_t)(1 << s);
	points += h->proto->proof * (out->n_messages > 1 ? 2u : 1u) +
		  h->supported;
	t->points = (uint8_t)(points < 100 ? points : 100);
	if (t->points < POINTS_SETTLED)
		return;
	/* Weak signs need their own port and both ends. */
	if (h->proto->proof == PROOF_WEAK && !(h->supported && t->spoke == 3))
		return;
	t->protocol = t->candidate;
}

bool inspect_try(struct inspect *in, struct talk *t, unsigned s,
		 struct hearing *h, uint8_t number)
{
	bool known = t->candidate == number;
	struct heard out;

	h->proto = protocols[number - 1];
	h->errors = in->errors[number - 1];
	recall(in, t, s, known, &out);
	if (!follow(*h, &out) || (!known && !out.n_messages))
		return false;
	if (!known)
		forget(t);
	h->supported = protocol_has_port(h->proto, h->p->port);
	t->candidate = number;
	accept(in, t, s, h, &out);
	if (!t->protocol)
		collect_points(t, s, h, &out);
	return true;
}

/* Most payloads are seen not to be its own by their first octets. */
static inline bool may_be(const struct protocol *proto,
			  const struct hearing *h)
{
	return proto->transports & (h->udp ? PROTOCOL_UDP : PROTOCOL_TCP) &&
	       proto->length(h->at, h->n, h->udp) >= 0;
}

void inspect_find(struct inspect *in, struct talk *t, unsigned s,
		  struct hearing *h)
{
	if (t->candidate && inspect_try(in, t, s, h, t->candidate))
		return;
	if (t->candidate && protocols[t->candidate - 1]->loose)
		return;
	for (uint8_t k = 1; protocols[k - 1]; k++)
		if (k != t->candidate && may_be(protocols[k - 1], h) &&
		    inspect_try(in, t, s, h, k))
			return;
}
