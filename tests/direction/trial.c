/* SPDX-License-Identifier: BSD-3-Clause */
#include "trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "read/decode.h"
#include "read/scope.h"
#include "read/sink.h"
#include "read/stream.h"
#include "understand/flow.h"

enum { MAX_FILES = 16 };

static int by_key(const void *a, const void *b)
{
	const struct conversation *x = a, *y = b;

	if (x->proto != y->proto)
		return x->proto < y->proto ? -1 : 1;
	for (int i = 0; i < 2; i++)
		if (x->end[i] != y->end[i])
			return x->end[i] < y->end[i] ? -1 : 1;
	return 0;
}

static struct conversation key_of(uint8_t proto, uint64_t a, uint64_t b)
{
	return (struct conversation){
		.end = { a < b ? a : b, a < b ? b : a }, .proto = proto,
		.client = 2, .opener = 2, .first = 2
	};
}

struct conversation *trial_find(const struct trial *t, uint8_t proto,
				uint64_t a, uint64_t b)
{
	struct conversation key = key_of(proto, a, b);

	return t->n_talks ? bsearch(&key, t->talks, t->n_talks,
				    sizeof key, by_key) : NULL;
}

static bool in_scope(const struct packet *p)
{
	return p->net == NET_IPV4 && p->has_ports &&
	       (p->proto == IP_TCP || p->proto == IP_UDP);
}

static uint64_t end_of(const struct packet *p, unsigned i)
{
	return flow_endpoint(p->addr[i], p->port[i]);
}

static void keep_frame(struct trial *t, const struct frame *f)
{
	t->frames = grow(t->frames, t->n, &t->cap, sizeof *t->frames);
	t->frames[t->n] = *f;
	while (t->n_bytes + f->caplen > t->cap_bytes) {
		t->cap_bytes = t->cap_bytes ? 2 * t->cap_bytes : 1 << 20;
		t->bytes = xreallocarray(t->bytes, t->cap_bytes, 1);
	}
	memcpy(t->bytes + t->n_bytes, f->bytes, f->caplen);
	t->n_bytes += f->caplen;
	t->n++;
}

/* The bytes have stopped moving. */
static void decode_all(struct trial *t)
{
	size_t at = 0;

	t->packets = xcalloc(t->n, sizeof *t->packets);
	for (size_t i = 0; i < t->n; i++) {
		const struct packet *p = &t->packets[i];

		t->frames[i].bytes = t->bytes + at;
		at += t->frames[i].caplen;
		decode_frame(&t->frames[i], &t->packets[i]);
		if (!in_scope(p))
			continue;
		t->talks = grow(t->talks, t->n_talks, &t->cap_talks,
				sizeof *t->talks);
		t->talks[t->n_talks++] =
			key_of(p->proto, end_of(p, 0), end_of(p, 1));
	}
}

static void sort_talks(struct trial *t)
{
	size_t n = 0;

	if (!t->n_talks)
		return;
	qsort(t->talks, t->n_talks, sizeof *t->talks, by_key);
	for (size_t i = 1; i < t->n_talks; i++)
		if (by_key(&t->talks[i], &t->talks[n]))
			t->talks[++n] = t->talks[i];
	t->n_talks = n + 1;
}

bool trial_read(struct trial *t, const char *path)
{
	struct source *source = source_new();
	struct batch *b = xcalloc(1, sizeof *b);
	struct stream *s;
	struct err e;
	bool ok = false;

	*t = (struct trial){ .path = path };
	s = stream_open(path, &e);
	if (s && !source_add(source, s, path, &e)) {
		while (source_next(source, b))
			for (size_t i = 0; i < b->n; i++)
				keep_frame(t, &b->frames[i]);
		decode_all(t);
		sort_talks(t);
		ok = true;
	} else {
		fprintf(stderr, "direction: %s\n", e.msg);
	}
	free(b);
	source_free(source);
	return ok;
}

void trial_release(struct trial *t)
{
	free(t->frames);
	free(t->packets);
	free(t->bytes);
	free(t->talks);
}

static struct conversation *talk_of(const struct trial *t,
				    const struct packet *p)
{
	return in_scope(p) ? trial_find(t, p->proto, end_of(p, 0),
					end_of(p, 1)) : NULL;
}

static uint8_t sender_of(const struct conversation *c,
			 const struct packet *p)
{
	return end_of(p, 0) != c->end[0];
}

static bool is_syn(const struct packet *p)
{
	return p->proto == IP_TCP && p->tcp_flags & TCP_SYN;
}

void trial_trust_handshakes(struct trial *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct packet *p = &t->packets[i];
		struct conversation *c = talk_of(t, p);

		if (!c || !is_syn(p))
			continue;
		if (!(p->tcp_flags & TCP_ACK))
			c->opener = sender_of(c, p);
		else if (c->opener == !sender_of(c, p))
			c->answered = true;
		/* Active FTP: the server opens, from 20, what was asked for. */
		if (c->answered && (c->end[0] & 0xffff) != 20 &&
		    (c->end[1] & 0xffff) != 20)
			c->client = c->opener;
	}
}

static bool is_be32(const uint8_t *at, uint32_t value)
{
	for (unsigned i = 0; i < 4; i++)
		if (at[i] != (uint8_t)(value >> (24 - 8 * i)))
			return false;
	return true;
}

