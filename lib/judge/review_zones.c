/* SPDX-License-Identifier: BSD-3-Clause */
/* Who talks over the bounds of zones: one finding for two zones. */
#include <stdlib.h>
#include <string.h>

#include "ground/strpool.h"
#include "judge/detect_story.h"
#include "judge/names.h"
#include "judge/review_work.h"

static const char *zone_of(const struct scene *s, const struct use *u,
			   enum role role)
{
	return names_zone(s->in->names,
			  s->in->records[u->record].addr[role]);
}

static void report(struct scene *s, const struct use *u, size_t n)
{
	struct finding *f = review_finding(s, FINDING_ZONE_CROSSING, u, n);
	const struct record *r = &s->in->records[u->record];
	size_t clients = review_count(s, u, n, ROLE_CLIENT);
	bool severe = false;

	/* Any machine of each: two pairs of zones are two findings. */
	f->client = r->addr[ROLE_CLIENT];
	f->server = r->addr[ROLE_SERVER];
	f->server_port = 0;
	for (size_t i = 0; i < n; i++) {
		r = &s->in->records[u[i].record];
		severe |= flow_is_ot(s, r) || flow_is_login(s, r);
		if (r->addr[ROLE_CLIENT] < f->client)
			f->client = r->addr[ROLE_CLIENT];
		if (r->addr[ROLE_SERVER] < f->server)
			f->server = r->addr[ROLE_SERVER];
	}
	f->severity = severe ? SEVERITY_MEDIUM : SEVERITY_LOW;
	text_puts(&f->summary, "zone ");
	text_puts(&f->summary, zone_of(s, u, ROLE_CLIENT));
	text_puts(&f->summary, " reaches into zone ");
	text_puts(&f->summary, zone_of(s, u, ROLE_SERVER));
	text_puts(&f->summary, ": ");
	review_put_machines(&f->summary, clients);
	text_puts(&f->summary, clients == 1 ? " talks to " : " talk to ");
	review_put_machines(&f->summary, review_count(s, u, n, ROLE_SERVER));
	text_puts(&f->summary, " there.");
}

void review_zones(struct scene *s)
{
	struct strpool *pool = strpool_new(0);
	struct text both = { 0 };
	struct uses l = { 0 };

	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct use u = { NULL, (uint32_t)i };
		const char *from, *to;

		if (!flow_is(&s->in->records[i]))
			continue;
		from = zone_of(s, &u, ROLE_CLIENT);
		to = zone_of(s, &u, ROLE_SERVER);
		if (!from || !to || !strcmp(from, to))
			continue;
		text_clear(&both);
		text_printf(&both, "%s\n%s", from, to);
		uses_add(&l, strpool_add(pool, both.s), i);
	}
	uses_each(s, &l, report);
	text_release(&both);
	strpool_free(pool);
}
