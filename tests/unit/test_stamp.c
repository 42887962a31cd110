/* SPDX-License-Identifier: BSD-3-Clause */
#include "ground/stamp.h"

#include <criterion/criterion.h>
#include <time.h>

#define N(array) (sizeof(array) / sizeof *(array))

static const struct {
	const char *text;
	int64_t ns;
} stamps[] = {
	{ "1970-01-01T00:00:00.000000000Z", 0 },
	{ "1969-12-31T23:59:59.999999999Z", -1 },
	{ "2000-02-29T12:00:00.000000001Z", 951825600000000001 },
	{ "2023-10-27T03:18:00.123456789Z", 1698376680123456789 },
	{ "2100-02-28T23:59:59.000000000Z", 4107542399000000000 },
	{ "2100-03-01T00:00:00.000000000Z", 4107542400000000000 },
	{ "2262-04-11T23:47:16.854775807Z", INT64_MAX },
	{ "1677-09-21T00:12:43.145224193Z", INT64_MIN + 1 },
	{ "1677-09-21T00:12:43.999999999Z", -9223372036000000001 },
	{ "1677-09-21T00:12:44.000000000Z", -9223372036000000000 },
};

Test(stamp, both_ways)
{
	for (size_t i = 0; i < N(stamps); i++) {
		char buf[STAMP_TEXT];
		int64_t ns = 42;

		cr_expect_str_eq(stamp_format(stamps[i].ns, buf),
				 stamps[i].text);
		cr_expect_eq(stamp_parse(stamps[i].text, &ns), 0, "%s",
			     stamps[i].text);
		cr_expect_eq(ns, stamps[i].ns, "%s", stamps[i].text);
	}
}

/* A stamp that was read is never the sign for none. */
Test(stamp, none)
{
	char buf[STAMP_TEXT];
	int64_t ns;

	cr_expect_str_eq(stamp_format(STAMP_NONE, buf),
			 "1677-09-21T00:12:43.145224192Z");
	cr_expect(!stamp_parse(buf, &ns) && ns == STAMP_NONE + 1);
	cr_expect_eq(stamp_of(INT64_MIN, INT64_MIN), STAMP_NONE + 1);
	cr_expect_eq(stamp_of(INT64_MIN, INT64_MAX), STAMP_NONE + 1);
	cr_expect_eq(stamp_of(INT64_MAX, INT64_MIN), INT64_MAX);
	cr_expect_eq(stamp_of(INT64_MAX, INT64_MAX), INT64_MAX);
	cr_expect_eq(stamp_of(0, INT64_MAX), INT64_MAX);
	cr_expect_eq(stamp_of(9223372036, 854775808), INT64_MAX);
	cr_expect_eq(stamp_of(-1, 1), -999999999);
}

/* Every second day of ten centuries, as libc counts. */
Test(stamp, calendar)
{
	for (int64_t day = -106000; day < 106000; day += 2) {
		time_t t = (time_t)(day * 86400 + 86399);
		char buf[STAMP_TEXT], want[64];
		struct tm tm;
		int64_t ns;

		gmtime_r(&t, &tm);
		strftime(want, sizeof want, "%Y-%m-%dT%H:%M:%S.000000000Z",
			 &tm);
		stamp_format(t * NS_PER_SECOND, buf);
		cr_assert_str_eq(buf, want);
		cr_assert(!stamp_parse(buf, &ns) && ns == t * NS_PER_SECOND);
	}
}

Test(stamp, parse)
{
	static const struct {
		const char *s;
		int64_t ns;	/* -1: refused */
	} cases[] = {
		{ "1970-01-01T00:00:01Z", 1000000000 },
		{ "1970-01-01T00:00:01.5Z", 1500000000 },
		{ "1970-01-01T00:00:00.000000007Z", 7 },
		{ "1970-01-01T00:00:00.0000000070Z", -1 },
		{ "1970-01-01T00:00:00.Z", -1 },
		{ "1970-01-01T00:00:00", -1 },
		{ "1970-01-01T00:00:00+00:00", -1 },
		{ "1970-01-01T00:00:00Zx", -1 },
		{ "1970-01-01t00:00:00Z", -1 },
		{ "1970-01-01T00:00:00z", -1 },
		{ "1970-01-01 00:00:00Z", -1 },
		{ "1970-01-01T24:00:00Z", -1 },
		{ "1970-01-01T00:60:00Z", -1 },
		{ "1970-01-01T00:00:60Z", -1 },
		{ "1970-13-01T00:00:00Z", -1 },
		{ "1970-00-01T00:00:00Z", -1 },
		{ "1970-01-00T00:00:00Z", -1 },
		{ "1970-01-32T00:00:00Z", -1 },
		{ "1970-04-31T00:00:00Z", -1 },
		{ "1900-02-29T00:00:00Z", -1 },
		{ "2100-02-29T00:00:00Z", -1 },
		{ "2023-02-29T00:00:00Z", -1 },
		{ "0x70-01-01T00:00:00Z", -1 },
		{ "-970-01-01T00:00:00Z", -1 },
		{ "1970-1-01T00:00:00Z", -1 },
		{ "1970-01-01T00:00:0Z", -1 },
		{ "1970-01-01T00:00:00\x00Z", -1 },
		{ "", -1 },
		{ "now", -1 },
		{ "9999-12-31T23:59:59Z", INT64_MAX },
		{ "0000-01-01T00:00:00Z", INT64_MIN + 1 },
		{ "2024-02-29T00:00:00Z", 1709164800000000000 },
		{ "2400-02-29T00:00:00Z", INT64_MAX },
	};

	for (size_t i = 0; i < N(cases); i++) {
		int64_t ns = -1;
		int rc = stamp_parse(cases[i].s, &ns);

		cr_expect_eq(rc, cases[i].ns == -1 ? -1 : 0, "%s", cases[i].s);
		cr_expect_eq(ns, cases[i].ns, "%s", cases[i].s);
	}
}

Test(stamp, hour)
{
	const int64_t hour = 3600 * NS_PER_SECOND;

	cr_expect_eq(stamp_hour(0), 0);
	cr_expect_eq(stamp_hour(hour - 1), 0);
	cr_expect_eq(stamp_hour(hour), 1);
	cr_expect_eq(stamp_hour(-1), -1);
	cr_expect_eq(stamp_hour(-hour), -1);
	cr_expect_eq(stamp_hour(-hour - 1), -2);
	cr_expect_eq(stamp_hour(INT64_MAX), 2562047);
	cr_expect_eq(stamp_hour(INT64_MIN), -2562048);
}

Test(stamp, between)
{
	cr_expect_eq(stamp_between(3, 5), 2);
	cr_expect_eq(stamp_between(5, 3), -2);
	cr_expect_eq(stamp_between(INT64_MIN, INT64_MAX), INT64_MAX);
	cr_expect_eq(stamp_between(INT64_MAX, INT64_MIN), INT64_MIN);
	cr_expect_eq(stamp_between(-1, INT64_MAX), INT64_MAX);
}
