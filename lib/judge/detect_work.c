/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/answered.h"
#include "judge/detect_work.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/stamp.h"
#include "judge/baseline.h"
#include "judge/finding.h"
#include "understand/record.h"
#include "understand/services.h"

#define SHORT_NS (UINT64_C(30) * NS_PER_SECOND)

bool flow_is(const struct record *r)
{
	return r->kind == RECORD_TCP || r->kind == RECORD_UDP;
}

enum role flow_opener(const struct record *r)
{
	return r->initiator == ROLE_NONE ? ROLE_CLIENT : r->initiator;
}

static enum reaction tcp_reaction(const struct record *r, enum role opener,
				  enum role far)
{
	bool early = r->quirks & QUIRK_SYN_PAYLOAD;

	/* Data without a visible answer: half of an established talk. */
	if (r->payload[opener] && !early && r->state != CONN_REJ)
		return REACTION_ANSWERED;
	switch (r->state) {
	case CONN_S0:
	case CONN_RSTOS0:
	case CONN_SH:
		return REACTION_NONE;
	case CONN_REJ:
	case CONN_RSTRH:	/* a reset, and no opening to be seen */
		return REACTION_REFUSED;
	case CONN_OTH:
	case CONN_S1:
	case CONN_SF:
	case CONN_S2:
	case CONN_S3:
	case CONN_RSTO:
	case CONN_RSTR:
	case CONN_SHR:
	case N_CONN_STATES:
		break;
	}
	return r->packets[far] ? REACTION_ANSWERED : REACTION_NONE;
}

enum reaction flow_reaction(const struct record *r)
{
	enum role opener = flow_opener(r);
	enum role far = opener == ROLE_CLIENT ? ROLE_SERVER : ROLE_CLIENT;

	if (r->payload[far])
		return REACTION_ANSWERED;
	if (r->kind == RECORD_TCP)
		return tcp_reaction(r, opener, far);
	return r->packets[far] ? REACTION_ANSWERED : REACTION_NONE;
}

bool scene_answered_elsewhere(const struct scene *s, const struct record *r)
{
	return s->answered && answered_has(s->answered, r);
}

enum reaction scene_reaction(const struct scene *s, const struct record *r)
{
	return scene_answered_elsewhere(s, r) ? REACTION_ANSWERED :
		flow_reaction(r);
}

struct conversation flow_conversation(const struct record *r)
{
	return (struct conversation){
		.proto = record_proto(r),
		.confidence = r->evidence == EVIDENCE_PEER ? 0 : r->confidence,
		.answered = flow_reaction(r) == REACTION_ANSWERED,
		.client = r->addr[ROLE_CLIENT],
		.server = r->addr[ROLE_SERVER],
		.client_port = r->port[ROLE_CLIENT],
		.server_port = r->port[ROLE_SERVER],
		.agreed = r->agreed,
		.time_ns = r->first_ns,
	};
}

bool flow_is_short(const struct record *r)
{
	if (r->kind != RECORD_TCP || r->initiator == ROLE_NONE)
		return false;
	/* A server that was only knocked at was asked nothing. */
	return flow_reaction(r) == REACTION_REFUSED ||
	       ((r->payload[ROLE_CLIENT] || r->payload[ROLE_SERVER]) &&
		(uint64_t)r->last_ns - (uint64_t)r->first_ns < SHORT_NS);
}

const char *flow_service(const struct scene *s, const struct record *r)
{
	const struct service *known;

	if (r->service[0])
		return r->service;
	known = services_find_at(s->in->services, record_proto(r),
				 r->addr[ROLE_SERVER], r->port[ROLE_SERVER]);
	return known ? known->name : "";
}

static enum service_kind kind_of(const struct scene *s,
				 const struct record *r)
{
	const char *name = flow_service(s, r);

	return name[0] ? services_kind(name) : SERVICE_OTHER;
}

bool flow_is_ot(const struct scene *s, const struct record *r)
{
	/* OPC Classic is DCE/RPC by its name; what it asks tells. */
	return kind_of(s, r) == SERVICE_OT ||
	       (!strcmp(r->service, "dcerpc") && strstr(r->operations, ":opc"));
}

