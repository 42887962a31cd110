/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/inspect.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/limits.h"
#include "read/packet.h"

enum { CACHE_LINE = 64 };
_Static_assert(sizeof(struct talk) % CACHE_LINE == 0 &&
		       offsetof(struct talk, pace) == CACHE_LINE,
	       "as talk.h says");

/* Points that settle a flow's protocol. */
enum { POINTS_SETTLED = 4 };

/* A side's votes stop here: more of the same prove nothing more. */
enum { VOTES_ENOUGH = 60000 };

/* Votes after which a protocol whose operations nobody asks for is left, and
 * one that tells names. */
enum { VOTES_SETTLED = 8, VOTES_NAMED = 1000 };

/* Of a message whose header was cut by a segment: what it gets to see. */
enum { MENDED_OCTETS = 192 };

/* The turns in which it is looked at who repeats whom: after most protocols
 * are known, until it is clear. */
enum { ECHO_FROM = 3, ECHO_TO = 80 };

enum { TTL_BELOW_WINDOWS = 64, TTL_WINDOWS = 128 };

/* Half an hour of silence is as long as any. */
enum { LONGEST_GAP_US = 1800000000 };

/* Asked of every message, so the words are looked at once. */
static uint64_t errors_of(const struct protocol *p)
{
	uint64_t bits = 0;

	for (unsigned i = 0; p->operations && i < MAX_OPERATIONS &&
			     p->operations[i]; i++)
		if (!strncmp(p->operations[i], "error:", 6))
			bits |= OPERATION(i);
	return bits;
}

void inspect_init(struct inspect *in, uint64_t hash_seed)
{
	size_t n = 0;

	*in = (struct inspect){ .n = 0 };
	calls_init(&in->calls, hash_seed);
	while (protocols[n])
		n++;
	in->errors = xcalloc(n, sizeof *in->errors);
	in->gists = xcalloc(n + 1, sizeof *in->gists);
	for (size_t i = 0; i < n; i++) {
		in->errors[i] = errors_of(protocols[i]);
		in->gists[i + 1] = protocols[i]->gist;
	}
	in->meanings = xcalloc(MEANINGS, sizeof *in->meanings);
	in->memories = xcalloc(MEMORIES, sizeof *in->memories);
}

void inspect_release(struct inspect *in)
{
	for (size_t i = 0; i < in->n_chunks; i++)
		free(in->chunks[i]);
	free(in->chunks);
	free(in->carries);
	free(in->echoes);
	hints_release(&in->hints);
	hostnames_release(&in->names);
	calls_release(&in->calls);
	free(in->errors);
	free(in->gists);
	free(in->meanings);
	free(in->memories);
}

static struct talk *chunk_new(void)
{
	const size_t size = TALK_CHUNK * sizeof(struct talk);
	struct talk *chunk = xaligned(CACHE_LINE, size);

	memset(chunk, 0, size);
	return chunk;
}

uint32_t inspect_begin(struct inspect *in)
{
	if (in->n == in->n_chunks * TALK_CHUNK) {
		in->chunks = grow(in->chunks, in->n_chunks, &in->cap_chunks,
				  sizeof *in->chunks);
		in->chunks[in->n_chunks++] = chunk_new();
	}
	return (uint32_t)++in->n;
}

/* One payload of one side, on its way through a protocol. */
struct hearing {
	const struct packet *p;
	const struct protocol *proto;
	uint64_t errors;	/* its operations that are */
	const uint8_t *at;	/* octets that are there */
	size_t n, wire;		/* of them, and of the wire */
	bool udp;
	bool supported;		/* a port of its own is at one end */
};

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

static struct hint hint_of(const struct saying *said)
{
	struct hint hint = said->hint;

	hint.by_client |= said->speech == SPEECH_REQUEST;
	return hint;
}

static struct talk_votes votes_of(const struct saying *said)
{
	return (struct talk_votes){ said->speech == SPEECH_REQUEST,
				    said->speech == SPEECH_RESPONSE };
}

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
		out->hints[out->n_hints++] = hint_of(said);
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

