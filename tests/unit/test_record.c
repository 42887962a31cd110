/* SPDX-License-Identifier: BSD-3-Clause */
/* Records to rows and back: record, record_csv. */
#include <criterion/criterion.h>
#include <string.h>

#include "ground/limits.h"
#include "ground/stamp.h"
#include "ground/strpool.h"
#include "understand/record.h"
#include "understand/record_csv.h"

#define N(array) (sizeof(array) / sizeof *(array))

struct bytes {
	const char *s;
	size_t left, step;	/* step: most bytes a read, 0 no bound */
};

static ssize_t read_bytes(void *ctx, void *buf, size_t n, struct err *e)
{
	struct bytes *b = ctx;

	(void)e;
	n = n < b->left ? n : b->left;
	n = b->step && b->step < n ? b->step : n;
	memcpy(buf, b->s, n);
	b->s += n;
	b->left -= n;
	return (ssize_t)n;
}

/* Rows written again, with their header; then "!message" of what ended it. */
static void copy(const char *csv, size_t step, struct text *out)
{
	struct bytes b = { csv, strlen(csv), step };
	struct strpool *pool = strpool_new(0);
	struct record rec;
	struct err e;
	struct record_reader *r = record_reader_new("x.csv", read_bytes, &b,
						    pool, &e);
	int more = -1;

	text_clear(out);
	if (r) {
		record_put_header(out, record_reader_extra(r));
		while ((more = record_reader_next(r, &rec, &e)) > 0)
			record_put(out, &rec);
	}
	if (more < 0)
		text_printf(out, "!%s\n", e.msg);
	record_reader_free(r);
	strpool_free(pool);
}

static void expect_same(const char *csv, size_t step)
{
	struct text again = { 0 };

	copy(csv, step, &again);
	cr_expect_str_eq(again.s, csv);
	text_release(&again);
}

/* xorshift64*: the same records on every machine. */
static uint64_t random64(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * 0x2545f4914f6cdd1du;
}

static uint64_t below(uint64_t *state, uint64_t n)
{
	return random64(state) % n;
}

/* Small, large and all the way to the limit. */
static uint64_t random_count(uint64_t *state)
{
	return random64(state) >> below(state, 64);
}

static const char *random_text(uint64_t *state)
{
	static const char *const texts[] = {
		"", "modbus", "a,b", "say \"x\"", "two\nlines", " blanks ",
		"cr\r", "\tt", ("\xef\xbb\xbf" "bom"), "Käse", "=1+1", "-",
		"a+b+more", "\"", ",", "\xff\xfe", "0", "x y",
	};

	return texts[below(state, N(texts))];
}

static void random_flow(struct record *r, uint64_t *state)
{
	record_init(r, (enum record_kind)below(state, 2));
	r->first_ns = (int64_t)random64(state);
	r->last_ns = (int64_t)random64(state);
	if (r->last_ns < r->first_ns)
		r->last_ns = r->first_ns;
	for (int i = 0; i < 2; i++) {
		r->addr[i] = (uint32_t)random64(state);
		r->port[i] = (uint16_t)random64(state);
		r->packets[i] = random_count(state);
		r->bytes[i] = random_count(state);
		r->payload[i] = random_count(state);
		r->mac[i] = random_text(state);
		r->name[i] = random_text(state);
	}
	r->errors = random_count(state);
	r->peak_hour_errors = random_count(state);
	r->agreed = (uint16_t)below(state, 65536);
	r->state = (enum conn_state)below(state, N_CONN_STATES);
	r->initiator = (enum role)below(state, 3);
	r->evidence = (enum evidence)below(state, N_EVIDENCE);
	r->confidence = (uint8_t)below(state, 101);
	r->quirks = (uint16_t)below(state, 1 << N_QUIRKS);
	r->max_gap_ns = (int64_t)(random_count(state) >> 1);
	r->max_gap_ns -= r->max_gap_ns % 1000000;
	r->peak_hour_packets = random_count(state);
	r->peak_hour_payload = random_count(state);
	r->service = random_text(state);
	r->operations = random_text(state);
	r->vlan = random_text(state);
}

