/* SPDX-License-Identifier: BSD-3-Clause */
#include "understand/record_csv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ground/addr.h"
#include "ground/alloc.h"
#include "ground/limits.h"
#include "ground/stamp.h"
#include "ground/strpool.h"
#include "understand/record_columns.h"

/* All of ours are written, and the unknown ones behind them. */
enum { MAX_UNKNOWN = LIMIT_COLUMNS - N_COLUMNS };

struct record_reader {
	const char *name;
	struct row_reader *rows;
	struct strpool *pool;
	int at[N_COLUMNS];	/* field of each column, -1 missing */
	uint16_t unknown[MAX_UNKNOWN];	/* fields of no known column */
	size_t n_unknown, n_header;
	const char *extra;
	struct text scratch;
	bool complete;		/* a run row was seen */
	struct record last;	/* the row before, for the generations */
};

static bool is_needed(enum column c)
{
	return c <= COL_SERVER_PORT ||
	       (c >= COL_STATE && c <= COL_S_PAYLOAD) ||
	       c == COL_DIRECTION || c == COL_CONFIDENCE ||
	       c == COL_OPERATIONS;
}

static int keep_unknown(struct record_reader *r, const struct row *header,
			const bool *known, struct err *e)
{
	for (size_t i = 0; i < header->n; i++) {
		if (known[i])
			continue;
		if (r->n_unknown == MAX_UNKNOWN)
			return err_set(e, "%s: more than %d columns that are "
				       "not known", r->name, MAX_UNKNOWN);
		r->unknown[r->n_unknown++] = (uint16_t)i;
		text_putc(&r->scratch, ',');
		row_put(&r->scratch, header->field[i]);
	}
	r->extra = strpool_add(r->pool, r->scratch.s ? r->scratch.s : "");
	return 0;
}

static int map_columns(struct record_reader *r, const struct row *header,
		       struct err *e)
{
	bool known[LIMIT_COLUMNS] = { false };

	r->n_header = header->n;
	for (enum column c = 0; c < N_COLUMNS; c++) {
		r->at[c] = row_find(header, column_names[c]);
		if (r->at[c] >= 0)
			known[r->at[c]] = true;
		else if (is_needed(c))
			return err_set(e, "%s: neither a capture nor flow CSV "
				       "(column '%s' is missing)", r->name,
				       column_names[c]);
	}
	return keep_unknown(r, header, known, e);
}

struct record_reader *record_reader_new(const char *name, row_read_fn *read,
					void *ctx, struct strpool *pool,
					struct err *e)
{
	struct record_reader *r = xcalloc(1, sizeof *r);
	struct row header;
	int more;

	r->name = name;
	r->pool = pool;
	r->rows = row_reader_new(name, read, ctx);
	record_init(&r->last, RECORD_RUN);
	more = row_reader_next(r->rows, &header, e);
	if (!more)
		err_set(e, "%s: empty: neither a capture nor flow CSV", name);
	if (more <= 0 || map_columns(r, &header, e)) {
		record_reader_free(r);
		return NULL;
	}
	return r;
}

void record_reader_free(struct record_reader *r)
{
	if (!r)
		return;
	row_reader_free(r->rows);
	text_release(&r->scratch);
	free(r);
}

const char *record_reader_extra(const struct record_reader *r)
{
	return r->extra;
}

/* One row under way: the first bad field is remembered. */
struct fields {
	const struct record_reader *r;
	const struct row *row;
	int bad;		/* enum column, or -1 */
};

static const char *get(const struct fields *f, enum column c)
{
	int i = f->r->at[c];

	return i < 0 ? "" : f->row->field[i];
}

static void complain(struct fields *f, enum column c)
{
	if (f->bad < 0)
		f->bad = c;
}

static uint64_t get_number(struct fields *f, enum column c, uint64_t max)
{
	const char *s = get(f, c);
	unsigned long long v;
	char *end;

	if (!*s)
		return 0;
	errno = 0;
	v = strtoull(s, &end, 10);
	if (*s < '0' || *s > '9' || *end || errno || v > max)
		complain(f, c);
	return v;
}

static int64_t get_stamp(struct fields *f, enum column c)
{
	const char *s = get(f, c);
	int64_t ns = STAMP_NONE;

	if (*s && stamp_parse(s, &ns))
		complain(f, c);
	return ns;
}

