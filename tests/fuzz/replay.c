/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * main() for a fuzz target without a fuzzer: runs it over the files named on
 * the command line, so that what once crashed is part of every `make check`.
 * The input lies in a block of exactly its size, for the sanitizers to watch.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *data = NULL;
	long size;
	int rc = -1;

	if (!f || fseek(f, 0, SEEK_END) != 0)
		goto out;
	size = ftell(f);
	if (size < 0)
		goto out;
	rewind(f);
	data = malloc(size ? (size_t)size : 1);
	if (!data || fread(data, 1, (size_t)size, f) != (size_t)size)
		goto out;
	LLVMFuzzerTestOneInput(data, (size_t)size);
	rc = 0;
out:
	free(data);
	if (f)
		fclose(f);
	return rc;
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (replay(argv[i]) != 0) {
			perror(argv[i]);
			return 2;
		}
	}
	printf("# %s: %d inputs\n", argv[0], argc - 1);
	return argc > 1 ? 0 : 2;
}
