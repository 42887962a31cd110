/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/detect_story.h"

#include <stdlib.h>
#include <string.h>

#include "ground/limits.h"
#include "ground/stamp.h"
#include "judge/baseline.h"
#include "judge/baseline_edit.h"
#include "judge/baseline_port.h"
#include "judge/baseline_words.h"
#include "judge/detect_fold.h"
#include "judge/detect_rule.h"
#include "judge/names.h"
#include "understand/services.h"

void story_host(const struct scene *s, struct text *t, uint32_t addr)
{
	const char *name = names_name(s->in->names, addr);

	text_addr(t, addr);
	if (name)
		text_printf(t, " (%s)", name);
}

void story_peers(const struct scene *s, struct text *t, const struct keyed *k,
		 size_t n, uint32_t host)
{
	size_t peers = fold_n_peers(s, k, n, host);

	if (peers == 1)
		story_host(s, t, flow_peer(&s->in->records[k->record], host));
	else
		story_count(t, peers, "machine");
}

void story_standing(const struct scene *s, struct text *t, uint32_t host)
{
	bool unknown = scene_is_unknown(s, host);

	if (!unknown && !scene_only_served(s, host))
		return;
	story_line(t);
	story_host(s, t, host);
	text_puts(t, unknown ? " is new: no rule names it" :
		  " only answered until now, as far as rules tell");
}

void story_number(struct text *t, uint64_t v)
{
	char digits[27], *p = digits + sizeof digits;

	for (unsigned n = 0;; n++) {
		if (n && n % 3 == 0)
			*--p = ',';
		*--p = (char)('0' + v % 10);
		v /= 10;
		if (!v)
			break;
	}
	text_add(t, p, (size_t)(digits + sizeof digits - p));
}

void story_count(struct text *t, uint64_t v, const char *noun)
{
	story_number(t, v);
	text_printf(t, " %s%s", noun, v == 1 ? "" : "s");
}

static void port_and_label(struct text *t, uint8_t proto, uint16_t port,
			   const char *label)
{
	text_printf(t, "%s/%u", proto_name(proto), port);
	if (label[0])
		text_printf(t, " (%s)", label);
}

void story_port(const struct scene *s, struct text *t, uint8_t proto,
		uint16_t port)
{
	const struct service *known = services_find(s->in->services, proto,
						    port);

	port_and_label(t, proto, port, known ? known->name : "");
}

void story_service(const struct scene *s, struct text *t,
		   const struct record *r)
{
	port_and_label(t, record_proto(r), r->port[ROLE_SERVER],
		       flow_service(s, r));
}

void story_window(const struct scene *s, struct text *t)
{
	text_puts(t, " within ");
	text_duration(t, s->in->options->login_window_s * NS_PER_SECOND);
}

void story_line(struct text *t)
{
	if (t->len)
		text_putc(t, '\n');
}

/* What the records of one conversation add up to. */
struct total {
	const struct record *surest;
	uint64_t n, payload[2], by_reaction[3];
	bool began[2];		/* by role, of those whose opening was seen */
};

static struct total total_of(const struct scene *s, const struct keyed *k,
			     size_t n)
{
	struct total t = { .n = n };

	for (size_t i = 0; i < n; i++) {
		const struct record *r = &s->in->records[k[i].record];

		if (!t.surest || r->confidence > t.surest->confidence)
			t.surest = r;
		t.payload[0] += r->payload[0];
		t.payload[1] += r->payload[1];
		t.by_reaction[scene_reaction(s, r)]++;
		if (r->initiator != ROLE_NONE)
			t.began[r->initiator] = true;
	}
	return t;
}

static void put_reactions(struct text *t, const struct total *sum)
{
	static const char *const words[] = {
		[REACTION_NONE] = "without answer",
		[REACTION_REFUSED] = "refused",
		[REACTION_ANSWERED] = "answered",
	};
	bool mixed = sum->by_reaction[REACTION_NONE] != sum->n &&
		     sum->by_reaction[REACTION_REFUSED] != sum->n &&
		     sum->by_reaction[REACTION_ANSWERED] != sum->n;

	for (size_t i = 0; i < 3; i++) {
		size_t which = 2 - i;

		if (!sum->by_reaction[which])
			continue;
		text_puts(t, ", ");
		if (mixed) {
			story_number(t, sum->by_reaction[which]);
			text_putc(t, ' ');
		}
		text_puts(t, words[which]);
	}
}

