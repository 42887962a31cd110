/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where nothing was learned, a machine is measured by those of its role: the
 * servers of one service, and then its clients.
 */
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/sort.h"
#include "judge/detect_story.h"
#include "judge/detect_volume.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

enum { PEERS = 5 };

struct use {
	const char *service;
	uint32_t host, record;
};

/* One machine's uses of one service. */
struct member {
	const struct use *uses;
	size_t n;
	struct load load;
};

struct members {
	struct member *items;		/* owned */
	size_t n, cap;
};

static int by_use(const void *pa, const void *pb)
{
	const struct use *a = pa, *b = pb;
	int c = a->service == b->service ? 0 : strcmp(a->service, b->service);

	c = c ? c : ORDER(a->host, b->host);
	return c ? c : ORDER(a->record, b->record);
}

static struct use *gather(const struct scene *s, const bool *open,
			  enum role role, size_t *n)
{
	struct use *uses = NULL;
	size_t cap = 0;

	*n = 0;
	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];

		if (!open[i] || !flow_service(s, r)[0])
			continue;
		uses = grow(uses, *n, &cap, sizeof *uses);
		uses[(*n)++] = (struct use){ flow_service(s, r), r->addr[role],
					     (uint32_t)i };
	}
	if (*n)
		sort_array(uses, *n, sizeof *uses, by_use);
	return uses;
}

static struct keyed_list keyed_of(const struct member *m)
{
	struct keyed_list l = { 0 };

	for (size_t i = 0; i < m->n; i++)
		keyed_add(&l, &(struct keyed){ .record = m->uses[i].record });
	return l;
}

static void add_member(const struct scene *s, struct members *l,
		       const struct use *uses, size_t n)
{
	struct member m = { .uses = uses, .n = n };
	struct keyed_list k = keyed_of(&m);

	m.load = load_of(s, k.items, k.n);
	keyed_release(&k);
	l->items = grow(l->items, l->n, &l->cap, sizeof *l->items);
	l->items[l->n++] = m;
}

static int by_number(const void *pa, const void *pb)
{
	const uint64_t *a = pa, *b = pb;

	return ORDER(*a, *b);
}

static uint64_t median(const struct member *m, size_t n, bool payload)
{
	uint64_t *v = xcalloc(n, sizeof *v), middle;

	for (size_t i = 0; i < n; i++)
		v[i] = payload ? m[i].load.payload : m[i].load.sessions;
	qsort(v, n, sizeof *v, by_number);
	middle = v[n / 2];
	free(v);
	return middle;
}

/* The port that all share, 0 where they do not. */
static uint16_t port_of(const struct scene *s, const struct member *m)
{
	uint16_t port = s->in->records[m->uses->record].port[ROLE_SERVER];

	for (size_t i = 1; i < m->n; i++)
		if (s->in->records[m->uses[i].record].port[ROLE_SERVER] !=
		    port)
			return 0;
	return port;
}

static void report(struct scene *s, const struct member *m, enum role role,
		   struct excess e, const struct load *usual)
{
	struct keyed_list k = keyed_of(m);
	struct finding *f = load_finding(s, e, k.items, k.n);
	const char *usual_is = role == ROLE_SERVER ?
		"the median of its servers is" :
		"the median of its clients is";

	if (role == ROLE_SERVER)
		f->server = m->uses->host;
	else
		f->client = m->uses->host;
	f->server_port = port_of(s, m);
	story_host(s, &f->summary, m->uses->host);
	text_printf(&f->summary, role == ROLE_SERVER ? " served %s with " :
		    " used %s with ", m->uses->service);
	load_put(&f->summary, &m->load, usual_is, usual, e.payload);
	text_putc(&f->summary, '.');
	if (e.payload && e.sessions)
		load_put(&f->evidence, &m->load, usual_is, usual, false);
	story_conversations(s, &f->evidence, k.items, k.n);
	story_filter_hosts(&f->filter, f->client, f->server);
	story_filter_port(&f->filter, f->proto, f->server_port);
	story_filter_time(&f->filter, f->first_ns, f->last_ns);
	keyed_release(&k);
}

/* The n machines of one service and role. */
static void judge(struct scene *s, const struct member *m, size_t n,
		  enum role role, bool *open)
{
	struct load usual;

	if (n <= PEERS)
		return;
	usual = (struct load){ median(m, n, true), median(m, n, false) };
	for (size_t i = 0; i < n; i++) {
		struct excess e = load_excess(s, &m[i].load, &usual,
					      s->in->options->peer_factor);

		if (!e.payload && !e.sessions)
			continue;
		report(s, &m[i], role, e, &usual);
		for (size_t u = 0; u < m[i].n; u++)
			open[m[i].uses[u].record] = false;
	}
}

static void judge_role(struct scene *s, enum role role, bool *open)
{
	struct members l = { 0 };
	size_t n, end;
	struct use *uses = gather(s, open, role, &n);

	for (size_t i = 0; i < n; i = end) {
		for (end = i + 1; end < n && uses[end].host == uses[i].host &&
		     !strcmp(uses[end].service, uses[i].service); end++)
			;
		add_member(s, &l, &uses[i], end - i);
	}
	for (size_t i = 0; i < l.n; i = end) {
		for (end = i + 1; end < l.n &&
		     !strcmp(l.items[end].uses->service,
			     l.items[i].uses->service); end++)
			;
		judge(s, &l.items[i], end - i, role, open);
	}
	free(l.items);
	free(uses);
}

void volume_judge_peers(struct scene *s, bool *open)
{
	/* What a server's load explains says nothing of its clients. */
	judge_role(s, ROLE_SERVER, open);
	judge_role(s, ROLE_CLIENT, open);
}
