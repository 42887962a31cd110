/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/baseline_lint.h"

#include <stdlib.h>

#include "ground/alloc.h"
#include "ground/text.h"
#include "judge/baseline_impl.h"
#include "judge/baseline_port.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

struct flaw {
	uint64_t line;
	const char *column;
	const char *what;
	uint64_t other;		/* the line it is about, 0 none */
	bool ineffective;
};

struct lint {
	const struct baseline *b;
	int64_t now_ns;
	struct flaw *flaws;
	size_t n, cap;
	const struct rule **wide;	/* of more than one conversation */
	size_t n_wide, cap_wide;
};

static void add(struct lint *l, const struct flaw *f)
{
	l->flaws = grow(l->flaws, l->n, &l->cap, sizeof *l->flaws);
	l->flaws[l->n++] = *f;
}

/* --- one rule ----------------------------------------------------------- */

/* Only what is sent to one machine, or by one, is ever compared. */
static bool is_nobody(const struct party *p)
{
	return !p->name && p->net.bits &&
	       (addr_is_multicast(p->net.net) || addr_is_broadcast(p->net.net));
}

static void check_parties(struct lint *l, const struct rule *r)
{
	static const char nobody[] =
		"no address of one machine; matches nothing";

	if (is_nobody(&r->client))
		add(l, &(struct flaw){ r->line, "client", nobody, 0, true });
	if (is_nobody(&r->server))
		add(l, &(struct flaw){ r->line, "server", nobody, 0, true });
	if (!r->client.name && r->client.net.bits == 32 &&
	    !party_cmp(&r->client, &r->server))
		add(l, &(struct flaw){ r->line, "server",
			"the client itself: only a capture made there shows "
			"that", 0, false });
}

static void check_alone(struct lint *l, const struct rule *r)
{
	if (r->until_ns <= l->now_ns)
		add(l, &(struct flaw){ r->line, "until",
			"has ended; allows nothing", 0, true });
	if (r->status == RULE_IGNORED && !r->note[0])
		add(l, &(struct flaw){ r->line, "note",
			"ignored without a note why; allows nothing", 0,
			true });
	if (party_is_anybody(&r->client) && party_is_anybody(&r->server))
		add(l, &(struct flaw){ r->line, "client",
			"anybody to anybody", 0, false });
	check_parties(l, r);
}

/* --- two rules ---------------------------------------------------------- */

/* b stands behind a and names the same conversations. */
static void check_same(struct lint *l, const struct rule *a,
		       const struct rule *b)
{
	bool first = a->line < b->line;
	const struct rule *old = first ? a : b, *new = first ? b : a;

	if (a->status == b->status)
		add(l, &(struct flaw){ new->line, "client",
			"says the same as line", old->line, false });
	else
		add(l, &(struct flaw){ new->line, "status",
			"contradicts line", old->line, true });
}

static void check_wide(struct lint *l, const struct rule *r)
{
	for (size_t i = 0; i < l->n_wide; i++) {
		const struct rule *w = l->wide[i];

		if (w == r || !rule_allows_at(w, l->now_ns) ||
		    !rule_holds(w, r) || !rule_cmp(w, r))
			continue;
		if (rule_can_allow(r) && r->status != RULE_UNANSWERED)
			add(l, &(struct flaw){ r->line, "client",
				"is part of what is allowed in line", w->line,
				false });
		else
			add(l, &(struct flaw){ r->line, "status",
				"has no effect: allowed in line", w->line,
				true });
		return;
	}
}

static bool parties_meet(const struct party *a, const struct party *b)
{
	return party_holds(a, b) || party_holds(b, a);
}

static bool ports_meet(const struct port_spec *a, const struct port_spec *b)
{
	if (a->kind != PORT_RANGES || b->kind != PORT_RANGES)
		return !port_spec_cmp(a, b);
	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n; k++)
			if (a->range[i].lo <= b->range[k].hi &&
			    b->range[k].lo <= a->range[i].hi)
				return true;
	return false;
}

