/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the messages themselves say: a request from one end, a response from
 * the other. Ends that contradict each other are a conflict, not an average.
 */
#include "understand/direction_pass.h"

#include "understand/protocols/protocol.h"

/* One vote in this many may stray: a message misread after a lost packet. */
enum { STRAY_VOTES = 20 };

/* Transactions seen whole before their order proves anything. */
enum { PAIRS_ENOUGH = 3 };

struct votes {
	unsigned ask, answer;	/* that side 0 is the client: its requests,
				 * side 1's responses */
	unsigned against_ask, against_answer;
};

static struct votes votes_of(const struct talk *t)
{
	return (struct votes){ t->side[0].requests, t->side[1].responses,
			       t->side[1].requests, t->side[0].responses };
}

/* Each of the four so often that it is no stray. */
enum { TWO_WAY_VOTES = 2 };

bool direction_is_two_way(const struct talk *t)
{
	for (unsigned s = 0; s < 2; s++)
		if (t->side[s].requests < TWO_WAY_VOTES ||
		    t->side[s].responses < TWO_WAY_VOTES)
			return false;
	return true;
}

/* The side that the votes make the client; SIDE_NONE for none or conflict. */
static enum side winner(const struct votes *v, bool *conflict, bool *both)
{
	unsigned pro = v->ask + v->answer;
	unsigned contra = v->against_ask + v->against_answer;

	*conflict = false;
	*both = false;
	if (pro > contra && contra * STRAY_VOTES <= pro) {
		*both = v->ask && v->answer;
		return SIDE_0;
	}
	if (contra > pro && pro * STRAY_VOTES <= contra) {
		*both = v->against_ask && v->against_answer;
		return SIDE_1;
	}
	*conflict = pro && contra;
	return SIDE_NONE;
}

static const struct protocol *protocol_of(const struct talk *t)
{
	return t && t->protocol ? protocols[t->protocol - 1] : NULL;
}

static bool is_weak(const struct protocol *p)
{
	return p->unproven || p->proof == PROOF_WEAK;
}

/* The other end only answers, and this one has asked all of a group. */
static bool has_called(const struct direction *d, size_t i,
		       enum side client)
{
	uint8_t protocol = direction_talk(d, i)->protocol;

	return client != SIDE_NONE &&
	       direction_called(d, i, client, protocol) &&
	       !direction_called(d, i, !client, protocol);
}

/* After the handshake, which decides where it agrees: it is what people know
 * how to check. Where both ends say otherwise in their protocol, the server
 * has opened the connection (a DNP3 outstation, a reverse OPC UA server). */
void direction_payload(struct direction *d)
{
	for (size_t k = 0; k < d->n_talking; k++) {
		size_t i = d->talking[k];
		const struct talk *t = direction_talk(d, i);
		const struct protocol *p = protocol_of(t);
		struct votes v;
		bool conflict, both;
		enum side client;

		if (!p)
			continue;
		if (p->peer) {
			direction_rule(d, i, SIDE_0, GROUND_PEER);
			continue;
		}
		v = votes_of(t);
		client = winner(&v, &conflict, &both);
		/* Both ask and both are answered: no contradiction. */
		if (conflict && !direction_is_two_way(t))
			d->verdicts[i].quirks |= QUIRK_CONFLICT;
		both = both || has_called(d, i, client);
		if (client != SIDE_NONE && both && !is_weak(p) &&
		    (direction_is_open(d, i) ||
		     d->verdicts[i].client != client))
			direction_rule(d, i, client, GROUND_PAYLOAD_BOTH);
	}
}

static enum side pair_winner(const struct talk *t)
{
	unsigned a = t->side[0].paired, b = t->side[1].paired;

	if (a >= PAIRS_ENOUGH && b * STRAY_VOTES <= a)
		return SIDE_0;
	if (b >= PAIRS_ENOUGH && a * STRAY_VOTES <= b)
		return SIDE_1;
	return SIDE_NONE;
}

void direction_payload_weak(struct direction *d)
{
	for (size_t k = 0; k < d->n_talking; k++) {
		size_t i = d->talking[k];
		const struct talk *t = direction_talk(d, i);
		const struct protocol *p = protocol_of(t);
		struct votes v;
		bool conflict, both;
		enum side client;

		if (!p || !direction_is_open(d, i))
			continue;
		v = votes_of(t);
		client = winner(&v, &conflict, &both);
		if (client != SIDE_NONE)
			direction_rule(d, i, client,
				       is_weak(p) ? GROUND_PAYLOAD_WEAK :
						    GROUND_PAYLOAD_ONE);
		else if (!conflict && pair_winner(t) != SIDE_NONE)
			direction_rule(d, i, pair_winner(t), GROUND_PAIRING);
	}
}
