/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One error message, handled by the caller.
 *
 * A function that can fail takes a struct err, returns -1 or NULL, and writes
 * the message only on failure: complete ("subject: reason"), without program
 * name, newline or full stop, so that a command can print it as it is.
 * Control characters in the message are replaced: file names and packet text
 * come from strangers. This module prints nothing.
 */
#ifndef OTCAP_ERR_H
#define OTCAP_ERR_H

struct err {
	char msg[1024];
};

/* Always returns -1, so that a failure is one statement. */
int err_set(struct err *e, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
