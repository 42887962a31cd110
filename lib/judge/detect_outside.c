/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Contact between inside and outside: one finding for each inside address,
 * outside address, protocol and server port. What answered is worse than
 * what was only tried, whoever began.
 */
#include "judge/baseline.h"
#include "judge/detect_story.h"
#include "judge/names.h"

enum { HTTP = 80, HTTPS = 443 };

/* One contact. */
struct contact {
	uint32_t inside, outside;
	bool from_inside;		/* the first flow was begun inside */
	uint64_t n[3];			/* flows by enum reaction */
	uint64_t payload_out, payload_in;
	const struct record *first;
};

static struct contact contact_of(const struct scene *s, const struct keyed *k,
				 size_t n)
{
	const struct record *r = &s->in->records[k[0].record];
	struct contact c = { .first = r };
	enum role in = names_is_inside(s->in->names, r->addr[ROLE_CLIENT]) ?
		ROLE_CLIENT : ROLE_SERVER;

	c.inside = r->addr[in];
	c.outside = r->addr[!in];
	c.from_inside = flow_opener(r) == in;
	for (size_t i = 0; i < n; i++) {
		r = &s->in->records[k[i].record];
		c.n[flow_reaction(r)]++;
		c.payload_out += r->payload[in];
		c.payload_in += r->payload[!in];
	}
	return c;
}

static void put_summary(const struct scene *s, const struct contact *c,
			struct text *t)
{
	uint32_t from = c->from_inside ? c->inside : c->outside;
	uint32_t to = c->from_inside ? c->outside : c->inside;
	bool answered = c->n[REACTION_ANSWERED];

	story_host(s, t, from);
	if (!c->from_inside)
		text_puts(t, " from outside");
	text_puts(t, answered ? " reached " : " tried to reach ");
	story_host(s, t, to);
	if (c->from_inside)
		text_puts(t, " outside");
	text_puts(t, " on ");
	story_service(s, t, c->first);
	if (answered) {
		text_puts(t, ": ");
		story_count(t, c->payload_out, "byte");
		text_puts(t, " went out, ");
		story_number(t, c->payload_in);
		text_puts(t, " came in.");
	} else {
		text_puts(t, " ");
		story_count(t, c->n[REACTION_NONE] + c->n[REACTION_REFUSED],
			    "time");
		text_puts(t, c->n[REACTION_REFUSED] ?
			  "; it was refused." : "; nothing answered.");
	}
}

/*
 * T0883 Internet Accessible Device, T0885 Commonly Used Port, T0869 Standard
 * Application Layer Protocol: what the record shows of them, else nothing.
 */
static const char *technique(const struct contact *c)
{
	uint16_t port = c->first->port[ROLE_SERVER];

	if (!c->from_inside)
		return "T0883";
	if (c->first->service[0] && c->n[REACTION_ANSWERED])
		return "T0869";
	return port == HTTP || port == HTTPS ? "T0885" : "";
}

static void report(struct scene *s, const struct keyed *k, size_t n)
{
	struct contact c = contact_of(s, k, n);
	struct finding *f = scene_finding(s, FINDING_OUTSIDE_CONTACT, k, n);

	f->severity = c.n[REACTION_ANSWERED] ? SEVERITY_HIGH :
		SEVERITY_MEDIUM;
	f->client = k->client;
	f->server = k->server;
	f->server_port = k->port;
	f->technique = technique(&c);
	put_summary(s, &c, &f->summary);
	story_conversations(s, &f->evidence, k, n);
	story_burst(s, f, k, n);
	story_rule(&f->evidence, "nearest rule", s->fact[k->record].near);
	story_filter_hosts(&f->filter, f->client, f->server);
	story_filter_port(&f->filter, f->proto, f->server_port);
	story_filter_time(&f->filter, f->first_ns, f->last_ns);
}

void detect_outside(struct scene *s)
{
	struct keyed_list l = { 0 };

	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];

		if (!scene_is_free(s, i) ||
		    names_is_inside(s->in->names, r->addr[0]) ==
		    names_is_inside(s->in->names, r->addr[1]))
			continue;
		keyed_add_flow(&l, r, i);
	}
	keyed_sort(&l);
	for (size_t i = 0, end; i < l.n; i = end) {
		end = keyed_end(&l, i);
		report(s, &l.items[i], end - i);
	}
	keyed_release(&l);
}
