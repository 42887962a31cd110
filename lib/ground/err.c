/* SPDX-License-Identifier: BSD-3-Clause */
#include "ground/err.h"

#include <stdarg.h>
#include <stdio.h>

#include "ground/utf8.h"

int err_set(struct err *e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(e->msg, sizeof e->msg, fmt, ap);
	va_end(ap);
	utf8_plain(e->msg);
	return -1;
}
