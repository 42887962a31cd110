/* SPDX-License-Identifier: BSD-3-Clause */
/* One conversation's flows, in the order of time, to what is remembered. */
#include "judge/learn_talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/limits.h"
#include "ground/stamp.h"
#include "judge/detect_work.h"
#include "judge/joined.h"
#include "understand/services.h"

#define WINDOW_NS (600 * NS_PER_SECOND)

enum {
	/* SYNs of one connect(): six repetitions on Linux, fewer elsewhere. */
	SYNS_A_TRY = 7
};

/* FNV-1a: the same on every machine. Not a secret, only a label. */
static uint32_t label_of(const char *name, int64_t first_ns)
{
	uint32_t h = 2166136261u;

	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * 16777619u;
	for (int i = 0; i < 64; i += 8)
		h = (h ^ (uint8_t)((uint64_t)first_ns >> i)) * 16777619u;
	return h;
}

static int capture_order(const void *pa, const void *pb)
{
	const struct talk_capture *a = pa, *b = pb;
	int c = strcmp(a->id, b->id);

	return c ? c : record_cmp(a->run, b->run);
}

void talk_captures_add(struct talk_captures *l, const struct record *run)
{
	struct talk_capture c = { .run = run };

	snprintf(c.id, sizeof c.id, "%08x",
		 label_of(run->capture, run->first_ns));
	l->items = grow(l->items, l->n, &l->cap, sizeof *l->items);
	l->items[l->n++] = c;
	covered_add(&l->covered, run->first_ns, run->last_ns);
}

void talk_captures_settle(struct talk_captures *l)
{
	if (l->n)
		qsort(l->items, l->n, sizeof *l->items, capture_order);
	covered_settle(&l->covered);
}

void talk_captures_make(struct talk_captures *l, const struct detect_input *in)
{
	for (size_t i = 0; i < in->n_records; i++) {
		const struct record *r = &in->records[i];

		if (r->kind == RECORD_RUN && r->first_ns != STAMP_NONE)
			talk_captures_add(l, r);
	}
	talk_captures_settle(l);
}

void talk_captures_release(struct talk_captures *l)
{
	covered_release(&l->covered);
	free(l->items);
	*l = (struct talk_captures){ 0 };
}

static const struct record *record_of(const struct detect_input *in,
				      const struct talk_part *p)
{
	return &in->records[p->record];
}

static void unite(struct text *t, const char *more, size_t max)
{
	struct text all = { 0 };

	if (!more[0] || !strcmp(t->s, more))
		return;
	joined_union(&all, t->s, more, max);
	text_release(t);
	*t = all;
}

static void add_port(struct text *t, uint16_t port)
{
	char digits[8];

	if (!strcmp(t->s, "*"))
		return;
	snprintf(digits, sizeof digits, "%u", port);
	if (joined_has(t->s, digits))
		return;
	unite(t, digits, LIMIT_SEEN_PORTS + 1);
	if (joined_count(t->s) <= LIMIT_SEEN_PORTS)
		return;
	text_clear(t);
	text_putc(t, '*');
}

/* Errors are the server's answer, not what the client does. */
static void add_operations(struct text *t, const char *all)
{
	struct text kept = { 0 };

	for (const char *s = all; *s;) {
		size_t len = strcspn(s, "+");

		if (strncmp(s, "error:", 6)) {
			text_add(&kept, s, len);
			text_putc(&kept, '+');
		}
		s += len + (s[len] == '+');
	}
	if (kept.len)
		unite(t, kept.s, LIMIT_SEEN_WORDS);
	text_release(&kept);
}

void talk_captures_put(const struct talk_captures *l, const struct record *r,
		       struct text *t)
{
	size_t n = 0;

	text_clear(t);
	text_puts(t, "");
	for (size_t i = 0; i < l->n && n < LIMIT_SEEN_WORDS; i++) {
		const struct talk_capture *c = &l->items[i];

		if (c->run->first_ns > r->last_ns ||
		    c->run->last_ns < r->first_ns ||
		    (i && !strcmp(c->id, l->items[i - 1].id)))
			continue;
		text_puts(t, n++ ? "+" : "");
		text_puts(t, c->id);
	}
}

