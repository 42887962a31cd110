/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Captures in: pcap (all magics, both byte orders, micro- and nanoseconds)
 * and pcapng, plain or compressed, one or many merged by time.
 *
 * Frames come in batches; their bytes are valid until the next batch. Each
 * capture keeps its own order; between captures the earlier frame comes
 * first, ties by bytes, so the order in which files are named never shows.
 * Damage is a fact about one capture (struct capture) and never ends the
 * others. The reader looks at no packet: link types are numbers here.
 */
#ifndef OTCAP_SOURCE_H
#define OTCAP_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ground/err.h"
#include "ground/limits.h"

struct stream;

struct frame {
	const uint8_t *bytes;
	int64_t time_ns;
	uint32_t caplen;	/* bytes that are there */
	uint32_t len;		/* bytes on the wire, never below caplen */
	uint32_t capture;	/* index into the captures */
	uint16_t linktype;	/* LINKTYPE_ value, see linktype.h */
	uint16_t fcs_len;	/* frame check sequence at the end, octets */
};

struct batch {
	struct frame frames[BATCH_FRAMES];
	size_t n;
};

enum capture_format { CAPTURE_PCAP, CAPTURE_PCAPNG };

struct capture {
	const char *path;	/* as named, borrowed from the caller */
	const char *name;	/* base name, "-" for standard input */
	enum capture_format format;
	bool nanoseconds;	/* times are finer than microseconds */
	bool cut;		/* the last record is cut */
	bool damaged;		/* reading stopped early or lost something */
	uint32_t snaplen;	/* of the file or first interface, 0 unknown */
	uint64_t n_frames;
	uint64_t n_untimed;	/* records without a time (pcapng SPB): they
				 * take the time of the record before */
	uint64_t n_snapped;	/* frames shorter than on the wire */
	int64_t first_ns, last_ns;	/* smallest, largest; when n_frames */
	struct err damage;	/* "path: reason" when cut or damaged */
};

struct source;

/*
 * What the first bytes say: true when they are a capture's, false when not
 * (then it may be CSV). Consumes nothing.
 */
bool source_is_capture(struct stream *s);

/* No capture yet; hand in streams, then read. */
struct source *source_new(void);
void source_free(struct source *src);		/* NULL is fine; closes all */
/*
 * Take over an open stream (closed with the source, also on failure) and
 * read its header. -1 with *e "path: reason" when it is no capture or empty.
 * path is borrowed and must outlive the source.
 */
int source_add(struct source *src, struct stream *s, const char *path,
	       struct err *e);
/* 1 with at least one frame, 0 at the end of all captures. */
int source_next(struct source *src, struct batch *b);

size_t source_n_captures(const struct source *src);
/* Borrowed; its counters are final after source_next returned 0. */
const struct capture *source_capture(const struct source *src, size_t i);

#endif