/* Have they conversations in common, and each some of its own? */
static bool rules_overlap(const struct rule *a, const struct rule *b)
{
	return a->proto == b->proto && parties_meet(&a->client, &b->client) &&
	       parties_meet(&a->server, &b->server) &&
	       ports_meet(&a->server_port, &b->server_port) &&
	       (!a->client_port || !b->client_port ||
		a->client_port == b->client_port) &&
	       !rule_holds(a, b) && !rule_holds(b, a);
}

/* Of a wide rule the first before it with which it has something in common. */
static void check_overlap(struct lint *l, size_t wide)
{
	const struct rule *r = l->wide[wide];
	bool allows = rule_allows_at(r, l->now_ns);

	for (size_t i = 0; i < wide; i++) {
		const struct rule *w = l->wide[i];
		bool other = rule_allows_at(w, l->now_ns);

		if ((!allows && !other) || !rules_overlap(w, r))
			continue;
		if (allows == other)
			add(l, &(struct flaw){ r->line, "client",
				"overlaps with line", w->line, false });
		else if (other)
			add(l, &(struct flaw){ r->line, "status",
				"is partly allowed in line", w->line, true });
		else
			add(l, &(struct flaw){ w->line, "status",
				"is partly allowed in line", r->line, true });
		return;
	}
}

static bool is_wide(const struct rule *r)
{
	return r->client.name || r->server.name || r->client.net.bits < 32 ||
	       r->server.net.bits < 32 || !port_spec_is_one(&r->server_port);
}

/* The same conversation with any client port stands just before. */
static void check_any_port(struct lint *l, size_t before, size_t i)
{
	const struct rule *any = &l->b->rules[before], *r = &l->b->rules[i];

	if (is_wide(any) || any->client_port || !r->client_port ||
	    !rule_allows_at(any, l->now_ns) || !rule_holds(any, r))
		return;
	add(l, &(struct flaw){ r->line, "client_port",
		"has no effect: any port is allowed in line", any->line,
		true });
}

static int flaw_order(const void *pa, const void *pb)
{
	const struct flaw *a = pa, *b = pb;
	int c = ORDER(a->line, b->line);

	return c ? c : ORDER(a->other, b->other);
}

static void check_all(struct lint *l)
{
	size_t any = 0;

	for (size_t i = 0; i < l->b->n_rules; i++) {
		const struct rule *r = &l->b->rules[i];

		check_alone(l, r);
		if (i && !rule_cmp(r - 1, r))
			check_same(l, r - 1, r);
		if (r->client_port && any < i)
			check_any_port(l, any, i);
		if (!r->client_port && rule_allows_at(r, l->now_ns))
			any = i;
		check_wide(l, r);
	}
}

void baseline_lint(const struct baseline *b, int64_t now_ns,
		   baseline_lint_fn *tell, void *ctx)
{
	struct lint l = { .b = b, .now_ns = now_ns };

	for (size_t i = 0; i < b->n_rules; i++) {
		if (!is_wide(&b->rules[i]))
			continue;
		l.wide = grow(l.wide, l.n_wide, &l.cap_wide, sizeof *l.wide);
		l.wide[l.n_wide++] = &b->rules[i];
	}
	check_all(&l);
	for (size_t i = 0; i < l.n_wide; i++)
		check_overlap(&l, i);
	if (l.n)
		qsort(l.flaws, l.n, sizeof *l.flaws, flaw_order);
	for (size_t i = 0; i < l.n; i++) {
		const struct flaw *f = &l.flaws[i];
		struct text what = { 0 };

		text_puts(&what, f->what);
		if (f->other)
			text_printf(&what, " %llu",
				    (unsigned long long)f->other);
		tell(ctx, &(struct baseline_flaw){ f->line, f->column, what.s,
			f->ineffective });
		text_release(&what);
	}
	free(l.flaws);
	free(l.wide);
}
