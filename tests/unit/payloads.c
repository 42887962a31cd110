/* SPDX-License-Identifier: BSD-3-Clause */
#include "payloads.h"

#include <criterion/criterion.h>
#include <glob.h>
#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/text.h"
#include "read/decode.h"
#include "read/source.h"
#include "read/stream.h"

enum { SEEN_SLOTS = 1 << 16 };

struct walk {
	uint64_t *seen;		/* hashes of payloads, open addressing */
	size_t n_seen;
	void (*fn)(void *arg, const struct packet *p);
	void *arg;
};

static const char *folder_of(const char *variable, const char *otherwise)
{
	const char *folder = getenv(variable);

	return folder && *folder ? folder : otherwise;
}

const char *payloads_testdata(void)
{
	return folder_of("TESTDATA", "testdata");
}

const char *payloads_real(void)
{
	return folder_of("CAPTURES", "../shared/captures");
}

static bool is_new(struct walk *w, const uint8_t *p, size_t n)
{
	uint64_t h = 14695981039346656037u ^ n;
	size_t i;

	for (i = 0; i < n; i++)
		h = (h ^ p[i]) * 1099511628211u;
	h += !h;
	for (i = h % SEEN_SLOTS; w->seen[i]; i = (i + 1) % SEEN_SLOTS)
		if (w->seen[i] == h)
			return false;
	cr_assert(++w->n_seen < SEEN_SLOTS);
	w->seen[i] = h;
	return true;
}

static void walk_batch(void *arg, const struct batch *b)
{
	struct walk *w = arg;
	struct packet p;

	for (size_t i = 0; i < b->n; i++) {
		decode_frame(&b->frames[i], &p);
		if (p.has_ports && p.payload_caplen &&
		    is_new(w, p.payload, p.payload_caplen))
			w->fn(w->arg, &p);
	}
}

void payloads_batches(const char *path,
		      void (*fn)(void *arg, const struct batch *b), void *arg)
{
	struct source *src = source_new();
	struct batch *b = xmalloc(sizeof *b);
	struct err e;
	struct stream *in = stream_open(path, &e);

	cr_assert(in != NULL, "%s", e.msg);
	if (source_add(src, in, path, &e) == 0)
		while (source_next(src, b))
			fn(arg, b);
	free(b);
	source_free(src);
}

size_t payloads_each(const char *folder,
		     void (*fn)(void *arg, const struct packet *p), void *arg)
{
	struct walk w = { .fn = fn, .arg = arg };
	struct text pattern = { 0 };
	glob_t found;

	w.seen = xcalloc(SEEN_SLOTS, sizeof *w.seen);
	text_printf(&pattern, "%s/*.pcap*", folder);
	if (glob(pattern.s, 0, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			payloads_batches(found.gl_pathv[i], walk_batch, &w);
	globfree(&found);
	text_release(&pattern);
	free(w.seen);
	return w.n_seen;
}
