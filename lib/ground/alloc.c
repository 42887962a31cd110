/* SPDX-License-Identifier: BSD-3-Clause */
#include "ground/alloc.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
