/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Memory that is there, or the process ends with exit status 2 and "out of
 * memory". Growth that input can drive is limited before it gets here (see
 * limits.h), so this is the only place of the library that exits.
 */
#ifndef OTCAP_ALLOC_H
#define OTCAP_ALLOC_H

#include <stdbool.h>
#include <stddef.h>

/* All results are owned by the caller and released with free(). */
void *xmalloc(size_t n);
void *xcalloc(size_t n, size_t size);
/* Not cleared; align is a power of two that divides n. */
void *xaligned(size_t align, size_t n);
void *xreallocarray(void *p, size_t n, size_t size);
char *xstrdup(const char *s);

/*
 * For large tables, straight from the system: zeroed without being touched;
 * n is a multiple of 64 KiB. Large pages, where the system has them, are for
 * what will be filled: one fault brings 2 MiB. Released with xpages_free().
 */
void *xpages(size_t n, bool large);
void xpages_free(void *p, size_t n);			/* NULL is fine */

/*
 * Make room for element n_used of an array: returns the array, moved when it
 * had to grow (by doubling), with *cap updated.
 */
void *grow(void *p, size_t n_used, size_t *cap, size_t size);

#endif
