/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What all five commands share on the command line: the common options,
 * messages ("tool: file: reason"), exit statuses, the output file.
 *
 * The only part of the library, with progress, that reads the environment
 * (NO_COLOR, OTCAP_HASH_SEED) and prints messages. A command parses with
 * getopt_long over CLI_SHORT and CLI_LONG plus its own options and hands
 * every option that is not its own to cli_option.
 */
#ifndef OTCAP_CLI_H
#define OTCAP_CLI_H

#include <getopt.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "ground/beside.h"
#include "ground/err.h"

enum cli_exit { CLI_DONE = 0, CLI_FINDINGS = 1, CLI_TROUBLE = 2 };

enum cli_color { CLI_COLOR_AUTO, CLI_COLOR_ALWAYS, CLI_COLOR_NEVER };

/* Codes of long options without a letter; a tool's own begin at CLI_OWN. */
enum { CLI_OPT_COLOR = 256, CLI_OWN };

#define CLI_SHORT "hVo:qvn:"

#define CLI_LONG                                                     \
	{ "help", no_argument, NULL, 'h' },                          \
	{ "version", no_argument, NULL, 'V' },                       \
	{ "output", required_argument, NULL, 'o' },                  \
	{ "quiet", no_argument, NULL, 'q' },                         \
	{ "verbose", no_argument, NULL, 'v' },                       \
	{ "names", required_argument, NULL, 'n' },                   \
	{ "color", required_argument, NULL, CLI_OPT_COLOR }

/* The lines of --help for them. */
#define CLI_HELP                                                     \
	"  -n, --names FILE      names, zones and roles of machines\n" \
	"  -o, --output FILE     write FILE instead of standard output\n" \
	"  -q, --quiet           say less\n"                         \
	"  -v, --verbose         say more\n"                         \
	"      --color WHEN      auto, always or never\n"            \
	"  -h, --help            this text\n"                        \
	"  -V, --version         versions of the tool and its libraries\n"

struct cli {
	const char *tool;
	const char *help;	/* whole text of --help */
	const char *output;	/* NULL or "-": standard output */
	const char *also;	/* another file that is renamed into place by
				 * the time the work is done; NULL: none */
	const char *names;	/* NULL: none */
	bool quiet, verbose;
	enum cli_color color;
	bool ended;		/* --help or --version was answered: leave with
				 * what cli_option returned */
	FILE *out;		/* while the output is open */
	struct beside beside;	/* what the output is until it is whole */
};

void cli_init(struct cli *c, const char *tool, const char *help);

/*
 * An option of getopt_long that is not the tool's own ('?' and ':' too).
 * Returns 0 to go on; else the exit status to leave with (c->ended tells
 * that it is a good end).
 */
int cli_option(struct cli *c, int opt, char *const *argv);

/* Both return CLI_TROUBLE after the message on standard error. */
int cli_fail(const struct cli *c, const struct err *e);
int cli_usage(const struct cli *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* A message without consequence for the exit status. */
void cli_warn(const struct cli *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* An option whose value is a decimal number from lo to hi. */
struct cli_number {
	const char *option;
	uint64_t lo, hi;
};

/* Its value from s; complains as a usage error. */
int cli_number(const struct cli *c, const struct cli_number *n, const char *s,
	       uint64_t *value);

/*
 * c->out: standard output, a file beside c->output, or c->output itself where
 * that is a device or a pipe. A file that is replaced keeps its mode, and its
 * owner as far as we may; of a link its target is replaced.
 */
int cli_output_open(struct cli *c, struct err *e);
/* Everything is on disk that is to get its name: what fails often, has. */
int cli_output_flush(struct cli *c, struct err *e);
/* Check every write, then give the file its name. */
int cli_output_close(struct cli *c, struct err *e);
/* Leave nothing behind; harmless when nothing is open. */
void cli_output_discard(struct cli *c);

/*
 * Close the sandbox: every input and output is open by now. 0, or
 * CLI_TROUBLE after the message; with -v says where there is none.
 */
int cli_sandbox(const struct cli *c);

/* A disk of rotated captures is more files than a shell usually allows. */
void cli_allow_many_files(void);

/* Should this stream get colours? Flags beat NO_COLOR beats terminal. */
bool cli_wants_color(const struct cli *c, FILE *out);

/* Random, unless OTCAP_HASH_SEED (a number) fixes it for a test. */
uint64_t cli_hash_seed(void);

#endif
