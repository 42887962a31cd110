/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Decompressors as steps over the caller's buffers. A step knows nothing of
 * files and keeps no byte back: what can be had of damaged data is in the
 * output before CODEC_DAMAGED is said.
 */
#ifndef OTCAP_CODEC_H
#define OTCAP_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum codec_result {
	CODEC_MORE,	/* wants more input or more room */
	CODEC_END,	/* all input is used up, and whole */
	CODEC_DAMAGED /* final; why says more */
};

struct codec_io {
	const uint8_t *in;	/* advanced past what was used */
	size_t in_len;
	uint8_t *out;	/* advanced past what was made */
	size_t out_len;
	bool last;	/* no input will follow in[] */
	const char *why;	/* reason of CODEC_DAMAGED, a literal */
};

/* So many octets were used and made. */
static inline void codec_moved(struct codec_io *io, size_t in, size_t out)
{
	io->in += in;
	io->in_len -= in;
	io->out += out;
	io->out_len -= out;
}

struct codec {
	enum codec_result (*step)(struct codec *c, struct codec_io *io);
	void (*free)(struct codec *c);
};

/* One or more gzip members; zero bytes may pad the end (RFC 1952). */
struct codec *gunzip_new(void);
/* The same without ISA-L, which gunzip_new takes where it is there. */
struct codec *gunzip_zlib_new(void);
/* "ISA-L 2.30.0" where gunzip_new takes it; else NULL. */
const char *gunzip_isal_version(void);
/* One or more zstd frames, skippable ones included (RFC 8878). */
struct codec *unzstd_new(void);

#endif
