/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/detect_new.h"

#include <string.h>

#include "judge/baseline.h"
#include "judge/detect_grave.h"
#include "judge/detect_story.h"
#include "judge/detect_zone.h"

static void say_service(struct scene *s, struct finding *f,
			const struct keyed *k, size_t n)
{
	const struct record *r = &s->in->records[k->record];

	f->severity = SEVERITY_MEDIUM;
	f->client = fold_n_peers(s, k, n, k->server) == 1 ?
		r->addr[ROLE_CLIENT] : 0;
	story_host(s, &f->summary, k->server);
	text_puts(&f->summary, " offers something new, ");
	story_service(s, &f->summary, r);
	text_puts(&f->summary, "; ");
	story_peers(s, &f->summary, k, n, k->server);
	text_puts(&f->summary, " used it.");
}

/* What any of n records is. */
struct nature {
	bool ot, login, crosses;
};

static struct nature nature_of(const struct scene *s, const struct keyed *k,
			       size_t n)
{
	struct nature out = { 0 };

	for (size_t i = 0; i < n; i++) {
		const struct record *r = &s->in->records[k[i].record];

		out.ot |= flow_is_ot(s, r);
		out.login |= flow_is_login(s, r);
		out.crosses |= flow_crosses_zones(s, r);
	}
	return out;
}

static void say_conversation(struct scene *s, struct finding *f,
			     const struct keyed *k, size_t n)
{
	const struct record *r = &s->in->records[k->record];
	struct nature is = nature_of(s, k, n);
	bool used = fold_answered(s, k, n);

	f->severity = used ? SEVERITY_MEDIUM : SEVERITY_LOW;
	if (is.ot || is.login || is.crosses)
		f->severity = SEVERITY_HIGH;
	/* Rogue Master, Remote Services */
	f->technique = is.ot ? "T0848" : is.login ? "T0886" : "";
	story_host(s, &f->summary, k->client);
	text_puts(&f->summary, used ? " used " : " tried ");
	story_service(s, &f->summary, r);
	text_puts(&f->summary, " on ");
	story_host(s, &f->summary, k->server);
	text_puts(&f->summary, ", which it is not known to do");
	text_puts(&f->summary, used ? "." : "; nothing answered.");
}

/* 0 where there are several. */
static uint16_t client_port_of(const struct scene *s, const struct keyed *k,
			       size_t n)
{
	uint16_t port = s->in->records[k->record].port[ROLE_CLIENT];

	for (size_t i = 1; i < n; i++)
		if (s->in->records[k[i].record].port[ROLE_CLIENT] != port)
			return 0;
	return port;
}

static void say_port_change(struct scene *s, struct finding *f,
			    const struct keyed *k, size_t n)
{
	const struct record *r = &s->in->records[k->record];
	const struct rule *near = s->fact[k->record].near;

	f->severity = SEVERITY_MEDIUM;
	f->client_port = client_port_of(s, k, n);
	story_host(s, &f->summary, k->client);
	if (f->client_port)
		text_printf(&f->summary, " talks from port %u",
			    f->client_port);
	else
		text_puts(&f->summary, " talks from several ports");
	text_printf(&f->summary, " instead of its fixed port %u to ",
		    near->client_port);
	story_host(s, &f->summary, k->server);
	text_putc(&f->summary, ' ');
	story_service(s, &f->summary, r);
	text_putc(&f->summary, '.');
}

/* By the port only where no other one was agreed and used. */
static void put_filter(const struct scene *s, struct finding *f,
		       const struct keyed *k, size_t n)
{
	bool one_port = true;

	for (size_t i = 0; i < n; i++)
		one_port &= s->in->records[k[i].record].port[ROLE_SERVER] ==
			k->port;
	story_filter_hosts(&f->filter, f->client, f->server);
	if (one_port)
		story_filter_port(&f->filter, f->proto, f->server_port);
	story_filter_time(&f->filter, f->first_ns, f->last_ns);
}

void new_report(struct scene *s, const struct keyed *k, size_t n)
{
	struct finding *f = scene_finding(s, k->kind, k, n);

	f->client = k->client;
	f->server = k->server;
	f->server_port = k->port;
	if (k->kind == FINDING_NEW_SERVICE)
		say_service(s, f, k, n);
	else if (k->kind == FINDING_CLIENT_PORT_CHANGED)
		say_port_change(s, f, k, n);
	else
		say_conversation(s, f, k, n);
	story_conversations(s, &f->evidence, k, n);
	story_burst(s, f, k, n);
	fold_weigh_operations(s, f, k, n);
	story_rule(&f->evidence, "nearest rule", s->fact[k->record].near);
	put_filter(s, f, k, n);
}