/* Moves h over what is left of the message under way. */
static void pass_over(struct hearing *h, uint32_t *skip)
{
	size_t n = *skip < h->wire ? *skip : h->wire;

	*skip -= (uint32_t)n;
	h->wire -= n;
	h->at += n < h->n ? n : h->n;
	h->n -= n < h->n ? n : h->n;
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
	if (out->carry_len && !mend(&h, out))
		return false;
	pass_over(&h, &out->skip);
	while (h.n) {
		int32_t len = h.proto->length(h.at, h.n, h.udp);

		if (len == NEED_MORE)
			return keep_rest(&h, out);
		if (len < 0 || (h.udp && (size_t)len > h.wire) ||
		    !message(&h, h.at, h.n, (size_t)len, out))
			return false;
		out->skip = (uint32_t)len;
		pass_over(&h, &out->skip);
	}
	/* What a short snap length cut away is not known to be whole. */
	return !h.wire || out->skip == 0;
}

static bool has_port(const struct protocol *proto, const struct packet *p)
{
	for (unsigned i = 0; i < PROTOCOL_PORTS && proto->ports[i]; i++)
		if (proto->ports[i] == p->port[0] ||
		    proto->ports[i] == p->port[1])
			return true;
	return false;
}

/* Messages said themselves who asks. */
static bool has_votes(const struct talk *t)
{
	return inspect_votes(&t->side[0].votes) |
	       inspect_votes(&t->side[1].votes);
}

/* The second message of a transaction shows who began it, unless all have
 * the same number: then it may be the next question to a late answer. Less
 * than what messages say, so not asked any more when they do. */