static void random_record(struct record *r, uint64_t *state)
{
	switch (below(state, 8)) {
	case 0:
		record_init(r, RECORD_RUN);
		r->capture = random_text(state);
		r->operations = random_text(state);
		break;
	case 1:
		record_init(r, RECORD_ARP);
		r->addr[0] = (uint32_t)random64(state);
		r->mac[0] = random_text(state);
		r->name[0] = random_text(state);
		r->operations = random_text(state);
		r->max_gap_ns = (int64_t)below(state, 1000) * 1000000;
		break;
	default:
		random_flow(r, state);
		return;
	}
	r->packets[0] = random_count(state);
	r->packets[1] = random_count(state);
	if (below(state, 2))
		r->first_ns = r->last_ns = (int64_t)random64(state);
}

Test(record, round_trip)
{
	uint64_t state = 20231027;
	struct text csv = { 0 };
	struct record r;

	for (int round = 0; round < 200; round++) {
		text_clear(&csv);
		record_put_header(&csv, "");
		for (uint64_t n = below(&state, 20); n-- > 0;) {
			random_record(&r, &state);
			record_put(&csv, &r);
		}
		record_init(&r, RECORD_RUN);
		record_put(&csv, &r);
		expect_same(csv.s, below(&state, 3) ? 0 : 1);
	}
	text_release(&csv);
}

#define HEADER                                                            \
	"first,last,proto,client,client_port,server,server_port,service," \
	"state,c_packets,s_packets,c_bytes,s_bytes,c_payload,s_payload,"  \
	"initiator,direction,confidence,quirks,operations,max_gap,"       \
	"peak_hour_packets,peak_hour_payload,client_mac,server_mac,vlan," \
	"community_id,errors,peak_hour_errors,agreed,client_name,server_name"
#define FLOW                                                              \
	"2023-10-27T03:18:00.000000000Z,2023-10-27T03:19:00.000000000Z,"  \
	"tcp,10.0.0.1,40000,10.0.0.2,502,modbus,SF,5,4,300,240,60,40,"    \
	"client,handshake,0.99,split,read:coils,30.000,9,100,"            \
	"00:00:00:00:00:0a,00:00:00:00:00:0b,10.20,"                      \
	"1:/+JBy2Q1zp1KkEWqSPgaxJf5R90=,12,5,135,dhcp:HMI-1,enip:1756-L71"
enum { N_OURS = 32 };		/* columns in HEADER */
#define ARP \
	",,arp,10.0.0.1,,,,,,1,2,,,,,,,,,asked:3,1.500,,," \
	"00:00:00:00:00:0a,,,,,,,nbns:PC,"
#define RUN_REST ",run,x.pcap,,,,,,9,0,,,,,,,,,format:1,,,,,,,,,,,,"
#define RUN "," RUN_REST

