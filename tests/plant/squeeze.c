/* SPDX-License-Identifier: BSD-3-Clause */
#include "squeeze.h"

#include <stdio.h>
#include <stdlib.h>

#include <zlib.h>
#include <zstd.h>

enum {
	GZIP_WINDOW = 15 + 16,		/* 16: a gzip header, time 0 */
	OS_UNIX = 3,
};

static void fail(const char *what)
{
	fprintf(stderr, "plant: %s failed\n", what);
	exit(2);
}

void squeeze_gz(struct bytes *out, const uint8_t *p, size_t n)
{
	gz_header header = { .os = OS_UNIX };
	z_stream z = { 0 };
	size_t start = out->n;
	uint8_t *copy;

	if (deflateInit2(&z, 9, Z_DEFLATED, GZIP_WINDOW, 8,
			 Z_DEFAULT_STRATEGY) != Z_OK ||
	    deflateSetHeader(&z, &header) != Z_OK)
		fail("deflate");
	copy = malloc(n + 1);
	if (!copy)
		fail("malloc");
	for (size_t i = 0; i < n; i++)
		copy[i] = p[i];
	z.next_in = copy;
	z.avail_in = (uInt)n;
	z.avail_out = (uInt)deflateBound(&z, (uLong)n);
	z.next_out = bytes_grow(out, z.avail_out);
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		fail("deflate");
	out->n = start + z.total_out;
	deflateEnd(&z);
	free(copy);
}

void squeeze_zst(struct bytes *out, const uint8_t *p, size_t n)
{
	size_t start = out->n, room = ZSTD_compressBound(n);
	uint8_t *to = bytes_grow(out, room);
	ZSTD_CCtx *z = ZSTD_createCCtx();

	if (!z)
		fail("zstd");
	ZSTD_CCtx_setParameter(z, ZSTD_c_checksumFlag, 1);
	room = ZSTD_compress2(z, to, room, p, n);
	if (ZSTD_isError(room))
		fail("zstd");
	out->n = start + room;
	ZSTD_freeCCtx(z);
}
