/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/graph.h"

#include <criterion/criterion.h>
#include <graphviz/cgraph.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ground/addr.h"
#include "ground/limits.h"
#include "ground/text.h"
#include "judge/baseline.h"
#include "judge/names.h"
#include "present/graph_dot.h"
#include "present/graph_label.h"
#include "present/graph_layout.h"
#include "understand/record.h"

#define HMI ADDR(192, 168, 10, 21)
#define SCADA ADDR(192, 168, 10, 11)
#define PLC(i) (ADDR(192, 168, 10, 100) + (i))
#define OUTSIDE ADDR(203, 0, 113, 66)

/* --- making records, and a graph from them -------------------------------- */

struct flow {
	uint32_t client, server;
	uint16_t port;
	const char *service;
	enum conn_state state;
	uint64_t packets[2];
	enum record_kind kind;	/* 0 is TCP */
};

static struct record record_of(const struct flow *f)
{
	struct record r;

	record_init(&r, f->kind);
	r.first_ns = 1000;
	r.last_ns = 2000;
	r.addr[0] = f->client;
	r.addr[1] = f->server;
	r.port[0] = 50000;
	r.port[1] = f->port;
	r.service = f->service;
	r.state = f->state;
	r.packets[0] = f->packets[0];
	r.packets[1] = f->packets[1];
	r.payload[0] = f->packets[1] ? 10 : 0;
	r.payload[1] = f->packets[1] ? 10 : 0;
	r.initiator = ROLE_CLIENT;
	r.evidence = EVIDENCE_HANDSHAKE;
	r.confidence = 99;
	if (f->state == CONN_REJ)
		r.payload[0] = r.payload[1] = 0;
	return r;
}

static int make(struct graph *g, const struct flow *flows, size_t n,
		const struct graph_options *o)
{
	struct graph_builder *b = graph_builder_new(o);
	struct err e = { "" };
	int rc;

	for (size_t i = 0; i < n; i++) {
		struct record r = record_of(&flows[i]);

		graph_builder_add(b, &r);
	}
	rc = graph_builder_finish(b, g, &e);
	graph_builder_free(b);
	cr_expect_eq(rc != 0, e.msg[0] != '\0', "%s", e.msg);
	return rc;
}

static struct graph_options plain_options(void)
{
	struct err e;

	return (struct graph_options){
		.names = names_load(NULL, &e), .max_edges = LIMIT_GRAPH_EDGES
	};
}

static char *dot_of(const struct graph *g)
{
	char *s = NULL;
	size_t n;
	FILE *out = open_memstream(&s, &n);

	graph_put_dot(g, out);
	fclose(out);
	return s;
}

static const char *edge_label(const struct graph *g, size_t i, struct text *t)
{
	text_clear(t);
	graph_edge_label(g, &g->edges[i], t);
	return t->s;
}

static const char *node_label(const struct graph *g, size_t i, struct text *t)
{
	text_clear(t);
	graph_node_label(g, &g->nodes[i], t);
	return t->s;
}

/* --- text ----------------------------------------------------------------- */

static const struct {
	const char *in, *out;
} escapes[] = {
	{ "PLC 1", "PLC 1" },
	{ "\\N \\G", "\\\\N \\\\G" },
	{ "a\nb\x7f", "a\\\\x0ab\\\\x7f" },
	{ "P&lt;Q & R", "P&amp;lt;Q &amp; R" },
	{ "<b>x</b>", "<b>x</b>" },
	{ "K\xc3\xbchler \xe2\x82\xac \xf0\x9f\x8f\xad",
	  "K\xc3\xbchler \xe2\x82\xac \xf0\x9f\x8f\xad" },
	{ "\xfc", "\\\\xfc" },
	{ "\xc3", "\\\\xc3" },
	{ "\xc0\xaf", "\\\\xc0\\\\xaf" },
	{ "\xe0\x80\x80", "\\\\xe0\\\\x80\\\\x80" },
	{ "\xed\xa0\x80", "\\\\xed\\\\xa0\\\\x80" },
	{ "\xf4\x90\x80\x80", "\\\\xf4\\\\x90\\\\x80\\\\x80" },
};

Test(graph, escape)
{
	for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
		struct text t = { 0 };

		graph_escape(&t, escapes[i].in);
		cr_expect_str_eq(t.s, escapes[i].out, "row %zu", i);
		text_release(&t);
	}
}

