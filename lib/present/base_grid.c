/* SPDX-License-Identifier: BSD-3-Clause */
#include "present/base_grid.h"

#include <string.h>

#include "ground/utf8.h"

void grid_add(struct grid *g, const char *s)
{
	size_t from = g->cells.len, width;

	text_add(&g->cells, s, strlen(s) + 1);
	g->cells.len = from + utf8_plain(g->cells.s + from) + 1;
	width = utf8_columns(g->cells.s + from);
	if (width > g->width[g->column])
		g->width[g->column] = width;
	g->column = (g->column + 1) % g->n_columns;
	g->n_cells++;
}

static void put_row(const struct grid *g, const char **cell, struct text *t)
{
	size_t pad = 0;

	for (size_t i = 0; i < g->n_columns; i++) {
		size_t width = utf8_columns(*cell);

		if (width) {
			for (; pad; pad--)
				text_putc(t, ' ');
			text_puts(t, *cell);
		}
		if (g->width[i])
			pad += g->width[i] - width + 2;
		*cell += strlen(*cell) + 1;
	}
	text_putc(t, '\n');
}

void grid_put(struct grid *g, const char *indent, struct text *t)
{
	const char *cell = g->cells.s;

	for (size_t i = 0; i < g->n_cells; i += g->n_columns) {
		text_puts(t, indent);
		put_row(g, &cell, t);
	}
	text_clear(&g->cells);
	g->n_cells = g->column = 0;
	memset(g->width, 0, sizeof g->width);
}

void grid_release(struct grid *g)
{
	text_release(&g->cells);
}
