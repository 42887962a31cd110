/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Captures for tests: built byte by byte, kept in memory, read as text.
 *
 * What these functions return, and what memory_text was given, lives until the
 * process ends; Criterion gives each test a process of its own.
 */
#ifndef OTCAP_TEST_CAPTURES_H
#define OTCAP_TEST_CAPTURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ground/text.h"
#include "read/source.h"

/* Returns p, which is not freed on purpose. */
const void *keep(const void *p);

struct maker {
	struct text out;
	bool big;		/* byte order */
	bool patched;		/* Kuznetzov's longer record headers */
};

void make16(struct maker *m, uint16_t v);
void make32(struct maker *m, uint32_t v);
void make64(struct maker *m, uint64_t v);

/* pcap; version is major << 16 | minor. */
void make_pcap(struct maker *m, uint32_t magic, uint32_t version,
	       uint32_t linktype);
/* The two lengths are written as they are given. */
void make_record(struct maker *m, const uint32_t head[4], const char *bytes,
		 size_t n);
/* A microsecond record that is whole. */
void make_packet(struct maker *m, uint64_t time_us, const char *bytes);

/* pcapng: a block around body, which is padded. */
void make_block(struct maker *m, uint32_t type, const void *body, size_t n);
void make_section(struct maker *m);
/* options: bytes in m's order, or NULL. */
void make_interface(struct maker *m, uint16_t linktype, uint32_t snaplen,
		    const struct text *options);
void make_option(struct maker *m, uint16_t code, const void *value, size_t n);
void make_enhanced(struct maker *m, uint32_t iface, uint64_t stamp,
		   const char *bytes);

/* A path at which these bytes can be opened any number of times. */
const char *memory_file(const void *p, size_t n);
const char *memory_text(const struct text *t);
void gzip_text(struct text *to, const void *p, size_t n);
void zstd_text(struct text *to, const void *p, size_t n);

/* "SECONDS.NS CAPLEN/LEN linktype TYPE+FCS BYTES\n", control bytes as '.'. */
void frame_text(struct text *t, const struct frame *f);
/*
 * All frames of all captures as text; then, for each capture, "cut" or
 * "damaged" with its message in a line "!...". A capture that cannot be
 * added is a line "?message".
 */
void read_captures(struct text *t, const char *const *paths, size_t n);
const char *read_capture(const char *path);

#endif
