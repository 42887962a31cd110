/* SPDX-License-Identifier: BSD-3-Clause */
/* otbase approve, otbase ignore: what people decided becomes rules. */
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ground/stamp.h"
#include "ground/text.h"
#include "ground/utf8.h"
#include "judge/baseline_edit.h"
#include "judge/decide_file.h"
#include "judge/select.h"
#include "otbase.h"

#define NS_PER_DAY (86400 * NS_PER_SECOND)

#define DECIDE_HELP \
	"      --client WHO      rules of this client: address, network or" \
	" name\n" \
	"      --server WHO      rules of this server\n" \
	"      --port PORT       rules of this server port, or of a range\n" \
	"      --proto PROTO     rules of tcp or udp\n" \
	"      --service NAME    rules of this service\n" \
	"      --status STATUS   rules with this status\n" \
	"      --line LINES      rules in these lines of BASE (5-9,12)\n" \
	"      --by NAME         who decides (the login name)\n" \
	"      --note TEXT       why, where the findings file does not say\n"

static const char approve_help[] =
	"usage: otbase approve [options] BASE FINDINGS ...\n"
	"       otbase approve [options] SELECTOR ... BASE\n"
	"Make normal what somebody decided on. FINDINGS is the CSV of otdiff"
	" or of\n"
	"otbase learn --review with its column decision filled: approve,"
	" ignore, reject or\n"
	"nothing. Or take rules of BASE: all selectors must be true.\n"
	"\n" DECIDE_HELP
	"      --until DATE      the last day on which it holds\n"
	"      --days N          the same, counted from today\n" EDIT_HELP "\n"
	"Exit status: 0 done, 2 trouble (what could be decided is).\n";

static const char ignore_help[] =
	"usage: otbase ignore [options] BASE FINDINGS ...\n"
	"       otbase ignore [options] SELECTOR ... BASE\n"
	"Let something pass for a time, with a note that says why. FINDINGS is"
	" the CSV of\n"
	"otdiff or of otbase learn --review with its column decision filled,"
	" as approve\n"
	"takes it. Or take rules of BASE: all selectors must be true.\n"
	"\n" DECIDE_HELP
	"      --until DATE      the last day on which it holds\n"
	"      --days N          the same, counted from today (90)\n" EDIT_HELP
	"\n"
	"Exit status: 0 done, 2 trouble (what could be decided is).\n";

enum {
	OPT_SELECT = CLI_OWN,
	OPT_BY = OPT_SELECT + N_SELECT_BY,
	OPT_NOTE,
	OPT_UNTIL,
	OPT_DAYS
};

enum { IGNORED_DAYS = 90 };

struct approval {
	struct base_edit edit;
	enum verdict_word word;
	struct rule_select select;
	const char *by, *note;
	int64_t until_ns; /* 0: not given */
	uint64_t days;	  /* UINT64_MAX: not given */
};

static const struct option options[] = {
	{ "client", required_argument, NULL, OPT_SELECT + SELECT_CLIENT },
	{ "server", required_argument, NULL, OPT_SELECT + SELECT_SERVER },
	{ "port", required_argument, NULL, OPT_SELECT + SELECT_PORT },
	{ "proto", required_argument, NULL, OPT_SELECT + SELECT_PROTO },
	{ "service", required_argument, NULL, OPT_SELECT + SELECT_SERVICE },
	{ "status", required_argument, NULL, OPT_SELECT + SELECT_STATUS },
	{ "line", required_argument, NULL, OPT_SELECT + SELECT_LINE },
	{ "by", required_argument, NULL, OPT_BY },
	{ "note", required_argument, NULL, OPT_NOTE },
	{ "until", required_argument, NULL, OPT_UNTIL },
	{ "days", required_argument, NULL, OPT_DAYS },
	EDIT_LONG,
	{ NULL, 0, NULL, 0 },
};

static int select_option(struct approval *a, int opt)
{
	enum select_by by = (enum select_by)(opt - OPT_SELECT);
	struct err e;

	if (!select_by(&a->select, by, optarg, &e))
		return 0;
	return cli_usage(&a->edit.cli, "--%s: %s", options[by].name, e.msg);
}

static int own_option(struct approval *a, int opt, char *const *argv)
{
	static const struct cli_number days = { "--days", 0, 36500 };

	switch (opt) {
	case OPT_BY:
		a->by = optarg;
		return 0;
	case OPT_NOTE:
		a->note = optarg;
		return 0;
	case OPT_UNTIL:
		return otbase_date(&a->edit.cli, "--until", &a->until_ns);
	case OPT_DAYS:
		return cli_number(&a->edit.cli, &days, optarg, &a->days);
	default:
		return edit_option(&a->edit, opt, argv);
	}
}

static int check_operands(const struct approval *a, int argc)
{
	const struct cli *c = &a->edit.cli;
	int n = argc - optind;

	if (a->until_ns && a->days != UINT64_MAX)
		return cli_usage(c, "--until and --days say the same");
	if (n < 1)
		return cli_usage(c, "no baseline is named");
	if (n > 1 && select_is_set(&a->select))
		return cli_usage(c, "selectors choose rules of the baseline, "
				    "not findings: name one baseline");
	if (n == 1 && !select_is_set(&a->select))
		return cli_usage(c, "neither findings nor a selector is named");
	return 0;
}

