/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The verdict is one bit: with the other side as client every column of a
 * side changes places with its partner, and nothing else changes but what is
 * read from the client's view (the word of a UDP flow, and of a TCP flow
 * whose opening was not seen) and the port's label.
 */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "read/source.h"
#include "read/stream.h"
#include "understand/run_records.h"
#include "understand/services.h"
#include "understand/tally.h"

static void read_into(struct run_facts *f, const char *path)
{
	struct source *source = source_new();
	struct batch *b = xcalloc(1, sizeof *b);
	struct err e;

	cr_assert(!source_add(source, stream_open(path, &e), path, &e));
	f->tallies = xcalloc(1, sizeof *f->tallies);
	while (source_next(source, b))
		meter_batch(&f->meter, b, f->tallies);
	run_facts_finish(f);
	free(b);
	source_free(source);
}

static enum role other(enum role role)
{
	return role == ROLE_NONE ? role :
	       role == ROLE_CLIENT ? ROLE_SERVER : ROLE_CLIENT;
}

/* What the record must be when the other side is the client. */
static struct record swapped(const struct record *r, const struct record *got)
{
	struct record want = *r;

	for (int k = 0; k < 2; k++) {
		want.addr[k] = r->addr[!k];
		want.port[k] = r->port[!k];
		want.packets[k] = r->packets[!k];
		want.bytes[k] = r->bytes[!k];
		want.payload[k] = r->payload[!k];
		want.mac[k] = r->mac[!k];
		want.name[k] = r->name[!k];
	}
	want.initiator = other(r->initiator);
	if (r->initiator == ROLE_NONE)
		want.state = got->state;
	want.service = got->service;
	return want;
}

static void expect_swapped(const struct record *a, const struct record *b)
{
	struct record want = swapped(a, b);
	struct text x = { 0 }, y = { 0 };

	record_put(&x, &want);
	record_put(&y, b);
	cr_expect_str_eq(y.s, x.s);
	text_release(&x);
	text_release(&y);
}

static size_t turn_all(const char *path)
{
	struct services *services = services_new();
	struct meter_options o = { .hash_seed = 5, .max_flows = 100000 };
	struct record *before;
	struct run_facts f;
	size_t n = 0;

	run_facts_init(&f, &o, services);
	read_into(&f, path);
	before = xcalloc(run_facts_n(&f), sizeof *before);
	for (size_t i = 0; i < run_facts_n(&f); i++)
		run_facts_record(&f, i, &before[i]);
	for (size_t i = 0; i < f.meter.flows.n; i++)
		f.verdicts[i].client ^= 1;
	for (size_t i = 0; i < run_facts_n(&f); i++) {
		struct record after;

		run_facts_record(&f, i, &after);
		if (after.kind > RECORD_UDP)
			continue;
		expect_swapped(&before[i], &after);
		n++;
	}
	free(before);
	run_facts_release(&f);
	services_free(services);
	return n;
}

Test(verdict_swap, plant)
{
	static const char *const captures[] = {
		"testdata/midstream.pcap", "testdata/normal.pcap",
		"testdata/scenario2a.pcap", "testdata/fragments.pcap",
	};

	for (size_t i = 0; i < sizeof captures / sizeof *captures; i++)
		cr_expect_gt(turn_all(captures[i]), 0, "%s", captures[i]);
}
