/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/settle.h"

#include <criterion/criterion.h>
#include <string.h>

#include "ground/stamp.h"
#include "judge/baseline_edit.h"

#define HOUR (3600 * NS_PER_SECOND)

/* Captures of so many hours with a day between, and when what was new. */
static struct baseline *learned(const unsigned *hours, size_t n_captures,
				const unsigned *first, size_t n_first)
{
	struct baseline *b = baseline_new(NULL);
	int64_t at = 0;

	for (size_t i = 0; i < n_captures; i++) {
		const char id[] = { (char)('a' + i), '\0' };

		baseline_add_capture(b, &(struct base_capture){
			.id = id, .name = id, .first_ns = at,
			.last_ns = at + hours[i] * HOUR });
		at += hours[i] * HOUR + 24 * HOUR;
	}
	for (size_t i = 0; i < n_first; i++) {
		struct memory m = { .proto = 6,
				    .client = 1,
				    .server = 2,
				    .server_port = (uint16_t)(i + 1) };

		seen_init(&m.seen);
		m.seen.first_ns = m.seen.last_ns = first[i] * HOUR;
		baseline_add_memory(b, &m);
	}
	baseline_finish(b);
	return b;
}

static void expect_verdict(const struct baseline *b,
			   enum settle_verdict verdict, const char *words)
{
	struct settle s;
	struct text t = { 0 };

	settle_make(&s, b, SETTLE_BY_HOUR);
	settle_put_verdict(&s, &t);
	cr_expect_eq(s.verdict, verdict, "%s", t.s);
	cr_expect_str_eq(t.s, words);
	settle_release(&s);
	text_release(&t);
}

Test(settle, verdict)
{
	static const unsigned week[] = { 168 }, halves[] = { 84, 84 };
	static const unsigned day[] = { 23 };
	static const unsigned early[] = { 0, 0, 5, 30, 100 };
	/* The second half began after the hole, at hour 108. */
	static const unsigned late[] = { 0, 1, 2, 140 };
	struct baseline *b = learned(week, 1, early, 5);
	unsigned many[200] = { 0 };

	expect_verdict(b, SETTLE_DONE,
		       "Settled: nothing new in the last 2 d "
		       "20 h of 7 d.");
	baseline_free(b);
	b = learned(halves, 2, late, 4);
	expect_verdict(b, SETTLE_NOT,
		       "Not settled: 1 of 4 conversations first "
		       "seen in the last 2 d 8 h of 7 d; go on learning.");
	baseline_free(b);
	b = learned(day, 1, early, 4);
	expect_verdict(b, SETTLE_TOO_SHORT,
		       "Too early to tell: 23 h were "
		       "captured; take a day at least, better a week.");
	baseline_free(b);
	many[0] = many[1] = 140;
	b = learned(week, 1, many, 200);
	expect_verdict(b, SETTLE_NEARLY,
		       "Nearly settled: 2 of 200 "
		       "conversations first seen in the last 2 d 8 h of 7 d.");
	baseline_free(b);
}

static void expect_steps(const struct baseline *b, enum settle_by by,
			 const char *want)
{
	struct text t = { 0 };
	struct settle s;

	settle_make(&s, b, by);
	for (size_t i = 0; i < s.n; i++)
		text_printf(&t, "%lld+%lld:%llu/%llu ",
			    (long long)(s.steps[i].from_ns / HOUR),
			    (long long)(s.steps[i].covered_ns / HOUR),
			    (unsigned long long)s.steps[i].n_new,
			    (unsigned long long)s.steps[i].n_known);
	cr_expect_str_eq(t.s, want);
	settle_release(&s);
	text_release(&t);
}

Test(settle, steps)
{
	static const unsigned hours[] = { 3, 20 };
	static const unsigned first[] = { 0, 1, 1, 3, 30 };
	struct baseline *b = learned(hours, 2, first, 5);

	expect_steps(b, SETTLE_BY_DAY, "0+3:4/4 24+20:1/5 ");
	expect_steps(b, SETTLE_BY_CAPTURE, "0+3:4/4 27+20:1/5 ");
	baseline_free(b);
}

/* Numbers of a broken file. */
Test(settle, ends_of_time)
{
	struct baseline *b = baseline_new(NULL);
	struct settle s;

	baseline_add_capture(b, &(struct base_capture){
		.id = "a", .name = "a", .first_ns = INT64_MAX - HOUR,
		.last_ns = INT64_MAX });
	baseline_add_capture(b, &(struct base_capture){
		.id = "b", .name = "b", .first_ns = INT64_MIN + 1,
		.last_ns = INT64_MIN + HOUR });
	baseline_finish(b);
	for (int by = SETTLE_BY_HOUR; by <= SETTLE_BY_CAPTURE; by++) {
		settle_make(&s, b, (enum settle_by)by);
		cr_expect(s.n >= 2 && s.n <= 6, "%zu", s.n);
		settle_release(&s);
	}
	baseline_free(b);
}
