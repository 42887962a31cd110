/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/tally.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "read/linktype.h"
#include "read/source.h"
#include "understand/record.h"

void tally_linktype(struct tally *t, uint16_t linktype)
{
	size_t i = 0;

	while (i < TALLY_LINKTYPES - 1 && t->other[i].n &&
	       t->other[i].linktype != linktype)
		i++;
	t->other[i].linktype = linktype;
	t->other[i].n++;
}

uint64_t tally_in_scope(const struct tally *t)
{
	return t->scope[SCOPE_TCP] + t->scope[SCOPE_UDP];
}

uint64_t tally_set_aside(const struct tally *t)
{
	uint64_t n = 0;

	for (unsigned s = SCOPE_UDP + 1; s < N_SCOPES; s++)
		n += t->scope[s];
	return n;
}

struct token {
	char word[64];
	uint64_t n;
};

enum { MAX_TOKENS = N_SCOPES + TALLY_LINKTYPES + 16 };

struct tokens {
	struct token item[MAX_TOKENS];
	size_t n;
};

static void add(struct tokens *t, const char *word, uint64_t n)
{
	snprintf(t->item[t->n].word, sizeof t->item->word, "%s", word);
	t->item[t->n++].n = n;
}

static void add_some(struct tokens *t, const char *word, uint64_t n)
{
	if (n)
		add(t, word, n);
}

/* "linktype-ax25", and "linktype-147" where it has no name. */
static void linktype_word(uint16_t linktype, char *word, size_t size)
{
	static const char prefix[] = "LINKTYPE_";
	char buf[LINKTYPE_TEXT];
	const char *name = linktype_name(linktype, buf);

	if (!strncmp(name, prefix, sizeof prefix - 1))
		name += sizeof prefix - 1;
	snprintf(word, size, "linktype-%s", name);
	for (; *word; word++)
		*word = (char)(*word == '_' ? '-' : tolower(*word));
}

static void add_linktypes(struct tokens *out, const struct tally *t)
{
	for (size_t i = 0; i < TALLY_LINKTYPES - 1 && t->other[i].n; i++) {
		char word[64];

		linktype_word(t->other[i].linktype, word, sizeof word);
		add(out, word, t->other[i].n);
	}
	add_some(out, "linktype-more", t->other[TALLY_LINKTYPES - 1].n);
}

static int by_word(const void *a, const void *b)
{
	const struct token *x = a, *y = b;

	return strcmp(x->word, y->word);
}

static void gather(struct tokens *out, const struct tally *t,
		   const struct capture *c)
{
	add(out, "format", RECORD_FORMAT_MAJOR);
	for (unsigned s = 0; s < N_SCOPES; s++)
		add(out, scope_name(s), t->scope[s]);
	add_some(out, "copies", t->copies);
	add_some(out, "tunnelled", t->tunnelled);
	add_some(out, "tso", t->tso);
	add_some(out, "unmetered", t->unmetered);
	add_some(out, "arp-unlisted", t->arp_unlisted);
	add_some(out, "names-unlisted", t->names_unlisted);
	add_some(out, "claims-unlisted", t->claims_unlisted);
	add_some(out, "calls-unlisted", t->calls_unlisted);
	add_some(out, "hints-unlisted", t->hints_unlisted);
	add_linktypes(out, t);
	if (c) {
		add_some(out, "untimed", c->n_untimed);
		add_some(out, "snapped", c->n_snapped);
		add_some(out, "cut", c->cut);
	}
	add_some(out, "damage", !c || c->damaged);
}

void tally_put(const struct tally *t, const struct capture *c,
	       struct text *out)
{
	struct tokens tokens = { .n = 0 };

	gather(&tokens, t, c);
	qsort(tokens.item, tokens.n, sizeof *tokens.item, by_word);
	for (size_t i = 0; i < tokens.n; i++) {
		if (i)
			text_putc(out, '+');
		text_puts(out, tokens.item[i].word);
		text_putc(out, ':');
		text_u64(out, tokens.item[i].n);
	}
}
