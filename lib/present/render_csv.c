/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "ground/addr.h"
#include "ground/limits.h"
#include "ground/row.h"
#include "ground/stamp.h"
#include "ground/text.h"
#include "ground/utf8.h"
#include "present/render.h"

static void put_stamp(struct text *t, int64_t ns)
{
	text_stamp(t, ns);
	text_putc(t, ',');
}

/* What a capture or a flow table brought steers no terminal. */
static void put_string(struct text *t, const char *s)
{
	struct text plain = { 0 };

	text_puts(&plain, s);
	plain.len = utf8_plain(plain.s);
	row_put(t, plain.s);
	text_putc(t, ',');
	text_release(&plain);
}

/* A label of somebody else's table is no formula of a spreadsheet; all other
 * cells begin with our words. */
static void put_label(struct text *t, const char *s)
{
	struct text label = { 0 };

	text_puts(&label, *s && strchr("=+-@\t\r", *s) ? "'" : "");
	text_puts(&label, s);
	put_string(t, label.s);
	text_release(&label);
}

/* 0 says several or none: an empty field. */
static void put_number(struct text *t, uint64_t v)
{
	if (v)
		text_u64(t, v);
	text_putc(t, ',');
}

static void put_addr(struct text *t, uint32_t addr)
{
	if (addr)
		text_addr(t, addr);
	text_putc(t, ',');
}

static const char *proto_name(uint8_t proto)
{
	return proto == 6 ? "tcp" : proto == 17 ? "udp" : "";
}

/* One row a line, for tools that know no quoted line feeds. */
static void join_lines(struct text *t, const struct text *lines)
{
	text_puts(t, "");
	for (size_t i = 0; i < lines->len; i++) {
		if (lines->s[i] == '\n')
			text_puts(t, " | ");
		else
			text_putc(t, lines->s[i]);
	}
}

static void put_lines(struct text *t, const struct text *lines)
{
	struct text one = { 0 };

	join_lines(&one, lines);
	put_string(t, one.s);
	text_release(&one);
}

/* How many come first, so that whoever cuts a long cell is found out. */
static void put_offers(struct text *t, const struct text *offers)
{
	struct text all = { 0 };
	size_t n = offers->len != 0;

	if (!n)
		return;
	for (size_t i = 0; i < offers->len; i++)
		n += offers->s[i] == '\n';
	text_u64(&all, n);
	text_puts(&all, ": ");
	join_lines(&all, offers);
	if (all.len > LIMIT_CELL_BYTES) {
		text_clear(&all);
		text_u64(&all, n);
		text_puts(&all, ": more than a cell holds");
	}
	row_put(t, all.s);
	text_release(&all);
}

static void put_finding(struct text *t, const struct finding *f)
{
	put_string(t, f->id);
	put_string(t, finding_kind_name(f->kind));
	put_string(t, severity_name(f->severity));
	put_stamp(t, f->first_ns);
	put_stamp(t, f->last_ns);
	put_string(t, proto_name(f->proto));
	put_addr(t, f->client);
	put_number(t, f->client_port);
	put_addr(t, f->server);
	put_number(t, f->server_port);
	put_label(t, f->service);
	text_u64(t, f->count);
	text_putc(t, ',');
	text_u64(t, f->c_payload);
	text_putc(t, ',');
	text_u64(t, f->s_payload);
	text_putc(t, ',');
	put_string(t, f->technique);
	put_string(t, f->summary.s ? f->summary.s : "");
	put_lines(t, &f->evidence);
	put_string(t, f->filter.s ? f->filter.s : "");
	/* decision and note are for a person. */
	text_puts(t, ",,");
	put_offers(t, &f->offers);
	text_putc(t, '\n');
}

static void render(const struct report *r, FILE *out)
{
	struct text t = { 0 };

	text_puts(&t, "id,kind,severity,first,last,proto,client,client_port,"
		  "server,server_port,service,count,c_payload,s_payload,"
		  "technique,summary,evidence,filter,decision,note,"
		  "rules\n");
	for (size_t i = 0; i < r->findings->n; i++) {
		put_finding(&t, &r->findings->items[i]);
		text_flush(&t, out);
	}
	text_flush(&t, out);
	text_release(&t);
}

const struct renderer render_csv = { "csv", render };
