/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/inspect.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/limits.h"
#include "read/packet.h"
#include "understand/inspect_impl.h"

enum { CACHE_LINE = 64 };
_Static_assert(sizeof(struct talk) % CACHE_LINE == 0 &&
		       offsetof(struct talk, pace) == CACHE_LINE,
	       "as talk.h says");

/* Votes after which a protocol whose operations nobody asks for is left, and
 * one that tells names. */
enum { VOTES_SETTLED = 8, VOTES_NAMED = 1000 };

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

struct talk *inspect_begin(struct inspect *in)
{
	if (in->n == in->n_chunks * TALK_CHUNK) {
		in->chunks = grow(in->chunks, in->n_chunks, &in->cap_chunks,
				  sizeof *in->chunks);
		in->chunks[in->n_chunks++] = chunk_new();
	}
	return &in->chunks[in->n_chunks - 1][in->n++ % TALK_CHUNK];
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

	return in->gists[t->protocol] && !side->skip && !side->carry_len &&
	       (udp || side->in_step) &&
	       (inspect_has_votes(t) || protocols[t->protocol - 1]->peer);
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
		inspect_go_on(in, t, s, &h);
		return;
	}
	inspect_find(in, t, s, &h);
	if (!t->protocol && ++t->looks[s] == LIMIT_LOOKS &&
	    (t->looks[!s] == LIMIT_LOOKS || !t->candidate))
		t->ear |= EARS_DEAF;
}

void inspect_look(struct inspect *in, struct talk *t, unsigned s,
		  const struct packet *p)
{
	unsigned shift = s * EAR_BITS;

	if (t->ear >> shift & EAR_DEAF)
		return;
	look(in, t, s, p);
	t->ear &= (uint8_t)(UINT8_MAX ^ EAR_QUICK << shift);
	if (is_quick(in, t, s, p->proto == IP_UDP))
		t->ear |= (uint8_t)(EAR_QUICK << shift);
	if (t->protocol && has_said_all(t, s))
		t->ear |= (uint8_t)(EAR_DEAF << shift);
}

void inspect_payload(struct inspect *in, struct talk *t, unsigned s,
		     const struct packet *p)
{
	const struct words w = { p->payload, p->payload_caplen, p->seq,
				 p->time_ns, p->proto == IP_UDP, p->ttl };

	if (inspect_samples(t))
		inspect_turn(in, t, s, w);
	if (p->payload_len != p->payload_caplen ||
	    !inspect_quickly(in, t, s, w))
		inspect_look(in, t, s, p);
}
