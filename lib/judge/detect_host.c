/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * New hosts: addresses that no rule names and that sent something. Everything
 * that one did and that is in no finding yet is one finding; a scan's target
 * that never answered is no host.
 */
#include <stdlib.h>

#include "ground/alloc.h"
#include "judge/baseline.h"
#include "judge/detect_grave.h"
#include "judge/detect_story.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

/* Sorted, each once. */
struct hosts {
	uint32_t *addr;			/* owned */
	size_t n, cap;
};

static int cmp_addr(const void *pa, const void *pb)
{
	const uint32_t *a = pa, *b = pb;

	return ORDER(*a, *b);
}

static bool hosts_has(const struct hosts *h, uint32_t addr)
{
	return h->n && bsearch(&addr, h->addr, h->n, sizeof *h->addr, cmp_addr);
}

static void gather_hosts(const struct scene *s, struct hosts *h)
{
	size_t n = 0;

	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];

		for (size_t role = 0; scene_is_free(s, i) && role < 2; role++) {
			if (!r->packets[role] ||
			    !scene_is_unknown(s, r->addr[role]))
				continue;
			h->addr = grow(h->addr, h->n, &h->cap, sizeof *h->addr);
			h->addr[h->n++] = r->addr[role];
		}
	}
	if (h->n)
		qsort(h->addr, h->n, sizeof *h->addr, cmp_addr);
	for (size_t i = 0; i < h->n; i++)
		if (!i || h->addr[i] != h->addr[i - 1])
			h->addr[n++] = h->addr[i];
	h->n = n;
}

/* What n records of one host show of it. */
struct sight {
	bool commands;			/* asked a control protocol */
	bool waits;			/* rules name it, and none allows */
	bool heard;			/* somebody answered, or refused */
	const char *mac;		/* "" unknown */
};

static struct sight sight_of(const struct scene *s, const struct keyed *k,
			     size_t n)
{
	struct sight out = { .mac = "" };

	for (size_t i = 0; i < n; i++) {
		const struct record *r = &s->in->records[k[i].record];
		enum role own = r->addr[ROLE_CLIENT] == k->client ?
			ROLE_CLIENT : ROLE_SERVER;

		out.commands |= own == ROLE_CLIENT && flow_is_ot(s, r);
		out.heard |= own == ROLE_SERVER ||
			     flow_reaction(r) != REACTION_NONE;
		out.waits |= s->fact[k[i].record].near != NULL;
		if (!out.mac[0])
			out.mac = r->mac[own];
	}
	return out;
}

static void report(struct scene *s, const struct keyed *k, size_t n)
{
	struct finding *f = scene_finding(s, FINDING_NEW_HOST, k, n);
	struct sight sight = sight_of(s, k, n);

	f->severity = SEVERITY_MEDIUM;
	/* Rogue Master, Transient Cyber Asset */
	f->technique = sight.commands ? "T0848" : "T0864";
	f->client = k->client;
	/* Only what all its records share would name the other end. */
	f->proto = 0;
	f->service = "";
	story_host(s, &f->summary, k->client);
	text_puts(&f->summary, sight.waits ?
		  " is new: no rule that is in force names it" :
		  " is new: no rule names it");
	text_puts(&f->summary, sight.heard ? "; it talked with " :
					     "; it sent to ");
	story_peers(s, &f->summary, k, n, k->client);
	text_puts(&f->summary, sight.heard ? "." : ", and nothing answered.");
	if (sight.mac[0])
		text_printf(&f->evidence, "MAC %s", sight.mac);
	story_conversations(s, &f->evidence, k, n);
	story_burst(s, f, k, n);
	fold_weigh_operations(s, f, k, n);
	story_rule(&f->evidence, "nearest rule", s->fact[k->record].near);
	story_filter(f);
}

void detect_host(struct scene *s)
{
	struct keyed_list l = { 0 };
	struct hosts h = { 0 };

	gather_hosts(s, &h);
	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];
		enum role own = hosts_has(&h, r->addr[ROLE_CLIENT]) ?
			ROLE_CLIENT : ROLE_SERVER;

		if (scene_is_free(s, i) && hosts_has(&h, r->addr[own]))
			keyed_add(&l, &(struct keyed){
				.client = r->addr[own],
				.record = (uint32_t)i });
	}
	keyed_each(s, &l, report);
	keyed_release(&l);
	free(h.addr);
}