bool flow_is_login(const struct scene *s, const struct record *r)
{
	enum service_kind kind = kind_of(s, r);

	return kind == SERVICE_REMOTE || kind == SERVICE_FILE;
}

bool flow_is_background(const struct scene *s, const struct record *r)
{
	return kind_of(s, r) == SERVICE_INFRA;
}

bool scene_is_free(const struct scene *s, size_t record)
{
	const struct fact *f = &s->fact[record];

	return flow_is(&s->in->records[record]) && !f->rule && !f->finding &&
	       !f->exempt;
}

void keyed_add(struct keyed_list *l, const struct keyed *k)
{
	l->items = grow(l->items, l->n, &l->cap, sizeof *l->items);
	l->items[l->n++] = *k;
}

void keyed_add_flow(struct keyed_list *l, const struct record *r, size_t record)
{
	keyed_add(l, &(struct keyed){ .client = r->addr[ROLE_CLIENT],
		.server = r->addr[ROLE_SERVER], .port = r->port[ROLE_SERVER],
		.proto = record_proto(r), .record = (uint32_t)record });
}

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static int key_cmp(const struct keyed *a, const struct keyed *b)
{
	int c = ORDER(a->kind, b->kind);

	c = c ? c : ORDER(a->client, b->client);
	c = c ? c : ORDER(a->server, b->server);
	c = c ? c : ORDER(a->proto, b->proto);
	return c ? c : ORDER(a->port, b->port);
}

static int keyed_cmp(const void *pa, const void *pb)
{
	const struct keyed *a = pa, *b = pb;
	int c = key_cmp(a, b);

	/* Records are sorted by time, so their index is time. */
	return c ? c : ORDER(a->record, b->record);
}

void keyed_sort(struct keyed_list *l)
{
	if (l->n)
		qsort(l->items, l->n, sizeof *l->items, keyed_cmp);
}

size_t keyed_end(const struct keyed_list *l, size_t i)
{
	size_t end = i + 1;

	while (end < l->n && !key_cmp(&l->items[i], &l->items[end]))
		end++;
	return end;
}

void keyed_each(struct scene *s, struct keyed_list *l, keyed_fn *one)
{
	keyed_sort(l);
	for (size_t i = 0, end; i < l->n; i = end) {
		end = keyed_end(l, i);
		one(s, &l->items[i], end - i);
	}
}

void keyed_release(struct keyed_list *l)
{
	free(l->items);
	*l = (struct keyed_list){ 0 };
}

/* What differs between the records is left empty. */
static void sum_up(const struct scene *s, struct finding *f,
		   const struct keyed *k, size_t n)
{
	const struct record *r = &s->in->records[k[0].record];

	f->first_ns = r->first_ns;
	f->last_ns = r->last_ns;
	f->proto = record_proto(r);
	f->service = flow_service(s, r);
	f->count = n;
	for (size_t i = 0; i < n; i++) {
		r = &s->in->records[k[i].record];
		if (r->first_ns < f->first_ns)
			f->first_ns = r->first_ns;
		if (r->last_ns > f->last_ns)
			f->last_ns = r->last_ns;
		if (record_proto(r) != f->proto)
			f->proto = 0;
		if (strcmp(flow_service(s, r), f->service))
			f->service = "";
		f->c_payload += r->payload[ROLE_CLIENT];
		f->s_payload += r->payload[ROLE_SERVER];
	}
}

struct finding *scene_finding(struct scene *s, enum finding_kind kind,
			      const struct keyed *k, size_t n)
{
	struct finding *f = findings_add(s->out, kind, SEVERITY_HIGH);

	sum_up(s, f, k, n);
	for (size_t i = 0; i < n; i++)
		s->fact[k[i].record].finding = (uint32_t)s->out->n;
	return f;
}

struct finding *scene_remark(struct scene *s, enum finding_kind kind,
			     const struct keyed *k, size_t n)
{
	struct finding *f = scene_finding(s, kind, k, n);

	for (size_t i = 0; !s->in->baseline && i < n; i++)
		s->fact[k[i].record].finding = 0;
	return f;
}

struct finding *scene_holder(const struct scene *s, size_t record)
{
	uint32_t held = s->fact[record].finding;

	return held ? &s->out->items[held - 1] : NULL;
}