Test(record_csv, names_what_is_wrong)
{
	static const struct {
		const char *from, *to, *column;
	} cases[] = {
		{ "2023-10-27T03:18:00", "yesterday", "first" },
		{ "2023-10-27T03:18:00.000000000Z", "", "first" },
		{ "2023-10-27T03:19:00.000000000Z", "", "last" },
		{ "2023-10-27T03:19", "2023-10-27T03:17", "last" },
		{ "tcp", "icmp", "proto" },
		{ "tcp", "", "proto" },
		{ "10.0.0.1", "10.0.0.256", "client" },
		{ "10.0.0.1", "", "client" },
		{ "40000", "65536", "client_port" },
		{ "40000", "-1", "client_port" },
		{ "40000", "4e4", "client_port" },
		{ "10.0.0.2", "plc", "server" },
		{ ",502,", ",0x1f6,", "server_port" },
		{ ",SF,", ",ZZ,", "state" },
		{ ",SF,", ",,", "state" },
		{ ",5,4,", ",5.0,4,", "c_packets" },
		{ ",5,4,", ",5,18446744073709551616,", "s_packets" },
		{ ",300,", ",+300,", "c_bytes" },
		{ ",240,", ",2 40,", "s_bytes" },
		{ ",60,", ",sixty,", "c_payload" },
		{ ",40,", ",40-,", "s_payload" },
		{ ",client,hand", ",me,hand", "initiator" },
		{ "handshake", "guess", "direction" },
		{ "handshake", "", "direction" },
		{ "0.99", "1.01", "confidence" },
		{ "0.99", "-0.5", "confidence" },
		{ "0.99", "0.9x", "confidence" },
		{ "0.99", ".99", "confidence" },
		{ "0.99", "9e9", "confidence" },
		{ "0.99", "99999999999999999999999", "confidence" },
		{ "split", "odd", "quirks" },
		{ "30.000", "-1", "max_gap" },
		{ "30.000", "1.2.3", "max_gap" },
		{ "30.000", "9223372036.855", "max_gap" },
		{ "30.000", "99999999999999999999", "max_gap" },
		{ ",9,100,", ",x,100,", "peak_hour_packets" },
		{ ",9,100,", ",9,x,", "peak_hour_payload" },
	};
	const char *flow = FLOW;

	for (size_t i = 0; i < N(cases); i++) {
		const char *at = strstr(flow, cases[i].from);
		struct text csv = { 0 }, out = { 0 }, want = { 0 };

		cr_assert(at != NULL, "%s", cases[i].from);
		text_printf(&csv, "%s\n%s\n%.*s%s%s\n%s\n", HEADER, flow,
			    (int)(at - flow), flow, cases[i].to,
			    at + strlen(cases[i].from), RUN);
		text_printf(&want, "\n!x.csv:3: column '%s': '",
			    cases[i].column);
		copy(csv.s, 0, &out);
		cr_expect(strstr(out.s, want.s), "%s -> %s: %s", cases[i].from,
			  cases[i].to, strrchr(out.s, '!'));
		text_release(&csv);
		text_release(&out);
		text_release(&want);
	}
}

/* Accepted, and what becomes of it. */
Test(record_csv, what_is_lenient)
{
	static const struct {
		const char *from, *to, *back;
	} cases[] = {
		{ ",0.99,", ",0.999,", ",0.99," },
		{ ",0.99,", ",1,", ",1.00," },
		{ ",0.99,", ",0,", ",0.00," },
		{ ",0.99,", ",0.5,", ",0.50," },
		{ ",30.000,", ",30,", ",30.000," },
		{ ",30.000,", ",30.0009999999999999999999999,", ",30.000," },
		{ ",30.000,", ",9223372036.854,", ",9223372036.854," },
		{ ",30.000,", ",,", ",0.000," },
		{ "03:18:00.000000000Z", "03:18:00Z", "03:18:00.000000000Z" },
		{ ",split,", ",split+conflict,", ",conflict+split," },
		{ ",client,hand", ",,hand", ",,hand" },
		{ ",modbus,", ",\"modbus\",", ",modbus," },
		{ "1:/+JBy2Q1zp1KkEWqSPgaxJf5R90=", "", "1:" },
	};
	const char *flow = FLOW;

	for (size_t i = 0; i < N(cases); i++) {
		const char *at = strstr(flow, cases[i].from);
		struct text csv = { 0 }, out = { 0 };

		cr_assert(at != NULL, "%s", cases[i].from);
		text_printf(&csv, "%s\r\n%.*s%s%s\r\n%s\r\n", HEADER,
			    (int)(at - flow), flow, cases[i].to,
			    at + strlen(cases[i].from), RUN);
		copy(csv.s, 0, &out);
		cr_expect(!strchr(out.s, '!') && strstr(out.s, cases[i].back),
			  "%s -> %s: %s", cases[i].from, cases[i].to, out.s);
		text_release(&csv);
		text_release(&out);
	}
}

