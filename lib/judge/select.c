/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/select.h"

#include <stdlib.h>
#include <string.h>

#include "judge/baseline_edit.h"
#include "judge/baseline_port.h"
#include "judge/baseline_words.h"
#include "judge/names.h"

/* --- lists of lines ----------------------------------------------------- */

struct line_range {
	uint64_t lo, hi;
};

static int number(const char **s, uint64_t *v)
{
	const char *p = *s;

	for (*v = 0; *p >= '0' && *p <= '9'; p++)
		if (__builtin_mul_overflow(*v, 10, v) ||
		    __builtin_add_overflow(*v, (uint64_t)(*p - '0'), v))
			return -1;
	if (p == *s)
		return -1;
	*s = p;
	return 0;
}

/* One range of the list at *s: 1 with more behind it, 0 the last, -1 none. */
static int next_range(const char **s, struct line_range *r)
{
	if (number(s, &r->lo) < 0)
		return -1;
	r->hi = r->lo;
	if (**s == '-') {
		++*s;
		if (number(s, &r->hi) < 0 || r->hi < r->lo)
			return -1;
	}
	if (**s == ',') {
		++*s;
		return 1;
	}
	return **s ? -1 : 0;
}

static int check_lines(const char *s)
{
	struct line_range r;
	int more;

	do
		more = next_range(&s, &r);
	while (more > 0);
	return more;
}

static bool has_line(const char *s, uint64_t line)
{
	struct line_range r;
	int more;

	do {
		more = next_range(&s, &r);
		if (more >= 0 && line >= r.lo && line <= r.hi)
			return true;
	} while (more > 0);
	return false;
}

/* --- the words ---------------------------------------------------------- */

static int check_port(const char *word)
{
	struct port_spec p;

	if (port_spec_parse(word, &p) < 0)
		return -1;
	free(p.range);
	return 0;
}

static const char *reason_against(enum select_by by, const char *word)
{
	switch (by) {
	case SELECT_PORT:
		return check_port(word) < 0 ? "not a port, a list or range "
					      "(1025-1040, 5000|5002), "
					      "NUMBER+octet, dynamic:135 or "
					      "dynamic:21"
					    : NULL;
	case SELECT_PROTO:
		return proto_parse(word) < 0 ? "neither tcp nor udp" : NULL;
	case SELECT_STATUS:
		return rule_status_parse(word) < 0
			       ? "not learned, review, "
				 "approved, ignored or unanswered"
			       : NULL;
	case SELECT_LINE:
		return check_lines(word) < 0 ? "not a line, a range or a list "
					       "of them (5-9,12)"
					     : NULL;
	case SELECT_CLIENT:
	case SELECT_SERVER:
	case SELECT_SERVICE:
	case N_SELECT_BY:
		break;
	}
	return NULL;
}

int select_by(struct rule_select *s, enum select_by by, const char *word,
	      struct err *e)
{
	const char *reason = reason_against(by, word);

	if (reason)
		return err_set(e, "'%s': %s", word, reason);
	s->word[by] = word;
	return 0;
}

bool select_is_set(const struct rule_select *s)
{
	for (size_t i = 0; i < N_SELECT_BY; i++)
		if (s->word[i])
			return true;
	return false;
}

/* --- rules -------------------------------------------------------------- */

static bool is_party(const char *word, const struct names *names,
		     const struct party *p)
{
	struct party wide = { 0 };
	const char *name;

	if (!cidr_parse(word, &wide.net))
		return !p->name && party_holds(&wide, p);
	if (p->name)
		return !strcmp(p->name, word);
	name = p->net.bits == 32 ? names_name(names, p->net.net) : NULL;
	return name && !strcmp(name, word);
}

static bool is_port(const char *word, const struct port_spec *ports)
{
	struct port_spec wide;
	bool holds;

	if (port_spec_parse(word, &wide) < 0)
		return false;
	holds = port_spec_holds(&wide, ports);
	free(wide.range);
	return holds;
}

static bool is_what(enum select_by by, const char *word,
		    const struct names *names, const struct rule *r)
{
	switch (by) {
	case SELECT_CLIENT:
		return is_party(word, names, &r->client);
	case SELECT_SERVER:
		return is_party(word, names, &r->server);
	case SELECT_PORT:
		return is_port(word, &r->server_port);
	case SELECT_PROTO:
		return !strcmp(proto_name(r->proto), word);
	case SELECT_SERVICE:
		return !strcmp(r->service, word);
	case SELECT_STATUS:
		return r->status == rule_status_parse(word);
	case SELECT_LINE:
		return has_line(word, r->line);
	case N_SELECT_BY:
		break;
	}
	return false;
}

bool select_has(const struct rule_select *s, const struct names *names,
		const struct rule *r)
{
	for (size_t i = 0; i < N_SELECT_BY; i++)
		if (s->word[i] &&
		    !is_what((enum select_by)i, s->word[i], names, r))
			return false;
	return true;
}
