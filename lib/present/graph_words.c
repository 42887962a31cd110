/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/graph_words.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "present/graph_label.h"
#include "read/packet.h"

static int cmp_meaning(const struct graph_word *a, const struct graph_word *b)
{
	int c = strcmp(a->service, b->service);

	if (c)
		return c;
	if (a->proto != b->proto)
		return a->proto - b->proto;
	return a->port - b->port;
}

static int by_meaning(const void *a, const void *b)
{
	return cmp_meaning(a, b);
}

static int by_use(const void *va, const void *vb)
{
	const struct graph_word *a = va, *b = vb;

	if (a->packets != b->packets)
		return a->packets > b->packets ? -1 : 1;
	return cmp_meaning(a, b);
}

static enum graph_answer answer_of(const struct graph_talk *t)
{
	return graph_talk_is_probe(t) ? (enum graph_answer)t->answer :
		GRAPH_ANSWERED;
}

/* A service on several ports is one word; a port tried in vain is its own. */
static struct graph_word word_of(const struct graph_talk *t)
{
	bool by_name = t->service[0] && answer_of(t) == GRAPH_ANSWERED;

	return (struct graph_word){
		.service = t->service,
		.port = by_name ? 0 : t->port,
		.proto = by_name ? 0 : t->proto,
		.packets = t->packets,
	};
}

void graph_words_of(struct graph_words *w, const struct graph_talk *talks,
		    size_t n, unsigned answers)
{
	size_t kept = 0;

	*w = (struct graph_words){ 0 };
	w->items = xreallocarray(NULL, n, sizeof *w->items);
	for (size_t i = 0; i < n; i++)
		if (answers & 1u << answer_of(&talks[i]))
			w->items[w->n++] = word_of(&talks[i]);
	if (!w->n)
		return;
	qsort(w->items, w->n, sizeof *w->items, by_meaning);
	for (size_t i = 1; i < w->n; i++) {
		if (cmp_meaning(&w->items[kept], &w->items[i]) == 0)
			w->items[kept].packets += w->items[i].packets;
		else
			w->items[++kept] = w->items[i];
	}
	w->n = kept + 1;
	qsort(w->items, w->n, sizeof *w->items, by_use);
}

void graph_words_release(struct graph_words *w)
{
	free(w->items);
	*w = (struct graph_words){ 0 };
}

void graph_word_put(const struct graph_word *w, struct text *t)
{
	if (w->service[0])
		graph_escape(t, w->service);
	else
		text_printf(t, "%u/%s", w->port,
			    w->proto == IP_TCP ? "tcp" : "udp");
}