/* Words that are to stand in one line of the baseline. */
static const char *one_line(struct text *t, const char *word)
{
	text_puts(t, word);
	utf8_plain(t->s);
	return t->s;
}

static int parse(struct approval *a, int argc, char **argv)
{
	int opt, rc = 0;

	opterr = 0;
	while (!rc && !a->edit.cli.ended) {
		opt = getopt_long(argc, argv, ":" EDIT_SHORT, options, NULL);
		if (opt < 0)
			break;
		rc = opt >= OPT_SELECT && opt < OPT_BY
			     ? select_option(a, opt)
			     : own_option(a, opt, argv);
	}
	return rc || a->edit.cli.ended ? rc : check_operands(a, argc);
}

static const char *login_name(void)
{
	const char *name = getenv("LOGNAME");
	const struct passwd *user;

	if (!name || !*name)
		name = getenv("USER");
	if (name && *name)
		return name;
	user = getpwuid(geteuid());
	return user ? user->pw_name : "";
}

/* The end of the last day on which it holds. */
static int64_t until(const struct approval *a, enum verdict_word word)
{
	uint64_t days = a->days;
	int64_t end;

	if (a->until_ns)
		return a->until_ns + 1;
	if (days == UINT64_MAX && word == DECIDE_APPROVE)
		return INT64_MAX;
	if (days == UINT64_MAX)
		days = IGNORED_DAYS;
	if (__builtin_mul_overflow(a->edit.now_ns / NS_PER_DAY + (int64_t)days +
					   1,
				   NS_PER_DAY, &end))
		return INT64_MAX;
	return end;
}

static void tell(void *ctx, const char *msg)
{
	struct err e;

	err_set(&e, "%s", msg);
	cli_fail(ctx, &e);
}

/* *decided is false when there is nothing to write. */
static int decide_files(struct approval *a, char *const *paths, size_t n,
			bool *decided)
{
	struct cli *c = &a->edit.cli;
	struct decide_file d = {
		.b = a->edit.is,
		.names = a->edit.names,
		.by = a->by,
		.note = a->note,
		.now_ns = a->edit.now_ns,
		.approve_until_ns = until(a, DECIDE_APPROVE),
		.ignore_until_ns = until(a, DECIDE_IGNORE),
		.tell = tell,
		.ctx = c,
	};
	struct err e;
	int rc = 0;

	for (size_t i = 0; i < n; i++)
		if (decide_file(&d, paths[i], &e) < 0)
			rc = cli_fail(c, &e);
	*decided = d.n_approved || d.n_ignored;
	if (!*decided && !d.n_wrong && !rc && !c->quiet)
		cli_warn(c, "no finding is decided: the column decision says "
			    "nothing");
	return rc || d.n_wrong ? CLI_TROUBLE : CLI_DONE;
}

static int decide_rules(struct approval *a)
{
	struct base_edit *ed = &a->edit;
	const struct decision d = {
		.word = a->word,
		.by = a->by,
		.note = a->note,
		.until_ns = until(a, a->word),
		.now_ns = ed->now_ns,
	};
	struct err e, why;
	size_t n = 0;

	for (size_t i = 0; i < baseline_n_rules(ed->was); i++) {
		const struct rule *r = baseline_rule(ed->was, i);

		if (!select_has(&a->select, ed->names, r))
			continue;
		n++;
		if (!decide_rule(ed->is, i, &d, &why))
			continue;
		err_set(&e, "%s:%llu: %s", ed->path,
			(unsigned long long)r->line, why.msg);
		return cli_fail(&ed->cli, &e);
	}
	if (n)
		return 0;
	err_set(&e, "%s: no rule is chosen", ed->path);
	return cli_fail(&ed->cli, &e);
}

static int work(struct approval *a, char *const *operands, size_t n)
{
	int rc = edit_open(&a->edit, operands[0]), written = 0;
	bool decided;

	if (rc)
		return rc;
	if (n == 1) {
		rc = decide_rules(a);
		return rc ? rc : edit_close(&a->edit);
	}
	rc = decide_files(a, operands + 1, n - 1, &decided);
	if (decided || a->edit.cli.output)
		written = edit_close(&a->edit);
	return rc ? rc : written;
}

static int decide(int argc, char **argv, enum verdict_word word)
{
	struct approval a = {
		.word = word, .by = login_name(), .note = "", .days = UINT64_MAX
	};
	struct text by = { 0 }, note = { 0 };
	int rc;

	edit_init(&a.edit, word == DECIDE_IGNORE ? ignore_help : approve_help);
	rc = parse(&a, argc, argv);
	a.by = one_line(&by, a.by);
	a.note = one_line(&note, a.note);
	if (!rc && !a.edit.cli.ended)
		rc = work(&a, argv + optind, (size_t)(argc - optind));
	edit_release(&a.edit);
	text_release(&by);
	text_release(&note);
	return rc;
}

int otbase_approve(int argc, char **argv)
{
	return decide(argc, argv, DECIDE_APPROVE);
}

int otbase_ignore(int argc, char **argv)
{
	return decide(argc, argv, DECIDE_IGNORE);
}
