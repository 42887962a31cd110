/* SPDX-License-Identifier: BSD-3-Clause */
#include "mirror.h"

#include <string.h>

#include "week.h"

enum {
	UNSEEN_ONE_IN = 400,
	COPY_MAX_US = 900,
};

struct span {
	int64_t from, until;
	const struct mirror *mirror;
};

/* Seconds of a day, all of them fixed: tests may rely on them. */
static struct span on_day(const struct mirror *m, int day, int from_s,
			  int to_s)
{
	int64_t begin = m->week + day * DAY_S * NS_PER_S;

	return (struct span){ begin + from_s * NS_PER_S,
			      begin + to_s * NS_PER_S, m };
}

static bool is_in(const struct span *s, int64_t ns)
{
	return ns >= s->from && ns < s->until;
}

static bool is_seen(const struct tape *t, const struct shot *s, void *arg)
{
	(void)t;
	(void)s;
	return !rng_one_in(arg, UNSEEN_ONE_IN);
}

/* Of the busy machine's port only what it receives is mirrored. */
static bool is_mirrored(const struct tape *t, const struct shot *s, void *arg)
{
	const uint8_t *p = tape_frame(t, s);
	const struct span *span = arg;

	return !is_in(span, s->ns) ||
	       memcmp(p + 6, span->mirror->busy->mac, 6) != 0;
}

static void copy_frames(struct sim *sim, const struct span *span)
{
	size_t n = sim->tape.n_shots;

	for (size_t i = 0; i < n; i++) {
		struct shot s = sim->tape.shots[i];

		if (!is_in(span, s.ns))
			continue;
		bytes_clear(&sim->frame);
		put_mem(&sim->frame, tape_frame(&sim->tape, &s), s.len);
		tape_add(&sim->tape, s.ns + sim_between(sim, 4, COPY_MAX_US) *
			 NS_PER_US, sim->frame.p, sim->frame.n);
	}
}

/*
 * A wrong netmask: frames from the busy machine go to the router, which
 * sends them on in the same network. Both are seen.
 */
static void relay_frames(struct sim *sim, const struct span *span)
{
	const uint8_t *router = span->mirror->router->mac;
	size_t n = sim->tape.n_shots;

	for (size_t i = 0; i < n; i++) {
		struct shot s = sim->tape.shots[i];
		uint8_t *p = tape_frame(&sim->tape, &s);

		if (!is_in(span, s.ns) || !frame_is_ip4(p, s.len) ||
		    memcmp(p + 6, span->mirror->busy->mac, 6) != 0 ||
		    p[0] & 1 || memcmp(p, router, 6) == 0)
			continue;
		bytes_clear(&sim->frame);
		put_mem(&sim->frame, p, s.len);
		memcpy(p, router, 6);
		memcpy(sim->frame.p + 6, router, 6);
		sim->frame.p[22]--;
		ip4_sum(sim->frame.p + 14);
		tape_add(&sim->tape, s.ns + sim_between(sim, 20, 200) *
			 NS_PER_US, sim->frame.p, sim->frame.n);
	}
}

static void step_clock(struct tape *t, const struct mirror *m)
{
	struct span slow = on_day(m, 2, 290, 600);
	struct span fast = on_day(m, 4, 150, 600);

	for (size_t i = 0; i < t->n_shots; i++) {
		struct shot *s = &t->shots[i];

		if (s->ns >= fast.from)
			s->ns += 88 * NS_PER_S;
		else if (s->ns >= slow.from)
			s->ns -= 2 * NS_PER_S;
	}
}

void mirror_spoil(struct sim *sim, const struct mirror *m)
{
	unsigned happenings = m->happenings;
	struct span span;

	if (happenings & LOSS)
		tape_keep(&sim->tape, is_seen, &sim->rng);
	if (happenings & ONE_SIDED) {
		span = on_day(m, 3, 210, 420);
		tape_keep(&sim->tape, is_mirrored, &span);
	}
	if (happenings & RELAYED) {
		span = on_day(m, 1, 100, 280);
		relay_frames(sim, &span);
		tape_sort(&sim->tape);
	}
	if (happenings & COPIES) {
		span = on_day(m, 0, 300, 590);
		copy_frames(sim, &span);
		tape_sort(&sim->tape);
	}
	if (happenings & CLOCK_STEP)
		step_clock(&sim->tape, m);
}
