/* SPDX-License-Identifier: BSD-3-Clause */
/* otcap-filter: captures in, what is unicast IPv4 TCP or UDP out. */
#include "otcap-filter.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "ground/alloc.h"
#include "ground/text.h"
#include "judge/names.h"
#include "judge/routine.h"
#include "present/filter_report.h"
#include "read/bpf.h"
#include "read/linktype.h"
#include "read/source.h"
#include "read/stream.h"

static const char help[] =
	"usage: otcap-filter [options] [capture ...]\n"
	"Copy the unicast IPv4 TCP and UDP packets of captures, byte for byte,"
	"\nor say what there is besides them.\n"
	"Captures are pcap or pcapng, plain, .gz or .zst; - or none is standard"
	" input.\n"
	"\n"
	"  -w FILE               the same as -o; .gz and .pcapng by name\n"
	"      --format FORMAT   pcap (default) or pcapng\n"
	"  -f EXPR               only what this pcap filter wants, too; numbers"
	" only\n"
	"  -x BASE               not what is routine, by a baseline: reads"
	" twice\n"
	"      --report          say what is set aside, and who sent it;\n"
	"                        without -w nothing else\n"
	"      --print-bpf       the same filter for tcpdump; with a capture,\n"
	"                        for its link type\n"
	"      --strict          a cut last record is damage, too\n"
	CLI_HELP
	"\n"
	"Exit status: 0 done, 2 trouble.\n";

static int fail(struct job *j, const struct err *e)
{
	progress_end(&j->progress);
	j->rc = cli_fail(&j->cli, e);
	return -1;
}

static int open_input(struct job *j, const char *path, struct err *e)
{
	struct stream *s = stream_open(path, e);

	return s ? source_add(j->source, s, path, e) : -1;
}

/* 0 when at least one can be read; the others are trouble all the same. */
static int open_inputs(struct job *j, const char *const *paths, size_t n)
{
	struct err e;
	size_t n_failed = 0;

	cli_allow_many_files();
	j->source = source_new();
	for (size_t i = 0; i < n; i++) {
		if (!open_input(j, paths[i], &e))
			continue;
		n_failed++;
		j->rc = cli_fail(&j->cli, &e);
	}
	return n_failed < n ? 0 : -1;
}

static bool has_nanoseconds(const struct source *src)
{
	for (size_t i = 0; i < source_n_captures(src); i++)
		if (source_capture(src, i)->nanoseconds)
			return true;
	return false;
}

/* A capture that does not say it is taken for one of tcpdump's. */
static uint32_t largest_snaplen(const struct source *src)
{
	const uint32_t usual = 262144;
	uint32_t largest = 0;

	for (size_t i = 0; i < source_n_captures(src); i++) {
		uint32_t snaplen = source_capture(src, i)->snaplen;

		if (!snaplen)
			snaplen = usual;
		if (snaplen > largest)
			largest = snaplen;
	}
	return largest;
}

static const char *out_of(const struct job *j)
{
	return j->out ? j->out : "-";
}

static int open_sink(struct job *j)
{
	struct err e;

	if (j->report && !j->out)
		return 0;
	j->options.nanoseconds = j->needs.nanoseconds ||
				 has_nanoseconds(j->source);
	j->options.snaplen = largest_snaplen(j->source);
	if (j->options.snaplen < j->needs.snaplen)
		j->options.snaplen = j->needs.snaplen;
	j->filter.snaplen = j->options.snaplen;
	j->filter.sink = sink_open(out_of(j), &j->options, &e);
	return j->filter.sink ? 0 : fail(j, &e);
}

/* Damage is trouble, a last record that was being written is not. */
static void judge_captures(struct job *j)
{
	for (size_t i = 0; i < source_n_captures(j->source); i++) {
		const struct capture *c = source_capture(j->source, i);

		if (c->damaged || (c->cut && j->strict))
			j->rc = cli_fail(&j->cli, &c->damage);
		else if (c->cut && !j->cli.quiet)
			cli_warn(&j->cli, "%s", c->damage.msg);
	}
}

static void put_report(struct job *j)
{
	struct text t = { 0 };
	struct err e;

	filter_report_put(j->source, &j->aside,
			  &(struct filter_report){ j->cli.verbose, j->names },
			  &t);
	if (cli_output_open(&j->cli, &e)) {
		fail(j, &e);
	} else {
		text_flush(&t, j->cli.out);
		if (cli_output_close(&j->cli, &e))
			fail(j, &e);
	}
	text_release(&t);
}

static bool is_regular(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode);
}

/* What is written can be taken back, what is read comes again. */
static bool can_begin_again(const struct job *j, const char *const *paths,
			    size_t n)
{
	struct stat st;

	if (!strcmp(out_of(j), "-") || source_n_captures(j->source) < n ||
	    (!stat(j->out, &st) && !S_ISREG(st.st_mode)))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!strcmp(paths[i], "-") || !is_regular(paths[i]))
			return false;
	return true;
}

