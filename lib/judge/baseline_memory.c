/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What was seen of one conversation, at different times, as one: every field
 * is a minimum, a maximum or a union, so neither order nor repetition shows.
 */
#include <stdlib.h>
#include <string.h>

#include "ground/limits.h"
#include "ground/strpool.h"
#include "judge/baseline_impl.h"
#include "judge/baseline_port.h"
#include "judge/joined.h"
#include "understand/record.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

int memory_cmp(const struct memory *a, const struct memory *b)
{
	int c = ORDER(a->proto, b->proto);

	c = c ? c : ORDER(a->client, b->client);
	c = c ? c : ORDER(a->server, b->server);
	c = c ? c : ORDER(a->agreed, b->agreed);
	c = c ? c : ORDER(a->server_port, b->server_port);
	return c ? c : ORDER(a->client_port, b->client_port);
}

static int memory_order(const void *a, const void *b)
{
	return memory_cmp(a, b);
}

#define RAISE(field)                                     \
	do {                                             \
		if (a->field < b->field)                 \
			a->field = b->field;             \
	} while (0)

const char *words_united(const char *a, const char *b, size_t max,
			 struct strpool *pool)
{
	struct text t = { 0 };
	const char *s;

	if (a == b || !b[0])
		return a;
	joined_union(&t, a, b, max);
	s = strpool_add(pool, t.s);
	text_release(&t);
	return s;
}

static const char *united_ports(const char *a, const char *b,
				struct strpool *pool)
{
	const char *s;

	if (!strcmp(a, "*") || !strcmp(b, "*"))
		return strpool_add(pool, "*");
	s = words_united(a, b, LIMIT_SEEN_PORTS + 1, pool);
	return joined_count(s) > LIMIT_SEEN_PORTS ? strpool_add(pool, "*") : s;
}

void seen_init(struct seen *s)
{
	*s = (struct seen){
		.client_ports = "", .mac = { "", "" }, .name = { "", "" },
		.service = "", .operations = "", .captures = "",
		.initiator = ROLE_NONE, .status = RULE_UNANSWERED,
	};
}

/* Two labels for one conversation: the one that sorts last, whoever asks. */
static const char *later(const char *a, const char *b)
{
	return strcmp(a, b) < 0 ? b : a;
}

/* Who opens: one that is known beats none, the server (the odd one) both. */
static uint8_t join_initiator(uint8_t a, uint8_t b)
{
	if (a == ROLE_SERVER || b == ROLE_SERVER)
		return ROLE_SERVER;
	return a == ROLE_CLIENT || b == ROLE_CLIENT ? ROLE_CLIENT : ROLE_NONE;
}

void seen_join(struct seen *a, const struct seen *b, struct strpool *pool)
{
	if (b->first_ns < a->first_ns)
		a->first_ns = b->first_ns;
	RAISE(last_ns);
	RAISE(max_gap_ns);
	RAISE(n_gaps);
	RAISE(n_flows);
	RAISE(n_sessions_answered);
	RAISE(peak_hour_packets);
	RAISE(peak_hour_payload);
	RAISE(peak_hour_sessions);
	RAISE(peak_10min_sessions);
	RAISE(peak_hour_errors);
	RAISE(peak_minute_asked);
	RAISE(evidence);
	RAISE(confidence);
	RAISE(port_fixed);
	a->elsewhere &= b->elsewhere;
	if (status_rank(a->status) < status_rank(b->status))
		a->status = b->status;
	a->client_ports = united_ports(a->client_ports, b->client_ports, pool);
	for (int role = 0; role < 2; role++) {
		a->mac[role] = words_united(a->mac[role], b->mac[role],
					    LIMIT_SEEN_WORDS, pool);
		a->name[role] = words_united(a->name[role], b->name[role],
					     LIMIT_SEEN_WORDS, pool);
	}
	a->operations = words_united(a->operations, b->operations,
				     LIMIT_SEEN_WORDS, pool);
	a->captures = words_united(a->captures, b->captures, LIMIT_SEEN_WORDS,
				   pool);
	a->service = later(a->service, b->service);
	a->initiator = join_initiator(a->initiator, b->initiator);
}

static void sort_list(struct memory_list *l, struct strpool *pool)
{
	size_t n = 0;

	if (l->n)
		qsort(l->items, l->n, sizeof *l->items, memory_order);
	for (size_t i = 0; i < l->n; i++) {
		struct memory *last = n ? &l->items[n - 1] : NULL;

		if (last && !memory_cmp(last, &l->items[i]))
			seen_join(&last->seen, &l->items[i].seen, pool);
		else
			l->items[n++] = l->items[i];
	}
	l->n = n;
}

void baseline_sort_memories(struct baseline *b)
{
	sort_list(&b->talks, b->pool);
	sort_list(&b->arp, b->pool);
	baseline_share_names(b);
}

static int capture_order(const void *pa, const void *pb)
{
	const struct base_capture *a = pa, *b = pb;
	int c = strcmp(a->id, b->id);

	c = c ? c : strcmp(a->name, b->name);
	c = c ? c : ORDER(a->first_ns, b->first_ns);
	return c ? c : ORDER(a->last_ns, b->last_ns);
}

void baseline_sort_captures(struct baseline *b)
{
	size_t n = 0;

	if (b->n_captures)
		qsort(b->captures, b->n_captures, sizeof *b->captures,
		      capture_order);
	for (size_t i = 0; i < b->n_captures; i++) {
		if (!n || capture_order(&b->captures[n - 1], &b->captures[i]))
			b->captures[n++] = b->captures[i];
		else
			b->captures[n - 1].elsewhere &=
				b->captures[i].elsewhere;
	}
	b->n_captures = n;
}

static bool is_single(const struct party *p)
{
	return !p->name && p->net.bits == 32;
}

static bool is_any_port(const struct port_spec *p)
{
	return p->kind == PORT_RANGES && p->n == 1 && p->range[0].lo == 1 &&
	       p->range[0].hi == UINT16_MAX;
}

bool rule_is_exact(const struct rule *r, struct memory *about)
{
	const struct port_spec *p = &r->server_port;
	bool opened_by_server = r->client_port && is_any_port(p);
	bool agreed = p->kind == PORT_DYNAMIC;

	if (!is_single(&r->client) || !is_single(&r->server) ||
	    (!opened_by_server && !agreed && !port_spec_is_one(p)))
		return false;
	*about = (struct memory){
		.proto = r->proto, .client = r->client.net.net,
		.server = r->server.net.net,
	};
	if (agreed)
		about->agreed = p->base;
	else if (opened_by_server)
		about->client_port = r->client_port;
	else
		about->server_port = p->range[0].lo;
	return true;
}

void rule_set_exact(struct rule *r, const struct memory *about,
		    struct port_range *range)
{
	r->proto = about->proto;
	r->client = (struct party){ .net = { about->client, 32 } };
	r->server = (struct party){ .net = { about->server, 32 } };
	r->client_port = about->client_port;
	if (about->agreed) {
		r->server_port = (struct port_spec){ .kind = PORT_DYNAMIC,
						     .base = about->agreed };
		return;
	}
	range->lo = about->client_port ? 1 : about->server_port;
	range->hi = about->client_port ? UINT16_MAX : about->server_port;
	r->server_port = (struct port_spec){ .kind = PORT_RANGES, .n = 1,
					     .range = range };
}

struct memory *baseline_find_memory(const struct baseline *b,
				    const struct rule *r)
{
	struct memory want;

	if (!b->talks.n || !rule_is_exact(r, &want))
		return NULL;
	return bsearch(&want, b->talks.items, b->talks.n, sizeof want,
		       memory_order);
}
