/* SPDX-License-Identifier: BSD-3-Clause */
/* The rules file: what people read, review and edit. */
#include <stdlib.h>
#include <string.h>

#include "ground/limits.h"
#include "ground/row.h"
#include "ground/strpool.h"
#include "judge/baseline_impl.h"
#include "judge/baseline_port.h"
#include "judge/baseline_words.h"
#include "read/table.h"

enum {
	COL_PROTO, COL_CLIENT, COL_CLIENT_PORT, COL_SERVER, COL_SERVER_PORT,
	COL_SERVICE, COL_PURPOSE, COL_INITIATOR, COL_OPERATIONS, COL_STATUS,
	COL_BY, COL_UNTIL, COL_NOTE, N_COLS
};

static const struct table_column columns[N_COLS] = {
	[COL_PROTO] = { "proto", true },
	[COL_CLIENT] = { "client", true },
	[COL_CLIENT_PORT] = { "client_port", true },
	[COL_SERVER] = { "server", true },
	[COL_SERVER_PORT] = { "server_port", true },
	[COL_SERVICE] = { "service", false },
	[COL_PURPOSE] = { "purpose", false },
	[COL_INITIATOR] = { "initiator", false },
	[COL_OPERATIONS] = { "operations", false },
	[COL_STATUS] = { "status", true },
	[COL_BY] = { "by", false },
	[COL_UNTIL] = { "until", false },
	[COL_NOTE] = { "note", false },
};

struct reading {
	struct baseline *b;
	struct table *t;
	const char *path;
	baseline_flaw_fn *tell;		/* NULL: the first flaw ends it */
	void *ctx;
};

static int flaw(const struct table *t, size_t column, const char *reason,
		struct err *e)
{
	return table_fail(t, &(struct table_flaw){ column, reason }, e);
}

static int parse_ports(const struct table *t, struct rule *r, struct err *e)
{
	const char *s = table_value(t, COL_CLIENT_PORT);

	if (strcmp(s, "*") &&
	    (port_parse(s, &r->client_port) < 0 || !r->client_port))
		return flaw(t, COL_CLIENT_PORT,
			    "neither '*' nor a port number", e);
	if (port_spec_parse(table_value(t, COL_SERVER_PORT),
			    &r->server_port) < 0)
		return flaw(t, COL_SERVER_PORT, "not a port, a list or range "
			    "(1025-1040, 5000|5002), NUMBER+octet "
			    "or dynamic:NUMBER", e);
	return 0;
}

static int parse_parties(const struct baseline *b, const struct table *t,
			 struct rule *r, struct err *e)
{
	static const char reason[] =
		"not an address, a network or a name of the names file";

	if (party_parse(table_value(t, COL_CLIENT), b->names, &r->client) < 0)
		return flaw(t, COL_CLIENT, reason, e);
	if (party_parse(table_value(t, COL_SERVER), b->names, &r->server) < 0)
		return flaw(t, COL_SERVER, reason, e);
	return 0;
}

static int parse_words(const struct table *t, struct rule *r, struct err *e)
{
	const char *purpose = table_value(t, COL_PURPOSE);
	int v = proto_parse(table_value(t, COL_PROTO));

	if (v < 0)
		return flaw(t, COL_PROTO, "neither tcp nor udp", e);
	r->proto = (uint8_t)v;
	v = purpose[0] ? purpose_parse(purpose) : PURPOSE_OPERATION;
	if (v < 0)
		return flaw(t, COL_PURPOSE,
			    "not operation, maintenance or background", e);
	r->purpose = (uint8_t)v;
	v = initiator_parse(table_value(t, COL_INITIATOR));
	if (v < 0)
		return flaw(t, COL_INITIATOR, "neither client nor server", e);
	r->initiator = (uint8_t)v;
	v = rule_status_parse(table_value(t, COL_STATUS));
	if (v < 0)
		return flaw(t, COL_STATUS, "not learned, review, approved, "
			    "ignored or unanswered", e);
	r->status = (uint8_t)v;
	if (until_parse(table_value(t, COL_UNTIL), &r->until_ns) < 0)
		return flaw(t, COL_UNTIL, "not a date (2026-12-31)", e);
	return 0;
}

static int read_rule(const struct reading *in, struct err *e)
{
	struct table *t = in->t;
	struct rule r = {
		.service = table_value(t, COL_SERVICE),
		.operations = table_value(t, COL_OPERATIONS),
		.by = table_value(t, COL_BY),
		.note = table_value(t, COL_NOTE),
		.extra = table_extra(t),
		.line = table_line(t),
	};

	if (parse_words(t, &r, e) < 0 ||
	    parse_parties(in->b, t, &r, e) < 0 || parse_ports(t, &r, e) < 0)
		return -1;
	baseline_add_rule(in->b, &r);
	free(r.server_port.range);
	return 0;
}

_Static_assert(LIMIT_RULES == 10000000, "stands in the message below");

static int read_rules(const struct reading *in, struct err *e)
{
	int more;

	while ((more = table_next(in->t, e)) != 0) {
		if (in->b->n_rules >= LIMIT_RULES)
			return err_set(e, "%s: more than 10000000 rules",
				       in->path);
		if (more > 0 && !read_rule(in, e))
			continue;
		if (!in->tell || (more < 0 && more != TABLE_UNEVEN))
			return -1;
		in->tell(in->ctx, e->msg);
	}
	return 0;
}

struct baseline *baseline_load_all(const char *path, const struct names *names,
				   baseline_flaw_fn *tell, void *ctx,
				   struct err *e)
{
	struct reading in = { .path = path, .tell = tell, .ctx = ctx };
	int rc = -1;

	in.t = table_open(path, columns, N_COLS, e);
	if (!in.t)
		return NULL;
	in.b = baseline_new(names);
	in.b->extra_names = strpool_add(in.b->pool, table_extra_names(in.t));
	if (read_rules(&in, e) < 0 || baseline_load_seen(in.b, path, e) < 0)
		goto out;
	baseline_finish(in.b);
	rc = 0;
out:
	table_close(in.t);
	if (!rc)
		return in.b;
	baseline_free(in.b);
	return NULL;
}

struct baseline *baseline_load(const char *path, const struct names *names,
			       struct err *e)
{
	return baseline_load_all(path, names, NULL, NULL, e);
}

static void put_word(struct text *t, const char *s)
{
	row_put(t, s);
	text_putc(t, ',');
}

void rule_put(struct text *t, const struct rule *r)
{
	put_word(t, proto_name(r->proto));
	party_put(t, &r->client);
	text_putc(t, ',');
	if (r->client_port)
		text_u64(t, r->client_port);
	else
		text_putc(t, '*');
	text_putc(t, ',');
	party_put(t, &r->server);
	text_putc(t, ',');
	port_spec_put(t, &r->server_port);
	text_putc(t, ',');
	put_word(t, r->service);
	put_word(t, purpose_name(r->purpose));
	put_word(t, initiator_name(r->initiator));
	put_word(t, r->operations);
	put_word(t, rule_status_name(r->status));
	put_word(t, r->by);
	until_put(t, r->until_ns);
	text_putc(t, ',');
	row_put(t, r->note);
	text_puts(t, r->extra);
	text_putc(t, '\n');
}

void baseline_put_rules(const struct baseline *b, struct text *t)
{
	for (size_t i = 0; i < N_COLS; i++) {
		text_puts(t, i ? "," : "");
		text_puts(t, columns[i].name);
	}
	text_puts(t, b->extra_names);
	text_putc(t, '\n');
	for (size_t i = 0; i < b->n_rules; i++)
		rule_put(t, &b->rules[i]);
}
