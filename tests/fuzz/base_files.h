/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The two files of a baseline, in a folder of their own that is gone when the
 * fuzzer ends.
 */
#ifndef OTCAP_FUZZ_BASE_FILES_H
#define OTCAP_FUZZ_BASE_FILES_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char base_folder[] = "/tmp/otcap-fuzz-XXXXXX";
static char base_path[sizeof base_folder + 8], seen_path[sizeof base_path + 8];

static inline void base_files_remove(void)
{
	unlink(base_path);
	unlink(seen_path);
	rmdir(base_folder);
}

/* The paths are there afterwards. */
static inline void base_files_begin(void)
{
	if (base_path[0])
		return;
	if (!mkdtemp(base_folder))
		abort();
	snprintf(base_path, sizeof base_path, "%s/base", base_folder);
	snprintf(seen_path, sizeof seen_path, "%s.seen", base_path);
	atexit(base_files_remove);
}

static inline void base_file_write(const char *path, const char *s, size_t n)
{
	FILE *f = fopen(path, "w");

	if (!f || fwrite(s, 1, n, f) != n || fclose(f))
		abort();
}

#endif
