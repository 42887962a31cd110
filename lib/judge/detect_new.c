/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the baseline does not know: hosts, services, conversations, and the
 * client ports it knew to be fixed. Every free record gets the first kind
 * that fits; records of one kind and key are one finding.
 */
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/limits.h"
#include "judge/baseline.h"
#include "judge/detect_story.h"
#include "judge/names.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

/* Addresses that no rule names and that sent something, sorted. */
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
			    baseline_has_host(s->in->baseline, r->addr[role]))
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

/* The rule knows the pair and the service, and another client port. */
static bool is_port_change(const struct rule *near, const struct record *r)
{
	return near && near->client_port && near->until_ns > r->first_ns &&
	       (near->status == RULE_LEARNED ||
		near->status == RULE_APPROVED ||
		near->status == RULE_IGNORED) &&
	       near->client_port != r->port[ROLE_CLIENT];
}

static bool knows_server(const struct scene *s, const struct record *r)
{
	uint8_t proto = record_proto(r);

	return baseline_has_server(s->in->baseline, proto,
				   r->addr[ROLE_SERVER],
				   r->port[ROLE_SERVER]) ||
	       (r->confidence < CONFIDENCE_SURE &&
		baseline_has_server(s->in->baseline, proto,
				    r->addr[ROLE_CLIENT],
				    r->port[ROLE_CLIENT]));
}

/* Kind and key under which a free record is told. */
static struct keyed place(const struct scene *s, const struct hosts *h,
			  size_t record)
{
	const struct record *r = &s->in->records[record];
	uint32_t client = r->addr[ROLE_CLIENT], server = r->addr[ROLE_SERVER];
	struct keyed k = { .record = (uint32_t)record };

	if (hosts_has(h, client) || hosts_has(h, server)) {
		k.kind = FINDING_NEW_HOST;
		k.client = hosts_has(h, client) ? client : server;
		return k;
	}
	k.client = client;
	k.server = server;
	k.proto = record_proto(r);
	k.port = r->port[ROLE_SERVER];
	if (is_port_change(s->fact[record].near, r)) {
		k.kind = FINDING_CLIENT_PORT_CHANGED;
	} else if (flow_reaction(r) == REACTION_ANSWERED &&
		   !s->fact[record].near && !knows_server(s, r)) {
		k.kind = FINDING_NEW_SERVICE;
		k.client = 0;
	} else {
		k.kind = FINDING_NEW_CONVERSATION;
	}
	return k;
}

/* --- words -------------------------------------------------------------- */

static bool answered(const struct scene *s, const struct keyed *k, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (flow_reaction(&s->in->records[k[i].record]) ==
		    REACTION_ANSWERED)
			return true;
	return false;
}

static const struct record *first_of(const struct scene *s,
				     const struct keyed *k)
{
	return &s->in->records[k->record];
}

static bool crosses_zones(const struct scene *s, const struct record *r)
{
	const char *a = names_zone(s->in->names, r->addr[ROLE_CLIENT]);
	const char *b = names_zone(s->in->names, r->addr[ROLE_SERVER]);

	return a && b && a[0] && b[0] && strcmp(a, b) != 0;
}

/* How many different other ends n records of one host have. */
static size_t n_peers(const struct scene *s, const struct keyed *k, size_t n,
		      uint32_t host)
{
	uint32_t *addr = xcalloc(n, sizeof *addr);
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		const struct record *r = &s->in->records[k[i].record];

		addr[i] = r->addr[r->addr[ROLE_CLIENT] == host];
	}
	qsort(addr, n, sizeof *addr, cmp_addr);
	for (size_t i = 0; i < n; i++)
		count += !i || addr[i] != addr[i - 1];
	free(addr);
	return count;
}

static void say_host(struct scene *s, struct finding *f, const struct keyed *k,
		     size_t n)
{
	const struct record *r = first_of(s, k);
	enum role other = r->addr[ROLE_CLIENT] == k->client ? ROLE_SERVER :
		ROLE_CLIENT;
	size_t peers = n_peers(s, k, n, k->client);
	bool commands = false;
	const char *mac = "";

	for (size_t i = 0; i < n; i++) {
		const struct record *m = &s->in->records[k[i].record];
		enum role own = m->addr[ROLE_CLIENT] == k->client ?
			ROLE_CLIENT : ROLE_SERVER;

		commands |= own == ROLE_CLIENT && flow_is_ot(s, m);
		if (!mac[0])
			mac = m->mac[own];
	}
	/* Rogue Master, Transient Cyber Asset */
	f->technique = commands ? "T0848" : "T0864";
	f->severity = SEVERITY_MEDIUM;
	f->client = k->client;
	story_host(s, &f->summary, k->client);
	text_puts(&f->summary, " is new: no rule names it; it talked with ");
	if (peers == 1) {
		story_host(s, &f->summary, r->addr[other]);
	} else {
		story_number(&f->summary, peers);
		text_puts(&f->summary, " machines");
	}
	text_putc(&f->summary, '.');
	/* Only what all its records share names the other end. */
	f->proto = 0;
	f->service = "";
	if (mac[0])
		text_printf(&f->evidence, "MAC %s", mac);
}

