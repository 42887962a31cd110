/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Operations that the rules of an allowed conversation do not have. Rules
 * without operations did not record any, and allow all. Every rule that
 * allows the conversation counts, also one of the other machine of a
 * redundant pair.
 *
 * A new way to read for who reads already is told and is nothing to worry
 * about, nor is a session that ends. Sessions that were open while learning
 * could not show how they are opened.
 */
#include <string.h>

#include "judge/baseline.h"
#include "judge/baseline_edit.h"
#include "judge/detect_grave.h"
#include "judge/detect_rule.h"
#include "judge/detect_story.h"
#include "judge/joined.h"

enum { TOLD = 4 };	/* operations in the sentence */

/* What all rules that allow a conversation say of operations. */
struct allowed {
	struct text words;		/* "+"-joined */
	bool any;			/* one of them has not recorded any */
	bool opened;			/* somebody was seen to open it */
};

static bool rule_allows(const struct scene *s, const struct rule *rule,
			const struct record *r)
{
	return !rule_differs(s, rule, r, false) ||
	       ((!flow_is_sure(r) || !rule_is_sure(rule)) &&
		!rule_differs(s, rule, r, true));
}

/* By the rules of one end, which may be the client of a doubtful direction. */
static void add_rules_of(const struct scene *s, const struct record *r,
			 uint32_t client, struct allowed *a)
{
	struct rule_walk w = rules_of_client(s, client);
	const struct rule *rule;

	while (!a->any && (rule = rule_walk_next(&w))) {
		if (!rule_allows(s, rule, r))
			continue;
		a->any |= !rule->operations[0];
		a->opened |= rule->initiator != ROLE_NONE ||
			     strcmp(rule->by, "learn") != 0;
		joined_add(&a->words, rule->operations);
	}
}

static bool has_class(const char *words, enum operation_class class)
{
	for (const char *w = words; *w; w += *w == '+') {
		if (operation_class(w) == class)
			return true;
		w += strcspn(w, "+");
	}
	return false;
}

static enum severity severity_of(const struct allowed *a, const char *word)
{
	enum severity own = operation_severity(word);
	enum operation_class class = operation_class(word);
	bool reads = has_class(a->words.s, OPERATION_READ);

	if (class == OPERATION_READ && reads)
		return SEVERITY_INFO;
	if (class == OPERATION_DIAGNOSTIC &&
	    (reads || has_class(a->words.s, class)))
		return SEVERITY_INFO;
	if (class == OPERATION_LOGIN &&
	    (!a->opened || operation_is_end(word)))
		return SEVERITY_INFO;
	return own;
}

/* What is new in one conversation. */
struct news {
	struct text words;		/* "+"-joined */
	enum severity severity;
	enum operation_class class;	/* of the gravest */
	const char *technique;		/* of the first of these */
};

static void add_word(struct news *news, const struct allowed *a,
		     const char *word, size_t len)
{
	enum severity severity = severity_of(a, word);
	struct text one = { 0 };

	if (!news->words.len || severity > news->severity) {
		news->severity = severity;
		news->class = operation_class(word);
		news->technique = operation_technique(word);
	} else if (severity == news->severity &&
		   operation_class(word) > news->class) {
		news->class = operation_class(word);
	}
	text_add(&one, word, len);
	joined_add(&news->words, one.s);
	text_release(&one);
}

static void look_for_news(const struct allowed *a, const char *words,
			  struct news *news)
{
	for (const char *w = words; *w; w += *w == '+') {
		size_t len = strcspn(w, "+");

		if (operation_class(w) != OPERATION_ERROR &&
		    !operations_have(a->words.s, w, len))
			add_word(news, a, w, len);
		w += len;
	}
}

/* "control:plc-stop, write:file" */
static void put_list(struct text *t, const char *words)
{
	for (; *words; words++) {
		if (*words == '+')
			text_puts(t, ", ");
		else
			text_putc(t, *words);
	}
}

/* What one does to the server, of whose class the gravest is. */
static const char *deed(enum operation_class class)
{
	static const char *const words[] = {
		[OPERATION_WRITE] = " wrote to ",
		[OPERATION_LOGIN] = " used a login of ",
		[OPERATION_CONTROL] = " commanded ",
		[OPERATION_PROGRAM] = " touched the program of ",
	};

	return class < sizeof words / sizeof *words && words[class] ?
		words[class] : " asked ";
}

