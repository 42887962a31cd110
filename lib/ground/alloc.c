/* SPDX-License-Identifier: BSD-3-Clause */
#include "ground/alloc.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static void *checked(void *p)
{
	if (!p) {
		fputs("otcap: out of memory\n", stderr);
		exit(2);
	}
	return p;
}

void *xmalloc(size_t n)
{
	return checked(malloc(n ? n : 1));
}

void *xcalloc(size_t n, size_t size)
{
	return checked(calloc(n ? n : 1, size ? size : 1));
}

void *xaligned(size_t align, size_t n)
{
	return checked(aligned_alloc(align, n));
}

void *xreallocarray(void *p, size_t n, size_t size)
{
	return checked(reallocarray(p, n ? n : 1, size ? size : 1));
}

char *xstrdup(const char *s)
{
	return checked(strdup(s));
}

enum { LARGE_PAGE = 1 << 21 };

static char *map(size_t n)
{
	void *p = mmap(NULL, n, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return checked(p == MAP_FAILED ? NULL : p);
}

/* Of a larger piece the part that begins where a large page does. A system
 * without large pages says so, and that is all. */
static char *map_large(size_t n)
{
	char *all = map(n + LARGE_PAGE);
	size_t before = -(uintptr_t)all & (LARGE_PAGE - 1);
	char *p = all + before;

	if (before)
		munmap(all, before);
	munmap(p + n, LARGE_PAGE - before);
	(void)madvise(p, n, MADV_HUGEPAGE);
	return p;
}

void *xpages(size_t n, bool large)
{
	return large ? map_large(n) : map(n);
}

void xpages_free(void *p, size_t n)
{
	if (p)
		munmap(p, n);
}

void *grow(void *p, size_t n_used, size_t *cap, size_t size)
{
	size_t n = *cap ? *cap * 2 : 16;

	if (n_used < *cap)
		return p;
	if (n < *cap)
		n = SIZE_MAX / size;
	*cap = n;
	return xreallocarray(p, n, size);
}
