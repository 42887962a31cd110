/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Port scans and host sweeps: one finding a source, whatever it tried.
 *
 * Probes outside the baseline are folded to targets (source, host, port);
 * targets are counted by host and by port. A group that is large enough and
 * mostly without data makes its source a scanner; then everything it tried
 * in vain belongs to the scan, and what answered within the groups does too.
 */
#include "judge/detect_scan.h"

#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"
#include "judge/detect_probe.h"

/* A steady retry towards a device that is not there knocks more often than
 * a scan; only learning, which knows nothing yet, spares it. */
enum { STEADY_PROBES = 10 };

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static int probe_cmp(const void *pa, const void *pb)
{
	const struct probe *a = pa, *b = pb;
	int c = ORDER(a->source, b->source);

	c = c ? c : ORDER(a->host, b->host);
	c = c ? c : ORDER(a->proto, b->proto);
	c = c ? c : ORDER(a->port, b->port);
	return c ? c : ORDER(a->record, b->record);
}

static int by_port(const void *pa, const void *pb)
{
	const struct target *const *a = pa, *const *b = pb;
	int c = ORDER((*a)->proto, (*b)->proto);

	c = c ? c : ORDER((*a)->port, (*b)->port);
	return c ? c : ORDER((*a)->host, (*b)->host);
}

static bool same_target(const struct probe *a, const struct target *t)
{
	return a->source == t->source && a->host == t->host &&
	       a->proto == t->proto && a->port == t->port;
}

static size_t gather_probes(const struct scene *s, struct probe **probes)
{
	size_t n = 0, cap = 0;

	*probes = NULL;
	for (size_t i = 0; i < s->in->n_records; i++) {
		struct probe p = { .record = (uint32_t)i };

		if (!scene_is_free(s, i) ||
		    !probe_of(s, &s->in->records[i], &p))
			continue;
		*probes = grow(*probes, n, &cap, sizeof **probes);
		(*probes)[n++] = p;
	}
	if (n)
		qsort(*probes, n, sizeof **probes, probe_cmp);
	return n;
}

static size_t fold_targets(const struct probe *probes, size_t n,
			   struct target **targets)
{
	size_t n_targets = 0, cap = 0;

	*targets = NULL;
	for (size_t i = 0; i < n; i++) {
		const struct probe *p = &probes[i];
		struct target *t;

		if (!n_targets || !same_target(p, &(*targets)[n_targets - 1])) {
			*targets = grow(*targets, n_targets, &cap,
					sizeof **targets);
			(*targets)[n_targets++] = (struct target){
				.source = p->source, .host = p->host,
				.port = p->port, .proto = p->proto,
				.probes = p,
			};
		}
		t = &(*targets)[n_targets - 1];
		t->n++;
		t->talked |= p->talked;
		if (p->reaction > t->reaction)
			t->reaction = p->reaction;
	}
	return n_targets;
}

/* Without a baseline what talks, or knocks steadily, is somebody's work. */
static bool is_spared(const struct scene *s, const struct target *t)
{
	return !s->in->baseline && (t->talked || t->n >= STEADY_PROBES);
}

static bool group_is_scan(const struct scene *s, struct target *const *t,
			  size_t n, uint32_t enough)
{
	size_t n_counted = 0, n_silent = 0;

	for (size_t i = 0; i < n; i++) {
		n_counted += !is_spared(s, t[i]);
		n_silent += !t[i]->talked && !is_spared(s, t[i]);
	}
	return n_counted >= enough &&
	       (uint64_t)n_silent * 100 >=
	       (uint64_t)n * s->in->options->silent_percent;
}

/* Mark the targets of one group; count the group. */
static void mark(struct scan *scan, struct target **t, size_t n, bool by_host)
{
	for (size_t i = 0; i < n; i++) {
		t[i]->host_scanned |= by_host;
		t[i]->port_swept |= !by_host;
	}
	if (by_host)
		scan->n_hosts_scanned++;
	else
		scan->n_ports_swept++;
}

static void judge_hosts(const struct scene *s, struct scan *scan)
{
	struct target **t = scan->targets;

	for (size_t i = 0, end; i < scan->n; i = end) {
		end = i + 1;
		while (end < scan->n && t[end]->host == t[i]->host)
			end++;
		if (group_is_scan(s, t + i, end - i,
				  s->in->options->scan_ports))
			mark(scan, t + i, end - i, true);
	}
}

static void judge_ports(const struct scene *s, struct scan *scan)
{
	struct target **t = xcalloc(scan->n, sizeof *t);

	memcpy(t, scan->targets, scan->n * sizeof *t);
	qsort(t, scan->n, sizeof *t, by_port);
	for (size_t i = 0, end; i < scan->n; i = end) {
		end = i + 1;
		while (end < scan->n && t[end]->proto == t[i]->proto &&
		       t[end]->port == t[i]->port)
			end++;
		if (group_is_scan(s, t + i, end - i,
				  s->in->options->sweep_hosts))
			mark(scan, t + i, end - i, false);
	}
	free(t);
}

/* Keep the targets that belong to the scan. */
static void keep_members(const struct scene *s, struct scan *scan)
{
	size_t n = 0;

	for (size_t i = 0; i < scan->n; i++) {
		struct target *t = scan->targets[i];

		if (!is_spared(s, t) && (t->host_scanned || t->port_swept ||
					   !t->talked))
			scan->targets[n++] = t;
	}
	scan->n = n;
}

static void judge_source(struct scene *s, struct target *first, size_t n)
{
	struct scan scan = { .source = first->source, .n = n };

	if (n < s->in->options->sweep_hosts && n < s->in->options->scan_ports)
		return;
	scan.targets = xcalloc(n, sizeof *scan.targets);
	for (size_t i = 0; i < n; i++)
		scan.targets[i] = &first[i];
	judge_hosts(s, &scan);
	judge_ports(s, &scan);
	if (scan.n_hosts_scanned || scan.n_ports_swept) {
		keep_members(s, &scan);
		scan_report(s, &scan);
	}
	free(scan.targets);
}

void detect_scan(struct scene *s)
{
	struct probe *probes;
	struct target *targets;
	size_t n_probes = gather_probes(s, &probes);
	size_t n = fold_targets(probes, n_probes, &targets);

	for (size_t i = 0, end; i < n; i = end) {
		end = i + 1;
		while (end < n && targets[end].source == targets[i].source)
			end++;
		judge_source(s, &targets[i], end - i);
	}
	free(targets);
	free(probes);
}
