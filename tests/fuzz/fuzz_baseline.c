/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Both files of a baseline from any bytes (a line "%%" parts them): what was
 * read is written, and read again it is the same; and it can be asked.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base_files.h"
#include "judge/baseline_edit.h"
#include "judge/baseline_lint.h"
#include "judge/names.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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

	base_files_begin();
	unlink(seen_path);
	base_file_write(base_path, s, rules);
	if (cut)
		base_file_write(seen_path, cut + 4, n - rules - 3);
	return baseline_load_all(base_path, NULL, ignore_flaw, NULL, &e);
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