/*
 * The header of a capture is written first, but what belongs there may come
 * late: a packet longer than any snapshot length that was announced, or an
 * interface with nanoseconds. Returns whether that happened.
 */
static bool learnt_late(struct job *j)
{
	if (!j->filter.sink)
		return false;
	if (j->filter.too_long) {
		j->needs.snaplen = j->filter.too_long <= 262144 ?
					   262144 : LIMIT_BLOCK_BYTES;
		return true;
	}
	if (j->options.nanoseconds || !has_nanoseconds(j->source))
		return false;
	j->needs.nanoseconds = true;
	return true;
}

static void fail_late(struct job *j)
{
	struct err e;

	if (j->filter.too_long)
		err_set(&e, "a packet of %u bytes is longer than the snapshot "
			"length %u of its capture: read files and write to "
			"one with -w", j->filter.too_long, j->filter.snaplen);
	else
		err_set(&e, "times in nanoseconds came late: read files and "
			"write to one with -w");
	fail(j, &e);
}

static void finish(struct job *j)
{
	struct sink *sink = j->filter.sink;
	struct err e;

	j->filter.sink = NULL;
	progress_end(&j->progress);
	if (sink && sink_close(sink, &e))
		fail(j, &e);
	if (j->report)
		put_report(j);
	judge_captures(j);
}

/* Returns whether all must be done again with what was learnt. */
static bool attempt(struct job *j, const char *const *paths, size_t n)
{
	bool again = false;
	struct err e;
	int rc;

	j->filter.too_long = 0;
	if (open_inputs(j, paths, n) || open_sink(j))
		return false;
	rc = filter_run(&j->filter, j->source, &e);
	if (learnt_late(j)) {
		again = can_begin_again(j, paths, n);
		if (!again)
			fail_late(j);
	} else if (rc) {
		fail(j, &e);
	} else {
		finish(j);
	}
	return again;
}

static void clean(struct job *j)
{
	sink_discard(j->filter.sink);
	j->filter.sink = NULL;
	if (j->filter.aside)
		setaside_release(&j->aside);
	source_free(j->source);
	j->source = NULL;
}

static bool is_routine(void *ctx, struct packet *p)
{
	return routine_has(ctx, p);
}

/* All that decides which packets are kept; 0, or CLI_TROUBLE. */
static int prepare(struct job *j, const char *const *paths, size_t n)
{
	struct err e;

	if (j->expression) {
		j->filter.bpf = bpf_new(j->expression, &e);
		if (!j->filter.bpf)
			return cli_fail(&j->cli, &e);
	}
	if (j->report && j->cli.names) {
		j->names = names_load(j->cli.names, &e);
		if (!j->names)
			return cli_fail(&j->cli, &e);
	}
	progress_init(&j->progress, j->cli.tool, j->cli.quiet);
	j->filter.progress = progress_packets;
	j->filter.progress_ctx = &j->progress;
	if (!j->known)
		return 0;
	if (job_find_routine(j, paths, n))
		return CLI_TROUBLE;
	j->filter.leave = is_routine;
	j->filter.leave_ctx = j->routine;
	return 0;
}

static int filter(struct job *j, const char *const *paths, size_t n)
{
	bool again = !prepare(j, paths, n);

	if (!again)
		j->rc = CLI_TROUBLE;
	while (again) {
		if (j->routine)
			routine_restart(j->routine);
		if (j->report) {
			setaside_init(&j->aside, cli_hash_seed());
			j->filter.aside = &j->aside;
		}
		again = attempt(j, paths, n);
		clean(j);
	}
	routine_free(j->routine);
	bpf_free(j->filter.bpf);
	names_free(j->names);
	return j->rc;
}

static int print_bpf(struct job *j, const char *const *paths, size_t n)
{
	uint16_t linktype = LINKTYPE_ETHERNET;
	struct err e;
	struct batch *b = xcalloc(1, sizeof *b);

	if (n && !open_inputs(j, paths, n) && source_next(j->source, b))
		linktype = b->frames[0].linktype;
	free(b);
	clean(j);
	if (j->rc)
		return j->rc;
	if (cli_output_open(&j->cli, &e))
		return cli_fail(&j->cli, &e);
	fprintf(j->cli.out, "%s\n", bpf_scope(linktype));
	return cli_output_close(&j->cli, &e) ? cli_fail(&j->cli, &e) : 0;
}

/*
 * No sandbox: what comes late in the captures (learnt_late) makes it open
 * them, and its output, once more; with -x all is read twice anyway. Without -x
 * nothing here looks into payload.
 */
int main(int argc, char **argv)
{
	static const char *const standard_input[] = { "-" };
	struct job j = { .rc = CLI_DONE };
	const char *const *paths;
	size_t n;
	int rc;

	cli_init(&j.cli, "otcap-filter", help);
	rc = job_parse(&j, argc, argv);
	if (rc || j.cli.ended)
		return rc;
	paths = (const char *const *)argv + optind;
	n = (size_t)(argc - optind);
	if (j.print_bpf)
		return print_bpf(&j, paths, n);
	return n ? filter(&j, paths, n) : filter(&j, standard_input, 1);
}
