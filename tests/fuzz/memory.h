/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Bytes as a file that never touches a disk, and the demand that a fuzz target
 * makes of what it tries.
 */
#ifndef OTCAP_FUZZ_MEMORY_H
#define OTCAP_FUZZ_MEMORY_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "understand/run.h"

enum { MEMORY_PATH = 32 };

static inline void require(bool truth)
{
	if (!truth)
		abort();
}

/* A descriptor, which the caller closes, and the path by which it is opened. */
static inline int memory_file(const void *p, size_t n, char path[MEMORY_PATH])
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	require(fd >= 0 && write(fd, p, n) == (ssize_t)n);
	snprintf(path, MEMORY_PATH, "/proc/self/fd/%d", fd);
	return fd;
}

/* What a run makes of these bytes; NULL when it refuses them. */
static inline struct run *memory_run(const void *p, size_t n,
				     const struct run_options *o)
{
	char path[MEMORY_PATH];
	int fd = memory_file(p, n, path);
	const char *const paths[] = { path };
	struct run *run;
	struct err e;

	run = run_open(paths, 1, o, &e);
	if (run)
		run_read(run);
	close(fd);
	return run;
}

#endif