static uint32_t get_addr(struct fields *f, enum column c)
{
	uint32_t addr = 0;

	if (addr_parse(get(f, c), &addr))
		complain(f, c);
	return addr;
}

static const char *get_word(struct fields *f, enum column c)
{
	return strpool_add(f->r->pool, get(f, c));
}

/* "12.345" in parts of a thousand; more decimals are cut. */
static int64_t get_decimal(struct fields *f, enum column c)
{
	const int64_t max = INT64_MAX / 1000000;	/* in ns it fits, too */
	const char *s = get(f, c);
	size_t whole = strspn(s, "0123456789");
	int64_t v = 0;

	for (size_t i = 0; i < whole && v <= max; i++)
		v = v * 10 + (s[i] - '0');
	s += whole;
	s += whole && *s == '.';
	for (int i = 0; i < 3 && v <= max; i++) {
		bool more = *s >= '0' && *s <= '9';

		v = v * 10 + (more ? *s - '0' : 0);
		s += more;
	}
	if (v > max || s[strspn(s, "0123456789")])
		complain(f, c);
	return v > max ? 0 : v;
}

static int get_enum(struct fields *f, enum column c, int parse(const char *))
{
	const char *s = get(f, c);
	int v = parse(s);

	if (v < 0)
		complain(f, c);
	return v < 0 ? 0 : v;
}

static int kind_parse(const char *s)
{
	for (enum record_kind k = RECORD_TCP; k <= RECORD_RUN; k++)
		if (!strcmp(s, record_kind_name(k)))
			return (int)k;
	return -1;
}

static int role_parse(const char *s)
{
	for (enum role role = ROLE_CLIENT; role <= ROLE_NONE; role++)
		if (!strcmp(s, role_name(role)))
			return (int)role;
	return -1;
}

static void parse_volume(struct fields *f, struct record *out)
{
	out->packets[0] = get_number(f, COL_C_PACKETS, UINT64_MAX);
	out->packets[1] = get_number(f, COL_S_PACKETS, UINT64_MAX);
	out->bytes[0] = get_number(f, COL_C_BYTES, UINT64_MAX);
	out->bytes[1] = get_number(f, COL_S_BYTES, UINT64_MAX);
	out->payload[0] = get_number(f, COL_C_PAYLOAD, UINT64_MAX);
	out->payload[1] = get_number(f, COL_S_PAYLOAD, UINT64_MAX);
}

static void parse_flow(struct fields *f, struct record *out)
{
	int64_t percent = get_decimal(f, COL_CONFIDENCE) / 10;

	out->addr[0] = get_addr(f, COL_CLIENT);
	out->addr[1] = get_addr(f, COL_SERVER);
	out->port[0] = (uint16_t)get_number(f, COL_CLIENT_PORT, UINT16_MAX);
	out->port[1] = (uint16_t)get_number(f, COL_SERVER_PORT, UINT16_MAX);
	out->service = get_word(f, COL_SERVICE);
	out->state = (enum conn_state)get_enum(f, COL_STATE,
					       conn_state_parse);
	out->initiator = (enum role)get_enum(f, COL_INITIATOR, role_parse);
	out->evidence = (enum evidence)get_enum(f, COL_DIRECTION,
						evidence_parse);
	if (percent > 100)
		complain(f, COL_CONFIDENCE);
	out->confidence = (uint8_t)percent;
	out->quirks = (uint16_t)get_enum(f, COL_QUIRKS, quirks_parse);
	out->peak_hour_packets = get_number(f, COL_PEAK_HOUR_PACKETS,
					    UINT64_MAX);
	out->peak_hour_payload = get_number(f, COL_PEAK_HOUR_PAYLOAD,
					    UINT64_MAX);
	out->errors = get_number(f, COL_ERRORS, UINT64_MAX);
	out->peak_hour_errors = get_number(f, COL_PEAK_HOUR_ERRORS,
					   UINT64_MAX);
	out->agreed = (uint16_t)get_number(f, COL_AGREED, UINT16_MAX);
	out->name[1] = get_word(f, COL_SERVER_NAME);
	out->mac[1] = get_word(f, COL_SERVER_MAC);
	out->vlan = get_word(f, COL_VLAN);
	if (out->first_ns == STAMP_NONE)
		complain(f, COL_FIRST);
	if (out->last_ns == STAMP_NONE)
		complain(f, COL_LAST);
}