static bool is_answered(const struct talk_part *p, const struct record *r)
{
	return p->answered || flow_reaction(r) == REACTION_ANSWERED;
}

static uint64_t tries_of(const struct talk_part *p, const struct record *r)
{
	uint64_t packets = r->packets[flow_opener(r)];

	if (is_answered(p, r) || !packets)
		return 0;
	return r->kind == RECORD_UDP ? packets : 1 + (packets - 1) / SYNS_A_TRY;
}

static void add_words(struct talk *t, const struct talk_part *p,
		      const struct record *r)
{
	struct seen *s = &t->about.seen;
	enum role opener = talk_role(p, r->initiator);

	for (int role = 0; role < 2; role++) {
		unite(&t->mac[role], r->mac[talk_role(p, role)],
		      LIMIT_SEEN_WORDS);
		unite(&t->name[role], r->name[talk_role(p, role)],
		      LIMIT_SEEN_WORDS);
	}
	add_operations(&t->operations, r->operations);
	add_port(&t->ports, r->port[talk_role(p, ROLE_CLIENT)]);
	if (strcmp(s->service, r->service) < 0)
		s->service = r->service;
	if (opener == ROLE_SERVER || s->initiator == ROLE_NONE)
		s->initiator = (uint8_t)opener;
	if (r->quirks & (QUIRK_FIXED_CLIENT_PORT | QUIRK_SAME_PORT))
		s->port_fixed = true;
}

/*
 * A flow's longest silence, less the hole between captures that it spans: a
 * silence around the longest hole is at least as long as that.
 */
static int64_t silence_in(const struct record *r, const struct covered *c)
{
	int64_t hole = covered_hole(c, r->first_ns, r->last_ns);

	return r->max_gap_ns < hole ? r->max_gap_ns : r->max_gap_ns - hole;
}

static void add_silence(struct seen *s, int64_t ns)
{
	if (ns > s->max_gap_ns)
		s->max_gap_ns = ns;
}

static void add_times(struct talk *t, const struct record *r,
		      const struct covered *c)
{
	struct seen *s = &t->about.seen;

	add_silence(s, silence_in(r, c));
	/* An overlapping flow leaves no silence between. */
	if (s->n_flows)
		add_silence(s, covered_between(c, s->last_ns, r->first_ns));
	if (!s->n_flows++)
		s->first_ns = s->last_ns = r->first_ns;
	if (r->last_ns > s->last_ns)
		s->last_ns = r->last_ns;
}

/*
 * Before the first flow and after the last one there was silence, too, and
 * nobody minded: a conversation that came and went is not always expected.
 */
static void add_outer_silence(struct seen *s, const struct covered *c)
{
	if (!c->n)
		return;
	add_silence(s, covered_between(c, c->items[0].from_ns, s->first_ns));
	add_silence(s, covered_between(c, s->last_ns,
				       c->items[c->n - 1].to_ns));
}

static void add_numbers(struct talk *t, const struct talk_part *p,
			const struct record *r)
{
	struct seen *s = &t->about.seen;

	if (r->peak_hour_packets > s->peak_hour_packets)
		s->peak_hour_packets = r->peak_hour_packets;
	if (r->peak_hour_payload > s->peak_hour_payload)
		s->peak_hour_payload = r->peak_hour_payload;
	if (r->peak_hour_errors > s->peak_hour_errors)
		s->peak_hour_errors = r->peak_hour_errors;
	if (r->evidence > s->evidence)
		s->evidence = (uint8_t)r->evidence;
	if (r->confidence > s->confidence)
		s->confidence = r->confidence;
	if (is_answered(p, r))
		s->n_sessions_answered++;
	t->n_tries += tries_of(p, r);
	t->packets += r->packets[0] + r->packets[1];
	t->payload += r->payload[0] + r->payload[1];
}

