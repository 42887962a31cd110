/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * All conversations that a baseline knows: its rules, and what is remembered
 * without a rule of its own, which a pattern may allow, or nothing any more.
 */
#ifndef OTCAP_BASE_TALKS_H
#define OTCAP_BASE_TALKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "judge/baseline.h"

struct strpool;

struct base_talk {
	struct party end[2];	/* by role */
	uint8_t proto, status;
	bool is_rule;
	uint16_t port;		/* the first of them; dynamic ones: where they
				 * are agreed */
	const char *service;	/* "" unknown */
	const char *ports;	/* as a rule has them */
	uint64_t n_flows;	/* remembered of it */
};

struct base_talks {
	struct base_talk *items;	/* owned */
	size_t n, cap;
};

/* Texts are the baseline's, or in the pool. */
void base_talks_make(struct base_talks *l, const struct baseline *b,
		     struct strpool *pool);
void base_talks_release(struct base_talks *l);

/* Proto, port and service as people read them: "modbus tcp/502". */
void base_talk_put_service(struct text *t, const char *service,
			   uint8_t proto, const char *ports);

#endif