static void pair(struct talk *t, unsigned s, uint32_t number)
{
	if (has_votes(t))
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

static uint16_t enough(unsigned votes)
{
	return votes < VOTES_ENOUGH ? (uint16_t)votes : VOTES_ENOUGH;
}

void inspect_vote(struct talk_side *side, const struct talk_votes *votes)
{
	side->requests = enough(side->requests + votes->requests);
	side->responses = enough(side->responses + votes->responses);
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

static void store_carry(struct inspect *in, struct talk *t, unsigned s,
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

static void tell_names(struct inspect *in, const struct hearing *h,
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

static void count_reverse(struct talk *t, unsigned s, unsigned n)
{
	n += t->reverse[s];
	t->reverse[s] = (uint8_t)(n < UINT8_MAX ? n : UINT8_MAX);
}

static bool is_remembered(const struct talk *t, unsigned s,
			  const struct protocol_memory *memory)
{
	return !memcmp(t->memory[s], memory->own, PROTOCOL_MEMORY) &&
	       !memcmp(t->memory[!s], memory->peer, PROTOCOL_MEMORY);
}

static void remember(struct talk *t, unsigned s,
		     const struct protocol_memory *memory)
{
	memcpy(t->memory[s], memory->own, PROTOCOL_MEMORY);
	memcpy(t->memory[!s], memory->peer, PROTOCOL_MEMORY);
	memset(t->tongue, 0, sizeof t->tongue);
}

/* The payload is this protocol's: what was heard becomes fact. */
static void accept(struct inspect *in, struct talk *t, unsigned s,
		   const struct hearing *h, const struct heard *out)
{
	struct talk_side *side = &t->side[s];

	remember(t, s, &out->memory);
	side->operations |= out->operations;
	side->requests = enough(side->requests + out->requests);
	side->responses = enough(side->responses + out->responses);
	count_reverse(t, s, out->reverse);
	side->skip = out->skip;
	store_carry(in, t, s, out->carry, out->carry_len);
	inspect_errors(t, out->errors);
	for (unsigned i = 0; i < out->n_pairs; i++)
		pair(t, s, out->pairs[i]);
	for (unsigned i = 0; i < out->n_hints; i++)
		hints_add(&in->hints, &out->hints[i], h->p, t->candidate);
	if (out->names.len)
		tell_names(in, h, &out->names);
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

/* One protocol's try at this payload; true when it is (still) its own. */
static bool try(struct inspect *in, struct talk *t, unsigned s,
		struct hearing *h, uint8_t number)
{
	bool known = t->candidate == number;
	struct heard out;

	h->proto = protocols[number - 1];
	h->errors = in->errors[number - 1];
	if (!(h->proto->transports &
	      (h->udp ? PROTOCOL_UDP : PROTOCOL_TCP)))
		return false;
	/* Most payloads are seen not to be its own by their first octets. */
	if (!known && h->proto->length(h->at, h->n, h->udp) < 0)
		return false;
	recall(in, t, s, known, &out);
	if (!follow(*h, &out) || (!known && !out.n_messages))
		return false;
	if (!known)
		forget(t);
	h->supported = has_port(h->proto, h->p);
	t->candidate = number;
	accept(in, t, s, h, &out);
	if (!t->protocol)
		collect_points(t, s, h, &out);
	return true;
}

/* The candidate first; then, when it was wrong, whoever recognises it. */
static void find_protocol(struct inspect *in, struct talk *t, unsigned s,
			  struct hearing *h)
{
	if (t->candidate && try(in, t, s, h, t->candidate))
		return;
	if (t->candidate && protocols[t->candidate - 1]->loose)
		return;
	for (uint8_t k = 1; protocols[k - 1]; k++)
		if (k != t->candidate && try(in, t, s, h, k))
			return;
}

/* The begun header at the end of a segment waits for the next one. */
static bool keep_cut(struct inspect *in, struct talk *t, unsigned s,
		     const struct hearing *h)
{
	if (h->udp || h->n > PROTOCOL_CARRY || h->n != h->wire)
		return false;
	store_carry(in, t, s, h->at, (uint8_t)h->n);
	return true;
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
		count_reverse(t, s, 1);
	if (said->pair)
		pair(t, s, said->pair);
	if (said->hint.port) {
		struct hint hint = hint_of(said);

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
 * be read again, on whatever flow. */
static void learn(struct inspect *in, struct talk *t, unsigned s,
		  const struct hearing *h, struct told *told)
{
	struct meaning *sum = &told->sum;

	sum->gist = h->proto->gist(h->at, h->n);
	if (!sum->gist || told->special)
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

	pass_over(&h, &side->skip);
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
			tell_names(in, &h, &m);
		add_up(told, &h, &said);
		side->skip = (uint32_t)len;
		pass_over(&h, &side->skip);
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
		remember(t, s, &told.memory);
	else if (found && fresh && h->proto->gist && h->n == h->wire &&
		 !(side->skip | side->carry_len))
		learn(in, t, s, h, &told);
	return found;
}

/* A settled flow: what is not understood is passed over, not disowned. */
static void go_on(struct inspect *in, struct talk *t, unsigned s,
		  struct hearing *h)
{
	struct talk_side *side = &t->side[s];
	bool found;

	h->proto = protocols[t->protocol - 1];
	h->errors = in->errors[t->protocol - 1];
	found = side->carry_len ? try(in, t, s, h, t->protocol) :
				  follow_on(in, t, s, h);
	if (found)
		return;
	side->skip = 0;
	side->carry_len = 0;
}

/* TCP: leave out what was seen already; after a gap nothing is carried on.
 * False when nothing new is left. */
static bool in_sequence(struct talk_side *side, struct hearing *h)
{
	int32_t ahead = (int32_t)(h->p->seq - side->next_seq);

	if (side->in_step && ahead < 0) {
		size_t old = side->next_seq - h->p->seq;

		if (old >= h->wire)
			return false;
		h->at += old < h->n ? old : h->n;
		h->n -= old < h->n ? old : h->n;
		h->wire -= old;
	} else if (side->in_step && ahead > 0) {
		side->skip = 0;
		side->carry_len = 0;
	}
	side->next_seq = h->p->seq + h->p->payload_len;
	side->in_step = true;
	return true;
}

/* Powers of two of the microseconds; the last class takes the rest. */
static unsigned gap_class(uint64_t us)
{
	unsigned k = us > 1 ? 63 - (unsigned)__builtin_clzll(us) : 0;

	return k < GAP_CLASSES ? k : GAP_CLASSES - 1;
}

/* Who asks by the clock has the steadier intervals, however long the answers
 * take. */
static void count_interval(struct talk *t, unsigned s, uint32_t us)
{
	uint32_t last = t->interval_us[s], change;
	float apart;

	t->interval_us[s] = us;
	if (!last)
		return;
	change = us > last ? us - last : last - us;
	t->clock.wobble[s] += (float)change;
	/* The first change has none before it. */
	if (t->turns > 4) {
		apart = (float)change - (float)t->clock.change_us;
		t->clock.squares += apart * apart;
	}
	t->clock.change_us = change;
}

/* Systems begin with 32, 64, 128 or 255, and routers take little. */
static void note_system(struct talk *t, unsigned s, uint8_t ttl)
{
	unsigned system = ttl > TTL_BELOW_WINDOWS && ttl <= TTL_WINDOWS ?
				  SYSTEM_WINDOWS : SYSTEM_OTHER;
	unsigned shift = s * SYSTEM_BITS;

	t->systems = ((t->systems & ~(SYSTEM_MASK << shift)) |
		      system << shift) & 15;
}

/* Of what is no known protocol, or one whose messages do not tell. */
static bool has_voted(const struct talk *t)
{
	return t->protocol && (t->side[0].requests | t->side[0].responses |
			       t->side[1].requests | t->side[1].responses);
}

/* Most protocols are known before their third turn. */
static void note_echo(struct inspect *in, struct talk *t, unsigned s,
		      const struct packet *p)
{
	if (t->turns < ECHO_FROM || t->turns > ECHO_TO)
		return;
	if (!t->echo) {
		in->echoes = grow(in->echoes, in->n_echoes, &in->cap_echoes,
				  sizeof *in->echoes);
		in->echoes[in->n_echoes++] = (struct echo){ .len = { 0, 0 } };
		t->echo = (uint32_t)in->n_echoes;
	}
	echo_turn(&in->echoes[t->echo - 1], s, p->payload,
		  p->payload_caplen);
}

/* A fresh turn, or more of one. */
static void take_turn(struct inspect *in, struct talk *t, unsigned s,
		      const struct packet *p)
{
	int64_t gap = p->time_ns - t->turn_ns;
	uint64_t us;

	t->turn_ns = p->time_ns;
	if (t->turns && t->speaker == s)
		return;
	if (t->turns && gap >= 0) {
		us = (uint64_t)gap / 1000;
		if (us > LONGEST_GAP_US)
			us = LONGEST_GAP_US;
		t->pace[s].gaps[gap_class(us)]++;
		if (t->turns > 1)
			count_interval(t, s, t->gap_us + (uint32_t)us);
		t->gap_us = (uint32_t)us;
	}
	t->turns++;
	t->speaker = s & 1;
	note_system(t, s, p->ttl);
	if (!has_voted(t))
		note_echo(in, t, s, p);
	else if (t->turns >= TURNS_TOLD)
		t->turns = TURNS_SAMPLED;
}

/* After the sample nobody knows who spoke last. */
void inspect_end(struct talk *t, unsigned s, const struct packet *p)
{
	if (t->end != TALK_GOES_ON || !t->turns)
		return;
	t->end = TALK_OVER;
	if (!p->payload_len && t->speaker != s && t->turns < TURNS_SAMPLED)
		t->end = s ? TALK_LEFT_BY_1 : TALK_LEFT_BY_0;
}

/* Nobody asks for more: of what is not OT's a few payloads say all. */
static bool has_said_all(const struct talk *t, unsigned s)
{
	const struct protocol *p = protocols[t->protocol - 1];
	const struct talk_side *side = &t->side[s];

	return !p->ot && side->requests + side->responses >=
				 (p->names ? VOTES_NAMED : VOTES_SETTLED);
}

/* Between messages, and with nothing that only a look would keep: while
 * nothing says who asks, every pair may, but for what has no master. */
static bool is_quick(const struct inspect *in, const struct talk *t,
		     unsigned s, bool udp)
{
	const struct talk_side *side = &t->side[s];

	return in->gists[t->protocol] && t->turns >= TURNS_SAMPLED &&
	       !side->skip && !side->carry_len && (udp || side->in_step) &&
	       (has_votes(t) || protocols[t->protocol - 1]->peer);
}

static void look(struct inspect *in, struct talk *t, unsigned s,
		 const struct packet *p)
{
	struct hearing h = { .p = p, .at = p->payload,
			     .n = p->payload_caplen, .wire = p->payload_len,
			     .udp = p->proto == IP_UDP };

	if ((!h.udp && !in_sequence(&t->side[s], &h)) || !h.n)
		return;
	if (t->protocol) {
		go_on(in, t, s, &h);
		return;
	}
	find_protocol(in, t, s, &h);
	if (!t->protocol && ++t->looks[s] == LIMIT_LOOKS &&
	    (t->looks[!s] == LIMIT_LOOKS || !t->candidate))
		t->ear |= EARS_DEAF;
}

void inspect_payload(struct inspect *in, struct talk *t, unsigned s,
		     const struct packet *p)
{
	const struct words w = { p->payload, p->payload_len, p->seq,
				 p->proto == IP_UDP };
	unsigned shift = s * EAR_BITS;

	if (t->turns < TURNS_SAMPLED)
		take_turn(in, t, s, p);
	if (t->ear >> shift & EAR_DEAF ||
	    (p->payload_len == p->payload_caplen &&
	     inspect_quickly(in, t, s, &w)))
		return;
	look(in, t, s, p);
	t->ear &= (uint8_t)(UINT8_MAX ^ EAR_QUICK << shift);
	if (is_quick(in, t, s, w.udp))
		t->ear |= (uint8_t)(EAR_QUICK << shift);
	if (t->protocol && has_said_all(t, s))
		t->ear |= (uint8_t)(EAR_DEAF << shift);
}