/* The gravest ones, and how many there are besides. */
static void put_gravest(struct text *t, const struct allowed *a,
			const struct news *news)
{
	size_t n_told = 0, n_more = 0;

	for (const char *w = news->words.s; *w; w += *w == '+') {
		size_t len = strcspn(w, "+");

		if (severity_of(a, w) == news->severity && n_told < TOLD) {
			text_puts(t, n_told++ ? ", " : "");
			text_add(t, w, len);
		} else {
			n_more++;
		}
		w += len;
	}
	if (n_more) {
		text_puts(t, " and ");
		story_number(t, n_more);
		text_puts(t, " more");
	}
}

/* What was met while learning, and not learned. */
static void put_memory(struct text *t, const struct rule *rule,
		       const char *words)
{
	struct text met = { 0 };

	for (const char *w = words; rule->seen && *w; w += *w == '+') {
		size_t len = strcspn(w, "+");

		if (operations_have(rule->seen->operations, w, len)) {
			text_puts(&met, met.len ? ", " : "");
			text_add(&met, w, len);
		}
		w += len;
	}
	if (met.len) {
		story_line(t);
		text_printf(t, "met while learning, and not approved: %s",
			    met.s);
	}
	text_release(&met);
}

static void report(struct scene *s, const struct keyed_list *l,
		   const struct allowed *a, const struct news *news)
{
	const struct keyed *k = l->items;
	size_t n = l->n;
	struct finding *f = scene_finding(s, FINDING_NEW_OPERATION, k, n);
	const struct rule *rule = s->fact[k->record].rule;

	f->severity = news->severity;
	f->technique = news->technique;
	f->client = k->client;
	f->server = k->server;
	f->server_port = k->port;
	story_host(s, &f->summary, k->client);
	text_puts(&f->summary, deed(news->class));
	story_host(s, &f->summary, k->server);
	text_putc(&f->summary, ' ');
	story_service(s, &f->summary, &s->in->records[k->record]);
	text_puts(&f->summary, deed(news->class) == deed(OPERATION_OTHER) ?
		  " for something new: " : ", which is new: ");
	put_gravest(&f->summary, a, news);
	text_putc(&f->summary, '.');
	text_puts(&f->evidence, "new: ");
	put_list(&f->evidence, news->words.s);
	text_puts(&f->evidence, "\nknown: ");
	put_list(&f->evidence, a->words.s);
	put_memory(&f->evidence, rule, news->words.s);
	story_conversations(s, &f->evidence, k, n);
	story_rule(&f->evidence, "rule", rule);
	story_filter(f);
}

/* Of one conversation the records that ask for something new. */
static void judge(struct scene *s, const struct keyed *k, size_t n)
{
	const struct record *r = &s->in->records[k->record];
	struct keyed_list with = { 0 };
	struct allowed a = { 0 };
	struct news all = { .technique = "" };

	text_puts(&a.words, "");
	for (size_t role = 0; role < 2; role++)
		add_rules_of(s, r, r->addr[role], &a);
	for (size_t i = 0; i < n && !a.any; i++) {
		struct news own = { .technique = "" };
		const char *words = s->in->records[k[i].record].operations;

		look_for_news(&a, words, &own);
		look_for_news(&a, words, &all);
		if (own.words.len)
			keyed_add(&with, &k[i]);
		text_release(&own.words);
	}
	if (with.n)
		report(s, &with, &a, &all);
	keyed_release(&with);
	text_release(&all.words);
	text_release(&a.words);
}

/* Allowed by a rule of its own that has operations, and not these. */
static bool is_candidate(const struct scene *s, size_t i)
{
	const struct record *r = &s->in->records[i];
	const struct rule *rule = s->fact[i].rule;

	if (!rule || s->fact[i].finding || !rule->operations[0] ||
	    !r->operations[0] || !strcmp(rule->operations, r->operations) ||
	    !rule_allows(s, rule, r))
		return false;
	for (const char *w = r->operations; *w; w += *w == '+') {
		size_t len = strcspn(w, "+");

		if (operation_class(w) != OPERATION_ERROR &&
		    !operations_have(rule->operations, w, len))
			return true;
		w += len;
	}
	return false;
}

void detect_operation(struct scene *s)
{
	struct keyed_list l = { 0 };

	for (size_t i = 0; i < s->in->n_records; i++) {
		const struct record *r = &s->in->records[i];

		if (is_candidate(s, i))
			keyed_add(&l, &(struct keyed){
				.client = r->addr[ROLE_CLIENT],
				.server = r->addr[ROLE_SERVER],
				.port = r->port[ROLE_SERVER],
				.proto = record_proto(r),
				.record = (uint32_t)i });
	}
	keyed_each(s, &l, judge);
	keyed_release(&l);
}