static void parse_arp(struct fields *f, struct record *out)
{
	out->addr[0] = get_addr(f, COL_CLIENT);
	out->mac[1] = get_word(f, COL_SERVER_MAC);
}

static void parse_extra(struct record_reader *r, const struct row *row,
			struct record *out)
{
	if (!r->n_unknown)
		return;
	text_clear(&r->scratch);
	for (size_t i = 0; i < r->n_unknown; i++) {
		text_putc(&r->scratch, ',');
		row_put(&r->scratch, row->field[r->unknown[i]]);
	}
	out->extra = strpool_add(r->pool, r->scratch.s);
}

/* Both or none, and in order: what is learned from here must be readable. */
static void parse_times(struct fields *f, struct record *out)
{
	out->first_ns = get_stamp(f, COL_FIRST);
	out->last_ns = get_stamp(f, COL_LAST);
	if (out->first_ns == STAMP_NONE && out->last_ns != STAMP_NONE)
		complain(f, COL_FIRST);
	if (out->last_ns < out->first_ns)
		complain(f, COL_LAST);
}

static void parse(struct fields *f, struct record *out)
{
	record_init(out, (enum record_kind)get_enum(f, COL_PROTO,
						    kind_parse));
	parse_times(f, out);
	out->operations = get_word(f, COL_OPERATIONS);
	out->mac[0] = get_word(f, COL_CLIENT_MAC);
	out->name[0] = get_word(f, COL_CLIENT_NAME);
	out->max_gap_ns = get_decimal(f, COL_MAX_GAP) * 1000000;
	parse_volume(f, out);
	if (out->kind == RECORD_RUN)
		out->capture = get_word(f, COL_CLIENT);
	else if (out->kind == RECORD_ARP)
		parse_arp(f, out);
	else
		parse_flow(f, out);
}

/* Flows of one key that began together stand in the order of their
 * generations: the rows say so and nothing else does. */
static void number(struct record_reader *r, struct record *out)
{
	const struct record *last = &r->last;

	if (out->kind <= RECORD_UDP && last->kind == out->kind &&
	    last->first_ns == out->first_ns && last->vlan == out->vlan &&
	    !memcmp(last->addr, out->addr, sizeof out->addr) &&
	    !memcmp(last->port, out->port, sizeof out->port))
		out->generation = last->generation + 1;
	r->last = *out;
}

static int check_format(const struct record_reader *r, const struct row *row,
			const struct record *run, struct err *e)
{
	uint64_t major = record_count(run, "format");

	if (major <= RECORD_FORMAT_MAJOR)
		return 0;
	return err_set(e, "%s:%llu: flow CSV format %llu is newer than this "
		       "program reads (%d)", r->name,
		       (unsigned long long)row->line,
		       (unsigned long long)major, RECORD_FORMAT_MAJOR);
}

static int uneven_row(const struct record_reader *r, const struct row *row,
		      struct err *e)
{
	return err_set(e, "%s:%llu: %zu fields, where the header has %zu",
		       r->name, (unsigned long long)row->line, row->n,
		       r->n_header);
}

int record_reader_next(struct record_reader *r, struct record *out,
		       struct err *e)
{
	struct row row;
	struct fields f = { r, &row, -1 };
	int more = row_reader_next(r->rows, &row, e);

	if (more < 0)
		return -1;
	if (!more) {
		if (r->complete)
			return 0;
		return err_set(e, "%s: incomplete: the run row that ends flow "
			       "CSV is missing", r->name);
	}
	if (row.n != r->n_header)
		return uneven_row(r, &row, e);
	parse(&f, out);
	if (f.bad >= 0)
		return err_set(e, "%s:%llu: column '%s': '%s' is not valid",
			       r->name, (unsigned long long)row.line,
			       column_names[f.bad],
			       get(&f, (enum column)f.bad));
	parse_extra(r, &row, out);
	number(r, out);
	if (out->kind != RECORD_RUN)
		return 1;
	r->complete = true;
	return check_format(r, &row, out, e) ? -1 : 1;
}
