/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/stamp.h"
#include "read/scope.h"

void coverage_init(struct coverage *c)
{
	*c = (struct coverage){ .first_ns = STAMP_NONE, .last_ns = STAMP_NONE };
}

void coverage_release(struct coverage *c)
{
	for (size_t i = 0; i < c->n_words; i++)
		free(c->words[i].word);
	free(c->words);
	free(c->captures);
	coverage_init(c);
}

static void add_word(struct coverage *c, const char *word, size_t len,
		     uint64_t n)
{
	struct coverage_word *w;

	for (size_t i = 0; i < c->n_words; i++) {
		w = &c->words[i];
		if (strlen(w->word) == len && !memcmp(w->word, word, len)) {
			w->n += n;
			return;
		}
	}
	c->words = grow(c->words, c->n_words, &c->cap_words, sizeof *c->words);
	w = &c->words[c->n_words++];
	w->word = xcalloc(len + 1, 1);
	memcpy(w->word, word, len);
	w->n = n;
}

static void add_words(struct coverage *c, const char *tokens)
{
	while (*tokens) {
		size_t len = strcspn(tokens, "+");
		const char *colon = memchr(tokens, ':', len);

		if (colon)
			add_word(c, tokens, (size_t)(colon - tokens),
				 strtoull(colon + 1, NULL, 10));
		tokens += len + (tokens[len] == '+');
	}
}

static void add_capture(struct coverage *c, const struct record *r)
{
	c->captures = grow(c->captures, c->n_captures, &c->cap_captures,
			   sizeof *c->captures);
	c->captures[c->n_captures++] = *r;
	c->n_in_scope += r->packets[0];
	c->n_set_aside += r->packets[1];
	c->n_damaged += record_is_damaged(r);
	c->n_cut += record_is_cut(r);
	add_words(c, r->operations);
	if (r->first_ns == STAMP_NONE)
		return;
	if (c->first_ns == STAMP_NONE || r->first_ns < c->first_ns)
		c->first_ns = r->first_ns;
	if (c->last_ns == STAMP_NONE || r->last_ns > c->last_ns)
		c->last_ns = r->last_ns;
}

void coverage_add(struct coverage *c, const struct record *r)
{
	switch (r->kind) {
	case RECORD_TCP:
	case RECORD_UDP:
		c->n_flows++;
		c->n_doubtful += r->confidence < CONFIDENCE_SURE &&
				 r->evidence != EVIDENCE_PEER;
		break;
	case RECORD_RUN:
		add_capture(c, r);
		break;
	case RECORD_ARP:
		break;
	}
}

static int by_word(const void *pa, const void *pb)
{
	const struct coverage_word *a = pa, *b = pb;

	return strcmp(a->word, b->word);
}

void coverage_finish(struct coverage *c)
{
	if (c->n_words)
		qsort(c->words, c->n_words, sizeof *c->words, by_word);
}

uint64_t coverage_count(const struct coverage *c, const char *word)
{
	for (size_t i = 0; i < c->n_words; i++)
		if (!strcmp(c->words[i].word, word))
			return c->words[i].n;
	return 0;
}

bool coverage_is_class(const char *word)
{
	for (unsigned s = 0; s < N_SCOPES; s++)
		if (!scope_is_in((enum scope)s) &&
		    !strcmp(word, scope_name((enum scope)s)))
			return true;
	return false;
}
