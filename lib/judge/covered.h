/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * When there was somebody listening: the spans of the captures, joined. A
 * silence counts only as far as a capture shows it.
 */
#ifndef OTCAP_COVERED_H
#define OTCAP_COVERED_H

#include <stddef.h>
#include <stdint.h>

struct record;

struct covered_span {
	int64_t from_ns, to_ns;
};

struct covered {
	struct covered_span *items;	/* owned; ascending, apart */
	size_t n, cap;
};

/* From the run rows among the records; nothing behind the horizon. */
void covered_make(struct covered *l, const struct record *records, size_t n,
		  int64_t horizon_ns);
/* The same from other spans: add them, in any order, then settle once. */
void covered_add(struct covered *l, int64_t from, int64_t to);
void covered_settle(struct covered *l);
void covered_release(struct covered *l);
/* Covered time between two moments; all of it when no span is known. */
int64_t covered_between(const struct covered *l, int64_t from, int64_t to);
/* The longest hole that lies between two moments, 0 when there is none. */
int64_t covered_hole(const struct covered *l, int64_t from, int64_t to);

#endif
