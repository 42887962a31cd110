/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Operations that the rules of an allowed conversation do not have. Rules
 * without operations did not record any, and allow all. Every rule that
 * allows the conversation counts, also one of the other machine of a
 * redundant pair. What is allowed because another conversation of the two asked
 * for its port may do what that one does not, but nothing grave: who may look
 * up an endpoint may not for that start services.
 *
 * A new way to read for who reads already is told and is nothing to worry
 * about, nor is a session that ends. Sessions that were open while learning
 * could not show how they are opened.
 */
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "judge/baseline.h"
#include "judge/baseline_edit.h"
#include "judge/detect_grave.h"
#include "judge/detect_rule.h"
#include "judge/detect_story.h"
#include "judge/joined.h"

enum { TOLD = 4 };	/* operations in the sentence */

/* What all rules that allow a flow say of operations. */
struct allowed {
	struct text words;		/* "+"-joined */
	bool any;			/* one of them has not recorded any */
	bool opened;			/* somebody was seen to open it */
	bool lent;			/* the rule is for another conversation:
					 * only what is grave needs its own */
};

static bool rule_allows(const struct scene *s, const struct rule *rule,
			const struct record *r)
{
	return !rule_differs(s, rule, r, false) ||
	       ((!flow_is_sure(r) || !rule_is_sure(rule)) &&
		!rule_differs(s, rule, r, true));
}

/* The rules that allow some flow of a conversation, at some time. */
struct rules {
	const struct rule **items;	/* owned */
	size_t n, cap;
};

static bool may_allow(const struct scene *s, const struct rule *rule,
		      const struct record *r)
{
	unsigned by_flow = DIFFERS_CLIENT_PORT | DIFFERS_STATUS;

	if (rule->server_port.kind == PORT_DYNAMIC)
		by_flow |= DIFFERS_PORT;
	return !(rule_differs(s, rule, r, false) & ~by_flow) ||
	       !(rule_differs(s, rule, r, true) & ~by_flow);
}

/* By the rules of one end, which may be the client of a doubtful direction. */
static void add_rules_of(const struct scene *s, const struct record *r,
			 uint32_t client, struct rules *l)
{
	struct rule_walk w = rules_of_client(s, client);
	const struct rule *rule;

	while ((rule = rule_walk_next(&w))) {
		if (!may_allow(s, rule, r))
			continue;
		l->items = grow(l->items, l->n, &l->cap, sizeof *l->items);
		l->items[l->n++] = rule;
	}
}

static void add_rule(struct allowed *a, const struct rule *rule)
{
	a->any |= !rule->operations[0];
	a->opened |= rule->initiator != ROLE_NONE ||
		     strcmp(rule->by, "learn") != 0;
	joined_add(&a->words, rule->operations);
}

/* Of one flow: other flows may have been allowed by a rule that has ended, or
 * is for another port of the client. */
static void ask_rules(const struct scene *s, size_t record,
		      const struct rules *l, struct allowed *a)
{
	const struct record *r = &s->in->records[record];

	text_clear(&a->words);
	text_puts(&a->words, "");
	a->any = a->opened = false;
	a->lent = true;
	for (size_t i = 0; i < l->n; i++) {
		if (!rule_allows(s, l->items[i], r))
			continue;
		add_rule(a, l->items[i]);
		a->lent = false;
	}
	if (a->lent)
		add_rule(a, s->fact[record].rule);
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

/* Is it news, for who may do what is allowed? */
static bool is_news(const struct allowed *a, const char *word, size_t len)
{
	if (operation_class(word) == OPERATION_ERROR ||
	    operations_have(a->words.s, word, len))
		return false;
	return !a->lent || (operation_severity(word) == SEVERITY_HIGH &&
			    !operation_is_end(word));
}

/* What is new in one conversation. */
struct news {
	struct text words;		/* "+"-joined */
	struct text gravest;		/* those of this severity */
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
		text_clear(&news->gravest);
	} else if (severity == news->severity &&
		   operation_class(word) > news->class) {
		news->class = operation_class(word);
	}
	text_add(&one, word, len);
	joined_add(&news->words, one.s);
	if (severity == news->severity)
		joined_add(&news->gravest, one.s);
	text_release(&one);
}

/* Is there any? */
static bool look_for_news(const struct allowed *a, const char *words,
			  struct news *news)
{
	bool found = false;

	for (const char *w = words; *w; w += *w == '+') {
		size_t len = strcspn(w, "+");

		if (is_news(a, w, len)) {
			add_word(news, a, w, len);
			found = true;
		}
		w += len;
	}
	return found;
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
static void put_gravest(struct text *t, const struct news *news)
{
	size_t n_told = 0, n_all = joined_count(news->words.s);

	for (const char *w = news->gravest.s; *w && n_told < TOLD;
	     w += *w == '+') {
		size_t len = strcspn(w, "+");

		text_puts(t, n_told++ ? ", " : "");
		text_add(t, w, len);
		w += len;
	}
	if (n_all > n_told) {
		text_puts(t, " and ");
		story_number(t, n_all - n_told);
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

/* known: to the rules of the flow that did the gravest. */
static void report(struct scene *s, const struct keyed_list *l,
		   const char *known, const struct news *news)
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
	put_gravest(&f->summary, news);
	text_putc(&f->summary, '.');
	text_puts(&f->evidence, "new: ");
	put_list(&f->evidence, news->words.s);
	text_puts(&f->evidence, "\nknown: ");
	put_list(&f->evidence, known);
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
	struct rules rules = { 0 };
	struct allowed a = { 0 };
	struct news all = { .technique = "" };
	struct text known = { 0 };

	for (size_t role = 0; role < 2; role++)
		add_rules_of(s, r, r->addr[role], &rules);
	for (size_t i = 0; i < n; i++) {
		enum severity before = all.severity;

		ask_rules(s, k[i].record, &rules, &a);
		if (a.any || !look_for_news(&a, s->in->records[k[i].record]
					    .operations, &all))
			continue;
		if (!with.n || all.severity > before) {
			text_clear(&known);
			text_puts(&known, a.words.s);
		}
		keyed_add(&with, &k[i]);
	}
	if (with.n)
		report(s, &with, known.s, &all);
	keyed_release(&with);
	free(rules.items);
	text_release(&all.words);
	text_release(&all.gravest);
	text_release(&a.words);
	text_release(&known);
}

/* Allowed by a rule that has operations, and not these. */
static bool is_candidate(const struct scene *s, size_t i)
{
	const struct record *r = &s->in->records[i];
	const struct rule *rule = s->fact[i].rule;

	if (!rule || s->fact[i].finding || !rule->operations[0] ||
	    !r->operations[0] || !strcmp(rule->operations, r->operations))
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
			keyed_add_flow(&l, r, i);
	}
	keyed_each(s, &l, judge);
	keyed_release(&l);
}
