/* SPDX-License-Identifier: BSD-3-Clause */
/* otbase: the baseline, from learning it to keeping it in order. */
#include "otbase.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "ground/text.h"
#include "judge/baseline.h"

static const char help[] =
	"usage: otbase COMMAND [options] [file ...]\n"
	"Learn what is normal and keep it: a list of rules, one a line.\n"
	"\n"
	"  learn    rules from captures or flow CSV\n"
	"  merge    several baselines as one\n"
	"  show     a baseline as a table for people\n"
	"  check    what is wrong in a baseline, by line and column\n"
	"  approve  allow what findings hold, or rules\n"
	"  ignore   the same for a time, with a note\n"
	"  prune    rules that may go, and with --apply they do\n"
	"  fold     patterns in place of many rules\n"
	"  stats    has learning settled?\n"
	"  export   the rules as a filter, or for another program\n"
	"\n"
	"  -h, --help            this text, or that of a command\n"
	"  -V, --version         versions of the tool and its libraries\n"
	"\n"
	"Exit status: 0 done, 2 trouble.\n";

/* Only learn reads what strangers sent, and closes the sandbox before; the
 * others read people's own files, as they open them. */
static const struct {
	const char *word;
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "learn", otbase_learn },
	{ "merge", otbase_merge },
	{ "show", otbase_show },
	{ "check", otbase_check },
	{ "approve", otbase_approve },
	{ "ignore", otbase_ignore },
	{ "prune", otbase_prune },
	{ "fold", otbase_fold },
	{ "stats", otbase_stats },
	{ "export", otbase_export },
};

int otbase_parse(struct cli *c, int argc, char **argv)
{
	static const struct option options[] = {
		CLI_LONG,
		{ NULL, 0, NULL, 0 },
	};
	int opt, rc = 0;

	opterr = 0;
	while (!rc && !c->ended) {
		opt = getopt_long(argc, argv, ":" CLI_SHORT, options, NULL);
		if (opt < 0)
			break;
		rc = cli_option(c, opt, argv);
	}
	return rc;
}

void base_output_watch(struct base_output *o, const char *path)
{
	o->watched = path && strcmp(path, "-");
	o->old = -1;
	if (!o->watched || stat(path, &o->was) || !S_ISREG(o->was.st_mode))
		return;
	o->old = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (o->old < 0 || fstat(o->old, &o->was))
		o->watched = false;
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
	       a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* The lock is let go with the old file, when the new one has its name: who
 * waits for it finds another file then. */
static int check_watched(const struct base_output *o, struct err *e)
{
	struct stat is;
	bool there;

	if (!o->watched)
		return 0;
	if (o->old >= 0)
		(void)flock(o->old, LOCK_EX);
	there = !stat(o->cli->output, &is);
	if (there && !S_ISREG(is.st_mode))
		return 0;
	if (there ? o->old >= 0 && same_file(&o->was, &is) : o->old < 0)
		return 0;
	return err_set(e, "%s: somebody else changed it in the meantime, so "
		       "nothing is written: do it again", o->cli->output);
}

int base_output_open(struct base_output *o, struct cli *c, struct err *e)
{
	struct text path = { 0 };

	o->cli = c;
	if (cli_output_open(c, e) < 0)
		return -1;
	if (!c->output || !strcmp(c->output, "-"))
		return 0;
	text_printf(&path, "%s.seen", c->output);
	o->seen_path = path.s;
	o->seen = *c;
	o->seen.output = o->seen_path;
	o->seen.out = NULL;
	o->seen.beside = (struct beside){ 0 };
	o->beside = true;
	return cli_output_open(&o->seen, e) < 0 ? -1 : 0;
}

/* A full disk is found before one of the two has its name. */
static int close_both(struct base_output *o, struct err *e)
{
	if (cli_output_flush(o->cli, e) || cli_output_flush(&o->seen, e) ||
	    check_watched(o, e) || cli_output_close(&o->seen, e))
		return -1;
	return cli_output_close(o->cli, e);
}

int base_output_write(struct base_output *o, const struct baseline *b,
		      struct err *e)
{
	struct text t = { 0 };

	baseline_put_rules(b, &t);
	text_flush(&t, o->cli->out);
	if (o->beside) {
		baseline_put_seen(b, &t);
		text_flush(&t, o->seen.out);
	}
	text_release(&t);
	return o->beside ? close_both(o, e) : cli_output_close(o->cli, e);
}

void base_output_discard(struct base_output *o)
{
	if (o->beside)
		cli_output_discard(&o->seen);
	if (o->cli)
		cli_output_discard(o->cli);
	if (o->watched && o->old >= 0)
		close(o->old);
	free(o->seen_path);
	o->seen_path = NULL;
	o->beside = o->watched = false;
}

int main(int argc, char **argv)
{
	struct cli c;
	int rc;

	for (size_t i = 0; argc > 1 &&
	     i < sizeof commands / sizeof *commands; i++)
		if (!strcmp(argv[1], commands[i].word))
			return commands[i].run(argc - 1, argv + 1);
	cli_init(&c, "otbase", help);
	rc = otbase_parse(&c, argc, argv);
	if (rc || c.ended)
		return rc;
	if (argc > 1)
		return cli_usage(&c, "%s: no such command", argv[optind < argc ?
				 optind : 1]);
	return cli_usage(&c, "no command is named");
}
