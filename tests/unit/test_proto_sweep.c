/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Every distinct payload of the captures, cut at every octet, before every
 * protocol, as TCP and as UDP, in memory of its exact size: a read beyond the
 * octets that are there is one that a sanitizer sees. Of what offloading made
 * longer than any frame, the beginning is cut.
 */
#include "payloads.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "understand/protocols/protocol.h"

enum { LONGEST_CUT = 2048, PROTOCOLS = 128 };

struct sweep {
	/* What the last message left: any octets may stand there. */
	struct protocol_memory memory[PROTOCOLS];
	unsigned words[PROTOCOLS];	/* in the list of operations */
};

static void sweep_init(struct sweep *s)
{
	memset(s, 0, sizeof *s);
	for (size_t k = 0; protocols[k]; k++) {
		const char *const *word = protocols[k]->operations;

		cr_assert(k < PROTOCOLS);
		while (word && word[s->words[k]])
			s->words[k]++;
	}
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

static void cut(void *arg, const struct packet *p)
{
	struct sweep *s = arg;
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

/* Payloads that were tried. */
static size_t sweep_folder(const char *folder)
{
	struct sweep *s = xmalloc(sizeof *s);
	size_t n;

	sweep_init(s);
	n = payloads_each(folder, cut, s);
	free(s);
	return n;
}

Test(proto_sweep, testdata)
{
	cr_expect_gt(sweep_folder(payloads_testdata()), 100);
}

Test(proto_sweep, real_captures)
{
	if (!sweep_folder(payloads_real()))
		cr_skip_test("no real captures");
}
