/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Cells in columns, padded with blanks when shown. What would move a cursor
 * is shown as "?".
 */
#ifndef OTCAP_BASE_GRID_H
#define OTCAP_BASE_GRID_H

#include "ground/text.h"

enum { GRID_COLUMNS = 12 };

struct grid {
	struct text cells;	/* each with its NUL */
	size_t n_cells;
	size_t n_columns;	/* set by the user, before the first cell */
	size_t width[GRID_COLUMNS];
	size_t column;		/* of the next cell */
};

/* The next cell, row after row. */
void grid_add(struct grid *g, const char *s);
/* All rows, each after indent; the grid is empty then. */
void grid_put(struct grid *g, const char *indent, struct text *t);
void grid_release(struct grid *g);

#endif