/* Sessions by the clock hour in which they began. */
static uint64_t peak_by_hour(const struct talk *t,
			     const struct detect_input *in)
{
	uint64_t peak = 0, n = 0;
	int64_t hour = INT64_MIN;

	for (size_t i = 0; i < t->n_parts; i++) {
		int64_t at = stamp_hour(record_of(in, &t->parts[i])->first_ns);

		n = at == hour ? n + 1 : 1;
		hour = at;
		if (n > peak)
			peak = n;
	}
	return peak;
}

/*
 * Short or refused sessions in any ten minutes. What a detector found does not
 * count, or a burst would be the measure of the next one.
 */
static uint64_t peak_of_window(const struct talk *t,
			       const struct detect_input *in)
{
	int64_t *begin = xcalloc(t->n_parts, sizeof *begin);
	size_t n = 0, from = 0, peak = 0;

	for (size_t i = 0; i < t->n_parts; i++) {
		const struct record *r = record_of(in, &t->parts[i]);

		if (t->parts[i].finding || !flow_is_short(r))
			continue;
		begin[n++] = r->first_ns;
		while ((uint64_t)begin[n - 1] - (uint64_t)begin[from] >=
		       (uint64_t)WINDOW_NS)
			from++;
		if (n - from > peak)
			peak = n - from;
	}
	free(begin);
	return peak;
}

/* Was the conversation opened twice from the same port? */
static bool opened_twice(const struct talk *t, const struct detect_input *in)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n_parts; i++)
		n += record_of(in, &t->parts[i])->initiator != ROLE_NONE;
	return n >= 2 && joined_count(t->ports.s) == 1;
}

static void borrow_texts(struct talk *t)
{
	struct seen *s = &t->about.seen;

	s->client_ports = t->ports.s;
	s->mac[0] = t->mac[0].s;
	s->mac[1] = t->mac[1].s;
	s->name[0] = t->name[0].s;
	s->name[1] = t->name[1].s;
	s->operations = t->operations.s;
	s->captures = t->captures.s;
}

/* A port that was agreed says nothing, a client's is not the service's. */
static const char *name_of_port(const struct detect_input *in,
				const struct memory *m)
{
	const struct service *known;

	if (m->agreed)
		return "";
	known = services_find_at(in->services, m->proto,
				 m->client_port ? m->client : m->server,
				 m->client_port ? m->client_port :
				 m->server_port);
	return known && !known->client_side ? known->name : "";
}

void talk_sum(struct talk *t, const struct detect_input *in,
	      const struct talk_captures *captures,
	      const struct talk_part *parts, size_t n)
{
	struct seen *s = &t->about.seen;
	struct text here = { 0 };

	*t = (struct talk){ .about = parts->about, .parts = parts,
			    .n_parts = n };
	seen_init(s);
	text_puts(&t->ports, "");
	text_puts(&t->mac[0], "");
	text_puts(&t->mac[1], "");
	text_puts(&t->name[0], "");
	text_puts(&t->name[1], "");
	text_puts(&t->operations, "");
	text_puts(&t->captures, "");
	for (size_t i = 0; i < n; i++) {
		talk_captures_put(captures, record_of(in, &parts[i]), &here);
		unite(&t->captures, here.s, LIMIT_SEEN_WORDS);
		add_words(t, &parts[i], record_of(in, &parts[i]));
		add_times(t, record_of(in, &parts[i]), &captures->covered);
		add_numbers(t, &parts[i], record_of(in, &parts[i]));
	}
	add_outer_silence(s, &captures->covered);
	/* The file keeps milliseconds, and merging compares with the file. */
	s->max_gap_ns -= s->max_gap_ns % 1000000;
	s->n_gaps = t->packets ? t->packets - 1 : 0;
	s->peak_hour_sessions = peak_by_hour(t, in);
	s->peak_10min_sessions = peak_of_window(t, in);
	if (opened_twice(t, in))
		s->port_fixed = true;
	if (!s->service[0])
		s->service = name_of_port(in, &t->about);
	text_release(&here);
	borrow_texts(t);
}

void talk_release(struct talk *t)
{
	text_release(&t->ports);
	text_release(&t->mac[0]);
	text_release(&t->mac[1]);
	text_release(&t->name[0]);
	text_release(&t->name[1]);
	text_release(&t->operations);
	text_release(&t->captures);
}
