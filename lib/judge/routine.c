/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/routine.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/hash.h"
#include "judge/baseline.h"
#include "judge/detect.h"
#include "judge/detect_work.h"
#include "read/packet.h"
#include "understand/flow.h"
#include "understand/fragtab.h"

/* A set of two endpoints and a protocol; a conversation has no client port. */
struct keys {
	struct flow_key *slot;	/* rest 0: free, there is always a protocol */
	size_t n, mask;
	uint64_t seed;
};

struct routine {
	struct keys flows;	/* routine, by both endpoints */
	struct fragtab *fragments;
	uint64_t seed;
	size_t n_flows, n_routine;
};

/* --- sets of keys --------------------------------------------------------- */

static void keys_init(struct keys *k, uint64_t seed)
{
	*k = (struct keys){ .mask = 255, .seed = seed };
	k->slot = xcalloc(k->mask + 1, sizeof *k->slot);
}

static struct flow_key *find(const struct keys *k, const struct flow_key *key)
{
	size_t i = hash_pair(key->addrs, key->rest, k->seed) & k->mask;

	while (k->slot[i].rest && (k->slot[i].addrs != key->addrs ||
				   k->slot[i].rest != key->rest))
		i = (i + 1) & k->mask;
	return &k->slot[i];
}

static void enlarge(struct keys *k)
{
	struct keys old = *k;

	k->mask = old.mask * 2 + 1;
	k->slot = xcalloc(k->mask + 1, sizeof *k->slot);
	for (size_t i = 0; i <= old.mask; i++)
		if (old.slot[i].rest)
			*find(k, &old.slot[i]) = old.slot[i];
	free(old.slot);
}

static void keys_add(struct keys *k, struct flow_key key)
{
	struct flow_key *slot = find(k, &key);

	if (slot->rest)
		return;
	*slot = key;
	if (++k->n * 2 > k->mask)
		enlarge(k);
}

static bool keys_has(const struct keys *k, struct flow_key key)
{
	return find(k, &key)->rest != 0;
}

/* --- flows ---------------------------------------------------------------- */

/* Whichever end sent: the lower one is side 0. */
static struct flow_key key_of(const uint32_t addr[2], const uint16_t port[2],
			      uint8_t proto)
{
	uint64_t a = (uint64_t)addr[0] << 16 | port[0];
	uint64_t b = (uint64_t)addr[1] << 16 | port[1];

	return a < b ? flow_key_of(a, b, proto, 0) :
		flow_key_of(b, a, proto, 0);
}

static struct flow_key flow_of(const struct record *r)
{
	return key_of(r->addr, r->port, record_proto(r));
}

static struct flow_key conversation_of(const struct record *r)
{
	const uint16_t ports[2] = { 0, r->port[ROLE_SERVER] };

	return key_of(r->addr, ports, record_proto(r));
}

static bool is_allowed(const struct detect_input *in, const struct record *r)
{
	const struct conversation c = flow_conversation(r);
	const struct rule *rule = baseline_match(in->baseline, &c, NULL);

	return rule && rule->purpose != PURPOSE_MAINTENANCE;
}

/* What is about a flow that is not routine, by one key or the other. */
struct eventful {
	struct keys conversations, flows;
};

static void judge_flow(struct routine *r, const struct detect_input *in,
		       size_t i, struct eventful *e)
{
	const struct record *rec = &in->records[i];

	if (!keys_has(&e->conversations, conversation_of(rec)) &&
	    is_allowed(in, rec))
		return;
	r->n_routine--;
	keys_add(&e->flows, flow_of(rec));
}

/* One packet's key may be that of several flows, one after the other. */
static void gather(struct routine *r, const struct detect_input *in,
		   const uint32_t *used_by)
{
	struct eventful e;

	keys_init(&e.conversations, r->seed);
	keys_init(&e.flows, r->seed);
	for (size_t i = 0; i < in->n_records; i++) {
		r->n_flows += flow_is(&in->records[i]);
		if (used_by[i] && flow_is(&in->records[i]))
			keys_add(&e.conversations,
				 conversation_of(&in->records[i]));
	}
	r->n_routine = r->n_flows;
	for (size_t i = 0; i < in->n_records; i++)
		if (flow_is(&in->records[i]))
			judge_flow(r, in, i, &e);
	for (size_t i = 0; i < in->n_records; i++)
		if (flow_is(&in->records[i]) &&
		    !keys_has(&e.flows, flow_of(&in->records[i])))
			keys_add(&r->flows, flow_of(&in->records[i]));
	free(e.conversations.slot);
	free(e.flows.slot);
}

struct routine *routine_new(const struct detect_input *in, uint64_t hash_seed)
{
	struct routine *r = xcalloc(1, sizeof *r);
	uint32_t *used_by = xcalloc(in->n_records + 1, sizeof *used_by);
	struct findings found = { 0 };

	r->seed = hash_seed;
	keys_init(&r->flows, hash_seed);
	detect(in, &found, used_by);
	gather(r, in, used_by);
	findings_release(&found);
	free(used_by);
	routine_restart(r);
	return r;
}

void routine_free(struct routine *r)
{
	if (!r)
		return;
	free(r->flows.slot);
	fragtab_free(r->fragments);
	free(r);
}

void routine_restart(struct routine *r)
{
	fragtab_free(r->fragments);
	r->fragments = fragtab_new(r->seed);
}

bool routine_has(struct routine *r, struct packet *p)
{
	struct fragments freed;

	if (p->fragment && !fragtab_join(r->fragments, p, 0, &freed))
		return false;
	return keys_has(&r->flows, key_of(p->addr, p->port, p->proto));
}

size_t routine_n_flows(const struct routine *r)
{
	return r->n_flows;
}

size_t routine_n_routine(const struct routine *r)
{
	return r->n_routine;
}