Test(graph, hostile_service_survives_dot)
{
	const struct flow flows[] = {
		{ HMI, SCADA, 1, "\"];x\\N\\\" <&gt;\n", CONN_SF, { 5, 5 }, 0 },
	};
	struct graph_options o = plain_options();
	struct text want = { 0 };
	struct graph g;
	Agraph_t *ag;
	char *dot;

	cr_assert_eq(make(&g, flows, 1, &o), 0);
	dot = dot_of(&g);
	ag = agmemread(dot);
	cr_assert(ag);
	cr_expect_eq(agnnodes(ag), 2);
	cr_expect_eq(agnedges(ag), 1);
	graph_edge_label(&g, &g.edges[0], &want);
	cr_expect_str_eq(agget(agfstout(ag, agfstnode(ag)) ?
			       agfstout(ag, agfstnode(ag)) :
			       agfstin(ag, agfstnode(ag)), (char *)"label"),
			 want.s);
	agclose(ag);
	text_release(&want);
	free(dot);
	graph_release(&g);
	names_free((struct names *)o.names);
}

/* --- nodes and edges ------------------------------------------------------ */

Test(graph, one_edge_a_pair)
{
	const struct flow flows[] = {
		{ SCADA, PLC(2), 502, "modbus", CONN_SF, { 50, 50 }, 0 },
		{ SCADA, PLC(1), 502, "modbus", CONN_SF, { 50, 50 }, 0 },
		{ SCADA, PLC(1), 502, "modbus", CONN_S1, { 50, 50 }, 0 },
		{ SCADA, PLC(1), 80, "http", CONN_SF, { 5, 5 }, 0 },
		{ SCADA, PLC(1), 9999, "", CONN_SF, { 2, 2 }, 0 },
		{ HMI, OUTSIDE, 4441, "", CONN_S0, { 3, 0 }, 0 },
	};
	struct graph_options o = plain_options();
	struct text t = { 0 };
	struct graph g;

	cr_assert_eq(make(&g, flows, 6, &o), 0);
	cr_assert_eq(g.n_nodes, 5);
	cr_assert_eq(g.n_edges, 3);
	cr_expect_eq(g.nodes[g.edges[0].from].addr, SCADA);
	cr_expect_eq(g.nodes[g.edges[0].to].addr, PLC(1));
	cr_expect_str_eq(edge_label(&g, 0, &t), "modbus\\nhttp\\n9999/tcp");
	cr_expect_str_eq(edge_label(&g, 2, &t), "4441/tcp, no answer");
	cr_expect_str_eq(node_label(&g, 2, &t), "192.168.10.101\\n"
			 "serves modbus, http, 9999/tcp");
	cr_expect_eq(g.nodes[4].addr, OUTSIDE);
	cr_expect(g.nodes[4].outside);
	cr_expect_not(g.nodes[0].outside);
	text_release(&t);
	graph_release(&g);
	names_free((struct names *)o.names);
}

Test(graph, many_services_are_counted)
{
	struct flow flows[9];
	struct graph_options o = plain_options();
	struct text t = { 0 };
	struct graph g;

	for (uint16_t i = 0; i < 9; i++)
		flows[i] = (struct flow){ HMI, SCADA, (uint16_t)(1000 + i), "",
					  CONN_SF, { 9u - i, 1 }, 0 };
	cr_assert_eq(make(&g, flows, 9, &o), 0);
	cr_expect_str_eq(edge_label(&g, 0, &t), "1000/tcp\\n1001/tcp\\n"
			 "1002/tcp\\n1003/tcp\\n+5 more");
	text_release(&t);
	graph_release(&g);
	names_free((struct names *)o.names);
}

Test(graph, scan_is_folded)
{
	struct flow flows[60];
	struct graph_options o = plain_options();
	struct text t = { 0 };
	struct graph g;
	size_t n = 0;

	for (uint16_t i = 0; i < 41; i++)
		flows[n++] = (struct flow){ HMI, PLC(i), 22, "ssh", CONN_S0,
					    { 1, 0 }, 0 };
	for (uint16_t i = 0; i < 5; i++)
		flows[n++] = (struct flow){ HMI, PLC(50 + i),
					    (uint16_t)(20 + i), "", CONN_REJ,
					    { 1, 1 }, 0 };
	flows[n++] = (struct flow){ HMI, SCADA, 22, "ssh", CONN_RSTO,
				    { 2, 1 }, 0 };
	flows[n++] = (struct flow){ HMI, SCADA, 23, "", CONN_REJ, { 1, 1 }, 0 };
	cr_assert_eq(make(&g, flows, n, &o), 0);
	cr_assert_eq(g.n_edges, 3);
	cr_assert_eq(g.n_nodes, 4);
	cr_expect_str_eq(edge_label(&g, 0, &t), "ssh\\n23/tcp refused");
	cr_expect_str_eq(edge_label(&g, 1, &t), "5 ports tried");
	cr_expect_str_eq(edge_label(&g, 2, &t), "ssh tried");
	cr_expect_str_eq(node_label(&g, 3, &t), "41 addresses\\nno answer\\n"
			 "192.168.10.100\\nto 192.168.10.140");
	text_release(&t);
	graph_release(&g);
	names_free((struct names *)o.names);
}