/* The ports in a frame follow its last IPv4 header, whose last 8 octets are
 * the addresses. */
static uint8_t *ports_of(const struct trial *t, size_t i)
{
	const struct frame *f = &t->frames[i];
	const struct packet *p = &t->packets[i];
	uint8_t *frame = t->bytes + (f->bytes - t->bytes);

	for (size_t at = f->caplen; at >= 20; at--) {
		uint8_t *ip = frame + at - 20;
		size_t len = (size_t)(ip[0] & 15) * 4;

		if (ip[0] >> 4 == 4 && ip[9] == p->proto &&
		    is_be32(ip + 12, p->addr[0]) &&
		    is_be32(ip + 16, p->addr[1]))
			return at - 20 + len + 4 <= f->caplen ? ip + len :
								NULL;
	}
	return NULL;
}

/* One of those that no system hands out and no table names. */
static uint16_t masked_port(const struct conversation *c)
{
	uint64_t k = (c->end[0] ^ c->end[1] << 7) * 0x9e3779b97f4a7c15u;

	return (uint16_t)(20100 + (k >> 40) % 9900);
}

static void mask(struct trial *t, size_t i, uint16_t port, uint64_t *chance)
{
	struct packet *p = &t->packets[i];
	uint8_t *ports = ports_of(t, i);

	for (unsigned k = 0; ports && k < 4; k++)
		ports[k] = (uint8_t)(k & 1 ? port : port >> 8);
	for (uint32_t k = 0; k < p->payload_caplen; k++) {
		*chance = *chance * 6364136223846793005u + 1;
		t->bytes[(size_t)(p->payload - t->bytes) + k] =
			(uint8_t)(*chance >> 56);
	}
	p->port[0] = port;
	p->port[1] = port;
}

void trial_mask(struct trial *t)
{
	uint64_t chance = 1;

	for (size_t i = 0; i < t->n; i++) {
		const struct conversation *c = talk_of(t, &t->packets[i]);

		if (c && c->client != 2)
			mask(t, i, masked_port(c), &chance);
	}
	for (size_t i = 0; i < t->n_talks; i++) {
		struct conversation *c = &t->talks[i];
		uint16_t port = masked_port(c);

		for (unsigned s = 0; s < 2 && c->client != 2; s++)
			c->end[s] = c->end[s] >> 16 << 16 | port;
	}
	qsort(t->talks, t->n_talks, sizeof *t->talks, by_key);
}

/* The SYNs, and what only acknowledges before anything is said. */
static bool is_handshake(struct conversation *c, const struct packet *p)
{
	if (p->proto != IP_TCP)
		return false;
	if (is_syn(p)) {
		c->opening = true;
		c->n_cut = 0;
		return true;
	}
	if (c->opening && !p->payload_len && p->tcp_flags == TCP_ACK)
		return true;
	c->opening = false;
	return false;
}

/* Is this packet one of those to be taken away? Counts what is left. */
static bool is_cut(struct conversation *c, const struct packet *p, unsigned n)
{
	if (!c || c->client == 2)
		return false;
	if (is_handshake(c, p))
		return true;
	if (c->n_cut < n) {
		c->n_cut++;
		return true;
	}
	if (!c->packets)
		c->first = sender_of(c, p);
	c->packets++;
	c->payloads += p->payload_len > 0;
	return false;
}

static void restart(struct trial *t)
{
	for (size_t i = 0; i < t->n_talks; i++) {
		struct conversation *c = &t->talks[i];

		c->opening = false;
		c->n_cut = 0;
		c->first = 2;
		c->packets = 0;
		c->payloads = 0;
	}
}

struct outputs {
	struct sink *sink[MAX_FILES];
	uint16_t linktype[MAX_FILES];
	unsigned n;
	const char *prefix;
};

static int put(struct outputs *o, const struct frame *f, struct err *e)
{
	struct sink_options options = { .format = CAPTURE_PCAP,
					.nanoseconds = true };
	char path[512];
	unsigned i = 0;

	while (i < o->n && o->linktype[i] != f->linktype)
		i++;
	if (i == MAX_FILES)
		return 0;
	if (i == o->n) {
		snprintf(path, sizeof path, "%s-%u.pcap", o->prefix, i);
		o->sink[i] = sink_open(path, &options, e);
		if (!o->sink[i])
			return -1;
		o->linktype[i] = f->linktype;
		o->n++;
	}
	return sink_write(o->sink[i], f, e);
}

unsigned trial_cut(struct trial *t, unsigned n, const char *prefix)
{
	struct outputs o = { .prefix = prefix };
	int rc = 0;
	struct err e;

	restart(t);
	for (size_t i = 0; i < t->n && !rc; i++) {
		const struct packet *p = &t->packets[i];

		if (!is_cut(talk_of(t, p), p, n))
			rc = put(&o, &t->frames[i], &e);
	}
	for (unsigned i = 0; i < o.n; i++)
		if (rc)
			sink_discard(o.sink[i]);
		else
			rc = sink_close(o.sink[i], &e);
	if (rc)
		fprintf(stderr, "direction: %s\n", e.msg);
	return rc ? 0 : o.n;
}
