/* SPDX-License-Identifier: BSD-3-Clause */
/* Replies that tell an error: counted on the flow and in its worst hour. */
#include <criterion/criterion.h>
#include <string.h>

#include "captures.h"
#include "ground/stamp.h"
#include "packets.h"
#include "read/packet.h"

enum { ERRORS = 27, PEAK_ERRORS = 28 };

static const int64_t hour = 3600 * NS_PER_SECOND;

/* Modbus: read a register, its answer, the exception "illegal address". */
static const uint8_t ask[] = { 0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1 };
static const uint8_t answer[] = { 0, 1, 0, 0, 0, 5, 1, 3, 2, 0, 7 };
static const uint8_t exception[] = { 0, 1, 0, 0, 0, 3, 1, 0x83, 2 };

struct dialog {
	struct shot shots[512];
	size_t n;
	uint32_t seq[2];
	uint16_t id;
};

static void say(struct dialog *d, unsigned from, int64_t at_ns,
		const uint8_t *data, size_t len)
{
	cr_assert(d->n < sizeof d->shots / sizeof *d->shots);
	d->shots[d->n++] = (struct shot){
		.at_ns = at_ns, .from = from, .flags = TCP_ACK | TCP_PSH,
		.seq = 1000 + d->seq[from], .id = ++d->id,
		.len = (uint16_t)len, .data = data,
	};
	d->seq[from] += (uint32_t)len;
}

static void turns(struct dialog *d, size_t n, int64_t at_ns, bool wrong)
{
	for (size_t i = 0; i < n; i++) {
		int64_t ns = at_ns + (int64_t)i * NS_PER_SECOND;

		say(d, 0, ns, ask, sizeof ask);
		if (wrong)
			say(d, 1, ns + 1000, exception, sizeof exception);
		else
			say(d, 1, ns + 1000, answer, sizeof answer);
	}
}

/* "errors peak" of the only flow. */
static const char *errors_of(const struct dialog *d,
			     const struct run_options *o)
{
	const char *path = shots_capture(d->shots, d->n);
	const char *csv = flows_csv(&path, 1, o);
	struct text t = { 0 };

	text_printf(&t, "%s %s", csv_field(csv, 1, ERRORS),
		    csv_field(csv, 1, PEAK_ERRORS));
	return keep(t.s);
}

Test(errors, by_clock_hour)
{
	struct dialog d = { .n = 0 };

	turns(&d, 5, 5 * hour, false);
	turns(&d, 2, 6 * hour - 2 * NS_PER_SECOND, true);
	turns(&d, 7, 6 * hour, true);
	turns(&d, 1, 8 * hour, true);
	cr_expect_str_eq(errors_of(&d, NULL), "10 7");
}

Test(errors, none)
{
	struct dialog d = { .n = 0 };

	turns(&d, 20, 0, false);
	cr_expect_str_eq(errors_of(&d, NULL), "0 0");
}

/* What comes before the protocol is certain belongs to it all the same. */
Test(errors, from_the_first_message_on)
{
	struct dialog d = { .n = 0 };

	turns(&d, 4, 0, true);
	cr_expect_str_eq(errors_of(&d, NULL), "4 4");
}

/* Several in one segment, one in two, one sent again. */
Test(errors, segments)
{
	uint8_t three[3 * sizeof exception];
	struct dialog d = { .n = 0 };

	for (size_t i = 0; i < 3; i++)
		memcpy(three + i * sizeof exception, exception,
		       sizeof exception);
	turns(&d, 3, 0, false);
	say(&d, 1, 4 * NS_PER_SECOND, three, sizeof three);
	say(&d, 1, 5 * NS_PER_SECOND, exception, 4);
	say(&d, 1, 6 * NS_PER_SECOND, exception + 4, sizeof exception - 4);
	d.shots[d.n] = d.shots[d.n - 1];
	d.shots[d.n].id++;
	d.shots[d.n++].at_ns += NS_PER_SECOND;
	cr_expect_str_eq(errors_of(&d, NULL), "4 4");
}

/* What the mirror port sends again was not answered twice. */
Test(errors, copies)
{
	const struct run_options dedup = { .dedup = true };
	struct dialog d = { .n = 0 }, doubled = { .n = 0 };

	turns(&d, 6, 0, true);
	for (size_t i = 0; i < d.n; i++) {
		doubled.shots[doubled.n++] = d.shots[i];
		doubled.shots[doubled.n] = d.shots[i];
		doubled.shots[doubled.n++].at_ns += 100;
	}
	cr_expect_str_eq(errors_of(&doubled, &dedup), "6 6");
	cr_expect_str_eq(errors_of(&doubled, NULL), "6 6");
}

Test(errors, no_payload)
{
	const struct run_options blind = { .no_payload = true };
	struct dialog d = { .n = 0 };

	turns(&d, 6, 0, true);
	cr_expect_str_eq(errors_of(&d, &blind), "0 0");
}
