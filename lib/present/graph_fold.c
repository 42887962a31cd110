/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/graph_fold.h"

#include <stdlib.h>

/* Index behind the talks of the client, or of client and server, at i. */
static size_t end_of(const struct graph_talks *ts, size_t i, bool one_server)
{
	const struct graph_talk *t = ts->items;
	size_t end = i + 1;

	while (end < ts->n && t[end].client == t[i].client &&
	       (!one_server || t[end].server == t[i].server))
		end++;
	return end;
}

/* How this target is folded when it is one of many. */
static enum graph_fold fold_of(const struct graph_talk *t, size_t n)
{
	enum graph_fold fold = FOLD_SILENT;

	for (size_t i = 0; i < n; i++) {
		if (t[i].look == GRAPH_KNOWN || !graph_talk_is_probe(&t[i]))
			return FOLD_NONE;
		if (t[i].answer == GRAPH_REFUSED)
			fold = FOLD_REFUSED;
	}
	return fold;
}

static void fold_source(struct graph_talks *ts, size_t begin, size_t end)
{
	struct graph_talk *t = ts->items;
	size_t count[FOLD_SILENT + 1] = { 0 };

	for (size_t i = begin, next; i < end; i = next) {
		enum graph_fold fold;

		next = end_of(ts, i, true);
		fold = fold_of(&t[i], next - i);
		for (size_t k = i; k < next; k++)
			t[k].fold = (uint8_t)fold;
		count[fold]++;
	}
	for (size_t i = begin; i < end; i++)
		if (count[t[i].fold] <= GRAPH_FOLD_OVER)
			t[i].fold = FOLD_NONE;
}

void graph_fold(struct graph_talks *ts)
{
	for (size_t i = 0, next; i < ts->n; i = next) {
		next = end_of(ts, i, false);
		fold_source(ts, i, next);
	}
	if (ts->n)
		qsort(ts->items, ts->n, sizeof *ts->items, graph_talk_cmp);
}
