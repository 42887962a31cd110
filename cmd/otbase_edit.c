/* SPDX-License-Identifier: BSD-3-Clause */
/* What the commands have in common that change a baseline. */
#include <string.h>
#include <time.h>

#include "ground/stamp.h"
#include "ground/text.h"
#include "judge/baseline_changes.h"
#include "judge/baseline_edit.h"
#include "judge/baseline_words.h"
#include "judge/names.h"
#include "otbase.h"

void edit_init(struct base_edit *ed, const char *help)
{
	*ed = (struct base_edit){
		.now_ns = stamp_of((int64_t)time(NULL), 0),
	};
	cli_init(&ed->cli, "otbase", help);
}

void edit_release(struct base_edit *ed)
{
	base_output_discard(&ed->out);
	baseline_free(ed->was);
	baseline_free(ed->is);
	names_free(ed->names);
}

int otbase_date(const struct cli *c, const char *option, int64_t *ns)
{
	int64_t end;

	/* until_parse gives the end of the day. */
	if (strlen(optarg) != sizeof "2026-12-31" - 1 ||
	    until_parse(optarg, &end) < 0 || end == INT64_MAX)
		return cli_usage(c, "%s: '%s': not a date", option, optarg);
	*ns = end - 1;
	return 0;
}

int edit_option(struct base_edit *ed, int opt, char *const *argv)
{
	switch (opt) {
	case 'n':
		ed->dry_run = true;
		return 0;
	case EDIT_OPT_NAMES:
		ed->cli.names = optarg;
		return 0;
	case EDIT_OPT_AT:
		return otbase_date(&ed->cli, "--at", &ed->now_ns);
	default:
		return cli_option(&ed->cli, opt, argv);
	}
}

int edit_open(struct base_edit *ed, const char *path)
{
	struct err e;

	ed->path = path;
	if (!strcmp(path, "-") && !ed->cli.output && !ed->dry_run)
		return cli_usage(&ed->cli, "standard input cannot be changed "
					   "in place; name an output with -o");
	ed->names = names_load(ed->cli.names, &e);
	base_output_watch(&ed->out, ed->cli.output ? ed->cli.output : path);
	if (ed->names)
		ed->was = baseline_load(path, ed->names, &e);
	if (!ed->was)
		return cli_fail(&ed->cli, &e);
	ed->is = baseline_copy(ed->was);
	return 0;
}

static int write_base(struct base_edit *ed)
{
	struct err e;

	if (!ed->cli.output)
		ed->cli.output = ed->path;
	if (base_output_open(&ed->out, &ed->cli, &e) < 0 ||
	    base_output_write(&ed->out, ed->is, &e) < 0)
		return cli_fail(&ed->cli, &e);
	return 0;
}

FILE *edit_told(const struct base_edit *ed)
{
	bool taken = ed->cli.output && !strcmp(ed->cli.output, "-");

	return taken && !ed->dry_run ? stderr : stdout;
}

/* Before anything is written: who does not see it should not have it done. */
static int print_changes(struct base_edit *ed)
{
	FILE *to = edit_told(ed);
	struct text t = { 0 };
	struct err e;

	if (!ed->cli.quiet && !ed->told) {
		baseline_changes_put(ed->was, ed->is, &t);
		text_flush(&t, to);
		text_release(&t);
	}
	if (to == stderr || (!fflush(to) && !ferror(to)))
		return 0;
	err_set(&e, "standard output: write failed");
	return cli_fail(&ed->cli, &e);
}

int edit_close(struct base_edit *ed)
{
	baseline_finish(ed->is);
	if (print_changes(ed))
		return CLI_TROUBLE;
	return ed->dry_run ? CLI_DONE : write_base(ed);
}
