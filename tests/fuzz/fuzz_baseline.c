/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Both files of a baseline from any bytes (a line "%%" parts them): what was
 * read is written, and read again it is the same; and it can be asked.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/baseline_edit.h"
#include "judge/baseline_lint.h"
#include "judge/names.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/otcap-fuzz-XXXXXX";
static char path[sizeof folder + 8], seen_path[sizeof path + 8];

static void remove_files(void)
{
	unlink(path);
	unlink(seen_path);
	rmdir(folder);
}

static void name_files(void)
{
	if (path[0])
		return;
	if (!mkdtemp(folder))
		abort();
	snprintf(path, sizeof path, "%s/base", folder);
	snprintf(seen_path, sizeof seen_path, "%s.seen", path);
	atexit(remove_files);
}

static void write_file(const char *name, const char *s, size_t n)
{
	FILE *f = fopen(name, "w");

	if (!f || fwrite(s, 1, n, f) != n || fclose(f))
		abort();
}

static void ignore_flaw(void *ctx, const char *msg)
{
	(void)ctx;
	(void)msg;
}

static void ignore_lint(void *ctx, const struct baseline_flaw *f)
{
	(void)ctx;
	(void)f;
}

/* NULL where the bytes are no baseline at all. */
static struct baseline *load(const char *s, size_t n)
{
	const char *cut = n ? memmem(s, n, "\n%%\n", 4) : NULL;
	size_t rules = cut ? (size_t)(cut - s) + 1 : n;
	struct err e;

	name_files();
	unlink(seen_path);
	write_file(path, s, rules);
	if (cut)
		write_file(seen_path, cut + 4, n - rules - 3);
	return baseline_load_all(path, NULL, ignore_flaw, NULL, &e);
}

static void put(const struct baseline *b, struct text *t)
{
	baseline_put_rules(b, t);
	text_puts(t, "%%\n");
	baseline_put_seen(b, t);
}

static void ask(const struct baseline *b)
{
	const struct conversation c = { .proto = 6, .client = ADDR(10, 0, 0, 1),
		.server = ADDR(10, 0, 0, 2), .server_port = 502 };

	baseline_match(b, &c, NULL);
	baseline_has_host(b, c.client);
	baseline_has_server(b, 6, c.server, 502);
	baseline_span_ns(b);
	baseline_lint(b, 0, ignore_lint, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text once = { 0 }, twice = { 0 };
	struct baseline *b = load((const char *)data, size), *again;

	if (!b)
		return 0;
	ask(b);
	put(b, &once);
	again = load(once.s, once.len);
	if (!again)
		abort();
	put(again, &twice);
	if (strcmp(once.s, twice.s))
		abort();
	baseline_merge(again, b);
	baseline_finish(again);
	baseline_free(again);
	baseline_free(b);
	text_release(&once);
	text_release(&twice);
	return 0;
}
