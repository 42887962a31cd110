/* SPDX-License-Identifier: BSD-3-Clause */
#include "tape.h"

#include <stdio.h>
#include <stdlib.h>

#include "rng.h"

enum {
	MAX_SENDERS = 256
};

struct sender {
	uint32_t ip;
	uint16_t next_id;
};

void tape_release(struct tape *t)
{
	free(t->shots);
	bytes_release(&t->frames);
	*t = (struct tape){ 0 };
}

struct shot *tape_add(struct tape *t, int64_t ns, const void *p, size_t n)
{
	struct shot *s;

	if (t->n_shots == t->cap) {
		t->cap = t->cap ? 2 * t->cap : 1024;
		t->shots = realloc(t->shots, t->cap * sizeof *t->shots);
		if (!t->shots) {
			fputs("plant: out of memory\n", stderr);
			exit(2);
		}
	}
	s = &t->shots[t->n_shots];
	*s = (struct shot){
		.ns = ns,
		.at = t->frames.n,
		.len = (uint32_t)n,
		.wire_len = (uint32_t)n,
		.order = (uint32_t)t->n_shots++,
	};
	put_mem(&t->frames, p, n);
	return s;
}

uint8_t *tape_frame(const struct tape *t, const struct shot *s)
{
	return t->frames.p + s->at;
}

static int by_time(const void *a, const void *b)
{
	const struct shot *x = a, *y = b;

	if (x->ns != y->ns)
		return x->ns < y->ns ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

void tape_sort(struct tape *t)
{
	if (t->n_shots)
		qsort(t->shots, t->n_shots, sizeof *t->shots, by_time);
}

void tape_keep(struct tape *t,
	       bool (*keep)(const struct tape *t, const struct shot *s,
			    void *arg), void *arg)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n_shots; i++)
		if (keep(t, &t->shots[i], arg))
			t->shots[n++] = t->shots[i];
	t->n_shots = n;
}

static bool is_within(const struct tape *t, const struct shot *s, void *arg)
{
	const int64_t *span = arg;

	(void)t;
	return s->ns >= span[0] && s->ns < span[1];
}

void tape_trim(struct tape *t, int64_t begin, int64_t end)
{
	int64_t span[2] = { begin, end };

	tape_keep(t, is_within, span);
}

bool frame_is_ip4(const uint8_t *p, size_t n)
{
	return n >= 34 && get_be16(p + 12) == 0x0800;
}

void ip4_sum(uint8_t *p)
{
	set_be16(p + 10, 0);
	set_be16(p + 10, sum_fold(sum_add(0, p, (size_t)(p[0] & 15) * 4)));
}

static uint16_t *next_id_of(struct sender *senders, uint32_t ip, struct rng *r)
{
	size_t i = 0;

	while (senders[i].ip && senders[i].ip != ip)
		if (++i == MAX_SENDERS) {
			fputs("plant: too many senders\n", stderr);
			exit(2);
		}
	if (!senders[i].ip) {
		senders[i].ip = ip;
		senders[i].next_id = (uint16_t)rng_between(r, 1, 65535);
	}
	return &senders[i].next_id;
}

void tape_number(struct tape *t, uint64_t seed)
{
	struct sender senders[MAX_SENDERS] = { 0 };
	struct rng rng;

	rng_init(&rng, seed, 99);
	for (size_t i = 0; i < t->n_shots; i++) {
		uint8_t *p = tape_frame(t, &t->shots[i]);
		uint16_t *id;

		if (t->shots[i].has_id || !frame_is_ip4(p, t->shots[i].len))
			continue;
		/* The top bit: 0.0.0.0 must differ from a free slot. */
		id = next_id_of(senders, get_be32(p + 26) | 1u << 31, &rng);
		set_be16(p + 18, *id);
		ip4_sum(p + 14);
		*id = *id == 65535 ? 1 : *id + 1;
	}
}
