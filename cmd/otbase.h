/* SPDX-License-Identifier: BSD-3-Clause */
/* The subcommands of otbase, and what they share (otbase.c). */
#ifndef OTCAP_OTBASE_H
#define OTCAP_OTBASE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "present/cli.h"

struct baseline;
struct names;
struct text;

/* A baseline's two files while they are being written. */
struct base_output {
	struct cli *cli;	/* the rules, or standard output */
	struct cli seen;	/* the memory beside them; unused for stdout */
	char *seen_path;
	bool beside;
	bool watched;
	int old;		/* the file that was there; -1 none */
	struct stat was;
};

/*
 * From here on nobody else is to change the file at path, where the output
 * will be: call it before that is read. NULL or "-" is no file.
 */
void base_output_watch(struct base_output *o, const char *path);
/* Both of one struct of zeros, watched or not. */
int base_output_open(struct base_output *o, struct cli *c, struct err *e);
/* Both texts, then both names: the memory first, as it is useless alone.
 * Nothing is written where somebody else wrote since it was watched. */
int base_output_write(struct base_output *o, const struct baseline *b,
		      struct err *e);
void base_output_discard(struct base_output *o);

/*
 * A command that changes a baseline: it prints what it changes, as lines with
 * - and +, and writes the baseline in place, or elsewhere with -o. There -n
 * only prints; the names file has only its long option.
 */
struct base_edit {
	struct cli cli;
	const char *path;
	bool dry_run;
	int64_t now_ns;
	bool told;		/* what changes was printed already */
	struct names *names;
	struct baseline *was, *is;
	struct base_output out;
};

enum { EDIT_OPT_NAMES = 500, EDIT_OPT_AT };

#define EDIT_SHORT "hVo:qvn"

#define EDIT_LONG                                                    \
	{ "help", no_argument, NULL, 'h' },                          \
	{ "version", no_argument, NULL, 'V' },                       \
	{ "output", required_argument, NULL, 'o' },                  \
	{ "quiet", no_argument, NULL, 'q' },                         \
	{ "verbose", no_argument, NULL, 'v' },                       \
	{ "dry-run", no_argument, NULL, 'n' },                       \
	{ "names", required_argument, NULL, EDIT_OPT_NAMES },        \
	{ "at", required_argument, NULL, EDIT_OPT_AT },              \
	{ "color", required_argument, NULL, CLI_OPT_COLOR }

#define EDIT_HELP                                                    \
	"  -n, --dry-run         only print what would change\n"     \
	"      --at DATE         take DATE for today (2026-12-31)\n" \
	"      --names FILE      names, zones and roles of machines\n" \
	"  -o, --output FILE     write FILE instead of changing BASE\n" \
	"  -q, --quiet           do not print what changes\n"        \
	"  -v, --verbose         say more\n"                         \
	"      --color WHEN      auto, always or never\n"            \
	"  -h, --help            this text\n"                        \
	"  -V, --version         versions of the tool and its libraries\n"

void edit_init(struct base_edit *ed, const char *help);
void edit_release(struct base_edit *ed);
/* An option of EDIT_LONG; as cli_option. */
int edit_option(struct base_edit *ed, int opt, char *const *argv);
/* Load ed->was and a copy to be changed; 0, or CLI_TROUBLE after a message. */
int edit_open(struct base_edit *ed, const char *path);
/* Where what changes is told: where the rules take standard output, it is
 * standard error. */
FILE *edit_told(const struct base_edit *ed);
/* Print what differs, and write unless that is all; as edit_open. */
int edit_close(struct base_edit *ed);

/* A date's last nanosecond, for --at and --until. */
int otbase_date(const struct cli *c, const char *option, int64_t *ns);

/* Parse options that are all common; 0 to go on, else as cli_option. */
int otbase_parse(struct cli *c, int argc, char **argv);

/* Each begins with argv[0] the word itself and returns the exit status. */
int otbase_learn(int argc, char **argv);
int otbase_merge(int argc, char **argv);
int otbase_show(int argc, char **argv);
int otbase_check(int argc, char **argv);
int otbase_approve(int argc, char **argv);
int otbase_ignore(int argc, char **argv);
int otbase_prune(int argc, char **argv);
int otbase_fold(int argc, char **argv);
int otbase_stats(int argc, char **argv);
int otbase_export(int argc, char **argv);

#endif
