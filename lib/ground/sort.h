/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * qsort() for the large arrays, those of flows: compiled for its elements and
 * their comparison at each place, where libc's calls a function and copies
 * bytes for each of n log n steps. A merge sort, so stable; what is in order
 * already costs one pass.
 */
#ifndef OTCAP_SORT_H
#define OTCAP_SORT_H

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "ground/alloc.h"

typedef int (*sort_cmp)(const void *, const void *);

/* The n elements at `in`, of which the first n_left and the rest are in order
 * by themselves, in order at `out`. */
static inline __attribute__((always_inline)) void
sort_merge(char *out, const char *in, const size_t n[2], size_t size,
	   sort_cmp cmp)
{
	const char *left = in, *right = in + n[0] * size;
	const char *middle = right, *end = right + n[1] * size;

	if (n[1] && cmp(middle - size, middle) > 0) {
		for (; left < middle && right < end; out += size) {
			const char **least = cmp(left, right) <= 0 ? &left :
								     &right;

			memcpy(out, *least, size);
			*least += size;
		}
	}
	memcpy(out, left, (size_t)(middle - left));
	memcpy(out + (middle - left), right, (size_t)(end - right));
}

static inline __attribute__((always_inline)) void
sort_array(void *base, size_t n, size_t size, sort_cmp cmp)
{
	char *in = base, *spare, *out;

	if (n < 2)
		return;
	spare = out = xreallocarray(NULL, n, size);
	for (size_t width = 1; width < n; width *= 2) {
		char *other = in;

		for (size_t i = 0; i < n; i += 2 * width) {
			size_t left = n - i < width ? n - i : width;
			size_t right = n - i - left < width ? n - i - left :
							      width;

			sort_merge(out + i * size, in + i * size,
				   (const size_t[]){ left, right }, size, cmp);
		}
		in = out;
		out = other;
	}
	if (in != base)
		memcpy(base, in, n * size);
	free(spare);
}

#endif
