/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Every distinct payload of the captures, cut at every octet, before every
 * protocol, as TCP and as UDP, in memory of its exact size: a read beyond the
 * octets that are there is one that a sanitizer sees. Of what offloading made
 * longer than any frame, the beginning is cut.
 */
#include <criterion/criterion.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/text.h"
#include "read/decode.h"
#include "read/packet.h"
#include "read/source.h"
#include "read/stream.h"
#include "understand/protocols/protocol.h"

enum { LONGEST_CUT = 2048, SEEN_SLOTS = 1 << 16, PROTOCOLS = 128 };

struct sweep {
	uint64_t *seen;		/* hashes of payloads, open addressing */
	size_t n_seen;
	/* What the last message left: any octets may stand there. */
	struct protocol_memory memory[PROTOCOLS];
	unsigned words[PROTOCOLS];	/* in the list of operations */
};

static void sweep_init(struct sweep *s)
{
	memset(s, 0, sizeof *s);
	s->seen = xcalloc(SEEN_SLOTS, sizeof *s->seen);
	for (size_t k = 0; protocols[k]; k++) {
		const char *const *word = protocols[k]->operations;

		cr_assert(k < PROTOCOLS);
		while (word && word[s->words[k]])
			s->words[k]++;
	}
}

static bool is_new(struct sweep *s, const uint8_t *p, size_t n)
{
	uint64_t h = 14695981039346656037u ^ n;
	size_t i;

	for (i = 0; i < n; i++)
		h = (h ^ p[i]) * 1099511628211u;
	h += !h;
	for (i = h % SEEN_SLOTS; s->seen[i]; i = (i + 1) % SEEN_SLOTS)
		if (s->seen[i] == h)
			return false;
	cr_assert(++s->n_seen < SEEN_SLOTS);
	s->seen[i] = h;
	return true;
}

/* One message of len, of which n octets lie at p. */
static void hear(struct sweep *s, size_t k, const struct message *sent)
{
	struct message m = *sent;
	struct saying said = { .speech = SPEECH_NEITHER };

	m.memory = &s->memory[k];
	if (!protocols[k]->message(&m, &said))
		return;
	if (said.names) {
		struct namings told = { .n = 0 };

		protocols[k]->names(&m, &told);
		cr_assert(told.n <= MESSAGE_NAMES, "%s", protocols[k]->name);
	}
	cr_assert(said.speech <= SPEECH_REVERSE, "%s", protocols[k]->name);
	cr_assert(s->words[k] == MAX_OPERATIONS ||
		  !(said.operations >> s->words[k]), "%s: an operation "
		  "without a word", protocols[k]->name);
}

/* n octets are there, whole of them were sent. */
static void ask(struct sweep *s, const struct packet *p, const uint8_t *at,
		size_t n, bool udp)
{
	for (size_t k = 0; protocols[k]; k++) {
		int32_t len = protocols[k]->length(at, n, udp);
		struct message m = { at, n, p->payload_caplen,
				     { p->port[0], p->port[1] }, udp, NULL };

		cr_assert(len >= NOT_MINE, "%s: %d", protocols[k]->name, len);
		if (len > 0) {
			m.len = (size_t)len;
			m.n = n < m.len ? n : m.len;
			hear(s, k, &m);
		} else if (n < p->payload_caplen && len == NEED_MORE) {
			hear(s, k, &m);
		}
	}
}

static void cut(struct sweep *s, const struct packet *p)
{
	size_t most = p->payload_caplen;

	if (most > LONGEST_CUT)
		most = LONGEST_CUT;
	for (size_t n = 0; n <= most; n++) {
		uint8_t *copy = xmalloc(n ? n : 1);

		memcpy(copy, p->payload, n);
		ask(s, p, copy, n, false);
		ask(s, p, copy, n, true);
		free(copy);
	}
}

static void sweep_batch(struct sweep *s, const struct batch *b)
{
	struct packet p;

	for (size_t i = 0; i < b->n; i++) {
		decode_frame(&b->frames[i], &p);
		if (p.has_ports && p.payload_caplen &&
		    is_new(s, p.payload, p.payload_caplen))
			cut(s, &p);
	}
}

static void sweep_file(struct sweep *s, const char *path)
{
	struct source *src = source_new();
	struct batch *b = xmalloc(sizeof *b);
	struct err e;
	struct stream *in = stream_open(path, &e);

	cr_assert(in != NULL, "%s", e.msg);
	if (source_add(src, in, path, &e) == 0)
		while (source_next(src, b))
			sweep_batch(s, b);
	free(b);
	source_free(src);
}

/* Payloads that were tried. */
static size_t sweep_folder(const char *folder)
{
	struct sweep *s = xmalloc(sizeof *s);
	struct text pattern = { 0 };
	glob_t found;
	size_t n;

	sweep_init(s);
	text_printf(&pattern, "%s/*.pcap*", folder);
	if (glob(pattern.s, 0, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			sweep_file(s, found.gl_pathv[i]);
	globfree(&found);
	text_release(&pattern);
	n = s->n_seen;
	free(s->seen);
	free(s);
	return n;
}

static const char *folder_of(const char *variable, const char *otherwise)
{
	const char *folder = getenv(variable);

	return folder && *folder ? folder : otherwise;
}

Test(proto_sweep, testdata)
{
	cr_expect_gt(sweep_folder(folder_of("TESTDATA", "testdata")), 100);
}

Test(proto_sweep, real_captures)
{
	if (!sweep_folder(folder_of("CAPTURES", "../shared/captures")))
		cr_skip_test("no real captures");
}
