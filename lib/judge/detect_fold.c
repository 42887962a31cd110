/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/detect_fold.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "judge/baseline.h"
#include "judge/detect_rule.h"
#include "judge/joined.h"
#include "judge/names.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

bool flow_is_sure(const struct record *r)
{
	return r->confidence >= CONFIDENCE_SURE && r->evidence != EVIDENCE_PEER;
}

enum role flow_sure_opener(const struct record *r)
{
	if (r->initiator != ROLE_NONE)
		return r->initiator;
	return flow_is_sure(r) ? ROLE_CLIENT : ROLE_NONE;
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
		if (scene_reaction(s, &s->in->records[k[i].record]) ==
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

void fold_operations(const struct scene *s, struct text *t,
		     const struct keyed *k, size_t n)
{
	const char *last = "";

	text_clear(t);
	text_puts(t, "");
	for (size_t i = 0; i < n; i++) {
		const char *words = s->in->records[k[i].record].operations;

		if (strcmp(words, last) != 0)
			joined_add(t, words);
		last = words;
	}
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

/* A client of a list whose other deeds have the same cause. */
struct suspect {
	uint32_t host;
	bool opens_only;	/* only what it opens: else it served */
};

static int cmp_suspect(const void *pa, const void *pb)
{
	const struct suspect *a = pa, *b = pb;

	return ORDER(a->host, b->host);
}

/* Among the clients of a sorted list, ascending. */
static size_t suspects(const struct scene *s, const struct keyed_list *l,
		       struct suspect **out)
{
	size_t n = 0;

	*out = xcalloc(l->n, sizeof **out);
	for (size_t i = 0; i < l->n; i = keyed_end(l, i)) {
		struct suspect one = { .host = l->items[i].client };

		one.opens_only = scene_only_served(s, one.host);
		if (one.opens_only || scene_is_unknown(s, one.host))
			(*out)[n++] = one;
	}
	return n;
}

static bool is_deed(const struct suspect *list, size_t n,
		    const struct record *r, enum role role)
{
	const struct suspect key = { .host = r->addr[role] };
	const struct suspect *found = bsearch(&key, list, n, sizeof key,
					      cmp_suspect);

	return found && (!found->opens_only || flow_sure_opener(r) == role);
}

void fold_bring_along(const struct scene *s, struct keyed_list *l)
{
	bool *told = xcalloc(s->in->n_records + 1, sizeof *told);
	struct suspect *list;
	size_t n;

	for (size_t i = 0; i < l->n; i++)
		told[l->items[i].record] = true;
	keyed_sort(l);
	n = suspects(s, l, &list);
	for (size_t i = 0; n && i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];

		for (enum role role = ROLE_CLIENT; role <= ROLE_SERVER;
		     role++) {
			if (told[i] || !scene_is_free(s, i) ||
			    !is_deed(list, n, r, role))
				continue;
			keyed_add(l, &(struct keyed){ .client = r->addr[role],
				.record = (uint32_t)i });
			told[i] = true;
		}
	}
	free(list);
	free(told);
	keyed_sort(l);
}
