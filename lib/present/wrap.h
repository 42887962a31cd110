/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Lines of text broken between words for a terminal. What somebody pastes
 * elsewhere stays whole: display filters, and words that are longer than a
 * line. Columns are characters, as terminals of the West show them.
 */
#ifndef OTCAP_WRAP_H
#define OTCAP_WRAP_H

#include <stddef.h>
#include <stdio.h>

#include "ground/text.h"

/* The columns of the terminal that this is; 0 none. */
size_t wrap_width(FILE *out);

/* Appends the lines to t. What goes on is indented further. */
void wrap_lines(struct text *t, const char *lines, size_t width);

#endif
