/* SPDX-License-Identifier: BSD-3-Clause */
/* The subcommands of otbase, and what they share (otbase.c). */
#ifndef OTCAP_OTBASE_H
#define OTCAP_OTBASE_H

#include <stddef.h>

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
};

int base_output_open(struct base_output *o, struct cli *c, struct err *e);
/* Both texts, then both names: the memory first, as it is useless alone. */
int base_output_write(struct base_output *o, const struct baseline *b,
		      struct err *e);
void base_output_discard(struct base_output *o);

/* Parse options that are all common; 0 to go on, else as cli_option. */
int otbase_parse(struct cli *c, int argc, char **argv);

/* Each begins with argv[0] the word itself and returns the exit status. */
int otbase_learn(int argc, char **argv);
int otbase_merge(int argc, char **argv);
int otbase_show(int argc, char **argv);
int otbase_check(int argc, char **argv);

#endif