static void say_service(struct scene *s, struct finding *f,
			const struct keyed *k, size_t n)
{
	const struct record *r = first_of(s, k);
	size_t peers = n_peers(s, k, n, k->server);

	f->severity = SEVERITY_MEDIUM;
	f->server = k->server;
	f->server_port = k->port;
	f->client = peers == 1 ? r->addr[ROLE_CLIENT] : 0;
	story_host(s, &f->summary, k->server);
	text_puts(&f->summary, " offers something new, ");
	story_service(s, &f->summary, r);
	text_puts(&f->summary, "; ");
	if (peers == 1) {
		story_host(s, &f->summary, r->addr[ROLE_CLIENT]);
	} else {
		story_number(&f->summary, peers);
		text_puts(&f->summary, " machines");
	}
	text_puts(&f->summary, " used it.");
}

static void say_conversation(struct scene *s, struct finding *f,
			     const struct keyed *k, size_t n)
{
	const struct record *r = first_of(s, k);
	bool used = answered(s, k, n);

	f->client = k->client;
	f->server = k->server;
	f->server_port = k->port;
	f->severity = used ? SEVERITY_MEDIUM : SEVERITY_LOW;
	if (flow_is_ot(s, r) || flow_is_login(s, r) || crosses_zones(s, r))
		f->severity = SEVERITY_HIGH;
	/* Rogue Master, Remote Services */
	f->technique = flow_is_ot(s, r) ? "T0848" :
		flow_is_login(s, r) ? "T0886" : "";
	story_host(s, &f->summary, k->client);
	text_puts(&f->summary, used ? " used " : " tried ");
	story_service(s, &f->summary, r);
	text_puts(&f->summary, " on ");
	story_host(s, &f->summary, k->server);
	text_puts(&f->summary, ", which it is not known to do");
	text_puts(&f->summary, used ? "." : "; nothing answered.");
}

static void say_port_change(struct scene *s, struct finding *f,
			    const struct keyed *k)
{
	const struct record *r = first_of(s, k);
	const struct rule *near = s->fact[k->record].near;

	f->severity = SEVERITY_MEDIUM;
	f->client = k->client;
	f->server = k->server;
	f->server_port = k->port;
	f->client_port = r->port[ROLE_CLIENT];
	story_host(s, &f->summary, k->client);
	text_printf(&f->summary, " talks from port %u instead of its fixed "
		    "port %u to ", f->client_port, near->client_port);
	story_host(s, &f->summary, k->server);
	text_putc(&f->summary, ' ');
	story_service(s, &f->summary, r);
	text_putc(&f->summary, '.');
}

static void report(struct scene *s, const struct keyed *k, size_t n)
{
	struct finding *f = scene_finding(s, k->kind, k, n);

	if (k->kind == FINDING_NEW_HOST)
		say_host(s, f, k, n);
	else if (k->kind == FINDING_NEW_SERVICE)
		say_service(s, f, k, n);
	else if (k->kind == FINDING_CLIENT_PORT_CHANGED)
		say_port_change(s, f, k);
	else
		say_conversation(s, f, k, n);
	story_conversations(s, &f->evidence, k, n);
	story_burst(s, f, k, n);
	story_rule(&f->evidence, "nearest rule", s->fact[k->record].near);
	story_filter(f);
}

void detect_new(struct scene *s)
{
	struct keyed_list l = { 0 };
	struct hosts h = { 0 };

	gather_hosts(s, &h);
	for (size_t i = 0; i < s->in->n_records; i++) {
		struct keyed k;

		if (!scene_is_free(s, i))
			continue;
		k = place(s, &h, i);
		keyed_add(&l, &k);
	}
	keyed_sort(&l);
	for (size_t i = 0, end; i < l.n; i = end) {
		end = keyed_end(&l, i);
		report(s, &l.items[i], end - i);
	}
	keyed_release(&l);
	free(h.addr);
}
