/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/decide_file.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/utf8.h"
#include "judge/baseline_port.h"
#include "judge/baseline_words.h"
#include "read/table.h"

enum {
	COL_KIND,
	COL_DECISION,
	COL_RULES,
	COL_NOTE,
	COL_PROTO,
	COL_CLIENT,
	COL_SERVER,
	COL_SERVER_PORT,
	N_COLS
};

static const struct table_column columns[N_COLS] = {
	[COL_KIND] = { "kind", true },
	[COL_DECISION] = { "decision", true },
	[COL_RULES] = { "rules", true },
	[COL_NOTE] = { "note", false },
	[COL_PROTO] = { "proto", false },
	[COL_CLIENT] = { "client", false },
	[COL_SERVER] = { "server", false },
	[COL_SERVER_PORT] = { "server_port", false },
};

/* One row while it is read. */
struct reading {
	struct table *t;
	struct decided_finding f;
	struct offer *offers; /* owned */
	size_t cap;
	char *rules; /* owned; the offers borrow from it */
	struct text word, note;
};

static int flaw(const struct reading *in, size_t column, const char *reason,
		struct err *e)
{
	return table_fail(in->t, &(struct table_flaw){ column, reason }, e);
}

/* Blanks around a word are nobody's intention. */
static void put_trimmed(struct text *t, const char *s)
{
	size_t n;

	text_clear(t);
	s += strspn(s, " \t");
	n = strlen(s);
	while (n && strchr(" \t", s[n - 1]))
		n--;
	text_add(t, s, n);
	text_puts(t, "");
}

/* A note is UTF-8, or what Windows saves where nobody asked for it. */
static void put_note(struct text *t, const char *s)
{
	struct text trimmed = { 0 };

	put_trimmed(&trimmed, s);
	text_clear(t);
	text_puts(t, "");
	text_utf8(t, trimmed.s);
	for (size_t i = 0; i < t->len; i++)
		if (t->s[i] == '\n' || t->s[i] == '\r' || t->s[i] == '\t')
			t->s[i] = ' ';
	t->len = utf8_plain(t->s);
	text_release(&trimmed);
}

/* --- the column rules --------------------------------------------------- */

static int add_offers(struct reading *in, char *s)
{
	static const char between[] = " | ";
	char *end;

	for (; s; s = end) {
		end = strstr(s, between);
		if (end) {
			*end = '\0';
			end += sizeof between - 1;
		}
		in->offers = grow(in->offers, in->f.n_offers, &in->cap,
				  sizeof *in->offers);
		if (offer_parse(s, &in->offers[in->f.n_offers++]) < 0)
			return -1;
	}
	return 0;
}

static int parse_rules(struct reading *in, struct err *e)
{
	char *rest;
	uint64_t n;

	free(in->rules);
	in->rules = xstrdup(table_value(in->t, COL_RULES));
	in->f.n_offers = 0;
	if (!in->rules[0])
		return 0;
	rest = strstr(in->rules, ": ");
	if (rest) {
		*rest = '\0';
		rest += 2;
	}
	if (!rest || count_parse(in->rules, &n) < 0)
		return flaw(in, COL_RULES, "not as otdiff writes it", e);
	if (!strcmp(rest, "more than a cell holds"))
		return flaw(in, COL_RULES,
			    "too many conversations for one "
			    "cell; learn that week (otbase learn --update), "
			    "then approve by --client or --server",
			    e);
	if (add_offers(in, rest) < 0 || in->f.n_offers != n)
		return flaw(in, COL_RULES,
			    "not as otdiff writes it, or cut "
			    "off",
			    e);
	in->f.offers = in->offers;
	return 0;
}

/* --- the others --------------------------------------------------------- */

static int parse_addr(const struct reading *in, size_t column, uint32_t *addr,
		      struct err *e)
{
	*addr = 0;
	if (table_value(in->t, column)[0] &&
	    addr_parse(table_value(in->t, column), addr) < 0)
		return flaw(in, column, "not an address", e);
	return 0;
}

static int parse_ends(struct reading *in, struct err *e)
{
	const char *proto = table_value(in->t, COL_PROTO);
	const char *port = table_value(in->t, COL_SERVER_PORT);
	int v = proto[0] ? proto_parse(proto) : 0;

	if (v < 0)
		return flaw(in, COL_PROTO, "neither tcp nor udp", e);
	in->f.proto = (uint8_t)v;
	in->f.server_port = 0;
	if (port[0] && port_parse(port, &in->f.server_port) < 0)
		return flaw(in, COL_SERVER_PORT, "not a port number", e);
	if (parse_addr(in, COL_CLIENT, &in->f.client, e) < 0)
		return -1;
	return parse_addr(in, COL_SERVER, &in->f.server, e);
}

static int parse_row(struct reading *in, struct err *e)
{
	int kind = finding_kind_parse(table_value(in->t, COL_KIND));

	if (kind < 0)
		return flaw(in, COL_KIND, "no kind of finding", e);
	in->f.kind = (enum finding_kind)kind;
	return parse_rules(in, e) < 0 || parse_ends(in, e) < 0 ? -1 : 0;
}

static int apply(struct decide_file *d, struct reading *in, int word,
		 struct err *e)
{
	const struct decision decision = {
		.word = (enum verdict_word)word,
		.by = d->by,
		.note = in->note.len ? in->note.s : d->note,
		.until_ns = word == DECIDE_IGNORE ? d->ignore_until_ns
						  : d->approve_until_ns,
		.now_ns = d->now_ns,
	};
	struct err why;

	if (parse_row(in, e) < 0)
		return -1;
	if (decide_finding(d->b, d->names, &decision, &in->f, &why) < 0)
		return err_set(e, "%s:%llu: %s: %s", table_name(in->t),
			       (unsigned long long)table_line(in->t),
			       finding_kind_name(in->f.kind), why.msg);
	d->n_approved += word == DECIDE_APPROVE;
	d->n_ignored += word == DECIDE_IGNORE;
	return 0;
}

/* Rows without a decision are not looked at. */
static int read_row(struct decide_file *d, struct reading *in, struct err *e)
{
	int word;

	put_trimmed(&in->word, table_value(in->t, COL_DECISION));
	put_note(&in->note, table_value(in->t, COL_NOTE));
	word = decide_parse(in->word.s);
	if (word < 0)
		return flaw(in, COL_DECISION,
			    "not approve, ignore, reject or empty", e);
	return word == DECIDE_NOTHING ? 0 : apply(d, in, word, e);
}

int decide_file(struct decide_file *d, const char *path, struct err *e)
{
	struct reading in = { 0 };
	int more;

	in.t = table_open(path, columns, N_COLS, e);
	if (!in.t)
		return -1;
	table_allow_short(in.t);
	while ((more = table_next(in.t, e)) != 0) {
		if (more > 0 && !read_row(d, &in, e))
			continue;
		if (more < 0 && more != TABLE_UNEVEN)
			break;
		d->n_wrong++;
		d->tell(d->ctx, e->msg);
	}
	table_close(in.t);
	free(in.offers);
	free(in.rules);
	text_release(&in.word);
	text_release(&in.note);
	return more < 0 ? -1 : 0;
}
