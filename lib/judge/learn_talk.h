/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The flows of one conversation, brought together: each record gets a key
 * and a side, and doubtful ones join the sure conversation they turn into.
 * Only for learn.
 */
#ifndef OTCAP_LEARN_TALK_H
#define OTCAP_LEARN_TALK_H

#include "judge/baseline_edit.h"
#include "judge/covered.h"
#include "judge/detect.h"
#include "understand/record.h"

/* A record under the conversation it belongs to. */
struct talk_part {
	struct memory about;	/* seen is not filled */
	uint32_t record;
	uint32_t finding;	/* 1 + index, 0 none */
	bool turned;		/* the record's server is the client here */
	bool answered;		/* if by another flow, see answered.h */
};

struct talk_parts {
	struct talk_part *items;	/* owned */
	size_t n, cap;
};

/*
 * A part for every flow record that keep[] names, sorted by conversation and
 * then by time.
 */
void talk_parts_make(struct talk_parts *l, const struct detect_input *in,
		     const uint32_t *used_by, const bool *keep);
void talk_parts_release(struct talk_parts *l);

/* The record's role that is this role of the conversation. */
enum role talk_role(const struct talk_part *p, enum role role);

/* What the flows of one conversation say together. */
struct talk {
	struct memory about;	/* seen borrows the texts below */
	const struct talk_part *parts;
	size_t n_parts;
	uint64_t n_tries;	/* openings that nobody answered */
	uint64_t packets, payload;
	struct text ports, mac[2], name[2], operations, captures;
};

/* A capture, by what it will be remembered. */
struct talk_capture {
	char id[9];
	const struct record *run;
};

struct talk_captures {
	struct talk_capture *items;	/* owned, by id */
	size_t n, cap;
	struct covered covered;
};

void talk_captures_make(struct talk_captures *l, const struct detect_input *in);
/* The same one by one: add run rows, then settle once. */
void talk_captures_add(struct talk_captures *l, const struct record *run);
void talk_captures_settle(struct talk_captures *l);
void talk_captures_release(struct talk_captures *l);

/* In place of t's text: the ids of those that overlap with the record's time,
 * "+"-joined, of many the first. */
void talk_captures_put(const struct talk_captures *l, const struct record *r,
		       struct text *t);

/* Sum up the n parts at parts, which are one conversation; talk_release. */
void talk_sum(struct talk *t, const struct detect_input *in,
	      const struct talk_captures *captures,
	      const struct talk_part *parts, size_t n);
void talk_release(struct talk *t);

#endif
