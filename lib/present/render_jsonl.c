/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "ground/addr.h"
#include "ground/stamp.h"
#include "ground/text.h"
#include "present/coverage.h"
#include "present/json.h"
#include "present/render.h"

static void put_ends(struct text *t, const struct finding *f)
{
	char buf[ADDR_TEXT];

	if (f->proto)
		json_put_string(t, "proto", f->proto == 6 ? "tcp" : "udp");
	if (f->client)
		json_put_string(t, "client", addr_format(f->client, buf));
	if (f->client_port)
		json_put_u64(t, "client_port", f->client_port);
	if (f->server)
		json_put_string(t, "server", addr_format(f->server, buf));
	if (f->server_port)
		json_put_u64(t, "server_port", f->server_port);
	if (f->service[0])
		json_put_string(t, "service", f->service);
}

static void put_lines(struct text *t, const char *key,
		      const struct text *lines)
{
	const char *p = lines->s ? lines->s : "";

	json_put_raw(t, key, "[");
	while (*p) {
		struct text one = { 0 };
		size_t n = strcspn(p, "\n");

		text_add(&one, p, n);
		json_string(t, one.s);
		text_release(&one);
		p += n;
		if (*p && *++p)
			text_putc(t, ',');
	}
	text_putc(t, ']');
}

static void put_finding(struct text *t, const struct finding *f)
{
	char buf[STAMP_TEXT];

	json_open(t);
	json_put_string(t, "id", f->id);
	json_put_string(t, "kind", finding_kind_name(f->kind));
	json_put_string(t, "severity", severity_name(f->severity));
	json_put_string(t, "first", stamp_format(f->first_ns, buf));
	json_put_string(t, "last", stamp_format(f->last_ns, buf));
	put_ends(t, f);
	json_put_u64(t, "count", f->count);
	json_put_u64(t, "c_payload", f->c_payload);
	json_put_u64(t, "s_payload", f->s_payload);
	if (f->technique[0])
		json_put_string(t, "technique", f->technique);
	json_put_string(t, "summary", f->summary.s ? f->summary.s : "");
	put_lines(t, "evidence", &f->evidence);
	if (f->filter.len)
		json_put_string(t, "filter", f->filter.s);
	if (f->offers.len)
		put_lines(t, "rules", &f->offers);
	json_close(t);
}

static void put_coverage(struct text *t, const struct report *r)
{
	struct text seconds = { 0 };

	json_open(t);
	json_put_string(t, "kind", "coverage");
	json_put_raw(t, "complete", r->incomplete ? "false" : "true");
	coverage_put_json(r->coverage, t);
	json_put_string(t, "inside", r->inside);
	if (!r->review)
		json_put_u64(t, "rules", r->n_rules);
	if (r->learned_ns > 0) {
		text_seconds(&seconds, r->learned_ns);
		json_put_raw(t, "learned_seconds", seconds.s);
	}
	json_close(t);
	text_release(&seconds);
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

const struct renderer render_jsonl = { "jsonl", render };
