/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/baseline_words.h"

#include <stdio.h>
#include <string.h>

#include "ground/row.h"
#include "ground/stamp.h"
#include "judge/baseline_edit.h"
#include "judge/names.h"
#include "understand/record.h"
#include "understand/services.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define NS_PER_DAY (86400 * NS_PER_SECOND)

enum { PROTO_TCP = 6, PROTO_UDP = 17, DATE_LEN = 10 };

static const char *const purposes[] = {
	[PURPOSE_OPERATION] = "operation",
	[PURPOSE_MAINTENANCE] = "maintenance",
	[PURPOSE_BACKGROUND] = "background",
};

static const char *const statuses[] = {
	[RULE_LEARNED] = "learned",   [RULE_REVIEW] = "review",
	[RULE_APPROVED] = "approved", [RULE_IGNORED] = "ignored",
	[RULE_UNANSWERED] = "unanswered",
};

static const char *const initiators[] = {
	[ROLE_CLIENT] = "client", [ROLE_SERVER] = "server", [ROLE_NONE] = "",
};

static int find(const char *const *words, size_t n, const char *s)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(words[i], s))
			return (int)i;
	return -1;
}

int proto_parse(const char *s)
{
	return !strcmp(s, "tcp") ? PROTO_TCP : !strcmp(s, "udp") ? PROTO_UDP :
		-1;
}

const char *proto_name(uint8_t proto)
{
	return proto == PROTO_TCP ? "tcp" : "udp";
}

int purpose_parse(const char *s)
{
	return find(purposes, COUNT(purposes), s);
}

const char *purpose_name(enum purpose p)
{
	return purposes[p];
}

enum purpose purpose_of_service(const char *name)
{
	switch (name[0] ? services_kind(name) : SERVICE_OTHER) {
	case SERVICE_REMOTE:
	case SERVICE_FILE:
	case SERVICE_WEB:
		return PURPOSE_MAINTENANCE;
	case SERVICE_INFRA:
		return PURPOSE_BACKGROUND;
	case SERVICE_OT:
	case SERVICE_OTHER:
		break;
	}
	return PURPOSE_OPERATION;
}

int rule_status_parse(const char *s)
{
	return find(statuses, COUNT(statuses), s);
}

const char *rule_status_name(enum rule_status s)
{
	return statuses[s];
}

int initiator_parse(const char *s)
{
	return find(initiators, COUNT(initiators), s);
}

const char *initiator_name(uint8_t role)
{
	return initiators[role];
}

/* One or two digits before a point, as two in to; NULL where none are. */
static const char *take_pair(const char *s, char to[2])
{
	size_t n = strspn(s, "0123456789");

	if (n < 1 || n > 2 || s[n] != '.')
		return NULL;
	to[0] = n == 2 ? s[0] : '0';
	to[1] = s[n - 1];
	return s + n + 1;
}

/* 31.12.2026 as 2026-12-31, in buf; s where it is no such date. */
static const char *turn_date(const char *s, char buf[DATE_LEN + 1])
{
	char day[2], month[2];
	const char *rest = take_pair(s, day);

	rest = rest ? take_pair(rest, month) : NULL;
	if (!rest || strlen(rest) != 4 || strspn(rest, "0123456789") != 4)
		return s;
	snprintf(buf, DATE_LEN + 1, "%s-%.2s-%.2s", rest, month, day);
	return buf;
}

int until_parse(const char *s, int64_t *ns)
{
	char whole[DATE_LEN + sizeof "T00:00:00Z"], turned[DATE_LEN + 1];
	int64_t day;

	*ns = INT64_MAX;
	if (!s[0])
		return 0;
	s = turn_date(s, turned);
	if (strlen(s) != DATE_LEN)
		return stamp_parse(s, ns);
	snprintf(whole, sizeof whole, "%sT00:00:00Z", s);
	if (stamp_parse(whole, &day) < 0)
		return -1;
	if (__builtin_add_overflow(day, NS_PER_DAY, ns))
		*ns = INT64_MAX;
	return 0;
}

void until_put(struct text *t, int64_t ns)
{
	char buf[STAMP_TEXT];

	if (ns == INT64_MAX)
		return;
	if (ns % NS_PER_DAY || ns < INT64_MIN + NS_PER_DAY)
		text_stamp(t, ns);
	else
		text_add(t, stamp_format(ns - NS_PER_DAY, buf), DATE_LEN);
}

int party_parse(const char *s, const struct names *names, struct party *p)
{
	*p = (struct party){ 0 };
	if (!cidr_parse(s, &p->net))
		return 0;
	if (!names_has(names, s))
		return -1;
	p->name = s;
	return 0;
}

void party_put(struct text *t, const struct party *p)
{
	char buf[CIDR_TEXT];

	if (p->name)
		row_put(t, p->name);
	else
		text_puts(t, cidr_format(&p->net, buf));
}

int count_parse(const char *s, uint64_t *v)
{
	uint64_t n = 0;

	if (!s[0])
		return -1;
	for (; *s; s++) {
		if (*s < '0' || *s > '9' ||
		    __builtin_mul_overflow(n, 10, &n) ||
		    __builtin_add_overflow(n, (uint64_t)(*s - '0'), &n))
			return -1;
	}
	*v = n;
	return 0;
}

int seconds_parse(const char *s, int64_t *ns)
{
	const char *dot = strchr(s, '.');
	size_t whole = dot ? (size_t)(dot - s) : strlen(s);
	size_t places = dot ? strlen(dot + 1) : 0;
	char digits[24];
	uint64_t ms;

	if (!whole || places > 3 || (dot && !places) ||
	    whole + 3 >= sizeof digits)
		return -1;
	memcpy(digits, s, whole);
	memcpy(digits + whole, "000", 4);
	memcpy(digits + whole, dot ? dot + 1 : "", places);
	if (count_parse(digits, &ms) < 0 || ms > INT64_MAX / 1000000)
		return -1;
	*ns = (int64_t)ms * 1000000;
	return 0;
}