static const struct {
	const char *name, *csv, *end;	/* last line of the copy */
} files[] = {
	{ "whole", HEADER "\n" FLOW "\n" ARP "\n" RUN "\n", RUN "\n" },
	{ "no run row", HEADER "\n" FLOW "\n",
	  "!x.csv: incomplete: the run row that ends flow CSV is missing\n" },
	{ "header only", HEADER "\n",
	  "!x.csv: incomplete: the run row that ends flow CSV is missing\n" },
	{ "cut in a row", HEADER "\n" FLOW "\n2023-10-27T03:18:00",
	  "!x.csv:3: 1 fields, where the header has 32\n" },
	{ "a field too many", HEADER "\n" FLOW ",\n" RUN "\n",
	  "!x.csv:2: 33 fields, where the header has 32\n" },
	{ "a field too few", HEADER "\n,,run,x.pcap\n",
	  "!x.csv:2: 4 fields, where the header has 32\n" },
	{ "a capture that ends before it begins", HEADER "\n"
	  "2023-10-27T03:19:00Z,2023-10-27T03:18:00Z" RUN_REST "\n",
	  "!x.csv:2: column 'last': '2023-10-27T03:18:00Z' is not valid\n" },
	{ "a capture that only begins", HEADER "\n"
	  "2023-10-27T03:19:00Z," RUN_REST "\n",
	  "!x.csv:2: column 'last': '' is not valid\n" },
	{ "a capture that only ends", HEADER "\n"
	  ",2023-10-27T03:19:00Z" RUN_REST "\n",
	  "!x.csv:2: column 'first': '' is not valid\n" },
	{ "empty", "", "!x.csv: empty: neither a capture nor flow CSV\n" },
	{ "blank lines", "\n\n\n",
	  "!x.csv: empty: neither a capture nor flow CSV\n" },
	{ "another table", "a,b\n1,2\n",
	  "!x.csv: neither a capture nor flow CSV (column 'first' is "
	  "missing)\n" },
	{ "newer", HEADER "\n,,run,x,,,,,,9,0,,,,,,,,,format:2,,,,,,,,,,,,\n",
	  "!x.csv:2: flow CSV format 2 is newer than this program reads "
	  "(1)\n" },
	{ "much newer", HEADER "\n,,run,x,,,,,,9,0,,,,,,,,,a:1+format:"
	  "99999999999999999999,,,,,,,,,,,,\n",
	  "!x.csv:2: flow CSV format 18446744073709551615 is newer than this "
	  "program reads (1)\n" },
	{ "broken quotes", HEADER "\n\"" FLOW "\n",
	  "!x.csv:2: quote that never ends\n" },
};

Test(record_csv, files)
{
	for (size_t i = 0; i < N(files); i++) {
		struct text out = { 0 };
		size_t want = strlen(files[i].end);

		copy(files[i].csv, 0, &out);
		cr_expect(out.len >= want &&
			  !strcmp(out.s + out.len - want, files[i].end),
			  "%s: %s", files[i].name, out.s);
		text_release(&out);
	}
}

/* Every column that must be there is missed by its name; others are not. */
Test(record_csv, missing_columns)
{
	static const char optional[] =
		",service,initiator,quirks,max_gap,peak_hour_packets,"
		"peak_hour_payload,client_mac,server_mac,vlan,community_id,"
		"errors,peak_hour_errors,agreed,client_name,server_name,";
	const char *header = HEADER;

	for (const char *at = header; *at; at += *at == ',') {
		size_t len = strcspn(at, ",");
		struct text csv = { 0 }, out = { 0 }, word = { 0 };

		text_printf(&csv, "%.*sx%s\n", (int)(at - header), header,
			    at);
		text_printf(&word, ",%.*s,", (int)len, at);
		copy(csv.s, 0, &out);
		word.s[0] = word.s[word.len - 1] = '\'';
		if (strstr(out.s, "is missing)"))
			cr_expect(strstr(out.s, word.s), "%s", out.s);
		word.s[0] = word.s[word.len - 1] = ',';
		cr_expect_eq(!strstr(out.s, "is missing)"),
			     !!strstr(optional, word.s), "%s: %s", word.s,
			     out.s);
		at += len;
		text_release(&csv);
		text_release(&out);
		text_release(&word);
	}
}

/* Columns of later versions come back, wherever they stand. */
Test(record_csv, unknown_columns)
{
	struct text out = { 0 };

	expect_same(HEADER ",\"odd, name\",,z\n" FLOW ",\"a,b\",,\" c\"\n" ARP
		    ",,,\n" RUN ",1,2,3\n", 0);
	copy("new," HEADER "\nx," FLOW "\n," RUN "\n", 1, &out);
	cr_expect_str_eq(out.s, HEADER ",new\n" FLOW ",x\n" RUN ",\n");
	copy(HEADER ",vlan\n" FLOW ",9\n" RUN ",\n", 0, &out);
	cr_expect_str_eq(out.s, HEADER ",vlan\n" FLOW ",9\n" RUN ",\n",
			 "a name twice: the first is ours");
	text_release(&out);
}

