/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The bytes of a file or of standard input, decompressed by content (gzip
 * with any number of members, zstd with any number of frames, else as is).
 *
 * Every byte that could be had is handed on before damage is reported: own
 * inflate loop, because gzread loses what stands before a damaged point.
 */
#ifndef OTCAP_STREAM_H
#define OTCAP_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "ground/err.h"

struct stream;

/* path "-" is standard input. NULL with "path: reason". */
struct stream *stream_open(const char *path, struct err *e);
void stream_close(struct stream *s);			/* NULL is fine */
/*
 * Up to n bytes; 0 at the end, -1 with *e ("path: reason") on damage or I/O
 * failure, which is final. row_read_fn compatible when cast by a wrapper.
 */
ssize_t stream_read(struct stream *s, void *buf, size_t n, struct err *e);
/* Up to n bytes without consuming them (n at most 64 KiB); as stream_read. */
ssize_t stream_peek(struct stream *s, void *buf, size_t n, struct err *e);
/* To the beginning again; false where that cannot be (a pipe). */
bool stream_rewind(struct stream *s);
/* The name for messages: the path, or "standard input". Borrowed. */
const char *stream_name(const struct stream *s);

#endif