Test(graph, one_way_datagrams_are_no_probes)
{
	struct flow flows[5];
	struct graph_options o = plain_options();
	struct graph g;

	for (uint16_t i = 0; i < 5; i++)
		flows[i] = (struct flow){ HMI, PLC(i), 514, "syslog", CONN_S0,
					  { 100, 0 }, RECORD_UDP };
	cr_assert_eq(make(&g, flows, 5, &o), 0);
	cr_expect_eq(g.n_edges, 5);
	graph_release(&g);
	names_free((struct names *)o.names);
}

Test(graph, hosts_alike_are_grouped)
{
	struct flow flows[20];
	struct graph_options o = plain_options();
	struct text t = { 0 };
	struct graph g;

	for (uint16_t i = 0; i < 20; i++)
		flows[i] = (struct flow){ SCADA, PLC(i), 502, "modbus",
					  CONN_SF, { 9, 9 }, 0 };
	flows[7].service = "s7comm";
	o.group = GRAPH_GROUP_ALWAYS;
	cr_assert_eq(make(&g, flows, 20, &o), 0);
	cr_assert_eq(g.n_nodes, 3);
	cr_expect_eq(g.edges[0].packets, 19 * 18);
	cr_expect_str_eq(node_label(&g, 1, &t), "19 hosts alike\\n"
			 "192.168.10.100\\nto 192.168.10.119\\nserves modbus");
	graph_release(&g);
	o.group = GRAPH_GROUP_AUTO;
	cr_assert_eq(make(&g, flows, 20, &o), 0);
	cr_expect_eq(g.n_nodes, 21, "20 edges are not crowded");
	text_release(&t);
	graph_release(&g);
	names_free((struct names *)o.names);
}

Test(graph, too_many_edges)
{
	struct flow flows[4];
	struct graph_options o = plain_options();
	struct graph g;

	for (uint16_t i = 0; i < 4; i++)
		flows[i] = (struct flow){ HMI, PLC(i), 502, "modbus", CONN_SF,
					  { 9, 9 }, 0 };
	o.max_edges = 4;
	cr_expect_eq(make(&g, flows, 4, &o), 0);
	graph_release(&g);
	o.max_edges = 3;
	cr_expect_eq(make(&g, flows, 4, &o), -1);
	names_free((struct names *)o.names);
}

Test(graph, order_of_records_does_not_matter)
{
	struct flow flows[300], other[300];
	struct graph_options o = plain_options();
	struct graph a, b;
	char *x, *y;

	for (uint16_t i = 0; i < 300; i++)
		flows[i] = (struct flow){ i % 3 ? HMI : SCADA, PLC(i % 90),
					  (uint16_t)(i % 7 * 100), "",
					  i % 11 ? CONN_SF : CONN_S0,
					  { i, i % 11 ? i : 0 }, 0 };
	for (size_t i = 0; i < 300; i++)
		other[i * 7 % 300] = flows[i];
	cr_assert_eq(make(&a, flows, 300, &o), 0);
	cr_assert_eq(make(&b, other, 300, &o), 0);
	x = dot_of(&a);
	y = dot_of(&b);
	cr_expect_str_eq(x, y);
	free(x);
	free(y);
	graph_release(&a);
	graph_release(&b);
	names_free((struct names *)o.names);
}

Test(graph, nothing_is_a_graph_too)
{
	struct graph_options o = plain_options();
	struct graph g;
	char *dot;

	cr_assert_eq(make(&g, NULL, 0, &o), 0);
	dot = dot_of(&g);
	cr_expect(strstr(dot, "0 hosts, 0 arrows"));
	free(dot);
	graph_release(&g);
	names_free((struct names *)o.names);
}

/* --- beside a baseline ---------------------------------------------------- */

static struct baseline *baseline_of(const char *rules)
{
	static const char header[] = "proto,client,client_port,server,"
		"server_port,service,purpose,initiator,operations,status,by,"
		"until,note\n";
	char path[] = "/tmp/test_graph.XXXXXX";
	int fd = mkstemp(path);
	struct baseline *b;
	struct err e;

	cr_assert_eq(write(fd, header, sizeof header - 1),
		     (ssize_t)sizeof header - 1);
	cr_assert_eq(write(fd, rules, strlen(rules)), (ssize_t)strlen(rules));
	close(fd);
	b = baseline_load(path, NULL, &e);
	unlink(path);
	cr_assert(b, "%s", e.msg);
	return b;
}

