/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Clients that always use one port, or the server's: an odd habit of control
 * systems, good for strict rules and in the way of firewalls that expect
 * changing ones.
 */
#include "judge/detect_story.h"
#include "judge/review_work.h"

static void report(struct scene *s, const struct use *u, size_t n)
{
	struct finding *f = review_finding(s, FINDING_FIXED_PORT, u, n);
	size_t clients = review_count(s, u, n, ROLE_CLIENT);
	uint16_t quirks = 0;

	f->severity = SEVERITY_INFO;
	f->service = u->group;
	for (size_t i = 0; i < n; i++)
		quirks |= s->in->records[u[i].record].quirks;
	text_puts(&f->summary, u->group[0] ? u->group : "unnamed services");
	text_puts(&f->summary, ": ");
	story_count(&f->summary, clients, "client");
	if (quirks & QUIRK_SAME_PORT)
		text_puts(&f->summary, clients == 1 ?
			  " has the same port number as its server." :
			  " have the same port number as their servers.");
	else
		text_puts(&f->summary, clients == 1 ?
			  " always begins from the same port." :
			  " always begin from the same port.");
}

void review_ports(struct scene *s)
{
	struct uses l = { 0 };

	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];

		if (review_counts(s, i) &&
		    r->quirks & (QUIRK_SAME_PORT | QUIRK_FIXED_CLIENT_PORT))
			uses_add(&l, flow_service(s, r), i);
	}
	uses_each(s, &l, report);
}
