/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Zeek's conn.log as tab-separated text, with the fields that a capture
 * without payload analysis can fill. orig is the initiator, or the client
 * where the opening was not seen. ARP and run rows have no place in it.
 */
#include <stdbool.h>
#include <stdlib.h>

#include "ground/hash.h"
#include "ground/limits.h"
#include "ground/stamp.h"
#include "ground/text.h"
#include "present/render_flows.h"
#include "present/render_flows_site.h"
#include "understand/community_id.h"
#include "understand/run.h"

static const char *const fields[][2] = {
	{ "ts", "time" },		{ "uid", "string" },
	{ "id.orig_h", "addr" },	{ "id.orig_p", "port" },
	{ "id.resp_h", "addr" },	{ "id.resp_p", "port" },
	{ "proto", "enum" },		{ "service", "string" },
	{ "duration", "interval" },	{ "orig_bytes", "count" },
	{ "resp_bytes", "count" },	{ "conn_state", "string" },
	{ "orig_pkts", "count" },	{ "orig_ip_bytes", "count" },
	{ "resp_pkts", "count" },	{ "resp_ip_bytes", "count" },
	{ "community_id", "string" },
	/* Not Zeek's, and only where there is a names file. */
	{ "orig_host", "string" },	{ "resp_host", "string" },
	{ "orig_zone", "string" },	{ "resp_zone", "string" },
};

enum { N_SITE = 4, N_FIELDS = sizeof fields / sizeof *fields - N_SITE };

static void put_names(struct text *t, const char *title, unsigned which,
		      bool site)
{
	size_t n = site ? N_FIELDS + N_SITE : N_FIELDS;

	text_puts(t, title);
	for (size_t i = 0; i < n; i++) {
		text_putc(t, '\t');
		text_puts(t, fields[i][which]);
	}
	text_putc(t, '\n');
}

/* Zeek writes the time of writing there. Ours is the data's, so that the
 * same packets give the same bytes. */
static void put_mark(struct text *t, const char *mark, int64_t ns)
{
	char stamp[STAMP_TEXT];

	if (ns == STAMP_NONE)
		ns = 0;
	stamp_format(ns, stamp);
	stamp[10] = '-';
	stamp[13] = '-';
	stamp[16] = '-';
	stamp[19] = '\0';
	text_printf(t, "%s\t%s\n", mark, stamp);
}

static void put_seconds(struct text *t, int64_t ns)
{
	long long us = ns / 1000;

	text_printf(t, "%s%lld.%06lld\t", us < 0 ? "-" : "",
		    llabs(us / 1000000), llabs(us % 1000000));
}

/* A name for the flow that stays the same from run to run. */
static void put_uid(struct text *t, const struct record *r)
{
	static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz";
	uint64_t h;

	h = hash_pair((uint64_t)r->addr[0] << 32 | r->addr[1],
		      (uint64_t)r->port[0] << 32 |
			      (uint64_t)r->port[1] << 8 | record_proto(r),
		      (uint64_t)r->first_ns);
	text_putc(t, 'C');
	for (int i = 0; i < 11; i++) {
		text_putc(t, alphabet[h % 62]);
		h /= 62;
	}
	text_putc(t, '\t');
}

static void put_number(struct text *t, uint64_t v)
{
	text_u64(t, v);
	text_putc(t, '\t');
}

/* Words that came from flow CSV may hold anything. */
static void put_word(struct text *t, const char *s)
{
	if (!*s)
		text_putc(t, '-');
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c < 0x20 || c == 0x7f || c == '\\')
			text_printf(t, "\\x%02x", c);
		else
			text_putc(t, *s);
	}
	text_putc(t, '\t');
}

/* Each behind a tab, where what is before it ended without one. */
static void put_site(struct text *t, const struct record *r,
		     const struct names *names)
{
	unsigned o = r->initiator == ROLE_SERVER;

	text_putc(t, '\t');
	put_word(t, site_host(names, r, o));
	put_word(t, site_host(names, r, !o));
	put_word(t, site_zone(names, r, o));
	put_word(t, site_zone(names, r, !o));
	t->s[--t->len] = '\0';
}

static void put(struct text *t, const struct record *r,
		const struct names *names)
{
	unsigned o = r->initiator == ROLE_SERVER;
	char id[COMMUNITY_ID_TEXT];

	put_seconds(t, r->first_ns);
	put_uid(t, r);
	text_addr(t, r->addr[o]);
	text_putc(t, '\t');
	put_number(t, r->port[o]);
	text_addr(t, r->addr[!o]);
	text_putc(t, '\t');
	put_number(t, r->port[!o]);
	put_word(t, record_kind_name(r->kind));
	put_word(t, r->service);
	put_seconds(t, stamp_between(r->first_ns, r->last_ns));
	put_number(t, r->payload[o]);
	put_number(t, r->payload[!o]);
	put_word(t, conn_state_name(r->state));
	put_number(t, r->packets[o]);
	put_number(t, r->bytes[o]);
	put_number(t, r->packets[!o]);
	put_number(t, r->bytes[!o]);
	text_puts(t, community_id(record_proto(r), r->addr, r->port, id));
	if (names)
		put_site(t, r, names);
	text_putc(t, '\n');
}

static void put_header(struct text *t, int64_t first_ns, bool site)
{
	text_puts(t, "#separator \\x09\n"
		     "#set_separator\t,\n"
		     "#empty_field\t(empty)\n"
		     "#unset_field\t-\n"
		     "#path\tconn\n");
	put_mark(t, "#open", first_ns);
	put_names(t, "#fields", 0, site);
	put_names(t, "#types", 1, site);
}

static void render(const struct run *run, const struct names *names, FILE *out)
{
	int64_t first_ns = STAMP_NONE, last_ns = STAMP_NONE;
	size_t n = run_n_records(run);
	struct text t = { 0 };
	struct record r;

	if (n) {
		run_record(run, 0, &r);
		first_ns = r.first_ns;
	}
	put_header(&t, first_ns, names != NULL);
	for (size_t i = 0; i < n; i++) {
		run_record(run, i, &r);
		if (r.last_ns > last_ns)
			last_ns = r.last_ns;
		if (r.kind <= RECORD_UDP)
			put(&t, &r, names);
		if (t.len >= TEXT_FLUSH_BYTES)
			text_flush(&t, out);
	}
	put_mark(&t, "#close", last_ns);
	text_flush(&t, out);
	text_release(&t);
}

const struct flow_renderer render_flows_zeek = { "zeek", render };
