/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "ground/text.h"
#include "ground/utf8.h"
#include "present/render.h"
#include "present/wrap.h"

static const char *const levels[N_SEVERITIES] = {
	[SEVERITY_INFO] = "INFO  ", [SEVERITY_LOW] = "LOW   ",
	[SEVERITY_MEDIUM] = "MEDIUM", [SEVERITY_HIGH] = "HIGH  ",
};

/* The word says it, too: colour is only for the eye. */
static const char *const colors[N_SEVERITIES] = {
	[SEVERITY_INFO] = "\033[2m", [SEVERITY_LOW] = "\033[36m",
	[SEVERITY_MEDIUM] = "\033[33m", [SEVERITY_HIGH] = "\033[1;31m",
};

/* Names and labels come from files of strangers and go to a terminal. */
static void put_plain(struct text *t, const char *s, size_t n)
{
	size_t from = t->len;

	text_add(t, s, n);
	t->len = from + utf8_plain(t->s + from);
}

static void put_indented(struct text *t, const char *p)
{

	while (p && *p) {
		size_t n = strcspn(p, "\n");

		text_puts(t, "        ");
		put_plain(t, p, n);
		text_putc(t, '\n');
		p += n + (p[n] == '\n');
	}
}

static void put_facts(struct text *t, const struct finding *f)
{
	text_puts(t, "        from ");
	text_stamp(t, f->first_ns);
	text_puts(t, " to ");
	text_stamp(t, f->last_ns);
	text_printf(t, ", id %s", f->id);
	if (f->technique[0])
		text_printf(t, ", ATT&CK %s", f->technique);
	text_putc(t, '\n');
	if (!f->filter.len)
		return;
	text_puts(t, "        filter: ");
	text_puts(t, f->filter.s);
	text_putc(t, '\n');
}

static void put_finding(struct text *t, const struct finding *f, bool color)
{
	if (color)
		text_puts(t, colors[f->severity]);
	text_puts(t, levels[f->severity]);
	if (color)
		text_puts(t, "\033[0m");
	text_printf(t, "  %s  ", finding_kind_name(f->kind));
	put_plain(t, f->summary.s, f->summary.len);
	text_putc(t, '\n');
	put_indented(t, f->evidence.s);
	put_facts(t, f);
}

/* Never a plain "no findings" where something could not be looked at. */
static void put_counts(struct text *t, const struct report *r)
{
	const struct findings *f = r->findings;
	size_t n[N_SEVERITIES] = { 0 };
	bool some = false;

	for (size_t i = 0; i < f->n; i++)
		n[f->items[i].severity]++;
	if (r->incomplete)
		text_puts(t, "INCOMPLETE, in what could be read: ");
	if (!f->n) {
		text_puts(t, "no findings\n");
		return;
	}
	text_u64(t, f->n);
	text_puts(t, f->n == 1 ? " finding: " : " findings: ");
	for (size_t s = N_SEVERITIES; s--;) {
		if (!n[s])
			continue;
		text_puts(t, some ? ", " : "");
		text_u64(t, n[s]);
		text_printf(t, " %s", severity_name((enum severity)s));
		some = true;
	}
	text_putc(t, '\n');
}

static void put_coverage(struct text *t, const struct report *r)
{
	struct text lines = { 0 };
	const char *p;

	render_coverage(r, &lines);
	for (p = lines.s; *p; p += strcspn(p, "\n") + 1) {
		put_plain(t, p, strcspn(p, "\n"));
		text_putc(t, '\n');
	}
	text_release(&lines);
}

static void put_explanation(struct text *t, const char *lines)
{
	if (!lines)
		return;
	text_puts(t, "    why:\n");
	put_indented(t, lines);
}

static void flush(const struct report *r, struct text *t, FILE *out)
{
	struct text wrapped = { 0 };

	if (!r->width || !t->len) {
		text_flush(t, out);
		return;
	}
	wrap_lines(&wrapped, t->s, r->width);
	text_flush(&wrapped, out);
	text_release(&wrapped);
	text_clear(t);
}

static void render(const struct report *r, FILE *out)
{
	struct text t = { 0 };

	for (size_t i = 0; i < r->findings->n; i++) {
		put_finding(&t, &r->findings->items[i], r->color);
		put_explanation(&t, r->explanation);
		text_putc(&t, '\n');
		flush(r, &t, out);
	}
	if (!r->quiet)
		put_coverage(&t, r);
	if (!r->quiet || r->findings->n)
		put_counts(&t, r);
	flush(r, &t, out);
	text_release(&t);
}

const struct renderer render_text = { "text", render };
