/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The door that closes behind a tool once its files are open.
 *
 * Captures come from strangers: should a parser be taken over, it can open
 * no file, run no program and ask no network. Landlock closes the file
 * system, a seccomp filter closes socket(2). On a kernel without Landlock
 * the tool runs without it; where Landlock is there but fails, that is an
 * error. Off in sanitizer builds, whose leak check needs what this denies.
 */
#ifndef OTCAP_SANDBOX_H
#define OTCAP_SANDBOX_H

#include "ground/err.h"

/*
 * output, also: the files that are renamed into place later (their folders
 * stay open for that), NULL or "-" for standard output. Returns 1 when closed,
 * 0 when this system has no such door, -1 with *e.
 */
int sandbox_enter(const char *output, const char *also, struct err *e);

#endif
