/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The memory by address: conversations and ARP rows name each address many
 * times, and who asks about a machine wants one answer.
 */
#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/limits.h"
#include "ground/sort.h"
#include "judge/baseline_impl.h"
#include "judge/names.h"
#include "understand/record.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

/* Fewer silences than these do not tell what is usual. */
enum { MANY_GAPS = 10 };

struct host {
	uint32_t addr;
	struct seen seen;
};

struct base_hosts {
	struct host *items;	/* by address */
	size_t n;
};

/* An address within a memory. */
struct mention {
	uint32_t addr, order;
	const struct memory *memory;
	uint8_t role;
};

struct mentions {
	struct mention *items;
	size_t n, cap;
};

static void add_mention(struct mentions *l, const struct memory *m,
			enum role role)
{
	l->items = grow(l->items, l->n, &l->cap, sizeof *l->items);
	l->items[l->n] = (struct mention){
		role == ROLE_CLIENT ? m->client : m->server, (uint32_t)l->n, m,
		(uint8_t)role,
	};
	l->n++;
}

static int mention_order(const void *pa, const void *pb)
{
	const struct mention *a = pa, *b = pb;
	int c = ORDER(a->addr, b->addr);

	return c ? c : ORDER(a->order, b->order);
}

static void gather(struct mentions *l, const struct baseline *b)
{
	for (size_t i = 0; i < b->talks.n; i++) {
		const struct memory *m = &b->talks.items[i];

		add_mention(l, m, ROLE_CLIENT);
		/* Where nobody answered nobody was. */
		if (m->seen.status != RULE_UNANSWERED)
			add_mention(l, m, ROLE_SERVER);
	}
	for (size_t i = 0; i < b->arp.n; i++)
		add_mention(l, &b->arp.items[i], ROLE_CLIENT);
	if (l->n)
		sort_array(l->items, l->n, sizeof *l->items, mention_order);
}

/* A machine is at most as silent as its least silent conversation. */
static void take_silence(const struct baseline *b, struct seen *a,
			 const struct memory *m)
{
	const struct seen *s = &m->seen;
	int64_t silence;

	if (m->proto == MEMORY_ARP || s->n_gaps < MANY_GAPS || !s->max_gap_ns)
		return;
	silence = baseline_silence_ns(b, s);
	if (a->n_gaps && a->max_gap_ns <= silence)
		return;
	a->n_gaps = s->n_gaps;
	a->max_gap_ns = silence;
}

static void take(const struct baseline *b, struct host *h,
		 const struct mention *what)
{
	const struct seen *s = &what->memory->seen;
	struct seen *a = &h->seen;

	if (s->first_ns < a->first_ns)
		a->first_ns = s->first_ns;
	if (s->last_ns > a->last_ns)
		a->last_ns = s->last_ns;
	if (s->peak_minute_asked > a->peak_minute_asked)
		a->peak_minute_asked = s->peak_minute_asked;
	a->mac[0] = words_united(a->mac[0], s->mac[what->role],
				 LIMIT_SEEN_WORDS, b->pool);
	a->name[0] = words_united(a->name[0], s->name[what->role],
				  LIMIT_SEEN_WORDS, b->pool);
	take_silence(b, a, what->memory);
}

struct base_hosts *base_hosts_new(const struct baseline *b)
{
	struct base_hosts *h = xcalloc(1, sizeof *h);
	struct mentions l = { 0 };
	size_t cap = 0;

	gather(&l, b);
	for (size_t i = 0; i < l.n; i++) {
		if (!i || l.items[i].addr != l.items[i - 1].addr) {
			struct host new = { .addr = l.items[i].addr };

			seen_init(&new.seen);
			new.seen.first_ns = INT64_MAX;
			new.seen.last_ns = INT64_MIN;
			h->items = grow(h->items, h->n, &cap,
					sizeof *h->items);
			h->items[h->n++] = new;
		}
		take(b, &h->items[h->n - 1], &l.items[i]);
	}
	free(l.items);
	return h;
}

void base_hosts_free(struct base_hosts *h)
{
	if (!h)
		return;
	free(h->items);
	free(h);
}

static int by_addr(const void *pa, const void *pb)
{
	const struct host *a = pa, *b = pb;

	return ORDER(a->addr, b->addr);
}

const struct seen *baseline_host(const struct baseline *b, uint32_t addr)
{
	const struct host want = { .addr = addr };
	const struct host *found = !b->hosts->n ? NULL :
		bsearch(&want, b->hosts->items, b->hosts->n,
			sizeof *b->hosts->items, by_addr);

	return found ? &found->seen : NULL;
}

void baseline_note_links(const struct baseline *b, struct names *names)
{
	struct record r;

	record_init(&r, RECORD_TCP);
	for (size_t i = 0; i < b->hosts->n; i++) {
		r.addr[0] = b->hosts->items[i].addr;
		r.mac[0] = b->hosts->items[i].seen.mac[0];
		names_note_link(names, &r);
	}
	r.kind = RECORD_ARP;
	for (size_t i = 0; i < b->arp.n; i++) {
		r.addr[0] = b->arp.items[i].client;
		r.mac[0] = b->arp.items[i].seen.mac[0];
		names_note_link(names, &r);
	}
}
