/* SPDX-License-Identifier: BSD-3-Clause */
#include "ground/stamp.h"

#include <stdbool.h>
#include <string.h>

#include "ground/digits.h"

static const char shape[] = "0000-00-00T00:00:00";
enum { WHOLE_SECONDS = sizeof shape - 1 };

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Days since 1970-01-01 of a proleptic Gregorian date, and back: the year
 * is counted from March, so that the leap day is its last. */
static int64_t days_of(int64_t y, unsigned m, unsigned d)
{
	int64_t era, year = y - (m <= 2);
	int64_t of_era, of_year;

	era = floor_div(year, 400);
	of_year = (153 * ((int64_t)m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	of_era = (year - era * 400) * 365 + (year - era * 400) / 4 -
		 (year - era * 400) / 100 + of_year;
	return era * 146097 + of_era - 719468;
}

/* For years from -400 on: one round of the calendar early, so that nothing is
 * negative. */
static void date_of(int64_t days, int *y, unsigned *m, unsigned *d)
{
	uint32_t z = (uint32_t)(days + 719468 + 146097), era = z / 146097;
	uint32_t doe = z % 146097;
	uint32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	uint32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	uint32_t mp = (5 * doy + 2) / 153;

	*d = doy - (153 * mp + 2) / 5 + 1;
	*m = mp < 10 ? mp + 3 : mp - 9;
	*y = (int)(yoe + era * 400) - 400 + (*m <= 2);
}

static char *put_date(char *p, int64_t days)
{
	unsigned month, day;
	int year;

	date_of(days, &year, &month, &day);
	p = digits_pair(p, (unsigned)year / 100);
	p = digits_pair(p, (unsigned)year % 100);
	*p++ = '-';
	p = digits_pair(p, month);
	*p++ = '-';
	return digits_pair(p, day);
}

static char *put_time(char *p, unsigned of_day)
{
	p = digits_pair(p, of_day / 3600);
	*p++ = ':';
	p = digits_pair(p, of_day / 60 % 60);
	*p++ = ':';
	return digits_pair(p, of_day % 60);
}

static char *put_nanoseconds(char *p, uint32_t ns)
{
	uint32_t high = ns / 10000, low = ns % 10000;

	*p++ = '.';
	*p++ = (char)('0' + high / 10000);
	p = digits_pair(p, high / 100 % 100);
	p = digits_pair(p, high % 100);
	p = digits_pair(p, low / 100);
	p = digits_pair(p, low % 100);
	*p++ = 'Z';
	return p;
}

/* Without a sign: the second alone may lie below INT64_MIN. */
static uint32_t of_second(int64_t ns, int64_t second)
{
	return (uint32_t)((uint64_t)ns - (uint64_t)second * NS_PER_SECOND);
}

char *stamp_put(char *p, int64_t ns)
{
	int64_t second = floor_div(ns, NS_PER_SECOND);
	int64_t day = floor_div(second, 86400);

	p = put_date(p, day);
	*p++ = 'T';
	p = put_time(p, (unsigned)(second - day * 86400));
	return put_nanoseconds(p, of_second(ns, second));
}

char *stamp_put_next(char *p, int64_t ns, const char *before,
		     int64_t before_ns)
{
	int64_t second = floor_div(ns, NS_PER_SECOND);

	if (second != floor_div(before_ns, NS_PER_SECOND))
		return stamp_put(p, ns);
	memcpy(p, before, WHOLE_SECONDS);
	return put_nanoseconds(p + WHOLE_SECONDS, of_second(ns, second));
}

char *stamp_format(int64_t ns, char buf[STAMP_TEXT])
{
	*stamp_put(buf, ns) = '\0';
	return buf;
}

/* n digits at p as a number, or -1. */
static int64_t number(const char *p, int n)
{
	int64_t v = 0;

	while (n--) {
		if (*p < '0' || *p > '9')
			return -1;
		v = v * 10 + (*p++ - '0');
	}
	return v;
}

static int fraction(const char *s, int64_t *ns)
{
	int64_t v = 0, unit = NS_PER_SECOND;

	if (*s == '.') {
		for (s++; *s >= '0' && *s <= '9' && unit > 1; s++) {
			unit /= 10;
			v += (*s - '0') * unit;
		}
		if (unit == NS_PER_SECOND)
			return -1;
	}
	*ns = v;
	return s[0] == 'Z' && !s[1] ? 0 : -1;
}

static bool date_is_real(const int64_t v[6])
{
	int64_t days = days_of(v[0], (unsigned)v[1], (unsigned)v[2]);
	unsigned m, d;
	int y;

	date_of(days, &y, &m, &d);
	return y == v[0] && m == v[1] && d == v[2] && v[3] < 24 &&
	       v[4] < 60 && v[5] < 60;
}

int stamp_parse(const char *s, int64_t *ns)
{
	int64_t v[6], frac;
	int n = 0;

	if (strlen(s) <= WHOLE_SECONDS)
		return -1;
	for (size_t i = 0; i < WHOLE_SECONDS; i++)
		if (shape[i] != '0' && s[i] != shape[i])
			return -1;
	v[n++] = number(s, 4);
	for (int at = 5; at < 20; at += 3)
		v[n++] = number(s + at, 2);
	for (int i = 0; i < 6; i++)
		if (v[i] < 0)
			return -1;
	if (!date_is_real(v) || fraction(s + WHOLE_SECONDS, &frac))
		return -1;
	*ns = stamp_of(days_of(v[0], (unsigned)v[1], (unsigned)v[2]) * 86400 +
		       v[3] * 3600 + v[4] * 60 + v[5], frac);
	return 0;
}

int64_t stamp_of(int64_t seconds, int64_t ns)
{
	__extension__ typedef __int128 wide;
	wide v = (wide)seconds * NS_PER_SECOND + ns;

	if (v <= STAMP_NONE)
		return STAMP_NONE + 1;
	return v > INT64_MAX ? INT64_MAX : (int64_t)v;
}

int64_t stamp_between(int64_t from, int64_t to)
{
	int64_t ns;

	if (__builtin_sub_overflow(to, from, &ns))
		return to < from ? INT64_MIN : INT64_MAX;
	return ns;
}

int64_t stamp_hour(int64_t ns)
{
	return floor_div(ns, 3600 * NS_PER_SECOND);
}
