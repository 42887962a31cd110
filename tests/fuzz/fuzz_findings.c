/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A findings file from any bytes, decided on a baseline that has a rule of each
 * shape: whatever is decided, the baseline can be written, read again as the
 * same, and folded.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/decide_file.h"
#include "judge/fold.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char path[] = "/tmp/otcap-fuzz-XXXXXX";

static void remove_file(void)
{
	unlink(path);
}

static void write_file(const void *s, size_t n)
{
	FILE *f;

	if (strchr(path, 'X') && close(mkstemp(path)) == 0)
		atexit(remove_file);
	f = fopen(path, "w");
	if (!f || (n && fwrite(s, 1, n, f) != n) || fclose(f))
		abort();
}

static const char rules[] =
	"proto,client,client_port,server,server_port,service,operations,status,"
	"by,note\n"
	"tcp,10.0.0.1,*,10.0.0.2,502,modbus,read:coils,learned,learn,\n"
	"tcp,10.0.0.1,2001,10.0.0.2,503,,,learned,learn,\n"
	"tcp,10.0.0.1,*,10.0.0.3,dynamic:135,,,review,learn,\n"
	"tcp,10.0.0.1,4000,10.0.0.3,1-65535,,,unanswered,learn,\n"
	"udp,10.0.0.0/24,*,10.0.1.0/24,5000+octet,,,approved,me,x\n"
	"udp,10.0.0.9,*,10.0.0.2,1000-2000,,,ignored,me,x\n";

static struct baseline *load(const char *s, size_t n)
{
	struct err e;

	write_file(s, n);
	return baseline_load(path, NULL, &e);
}

static void tell(void *ctx, const char *msg)
{
	(void)ctx;
	(void)msg;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct decide_file d = { .by = "me", .note = "",
		.approve_until_ns = INT64_MAX, .ignore_until_ns = 1,
		.tell = tell };
	struct text once = { 0 }, twice = { 0 };
	struct baseline *again;
	struct err e;

	d.b = load(rules, sizeof rules - 1);
	if (!d.b)
		abort();
	write_file(data, size);
	(void)decide_file(&d, path, &e);
	baseline_finish(d.b);
	baseline_put_rules(d.b, &once);
	again = load(once.s, once.len);
	if (!again)
		abort();
	baseline_put_rules(again, &twice);
	if (strcmp(once.s, twice.s))
		abort();
	for (int kind = 0; kind < N_FOLD_KINDS; kind++)
		(void)fold(again, (enum fold_kind)kind);
	baseline_free(again);
	baseline_free(d.b);
	text_release(&once);
	text_release(&twice);
	return 0;
}
