/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * To which conversation a record belongs. A guess gives way to what is known:
 * to the baseline, else to sure records, else to the better and more frequent
 * guess, so that one conversation seen both ways around is one.
 */
#include <stdlib.h>

#include "ground/alloc.h"
#include "judge/answered.h"
#include "judge/detect_work.h"
#include "judge/learn_talk.h"
#include "understand/services.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

/* What speaks for a conversation. */
struct vote {
	struct memory about;
	bool known, sure;
	uint8_t confidence;
	uint32_t count;
};

struct votes {
	struct vote *items;
	size_t n, cap;
};

/* Systems choose ports from here on by themselves (Linux; others higher). */
enum { FIRST_CHOSEN_PORT = 32768 };

/*
 * Where the server opened the connection, the client's port is the one that
 * waits; unless the server's is a known one, and merely opened backwards.
 */
static bool waits_at_client(const struct detect_input *in,
			    const struct record *r)
{
	return r->kind == RECORD_TCP && r->initiator == ROLE_SERVER &&
	       (r->port[ROLE_SERVER] >= FIRST_CHOSEN_PORT ||
		!services_find_at(in->services, record_proto(r),
				  r->addr[ROLE_SERVER], r->port[ROLE_SERVER]));
}

static struct memory about_of(const struct detect_input *in,
			      const struct record *r, bool turned)
{
	enum role c = turned ? ROLE_SERVER : ROLE_CLIENT;
	enum role s = turned ? ROLE_CLIENT : ROLE_SERVER;
	struct memory m = {
		.proto = record_proto(r), .client = r->addr[c],
		.server = r->addr[s],
	};

	if (r->agreed) {
		m.agreed = r->agreed;
		return m;
	}
	m.server_port = r->port[s];
	if (!turned && waits_at_client(in, r)) {
		m.client_port = r->port[ROLE_CLIENT];
		m.server_port = 0;
	}
	return m;
}

static bool is_sure(const struct record *r)
{
	return r->confidence >= CONFIDENCE_SURE &&
	       r->evidence != EVIDENCE_PEER;
}

static void add_vote(struct votes *l, const struct vote *v)
{
	l->items = grow(l->items, l->n, &l->cap, sizeof *l->items);
	l->items[l->n++] = *v;
}

static int vote_order(const void *pa, const void *pb)
{
	const struct vote *a = pa, *b = pb;

	return memory_cmp(&a->about, &b->about);
}

static void add_known(struct votes *l, const struct baseline *b)
{
	for (size_t i = 0; b && i < baseline_n_memories(b); i++) {
		const struct memory *m = baseline_memory(b, i);

		add_vote(l, &(struct vote){ .about = *m, .known = true,
			.sure = m->seen.confidence >= CONFIDENCE_SURE,
			.confidence = m->seen.confidence });
	}
}

static void count_votes(struct votes *l)
{
	size_t n = 0;

	if (l->n)
		qsort(l->items, l->n, sizeof *l->items, vote_order);
	for (size_t i = 0; i < l->n; i++) {
		struct vote *last = n ? &l->items[n - 1] : NULL;
		const struct vote *v = &l->items[i];

		if (!last || vote_order(last, v)) {
			l->items[n++] = *v;
			continue;
		}
		last->known |= v->known;
		last->sure |= v->sure;
		last->count += v->count;
		if (last->confidence < v->confidence)
			last->confidence = v->confidence;
	}
	l->n = n;
}

static struct vote vote_for(const struct votes *l, const struct memory *about)
{
	const struct vote want = { .about = *about };
	const struct vote *v = l->n ? bsearch(&want, l->items, l->n,
					      sizeof want, vote_order) : NULL;

	return v ? *v : want;
}

/* Does more speak for a than for b? */
static bool is_better(const struct vote *a, const struct vote *b)
{
	int c = ORDER(a->known, b->known);

	c = c ? c : ORDER(a->sure, b->sure);
	c = c ? c : ORDER(a->confidence, b->confidence);
	c = c ? c : ORDER(a->count, b->count);
	return (c ? c : memory_cmp(&b->about, &a->about)) > 0;
}

static struct talk_part place(const struct detect_input *in,
			      const struct votes *votes, uint32_t record)
{
	const struct record *r = &in->records[record];
	struct talk_part p = { .record = record };
	struct vote as_is, turned;

	p.about = about_of(in, r, false);
	if (is_sure(r))
		return p;
	as_is = vote_for(votes, &p.about);
	turned.about = about_of(in, r, true);
	turned = vote_for(votes, &turned.about);
	if ((turned.known || turned.count) && is_better(&turned, &as_is)) {
		p.about = turned.about;
		p.turned = true;
	}
	return p;
}

static int part_order(const void *pa, const void *pb)
{
	const struct talk_part *a = pa, *b = pb;
	int c = memory_cmp(&a->about, &b->about);

	/* Records are sorted by time, so their index is time. */
	return c ? c : ORDER(a->record, b->record);
}

void talk_parts_make(struct talk_parts *l, const struct detect_input *in,
		     const uint32_t *used_by, const bool *keep)
{
	struct answered *answered = answered_new(in->records, in->n_records);
	struct votes votes = { 0 };

	add_known(&votes, in->baseline);
	for (size_t i = 0; i < in->n_records; i++) {
		const struct record *r = &in->records[i];

		if (keep[i])
			add_vote(&votes, &(struct vote){
				.about = about_of(in, r, false),
				.sure = is_sure(r), .count = 1,
				.confidence = r->confidence });
	}
	count_votes(&votes);
	for (size_t i = 0; i < in->n_records; i++) {
		struct talk_part p;

		if (!keep[i])
			continue;
		p = place(in, &votes, (uint32_t)i);
		p.finding = used_by[i];
		p.answered = answered_has(answered, &in->records[i]);
		l->items = grow(l->items, l->n, &l->cap, sizeof *l->items);
		l->items[l->n++] = p;
	}
	if (l->n)
		qsort(l->items, l->n, sizeof *l->items, part_order);
	free(votes.items);
	answered_free(answered);
}

void talk_parts_release(struct talk_parts *l)
{
	free(l->items);
	*l = (struct talk_parts){ 0 };
}

enum role talk_role(const struct talk_part *p, enum role role)
{
	if (!p->turned || role == ROLE_NONE)
		return role;
	return role == ROLE_CLIENT ? ROLE_SERVER : ROLE_CLIENT;
}
