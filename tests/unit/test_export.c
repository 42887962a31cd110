/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/export.h"

#include <criterion/criterion.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ground/limits.h"
#include "judge/baseline.h"
#include "judge/names.h"
#include "present/export_filter.h"

/* "10.0.0.0/24 10.0.0.1": in any order, to a set. */
static struct net_set nets(const char *s)
{
	struct net_set set = { 0 };
	char *copy = strdup(s), *save = NULL;
	struct cidr net;

	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save)) {
		cr_assert(!cidr_parse(w, &net), "%s", w);
		net_set_add(&set, net);
	}
	net_set_finish(&set);
	free(copy);
	return set;
}

Test(export, nets_are_apart)
{
	static const struct {
		const char *in, *out;
		size_t count;
	} cases[] = {
		{ "", "", 0 },
		{ "10.0.0.2 10.0.0.1 10.0.0.2", "10.0.0.1 10.0.0.2 ", 2 },
		{ "10.0.0.5 10.0.0.0/24 10.0.1.0", "10.0.0.0/24 10.0.1.0 ",
		  257 },
		{ "10.0.0.128/25 10.0.0.0/24 10.0.0.0/30", "10.0.0.0/24 ",
		  256 },
		{ "10.0.0.0/30 10.0.0.4", "10.0.0.0/30 10.0.0.4 ", 5 },
		{ "192.168.0.1 0.0.0.0/0", "0.0.0.0/0 ", 1000 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct net_set s = nets(cases[i].in);
		struct text t = { 0 };

		text_puts(&t, "");
		for (size_t k = 0; k < s.n; k++) {
			net_put(&t, &s.item[k]);
			text_putc(&t, ' ');
		}
		cr_expect_str_eq(t.s, cases[i].out, "%s", cases[i].in);
		cr_expect_eq(net_set_count(&s, 1000), cases[i].count, "%s",
			     cases[i].in);
		cr_expect_eq(net_set_is_all(&s),
			     !strcmp(cases[i].out, "0.0.0.0/0 "));
		text_release(&t);
		net_set_release(&s);
	}
}

Test(export, ports_are_apart)
{
	static const struct {
		struct port_range in[3];
		const char *out;
		bool all, single;
	} cases[] = {
		{ { { 502, 502 }, { 80, 80 }, { 502, 502 } }, "80 502 ", false,
		  true },
		{ { { 1, 3 }, { 4, 9 }, { 10, 10 } }, "1-9 10 ", false, false },
		{ { { 1, 9 }, { 4, 12 }, { 12, 12 } }, "1-12 ", false, false },
		{ { { 1, 40000 }, { 30000, 65535 }, { 7, 7 } }, "1-65535 ",
		  true, false },
		{ { { 502, 502 }, { 503, 503 }, { 504, 505 } },
		  "502 503 504-505 ", false, false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct port_set s = { 0 };
		struct text t = { 0 };

		for (size_t k = 0; k < 3; k++)
			port_set_add(&s, cases[i].in[k].lo, cases[i].in[k].hi);
		port_set_finish(&s);
		for (size_t k = 0; k < s.n; k++)
			text_printf(&t, s.item[k].lo == s.item[k].hi ?
				    "%u " : "%u-%u ", s.item[k].lo,
				    s.item[k].hi);
		cr_expect_str_eq(t.s, cases[i].out);
		cr_expect_eq(port_set_is_all(&s), cases[i].all);
		cr_expect_eq(port_set_is_single(&s), cases[i].single);
		text_release(&t);
		port_set_release(&s);
	}
}

/* A baseline of these rows, and what is exported of it. */
struct fixture {
	struct names *names;
	struct baseline *b;
	struct export x;
};

static char *write_file(const char *text)
{
	char *path = strdup("/tmp/otcap-export-XXXXXX");
	FILE *f = fdopen(mkstemp(path), "w");

	fputs(text, f);
	fclose(f);
	return path;
}

static void fixture_make(struct fixture *f, const char *rows,
			 const char *names)
{
	char *path = write_file(names);
	struct text t = { 0 };
	struct err e;

	f->names = names_load(path, &e);
	cr_assert(f->names, "%s", e.msg);
	unlink(path);
	free(path);
	text_puts(&t, "proto,client,client_port,server,server_port,initiator,"
		  "status\n");
	text_puts(&t, rows);
	path = write_file(t.s);
	f->b = baseline_load(path, f->names, &e);
	cr_assert(f->b, "%s", e.msg);
	unlink(path);
	free(path);
	text_release(&t);
	export_make(&f->x, f->b, f->names, 0);
}

static void fixture_release(struct fixture *f)
{
	export_release(&f->x);
	baseline_free(f->b);
	names_free(f->names);
}

/* Joined: servers with the same clients, ports of the same pair. */
Test(export, filters_join_what_is_alike)
{
	static const struct {
		const char *rows;
		size_t tests;
	} cases[] = {
		{ "tcp,10.0.0.1,*,10.0.0.2,502,client,learned\n", 6 },
		{ "tcp,10.0.0.1,*,10.0.0.2,502,client,learned\n"
		  "tcp,10.0.0.1,*,10.0.0.3,502,client,learned\n", 8 },
		{ "tcp,10.0.0.1,*,10.0.0.2,502,client,learned\n"
		  "tcp,10.0.0.1,*,10.0.0.3,502,client,learned\n"
		  "tcp,10.0.0.9,*,10.0.0.2,502,client,learned\n"
		  "tcp,10.0.0.9,*,10.0.0.3,502,client,learned\n", 10 },
		{ "tcp,10.0.0.1,*,10.0.0.2,502,client,learned\n"
		  "tcp,10.0.0.1,*,10.0.0.2,80,client,learned\n", 8 },
		{ "tcp,10.0.0.1,*,10.0.0.2,502,client,learned\n"
		  "udp,10.0.0.1,*,10.0.0.2,502,client,learned\n", 12 },
		{ "tcp,10.0.0.1,*,10.0.0.2,502,client,learned\n"
		  "tcp,10.0.0.1,7,10.0.0.2,502,client,learned\n", 14 },
		{ "tcp,10.0.0.0/24,*,10.0.0.2,502,client,learned\n"
		  "tcp,10.0.0.7,*,10.0.0.2,502,client,learned\n", 6 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture f;

		fixture_make(&f, cases[i].rows, "address,name\n");
		cr_expect_eq(export_filter_tests(&f.x), cases[i].tests,
			     "%s: %zu", cases[i].rows,
			     export_filter_tests(&f.x));
		fixture_release(&f);
	}
}

/* One packet: Ethernet, TCP without options. */
static void packet(uint8_t p[54], uint8_t from, uint8_t to, uint16_t ports[2])
{
	memset(p, 0, 54);
	p[12] = 8;
	p[14] = 0x45;
	p[17] = 40;
	p[23] = 6;
	p[26] = p[30] = 10;
	p[29] = from;
	p[33] = to;
	for (int i = 0; i < 2; i++) {
		p[34 + 2 * i] = (uint8_t)(ports[i] >> 8);
		p[35 + 2 * i] = (uint8_t)ports[i];
	}
	p[46] = 0x50;
}

static bool selects(const struct bpf_program *code, const uint8_t p[54])
{
	struct pcap_pkthdr h = { .caplen = 54, .len = 54 };

	return pcap_offline_filter(code, &h, p) != 0;
}

/* libpcap itself compiles it, and answers for both ends and both ways. */
Test(export, bpf_selects)
{
	static const struct {
		const char *rows;
		uint8_t from, to;
		uint16_t ports[2];
		bool known;
	} cases[] = {
		{ "tcp,10.0.0.1,*,10.0.0.2,502,client,learned\n", 1, 2,
		  { 4000, 502 }, true },
		{ "tcp,10.0.0.1,*,10.0.0.2,502,client,learned\n", 2, 1,
		  { 502, 4000 }, true },
		{ "tcp,10.0.0.1,*,10.0.0.2,502,client,learned\n", 2, 1,
		  { 4000, 502 }, false },
		{ "udp,10.0.0.1,*,10.0.0.2,502,client,learned\n", 1, 2,
		  { 4000, 502 }, false },
		{ "tcp,plc,*,10.0.0.2,502,client,learned\n", 9, 2,
		  { 4000, 502 }, true },
		{ "tcp,10.0.0.8,*,10.0.0.2,502,client,learned\n", 9, 2,
		  { 4000, 502 }, true },
		{ "tcp,10.0.0.1,*,10.0.0.2,51000+octet,client,learned\n", 1, 2,
		  { 4000, 51002 }, true },
		{ "tcp,10.0.0.1,*,10.0.0.0/24,51000+octet,client,learned\n",
		  1, 7, { 4000, 51008 }, false },
		{ "tcp,10.0.0.1,77,10.0.0.2,502,client,learned\n", 1, 2,
		  { 78, 502 }, false },
		{ "tcp,10.0.0.1,*,10.0.0.2,dynamic:135,client,learned\n", 1, 2,
		  { 4000, 1024 }, true },
		{ "tcp,0.0.0.0/0,*,0.0.0.0/0,9-11|20,client,learned\n", 5, 6,
		  { 11, 4000 }, true },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		static const struct export_options known = { .source = "x" },
			unknown = { .source = "x", .unknown = true };
		pcap_t *dead = pcap_open_dead(DLT_EN10MB, 65535);
		struct bpf_program code;
		struct fixture f;
		struct text t = { 0 };
		uint16_t ports[2] = { cases[i].ports[0], cases[i].ports[1] };
		uint8_t p[54];
		struct err e;

		fixture_make(&f, cases[i].rows, "address,name\n10.0.0.8,plc\n"
			     "10.0.0.9,plc\n");
		packet(p, cases[i].from, cases[i].to, ports);
		for (int u = 0; u < 2; u++) {
			text_clear(&t);
			cr_assert(!export_bpf.put(&f.x, u ? &unknown : &known,
						  &t, &e));
			cr_assert(!pcap_compile(dead, &code, t.s, 1, 0), "%s",
				  pcap_geterr(dead));
			cr_expect_eq(selects(&code, p), cases[i].known != u,
				     "%zu %d", i, u);
			pcap_freecode(&code);
		}
		text_release(&t);
		fixture_release(&f);
		pcap_close(dead);
	}
}

Test(export, who_may_open)
{
	static const struct {
		const char *row;
		uint8_t opener;
	} cases[] = {
		{ "tcp,10.0.0.1,*,10.0.0.2,502,client,learned\n",
		  OPENER_CLIENT },
		{ "tcp,10.0.0.1,20000,10.0.0.2,1-65535,server,learned\n",
		  OPENER_SERVER },
		{ "tcp,10.0.0.1,*,10.0.0.2,502,,learned\n", OPENER_EITHER },
		{ "udp,10.0.0.1,*,10.0.0.2,502,client,learned\n",
		  OPENER_EITHER },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture f;

		fixture_make(&f, cases[i].row, "address,name\n");
		cr_assert_eq(f.x.n, 1);
		cr_expect_eq(f.x.items[0].opener, cases[i].opener, "%s",
			     cases[i].row);
		fixture_release(&f);
	}
}

/* Every rule is counted once, whatever becomes of it. */
Test(export, counts)
{
	struct fixture f;
	const struct export_counts *c = &f.x.counts;

	fixture_make(&f, "tcp,10.0.0.1,*,10.0.0.0/20,51000+octet,,learned\n"
		     "tcp,10.0.0.1,*,10.0.0.0/19,51000+octet,,learned\n"
		     "tcp,10.0.0.1,*,10.0.0.2,80,,review\n"
		     "tcp,10.0.0.1,*,10.0.0.2,81,,ignored\n"
		     "tcp,10.0.0.1,*,10.0.0.2,82,,unanswered\n"
		     "tcp,ghost,*,10.0.0.2,83,,approved\n"
		     "tcp,10.0.0.1,*,10.0.0.2,dynamic:21,,learned\n",
		     "address,mac,name\n,02:00:00:00:00:01,ghost\n");
	cr_expect_eq(c->rules, 7);
	cr_expect_eq(c->exported, 2);
	cr_expect_eq(c->follows, 1);
	cr_expect_eq(c->review, 1);
	cr_expect_eq(c->unexplained, 1);
	cr_expect_eq(c->unanswered, 1);
	cr_expect_eq(c->nowhere, 1);
	cr_expect_eq(c->dynamic, 1);
	cr_expect_eq(f.x.n, LIMIT_EXPORT_FOLLOWING + 1);
	fixture_release(&f);
}
