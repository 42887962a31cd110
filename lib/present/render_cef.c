/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Findings as events of the Common Event Format (ArcSight CEF, revision 23):
 * "CEF:0|vendor|product|version|class|name|severity|extension", one a line.
 * In the header "\" and "|" are escaped, in a value "\", "=" and line ends.
 */
#include <string.h>

#include "ground/stamp.h"
#include "ground/text.h"
#include "ground/utf8.h"
#include "present/coverage.h"
#include "present/render.h"

/* CEF's scale: 0-3 low, 4-6 medium, 7-8 high. */
static const unsigned levels[N_SEVERITIES] = {
	[SEVERITY_INFO] = 1, [SEVERITY_LOW] = 3,
	[SEVERITY_MEDIUM] = 6, [SEVERITY_HIGH] = 8,
};

enum {
	LEVEL_COVERAGE = 0,
	LEVEL_INCOMPLETE = 6,
	/* The standard's bound of a custom string. */
	CUSTOM_OCTETS = 4000
};

/* What a capture brought is printable after this, and no line of its own. */
static void put_escaped(struct text *t, const char *s, size_t n)
{
	struct text plain = { 0 };

	text_add(&plain, s, n);
	plain.len = plain.s ? utf8_plain(plain.s) : 0;
	for (size_t i = 0; i < plain.len; i++) {
		if (strchr("\\=", plain.s[i]))
			text_putc(t, '\\');
		text_putc(t, plain.s[i]);
	}
	text_release(&plain);
}

static void put_value(struct text *t, const char *key, const char *value)
{
	if (!value[0])
		return;
	text_printf(t, " %s=", key);
	put_escaped(t, value, strlen(value));
}

static void put_number(struct text *t, const char *key, uint64_t v)
{
	text_printf(t, " %s=", key);
	text_u64(t, v);
}

/* Milliseconds since 1970. */
static void put_time(struct text *t, const char *key, int64_t ns)
{
	text_printf(t, " %s=%lld", key, (long long)(ns / 1000000));
}

static void put_addr(struct text *t, const char *key, uint32_t addr)
{
	if (!addr)
		return;
	text_printf(t, " %s=", key);
	text_addr(t, addr);
}

static void put_port(struct text *t, const char *key, uint16_t port)
{
	if (port)
		put_number(t, key, port);
}

/* Lines are parted by "\n", as the format says; the last whole one that fits
 * ends it. */
static void put_lines(struct text *t, const char *key,
		      const struct text *lines)
{
	const char *p = lines->s;
	size_t from;

	if (!lines->len)
		return;
	text_printf(t, " %s=", key);
	from = t->len;
	while (*p) {
		size_t n = strcspn(p, "\n"), before = t->len;

		if (t->len > from)
			text_puts(t, "\\n");
		put_escaped(t, p, n);
		if (t->len - from > CUSTOM_OCTETS && before > from) {
			t->len = before;
			t->s[before] = '\0';
			break;
		}
		p += n + (p[n] == '\n');
	}
}

static void begin(struct text *t, const char *word, unsigned level)
{
	text_printf(t, "CEF:0|otcap|otdiff|%s|%s|%s|%u|", OTCAP_VERSION, word,
		    word, level);
}

static void put_finding(struct text *t, const struct finding *f)
{
	begin(t, finding_kind_name(f->kind), levels[f->severity]);
	text_printf(t, "externalId=%s", f->id);
	put_time(t, "start", f->first_ns);
	put_time(t, "end", f->last_ns);
	put_addr(t, "src", f->client);
	put_port(t, "spt", f->client_port);
	put_addr(t, "dst", f->server);
	put_port(t, "dpt", f->server_port);
	put_value(t, "proto", !f->proto ? "" : f->proto == 6 ? "TCP" : "UDP");
	put_value(t, "app", f->service);
	put_number(t, "cnt", f->count);
	/* From source to destination, and back. */
	put_number(t, "in", f->c_payload);
	put_number(t, "out", f->s_payload);
	put_value(t, "msg", f->summary.s ? f->summary.s : "");
	if (f->technique[0]) {
		put_value(t, "cs1Label", "technique");
		put_value(t, "cs1", f->technique);
	}
	if (f->filter.len) {
		put_value(t, "cs2Label", "filter");
		put_value(t, "cs2", f->filter.s);
	}
	if (f->evidence.len) {
		put_value(t, "cs3Label", "evidence");
		put_lines(t, "cs3", &f->evidence);
	}
	text_putc(t, '\n');
}

/* Without it a silent sensor would look like a quiet plant. */
static void put_coverage(struct text *t, const struct report *r)
{
	const struct coverage *c = r->coverage;
	struct text lines = { 0 };

	begin(t, "coverage", r->incomplete ? LEVEL_INCOMPLETE :
	      LEVEL_COVERAGE);
	text_printf(t, "outcome=%s", r->incomplete ? "incomplete" :
		    "complete");
	if (c->first_ns != STAMP_NONE) {
		put_time(t, "start", c->first_ns);
		put_time(t, "end", c->last_ns);
	}
	put_number(t, "cnt", r->findings->n);
	render_coverage(r, &lines);
	put_value(t, "cs3Label", "evidence");
	put_lines(t, "cs3", &lines);
	text_putc(t, '\n');
	text_release(&lines);
}

static void render(const struct report *r, FILE *out)
{
	struct text t = { 0 };

	for (size_t i = 0; i < r->findings->n; i++) {
		put_finding(&t, &r->findings->items[i]);
		text_flush(&t, out);
	}
	if (!r->quiet || r->incomplete)
		put_coverage(&t, r);
	text_flush(&t, out);
	text_release(&t);
}

const struct renderer render_cef = { "cef", render };
