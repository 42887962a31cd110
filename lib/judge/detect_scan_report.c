/* SPDX-License-Identifier: BSD-3-Clause */
#include "judge/detect_scan.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "ground/limits.h"
#include "judge/baseline.h"
#include "judge/detect_probe.h"
#include "judge/detect_story.h"
#include "judge/names.h"

/* Numbers of a whole scan. */
struct tally {
	size_t n_hosts, n_ports, n_hosts_answering;
	size_t by_reaction[3];
};

static int cmp_u32(const void *pa, const void *pb)
{
	const uint32_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

static size_t distinct_ports(const struct scan *scan)
{
	uint32_t *ports = xcalloc(scan->n, sizeof *ports);
	size_t n = 0;

	for (size_t i = 0; i < scan->n; i++)
		ports[i] = (uint32_t)scan->targets[i]->proto << 16 |
			scan->targets[i]->port;
	qsort(ports, scan->n, sizeof *ports, cmp_u32);
	for (size_t i = 0; i < scan->n; i++)
		n += !i || ports[i] != ports[i - 1];
	free(ports);
	return n;
}

static size_t host_end(const struct scan *scan, size_t i)
{
	size_t end = i + 1;

	while (end < scan->n &&
	       scan->targets[end]->host == scan->targets[i]->host)
		end++;
	return end;
}

static struct tally count(const struct scan *scan)
{
	struct tally t = { .n_ports = distinct_ports(scan) };

	for (size_t i = 0, end; i < scan->n; i = end) {
		bool reacted = false;

		end = host_end(scan, i);
		t.n_hosts++;
		for (size_t j = i; j < end; j++) {
			t.by_reaction[scan->targets[j]->reaction]++;
			reacted |= scan->targets[j]->reaction != REACTION_NONE;
		}
		t.n_hosts_answering += reacted;
	}
	return t;
}

static bool is_unknown(const struct scene *s, uint32_t addr)
{
	return s->in->baseline && !baseline_has_host(s->in->baseline, addr);
}

static void put_summary(const struct scene *s, const struct scan *scan,
			const struct tally *n, struct text *t)
{
	story_host(s, t, scan->source);
	if (is_unknown(s, scan->source))
		text_puts(t, ", a machine that no rule names,");
	text_puts(t, " tried ");
	if (n->n_ports == 1)
		story_port(s, t, scan->targets[0]->proto,
			   scan->targets[0]->port);
	else
		story_count(t, n->n_ports, "port");
	text_puts(t, " on ");
	if (n->n_hosts == 1) {
		story_host(s, t, scan->targets[0]->host);
	} else {
		story_number(t, n->n_hosts);
		text_puts(t, " addresses");
	}
	text_puts(t, "; ");
	if (n->by_reaction[REACTION_ANSWERED]) {
		story_count(t, n->by_reaction[REACTION_ANSWERED], "open port");
		text_puts(t, " answered.");
	} else if (!n->by_reaction[REACTION_REFUSED]) {
		text_puts(t, "nothing answered.");
	} else {
		text_puts(t, n->by_reaction[REACTION_NONE] ?
			  "no port was open." : "everything was refused.");
	}
}

static void put_rest(struct text *t, size_t n, const char *what)
{
	if (n <= LIMIT_FINDING_MEMBERS)
		return;
	story_line(t);
	text_puts(t, "and ");
	story_number(t, n - LIMIT_FINDING_MEMBERS);
	text_putc(t, ' ');
	text_puts(t, what);
}

/* "; tcp/22 (ssh), tcp/502 (modbus) with data answered" */
static void put_open(const struct scene *s, struct target *const *g, size_t n,
		     struct text *t)
{
	size_t n_open = 0;

	for (size_t i = 0; i < n; i++) {
		if (g[i]->reaction != REACTION_ANSWERED ||
		    n_open++ >= LIMIT_FINDING_MEMBERS)
			continue;
		text_puts(t, n_open == 1 ? "; answered: " : ", ");
		story_port(s, t, g[i]->proto, g[i]->port);
		if (g[i]->talked)
			text_puts(t, " with data");
	}
	if (n_open > LIMIT_FINDING_MEMBERS) {
		text_puts(t, " and ");
		story_number(t, n_open - LIMIT_FINDING_MEMBERS);
		text_puts(t, " more");
	}
}

static bool any_answered(struct target *const *g, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (g[i]->reaction == REACTION_ANSWERED)
			return true;
	return false;
}

/* A line for each machine that was scanned or answered. */
static void put_hosts(const struct scene *s, const struct scan *scan,
		      struct text *t)
{
	size_t n = 0;

	for (size_t i = 0, end; i < scan->n; i = end) {
		struct target *const *g = &scan->targets[i];

		end = host_end(scan, i);
		if ((!g[0]->host_scanned && !any_answered(g, end - i)) ||
		    n++ >= LIMIT_FINDING_MEMBERS)
			continue;
		story_line(t);
		story_host(s, t, g[0]->host);
		text_puts(t, ": ");
		story_count(t, end - i, "port");
		text_puts(t, " tried");
		put_open(s, g, end - i, t);
	}
	put_rest(t, n, "machines more");
}

static void put_totals(const struct scan *scan, const struct tally *n,
		       struct text *t)
{
	story_line(t);
	story_count(t, scan->n, "endpoint");
	text_puts(t, " tried: ");
	story_number(t, n->by_reaction[REACTION_ANSWERED]);
	text_puts(t, " answered, ");
	story_number(t, n->by_reaction[REACTION_REFUSED]);
	text_puts(t, " refused, ");
	story_number(t, n->by_reaction[REACTION_NONE]);
	text_puts(t, " silent; ");
	story_number(t, n->n_hosts_answering);
	text_puts(t, " of ");
	story_number(t, n->n_hosts);
	text_puts(t, n->n_hosts == 1 ? " address is there" :
		  " addresses are there");
}

static int by_port(const void *pa, const void *pb)
{
	const struct target *const *a = pa, *const *b = pb;
	uint32_t x = (uint32_t)(*a)->proto << 16 | (*a)->port;
	uint32_t y = (uint32_t)(*b)->proto << 16 | (*b)->port;

	return (x > y) - (x < y);
}

/* Ports tried on more machines than were scanned port by port. */
static void put_sweeps(const struct scene *s, const struct scan *scan,
		       struct text *t)
{
	struct target **g = xcalloc(scan->n, sizeof *g);
	size_t n = 0;

	memcpy(g, scan->targets, scan->n * sizeof *g);
	qsort(g, scan->n, sizeof *g, by_port);
	for (size_t i = 0, end; i < scan->n; i = end) {
		end = i + 1;
		while (end < scan->n && !by_port(&g[i], &g[end]))
			end++;
		if (!g[i]->port_swept || end - i <= scan->n_hosts_scanned ||
		    n++ >= LIMIT_FINDING_MEMBERS)
			continue;
		story_line(t);
		text_puts(t, "host sweep: ");
		story_port(s, t, g[i]->proto, g[i]->port);
		text_puts(t, " on ");
		story_number(t, end - i);
		text_puts(t, " addresses");
	}
	put_rest(t, n, "ports more");
	free(g);
}

static void put_filter(const struct scan *scan, const struct tally *n,
		       const struct finding *f, struct text *t)
{
	story_filter_hosts(t, scan->source, 0);
	if (n->n_hosts <= LIMIT_FINDING_MEMBERS) {
		text_puts(t, " && ip.addr in {");
		for (size_t i = 0; i < scan->n; i = host_end(scan, i)) {
			if (i)
				text_puts(t, ", ");
			text_addr(t, scan->targets[i]->host);
		}
		text_putc(t, '}');
	}
	story_filter_port(t, f->proto, f->server_port);
	story_filter_time(t, f->first_ns, f->last_ns);
}

static void put_evidence(const struct scene *s, const struct scan *scan,
			 const struct tally *n, struct text *t)
{
	put_totals(scan, n, t);
	put_hosts(s, scan, t);
	put_sweeps(s, scan, t);
	if (!is_unknown(s, scan->source))
		return;
	story_line(t);
	story_host(s, t, scan->source);
	text_puts(t, " is new: no rule names it");
}

static void collect(const struct scan *scan, struct keyed_list *members)
{
	for (size_t i = 0; i < scan->n; i++) {
		const struct target *g = scan->targets[i];

		for (size_t j = 0; j < g->n; j++)
			keyed_add(members, &(struct keyed){
				.record = g->probes[j].record });
	}
	keyed_sort(members);
}

void scan_report(struct scene *s, const struct scan *scan)
{
	struct keyed_list members = { 0 };
	struct tally n = count(scan);
	const struct target *first = scan->targets[0];
	struct finding *f;

	collect(scan, &members);
	if (names_role(s->in->names, scan->source) == HOST_SCANNER) {
		for (size_t i = 0; i < members.n; i++)
			s->fact[members.items[i].record].exempt = true;
		goto out;
	}
	f = scene_finding(s, scan->n_hosts_scanned ? FINDING_PORT_SCAN :
			  FINDING_HOST_SWEEP, members.items, members.n);
	f->technique = "T0846";		/* Remote System Discovery */
	f->cause = f->client = scan->source;
	f->server = n.n_hosts == 1 ? first->host : 0;
	f->server_port = n.n_ports == 1 ? first->port : 0;
	put_summary(s, scan, &n, &f->summary);
	put_evidence(s, scan, &n, &f->evidence);
	put_filter(scan, &n, f, &f->filter);
out:
	keyed_release(&members);
}