static void looks(const struct graph *g, char *out)
{
	for (size_t i = 0; i < g->n_edges; i++)
		*out++ = "pknm"[g->edges[i].look];
	*out++ = ' ';
	for (size_t i = 0; i < g->n_nodes; i++)
		*out++ = "pknm"[g->nodes[i].look];
	*out = '\0';
}

Test(graph, known_new_missing)
{
	const struct flow flows[] = {
		{ HMI, SCADA, 20295, "", CONN_SF, { 50, 50 }, 0 },
		{ HMI, SCADA, 22, "ssh", CONN_SF, { 50, 50 }, 0 },
		{ HMI, OUTSIDE, 4441, "", CONN_S0, { 3, 0 }, 0 },
	};
	struct graph_options o = plain_options();
	struct baseline *b = baseline_of(
		"tcp,192.168.10.21,*,192.168.10.11,20295,,,,,learned,,,\n"
		"tcp,192.168.10.11,*,192.168.10.101,502,modbus,,,,learned,,,\n"
		"tcp,192.168.10.31,*,192.168.10.11,22,ssh,,,,review,,,\n"
		"tcp,10.0.0.0/8,*,192.168.10.11,80,http,,,,approved,,,\n");
	struct graph g;
	char got[64];

	o.baseline = b;
	cr_assert_eq(make(&g, flows, 3, &o), 0);
	looks(&g, got);
	/* SCADA-PLC missing; HMI-SCADA known and, apart, new; outside new.
	 * A rule under review or for a network is not missed. */
	cr_expect_str_eq(got, "mknn kkmn");
	graph_release(&g);
	o.only_changes = true;
	cr_assert_eq(make(&g, flows, 3, &o), 0);
	looks(&g, got);
	cr_expect_str_eq(got, "mnn kkmn");
	graph_release(&g);
	baseline_free(b);
	names_free((struct names *)o.names);
}

Test(graph, doubtful_direction_follows_the_rule)
{
	struct graph_options o = plain_options();
	struct baseline *b = baseline_of(
		"tcp,192.168.10.21,*,192.168.10.11,20295,,,,,learned,,,\n");
	const struct flow f = { SCADA, HMI, 50000, "", CONN_OTH, { 5, 5 }, 0 };
	struct record r = record_of(&f);
	struct graph_builder *builder;
	struct text t = { 0 };
	struct graph g;
	struct err e;
	char got[64];

	r.port[0] = 20295;
	r.evidence = EVIDENCE_FIRST;
	r.confidence = 60;
	o.baseline = b;
	builder = graph_builder_new(&o);
	graph_builder_add(builder, &r);
	cr_assert_eq(graph_builder_finish(builder, &g, &e), 0);
	graph_builder_free(builder);
	looks(&g, got);
	cr_expect_str_eq(got, "k kk");
	cr_expect_eq(g.nodes[g.edges[0].from].addr, HMI);
	cr_expect_str_eq(edge_label(&g, 0, &t), "20295/tcp");
	text_release(&t);
	graph_release(&g);
	baseline_free(b);
	names_free((struct names *)o.names);
}

/* --- pictures ------------------------------------------------------------- */

Test(graph, broken_dot_is_an_error_with_reasons)
{
	struct graph_layout l = { .format = "svg", .seconds = 20 };
	char *s = NULL;
	size_t n;
	FILE *out = open_memstream(&s, &n);
	struct err e;

	cr_expect_eq(graph_draw(&l, "digraph {", out, &e), -1);
	fclose(out);
	cr_expect_eq(n, 0, "nothing of a failed attempt is output");
	cr_expect(strstr(e.msg, "dot: ") && strstr(e.msg, "fdp: "), "%s",
		  e.msg);
	text_release(&l.why);
	free(s);
}

/* Every node with every other: dot would take minutes. */
static char *dense_dot(void)
{
	struct text t = { 0 };

	text_puts(&t, "digraph {");
	for (unsigned i = 0; i < 150; i++)
		for (unsigned k = 0; k < 150; k++)
			if (i != k)
				text_printf(&t, "%u->%u;", i, k);
	text_puts(&t, "}");
	return t.s;
}

Test(graph, slow_engine_gives_way)
{
	struct graph_layout l = { .format = "svg", .seconds = 2 };
	char *dot = dense_dot(), *s = NULL;
	size_t n;
	FILE *out = open_memstream(&s, &n);
	struct err e = { "" };

	cr_expect_eq(graph_draw(&l, dot, out, &e), 0, "%s", e.msg);
	fclose(out);
	cr_expect_str_neq(l.engine, "dot");
	cr_expect(strstr(l.why.s, "dot: not done after 2 s"));
	cr_expect(n > 1000 && strstr(s, "</svg>"));
	text_release(&l.why);
	free(dot);
	free(s);
}