static void put_direction(struct text *t, const struct total *sum)
{
	const struct record *r = sum->surest;

	if (sum->began[ROLE_SERVER])
		text_puts(t, sum->began[ROLE_CLIENT] ?
			  ", opened by either end" :
			  ", opened by the server");
	text_printf(t, " (direction: %s, confidence %u.%02u)",
		    evidence_name(r->evidence), r->confidence / 100u,
		    r->confidence % 100u);
}

static void put_operations(const struct scene *s, struct text *t,
			   const struct keyed *k, size_t n)
{
	struct text all = { 0 };

	fold_operations(s, &all, k, n);
	if (all.len) {
		story_line(t);
		text_printf(t, "  operations: %s", all.s);
	}
	text_release(&all);
}

static void put_conversation(const struct scene *s, struct text *t,
			     const struct keyed *k, size_t n)
{
	struct total sum = total_of(s, k, n);

	story_line(t);
	story_host(s, t, sum.surest->addr[ROLE_CLIENT]);
	text_puts(t, " -> ");
	story_host(s, t, sum.surest->addr[ROLE_SERVER]);
	text_putc(t, ' ');
	story_service(s, t, sum.surest);
	text_puts(t, ": ");
	story_count(t, n, "flow");
	put_reactions(t, &sum);
	text_puts(t, ", ");
	story_number(t, sum.payload[ROLE_CLIENT]);
	text_puts(t, " payload bytes sent, ");
	story_number(t, sum.payload[ROLE_SERVER]);
	text_puts(t, " received");
	put_direction(t, &sum);
	put_operations(s, t, k, n);
}

void story_conversations(const struct scene *s, struct text *t,
			 const struct keyed *k, size_t n)
{
	struct keyed_list l = { 0 };
	size_t n_told = 0, n_more = 0;

	for (size_t i = 0; i < n; i++) {
		const struct record *r = &s->in->records[k[i].record];

		keyed_add_flow(&l, r, k[i].record);
	}
	keyed_sort(&l);
	for (size_t i = 0, end; i < l.n; i = end) {
		end = keyed_end(&l, i);
		if (n_told++ < LIMIT_FINDING_MEMBERS)
			put_conversation(s, t, &l.items[i], end - i);
		else
			n_more++;
	}
	if (n_more) {
		story_line(t);
		text_puts(t, "and ");
		story_count(t, n_more, "more conversation");
	}
	keyed_release(&l);
}

void story_burst(const struct scene *s, struct finding *f,
		 const struct keyed *k, size_t n)
{
	struct keyed_list logins = { 0 };
	uint64_t burst;

	for (size_t i = 0; i < n; i++)
		if (flow_is_login(s, &s->in->records[k[i].record]))
			keyed_add(&logins, &k[i]);
	burst = login_burst(s, logins.items, logins.n);
	keyed_release(&logins);
	if (burst < s->in->options->login_unknown_sessions)
		return;
	f->severity = SEVERITY_HIGH;
	story_line(&f->evidence);
	story_count(&f->evidence, burst, "short or refused session");
	story_window(s, &f->evidence);
	text_puts(&f->evidence, ": looks like login attempts");
}

void story_rule(struct text *t, const char *what, const struct rule *rule)
{
	if (!rule)
		return;
	story_line(t);
	text_puts(t, what);
	if (rule->file)
		text_printf(t, ": %s", rule->file);
	if (rule->line) {
		text_puts(t, rule->file ? " line " : ": line ");
		text_u64(t, rule->line);
	}
	text_printf(t, ", %s", rule_status_name(rule->status));
	if (rule->until_ns != INT64_MAX) {
		text_puts(t, " until ");
		until_put(t, rule->until_ns);
	}
	text_printf(t, ": %s ", proto_name(rule->proto));
	party_put(t, &rule->client);
	if (rule->client_port)
		text_printf(t, " port %u", rule->client_port);
	text_puts(t, " -> ");
	party_put(t, &rule->server);
	text_puts(t, " port ");
	port_spec_put(t, &rule->server_port);
}
