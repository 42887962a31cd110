/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "ground/stamp.h"
#include "ground/utf8.h"
#include "present/coverage.h"
#include "present/json.h"
#include "read/scope.h"

/* --- for people ----------------------------------------------------------- */

static void put_span(struct text *t, int64_t first_ns, int64_t last_ns)
{
	if (first_ns == STAMP_NONE) {
		text_puts(t, "nothing was read");
		return;
	}
	text_stamp(t, first_ns);
	text_puts(t, " to ");
	text_stamp(t, last_ns);
}

static void put_capture(struct text *t, const struct record *r)
{
	size_t at;

	text_puts(t, "capture ");
	at = t->len;
	text_puts(t, r->capture);
	t->len = at + utf8_plain(t->s + at);	/* a line is ours to end */
	text_puts(t, ": ");
	put_span(t, r->first_ns, r->last_ns);
	text_puts(t, ", ");
	text_u64(t, r->packets[0]);
	text_puts(t, " packets in scope, ");
	text_u64(t, r->packets[1]);
	text_puts(t, " set aside");
	if (record_is_damaged(r))
		text_puts(t, r->first_ns == STAMP_NONE ? "; UNREADABLE" :
			  "; DAMAGED: the rest was not read");
	else if (record_is_cut(r))
		text_puts(t, "; CUT: the last record is not whole");
	text_putc(t, '\n');
}

static void put_set_aside(const struct coverage *c, struct text *t)
{
	bool some = false;

	for (size_t i = 0; i < c->n_words; i++) {
		const struct coverage_word *w = &c->words[i];

		if (!w->n || !coverage_is_class(w->word))
			continue;
		text_puts(t, some ? ", " : "set aside: ");
		text_puts(t, w->word);
		text_putc(t, ' ');
		text_u64(t, w->n);
		some = true;
	}
	if (some)
		text_putc(t, '\n');
}

/* What else the captures said of themselves, in words. */
static void put_remarks(const struct coverage *c, struct text *t)
{
	static const struct {
		const char *word, *says;
	} remarks[] = {
		{ "copies", "packets were copies made by the mirror port" },
		{ "snapped", "packets were cut by the capture's snap length" },
		{ "tunnelled", "packets were inside a tunnel" },
		{ "unmetered",
		  "packets were not metered: the flow table was full" },
		{ "untimed", "packets had no time of their own" },
	};

	for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++) {
		uint64_t n = coverage_count(c, remarks[i].word);

		if (!n)
			continue;
		text_u64(t, n);
		text_printf(t, " %s\n", remarks[i].says);
	}
}

void coverage_put(const struct coverage *c, struct text *t)
{
	for (size_t i = 0; i < c->n_captures; i++)
		put_capture(t, &c->captures[i]);
	if (!c->n_captures)
		text_puts(t, "no capture is named: the input is incomplete\n");
	put_set_aside(c, t);
	put_remarks(c, t);
	text_u64(t, c->n_flows);
	text_puts(t, c->n_flows == 1 ? " flow, " : " flows, ");
	text_u64(t, c->n_doubtful);
	text_puts(t, " of doubtful direction\n");
}

/* --- for programs --------------------------------------------------------- */

static void put_words_json(const struct record *r, struct text *t)
{
	struct text name = { 0 };
	const char *p = r->operations;

	while (*p) {
		size_t len = strcspn(p, "+"), word = strcspn(p, ":+");

		text_clear(&name);
		text_add(&name, p, word);
		if (word < len)
			json_put_u64(t, name.s, record_count(r, name.s));
		p += len + (p[len] == '+');
	}
	text_release(&name);
}

static void put_capture_json(const struct record *r, struct text *t)
{
	char buf[STAMP_TEXT];

	json_open(t);
	json_put_string(t, "name", r->capture);
	if (r->first_ns != STAMP_NONE) {
		json_put_string(t, "first", stamp_format(r->first_ns, buf));
		json_put_string(t, "last", stamp_format(r->last_ns, buf));
	}
	json_put_u64(t, "in_scope", r->packets[0]);
	json_put_u64(t, "set_aside", r->packets[1]);
	json_put_raw(t, "damaged", record_is_damaged(r) ? "true" : "false");
	json_put_raw(t, "cut", record_is_cut(r) ? "true" : "false");
	json_put_raw(t, "counts", "{");
	put_words_json(r, t);
	text_puts(t, "}}");
}

void coverage_put_json(const struct coverage *c, struct text *t)
{
	json_put_raw(t, "captures", "[");
	for (size_t i = 0; i < c->n_captures; i++) {
		if (i)
			text_putc(t, ',');
		put_capture_json(&c->captures[i], t);
	}
	text_putc(t, ']');
	json_put_u64(t, "in_scope", c->n_in_scope);
	json_put_u64(t, "set_aside", c->n_set_aside);
	json_put_u64(t, "flows", c->n_flows);
	json_put_u64(t, "doubtful_flows", c->n_doubtful);
}
