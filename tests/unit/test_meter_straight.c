/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The straight way of a plain packet must lead where the long way leads: two
 * meters hear the same frames, one of them always the long way, and must know
 * the same. The frames are those of captures, as they are, and again with
 * octets of their headers changed, cut, said twice and in another order.
 */
#include "understand/meter.h"

#include <criterion/criterion.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/text.h"
#include "payloads.h"
#include "read/source.h"
#include "understand/tally.h"
#include "understand/valueset.h"

enum { NEVER = 1 << 17, ROOM = 2048, HEADERS = 66, ROUNDS = 6 };

struct twins {
	struct meter straight, slow;
	struct tally tally[2];
	struct batch *changed;
	uint8_t (*room)[ROOM];
	uint64_t random;
	size_t n_frames;
};

static void twins_init(struct twins *t, const struct meter_options *o)
{
	*t = (struct twins){ .random = 1 };
	meter_init(&t->straight, o);
	meter_init(&t->slow, o);
	t->slow.least = NEVER;
	t->changed = xmalloc(sizeof *t->changed);
	t->room = xcalloc(BATCH_FRAMES, sizeof *t->room);
}

static void twins_release(struct twins *t)
{
	meter_release(&t->straight);
	meter_release(&t->slow);
	free(t->changed);
	free(t->room);
}

static void hear(struct twins *t, const struct batch *b)
{
	meter_batch(&t->straight, b, &t->tally[0]);
	meter_batch(&t->slow, b, &t->tally[1]);
	t->n_frames += b->n;
}

static uint32_t chance(struct twins *t, uint32_t n)
{
	t->random = t->random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(t->random >> 33) % n;
}

/* Two octets behind the hardware addresses of Ethernet become a tag's. */
static void add_tag(struct twins *t, struct frame *f, uint8_t *room)
{
	const uint8_t tag[4] = { 0x81, 0, 0, (uint8_t)chance(t, 3) };

	if (f->caplen < 14 || f->caplen + sizeof tag > ROOM)
		return;
	memmove(room + 12 + sizeof tag, room + 12, f->caplen - 12);
	memcpy(room + 12, tag, sizeof tag);
	f->caplen += sizeof tag;
	f->len += sizeof tag;
}

/* Some lose their end, get another octet, another time, a tag, no IP id. */
static void change(struct twins *t, struct frame *f, uint8_t *room)
{
	size_t n = f->caplen < ROOM ? f->caplen : ROOM;

	memcpy(room, f->bytes, n);
	f->bytes = room;
	f->caplen = (uint32_t)n;
	switch (chance(t, 12)) {
	case 0:
		f->caplen = chance(t, (uint32_t)n + 1);
		break;
	case 1:
		if (n)
			room[chance(t, n < HEADERS ? (uint32_t)n : HEADERS)] ^=
				(uint8_t)(1 << chance(t, 8));
		break;
	case 2:
		f->time_ns += (int64_t)chance(t, 2000000000) - 1000000000;
		break;
	case 3:
		add_tag(t, f, room);
		break;
	case 4:
		if (n > 20)
			memset(room + 18, 0, 2);
		break;
	default:
		break;
	}
}

static void hear_changed(struct twins *t, const struct batch *b)
{
	struct batch *c = t->changed;

	for (c->n = 0; c->n < b->n; c->n++) {
		uint32_t back = chance(t, 3) ? 0 : chance(t, 4);
		size_t from = c->n < back ? 0 : c->n - back;

		c->frames[c->n] = b->frames[from];
		change(t, &c->frames[c->n], t->room[c->n]);
	}
	hear(t, c);
}

static void hear_in_all_ways(void *arg, const struct batch *b)
{
	hear(arg, b);
	for (unsigned k = 0; k < ROUNDS; k++)
		hear_changed(arg, b);
}

static void compare(const struct twins *t, const char *path)
{
	const struct meter *a = &t->straight, *b = &t->slow;

	cr_assert_eq(a->flows.n, b->flows.n, "%s: flows", path);
	for (size_t i = 0; i < a->flows.n; i++) {
		struct flow f = *flowtab_at(&a->flows, i);
		struct flow g = *flowtab_at(&b->flows, i);

		cr_assert_eq(!f.talk, !g.talk, "%s: flow %zu", path, i);
		if (f.talk)
			cr_assert_arr_eq(f.talk, g.talk, sizeof *f.talk,
					 "%s: talk %zu", path, i);
		f.talk = g.talk = NULL;
		cr_assert_arr_eq(&f, &g, sizeof f, "%s: flow %zu", path, i);
	}
	cr_assert_arr_eq(&t->tally[0], &t->tally[1], sizeof t->tally[0],
			 "%s: coverage", path);
	cr_assert_eq(valueset_n(a->macs), valueset_n(b->macs), "%s", path);
	cr_assert_eq(valueset_n(a->vlans), valueset_n(b->vlans), "%s", path);
	cr_assert_eq(a->holders.n, b->holders.n, "%s: holders", path);
	cr_assert_eq(a->holders.n_items, b->holders.n_items, "%s", path);
}

static size_t hear_folder(const char *folder, const struct meter_options *o)
{
	struct text pattern = { 0 };
	size_t n = 0;
	glob_t found;

	text_printf(&pattern, "%s/*.pcap*", folder);
	if (glob(pattern.s, 0, NULL, &found) != 0)
		found.gl_pathc = 0;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct twins t;

		twins_init(&t, o);
		payloads_batches(found.gl_pathv[i], hear_in_all_ways, &t);
		compare(&t, found.gl_pathv[i]);
		n += t.n_frames;
		twins_release(&t);
	}
	globfree(&found);
	text_release(&pattern);
	return n;
}

static const struct meter_options ways[] = {
	{ .hash_seed = 1, .max_flows = 1 << 20 },
	{ .hash_seed = 2, .max_flows = 1 << 20, .dedup = true },
	{ .hash_seed = 3, .max_flows = 30, .no_payload = true },
};

/* Frames that were heard. */
static size_t hear_all(const char *folder)
{
	size_t n = 0;

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		n += hear_folder(folder, &ways[i]);
	return n;
}

Test(meter_straight, testdata)
{
	cr_expect_gt(hear_all(payloads_testdata()), 100000);
}

Test(meter_straight, captures)
{
	if (!hear_all(payloads_real()))
		cr_skip_test("no real captures here");
}
