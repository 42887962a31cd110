/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Conversations as the words for them: a service's name, or port/proto where
 * it has none. Each word once, the most used first.
 */
#ifndef OTCAP_GRAPH_WORDS_H
#define OTCAP_GRAPH_WORDS_H

#include "ground/text.h"
#include "present/graph.h"

struct graph_word {
	const char *service;	/* "" none: the port stands for it */
	uint16_t port;
	uint8_t proto;
	uint64_t packets;
};

struct graph_words {
	struct graph_word *items;	/* owned */
	size_t n;
};

/*
 * The words of those talks whose answer is among answers (1 << enum
 * graph_answer, several or-ed). What is no probe counts as answered; probes
 * have a word for every port.
 */
void graph_words_of(struct graph_words *w, const struct graph_talk *talks,
		    size_t n, unsigned answers);
void graph_words_release(struct graph_words *w);
void graph_word_put(const struct graph_word *w, struct text *t);

#endif
