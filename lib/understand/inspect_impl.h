/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The parts of inspect, among themselves: a payload under way (hearing), what
 * is noted of its messages (inspect_note.c), whose it is (inspect_find.c), how
 * a settled flow goes on (inspect_settled.c), who speaks when (inspect_turn.c).
 * Private to inspect*.c.
 */
#ifndef OTCAP_INSPECT_IMPL_H
#define OTCAP_INSPECT_IMPL_H

#include "understand/inspect.h"

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

static inline struct hint inspect_hint(const struct saying *said)
{
	struct hint hint = said->hint;

	hint.by_client |= said->speech == SPEECH_REQUEST;
	return hint;
}

/* Moves h over what is left of the message under way. */
static inline void inspect_pass_over(struct hearing *h, uint32_t *skip)
{
	size_t n = *skip < h->wire ? *skip : h->wire;

	*skip -= (uint32_t)n;
	h->wire -= n;
	h->at += n < h->n ? n : h->n;
	h->n -= n < h->n ? n : h->n;
}

/* Messages said themselves who asks. */
static inline bool inspect_has_votes(const struct talk *t)
{
	return inspect_votes(&t->side[0].votes) |
	       inspect_votes(&t->side[1].votes);
}

/* Of so many votes what is kept: more of the same prove nothing more. */
uint16_t inspect_enough(unsigned votes);
/* A message of side s with this transaction number. */
void inspect_pair(struct talk *t, unsigned s, uint32_t number);
/* n messages of side s with SPEECH_REVERSE. */
void inspect_reverse(struct talk *t, unsigned s, unsigned n);
/* The begun header at the end of a segment waits for the next one. */
void inspect_store_carry(struct inspect *in, struct talk *t, unsigned s,
			 const uint8_t *carry, uint8_t len);
void inspect_tell_names(struct inspect *in, const struct hearing *h,
			const struct message *m);
/* What the protocol remembers, own of side s, becomes that. */
void inspect_remember(struct talk *t, unsigned s,
		      const struct protocol_memory *memory);

/* One protocol's try at this payload; true when it is (still) its own. */
bool inspect_try(struct inspect *in, struct talk *t, unsigned s,
		 struct hearing *h, uint8_t number);
/* The candidate first; then, when it was wrong, whoever recognises it. */
void inspect_find(struct inspect *in, struct talk *t, unsigned s,
		  struct hearing *h);
/* A settled flow: what is not understood is passed over, not disowned. */
void inspect_go_on(struct inspect *in, struct talk *t, unsigned s,
		   struct hearing *h);

#endif
