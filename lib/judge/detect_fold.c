/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/detect_fold.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "judge/baseline.h"
#include "judge/names.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

bool flow_is_sure(const struct record *r)
{
	return r->confidence >= CONFIDENCE_SURE && r->evidence != EVIDENCE_PEER;
}

uint32_t flow_peer(const struct record *r, uint32_t host)
{
	return r->addr[r->addr[ROLE_CLIENT] == host];
}

bool scene_is_unknown(const struct scene *s, uint32_t host)
{
	return s->in->baseline && !baseline_has_host(s->in->baseline, host);
}

bool scene_may_scan(const struct scene *s, uint32_t host)
{
	return names_role(s->in->names, host) == HOST_SCANNER;
}

void scene_exempt(struct scene *s, const struct keyed *k, size_t n)
{
	for (size_t i = 0; i < n; i++)
		s->fact[k[i].record].exempt = true;
}

bool fold_answered(const struct scene *s, const struct keyed *k, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (flow_reaction(&s->in->records[k[i].record]) ==
		    REACTION_ANSWERED)
			return true;
	return false;
}

static int cmp_addr(const void *pa, const void *pb)
{
	const uint32_t *a = pa, *b = pb;

	return ORDER(*a, *b);
}

size_t fold_n_peers(const struct scene *s, const struct keyed *k, size_t n,
		    uint32_t host)
{
	uint32_t *addr = xcalloc(n, sizeof *addr);
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		addr[i] = flow_peer(&s->in->records[k[i].record], host);
	qsort(addr, n, sizeof *addr, cmp_addr);
	for (size_t i = 0; i < n; i++)
		count += !i || addr[i] != addr[i - 1];
	free(addr);
	return count;
}

void fold_ends(const struct scene *s, struct finding *f, const struct keyed *k,
	       size_t n)
{
	const struct record *a = &s->in->records[k[0].record];
	bool one_port = true;

	f->client = a->addr[ROLE_CLIENT];
	f->server = a->addr[ROLE_SERVER];
	for (size_t i = 1; i < n; i++) {
		const struct record *r = &s->in->records[k[i].record];

		if (r->addr[ROLE_CLIENT] != f->client)
			f->client = 0;
		if (r->addr[ROLE_SERVER] != f->server)
			f->server = 0;
		one_port &= r->port[ROLE_SERVER] == a->port[ROLE_SERVER] &&
			r->kind == a->kind;
	}
	f->server_port = one_port ? a->port[ROLE_SERVER] : 0;
}

/* The clients of a sorted list that no rule names, ascending. */
static size_t new_clients(const struct scene *s, const struct keyed_list *l,
			  uint32_t **hosts)
{
	size_t n = 0;

	*hosts = xcalloc(l->n, sizeof **hosts);
	for (size_t i = 0; i < l->n; i = keyed_end(l, i))
		if (scene_is_unknown(s, l->items[i].client))
			(*hosts)[n++] = l->items[i].client;
	return n;
}

void fold_bring_along(const struct scene *s, struct keyed_list *l)
{
	bool *told = xcalloc(s->in->n_records + 1, sizeof *told);
	uint32_t *hosts;
	size_t n;

	for (size_t i = 0; i < l->n; i++)
		told[l->items[i].record] = true;
	keyed_sort(l);
	n = new_clients(s, l, &hosts);
	for (size_t i = 0; n && i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];

		for (size_t role = 0; role < 2; role++) {
			if (told[i] || !scene_is_free(s, i) ||
			    !bsearch(&r->addr[role], hosts, n, sizeof *hosts,
				     cmp_addr))
				continue;
			keyed_add(l, &(struct keyed){ .client = r->addr[role],
				.record = (uint32_t)i });
			told[i] = true;
		}
	}
	free(hosts);
	free(told);
	keyed_sort(l);
}