Test(record_csv, most_columns)
{
	struct text csv = { 0 }, out = { 0 };

	text_puts(&csv, HEADER);
	for (int i = N_OURS; i < LIMIT_COLUMNS; i++)
		text_printf(&csv, ",c%d", i);
	text_puts(&csv, "\n" RUN);
	for (int i = N_OURS; i < LIMIT_COLUMNS; i++)
		text_putc(&csv, ',');
	text_putc(&csv, '\n');
	expect_same(csv.s, 0);
	text_release(&csv);
	/* Without some of ours there is room for more: not when written. */
	text_add(&csv, HEADER, strlen(HEADER) - strlen(",server_name"));
	for (int i = N_OURS - 1; i < LIMIT_COLUMNS; i++)
		text_printf(&csv, ",c%d", i);
	text_putc(&csv, '\n');
	copy(csv.s, 0, &out);
	cr_expect_str_eq(out.s, "!x.csv: more than 224 columns that are not "
				"known\n");
	text_release(&csv);
	text_puts(&csv, HEADER);
	for (int i = N_OURS; i <= LIMIT_COLUMNS; i++)
		text_printf(&csv, ",c%d", i);
	copy(csv.s, 0, &out);
	cr_expect_str_eq(out.s, "!x.csv:1: more than 256 columns\n");
	text_release(&csv);
	text_release(&out);
}

/* An answer that is smaller comes first only among rows that began later. */
Test(record_csv, order_of_generations)
{
	const char *csv = HEADER "\n" FLOW "\n" FLOW "\n" FLOW "\n" ARP "\n"
			  RUN "\n";
	struct bytes b = { csv, strlen(csv), 0 };
	struct strpool *pool = strpool_new(0);
	struct record_reader *r;
	struct record rec;
	struct err e;

	r = record_reader_new("x", read_bytes, &b, pool, &e);
	for (uint32_t i = 0; i < 3; i++) {
		cr_assert_eq(record_reader_next(r, &rec, &e), 1);
		cr_expect_eq(rec.generation, i);
	}
	cr_assert_eq(record_reader_next(r, &rec, &e), 1);
	cr_expect_eq(rec.generation, 0);
	record_reader_free(r);
	strpool_free(pool);
}

Test(record, order)
{
	struct record a, b;

	record_init(&a, RECORD_TCP);
	record_init(&b, RECORD_ARP);
	a.first_ns = 100;
	b.first_ns = 1;
	cr_expect(record_cmp(&a, &b) < 0 && record_cmp(&b, &a) > 0,
		  "flows before ARP");
	a.kind = RECORD_RUN;
	cr_expect(record_cmp(&a, &b) > 0, "ARP before runs");
	a.kind = b.kind = RECORD_UDP;
	cr_expect(record_cmp(&a, &b) > 0, "flows by time");
	a.first_ns = b.first_ns = 1;
	cr_expect_eq(record_cmp(&a, &b), 0);
	b.generation = 1;
	a.packets[0] = 99;
	cr_expect(record_cmp(&a, &b) < 0, "generations before counts");
	a.kind = b.kind = RECORD_RUN;
	a.capture = "b";
	b.capture = "a";
	cr_expect(record_cmp(&a, &b) > 0, "runs by name");
}

Test(record, counts)
{
	struct record r;

	record_init(&r, RECORD_RUN);
	cr_expect_eq(record_count(&r, "tcp"), 0);
	r.operations = "damaged:0+linktype-other:3+tcp:12+tcpx:5+bare+cut:1";
	cr_expect_eq(record_count(&r, "tcp"), 12);
	cr_expect_eq(record_count(&r, "other"), 0);
	cr_expect_eq(record_count(&r, "bare"), 0);
	cr_expect(!record_is_damaged(&r) && record_is_cut(&r));
	r.operations = "damage:1";
	cr_expect(record_is_damaged(&r) && !record_is_cut(&r));
}
